// All that people see, and what they may have added: nodes with a label of ours.
MATCH (n:Role|Skill|Certification|Industry|CareerGraph)
WHERE NOT n:Release AND NOT n:Claim AND NOT n:Passage AND NOT n:Pending
RETURN elementId(n) AS element, labels(n) AS labels, properties(n) AS properties
ORDER BY element

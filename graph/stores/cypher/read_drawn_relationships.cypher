// All that people see, and what they may have added: relationships of our types at nodes of ours.
MATCH (start)-[r:PROMOTES_TO|MOVES_TO|STAGE_OF|KIND_OF|REQUIRES|HAS_PAY|IN_INDUSTRY|SUITS]->(end)
WHERE start:Role OR end:Role
RETURN elementId(r) AS element, type(r) AS type, elementId(start) AS start, elementId(end) AS end,
  properties(r) AS properties
ORDER BY element

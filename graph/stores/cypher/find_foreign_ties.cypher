// Nodes about to go that somebody else has tied something to.
UNWIND $rows AS key
MATCH (n:CareerGraph {key: key})-[tie]-(other)
WHERE NOT other:CareerGraph OR NOT tie:SAYS|PART_OF|ABOUT
RETURN DISTINCT n.key AS key
ORDER BY key
LIMIT 3

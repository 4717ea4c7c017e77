// The resolved layer as it is stored: its nodes.
MATCH (n:CareerGraph)
WHERE n.key IS NOT NULL AND n.id IS NOT NULL AND NOT n:Release AND NOT n:Pending
RETURN [label IN labels(n) WHERE label <> 'CareerGraph'] AS labels, properties(n) AS properties

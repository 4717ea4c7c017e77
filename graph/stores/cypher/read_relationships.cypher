// The resolved layer as it is stored: its relationships; those drawn by hand have no id.
MATCH (start:CareerGraph)-[r]->(end:CareerGraph)
WHERE r.id IS NOT NULL
RETURN type(r) AS type, start.key AS start, end.key AS end, properties(r) AS properties

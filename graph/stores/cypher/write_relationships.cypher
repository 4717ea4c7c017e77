UNWIND $rows AS row
MATCH (start:CareerGraph {key: row.start})
MATCH (end:CareerGraph {key: row.end})
CREATE (start)-[r:$($type)]->(end)
SET r = row.properties
RETURN count(*) AS number

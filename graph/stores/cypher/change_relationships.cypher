UNWIND $rows AS row
MATCH (:CareerGraph {key: row.start})-[r {id: row.id}]->(:CareerGraph {key: row.end})
WHERE type(r) = $type
SET r = row.properties
RETURN count(*) AS number

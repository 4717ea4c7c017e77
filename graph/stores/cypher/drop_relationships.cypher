UNWIND $rows AS row
MATCH (:CareerGraph {key: row.start})-[r {id: row.id}]->(:CareerGraph {key: row.end})
WHERE type(r) = $type
DELETE r
RETURN count(*) AS number

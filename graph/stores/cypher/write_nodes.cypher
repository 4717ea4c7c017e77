UNWIND $rows AS row
MERGE (n:CareerGraph {key: row.key})
REMOVE n:Pending:Line
SET n:$($labels), n = row
RETURN count(*) AS number

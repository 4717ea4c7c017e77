// Take things out of the release; their nodes stay Pending while retired claims are tied to them.
UNWIND $rows AS key
MATCH (n:CareerGraph {key: key})
REMOVE n:$($labels)
SET n:Pending, n = {key: key}
RETURN count(*) AS number

UNWIND $rows AS row
MATCH (passage:Passage&CareerGraph {id: row.id})
SET passage += row.properties
RETURN count(*) AS number

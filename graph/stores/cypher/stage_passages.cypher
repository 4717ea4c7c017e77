UNWIND $rows AS row
MATCH (document:CareerGraph {key: row.document})
MERGE (passage:Passage {id: row.properties.id})
ON CREATE SET passage:CareerGraph, passage = row.properties
MERGE (passage)-[:PART_OF]->(document)
RETURN count(*) AS number

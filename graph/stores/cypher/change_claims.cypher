// Claims that stayed the same but stand elsewhere in their source, or are called otherwise now.
UNWIND $rows AS row
MATCH (claim:Claim&CareerGraph {id: row.id})
SET claim += row.properties
RETURN count(*) AS number

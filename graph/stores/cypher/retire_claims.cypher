// Mark claims that the next release no longer has; the current one still reads them.
UNWIND $rows AS id
MATCH (claim:Claim&CareerGraph {id: id})
SET claim.until = $until
RETURN count(*) AS number

// Every claim of a release with the name of its source.
MATCH (source:CareerGraph)-[:SAYS]->(claim:Claim&CareerGraph)
WHERE claim.since <= $number AND (claim.until IS NULL OR claim.until > $number)
RETURN source.name AS source, properties(claim) AS claim

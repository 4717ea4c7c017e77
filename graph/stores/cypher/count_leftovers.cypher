// How much a load that never came to its end has staged, or not yet swept.
MATCH (claim:Claim&CareerGraph)
WHERE claim.since IS NULL OR claim.since > $number OR claim.until IS NOT NULL
RETURN count(claim) AS number

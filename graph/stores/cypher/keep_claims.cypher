// Take back the marks of a load that never came to its end.
MATCH (claim:Claim&CareerGraph)
WHERE claim.until > $number
REMOVE claim.until

// Delete claims of releases that are gone or never came, with passages that nothing else is stated
// in. What somebody else has tied something to is let go instead: it is theirs from then on.
MATCH (claim:Claim&CareerGraph)
WHERE claim.since IS NULL OR claim.since > $number OR claim.until <= $number
WITH claim LIMIT $rows
OPTIONAL MATCH (claim)-[:STATED_IN]->(passage:Passage&CareerGraph)
WITH collect(claim) AS claims, collect(DISTINCT passage) AS passages
CALL (claims) {
  UNWIND claims AS claim
  MATCH (claim)-[tie:SAYS|STATED_IN|ABOUT]-(:CareerGraph)
  DELETE tie
}
CALL (claims, passages) {
  UNWIND claims + [passage IN passages WHERE NOT EXISTS { (passage)<-[:STATED_IN]-() }] AS gone
  OPTIONAL MATCH (gone)-[tie:PART_OF]->(:CareerGraph)
  DELETE tie
  WITH DISTINCT gone
  FOREACH (free IN CASE WHEN EXISTS { (gone)--() } THEN [] ELSE [gone] END | DELETE free)
  FOREACH (held IN CASE WHEN EXISTS { (gone)--() } THEN [gone] ELSE [] END |
    SET held:FormerEvidence
    REMOVE held:CareerGraph:Claim:Passage
  )
}
RETURN size(claims) AS number

// Write claims that the next release has and the current one has not, with all their ties.
UNWIND $rows AS row
MATCH (source:CareerGraph {key: row.source})
CREATE (source)-[:SAYS]->(claim:Claim:CareerGraph)
SET claim = row.properties, claim.since = $since
WITH claim, row
CALL (claim, row) {
  MATCH (passage:Passage {id: row.passage})
  CREATE (claim)-[:STATED_IN]->(passage)
  RETURN count(*) AS passages
}
CALL (claim, row) {
  UNWIND row.about AS key
  MATCH (thing:CareerGraph {key: key})
  CREATE (claim)-[:ABOUT]->(thing)
  RETURN count(*) AS things
}
RETURN count(*) AS number, sum(passages) + sum(things) AS ties

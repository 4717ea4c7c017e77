// 分歧 · Conflicts: where documents count the time of one role differently
// The claims side by side with who states them. All kinds of conflict: career-graph conflicts
MATCH (role:Role)<-[:ABOUT]-(claim:Claim {table: 'stays'})
WITH role, collect(claim) AS claims,
  count(DISTINCT [claim.basis, claim.monthsLow, coalesce(claim.monthsHigh, -1)]) AS readings
WHERE readings > 1
UNWIND claims AS claim
MATCH about = (claim)-[:ABOUT]->(role)
MATCH stated = (claim)-[:STATED_IN]->(:Passage)-[:PART_OF]->(:Document)
RETURN about, stated

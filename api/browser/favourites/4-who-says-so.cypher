// 出处 · Who says so: 客服主管 → 客服经理
// The claims behind a move and its time, the passages that state them, and their documents.
MATCH (from:Role {name: '客服主管'})-[move:PROMOTES_TO]->(to:Role {name: '客服经理'})
UNWIND move.claims + coalesce(move.timeClaims, []) AS id
MATCH about = (claim:Claim {id: id})-[:ABOUT]->(:Role)
MATCH stated = (claim)-[:STATED_IN]->(:Passage)-[:PART_OF]->(:Document)
RETURN from, to, about, stated

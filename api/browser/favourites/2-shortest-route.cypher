// 最短路径 · The shortest route: 电话客服 → 客服总监
// Fewest moves. A line of work starts at its first stage and is reached at any of them. Other names:
// change the two in the first lines. The fastest route is no question for Cypher (see the guide):
// career-graph route 电话客服 客服总监 --by time
MATCH (asked:Role WHERE '电话客服' IN [asked.id, asked.name] + coalesce(asked.aliases, []))
MATCH (goal:Role WHERE '客服总监' IN [goal.id, goal.name] + coalesce(goal.aliases, []))
OPTIONAL MATCH (asked)<-[rung:STAGE_OF]-(stage:Role)
WITH asked, goal, stage ORDER BY rung.rung, stage.id LIMIT 1
WITH coalesce(stage, asked) AS from, goal
MATCH (to:Role&!Line WHERE to = goal OR EXISTS { (to)-[:STAGE_OF]->(goal) })
MATCH p = ALL SHORTEST
  (from)((:!Line)-[:PROMOTES_TO|MOVES_TO {inferred: false}]->(:!Line))+(to)
WITH p, length(p) AS moves ORDER BY moves
WITH collect({path: p, moves: moves}) AS found
UNWIND [it IN found WHERE it.moves = found[0].moves | it.path] AS p
RETURN p

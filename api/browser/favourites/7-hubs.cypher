// 枢纽 · Hubs: the roles with the most moves in and out
MATCH (role:Role&!Line)
WITH role, COUNT { (role)<-[:PROMOTES_TO|MOVES_TO]-(:!Line) } AS movesIn,
  COUNT { (role)-[:PROMOTES_TO|MOVES_TO]->(:!Line) } AS movesOut
RETURN role.name AS role, movesIn, movesOut
ORDER BY movesIn + movesOut DESC, role
LIMIT 10

// 晋升阶梯 · The ladder: every promotion
MATCH p = (:Role&!Line)-[:PROMOTES_TO]->(:Role&!Line)
RETURN p

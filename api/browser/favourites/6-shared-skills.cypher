// 共同技能 · Skills shared by two roles: 客服主管, 客服总监
MATCH p = (:Role {name: '客服主管'})-[:STAGE_OF*0..1]->(:Role)-[:REQUIRES]->(:Skill)
  <-[:REQUIRES]-(:Role)<-[:STAGE_OF*0..1]-(:Role {name: '客服总监'})
RETURN p

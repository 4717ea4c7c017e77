// 任职要求 · What a role asks for: 客服总监
// Its own requirements, and those of the lines of work that it is a stage of.
MATCH p = (:Role {name: '客服总监'})-[:STAGE_OF*0..1]->(:Role)
  -[:REQUIRES]->(:Skill|Certification|EducationLevel)
RETURN p

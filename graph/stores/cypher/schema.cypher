// What a database needs before the first load; each statement may be run again.
CREATE CONSTRAINT career_key IF NOT EXISTS FOR (n:CareerGraph) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT career_release_id IF NOT EXISTS FOR (n:Release) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_passage_id IF NOT EXISTS FOR (n:Passage) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_claim_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_role_id IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_skill_id IF NOT EXISTS FOR (n:Skill) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_certification_id IF NOT EXISTS FOR (n:Certification) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_industry_id IF NOT EXISTS FOR (n:Industry) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_education_level_id IF NOT EXISTS FOR (n:EducationLevel) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_interest_type_id IF NOT EXISTS FOR (n:InterestType) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT career_pay_id IF NOT EXISTS FOR (n:Pay) REQUIRE n.id IS UNIQUE;
CREATE TEXT INDEX career_role_name IF NOT EXISTS FOR (n:Role) ON (n.name);
CREATE TEXT INDEX career_skill_name IF NOT EXISTS FOR (n:Skill) ON (n.name);
CREATE FULLTEXT INDEX career_text IF NOT EXISTS
FOR (n:Role|Skill|Certification|Industry)
ON EACH [n.name, n.nameEn, n.aliases]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};

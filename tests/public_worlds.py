"""Tiny public data sets for tests, with invented content: each format's files, by name."""

from esco_world import BAKER, CHIEF, GUARD

DDAT_ROLES = """Role Family,Role,Role Level,Skill Name,Skill Level,Role Type
Baking,Baker,Senior  baker,Kneading,Expert,
Baking,Baker,Baker ,Kneading,Working,
Baking,Baker,Baker ,Pricing,Awareness,
Baking,Baker,Head of baking,Pricing,Expert,
Baking,Baker,Baker,Kneading,Working,
Boards,Chief baker,NOT IN USE,Pricing,NOT IN USE,Senior Civil Service
"""
DDAT_SKILLS = """Skill Name,Text,Awareness,Working,Practitioner,Expert,Roles that require Skill
Kneading,"Of dough, by hand.",You can: -,,,,"Baker, Miller"
Pricing,,,,,,Baker
Weighing,,,,,,
Kneading,,,,,,Baker
"""

DDAT = {"roles.csv": DDAT_ROLES, "skills.csv": DDAT_SKILLS}

CSCO_HEADER = "level,code,code_num,name,definition,tasks,csco_code_num,alias"
CSCO_ROWS = f"""{CSCO_HEADER}
1,6-00-00-00,6000000,制作人员,,,6000000,制作人员
2,6-01-00-00,6010000,面点制作人员,,,6010000,面点制作人员
3,6-01-01-00,6010100,面包制作人员,,,6010100,面包制作人员
4,6-01-01-01,6010101,面包师L/S,烤面包。,1.和面,6010101,"面包师L/S,面包工,烘焙师, 面包工"
4,6-01-02-01,6010201,糕点师,做糕点。,,6010201,点心师
4,6-01-02-01,6010201,糕点师,做糕点。,,6010201,"点心师,糕点师"
4,6-01-01-00,6010100,面包制作人员,烤。,,6010100,面包制作人员
4,6-01-02-01,6010201,糕点师,,,6010201,裱花师
"""

NACE = """"Order","Level","Code","Parent","Description","This item includes"
"1","1","A",,"FARMING","Fields
and animals."
"2","2","01","A","Crop production ",
"3","3","01.1","01","Growing of wheat",
"4","4","01.10","01.1","Growing of wheat",
"5","2","02","A","Forestry",
"5","2","02","A","Forestry",
"""
CELLS = """nace\tisco\tphysical\tpop
1. Crop production, cut off he\t75. Food workers\t.5\t.85
2. Forestry\t75. Food workers\t\t1e-2
1. Crop production\t11. Chiefs\t\t3.25
2. Forestry\t11. Chiefs\t\t0
2. Forestry\t75. Food workers\t\t2
"""
WAGES = "OCC_CODE,OCC_TITLE,O_GROUP,A_MEDIAN\n00-0000,All,total,*\n"
INDUSTRIES = {"nace.csv": NACE, "cells.csv": CELLS, "wages.csv": WAGES}

MATCHES = f"""id,esco_occupation,onet_code,confidence,concept_uri
1,baker,51-0001.00,1.0,{BAKER}
2,chief baker,51-0002.00,2.0,{CHIEF}
3,guard,51-0002.00,0.5,{GUARD}
"""
REVISIONS = """soc2010_code;soc2010_title;soc2019_code;soc2019_title
51-0001.00;Bakers;51-0101.00;Bakers
51-0001.01;Bread Bakers;51-0101.01;Bread Bakers
51-0002.00;Chiefs;51-0102.00;Chief Bakers
51-0002.00;Chiefs;51-0103.00;Chief Guards
51-0003.00;Millers;51-0104.00;Millers and Maltsters
51-0004.00;Maltsters;51-0104.00;Millers and Maltsters
51-0003.00;Millers;51-0104.00;Millers and Maltsters
"""
GROUPS = """soc2010_code;isco08_code;Comment;
51-0001 ;7512;;
51-0002;7513;;
51-0002;7514;;
51-0003;7515;;
51-0004;7515;;
51-0005;7516;;
51-0005;7517;;
51-0006;7517;;
"""
CROSSWALK = {"matches.csv": MATCHES, "revisions.csv": REVISIONS, "groups.csv": GROUPS}

OVEN = """id: oven-1
name: Oven+
provider: Bakers' Guild
cert_code: OV1
level: foundational
domain_area: Baking
sub_areas:
- Bread
tracks:
- bread-and-cake
role_groups:
- Kitchen
roles:
- head-baker
- baker
prerequisites:
- Requires a hat
price_usd: 0
description: Guild Certified Oven Operator
"""
KNIFE = """id: knife-2
name: '1.10'
provider: Millers
cert_code: '1.10'
level: expert
roles: [baker]
description: Shows that one can cut
  bread.
"""
INDEX = """catalog: Baking Certificates
version: '2026.03'
last_reviewed: '2026-03-15'
certifications:
- oven-1.yaml
- knife-2.yaml
"""
CERTIFICATIONS = {"index.yaml": INDEX, "all/oven-1.yaml": OVEN, "all/knife-2.yaml": KNIFE}

PUBLIC = {
    "ddat": DDAT,
    "csco": {"table.csv": CSCO_ROWS},
    "industries": INDUSTRIES,
    "crosswalk": CROSSWALK,
    "certifications": CERTIFICATIONS,
}
"""The files of each format, as its tests have them."""

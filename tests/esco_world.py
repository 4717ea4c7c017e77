"""A tiny ESCO for tests, with invented labels: as version 1.1 has it, and ways to change it."""

from collections.abc import Mapping
from pathlib import Path

from graph.sources import Source
from loaders import load_source

URI = "http://data.europa.eu/esco"
BAKER, CHIEF, GUARD = (f"{URI}/occupation/0000000{number}-baker" for number in (1, 2, 3))
KNEAD, FLOUR, FRENCH, BREAD = (f"{URI}/skill/0000000{number}-skill" for number in (1, 2, 3, 4))
MAKING, LANGUAGES = f"{URI}/skill/S1", f"{URI}/skill/L"

_OCCUPATIONS = (
    "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
    "regulatedProfessionNote,scopeNote,definition,inScheme,description,code"
)
_SKILLS = (
    "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,"
    "modifiedDate,scopeNote,definition,inScheme,description"
)
_COLLECTION = (
    "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,"
    "broaderConceptUri,broaderConceptPT"
)
_GROUPS = (
    "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,"
    "inScheme,description,code"
)
_ISCO = "conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description"
_SKILL_RELATIONS = (
    "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri"
)
_HIERARCHY = "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term"
_SCHEMES = "conceptType,conceptSchemeUri,preferredLabel,title,status,description,hasTopConcept"
_YES, _NO = f"{URI}/regulated-professions/regulated", f"{URI}/regulated-professions/unregulated"

ESCO: dict[str, str] = {
    "occupations_en.csv": f"""{_OCCUPATIONS}
Occupation,{BAKER},7512, baker ,"bread maker
master of  dough
baker",bakr,released,2020-01-02T03:04:05Z,{_NO},,,,"Bakes.
Sells.",7512.1
Occupation,{CHIEF},7512,chief baker,,,released,2021-01-02T03:04:05.1Z,{_YES},,,,,7512.1.1
Occupation,{GUARD},0110,guard,bread maker,,released,,,,,,,0110.1
""",
    "skills_en.csv": f"""{_SKILLS}
KnowledgeSkillCompetence,{KNEAD},skill/competence,sector-specific,knead,"work dough
knead",,released,2022-08-25T12:53:49Z,,,,
KnowledgeSkillCompetence,{FLOUR},knowledge,cross-sector,flour,,,released,,,,,
KnowledgeSkillCompetence,{FRENCH},skill/competence,transversal,speak French,,,released,,,,,
KnowledgeSkillCompetence,{BREAD},,,bread,,,released,,,,,
""",
    "ISCOGroups_en.csv": f"""{_ISCO}
ISCOGroup,{URI}/isco/C7,7,Craft workers,released,,,
ISCOGroup,{URI}/isco/C75,75,Food workers,released,,,
ISCOGroup,{URI}/isco/C7512,7512,Bakers,released,,,
ISCOGroup,{URI}/isco/C0110,0110,Officers,released,,,
""",
    "skillGroups_en.csv": f"""{_GROUPS}
SkillGroup,{MAKING},making,,,released,,,,,S1
SkillGroup,{LANGUAGES},languages,,,released,,,,,L
SkillGroup,{URI}/isced-f/0721,food processing,,,released,,,,,
SkillGroup,{URI}/skill/00000009-group,baking,,,released,,,,,
""",
    "occupationSkillRelations.csv": f"""occupationUri,relationType,skillType,skillUri
{BAKER},essential,skill/competence,{KNEAD}
{BAKER},optional,knowledge,{FLOUR}
{CHIEF},essential,knowledge,{FLOUR}
{GUARD},optional,skill/competence,{FRENCH}
""",
    "broaderRelationsOccPillar.csv": f"""conceptType,conceptUri,broaderType,broaderUri
ISCOGroup,{URI}/isco/C75,ISCOGroup,{URI}/isco/C7
ISCOGroup,{URI}/isco/C7512,ISCOGroup,{URI}/isco/C75
Occupation,{BAKER},ISCOGroup,{URI}/isco/C7512
Occupation,{CHIEF},Occupation,{BAKER}
Occupation,{GUARD},ISCOGroup,{URI}/isco/C0110
""",
    "broaderRelationsSkillPillar.csv": f"""conceptType,conceptUri,broaderType,broaderUri
SkillGroup,{LANGUAGES},SkillGroup,{MAKING}
KnowledgeSkillCompetence,{KNEAD},SkillGroup,{MAKING}
KnowledgeSkillCompetence,{FLOUR},SkillGroup,{URI}/isced-f/0721
KnowledgeSkillCompetence,{FLOUR},SkillGroup,{URI}/skill/00000009-group
KnowledgeSkillCompetence,{FLOUR},KnowledgeSkillCompetence,{BREAD}
""",
    "skillSkillRelations.csv": f"""{_SKILL_RELATIONS}
{KNEAD},knowledge,optional,knowledge,{FLOUR}
""",
    "skillsHierarchy_en.csv": f"""{_HIERARCHY}
{MAKING},making
""",
    "conceptSchemes_en.csv": f"""{_SCHEMES}
ConceptScheme,{URI}/concept-scheme/isco,ISCO,,released,,
""",
    "languageSkillsCollection_en.csv": f"""{_COLLECTION}
KnowledgeSkillCompetence,{FRENCH},speak French,released,skill/competence,transversal,a | b,,,
""",
    "digitalSkillsCollection_en.csv": f"""{_COLLECTION}
KnowledgeSkillCompetence,{FLOUR},flour,released,knowledge,cross-sector,,,{MAKING},making
""",
}
"""Every file of an edition of version 1.1 in English, by its name."""


def write_esco(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """Write the tiny ESCO with these files instead of its own; None leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({**ESCO, **(files or {})}).items():
        if text is not None:
            (folder / name).write_text(text, "utf-8", newline="\r\n" if "Rel" in name else "")
    return folder


def change(name: str, old: str, new: str) -> dict[str, str | None]:
    """One file of the tiny ESCO with a text replaced."""
    assert old in ESCO[name]
    return {name: ESCO[name].replace(old, new)}


def load_esco(folder: Path, files: Mapping[str, str | None] | None = None) -> Source:
    """The tiny ESCO, changed so, as the source `esco`."""
    return load_source(str(write_esco(folder, files)), name="esco")

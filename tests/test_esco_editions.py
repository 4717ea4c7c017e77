"""ESCO in other versions and languages, and what is said of a folder that is not sound."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from esco_world import (
    BAKER,
    CHIEF,
    ESCO,
    FLOUR,
    FRENCH,
    GUARD,
    KNEAD,
    URI,
    change,
    load_esco,
    write_esco,
)

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.records import Code, EntityKind, Industry
from graph.sources import Source
from loaders import list_locations, load_source, recognise
from loaders.esco.concepts import to_id

_GERMAN = {
    "occupations_de.csv": f"""conceptType,conceptUri,iscoGroup,preferredLabel,altLabels
Occupation,{BAKER},7512,Bäcker/Bäckerin,Brotbäcker
Occupation,{CHIEF},7512,Backmeister,
Occupation,{GUARD},0110,,Wache
""",
    "skills_de.csv": f"""conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels
KnowledgeSkillCompetence,{KNEAD},skill/competence,sector-specific,kneten,
""",
    "skillGroups_de.csv": f"""conceptType,conceptUri,preferredLabel
SkillGroup,{URI}/skill/S1,herstellen
""",
}
_LABELLED = "occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel"
_SKILLS = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description"
_ONE_POINT_0 = {
    "occupations_en.csv": f"""conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description
Occupation,{BAKER},7512,baker,bread maker,Bakes.
""",
    "skills_en.csv": f"""{_SKILLS}
KnowledgeSkillCompetence,{KNEAD},skill/competence,sector-specific,knead,,
""",
    "ISCOGroups_en.csv": f"""conceptType,conceptUri,code,preferredLabel,altLabels,description
ISCOGroup,{URI}/isco/C7512,7512,Bakers,,
""",
    "skillGroups_en.csv": f"""conceptType,conceptUri,preferredLabel,altLabels,description
SkillGroup,{URI}/skill/S1,making,,
""",
    "ictSkillsCollection_en.csv": f"""conceptType,conceptUri,preferredLabel,broaderConceptUri
KnowledgeSkillCompetence,{KNEAD},knead,
""",
}
_ONE_POINT_2 = {
    "occupations_en.csv": ESCO["occupations_en.csv"]
    .replace("description,code", "description,code,naceCode")
    .replace("7512.1\n", "7512.1,http://data.europa.eu/ux2/nace2.1/1071\n")
    .replace(
        "7512.1.1\n",
        '7512.1.1,"http://data.europa.eu/ux2/nace2.1/10,\nhttp://data.europa.eu/ux2/nace2.1/C"\n',
    )
    .replace(",0110.1\n", ",0110.1,http://data.europa.eu/ux2/nace2/242 | unknown\n"),
    "occupationSkillRelations_en.csv": f"""{_LABELLED}
{BAKER},baker,essential,skill/competence,{KNEAD},knead
""",
    "occupationSkillRelations_de.csv": f"""{_LABELLED}
{BAKER},Bäcker,essential,skill/competence,{KNEAD},kneten
{BAKER},Bäcker,optional,knowledge,{FLOUR},Mehl
""",
    "occupationSkillRelations.csv": None,
    "greenShareOcc_en.csv": f"""conceptType,conceptUri,code,preferredLabel,greenShare
Occupation,{BAKER},7512.1,baker,0.5
""",
    "dictionary_en.csv": "filename,data header,property,description\noccupations,code,,The code.\n",
    "notes.txt": "Not a table.",
}


def _messages(folder: Path, files: Mapping[str, str | None]) -> list[str]:
    """What is said of the tiny ESCO, changed so."""
    return [str(issue) for issue in list_issues([load_esco(folder, files)])]


def _asides(source: Source) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Why rows were set aside, by file, where any were."""
    return {
        it.file: [(aside.reason, aside.lines) for aside in it.aside]
        for it in source.tallies
        if it.aside
    }


def test_version_1_0(tmp_path: Path) -> None:
    """Files with fewer columns read alike: what they do not have is left out."""
    source = load_esco(tmp_path, dict.fromkeys(ESCO) | _ONE_POINT_0)
    assert list_issues([source]) == []
    roles = [(role.id, role.name_en, role.kind_of) for role in source.rows["roles"]]
    assert roles == [
        ("esco-isco-c7512", "Bakers", None),
        (to_id(BAKER), "baker", "esco-isco-c7512"),
    ]
    assert {(it.scheme, it.code) for it in source.rows["codes"] if it.id == to_id(BAKER)} == {
        ("esco", BAKER),
        ("isco-08", "7512"),
    }
    assert source.rows["documents"][0].published is None
    assert source.notes == tuple(
        f"there is no file of {what} here; some versions have it in a package of its own."
        for what in ("broader relations", "relations of occupations and skills")
    )
    assert ("esco-collection", "ictSkills") in {(it.scheme, it.code) for it in source.rows["codes"]}


def test_version_1_2(tmp_path: Path) -> None:
    """Relations in each language count once; occupations name industries by their NACE codes."""
    source = load_esco(tmp_path, _ONE_POINT_2)
    assert list_issues([source]) == []
    asked = [(it.target, it.passage.table, it.passage.row) for it in source.rows["requirements"]]
    assert asked[:2] == [
        (to_id(KNEAD), "occupationSkillRelations_en.csv", 2),
        (to_id(FLOUR), "occupationSkillRelations_de.csv", 3),
    ]
    asides = _asides(source)
    assert asides["occupationSkillRelations_de.csv"] == [
        ("it says what a row before it says", (2,))
    ]
    assert asides["greenShareOcc_en.csv"] == [("green shares have no place in the graph", (2,))]
    assert [(it.role, it.industry) for it in source.rows["role_industries"]] == [
        (to_id(BAKER), "esco-nace-2-1-10-71"),
        (to_id(CHIEF), "esco-nace-2-1-10"),
        (to_id(CHIEF), "esco-nace-2-1-c"),
        (to_id(GUARD), "esco-nace-2-24-2"),
    ]
    assert source.rows["industries"][0] == Industry(
        id="esco-nace-2-1-10-71", name_en="NACE Rev. 2.1 10.71"
    )
    assert [it for it in source.rows["codes"] if it.kind is EntityKind.INDUSTRY][::3] == [
        Code(kind=EntityKind.INDUSTRY, id="esco-nace-2-1-10-71", scheme="nace-2-1", code="10.71"),
        Code(kind=EntityKind.INDUSTRY, id="esco-nace-2-24-2", scheme="nace-2", code="24.2"),
    ]
    assert "dictionary_en.csv is no file of ESCO that is known here; it was not read." in (
        source.notes
    )
    assert "1 addresses in naceCode are no NACE codes; they were not read." in source.notes
    assert not any("notes.txt" in note for note in source.notes)


def test_several_languages(tmp_path: Path) -> None:
    """Labels of further languages are names in them; ids and rows are those of English."""
    english = load_esco(tmp_path / "en")
    source = load_esco(tmp_path / "both", _GERMAN)
    assert source.rows["roles"] == english.rows["roles"]
    assert source.rows["skills"] == english.rows["skills"]
    assert [
        (it.id, it.name, it.reason, it.passage.table, it.passage.row)
        for it in source.rows["names"]
        if it.language == "de"
    ] == [
        (to_id(BAKER), "Bäcker/Bäckerin", "preferred label", "occupations_de.csv", 2),
        (to_id(BAKER), "Brotbäcker", "alternative label", "occupations_de.csv", 2),
        (to_id(CHIEF), "Backmeister", "preferred label", "occupations_de.csv", 3),
        (to_id(KNEAD), "kneten", "preferred label", "skills_de.csv", 2),
    ]
    assert _asides(source)["occupations_de.csv"] == [("it has no preferredLabel", (4,))]
    assert _asides(source)["skillGroups_de.csv"] == [
        ("names of groups of skills have no place in the graph", (2,))
    ]
    assert source.rows["documents"][0].language == "de, en"


def test_one_language_that_is_not_english(tmp_path: Path) -> None:
    """Without English the label there is stands in its place, and is a name in its language."""
    english = [name for name in ESCO if "_en" in name]
    source = load_esco(tmp_path, {**dict.fromkeys(english), **_GERMAN})
    assert list_issues([source]) == []
    assert [role.name_en for role in source.rows["roles"]] == ["Bäcker/Bäckerin", "Backmeister"]
    assert [it.name for it in source.rows["names"] if it.reason == "preferred label"] == [
        "Bäcker/Bäckerin",
        "Backmeister",
        "kneten",
    ]
    assert (
        "3 concepts have no label in English; their label in 'de' stands in its place."
        in source.notes
    )


def test_other_separators_encodings_and_packing(tmp_path: Path) -> None:
    """Semicolons, a BOM, another encoding and gzip change nothing but the file."""
    expected = load_esco(tmp_path / "a")
    folder = write_esco(tmp_path / "b", dict.fromkeys(ESCO))
    for name, text in ESCO.items():
        data = text.replace(" baker ", " baker ").encode("utf-8-sig")
        (folder / f"{name}.gz").write_bytes(gzip.compress(data))
    assert load_source(str(folder), name="esco").rows == expected.rows
    isco = ESCO["ISCOGroups_en.csv"].replace(",", ";").replace("Bakers", "Bäckers")
    folder = write_esco(tmp_path / "c", {"ISCOGroups_en.csv": None})
    (folder / "ISCOGroups_en.csv").write_bytes(isco.encode("cp1252"))
    source = load_source(str(folder), name="esco", encoding="cp1252")
    assert source.issues == ()
    assert "Bäckers" in [role.name_en for role in source.rows["roles"]]


def test_what_refers_to_nothing_is_set_aside(tmp_path: Path) -> None:
    """Relations of what no file defines, and rows that say nothing new, have their reason."""
    files = {
        "occupationSkillRelations.csv": ESCO["occupationSkillRelations.csv"]
        + f"{URI}/occupation/0,essential,,{KNEAD}\n{BAKER},essential,,{URI}/skill/0\n"
        + f"{BAKER},Essential,skill/competence,{KNEAD}\n{BAKER},optional,,{KNEAD}\n",
        "broaderRelationsOccPillar.csv": ESCO["broaderRelationsOccPillar.csv"]
        + f"Occupation,{URI}/occupation/0,ISCOGroup,{URI}/isco/C7512\n"
        + f"Occupation,{BAKER},ISCOGroup,{URI}/isco/C9\n"
        + f"Occupation,{BAKER},ISCOGroup,{URI}/isco/C7512\n"
        + f"Occupation,{CHIEF},ISCOGroup,{URI}/isco/C7512\n"
        + f"Occupation,{GUARD},Occupation,{GUARD}\n",
        "languageSkillsCollection_en.csv": ESCO["languageSkillsCollection_en.csv"]
        + f"x,{URI}/skill/0,x,,,,,,,\nx,{FRENCH},x,,,,,,,\n",
        "skills_en.csv": ESCO["skills_en.csv"]
        + f"KnowledgeSkillCompetence,{URI}/skill/7,,,old,,,Obsolete,,,,,\n"
        + f"KnowledgeSkillCompetence,{FLOUR},knowledge,cross-sector,flour,,,,,,,,\n",
    }
    source = load_esco(tmp_path, files)
    assert list_issues([source]) == []
    asides = _asides(source)
    assert asides["occupationSkillRelations.csv"] == [
        ("its occupationUri is in no file of occupations", (6,)),
        ("its skillUri is in no file of skills", (7,)),
        ("it says what a row before it says", (8,)),
    ]
    assert asides["broaderRelationsOccPillar.csv"] == [
        ("its conceptUri is in no file of concepts", (7,)),
        ("its broaderUri is in no file of concepts", (8,)),
        ("it says what a row before it says", (9,)),
        ("a role is a kind of one other in the graph, and a row before it says of which", (10,)),
        ("nothing is a kind of itself", (11,)),
    ]
    assert asides["languageSkillsCollection_en.csv"] == [
        ("its conceptUri is in no file of skills or occupations", (3,)),
        ("it says what a row before it says", (4,)),
    ]
    assert asides["skills_en.csv"] == [
        ("its status is obsolete", (7,)),
        ("it says what a row before it says", (8,)),
    ]


DEFECTS = [
    pytest.param(
        change("occupations_en.csv", BAKER, "baker"),
        "occupations_en.csv:2:2: conceptUri is 'baker'; it is no URI of ESCO, fetch the file "
        "again.",
        id="no URI",
    ),
    pytest.param(
        change(
            "occupations_en.csv",
            CHIEF,
            BAKER.upper().replace("HTTP://DATA.EUROPA.EU/ESCO/OCCUPATION", f"{URI}/occupation"),
        ),
        f"occupations_en.csv:6:2: conceptUri is '{URI}/occupation/00000001-BAKER'; another one "
        "differs only in its signs, fetch the file again.",
        id="one id",
    ),
    pytest.param(
        change("occupations_en.csv", CHIEF, BAKER),
        f"occupations_en.csv:6:2: conceptUri is {BAKER!r} again, as on line 2 of "
        "occupations_en.csv; give each occupation one row for a language.",
        id="twice",
    ),
    pytest.param(
        change("ISCOGroups_en.csv", "ISCOGroup,", "Group,"),
        "ISCOGroups_en.csv:2:1: conceptType is 'Group'; give ISCOGroup or SkillGroup.",
        id="conceptType",
    ),
    pytest.param(
        change("occupationSkillRelations.csv", "optional,skill", "maybe,skill"),
        "occupationSkillRelations.csv:5:2: relationType is 'maybe'; give essential or optional.",
        id="relationType",
    ),
    pytest.param(
        change("occupationSkillRelations.csv", f",{FRENCH}", ""),
        "occupationSkillRelations.csv:5:1: the row has 3 cells, and none for 'skillUri'; the file "
        "may be cut off: fetch it again.",
        id="cut off",
    ),
    pytest.param(
        change("skills_en.csv", "work dough", "work\x1bdough"),
        "skills_en.csv:2:6: cell is 'work\\x1bdough\\nknead'; delete its control character, number "
        "5 of the cell.",
        id="control character",
    ),
    pytest.param(
        {"occupations_en.csv": None, "occupations.csv": ESCO["occupations_en.csv"]},
        "occupations.csv:1:1: file is 'occupations.csv'; its name does not say the language of its "
        "labels: name it such as occupations_en.csv, as it was published.",
        id="no language",
    ),
]


@pytest.mark.parametrize(("files", "expected"), DEFECTS)
def test_each_defect_has_its_message(
    tmp_path: Path, files: dict[str, str | None], expected: str
) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    assert expected in _messages(tmp_path, files)


def test_a_circle_of_occupations_is_an_issue(tmp_path: Path) -> None:
    """Occupations that are in turn kinds of each other are issues at the rows they stand in."""
    name = "broaderRelationsOccPillar.csv"
    files = change(name, f"{BAKER},ISCOGroup,{URI}/isco/C7512", f"{BAKER},Occupation,{CHIEF}")
    assert "\n".join(_messages(tmp_path, files)) == (
        "source 'esco', occupations_en.csv:2, kind_of: kind_of is 'esco-00000002-baker', which is "
        "in turn a kind of 'esco-00000001-baker'; break the circle.\n"
        "source 'esco', occupations_en.csv:6, kind_of: kind_of is 'esco-00000001-baker', which is "
        "in turn a kind of 'esco-00000002-baker'; break the circle."
    )


def test_relations_without_occupations_are_refused(tmp_path: Path) -> None:
    """The language independent package alone is no source; the sentence says what to do."""
    folder = write_esco(tmp_path / "x", {name: None for name in ESCO if "_en" in name})
    assert recognise(folder) == "esco"
    with pytest.raises(LoadError, match="put the files of both into one folder"):
        load_source(str(folder))


def test_groups_may_have_no_code(tmp_path: Path) -> None:
    """Where ISCO's groups have no code, no occupation is found to be of one by it."""
    files = change("ISCOGroups_en.csv", "conceptUri,code", "conceptUri,notation")
    source = load_esco(tmp_path, {**files, "broaderRelationsOccPillar.csv": None})
    assert list_issues([source]) == []
    assert {(role.kind_of, role.family) for role in source.rows["roles"]} == {(None, None)}


def test_links_within_the_folder_are_issues(tmp_path: Path) -> None:
    """A link that is called like a file of ESCO is no part of it, and said."""
    folder = write_esco(tmp_path / "esco")
    (folder / "skills_de.csv").symlink_to(folder / "skills_en.csv")
    source = load_source(str(folder))
    assert "skills_de.csv is no file of ESCO that is known here; it was not read." in source.notes


def test_folders_of_editions_are_several_sources(tmp_path: Path) -> None:
    """A folder that holds folders of ESCO names each of them."""
    for name in ("1.1", "1.2"):
        write_esco(tmp_path / name)
    assert list_locations(str(tmp_path)) == [str(tmp_path / "1.1"), str(tmp_path / "1.2")]


def test_two_editions_that_differ_do_not_stand_side_by_side(tmp_path: Path) -> None:
    """An id means one thing: a second edition contradicts the first unless it replaces it."""
    old = load_source(str(write_esco(tmp_path / "a")), name="1.1")
    files = change("occupations_en.csv", " baker ", "baker of bread")
    new = load_source(str(write_esco(tmp_path / "b", files)), name="1.2")
    (issue,) = list_issues([old, new])
    assert "name_en is 'baker of bread', but source '1.1' says 'baker'" in str(issue)
    assert list_issues([new]) == []

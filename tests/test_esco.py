"""ESCO, as version 1.1 publishes it in one language: what of it becomes what."""

from pathlib import Path

import pytest
from esco_world import BAKER, BREAD, CHIEF, FLOUR, FRENCH, GUARD, KNEAD, URI, load_esco, write_esco

from graph.catalog import CareerGraph
from graph.names import Directory
from graph.records import (
    CodeRelation,
    EntityKind,
    Necessity,
    Passage,
    Role,
    Skill,
    SkillKind,
)
from graph.sources import Aside, Source, Tally
from loaders import AUTO, load_source, recognise
from loaders.esco.concepts import to_id

BAKER_ID, CHIEF_ID, GUARD_ID = map(to_id, (BAKER, CHIEF, GUARD))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The tiny ESCO."""
    return load_esco(tmp_path_factory.mktemp("some folder"))


@pytest.fixture(scope="module")
def graph(source: Source) -> CareerGraph:
    """The graph of the tiny ESCO: its references hold."""
    return CareerGraph([source], number=1, created="")


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder is ESCO by its files' columns, whatever it is called, and so is one file."""
    folder = write_esco(tmp_path / "2024-05 (copy)")
    assert recognise(folder) == "esco"
    assert recognise(folder / "occupations_en.csv") == "esco"
    assert load_source(str(folder), format_=AUTO).format == "esco"
    assert recognise(tmp_path) == "tables"


def test_ids_come_from_the_addresses() -> None:
    """An id is what is left of a URI: words of ASCII that no label and no version changes."""
    assert to_id(f"{URI}/occupation/ABC-1") == "esco-abc-1"
    assert to_id(f"{URI}/skill/S1.2.3") == "esco-s1-2-3"
    assert to_id(f"{URI}/isco/C0110") == "esco-isco-c0110"
    assert to_id(f"{URI}/isced-f/0721") == "esco-isced-f-0721"
    for uri in ("", "baker", "http://data.europa.eu/isco/C1", f"{URI}/skill/", f"{URI}/skill/é"):
        assert to_id(uri) is None


def test_occupations_and_their_groups_are_roles(graph: CareerGraph) -> None:
    """Each has its English label, what it is a kind of, its family, and the row it stands in."""
    assert graph.roles[BAKER_ID or ""] == Role(
        id="esco-00000001-baker",
        name_en="baker",
        kind_of="esco-isco-c7512",
        family="Food workers",
        passage=Passage("esco", table="occupations_en.csv", row=2),
    )
    assert [
        (role.id, role.name_en, role.kind_of, role.family, role.passage.row)
        for role in graph.roles.values()
    ][1:] == [
        ("esco-00000002-baker", "chief baker", "esco-00000001-baker", "Food workers", 6),
        ("esco-00000003-baker", "guard", "esco-isco-c0110", None, 7),
        ("esco-isco-c0110", "Officers", None, None, 5),
        ("esco-isco-c7", "Craft workers", None, None, 2),
        ("esco-isco-c75", "Food workers", "esco-isco-c7", "Food workers", 3),
        ("esco-isco-c7512", "Bakers", "esco-isco-c75", "Food workers", 4),
    ]


def test_skills_have_their_kind(source: Source) -> None:
    """Knowledge is knowledge, skills in languages are languages, and an empty type is left open."""
    assert source.rows["skills"] == (
        Skill(id=to_id(KNEAD) or "", name_en="knead", kind=SkillKind.SKILL),
        Skill(id=to_id(FLOUR) or "", name_en="flour", kind=SkillKind.KNOWLEDGE),
        Skill(id=to_id(FRENCH) or "", name_en="speak French", kind=SkillKind.LANGUAGE),
        Skill(id=to_id(BREAD) or "", name_en="bread"),
    )


def test_essential_is_required_and_optional_preferred(source: Source) -> None:
    """An occupation asks for its skills, at the row that says so."""
    asked = [row for row in source.rows["requirements"] if row.kind.value == "skill"]
    assert [
        (row.role, row.target, row.necessity, row.passage.table, row.passage.row) for row in asked
    ] == [
        (to_id(occupation), to_id(skill), necessity, "occupationSkillRelations.csv", line)
        for line, (occupation, skill, necessity) in enumerate(
            [
                (BAKER, KNEAD, Necessity.REQUIRED),
                (BAKER, FLOUR, Necessity.PREFERRED),
                (CHIEF, FLOUR, Necessity.REQUIRED),
                (GUARD, FRENCH, Necessity.PREFERRED),
            ],
            2,
        )
    ]


def test_labels_are_names(source: Source) -> None:
    """Alternative and hidden labels are names in their language, spaces tidied, none twice."""
    names = [(it.kind.value, it.id, it.name, it.reason) for it in source.rows["names"]]
    assert names == [
        ("role", BAKER_ID, "bakr", "hidden label"),
        ("role", BAKER_ID, "bread maker", "alternative label"),
        ("role", BAKER_ID, "master of dough", "alternative label"),
        ("role", GUARD_ID, "bread maker", "alternative label"),
        ("skill", to_id(KNEAD), "work dough", "alternative label"),
    ]
    assert {(it.language, it.passage.document) for it in source.rows["names"]} == {("en", "esco")}


def test_regulated_professions_ask_for_a_qualification(source: Source, graph: CareerGraph) -> None:
    """Where a profession is regulated, a qualification is preferred, as not every state asks."""
    (row,) = (row for row in source.rows["requirements"] if row.kind.value == "certification")
    assert (row.role, row.necessity) == (CHIEF_ID, Necessity.PREFERRED)
    assert list(graph.certifications) == ["esco-regulated-profession"]


def test_addresses_and_codes_find_an_occupation(graph: CareerGraph) -> None:
    """ESCO's code and URI name an occupation, an ISCO code its group and nothing below it."""
    directory = Directory(graph)
    for code in ("7512.1", BAKER):
        assert directory.find_code(EntityKind.ROLE, "esco", code).ids == (BAKER_ID,)
    assert directory.find_code(EntityKind.ROLE, "isco-08", "7512").ids == ("esco-isco-c7512",)
    assert directory.find_code(EntityKind.SKILL, "esco", KNEAD).ids == (to_id(KNEAD),)
    assert directory.find_code(EntityKind.SKILL, "esco", BREAD).ids == (to_id(BREAD),)
    codes = graph.codes_of[EntityKind.ROLE, BAKER_ID or ""]
    assert [(it.scheme, it.code) for it in codes if it.relation is CodeRelation.BROAD] == [
        ("isco-08", "7512")
    ]


def test_what_a_skill_belongs_to_is_a_broader_code(graph: CareerGraph) -> None:
    """A skill has the codes of its groups, broader skills, reuse level and collections."""
    broader = {
        (it.id, it.scheme, it.code)
        for it in graph.records["codes"]
        if it.kind is EntityKind.SKILL and it.relation is CodeRelation.BROAD
    }
    assert broader == {
        (to_id(KNEAD), "esco", "S1"),
        (to_id(FLOUR), "isced-f-2013", "0721"),
        (to_id(FLOUR), "esco", f"{URI}/skill/00000009-group"),
        (to_id(FLOUR), "esco", BREAD),
        (to_id(KNEAD), "esco-reuse-level", "sector-specific"),
        (to_id(FLOUR), "esco-reuse-level", "cross-sector"),
        (to_id(FRENCH), "esco-reuse-level", "transversal"),
        (to_id(FRENCH), "esco-collection", "languageSkills"),
        (to_id(FLOUR), "esco-collection", "digitalSkills"),
    }


def test_the_document_has_licence_date_and_languages(source: Source) -> None:
    """All rows cite one document, with the attribution that the licence asks for."""
    (document,) = source.rows["documents"]
    assert (document.id, document.title) == ("esco", "ESCO classification")
    assert (document.published, document.language) == ("2022-08-25", "en")
    assert "This service uses the ESCO classification of the European Commission" in (
        document.licence or ""
    )


@pytest.mark.parametrize(
    ("folder", "name", "title"),
    [
        ("ESCO dataset - v1.1.1 - classification - en - csv", None, "ESCO classification v1.1.1"),
        ("new", "esco-1.2", "ESCO classification v1.2"),
        ("esco 2024.05", None, "ESCO classification"),
    ],
)
def test_the_version_is_that_of_the_name(
    tmp_path: Path, folder: str, name: str | None, title: str
) -> None:
    """No file says its version; the document has the one that the folder's or source's name has."""
    source = load_source(str(write_esco(tmp_path / folder)), name=name)
    assert source.rows["documents"][0].title == title


def test_every_row_is_accounted_for(source: Source) -> None:
    """Each file's rows are used or set aside with the reason, and nothing else is there."""
    assert source.issues == ()
    assert source.tallies == (
        Tally("occupations_en.csv", 3, 3),
        Tally("skills_en.csv", 4, 4),
        Tally("ISCOGroups_en.csv", 4, 4),
        Tally("skillGroups_en.csv", 4, 3, (Aside("no skill stands in this group itself", (3,)),)),
        Tally(
            "conceptSchemes_en.csv",
            1,
            0,
            (Aside("schemes of concepts have no place in the graph", (2,)),),
        ),
        Tally("digitalSkillsCollection_en.csv", 1, 1),
        Tally("languageSkillsCollection_en.csv", 1, 1),
        Tally(
            "skillsHierarchy_en.csv",
            1,
            0,
            (Aside("it is a copy of groups of skills, which are read from their own file", (2,)),),
        ),
        Tally("broaderRelationsOccPillar.csv", 5, 5),
        Tally(
            "broaderRelationsSkillPillar.csv",
            5,
            4,
            (Aside("what a group of skills belongs to has no place in the graph", (2,)),),
        ),
        Tally("occupationSkillRelations.csv", 4, 4),
        Tally(
            "skillSkillRelations.csv",
            1,
            0,
            (Aside("relations between skills have no place in the graph", (2,)),),
        ),
    )
    assert source.notes == (
        "2 labels repeat another label of the same concept and language.",
        "1 skills have no skillType; what kind they are is left open.",
    )

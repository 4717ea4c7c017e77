"""ESCO 1.1.1 as published: every row is there, used or set aside, as the notes beside it count."""

import re
from pathlib import Path

import pytest
from shared import find_shared

from graph.catalog import CareerGraph
from graph.names import Directory
from graph.records import EntityKind, Necessity
from graph.sources import Source
from loaders import load_source, recognise

_ROW = re.compile(r"^\| `([A-Za-z_]+\.csv)(?:\.gz)?` \| ([0-9,]+) \|", re.MULTILINE)
DIRECTOR = "00030d09-2b3a-4efd-87cc-c4ea39d27c34"


@pytest.fixture(scope="module")
def folder() -> Path:
    """The published files."""
    return find_shared("data/esco")


@pytest.fixture(scope="module")
def source(folder: Path) -> Source:
    """What they say."""
    return load_source(str(folder))


def test_every_row_is_read(folder: Path, source: Source) -> None:
    """The rows of each file are as many as the notes of the data set count."""
    counted = {
        file: int(rows.replace(",", ""))
        for file, rows in _ROW.findall((folder / "SOURCE.md").read_text("utf-8"))
    }
    assert len(counted) == 17
    assert {tally.file: tally.rows for tally in source.tallies} == counted
    assert recognise(folder) == "esco"
    assert source.issues == ()


def test_every_row_is_used_or_set_aside(source: Source) -> None:
    """Nothing is dropped: what is not used is known by line, and why is said."""
    for tally in source.tallies:
        aside = [line for one in tally.aside for line in one.lines]
        assert tally.used + len(set(aside)) == tally.rows
    used = {tally.file: tally.used for tally in source.tallies if tally.used}
    assert used == {
        "occupations_en.csv": 3_007,
        "skills_en.csv": 13_896,
        "ISCOGroups_en.csv": 619,
        "skillGroups_en.csv": 412,
        "digCompSkillsCollection_en.csv": 26,
        "digitalSkillsCollection_en.csv": 1_201,
        "greenSkillsCollection_en.csv": 570,
        "languageSkillsCollection_en.csv": 346,
        "researchOccupationsCollection_en.csv": 122,
        "researchSkillsCollection_en.csv": 40,
        "transversalSkillsCollection_en.csv": 96,
        "broaderRelationsOccPillar.csv": 3_616,
        "broaderRelationsSkillPillar.csv": 6_565 + 13_448,
        "occupationSkillRelations.csv": 123_855 - 67,
    }


def test_the_graph_holds_what_was_used(source: Source) -> None:
    """Roles, skills and requirements are as many as the rows they come from."""
    graph = CareerGraph([source], number=1, created="")
    assert len(graph.roles) == 3_007 + 619
    assert len(graph.skills) == 13_896
    assert len(graph.records["requirements"]) == 123_855 - 67 + 15
    required = sum(it.necessity is Necessity.REQUIRED for it in graph.records["requirements"])
    assert 64_946 - 67 <= required <= 64_946
    assert sum(role.kind_of is None for role in graph.roles.values()) == 10
    directory = Directory(graph)
    for code in ("2654.1.7", f"http://data.europa.eu/esco/occupation/{DIRECTOR}"):
        assert directory.find_code(EntityKind.ROLE, "esco", code).ids == (f"esco-{DIRECTOR}",)
    assert graph.documents["esco"].published == "2022-08-25"

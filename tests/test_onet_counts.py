"""O*NET 29.2 as published: every row is there, used or set aside, as the notes beside it count."""

import re
from collections import Counter
from pathlib import Path

import pytest
from shared import find_shared
from source_worlds import digest, graph_of

from graph.catalog import CareerGraph
from graph.names import Directory
from graph.records import (
    Certainty,
    EntityKind,
    InterestType,
    MoveKind,
    Necessity,
    RequirementKind,
    SkillKind,
)
from graph.sources import Source
from loaders import load_source, recognise

_ROW = re.compile(r"^\| ([A-Z][^|/]*?) \| ([0-9,]+) \|", re.MULTILINE)
_ROWS = re.compile(r"^\| ([A-Z][^|]* / [^|]*?) \| ([0-9,]+(?: / [0-9,]+)+) \|", re.MULTILINE)
CHIEF = "onet-11-1011-00"


@pytest.fixture(scope="module")
def folder() -> Path:
    """The published files."""
    return find_shared("data/onet")


@pytest.fixture(scope="module")
def source(folder: Path) -> Source:
    """What the text says."""
    return load_source(str(folder / "text"), name="onet")


@pytest.fixture(scope="module")
def books(folder: Path) -> Source:
    """What the workbooks say."""
    return load_source(str(folder / "excel"), name="onet")


@pytest.fixture(scope="module")
def graph(source: Source) -> CareerGraph:
    """The graph of the text."""
    return graph_of(source)


def _count_rows(folder: Path) -> dict[str, int]:
    """The rows of each table that the notes of the data set count, by its name."""
    text = (folder / "SOURCE.md").read_text("utf-8")
    tables = text[text.index("## Tables") : text.index("## Quirks")]
    counted = {name: int(rows.replace(",", "")) for name, rows in _ROW.findall(tables)}
    for names, rows in _ROWS.findall(tables):
        numbers = (int(number.replace(",", "")) for number in rows.split(" / "))
        counted |= zip(names.split(" / "), numbers, strict=True)
    return counted


def test_every_row_is_read(folder: Path, source: Source) -> None:
    """The rows of each table are as many as the notes of the data set count."""
    counted = _count_rows(folder)
    assert len(counted) == 23
    rows = {tally.file.removesuffix(".txt"): tally.rows for tally in source.tallies}
    assert {name: rows[name] for name in counted} == counted
    files = [path.stem for path in (folder / "text").iterdir()]
    assert sorted(rows) == sorted(files)
    assert recognise(folder / "text") == recognise(folder / "excel") == "onet"


def test_every_row_is_used_or_set_aside(source: Source) -> None:
    """Nothing is dropped: what is not used is known by line, and why is said."""
    assert source.issues == ()
    for tally in source.tallies:
        aside = [line for one in tally.aside for line in one.lines]
        assert tally.used + len(set(aside)) == tally.rows
    used = {tally.file.removesuffix(".txt"): tally.used for tally in source.tallies if tally.used}
    assert used == {
        "Scales Reference": 6,
        "Job Zone Reference": 4,
        "UNSPSC Reference": 4_262,
        "Occupation Data": 1_016,
        "Alternate Titles": 56_560 - 3,
        "Sample of Reported Titles": 7_796,
        "Skills": 61_530 - 3_302 - 118,
        "Knowledge": 58_014 - 5_939 - 1_070 - 1,
        "Work Styles": 14_064,
        "Education, Training, and Experience": 36_209 - 15_444 - 388 - 736 - 2_196,
        "Interests": 8_307 - 447 - 3_216,
        "Job Zones": 923,
        "Technology Skills": 32_627,
        "Tools Used": 41_662,
        "Related Occupations": 18_460,
    }


def test_both_editions_say_the_same(source: Source, books: Source) -> None:
    """Text and workbooks make the same graph, and account for the same rows."""
    assert digest(source) == digest(books)
    text = {it.file.removesuffix(".txt"): (it.rows, it.aside) for it in source.tallies}
    assert {it.file.partition(".xlsx")[0]: (it.rows, it.aside) for it in books.tallies} == text


def test_the_graph_holds_what_was_used(graph: CareerGraph) -> None:
    """Roles, skills and requirements are as many as the rows they come from."""
    assert len(graph.roles) == 1_016
    assert Counter(role.level for role in graph.roles.values()) == {
        1: 31,
        2: 295,
        3: 219,
        4: 224,
        5: 154,
        None: 93,
    }
    assert sum(role.kind_of is not None for role in graph.roles.values()) == 1_016 - 867
    assert Counter(skill.kind for skill in graph.skills.values()) == {
        SkillKind.SKILL: 35,
        SkillKind.KNOWLEDGE: 33,
        SkillKind.TRAIT: 16,
        SkillKind.TOOL: 4_262,
    }
    asked = Counter(
        (_find_table(row.passage.table), row.necessity)
        for row in graph.records["requirements"]
        if row.kind is RequirementKind.SKILL
    )
    required, preferred = Necessity.REQUIRED, Necessity.PREFERRED
    assert asked == {
        ("Skills", required): 12_514,
        ("Skills", preferred): 30_765 - 12_514,
        ("Knowledge", required): 6_665 - 1,
        ("Knowledge", preferred): 29_007 - 6_665 - 18,
        ("Work Styles", preferred): 14_064,
        ("Technology Skills", preferred): 32_627,
        ("Tools Used", preferred): 41_662,
    }


def _find_table(file: str) -> str:
    return file.partition(".")[0]


def test_gates_are_what_respondents_ask_for(graph: CareerGraph) -> None:
    """Education and experience are required where all ask for them."""
    gates = Counter(
        (row.kind, row.target)
        for row in graph.records["requirements"]
        if row.kind is not RequirementKind.SKILL and row.necessity is Necessity.REQUIRED
    )
    education = {target: it for (kind, target), it in gates.items() if kind.value == "education"}
    assert education == {
        "UPPER_SECONDARY": 283,
        "SHORT_CYCLE_TERTIARY": 39,
        "BACHELOR": 82,
        "MASTER": 30,
        "DOCTORATE": 6,
    }
    service = {target: it for (kind, target), it in gates.items() if kind.value == "service"}
    assert service == {"1": 15, "3": 12, "6": 27, "12": 21, "24": 6}
    assert not any(kind is RequirementKind.CERTIFICATION for kind, _ in gates)


def test_an_occupation_is_found_with_what_is_said_of_it(graph: CareerGraph) -> None:
    """The first occupation has its codes, names, interests and moves."""
    directory = Directory(graph)
    for scheme, code in (("onet-soc", "11-1011.00"), ("soc-2018", "11-1011")):
        assert directory.find_code(EntityKind.ROLE, scheme, code).ids == (CHIEF,)
    assert CHIEF in directory.find(EntityKind.ROLE, "ceo").ids
    assert [
        it.interest for it in sorted(graph.interests_of[CHIEF], key=lambda it: it.rank or 0)
    ] == [
        InterestType.ENTERPRISING,
        InterestType.CONVENTIONAL,
    ]
    moves = [move for key in graph.moves_from[CHIEF] for move in graph.moves[key]]
    assert len(moves) == 20
    assert {(it.kind, it.certainty) for it in moves} == {(MoveKind.TRANSFER, Certainty.POSSIBLE)}
    (nearest,) = (it for it in moves if it.passage.table.startswith("rank 1 "))
    assert (nearest.to, nearest.passage.table) == (
        "onet-11-1021-00",
        "rank 1 (Primary-Short), Related Occupations.txt",
    )


def test_career_changers_stand_beside_it(source: Source) -> None:
    """All moves of the matrix are read, from either file, and refer to occupations of O*NET."""
    folder = find_shared("data/onet-career-changers")
    text, book = (
        load_source(str(folder / f"Career Changers Matrix{ending}"), name="changers")
        for ending in (".txt", ".xlsx")
    )
    assert [(it.rows, it.used) for it in (*text.tallies, *book.tallies)] == [(7_221, 7_221)] * 2
    assert digest(source, text) == digest(source, book)
    graph = graph_of(source, text)
    said = Counter(move.passage.document for move in graph.records["moves"])
    assert said == {"onet": 18_460, "changers": 7_221}
    assert sum(len(rows) == 2 for rows in graph.moves.values()) == 3_425

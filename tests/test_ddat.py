"""The UK Government's capability framework: roles, their levels in order, and skills."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from public_worlds import DDAT, DDAT_ROLES
from shared import find_shared

from graph.catalog import CareerGraph
from graph.errors import LoadError
from graph.names import Directory
from graph.records import EntityKind, MoveKind, Necessity, Passage, Role, Stage
from graph.sources import Aside, Source, Tally
from loaders import load_source, recognise
from loaders.ddat.order import Level, order_levels

_HEADER = DDAT_ROLES.splitlines()[0].rpartition(",")[0]


def _write(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A folder with the tiny framework, some of its files changed."""
    folder.mkdir(exist_ok=True)
    for name, text in {**DDAT, **(files or {})}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The tiny framework."""
    return load_source(str(_write(tmp_path / "x")), name="ddat")


def _ladder(*levels: tuple[str, str]) -> tuple[list[list[str]], set[str], list[str], list[str]]:
    """Rungs, promotions, those by skills, and open pairs, of names with a digit for each skill."""
    names = [name for name, _ in levels]
    made = [
        Level(name, {str(at): int(digit) for at, digit in enumerate(digits) if digit != "-"})
        for name, digits in levels
    ]
    ladder = order_levels(made)
    rungs = [
        [name for name, rung in zip(names, ladder.rungs, strict=False) if rung == number]
        for number in range(1, max(ladder.rungs, default=0) + 1)
    ]

    def say(pairs: tuple[tuple[int, int], ...]) -> list[str]:
        return [f"{names[one]} < {names[other]}" for one, other in pairs]

    return rungs, set(say(ladder.promotions)), say(ladder.by_skills), say(ladder.open)


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder is the framework by its columns, though its files are called as tables are."""
    folder = _write(tmp_path / "any")
    assert recognise(folder) == "ddat"
    assert recognise(folder / "roles.csv") == "ddat"
    (folder / "roles.csv").write_text("id,name_en\nbaker,Baker\n")
    (folder / "skills.csv").unlink()
    assert recognise(folder) == "tables"


def test_levels_are_stages_of_their_role(source: Source) -> None:
    """A role with levels is a line of work; one without is a role that asks for its skills."""
    graph = CareerGraph([source], number=1, created="")
    assert graph.roles["ddat-baker"].name_en == "Baker (all levels)"
    assert graph.roles["ddat-baker-senior-baker"] == Role(
        id="ddat-baker-senior-baker",
        name_en="Senior baker",
        family="Baking",
        passage=Passage("ddat", table="roles.csv", row=2),
    )
    assert graph.roles["ddat-chief-baker"].track == "Senior Civil Service"
    assert source.rows["stages"] == tuple(
        Stage(
            role=f"ddat-baker-{slug}",
            line="ddat-baker",
            rung=rung,
            passage=Passage("ddat", table="roles.csv", row=line),
        )
        for slug, rung, line in [("senior-baker", 2, 2), ("baker", 1, 3), ("head-of-baking", 3, 5)]
    )
    assert [(it.from_, it.to, it.kind, it.inferred) for it in source.rows["moves"]] == [
        ("ddat-baker-baker", "ddat-baker-senior-baker", MoveKind.PROMOTION, False),
        ("ddat-baker-senior-baker", "ddat-baker-head-of-baking", MoveKind.PROMOTION, False),
    ]


def test_a_level_asks_for_skills_at_their_level(source: Source) -> None:
    """Every skill is required, with the word for how much of it, at the row that says so."""
    asked = source.rows["requirements"]
    assert {it.necessity for it in asked} == {Necessity.REQUIRED}
    assert [(it.role, it.target, it.level, it.passage.row) for it in asked] == [
        ("ddat-baker-senior-baker", "ddat-kneading", "Expert", 2),
        ("ddat-baker-baker", "ddat-kneading", "Working", 3),
        ("ddat-baker-baker", "ddat-pricing", "Awareness", 4),
        ("ddat-baker-head-of-baking", "ddat-pricing", "Expert", 5),
        ("ddat-chief-baker", "ddat-pricing", None, 7),
    ]


def test_names_and_codes_find_the_one_that_is_meant(source: Source) -> None:
    """The name of both a role and its level names the level; codes are as in the addresses."""
    directory = Directory(CareerGraph([source], number=1, created=""))
    for name, id_ in [
        ("Baker", "ddat-baker-baker"),
        ("baker (all levels)", "ddat-baker"),
        ("Chief baker", "ddat-chief-baker"),
    ]:
        assert directory.find(EntityKind.ROLE, name).ids == (id_,)
    for code, id_ in [("baker", "ddat-baker"), ("baker#senior-baker", "ddat-baker-senior-baker")]:
        assert directory.find_code(EntityKind.ROLE, "ddat", code).ids == (id_,)
    assert directory.find_code(EntityKind.SKILL, "ddat", "pricing").ids == ("ddat-pricing",)


def test_every_row_is_accounted_for(source: Source) -> None:
    """Rows that repeat others are set aside; where the two files differ is said."""
    again = "it says what a row before it says"
    assert source.issues == ()
    assert source.tallies == (
        Tally("roles.csv", 6, 5, (Aside(again, (6,)),)),
        Tally("skills.csv", 4, 3, (Aside(again, (5,)),)),
    )
    assert source.notes == (
        "The skill 'Pricing' is asked for by roles that its own list lacks: Chief baker.",
        "The skill 'Kneading' lists roles that do not ask for it: Miller.",
    )


def test_names_say_which_level_is_higher() -> None:
    """Levels of one name are ordered by their words, and a head stands above all."""
    rungs, promotions, by_skills, left = _ladder(
        ("Lead baker", "0"),
        ("Head of bread", "0"),
        ("Senior baker", "3"),
        ("Baker", "1"),
        ("Associate baker", "2"),
        ("Apprentice baker", "3"),
    )
    assert rungs == [
        ["Apprentice baker"],
        ["Associate baker"],
        ["Baker"],
        ["Senior baker"],
        ["Lead baker"],
        ["Head of bread"],
    ]
    assert len(promotions) == 5
    assert (by_skills, left) == ([], [])


def test_skills_say_what_names_do_not() -> None:
    """Of other names, and words of one rank, that is higher which asks for more."""
    rungs, _, by_skills, left = _ladder(
        ("Junior baker", "11-"),
        ("Bread manager", "223"),
        ("Associate baker", "10-"),
        ("Bread analyst", "202"),
    )
    assert rungs == [["Associate baker"], ["Junior baker", "Bread analyst"], ["Bread manager"]]
    assert "Associate baker < Junior baker" in by_skills
    assert left == ["Junior baker < Bread analyst"]


def test_what_neither_says_is_left_open() -> None:
    """Two levels that are each higher in something share a rung, and no promotion joins them."""
    rungs, promotions, _, left = _ladder(
        ("Lead baker", "31"), ("Baker", "00"), ("Principal baker", "13")
    )
    assert rungs == [["Baker"], ["Lead baker", "Principal baker"]]
    assert promotions == {"Baker < Lead baker", "Baker < Principal baker"}
    assert left == ["Lead baker < Principal baker"]


def test_tracks_stay_apart() -> None:
    """What stands after a dash is a track: no promotion leads from one track into another."""
    rungs, promotions, _, left = _ladder(
        ("Baker", "0"),
        ("Senior baker", "1"),
        ("Senior baker - management", "2"),
        ("Lead baker", "3"),
        ("Lead baker - management", "3"),
        ("Head of baking", "4"),
    )
    assert [len(rung) for rung in rungs] == [1, 2, 2, 1]
    assert promotions == {
        "Baker < Senior baker",
        "Baker < Senior baker - management",
        "Senior baker < Lead baker",
        "Senior baker - management < Lead baker - management",
        "Lead baker < Head of baking",
        "Lead baker - management < Head of baking",
    }
    assert left == []


def test_levels_that_contradict_each_other_are_in_no_order(tmp_path: Path) -> None:
    """Where names say one order and skills another there are no rungs, and that is said."""
    assert _ladder(("Analyst", "2-"), ("Senior analyst", "-0"), ("Manager", "11"))[0] == []
    rows = [
        "B,Baker,Analyst,Kneading,Practitioner",
        "B,Baker,Senior analyst,Pricing,Awareness",
        "B,Baker,Manager,Kneading,Working",
        "B,Baker,Manager,Pricing,Working",
    ]
    text = "\n".join([_HEADER, *rows])
    source = load_source(str(_write(tmp_path / "x", {"roles.csv": text})))
    assert "stages" not in source.rows
    assert "moves" not in source.rows
    assert source.notes[0].startswith("The levels of the role 'Baker' are in no order")


DEFECTS = [
    pytest.param(
        "B,Baker,Baker,Kneading,Some",
        "roles.csv:2:5: Skill Level is 'Some'; give Awareness, Working, Practitioner or Expert.",
    ),
    pytest.param(
        "B,Baker,面包师,Kneading,Expert",
        "roles.csv:2:3: Role Level is '面包师'; give a name, in Latin letters.",
    ),
    pytest.param(
        "B,,Baker,Kneading,Expert", "roles.csv:2:2: Role is ''; give a name, in Latin letters."
    ),
    pytest.param(
        "B,Baker,Baker,,Expert", "roles.csv:2:4: Skill Name is ''; give a name, in Latin letters."
    ),
    pytest.param(
        "B,Baker,Baker,C,Expert\nB,Baker,Baker,C++,Expert",
        "roles.csv:3:4: Skill Name is 'C++', and 'C' on line 2 of roles.csv has the same id, 'c'; "
        "write one name always alike, and two names with other words.",
    ),
    pytest.param(
        "B,Baker,Baker,C,Expert\nD,Baker,Baker,C,Working",
        "roles.csv:3:1: Role Family is 'D', but 'B' on line 2 of roles.csv; give the role 'Baker' "
        "one.",
    ),
    pytest.param(
        "B,Big baker,Baker,C,Expert\nB,Big,Baker baker,C,Working",
        "roles.csv:3:3: Role Level is 'Baker baker', and 'Baker' on line 2 of roles.csv has the "
        "same id, 'ddat-big-baker-baker'; write one name always alike, and two names with other "
        "words.",
    ),
    pytest.param(
        "B,Big baker,NOT IN USE,C,Expert\nB,Big,Baker,C,Working",
        "has the same id, 'ddat-big-baker'",
    ),
    pytest.param(
        "\n".join(f"B,Baker,Level {number},C,Expert" for number in range(51)),
        "roles.csv:52:3: Role Level is 'Level 50', and the role has 50 levels before it; this is "
        "no file of the framework.",
    ),
]


@pytest.mark.parametrize(("rows", "expected"), DEFECTS)
def test_each_defect_has_its_message(tmp_path: Path, rows: str, expected: str) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    folder = _write(tmp_path / "x", {"roles.csv": f"{_HEADER}\n{rows}\n"})
    assert expected in "\n".join(map(str, load_source(str(folder)).issues))


def test_skills_alone_are_refused_and_roles_alone_are_not(tmp_path: Path) -> None:
    """Without roles there is nothing to read; without the file of skills roles have them all."""
    folder = _write(tmp_path / "x", {"notes.csv": "a,b\n"})
    (folder / "skills.csv").unlink()
    source = load_source(str(folder))
    assert [skill.name_en for skill in source.rows["skills"]] == ["Kneading", "Pricing"]
    assert source.notes == (
        "notes.csv is no file of this data set that is known here; it was not read.",
        "there is no file of skills here; the skills are those that roles ask for.",
    )
    folder = _write(tmp_path / "y")
    (folder / "roles.csv").unlink()
    with pytest.raises(LoadError, match="it has no file of roles"):
        load_source(str(folder))


def test_the_published_framework_is_read_whole() -> None:
    """The rows are those that the notes beside them count; nothing but repeats is set aside."""
    folder = find_shared("data/uk-capability-framework")
    counted = re.findall(
        r"^\| `(\w+\.csv)` \| ([0-9,]+) \|", (folder / "SOURCE.md").read_text("utf-8"), re.MULTILINE
    )
    source = load_source(str(folder))
    assert source.issues == ()
    assert [(it.file, it.rows) for it in source.tallies] == [
        (file, int(rows.replace(",", ""))) for file, rows in counted
    ]
    assert [(it.used, sum(len(one.lines) for one in it.aside)) for it in source.tallies] == [
        (1_825 - 16, 16),
        (188, 0),
    ]
    graph = CareerGraph([source], number=1, created="")
    assert len(graph.roles) == 52 + 205 - 4
    assert len(graph.stages_of) == 48
    assert len(graph.moves) == 153
    assert len(graph.skills) == 188
    lines = {line: [it.rung for it in stages] for line, stages in graph.stages_of.items()}
    shared = {line for line, rungs in lines.items() if len(set(rungs)) < len(rungs)}
    assert shared == {
        "ddat-infrastructure-engineer",  # of lead and principal, none is higher
        "ddat-software-developer",
        "ddat-development-operations-devops-engineer",  # these two have a track of management
    }
    both = [note for note in source.notes if note.startswith("The skill ")]
    assert sum(note.count(", ") + 1 for note in both if "lacks" in note) == 29
    assert sum(note.count(", ") + 1 for note in both if "lists" in note) == 1

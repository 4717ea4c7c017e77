"""O*NET with defects: each has its message, and what is set aside has its reason."""

from pathlib import Path

import pytest
from onet_world import AGENT, HEAD, ONET, PART, Row, Table, asked, change, load_onet, skill
from tables_world import write_workbook

from graph.sources import Source
from loaders import load_source

_LAST = {name: len(table) + 1 for name, table in ONET.items()}
"""The line of a row that is added to a table."""

_NEW = "99-9999.00"
_VALUE = ONET["Skills"][0].index("Data Value") + 1
_ASKED = ONET["Education, Training, and Experience"][0]


def _skill(**cells: str) -> Row:
    """A row of skills with other cells, by the first word of their column."""
    row = skill(PART, "2.A.1.a", "IM", "3")
    header = [column.partition(" ")[0].lower() for column in ONET["Skills"][0]]
    return tuple(cells.get(name, cell) for name, cell in zip(header, row, strict=True))


DEFECTS = [
    pytest.param(
        change("Occupation Data", None, ("11-1011", "Kiters", "")),
        f"Occupation Data.txt:{_LAST['Occupation Data']}:1: O*NET-SOC Code is '11-1011'; give a "
        "code such as 11-1011.00.",
        id="no code",
    ),
    pytest.param(
        change("Occupation Data", None, (HEAD, "Kiters", "")),
        f"Occupation Data.txt:{_LAST['Occupation Data']}:1: O*NET-SOC Code is '11-1011.00' again; "
        "give each occupation one row.",
        id="twice",
    ),
    pytest.param(
        change("Occupation Data", None, (_NEW, "", "")),
        f"Occupation Data.txt:{_LAST['Occupation Data']}:2: Title is ''; give the occupation's "
        "title.",
        id="no title",
    ),
    pytest.param(
        change("Skills", None, _skill(data="5.01")),
        f"Skills.txt:{_LAST['Skills']}:{_VALUE}: Data Value is '5.01'; give a number from 1 to 5, "
        "as the scale IM has.",
        id="beyond its scale",
    ),
    pytest.param(
        change("Skills", None, _skill(data="three")),
        f"Skills.txt:{_LAST['Skills']}:{_VALUE}: Data Value is 'three'; give a number from 1 to 5, "
        "as the scale IM has.",
        id="no number",
    ),
    pytest.param(
        change("Skills", None, skill(HEAD, "2.A.1.a", "IM", "4")),
        f"Skills.txt:{_LAST['Skills']}:{_VALUE}: Data Value is '4', but '4.12' on line 2 of "
        "Skills.txt, for the same; give it one row.",
        id="two values",
    ),
    pytest.param(
        change(
            "Skills", None, (*skill(PART, "2.A.1.a", "IM", "4")[:2], "winds", "W", "IM", "", "4")
        ),
        f"Skills.txt:{_LAST['Skills']}:3: Element ID is 'winds'; give one such as 2.A.1.a.",
        id="no element",
    ),
    pytest.param(
        change("Skills", None, (PART, "", "2.A.9.z", "", "IM", "", "4")),
        f"Skills.txt:{_LAST['Skills']}:4: Element Name is ''; give the name of the element.",
        id="no element name",
    ),
    pytest.param(
        change("Skills", None, (PART, "", "2.A.1.a")),
        f"Skills.txt:{_LAST['Skills']}:1: the row has 3 cells, and none for 'Scale ID'; the file "
        "may be cut off: fetch it again.",
        id="cut off",
    ),
    pytest.param(
        change("Alternate Titles", None, (PART, "", "Kite\x1bAgent", "", "")),
        f"Alternate Titles.txt:{_LAST['Alternate Titles']}:3: cell is 'Kite\\x1bAgent'; delete its "
        "control character, number 5 of the cell.",
        id="control character",
    ),
    pytest.param(
        change("Job Zones", None, (HEAD, "", "5", "", "")),
        f"Job Zones.txt:{_LAST['Job Zones']}:3: Job Zone is 5, but 4 on line 2; give it one row.",
        id="two job zones",
    ),
    pytest.param(
        change("Job Zone Reference", None, ("0", "None", "", "", "", "", "")),
        f"Job Zone Reference.txt:{_LAST['Job Zone Reference']}:1: Job Zone is '0'; give a whole "
        "number from 1 on.",
        id="no job zone",
    ),
    pytest.param(
        change("Education, Training, and Experience", None, asked(PART, "3.A.1", "RW", "?", "5")),
        f"Education, Training, and Experience.txt:{_LAST['Education, Training, and Experience']}:"
        f"{_ASKED.index('Category') + 1}: Category is '?'; give the number of a category.",
        id="no category",
    ),
    pytest.param(
        change("Scales Reference", None, ("RW", "Extra", "low", "high")),
        f"Scales Reference.txt:{_LAST['Scales Reference']}:3: Minimum and Maximum are 'low' and "
        "'high'; give numbers.",
        id="no scale",
    ),
    pytest.param(
        change("Tools Used", None, (PART, "", "Poles", "3116", "Reels")),
        f"Tools Used.txt:{_LAST['Tools Used']}:4: Commodity Code is '3116' and Commodity Title "
        "'Reels'; give eight digits, and a title.",
        id="no commodity",
    ),
    pytest.param(
        change("Related Occupations", None, (PART, "", HEAD, "", "", "first")),
        f"Related Occupations.txt:{_LAST['Related Occupations']}:6: Index is 'first'; give a whole "
        "number from 1 on.",
        id="no rank",
    ),
    pytest.param(
        change("Related Occupations", None, (PART, "", "kiters", "", "", "1")),
        f"Related Occupations.txt:{_LAST['Related Occupations']}:3: Related O*NET-SOC Code is "
        "'kiters'; give a code such as 11-1011.00.",
        id="no related code",
    ),
]


@pytest.mark.parametrize(("tables", "expected"), DEFECTS)
def test_each_defect_has_its_message(
    tmp_path: Path, tables: dict[str, Table], expected: str
) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    assert [str(issue) for issue in load_onet(tmp_path, tables).issues] == [expected]


def test_a_row_with_a_defect_is_not_used(tmp_path: Path) -> None:
    """A row that has a problem counts as read and not as used."""
    source = load_onet(tmp_path, change("Job Zones", None, (PART, "", "x", "", "")))
    (tally,) = (it for it in source.tallies if it.file == "Job Zones.txt")
    assert (tally.rows, tally.used, tally.aside) == (4, 3, ())


def test_an_error_in_a_sheet_is_an_issue(tmp_path: Path) -> None:
    """A spreadsheet's error stands where a value is read."""
    rows: list[list[object]] = [
        ["O*NET-SOC Code", "Job Zone", "Date"],
        [HEAD, "#N/A", "#N/A"],
        [AGENT, 2.0, "#N/A"],
    ]
    source = load_source(str(write_workbook(tmp_path / "x.xlsx", {"Job Zones": rows})))
    assert [str(issue) for issue in source.issues] == [
        "x.xlsx: Job Zones!B2: cell is '#N/A', an error; mend its formula, or clear it."
    ]


def _list_reasons(source: Source, name: str) -> list[tuple[str, tuple[int, ...]]]:
    """Why rows of a table were set aside, from the row that was added to it on."""
    (tally,) = (it for it in source.tallies if it.file == f"{name}.txt")
    first = _LAST[name]
    return [
        (aside.reason, added)
        for aside in tally.aside
        if (added := tuple(line for line in aside.lines if line >= first))
    ]


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("Skills", skill(HEAD, "2.A.1.a", "IM", "4.12"), "it says what a row before it says"),
        (
            "Skills",
            (_NEW, "", "2.A.1.a", "Reading Winds", "IM", "", "3"),
            "its occupation is in no table of occupations",
        ),
        (
            "Skills",
            skill(PART, "2.A.1.a", "LV", "3", relevant="N"),
            "the importance that it goes with is not stated",
        ),
        (
            "Occupation Data",
            (HEAD, "Heads of  Kites", "Lead."),
            "it says what a row before it says",
        ),
        ("Job Zones", (HEAD, "", "4", "", ""), "it says what a row before it says"),
        (
            "Job Zone Reference",
            ("4", "Four", "", "", "", "", ""),
            "a row before it describes this job zone",
        ),
        (
            "Tools Used",
            (AGENT, "", "Poles", "31161500", "Reels"),
            "it says what a row before it says",
        ),
        (
            "UNSPSC Reference",
            ("31161500", "Reels", "1", "", "", "", "", ""),
            "a row before it has this commodity",
        ),
        (
            "Related Occupations",
            (HEAD, "", HEAD, "", "", "2"),
            "nobody moves to the occupation that they have",
        ),
        (
            "Related Occupations",
            (HEAD, "", PART, "", "", "2"),
            "a row before it relates these two",
        ),
        (
            "Related Occupations",
            (HEAD, "", _NEW, "", "", "2"),
            "its occupation is in no table of occupations",
        ),
        (
            "Interests",
            (PART, "", "1.B.1.g", "First Interest High-Point", "IH", "", "2", "", ""),
            "the interest that it names is not rated",
        ),
        (
            "Interests",
            (PART, "", "1.B.1.a", "Realistic", "OI", "", "2", "", ""),
            "it is no high point of the occupation",
        ),
        (
            "Sample of Reported Titles",
            (AGENT, "", "", "Y"),
            "it has no title that is not read already",
        ),
    ],
)
def test_what_is_set_aside_has_its_reason(tmp_path: Path, name: str, row: Row, reason: str) -> None:
    """A row that is sound and of which nothing comes is set aside, with why."""
    source = load_onet(tmp_path, change(name, None, row))
    assert source.issues == ()
    assert _list_reasons(source, name) == [(reason, (_LAST[name],))]


def test_high_points_may_repeat(tmp_path: Path) -> None:
    """A type that is named twice is one interest."""
    rows = [
        (PART, "", f"1.B.1.{letter}", name, scale, "", value, "", "")
        for letter, name, scale, value in (
            ("a", "Realistic", "OI", "6"),
            ("g", "First Interest High-Point", "IH", "1"),
            ("h", "Second Interest High-Point", "IH", "1"),
        )
    ]
    source = load_onet(tmp_path, change("Interests", None, *rows))
    assert [it.rank for it in source.rows["role_interests"] if it.role == "onet-11-1011-01"] == [1]

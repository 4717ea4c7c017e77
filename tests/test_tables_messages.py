"""What people read of each defect: the place, the value and the remedy, word for word."""

import os
from pathlib import Path

import pytest
from tables_world import SOUND, list_all_messages, write_folder

from graph.errors import LoadError
from loaders import load_source

ROLES = "id,name_en\nphone-agent,Agent\nlead,Lead\n"

HEADERS = [
    pytest.param(
        {"documents": "title\nA letter\n"},
        "documents.csv:1:1: column 'id' is missing; add it to the header row.",
        id="missing column",
    ),
    pytest.param(
        {"roles": "id,name_en,levle\nlead,Lead,3\n"},
        "roles.csv:1:3: column is 'levle'; roles has no such column. Did you mean 'level'?",
        id="unknown column",
    ),
    pytest.param(
        {"skills": "id,name_en,颜色\nlead,Lead,x\n"},
        "skills.csv:1:3: column is '颜色'; skills has no such column. Its columns are id, "
        "name_zh, name_en, kind.",
        id="column near none",
    ),
    pytest.param(
        {"skills": "ｉｄ,技能名称,Name_EN\nlead,x,y\n"},
        "skills.csv:1:1: column is 'ｉｄ'; skills has no such column. Did you mean 'id'?\n"
        "skills.csv:1:2: column is '技能名称'; skills has no such column. Did you mean 'name_zh'?\n"
        "skills.csv:1:3: column is 'Name_EN'; skills has no such column. Did you mean 'name_en'?",
        id="columns in Chinese, full width and capitals",
    ),
    pytest.param(
        {"skills": "技能表 2026,,\n编号,名称,\nid,name_zh,kind\nlead,x,SKILL\n"},
        "skills.csv:1:1: the table begins with '技能表 2026', which is no column. Row 3 names the "
        "columns; delete what stands above it.",
        id="title above the header",
    ),
    pytest.param(
        {"roles": "id,name_en,id\nlead,Lead,x\n"},
        "roles.csv:1:3: column is 'id', as is column 1; delete one.",
        id="repeated column",
    ),
    pytest.param(
        {"industries": "电话客服;客服总监\n"},
        "industries.csv:1:1: the table begins with '电话客服;客服总监', which is no "
        "column. Its cells seem to be separated by ';'; save it with commas. The first "
        "row names the columns: id,name_zh,name_en.",
        id="no header",
    ),
    pytest.param(
        {"industries": ""},
        "industries.csv:1:1: the table is empty; give at least its header row: id,name_zh,name_en.",
        id="0 bytes",
    ),
]

BYTES = [
    pytest.param(
        {"industries": "id,name_zh\na,甲\n".encode("gb18030")},
        "industries.csv:2:1: byte 0xbc at offset 13 is not UTF-8 text. As gb18030 it would read "
        "'a,甲': if that is right, give --encoding gb18030, else the encoding that it has, or save "
        "the file as UTF-8.",
        id="GB18030",
    ),
    pytest.param(
        {"industries": "id,name_zh\na,甲\n".encode("utf-16")},
        "industries.csv:1:1: the file begins like UTF-16 text; give --encoding utf-16, or save it "
        "as UTF-8.",
        id="UTF-16",
    ),
    pytest.param(
        {"industries": b"\xef\xbb\xbfid,name_zh\r\na,b\r\nb,\x81\r\n"},
        "industries.csv:3:1: byte 0x81 at offset 22 is not UTF-8 text; save the file as UTF-8, or "
        "give --encoding with the one that it has.",
        id="broken UTF-8 after a BOM",
    ),
    pytest.param(
        {"industries": b"i\0d\0"},
        "industries.csv:1:1: the line holds a NUL, as its character 2, which no text does; save "
        "the file as UTF-8, or give the encoding that it has, such as --encoding utf-16-le.",
        id="NUL",
    ),
    pytest.param(
        {"industries": 'id,name_en\na,A\nb,"B" C\nc,\n'},
        "industries.csv:3:1: the row that starts here is not CSV (',' expected after "
        "'\"'), and what follows was not read; put a cell that holds a comma, a quote or "
        "a line end in "
        'double quotes, write a quote in it twice (""), and give a cell at most 1048576 '
        "characters.",
        id="stray quote",
    ),
    pytest.param(
        {"industries": 'id,name_en\na,"A\n\nb,B\n'},
        "industries.csv:2:1: the row that starts here is not CSV (unexpected end of "
        "data), and what follows was not read; put a cell that holds a comma, a quote or "
        "a line end in "
        'double quotes, write a quote in it twice (""), and give a cell at most 1048576 '
        "characters.",
        id="open quote",
    ),
    pytest.param(
        {"industries": "id,name_en\na,A\x1b[31m\n"},
        "industries.csv:2:2: cell is 'A\\x1b[31m'; delete its control character, number "
        "2 of the cell.",
        id="control character",
    ),
    pytest.param(
        {"industries": "id,name_en\na,Sales, retail\n"},
        "industries.csv:2:3: cell is 'retail', but its column has no name; name it in the "
        "header row, or put a cell that holds a comma in double quotes.",
        id="more cells than columns",
    ),
]

ROWS = [
    pytest.param(
        {"roles": ROLES, "moves": "from,to,months_low\nlead,phone-agent,-6\n"},
        "moves.csv:2:3: months_low is '-6'; it must not be negative; give a whole number, 0 or "
        "more.",
        id="negative months",
    ),
    pytest.param(
        {"roles": ROLES, "stays": "role,basis,months_low,months_high\nlead,IN_ROLE,36,24\n"},
        "stays.csv:2:3: months_low is 36; it must not be above months_high, 24.",
        id="low above high",
    ),
    pytest.param(
        {"roles": ROLES, "stays": "role,basis,months_low\nlead,,12\n"},
        "stays.csv:2:2: basis is empty; every row of stays needs it.",
        id="empty required cell",
    ),
    pytest.param(
        {"roles": ROLES, "stays": "role,basis,months_low\nlead,in role,12\n"},
        "stays.csv:2:2: basis is 'in role'; did you mean 'IN_ROLE'? Give one of IN_ROLE, "
        "TOTAL_SERVICE, UNSTATED.",
        id="unknown word",
    ),
    pytest.param(
        {"roles": "id,name_zh\n电话客服,电话客服\nPhone Agent,电话客服\n"},
        "roles.csv:2:1: id is '电话客服'; an id is lower-case ASCII words joined by hyphens: such "
        "as 'phone-agent'.\n"
        "roles.csv:3:1: id is 'Phone Agent'; an id is lower-case ASCII words joined by hyphens: "
        "write 'phone-agent'.",
        id="no id",
    ),
]

REFERENCES = [
    pytest.param(
        {"roles": ROLES, "stages": "role,line,rung\nlead,phone-agnet,1\n"},
        "stages.csv:2:2: line is 'phone-agnet'; no role has that id. Did you mean 'phone-agent'?",
        id="unknown id",
    ),
    pytest.param(
        {"roles": ROLES + "lead,Boss\n"},
        "roles.csv:4:1: id is 'lead' again; give each id one row.",
        id="duplicate id",
    ),
    pytest.param(
        {"roles": ROLES, "moves": "from,to\nlead,lead\n"},
        "moves.csv:2:2: to is 'lead'; a move must lead to another role.",
        id="move to itself",
    ),
    pytest.param(
        {"roles": ROLES, "stages": "role,line,rung\nlead,lead,1\n"},
        "stages.csv:2:2: line is 'lead'; a role is not a stage of itself.",
        id="stage of itself",
    ),
    pytest.param(
        {"roles": ROLES, "stages": "role,line,rung\nlead,phone-agent,1\nphone-agent,lead,1\n"},
        "stages.csv:2:1: role is 'lead', which is a line with stages of its own; a stage "
        "has none, so name the stages of one line only.\n"
        "stages.csv:3:1: role is 'phone-agent', which is a line with stages of its own; a "
        "stage has none, so name the stages of one line only.",
        id="lines and stages in a circle",
    ),
    pytest.param(
        {"roles": "id,name_en,kind_of\na,A,b\nb,B,a\n"},
        "roles.csv:2:3: kind_of is 'b', which is in turn a kind of 'a'; break the circle.\n"
        "roles.csv:3:3: kind_of is 'a', which is in turn a kind of 'b'; break the circle.",
        id="kinds in a circle",
    ),
    pytest.param(
        {"roles": ROLES, "moves": "from,to,document\nlead,phone-agent,letter\n"},
        "moves.csv:2:3: document is 'letter'; no document has that id. Add it to the "
        "documents table.",
        id="unknown document",
    ),
    pytest.param(
        {"roles": "id,name_en,start,end\nlead,Lead,3,9\n"},
        "roles.csv:2:3: start is 3; the row names no document; give document, or leave "
        "start and end empty.",
        id="span of no document",
    ),
    pytest.param(
        {"documents": SOUND["documents"], "roles": "id,name_en,document,start\nl,L,letter,3\n"},
        "roles.csv:2:1: end is None; give both start and end, or neither.",
        id="half a span",
    ),
]


@pytest.mark.parametrize(("tables", "expected"), [*HEADERS, *BYTES, *ROWS, *REFERENCES])
def test_each_defect_has_its_message(
    tmp_path: Path, tables: dict[str, str | bytes], expected: str
) -> None:
    """A defect of a table is one sentence with its place, the value and what to do."""
    assert "\n".join(list_all_messages(write_folder(tmp_path, tables))) == expected


TABLE_NAMES = (
    "documents, roles, stages, names, codes, skills, certifications, industries, moves, stays, "
    "requirements, pay, role_industries, role_interests"
)


def test_a_file_that_has_nearly_a_tables_name_is_named(tmp_path: Path) -> None:
    """An unknown CSV file is an issue: with the nearest table's name, or with all of them."""
    folder = write_folder(tmp_path, {"roles": ROLES, "Stage": "x\n", "薪资": "x\n", "说明": "x\n"})
    assert list_all_messages(folder) == [
        "Stage.csv: name is 'Stage.csv'; no table has that name. Did you mean 'stages.csv'?",
        "薪资.csv: name is '薪资.csv'; no table has that name. Did you mean 'pay.csv'?",
        (
            f"说明.csv: name is '说明.csv'; no table has that name. The tables are {TABLE_NAMES}; "
            "rename the file or move it elsewhere."
        ),
    ]


def test_a_table_that_is_no_plain_file_is_an_issue(tmp_path: Path) -> None:
    """A folder with a table's name, a link and a pipe are issues of that table."""
    folder = write_folder(tmp_path, {"roles": ROLES})
    (folder / "moves.csv").mkdir()
    (folder / "pay.csv").symlink_to(folder / "roles.csv")
    os.mkfifo(folder / "stays.csv")
    assert list_all_messages(folder) == [
        "moves.csv:1:1: this is a folder; put the file itself here.",
        "stays.csv:1:1: this is a pipe or a device; put a plain file here.",
        "pay.csv:1:1: this is a link; put the file itself here.",
    ]


def _refusal(location: Path | str) -> str:
    """The text of the LoadError that a location gives."""
    with pytest.raises(LoadError) as caught:
        load_source(str(location))
    return str(caught.value)


@pytest.mark.parametrize("location", ["", "/no/such/ladder", "/no\0such", "https://a.example/x"])
def test_what_is_not_there_is_refused(location: str) -> None:
    """A location without a folder or file is refused."""
    assert _refusal(location) == (
        f"source is {location!r}; there is nothing like that. Check the source's path."
    )


def test_a_location_that_cannot_be_asked_for_is_refused() -> None:
    """A location that the system does not accept is refused with its reason."""
    long = "x" * 5000
    assert _refusal(long) == f"source is {long!r}; it cannot be reached (File name too long)."


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    """An empty folder has no table; one with misspelled names is told which they may be."""
    nothing = (
        f"source is {str(tmp_path)!r}; it holds no table. Give a folder with files such as "
        f"roles.csv, or a workbook with such sheets; the tables are {TABLE_NAMES}."
    )
    assert _refusal(tmp_path) == nothing
    write_folder(tmp_path, {"role": "id\n"})
    assert _refusal(tmp_path) == (
        "role.csv: name is 'role.csv'; no table has that name. Did you mean 'roles.csv'?\n"
        + nothing
    )


@pytest.mark.parametrize(("content", "why"), [("", "empty, "), ("id,name_en\n", "")])
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: str, why: str) -> None:
    """A single file must be a workbook; a CSV file or an empty one is refused."""
    path = write_folder(tmp_path, {"roles": content}) / "roles.csv"
    assert _refusal(path) == (
        f"source is {str(path)!r}; it is {why}neither a folder of CSV files nor an XLSX workbook. "
        "Give one of these; for a CSV file, give the folder that holds it."
    )

"""The tables loader on XLSX workbooks, written by openpyxl or byte by byte."""

import csv
import io
import os
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from tables_world import SOUND, list_messages, write_folder, write_workbook

from graph.errors import LoadError
from loaders import load_source
from loaders.reading.opening import UnreadableError
from loaders.reading.workbook import Workbook, list_sheets, read_headers

SHEETS: dict[str, list[list[object]]] = {
    name: [[*row] for row in csv.reader(io.StringIO(text))] for name, text in SOUND.items()
}
ROLES: list[list[object]] = [["id", "name_en"], ["agent", "Agent"]]


def _refusal(path: Path) -> str:
    """What is said of a workbook that is refused, without its beginning."""
    with pytest.raises(LoadError) as caught:
        load_source(str(path))
    return str(caught.value).removeprefix(f"source is {str(path)!r}; ")


def _rewrite(path: Path, part: str, old: str, new: str) -> None:
    """Replace text in one part of a workbook, as a writer that is not openpyxl would have it."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_a_workbook_says_what_its_csv_files_say(tmp_path: Path) -> None:
    """The same tables as CSV and as XLSX give the same records at the same rows."""
    folder = load_source(str(write_folder(tmp_path / "ladder", SOUND)))
    book = load_source(str(write_workbook(tmp_path / "ladder.xlsx", SHEETS)))
    assert book.issues == ()
    assert (book.name, book.format) == ("ladder", "tables")
    assert book.rows == folder.rows


def test_numbers_dates_and_truth_become_text(tmp_path: Path) -> None:
    """Whole numbers lose their point, dates are ISO 8601, truth values are words."""
    moment = datetime(2024, 5, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    rows: list[list[object]] = [
        ["id", "title", "published", "language"],
        [7, 2.5, date(2024, 5, 1), True],
        [8, 0.1 + 0.2, moment, None],
        [9, 12000 * 1.1, moment.time(), None],
    ]
    path = write_workbook(tmp_path / "x.xlsx", {"documents": rows})
    documents = load_source(str(path)).rows["documents"]
    assert [(it.id, it.title, it.published, it.language) for it in documents] == [
        ("7", "2.5", "2024-05-01", "TRUE"),
        ("8", "0.3", "2024-05-01T09:30:00", None),
        ("9", "13200", "09:30:00", None),
    ]


def test_numbers_may_be_typed_as_numbers(tmp_path: Path) -> None:
    """A number is a number whether its cell holds a number or a text."""
    rows: list[list[object]] = [
        ["from", "to", "months_low", "months_high", "score"],
        ["a", "b", 12, "24", 0.5],
    ]
    (move,) = load_source(str(write_workbook(tmp_path / "x.xlsx", {"moves": rows}))).rows["moves"]
    assert (move.months_low, move.months_high, move.score) == (12, 24, 0.5)


def test_places_are_cells(tmp_path: Path) -> None:
    """An issue of a workbook names the sheet and the cell, counted in the sheet itself."""
    rows: list[list[object]] = [[], [None, *ROLES[0], "levle"], [], [None, "Agent", "A", "x"]]
    path = write_workbook(tmp_path / "ladder.xlsx", {"roles": rows, "skills": [], "moves": [["x"]]})
    assert [message.rpartition(": ")[0] for message in list_messages(path)[:2]] == [
        "ladder.xlsx: roles!D2",
        "ladder.xlsx: roles!B4: id is 'Agent'; an id is lower-case ASCII words joined by hyphens",
    ]
    assert list_messages(path)[2:] == [
        (
            "ladder.xlsx: skills!A1: the table is empty; give at least its header row: "
            "id,name_zh,name_en,kind."
        ),
        (
            "ladder.xlsx: moves!A1: the table begins with 'x', which is no column. The first row "
            "names the columns: "
            "from,to,kind,certainty,months_low,months_typical,months_high,basis,score,"
            "method,document,start,end."
        ),
    ]


def test_errors_and_formulas_without_value_are_issues(tmp_path: Path) -> None:
    """A cell that holds an error, or a formula that nothing computed, is an issue and not empty."""
    rows: list[list[object]] = [
        ["id", "title", "publisher", "url"],
        ["a", "#N/A", "=1+1", "="],
        ["b", "B", None, None],
        ["c", "#REF!", None, "#DIV/0!"],
    ]
    path = write_workbook(tmp_path / "x.xlsx", {"documents": rows})
    assert list_messages(path) == [
        "x.xlsx: documents!B2: cell is '#N/A', an error; mend its formula, or clear it.",
        (
            "x.xlsx: documents!C2: cell is the formula '1+1', and the file has no value of it; "
            "open and save the workbook in a spreadsheet, or type the value."
        ),
        "x.xlsx: documents!B4: cell is '#REF!', an error; mend its formula, or clear it.",
        "x.xlsx: documents!D4: cell is '#DIV/0!', an error; mend its formula, or clear it.",
    ]
    source = load_source(str(path))
    assert [document.id for document in source.rows["documents"]] == ["b"]
    assert source.broken == {("documents", "a"): 2, ("documents", "c"): 4}


def test_computed_formulas_are_their_values(tmp_path: Path) -> None:
    """A formula that was computed is its value, an empty text too."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": [*ROLES, ["lead", "=1"]]})
    sheet = "xl/worksheets/sheet1.xml"
    _rewrite(path, sheet, '<c r="B3"><f>1</f><v /></c>', '<c r="B3" t="str"><f>1</f><v>L</v></c>')
    assert load_source(str(path)).rows["roles"][1].name_en == "L"
    _rewrite(path, sheet, "<v>L</v>", "<v></v>")
    assert [issue.message for issue in load_source(str(path)).issues] == [
        "name_zh is None; give name_zh or name_en."
    ]


def test_cells_may_come_without_reference(tmp_path: Path) -> None:
    """Writers may leave out where a cell stands; then it follows the one before it."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": [*ROLES, ["lead", "#N/A"]]})
    sheet = "xl/worksheets/sheet1.xml"
    for place in ("A1", "B1", "A2", "B2", "A3", "B3"):
        _rewrite(path, sheet, f' r="{place}"', "")
    for row in "123":
        _rewrite(path, sheet, f'<row r="{row}"', "<row")
    source = load_source(str(path))
    assert [role.name_en for role in source.rows["roles"]] == ["Agent"]
    assert [issue.place for issue in source.issues] == ["x.xlsx: roles!B3"]


def test_hidden_sheets_count_and_notes_do_not(tmp_path: Path) -> None:
    """A hidden sheet is read, a sheet of notes is not, a misspelled one is an issue."""
    tables: dict[str, list[list[object]]] = {"roles": ROLES, "moves": [["from", "to"]]}
    path = write_workbook(
        tmp_path / "x.xlsx", {"说明": [["x"]], "notes": [], "Stage": [], **tables}
    )
    book = load_workbook(path)
    book["roles"].sheet_state = "veryHidden"
    book.save(path)
    source = load_source(str(path))
    assert list(source.rows) == ["roles", "moves"]
    assert [str(issue) for issue in source.issues] == [
        (
            "x.xlsx: Stage: name is 'Stage'; no table has that name. Did you mean 'stages'? A "
            "sheet of notes needs a name unlike any table's."
        )
    ]


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    """A workbook in which no sheet has a table's name holds nothing to load."""
    path = write_workbook(tmp_path / "x.xlsx", {"Sheet1": [["工号", "姓名"]]})
    assert _refusal(path).startswith("it holds no table. Give a folder with files such as")


def test_cells_far_apart_are_an_issue(tmp_path: Path) -> None:
    """A sheet that reaches too far is an issue, before it takes the memory of the machine."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": ROLES})
    book = load_workbook(path)
    book["roles"]["XFD1048576"] = "here"
    book.save(path)
    assert list_messages(path) == [
        (
            "x.xlsx: roles!XFD1048576: the sheet reaches to this cell, over more than 8000000 "
            "cells; delete what stands far from the table."
        )
    ]


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    """A workbook whose end is missing is damaged."""
    path = write_workbook(tmp_path / "x.xlsx", SHEETS)
    path.write_bytes(path.read_bytes()[:-100])
    assert _refusal(path) == (
        "it is a damaged workbook (it does not end as a zip file). Save it again as .xlsx in the "
        "spreadsheet."
    )


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", "<sheets>", "<sheets"),
        ("xl/workbook.xml", 'r:id="rId1"', ""),
        ("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
        ("xl/worksheets/sheet1.xml", '"A1"', '"11"'),
        ("xl/worksheets/sheet1.xml", "</sheetData>", ""),
    ],
)
def test_a_workbook_with_a_broken_part_is_refused(
    tmp_path: Path, part: str, old: str, new: str
) -> None:
    """A workbook whose parts do not hold together is damaged."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": ROLES})
    _rewrite(path, part, old, new)
    assert _refusal(path).startswith("it is a damaged workbook (")


def test_what_is_said_of_damage_is_short(tmp_path: Path) -> None:
    """A part whose name is thousands of bytes, or is none, is not shown whole or as a program's."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": ROLES})
    data = path.read_bytes()
    with ZipFile(path) as package:
        at = package.getinfo("xl/workbook.xml").header_offset + 26
    path.write_bytes(data[:at] + b"\xff\x0f" + data[at + 2 :])
    assert len(_refusal(path)) < 300
    path = write_workbook(path, {"roles": ROLES})
    _rewrite(path, "xl/_rels/workbook.xml.rels", "</Relationships>", "<x/></Relationships>")
    assert _refusal(path).startswith("it is a damaged workbook (it lacks 'Id').")


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512
SAVE = "In the spreadsheet, save it as an Excel workbook (.xlsx)"


def test_old_and_locked_workbooks_are_refused(tmp_path: Path) -> None:
    """What begins like an .xls is refused as such, and so is a workbook with a password."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(OLD)
    assert _refusal(path) == f"it is an old workbook (.xls). {SAVE}."
    path.write_bytes(OLD + "EncryptedPackage".encode("utf-16-le"))
    assert _refusal(path) == f"it has a password. {SAVE}, without a password."


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            "x.csv",
            (
                "it is a zip file, but not an XLSX workbook. Save it as .xlsx in the spreadsheet; "
                "an archive of a data set is to be unpacked, and its folder given."
            ),
        ),
        ("META-INF/manifest.xml", f"it is an OpenDocument file (.ods). {SAVE}."),
        ("xl/workbook.bin", f"it is a binary workbook (.xlsb). {SAVE}."),
    ],
)
def test_other_zip_files_are_refused(tmp_path: Path, part: str, said: str) -> None:
    """A zip file that is no XLSX workbook is refused as what it is."""
    path = tmp_path / "x.xlsx"
    with ZipFile(path, "w") as package:
        package.writestr(part, "")
    assert _refusal(path) == said


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    """A link to a workbook is refused, and a pipe is neither read nor waited for."""
    book = write_workbook(tmp_path / "x.xlsx", SHEETS)
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    assert _refusal(link) == "this is a link; put the file itself here."
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert (list_sheets(pipe), read_headers(pipe), list_sheets(link)) == ([], {}, [])
    with pytest.raises(UnreadableError, match="this is a pipe or a device"):
        Workbook(pipe)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A workbook of a few kilobytes that unpacks to hundreds of megabytes is refused."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": ROLES})
    with ZipFile(path, "a", ZIP_DEFLATED) as package, package.open("xl/x", "w") as part:
        for _ in range(257):
            part.write(bytes(1 << 20))
    assert "more than 268435456. Give the tables as CSV files." in _refusal(path)

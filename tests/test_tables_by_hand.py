"""Workbooks as people make them in LibreOffice and Excel: what each shows, or a message.

The features are those of files that LibreOffice 7.4 and Excel write, made here by openpyxl.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from tables_world import list_all_messages, list_messages, write_workbook

from loaders import load_source
from loaders.reading.sheet_formats import find_format

ROLES: list[list[object]] = [["id", "name_zh"], ["agent", "客服"], ["lead", "组长"]]


def make(
    path: Path, name: str, rows: list[list[object]], *tinker: Callable[[Worksheet], object]
) -> Path:
    """A workbook with one table of these rows, in which then something is done by hand."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    for do in tinker:
        do(sheet)
    book.save(path)
    return path


def read(path: Path, table: str) -> tuple[Any, ...]:
    """The records of a table of a workbook with which nothing is wrong."""
    source = load_source(str(path))
    assert source.issues == ()
    return source.rows[table]


FORMATS = [
    ("0000", "110", "0110"),
    ("[$-409]0000", "110", "0110"),
    ("0.00", "2654.1", "2654.10"),
    ("00.00", "1.1", "01.10"),
    ('"P"0', "3", "P3"),
    ("P0", "3", None),
    (r"0\级", "3", "3级"),
    ("0%", "0.8", "80%"),
    ("0.0%", "0.125", "12.5%"),
    ("000", "-7", "-007"),
    ("000", "x", "x"),
    ("0", "3", None),
    ("General", "3", None),
    ("#,##0", "8000", None),
    ("@", "3", None),
    ("yyyy-mm", "2024-05-01", "2024-05"),
    ("[$-804]yyyy\\年m\\月", "2024-05-01", "2024-05"),
    ('yyyy"年"m"月"', "2024-05-01", "2024-05"),
    ("mmm-yy", "2024-05-01", "2024-05"),
    ("yyyy", "2024-05-01", "2024"),
    ("yyyy-mm-dd", "2024-05-01", None),
    ("m/d/yy", "2024-05-01", None),
    ("yyyy/mm/dd hh:mm", "2024-05-01T09:30:00", None),
]


@pytest.mark.parametrize(("code", "text", "shown"), FORMATS)
def test_a_format_shows_more_than_the_number(code: str, text: str, shown: str | None) -> None:
    """Zeros, words, percent, and dates without a day or a month are shown; of others nothing is."""
    format_ = find_format(code)
    assert (None if format_ is None else format_(text)) == shown


def test_a_text_is_what_its_cell_shows(tmp_path: Path) -> None:
    """A code formatted as 0000 keeps its zeros, a date shown as a month is one."""

    def style(sheet: Worksheet) -> None:
        sheet["D2"].number_format = "0000"
        sheet["D3"].number_format = sheet["D5"].number_format = "0.00"

    rows: list[list[object]] = [
        ["kind", "id", "scheme", "code"],
        ["role", "agent", "isco-08", 110],
        ["role", "lead", "esco", 2654.1],
        ["role", "lead", "isco-08", "0110"],
        ["role", "lead", "own", "012"],
    ]
    codes = read(make(tmp_path / "x.xlsx", "codes", rows, style), "codes")
    assert [it.code for it in codes] == ["0110", "2654.10", "0110", "012"]

    def show_months(sheet: Worksheet) -> None:
        for cell, code in zip(
            sheet["C"][1:], ("yyyy-mm", "mmm-yy", "yyyy", "yyyy-mm-dd"), strict=True
        ):
            cell.number_format = code

    rows = [["id", "title", "published"], *([name, "A", date(2024, 5, 1)] for name in "abcd")]
    documents = read(make(tmp_path / "y.xlsx", "documents", rows, show_months), "documents")
    assert [it.published for it in documents] == ["2024-05", "2024-05", "2024", "2024-05-01"]


def test_a_number_is_a_number_however_it_is_shown(tmp_path: Path) -> None:
    """Formats of money and decimals change no number, and sums have no digits that nobody sees."""

    def style(sheet: Worksheet) -> None:
        sheet["B2"].number_format = '"¥"#,##0.00'
        sheet["C2"].number_format = "0.00"

    rows: list[list[object]] = [
        ["role", "low", "high", "period", "currency", "as_of"],
        ["agent", 8000, 12000 * 1.1, "MONTH", "CNY", 2026],
    ]
    (pay,) = read(make(tmp_path / "x.xlsx", "pay", rows, style), "pay")
    assert (pay.low, pay.high, pay.as_of) == (8000, 13200, "2026")


def test_what_a_spreadsheet_made_a_date_of_is_an_issue(tmp_path: Path) -> None:
    """A date where none belongs was typed as 1-2 or 3/5: the message says how to type that."""
    rows: list[list[object]] = [
        ["from", "to", "months_low", "method"],
        ["agent", "lead", date(2026, 3, 5), None],
        ["agent", "lead", 12, date(2026, 1, 2)],
        ["agent", "lead", timedelta(days=2), None],
    ]
    remedy = "which spreadsheets make of 1-2 or 1/2; format the cell as"
    number = f"{remedy} a number and type it again."
    assert list_messages(make(tmp_path / "x.xlsx", "moves", rows)) == [
        f"x.xlsx: moves!C2: months_low is the date '2026-03-05', {number}",
        f"x.xlsx: moves!D3: method is the date '2026-01-02', {remedy} text and type it again.",
        f"x.xlsx: moves!C4: months_low is the date '2 days, 0:00:00', {number}",
    ]


def test_a_code_that_is_a_number_is_an_issue(tmp_path: Path) -> None:
    """0110 that became 110 is not taken for another code."""
    rows: list[list[object]] = [["kind", "id", "scheme", "code"], ["role", "a", "isco-08", 110]]
    assert list_messages(make(tmp_path / "x.xlsx", "codes", rows)) == [
        (
            "x.xlsx: codes!D2: code is the number 110, of which a spreadsheet may have dropped "
            "zeros; format the column as text and type the code again."
        )
    ]


def test_merged_cells_of_a_column_are_of_each_row(tmp_path: Path) -> None:
    """A role that is merged over three rows is the role of each; blank rows stay blank."""
    rows: list[list[object]] = [
        [None, "role", "kind", "target"],
        [None, "lead", "skill", "a"],
        [None, None, "skill", "b"],
        [],
        [None, None, "skill", "c"],
        [None, "head", "skill", "a"],
    ]
    path = make(tmp_path / "x.xlsx", "requirements", rows, lambda it: it.merge_cells("B2:B5"))
    asked = read(path, "requirements")
    assert [(it.role, it.target) for it in asked] == [
        ("lead", "a"),
        ("lead", "b"),
        ("lead", "c"),
        ("head", "a"),
    ]


def test_merged_cells_over_columns_are_an_issue(tmp_path: Path) -> None:
    """A number that is merged over two columns may be of either; empty ones say nothing."""
    rows: list[list[object]] = [
        ["role", "months_low", "months_high", "basis"],
        ["lead", 12, None, "IN_ROLE"],
        ["head", 12, None, "IN_ROLE"],
    ]
    path = make(
        tmp_path / "x.xlsx",
        "stays",
        rows,
        lambda it: it.merge_cells("B2:C2"),
        lambda it: it.merge_cells("E5:G9"),
    )
    assert list_messages(path) == [
        (
            "x.xlsx: stays!B2: cell is merged with others up to column 3, so that nobody knows "
            "which it is of; split it and fill in each cell."
        )
    ]


def test_comments_filters_hidden_rows_and_colours_change_nothing(tmp_path: Path) -> None:
    """What is hidden counts, and what is only colour or comment does not, even far down."""

    def decorate(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.auto_filter.ref = "A1:B3"
        sheet["A2"].comment = Comment("批注", "HR")
        sheet["H900"].comment = Comment("far away", "HR")
        sheet["B1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    roles = read(make(tmp_path / "x.xlsx", "roles", ROLES, decorate), "roles")
    assert [it.name_zh for it in roles] == ["客服", "组长"]


def test_spaces_around_texts_do_not_count(tmp_path: Path) -> None:
    """Trailing, non-breaking and full-width spaces are no part of a text, nor is a line end."""
    rows: list[list[object]] = [
        ["id ", "\u3000name_zh"],
        ["agent\u00a0", "客服\u3000"],
        ["lead\n", " 组长"],
    ]
    roles = read(make(tmp_path / "x.xlsx", "roles", rows), "roles")
    assert [(it.id, it.name_zh) for it in roles] == [("agent", "客服"), ("lead", "组长")]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("职位", "no table has that name. Did you mean 'roles'?"),
        ("岗位表", "no table has that name. Did you mean 'roles'?"),
        ("Roles ", "no table has that name. Did you mean 'roles'?"),
    ],
)
def test_a_sheet_with_a_chinese_name_is_not_passed_over(
    tmp_path: Path, sheet: str, said: str
) -> None:
    """A sheet whose name is a Chinese word for a table is an issue, not notes."""
    path = write_workbook(tmp_path / "x.xlsx", {sheet: ROLES, "moves": [["from", "to"]]})
    notes = "A sheet of notes needs a name unlike any table's."
    assert list_messages(path) == [f"x.xlsx: {sheet}: name is {sheet!r}; {said} {notes}"]


@pytest.mark.parametrize(
    ("header", "tables"),
    [
        (["from", "to", "months_low"], "moves"),
        (["id", "name_zh"], "roles or skills or certifications or industries"),
        (["id", "备注"], None),
        (["role", "job"], None),
        (["看这里"], None),
    ],
)
def test_a_sheet_with_the_columns_of_a_table_is_not_passed_over(
    tmp_path: Path, header: list[object], tables: str | None
) -> None:
    """A sheet with another name that begins with a table's header is an issue; others are notes."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": ROLES, "Sheet2": [header]})
    said = (
        f"x.xlsx: Sheet2: name is 'Sheet2', but its first row has the columns of {tables}; name "
        "the sheet so, or begin a sheet of notes with another row."
    )
    assert list_all_messages(path) == ([] if tables is None else [said])


def test_tabs_and_quotes_as_libreoffice_has_them(tmp_path: Path) -> None:
    """A text that LibreOffice separated by tabs has its texts in quotes, as one by commas has."""
    (tmp_path / "roles.csv").write_text('"id"\t"name_zh"\n"agent"\t"客\t服"\n', "utf-8")
    assert [it.name_zh for it in read(tmp_path, "roles")] == ["客\t服"]

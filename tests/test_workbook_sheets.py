"""Workbooks of public data: which sheets there are, their first rows, and how far they reach."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from tables_world import write_workbook

from loaders import LOADERS, recognise
from loaders.published import Reading, read_columns
from loaders.reading import sheet_outline
from loaders.reading.delimited import TABS
from loaders.reading.sheet_outline import list_parts, read_outline
from loaders.reading.workbook import list_sheets, read_headers
from loaders.request import Request

SHEETS: dict[str, list[list[object]]] = {
    "Notes": [[], [None, "See"], [1, 2]],
    "Empty": [],
    "Data": [["Code", " Title ", None, "Value"], ["01", "a", None, 4.5]],
}


def test_the_first_row_of_each_sheet_tells_what_it_is(tmp_path: Path) -> None:
    """The texts of the first row that has any are given by sheet, without blank cells."""
    path = write_workbook(tmp_path / "x.xlsx", SHEETS)
    assert list_sheets(path) == ["Notes", "Empty", "Data"]
    assert read_headers(path) == {"Notes": ["See"], "Empty": [], "Data": ["Code", "Title", "Value"]}


def test_first_rows_are_read_however_their_texts_are_kept(tmp_path: Path) -> None:
    """A text may stand in the cell, in parts of it, or among the shared ones; numbers are texts."""
    book = Workbook()
    bold = TextBlock(InlineFont(b=True), "lue")
    book.worksheets[0].append(["Code", CellRichText("Va", bold), 12])
    book.save(tmp_path / "x.xlsx")
    assert list(read_headers(tmp_path / "x.xlsx").values()) == [["Code", "Value", "12"]]
    _share(tmp_path / "x.xlsx")
    assert list(read_headers(tmp_path / "x.xlsx").values()) == [["Code", "Value", "12"]]


def _share(path: Path) -> None:
    """Move the texts of cells to where most writers keep them, with how each is pronounced."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    texts = re.findall(rb"<is>(.*?)</is>", parts[sheet])
    for number, text in enumerate(texts):
        inline = b't="inlineStr"><is>' + text + b"</is>"
        assert inline in parts[sheet]
        parts[sheet] = parts[sheet].replace(inline, f't="s"><v>{number + 1}</v>'.encode())
    spoken = b"<rPh><t>spoken</t></rPh>"
    items = b"".join(b"<si>" + text + spoken + b"</si>" for text in (b"<t>unused</t>", *texts))
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b">" + items + b"<si/></sst>"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"code,title\n"])
def test_what_is_no_workbook_has_no_sheets(tmp_path: Path, data: bytes) -> None:
    """A file that is none, or is damaged, has no sheets and no first rows."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert list_sheets(path) == []
    assert read_headers(path) == {}


def test_a_workbook_is_one_of_tables_by_its_sheets(tmp_path: Path) -> None:
    """A workbook is taken for tables where a sheet has the name of one, and where nothing fits."""
    for name, known in (("roles", True), ("Sheet1", False)):
        path = write_workbook(tmp_path / f"{name}.xlsx", {name: [["id"]]})
        assert LOADERS["tables"].recognises(path) is known
        assert recognise(path) == "tables"


def test_one_sheet_of_a_workbook_is_read_alone(tmp_path: Path) -> None:
    """A loader that needs sheets in its own order reads them one by one."""
    path = write_workbook(tmp_path / "x.xlsx", SHEETS)
    told: list[tuple[int, int]] = []
    request = Request(path=tmp_path, name="x", tell=lambda _, done, of: told.append((done, of)))
    reading = Reading(request, "test", [path])
    for name, rows in (("Data", [(2, ["4.5"])]), ("Empty", [])):
        (table,) = reading.open_book(path, only=(name,))
        assert table.name == f"x.xlsx: {name}"
        assert list(table.read("Value")) == rows
    assert all(done <= of for done, of in told)


def test_columns_are_read_in_a_given_layout(tmp_path: Path) -> None:
    """Where the layout is known, commas and quotes within a name are a part of it."""
    path = tmp_path / "x.txt"
    path.write_text('Education, "all"\tCode\n', "utf-8")
    assert read_columns(path, (), TABS) == ['Education, "all"', "Code"]


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 20])
def test_a_sheet_is_looked_over_in_pieces(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However large the pieces are in which a sheet is read, how far it reaches is the same."""
    monkeypatch.setattr(sheet_outline, "_PIECE", size)
    rows: list[list[object]] = [["Code", "<&>", 1.5]] * 30 + [[None] * 27 + ["far"]]
    path = write_workbook(tmp_path / "x.xlsx", {"s": rows})
    with ZipFile(path) as package:
        part = list_parts(package)["s"]
        outline = read_outline(package, part)
        assert (outline.rows, outline.columns, outline.faults) == (31, 28, {})

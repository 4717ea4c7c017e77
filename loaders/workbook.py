"""XLSX workbooks: the sheets that are named like tables, as grids of text."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from graph.errors import LoadError
from graph.tables import TABLES, Table

from .grids import (
    Grid,
    Grids,
    Problem,
    Stray,
    gather,
    is_blank,
    list_control_problems,
    name_message,
    plain,
    plain_name,
)
from .sheet_outline import Outline, list_parts, read_outline

_BOOK = "xl/workbook.xml"
_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any workbook with a password
_UNPACKED = 1 << 28  # bytes: a workbook of more is an accident or an attack
_CELLS = 4_000_000  # of a sheet's full rectangle, at 32 bytes each in calamine

_DAMAGE = (
    BadZipFile,
    CalamineError,
    EOFError,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What zipfile, ElementTree and calamine raise for a damaged workbook."""


def is_workbook(path: Path) -> bool:
    """Whether a file is an XLSX workbook, by its content."""
    try:
        with ZipFile(path) as package:
            return _BOOK in package.namelist()
    except _DAMAGE:
        return False


def read_workbook(path: Path) -> Grids:
    """The tables of a workbook, hidden sheets too.

    A sheet that has nearly the name of a table is a stray; any other is left alone, as notes.
    Raises LoadError where the file is no workbook, is damaged or holds no table.
    """
    with _as_load_errors(path):
        _check_kind(path)
        data = path.read_bytes()
        with ZipFile(io.BytesIO(data)) as package:
            _check_size(path, package)
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            parts = list_parts(package)
            tables = [
                _read_sheet(workbook, read_outline(package, parts[name]), table, plain_name(path))
                for name, table in TABLES.items()
                if name in workbook.sheet_names
            ]
    return gather(path, tables, list(_list_strays(plain_name(path), workbook.sheet_names)))


def _list_strays(file: str, sheets: list[str]) -> Iterator[Stray]:
    """Yield the sheets that have nearly, but not quite, the name of a table."""
    for sheet in sheets:
        message = None if sheet in TABLES else name_message(sheet)
        if message is not None:
            remedy = "A sheet of notes needs a name unlike any table's."
            yield Stray(f"{file}: {sheet}", f"{message} {remedy}")


@contextmanager
def _as_load_errors(path: Path) -> Iterator[None]:
    """Turn what others raise for a damaged file into a LoadError with the remedy."""
    try:
        yield
    except LoadError:
        raise
    except _DAMAGE as error:
        raise _refusal(
            path, f"it is a damaged workbook ({error}). Save it again as .xlsx in the spreadsheet."
        ) from error


def _refusal(path: Path, why: str) -> LoadError:
    return LoadError([f"source is {plain(path)!r}; {why}"])


def _check_kind(path: Path) -> None:
    """Refuse a file that does not even begin like a workbook."""
    with path.open("rb") as file:
        begin = file.read(len(_OLE))
    if begin == _OLE:
        raise _refusal(
            path, "it is an old or a locked workbook. Save it as .xlsx, without a password."
        )
    if not begin.startswith(_ZIP):
        raise _refusal(
            path,
            f"it is {'' if begin else 'empty, '}neither a folder of CSV files nor an XLSX "
            "workbook. Give one of these; for a CSV file, give the folder that holds it.",
        )


def _check_size(path: Path, package: ZipFile) -> None:
    """Refuse what is no XLSX, and what unpacks to more than this program should hold."""
    if _BOOK not in package.namelist():
        raise _refusal(
            path, "it is a zip file, but not an XLSX workbook. Save it as .xlsx in the spreadsheet."
        )
    size = sum(part.file_size for part in package.infolist())
    if size > _UNPACKED:
        raise _refusal(
            path,
            f"it unpacks to {size} bytes, more than {_UNPACKED}. Give the tables as CSV files.",
        )


def _read_sheet(workbook: CalamineWorkbook, outline: Outline, table: Table, file: str) -> Grid:
    """The grid of one sheet; a row's line is its number in the sheet."""
    if outline.rows * outline.columns > _CELLS:
        message = (
            f"the sheet reaches to this cell, over more than {_CELLS} cells; delete what stands "
            "far from the table."
        )
        problem = Problem(outline.rows, outline.columns, message)
        return Grid(table, file, table.name, problems=(problem,))
    values = workbook.get_sheet_by_name(table.name).to_python(skip_empty_area=False)
    rows = [(line, [_to_text(value) for value in row]) for line, row in enumerate(values, 1)]
    faults = [Problem(*position, message) for position, message in outline.faults.items()]
    kept = [row for row in rows if not is_blank(row[1])]
    return Grid(table, file, table.name, kept, (*faults, *list_control_problems(rows)))


def _to_text(value: object) -> str:
    """The text of a cell's value: whole numbers without a point, dates as ISO 8601."""
    match value:
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)

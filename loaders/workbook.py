"""XLSX workbooks: their sheets as rows of text, with what is wrong with cells."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from .delimited import Record
from .grids import Problem
from .opening import UnreadableError
from .sheet_header import read_first_rows
from .sheet_outline import MOST_CELLS, list_parts, read_outline

_BOOK = "xl/workbook.xml"
_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any workbook with a password
_UNPACKED = 1 << 28  # bytes: a workbook of more is an accident or an attack

_DAMAGE = (
    BadZipFile,
    CalamineError,
    EOFError,
    ExpatError,
    LookupError,
    OSError,
    ParseError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What zipfile, ElementTree and calamine raise for a damaged workbook."""


def list_sheets(path: Path) -> list[str]:
    """The names of a workbook's sheets; none where it is none, or is damaged."""
    try:
        with ZipFile(path) as package:
            return list(list_parts(package))
    except _DAMAGE:
        return []


def read_headers(path: Path) -> dict[str, list[str]]:
    """The texts of the first row that has any, by sheet; none where the workbook is damaged."""
    try:
        with ZipFile(path) as package:
            _check_size(package)
            return read_first_rows(package, list_parts(package))
    except (UnreadableError, *_DAMAGE):
        return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as they are read, blank ones too, and what is wrong with cells.

    A row's line is its number in the sheet, up to `height`; iterating is possible once.
    """

    name: str
    rows: Iterator[Record]
    height: int = 0
    faults: tuple[Problem, ...] = ()


class Workbook:
    """An open workbook; UnreadableError where it is damaged, at once or when a sheet is read."""

    def __init__(self, path: Path) -> None:
        """Read the file; its sheets are read one by one."""
        with _as_unreadable():
            data = _read_file(path)
            self._package = ZipFile(io.BytesIO(data))
            _check_size(self._package)
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            self._parts = list_parts(self._package)
        self.sheets: list[str] = list(self._book.sheet_names)
        """The names of the sheets, hidden ones too."""

    def read(self, name: str) -> Sheet:
        """A sheet by its name; one that reaches too far has a problem where it ends, and no row."""
        with _as_unreadable():
            outline = read_outline(self._package, self._parts[name])
            if outline.rows * outline.columns > MOST_CELLS:
                message = (
                    f"the sheet reaches to this cell, over more than {MOST_CELLS} cells; delete "
                    "what stands far from the table."
                )
                problem = Problem(outline.rows, outline.columns, message)
                return Sheet(name, iter(()), faults=(problem,))
            sheet = self._book.get_sheet_by_name(name)
        margin = [""] * (0 if sheet.start is None else sheet.start[1])  # which it leaves out
        rows = enumerate(sheet.iter_rows(), 1)
        faults = tuple(Problem(*place, message) for place, message in outline.faults.items())
        texts = ((line, margin + [_to_text(value) for value in row]) for line, row in rows)
        return Sheet(name, texts, outline.rows, faults)


@contextmanager
def _as_unreadable() -> Iterator[None]:
    """Turn what others raise for a damaged file into an UnreadableError with the remedy."""
    try:
        yield
    except UnreadableError:
        raise
    except _DAMAGE as error:
        raise UnreadableError(
            f"it is a damaged workbook ({error}). Save it again as .xlsx in the spreadsheet."
        ) from error


def _read_file(path: Path) -> bytes:
    """The bytes of a file that begins like a workbook and is not too large."""
    with path.open("rb") as file:
        data = file.read(_UNPACKED + 1)
    if data.startswith(_OLE):
        raise UnreadableError(
            "it is an old or a locked workbook. Save it as .xlsx, without a password."
        )
    if not data.startswith(_ZIP):
        raise UnreadableError(
            f"it is {'' if data else 'empty, '}neither a folder of CSV files nor an XLSX "
            "workbook. Give one of these; for a CSV file, give the folder that holds it."
        )
    if len(data) > _UNPACKED:
        raise UnreadableError(f"it has more than {_UNPACKED} bytes. Give the tables as CSV files.")
    return data


def _check_size(package: ZipFile) -> None:
    """Refuse what is no XLSX, and what unpacks to more than this program should hold."""
    if _BOOK not in package.namelist():
        raise UnreadableError(
            "it is a zip file, but not an XLSX workbook. Save it as .xlsx in the spreadsheet; an "
            "archive of a data set is to be unpacked, and its folder given."
        )
    size = sum(part.file_size for part in package.infolist())
    if size > _UNPACKED:
        raise UnreadableError(
            f"it unpacks to {size} bytes, more than {_UNPACKED}. Give the tables as CSV files."
        )


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

"""XLSX workbooks: their sheets as rows of text, with what is wrong with cells."""

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from .delimited import Record
from .opening import UnreadableError, open_whole
from .package import LOCKED, MOST_UNPACKED, OLD, open_package
from .problems import Problem
from .sheet_formats import Format, list_formats
from .sheet_header import read_first_rows
from .sheet_outline import MOST_CELLS, list_parts, read_outline
from .spelling import to_line

_ZIP = b"PK"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any workbook with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a stream's name: [MS-OFFCRYPTO] 2.3.4
_LOT = 1 << 20  # bytes of a file that are read at once
_DIGITS = 15  # of a number, as spreadsheets show it

_LONGEST_SAID = 160  # characters of what others say of a damaged workbook

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
        with open_whole(path) as file, open_package(file) as package:
            return list(list_parts(package))
    except (UnreadableError, *_DAMAGE):
        return []


def read_headers(path: Path) -> dict[str, list[str]]:
    """The texts of the first row that has any, by sheet; none where the workbook is damaged."""
    try:
        with open_whole(path) as file, open_package(file) as package:
            return read_first_rows(package, list_parts(package))
    except (UnreadableError, *_DAMAGE):
        return {}


Area = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last (row, column) of some cells, from 1."""


class NumberText(str):
    """The text of a cell that holds a number."""

    __slots__ = ()


class DateText(str):
    """The text of a cell that holds a date, a time or both."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows as they are read, blank ones too, and what is wrong with cells.

    A row's line is its number in the sheet, up to `height`; iterating is possible once. Their
    texts are NumberText and DateText where they hold such; `merged` are the areas of merged cells.
    """

    name: str
    rows: Iterator[Record]
    height: int = 0
    faults: tuple[Problem, ...] = ()
    merged: tuple[Area, ...] = ()


class Workbook:
    """An open workbook; UnreadableError where it is damaged, at once or when a sheet is read."""

    def __init__(self, path: Path) -> None:
        """Read the file; its sheets are read one by one."""
        with _as_unreadable():
            data = _read_file(path)
            self._package = open_package(io.BytesIO(data))
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
        merged = tuple(
            ((row + 1, column + 1), (last_row + 1, last_column + 1))
            for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ()
        )
        return Sheet(name, texts, outline.rows, faults, merged)

    def list_formats(self, name: str) -> dict[tuple[int, int], Format]:
        """How cells of a sheet show their number, by (row, column), where their text hides it."""
        with _as_unreadable():
            return list_formats(self._package, self._parts[name])


@contextmanager
def _as_unreadable() -> Iterator[None]:
    """Turn what others raise for a damaged file into an UnreadableError with the remedy."""
    try:
        yield
    except UnreadableError:
        raise
    except _DAMAGE as error:
        raise UnreadableError(
            f"it is a damaged workbook ({_say(error)}). Save it again as .xlsx in the spreadsheet."
        ) from error


def _say(error: Exception) -> str:
    """What an error says, printable and of bounded length: it may show the bytes of a part."""
    said = str(error)
    if isinstance(error, KeyError):  # zipfile's is a sentence, others are a key
        key = str(error.args[0])
        said = key if " " in key else f"it lacks {key!r}"
    said = " ".join(said.split()) or "it makes no sense"
    return to_line(said if len(said) <= _LONGEST_SAID else said[:_LONGEST_SAID] + "…")


def _read_file(path: Path) -> bytes:
    """The bytes of a plain file that begins like a workbook and is not too large."""
    with open_whole(path) as file:
        lots = iter(partial(file.read, _LOT), b"")  # a read of more takes that much room at once
        data = b"".join(islice(lots, MOST_UNPACKED // _LOT + 1))
    if data.startswith(_OLE):
        raise UnreadableError(LOCKED if _ENCRYPTED in data else OLD)
    if not data.startswith(_ZIP):
        raise UnreadableError(
            f"it is {'' if data else 'empty, '}neither a folder of CSV files nor an XLSX "
            "workbook. Give one of these; for a CSV file, give the folder that holds it."
        )
    if len(data) > MOST_UNPACKED:
        raise UnreadableError(
            f"it has more than {MOST_UNPACKED} bytes. Give the tables as CSV files."
        )
    return data


def _to_text(value: object) -> str:
    """The text of a cell's value: whole numbers without a point, dates as ISO 8601.

    What a sum has beyond the digits that spreadsheets show is dropped: 0.1 + 0.2 is 0.3.
    """
    match value:
        case bool():
            return str(value).upper()
        case int():
            text: str = NumberText(value)
        case float():
            shown = float(f"{value:.{_DIGITS}g}")
            text = NumberText(int(shown) if shown.is_integer() else shown)
        case datetime() if value.time() == time.min:
            text = DateText(value.date().isoformat())
        case datetime() | date() | time():
            text = DateText(value.isoformat())
        case timedelta():
            text = DateText(value)
        case _:
            text = str(value)
    return text

"""The tables of an XLSX workbook: its sheets that are named like tables, as grids of text."""

from collections.abc import Iterator

from graph.errors import LoadError
from graph.tables import TABLES, Table

from .grids import (
    Grid,
    Grids,
    Stray,
    gather,
    is_blank,
    list_control_problems,
    name_message,
    plain,
    plain_name,
)
from .opening import UnreadableError
from .request import Request
from .sieve import sift_grid
from .workbook import Workbook


def read_book(request: Request) -> Grids:
    """The tables of a workbook, hidden sheets too.

    A sheet that has nearly the name of a table is a stray; any other is left alone, as notes.
    Raises LoadError where the file is no workbook, is damaged or holds no table.
    """
    path, file = request.path, plain_name(request.path)
    try:
        book = Workbook(path)
        tables = [
            _read_sheet(book, table, file) for name, table in TABLES.items() if name in book.sheets
        ]
    except UnreadableError as error:
        raise LoadError([f"source is {plain(path)!r}; {error}"]) from error
    sifted = [sift_grid(grid, request.rejects) for grid in tables]
    return gather(path, sifted, list(_list_strays(file, book.sheets)))


def _list_strays(file: str, sheets: list[str]) -> Iterator[Stray]:
    """Yield the sheets that have nearly, but not quite, the name of a table."""
    for sheet in sheets:
        message = None if sheet in TABLES else name_message(sheet)
        if message is not None:
            remedy = "A sheet of notes needs a name unlike any table's."
            yield Stray(f"{file}: {sheet}", f"{message} {remedy}")


def _read_sheet(book: Workbook, table: Table, file: str) -> Grid:
    """The grid of one sheet."""
    sheet = book.read(table.name)
    rows = list(sheet.rows)
    kept = [row for row in rows if not is_blank(row[1])]
    return Grid(table, file, table.name, kept, (*sheet.faults, *list_control_problems(rows)))

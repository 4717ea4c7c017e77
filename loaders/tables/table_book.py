"""The tables of an XLSX workbook: its sheets that are named like tables, as grids of text."""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import LoadError
from graph.tables import TABLES, Table

from ..reading.delimited import is_blank
from ..reading.opening import UnreadableError
from ..reading.problems import list_control_problems
from ..reading.shown_cells import fill_merged, list_mistaken, list_wide, show_texts
from ..reading.spelling import plain, plain_name
from ..reading.workbook import Workbook, read_headers
from ..request import Request
from .grids import Grid, Grids, Stray, gather, name_message, sift_grid
from .headers import list_tables_of


def read_book(request: Request) -> Grids:
    """The tables of a workbook, hidden sheets too.

    A sheet that has nearly the name of a table, or the columns of one, is a stray; any other is
    left alone, as notes. Raises LoadError where the file is no workbook, is damaged or holds no
    table.
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
    return gather(path, sifted, list(_list_strays(path, book.sheets)))


def _list_strays(path: Path, sheets: list[str]) -> Iterator[Stray]:
    """Yield the sheets that have nearly the name of a table, or the columns of one."""
    others = [sheet for sheet in sheets if sheet not in TABLES]
    headers = read_headers(path) if others else {}
    for sheet in others:
        place = f"{plain_name(path)}: {sheet}"
        message = name_message(sheet)
        tables = list_tables_of(headers.get(sheet, ()))
        if message is not None:
            yield Stray(place, f"{message} A sheet of notes needs a name unlike any table's.")
        elif tables:
            yield Stray(
                place,
                f"name is {sheet!r}, but its first row has the columns of {' or '.join(tables)}; "
                f"name the sheet so, or begin a sheet of notes with another row.",
            )


def _read_sheet(book: Workbook, table: Table, file: str) -> Grid:
    """The grid of one sheet, its cells as they are shown."""
    sheet, formats = book.read(table.name), book.list_formats(table.name)
    rows = list(sheet.rows)
    kept = fill_merged([row for row in rows if not is_blank(row[1])], sheet.merged)
    problems = (
        *sheet.faults,
        *list_control_problems(rows),
        *list_wide(kept, sheet.merged),
        *list_mistaken(table, kept, formats),
    )
    return Grid(table, file, table.name, show_texts(table, kept, formats), problems)

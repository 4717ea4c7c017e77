"""The tables as one XLSX workbook: a sheet each, with notes at the headers and choices in cells.

XlsxWriter is imported when it is used: only this export needs it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalog import CareerGraph
from ..errors import SettingError
from ..interrupt import paced
from ..tables import TABLES, Column, Holds, Table
from .files import open_new
from .meanings import TABLE_MEANINGS, explain
from .table_rows import list_rows, sort_cells

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ENDING = ".xlsx"

_GUIDE = "说明 guide"  # a name that no table's is near
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)  # as the parts of the package: the same bytes each time
_MOST_ROWS = 1_048_576  # of a sheet
_LONGEST = 32_767  # characters of a cell
_EXACT = 15  # digits of a number that spreadsheets keep
_WIDTH = 16
_NUMBERS = (Holds.NUMBER, Holds.DECIMAL)


def write_workbook(career_graph: CareerGraph, path: Path) -> list[Path]:
    """Write one workbook and return its path; FileExistsError where it is there.

    Columns of texts are formatted as text, so that 0110 and 1-2 stay what is typed. Raises
    SettingError where a workbook cannot hold the graph: of several sources, or too large.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 only who uses it needs it

    sources = career_graph.sources
    if len(sources) > 1:
        raise SettingError(
            f"The graph has {len(sources)} sources, and a workbook holds one; give the name of a "
            "folder, and each has a folder in it."
        )
    rows = list_rows(sources[0]) if sources else {}
    with open_new(path) as file:
        book = Workbook(file, {"in_memory": True, "strings_to_urls": False})
        book.set_properties({"created": _CREATED})
        _write_guide(book)
        writer = _SheetWriter(book)
        for table in TABLES.values():
            writer.write(table, rows.get(table.name, ()))
        book.close()
    return [path]


def _write_guide(book: "Workbook") -> None:
    """Write the first sheet: which tables there are."""
    sheet = book.add_worksheet(_GUIDE)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 2, 4 * _WIDTH)
    sheet.write_string(0, 0, "工作表 sheet", book.add_format({"bold": True}))
    for row, (name, words) in enumerate(TABLE_MEANINGS.items(), 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        for column, text in enumerate(words, 1):
            sheet.write_string(row, column, text)


class _SheetWriter:
    """Writes one table after the other into a workbook."""

    def __init__(self, book: "Workbook") -> None:
        """Make the formats that the cells have."""
        self._book = book
        self._text = book.add_format({"num_format": "@"})
        self._required = book.add_format({"bold": True, "bg_color": "#DDEBF7", "num_format": "@"})
        self._optional = book.add_format({"bg_color": "#F2F2F2", "num_format": "@"})

    def write(self, table: Table, records: Sequence[Any]) -> None:
        """Write a table: its header, its rows, and what its cells may hold."""
        if len(records) >= _MOST_ROWS:
            raise SettingError(
                f"The table {table.name} has {len(records)} rows, more than a sheet holds; give "
                "the name of a folder."
            )
        sheet = self._book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(table.columns):
            self._write_column(sheet, table, position, column)
        for row, cells in enumerate(paced(sort_cells(table, records)), 1):
            for position, cell in enumerate(cells):
                if cell is not None:
                    self._write_cell(sheet, row, position, cell)

    def _write_column(
        self, sheet: "Worksheet", table: Table, position: int, column: Column
    ) -> None:
        """Write the header of a column with its note, and say what its cells may hold."""
        format_ = None if column.holds in _NUMBERS else self._text
        sheet.set_column(position, position, _WIDTH, format_)
        header = self._required if column.required else self._optional
        sheet.write_string(0, position, column.name, header)
        chinese, english = explain(table, column)
        needed = ("必填。", "Required: ") if column.required else ("", "")
        note = f"{needed[0]}{chinese}\n{needed[1]}{english}"
        sheet.write_comment(0, position, note, {"author": "career-graph", "x_scale": 2})
        choices = _list_choices(column)
        if choices is not None:
            sheet.data_validation(1, position, _MOST_ROWS - 1, position, choices)

    def _write_cell(self, sheet: "Worksheet", row: int, position: int, cell: Any) -> None:  # noqa: ANN401 of any column
        """Write a cell: a number as one where a spreadsheet keeps all of it, else a text."""
        if isinstance(cell, int | float) and float(f"{cell:.{_EXACT}g}") == cell:
            sheet.write_number(row, position, cell)
            return
        text = str(cell)
        if len(text) > _LONGEST:
            raise SettingError(
                f"A text has {len(text)} characters, more than a cell holds; give the name of a "
                "folder."
            )
        sheet.write_string(row, position, text, self._text)


def _list_choices(column: Column) -> dict[str, Any] | None:
    """What the cells of a column may hold, as a spreadsheet checks it; None for any text.

    Ids are offered, not demanded: they may be of another source.
    """
    if column.words is not None:
        return {"validate": "list", "source": [str(word) for word in column.words]}
    if column.refers is not None:
        source = f"={column.refers}!$A$2:$A${_MOST_ROWS}"
        return {"validate": "list", "source": source, "show_error": False}
    if column.holds is Holds.NUMBER:
        least = column.least
        return {
            "validate": "integer",
            "criteria": ">=",
            "value": least,
            "error_title": column.name,
            "error_message": f"请填整数，从 {least} 起。Type a whole number, from {least}.",
        }
    return None

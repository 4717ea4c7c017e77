"""What a sheet shows to the person who made it, beyond its values: merged cells, dates, formats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.tables import Column, Holds, Table

from .delimited import Record
from .problems import Problem
from .sheet_formats import Format
from .workbook import Area, DateText, NumberText

_DATE = (
    "{0} is the date '{1}', which spreadsheets make of 1-2 or 1/2; format the cell as {2} and type "
    "it again."
)
_CODE = (
    "code is the number {0}, of which a spreadsheet may have dropped zeros; format the column as "
    "text and type the code again."
)


def fill_merged(rows: Sequence[Record], merged: Iterable[Area]) -> list[Record]:
    """The rows, each with the text of the merged cells of one column that reach into it.

    Rows that are blank otherwise are not among them.
    """
    texts = dict(rows)
    for (first, column), (last, last_column) in merged:
        above = texts.get(first, [])
        if column != last_column or column > len(above):
            continue
        for line in range(first + 1, last + 1):
            if column <= len(texts.get(line, ())):
                texts[line][column - 1] = above[column - 1]
    return list(texts.items())


def list_wide(rows: Iterable[Record], merged: Iterable[Area]) -> Iterator[Problem]:
    """Yield a problem for each area of merged cells over several columns that holds anything."""
    texts = dict(rows)
    for (line, column), (_, last_column) in merged:
        cells = texts.get(line, ())
        if column != last_column and column <= len(cells) and cells[column - 1].strip():
            message = (
                f"cell is merged with others up to column {last_column}, so that nobody knows "
                "which it is of; split it and fill in each cell."
            )
            yield Problem(line, column, message)


def list_mistaken(
    table: Table, rows: Sequence[Record], formats: Mapping[tuple[int, int], Format]
) -> Iterator[Problem]:
    """Yield a problem for each cell that a spreadsheet made something else of than was typed.

    That is a date in a column which holds none, as of 1-2 or 3/5, and a number in a column of
    codes, where zeros are lost, as of 0110 or 2654.10, unless its format shows them.
    """
    columns = _place_columns(table, rows)
    for line, cells in rows[1:]:
        for position, column in columns.items():
            cell = cells[position - 1] if position <= len(cells) else ""
            if isinstance(cell, DateText) and not column.dated:
                yield Problem(line, position, _DATE.format(column.name, cell, _kind(column)))
            number = isinstance(cell, NumberText) and (line, position) not in formats
            if number and column.name == "code":
                yield Problem(line, position, _CODE.format(cell))


def show_texts(
    table: Table, rows: Sequence[Record], formats: Mapping[tuple[int, int], Format]
) -> list[Record]:
    """The rows, in which a number in a column of texts is what its cell shows."""
    columns = _place_columns(table, rows)
    for line, cells in rows[1:] if formats else ():
        for position, column in columns.items():
            shown = formats.get((line, position))
            if shown is None or column.holds not in (Holds.TEXT, Holds.ID):
                continue
            if isinstance(cells[position - 1], NumberText | DateText):
                cells[position - 1] = shown(cells[position - 1])
    return list(rows)


def _place_columns(table: Table, rows: Sequence[Record]) -> dict[int, Column]:
    """The columns by position from 1, as far as the first row spells them right."""
    known = {column.name: column for column in table.columns}
    header = rows[0][1] if rows else ()
    return {
        position: known[cell.strip()]
        for position, cell in enumerate(header, 1)
        if cell.strip() in known
    }


def _kind(column: Column) -> str:
    """What the cells of a column are formatted as."""
    return "a number" if column.holds in (Holds.NUMBER, Holds.DECIMAL) else "text"

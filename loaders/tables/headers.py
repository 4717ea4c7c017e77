"""Header rows: which column of its table stands where."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.tables import TABLES, Column, Table

from ..reading.problems import Problem
from ..reading.spelling import find_nearest, shorten
from .chinese import list_columns

REJECTED = "rejected"
"""The column that says why a row was rejected; a table may have it, and it is not read."""

_FEWEST = 2  # names of columns that make a row a header
_LOOKED_AT = 20  # rows: a header stands among the first ones, below a title


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by position from 1, and what is wrong with its header row.

    A column whose name differs only in case, width or punctuation, or is a Chinese word for it, is
    read as the one it must be, so that the rest of the table can be checked; it is a problem all
    the same. `named` are the positions that have any name; `complete` tells whether every required
    column is there.
    """

    columns: Mapping[int, Column] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    named: frozenset[int] = frozenset()
    complete: bool = False

    @property
    def positions(self) -> dict[str, int]:
        """The position of each column by its name."""
        return {column.name: position for position, column in self.columns.items()}


def read_header(table: Table, rows: Sequence[tuple[int, Sequence[str]]]) -> Header:
    """The header that a table's first row is; `rows` are (line, cells), none of them blank."""
    line, cells = rows[0]
    names = {position: cell.strip() for position, cell in enumerate(cells, 1) if cell.strip()}
    columns = _place_columns(table, names)
    below = None if _names_columns(table, cells, 1) else _find_below(table, rows[1:_LOOKED_AT])
    if not columns or below is not None:
        return Header(problems=(_no_header(table, line, cells, below),))
    problems = [*_wrong_names(table, columns, names), *_missing_columns(table, columns, names)]
    placed = {column.name for column in columns.values()}
    complete = all(column.name in placed for column in table.columns if column.required)
    found = tuple(Problem(line, position, text) for position, text in problems)
    return Header(columns, found, frozenset(names), complete)


def list_tables_of(cells: Collection[str]) -> list[str]:
    """The names of the tables whose header a row may be: those of which it has most columns.

    It has all that are required, and two at least.
    """
    counts = {
        table.name: sum(column.name in cells for column in table.columns)
        for table in TABLES.values()
        if all(column.name in cells for column in table.columns if column.required)
    }
    most = max(_FEWEST, *counts.values(), 0)
    return [name for name, count in counts.items() if count == most]


def _names_columns(table: Table, cells: Iterable[str], least: int) -> bool:
    """Whether a row has the names of that many columns, spelled right."""
    return (
        len({cell.strip() for cell in cells} & {column.name for column in table.columns}) >= least
    )


def _find_below(table: Table, rows: Iterable[tuple[int, Sequence[str]]]) -> int | None:
    """The line of the first of these rows that is a header, None where none is."""
    least = max(sum(column.required for column in table.columns), _FEWEST)
    return next((line for line, cells in rows if _names_columns(table, cells, least)), None)


def _place_columns(table: Table, names: Mapping[int, str]) -> dict[int, Column]:
    """The columns by position: those spelled right first, then those that are only typed otherwise.

    Of a column that stands twice, the first counts.
    """
    exact = {column.name: column for column in table.columns}
    alike = {word: exact[name] for word, name in list_columns(table).items()}
    alike |= {_letters(column.name): column for column in table.columns}
    placed: dict[str, int] = {}
    for known, key in ((exact, str), (alike, _letters)):
        for position, name in names.items():
            column = known.get(key(name))
            if column is not None and position not in placed.values():
                placed.setdefault(column.name, position)
    return {
        position: exact[name] for name, position in sorted(placed.items(), key=lambda it: it[1])
    }


def _letters(name: str) -> str:
    """What is left of a name without case, width and punctuation."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _wrong_names(
    table: Table, columns: Mapping[int, Column], names: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Yield position and sentence for each name that is unknown, or stands there again."""
    placed = {column.name: position for position, column in columns.items()}
    for position, name in names.items():
        if placed.get(name) == position or name == REJECTED:
            continue
        if name in placed:
            yield position, f"column is {name!r}, as is column {placed[name]}; delete one."
            continue
        mend = _suggestion(table, columns.get(position), name)
        yield position, f"column is {shorten(name)!r}; {table.name} has no such column. {mend}"


def _suggestion(table: Table, column: Column | None, name: str) -> str:
    """What an unknown column may be: the one it was read as, the nearest, or any."""
    known = [column.name for column in table.columns]
    near = find_nearest(name, known) if column is None else column.name
    return f"Did you mean {near!r}?" if near else f"Its columns are {', '.join(known)}."


def _missing_columns(
    table: Table, columns: Mapping[int, Column], names: Mapping[int, str]
) -> Iterator[tuple[int, str]]:
    """Yield position 0 and a sentence for each required column that no name may be meant as."""
    placed = {column.name for column in columns.values()}
    known = [column.name for column in table.columns]
    meant = {find_nearest(name, known) for name in names.values() if name not in placed}
    for column in table.columns:
        if column.required and column.name not in placed | meant:
            yield 0, f"column {column.name!r} is missing; add it to the header row."


def _no_header(table: Table, line: int, cells: Sequence[str], below: int | None) -> Problem:
    """The problem of a first row that names no column; `below` is the line of one that does."""
    first = next(cell.strip() for cell in cells if cell.strip())
    separator = next((mark for mark in ";\t|" if mark in first), None)
    expected = ",".join(column.name for column in table.columns)
    remedy = f"The first row names the columns: {expected}."
    if below is not None:
        remedy = f"Row {below} names the columns; delete what stands above it."
    elif separator is not None:
        remedy = f"Its cells seem to be separated by {separator!r}; save it with commas. {remedy}"
    return Problem(
        line, 0, f"the table begins with {shorten(first)!r}, which is no column. {remedy}"
    )

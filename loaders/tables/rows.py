"""Rows: the records that the rows of a grid are, and the problems of those that are none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import RecordError
from graph.records import Passage, Record

from ..reading.problems import Problem
from ..reading.spelling import shorten
from .cells import Value, read_cell
from .grids import Grid
from .headers import Header, read_header

_MOST_PROBLEMS = 100_000  # of one table; with more it is something else than it seems


@dataclass(frozen=True, slots=True)
class Rows:
    """What one grid says: its records, the line of each, and all of its problems.

    `columns` are positions from 1 by name; `broken` the ids of rows that define something but are
    no record, with their lines.
    """

    records: tuple[Record, ...]
    lines: tuple[int, ...]
    columns: Mapping[str, int]
    problems: tuple[Problem, ...]
    broken: Mapping[str, int]


def read_rows(grid: Grid, source: str) -> Rows:
    """Every row of a grid; the rows that name no document have `source` as theirs."""
    header = _read_first(grid)
    reader = _RowReader(grid, header, source)
    body = grid.rows[1:] if header.columns else ()
    rows = list(_read_body(reader, body))
    problems = (problem for row in rows for problem in row.problems)
    return Rows(
        tuple(row.record for row in rows if row.record is not None),
        tuple(row.line for row in rows if row.record is not None),
        header.positions,
        tuple(dict.fromkeys((*grid.problems, *header.problems, *problems))),
        {row.key: row.line for row in rows if row.record is None and row.key is not None},
    )


def _read_body(reader: "_RowReader", body: Iterable[tuple[int, Sequence[str]]]) -> Iterator["_Row"]:
    """Yield the rows, up to one with which there are too many problems."""
    problems = 0
    for line, cells in body:
        row = reader.read(line, cells)
        yield row
        problems += len(row.problems)
        if problems > _MOST_PROBLEMS:
            message = f"more than {_MOST_PROBLEMS} problems; what follows was not read."
            yield _Row(line, None, [Problem(line, 0, message, whole=True)], None)
            return


def _read_first(grid: Grid) -> Header:
    """The header of a grid; one without columns where the grid is empty or was not read."""
    if grid.rows:
        return read_header(grid.table, grid.rows)
    if grid.problems:
        return Header()
    expected = ",".join(column.name for column in grid.table.columns)
    message = f"the table is empty; give at least its header row: {expected}."
    return Header(problems=(Problem(1, 0, message),))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its record or None, its problems, and its key where it has one and it is an id."""

    line: int
    record: Record | None
    problems: Sequence[Problem]
    key: str | None


class _RowReader:
    """Reads the rows of one grid."""

    def __init__(self, grid: Grid, header: Header, source: str) -> None:
        self._table = grid.table
        self._header = header
        self._positions = header.positions
        self._source = source
        self._faults = {(problem.line, problem.column): problem for problem in grid.problems}

    def read(self, line: int, cells: Sequence[str]) -> _Row:
        """One row; where a cell stands outside the columns, nothing else is said of it."""
        record = None
        values, problems = self._read_values(line, cells)
        problems = list(self._list_strays(line, cells)) or problems
        if not problems and self._header.complete:
            try:
                record = self._build(line, values)
            except RecordError as error:
                problems = [self._problem(line, error)]
        key = None if self._table.key is None else values.get(self._table.key)
        return _Row(line, record, problems, key if isinstance(key, str) else None)

    def _list_strays(self, line: int, cells: Sequence[str]) -> Iterator[Problem]:
        """Yield a problem for the first cell that stands in no column."""
        for position, cell in enumerate(cells, 1):
            if position not in self._header.named and cell.strip():
                message = (
                    f"cell is {shorten(cell.strip())!r}, but its column has no name; name it in "
                    "the header row, or put a cell that holds a comma in double quotes."
                )
                yield Problem(line, position, message)
                return

    def _read_values(
        self, line: int, cells: Sequence[str]
    ) -> tuple[dict[str, Value], list[Problem]]:
        """The values by column name, without empty ones, and what is wrong with cells."""
        values: dict[str, Value] = {}
        problems = []
        for position, column in self._header.columns.items():
            text = cells[position - 1].strip() if position <= len(cells) else ""
            if (line, position) in self._faults:
                problems.append(self._faults[line, position])
            elif text:
                try:
                    values[column.name] = read_cell(column, text)
                except RecordError as error:
                    problems.append(Problem(line, position, str(error)))
            elif column.required:
                message = f"{column.name} is empty; every row of {self._table.name} needs it."
                problems.append(Problem(line, position, message))
        return values, problems

    def _build(self, line: int, values: Mapping[str, Any]) -> Record:
        """The record of these values; RecordError where it cannot be true."""
        for end in ("start", "end"):
            if end in values and "document" not in values:
                remedy = "the row names no document; give document, or leave start and end empty"
                raise RecordError(end, values[end], remedy)
        passage = None
        if self._table.stated:
            document = values.get("document", self._source)
            place = (values.get("start"), values.get("end"), self._table.name, line)
            passage = Passage(document, *place)
        record: Record = self._table.build(values, passage)
        return record

    def _problem(self, line: int, error: RecordError) -> Problem:
        """The problem of a row that is no record, at the column that the error names."""
        name = self._table.column(error.field).name
        return Problem(line, self._positions.get(name, 0), str(error))

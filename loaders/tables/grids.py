"""Grids: the tables of a source as text with places, before anyone knows what a cell means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import LoadError
from graph.sources import Rejected, Row
from graph.tables import TABLES, Table

from ..reading.problems import Problem
from ..reading.sieve import Sieve
from ..reading.spelling import find_nearest, plain
from .chinese import find_table


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as text: (line, cells) of each row that is not blank, the header first.

    `problems` came up in reading. A cell that has one holds what is shown of it, and means nothing.
    Rows that were `rejected` are not among the rows.
    """

    table: Table
    file: str
    sheet: str | None = None
    rows: Sequence[tuple[int, Sequence[str]]] = ()
    problems: tuple[Problem, ...] = ()
    rejected: Rejected | None = None


@dataclass(frozen=True, slots=True)
class Stray:
    """A file or sheet that looks like a table but is none; `place` says which."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Grids:
    """Every table of a folder or workbook, in the order of TABLES, and what is none."""

    tables: tuple[Grid, ...]
    strays: tuple[Stray, ...]


def gather(path: Path, grids: Iterable[Grid], strays: Sequence[Stray]) -> Grids:
    """These together; LoadError where there is no table at all."""
    gathered = Grids(tuple(grids), tuple(strays))
    if gathered.tables:
        return gathered
    nothing = (
        f"source is {plain(path)!r}; it holds no table. Give a folder with files such as "
        f"roles.csv, or a workbook with such sheets; the tables are {', '.join(TABLES)}."
    )
    raise LoadError([*(f"{stray.place}: {stray.message}" for stray in strays), nothing])


def name_message(name: str, ending: str = "") -> str | None:
    """The sentence for a file or sheet whose name is nearly that of a table, None where it is not.

    A Chinese word for a table is near, too. `ending` is that of the file.
    """
    near = find_nearest(name, TABLES) or find_table(name)
    if near is None:
        return None
    return f"name is {name + ending!r}; no table has that name. Did you mean {near + ending!r}?"


def sift_grid(grid: Grid, rejects: Mapping[Row, str]) -> Grid:
    """The grid of a sheet without rejected rows; what is wrong with their cells counts no more.

    A cell that its workbook has something wrong with, as an error, or what no text can be, is an
    error in the text of its row too: it must not load unless it is mended.
    """
    sieve = Sieve(grid.table.name, f"{grid.table.name}.csv", rejects)
    if not sieve.expects:
        return grid
    faults = {(problem.line, problem.column) for problem in grid.problems}
    records = ((line, list(cells)) for line, cells in grid.rows)
    rows = list(sieve.read_cells(records, faults))
    gone = sieve.lines
    problems = tuple(problem for problem in grid.problems if problem.line not in gone)
    return replace(grid, rows=rows, problems=problems, rejected=sieve.rejected)

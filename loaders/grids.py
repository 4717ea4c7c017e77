"""Grids: the tables of a source as text with places, before anyone knows what a cell means."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from graph.errors import LoadError
from graph.sources import Rejected
from graph.tables import TABLES, Table

from .chinese import find_table
from .spelling import find_nearest, shorten

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""The control characters (C0) that no cell may hold: all but tab and line ends."""


class Problem(NamedTuple):
    """One problem of a table; line and column count from 1, column 0 is the whole row.

    It is of the `whole` table where it stays without its row.
    """

    line: int
    column: int
    message: str
    whole: bool = False


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


def list_control_problems(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Problem]:
    """Yield a problem for each cell that holds a control character."""
    for line, cells in rows:
        for position, cell in enumerate(cells, 1):
            control = CONTROL.search(cell)
            if control is not None:
                message = (
                    f"cell is {shorten(cell)!r}; delete its control character, number "
                    f"{control.start() + 1} of the cell."
                )
                yield Problem(line, position, message)


def is_blank(cells: Iterable[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)


def plain(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")


def plain_name(path: Path) -> str:
    """The last part of a path, as `plain` gives it."""
    return plain(Path(path.name))

"""Problems of cells as they are read: where they stand, and what is wrong with them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .spelling import shorten

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

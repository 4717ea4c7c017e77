"""Delimited text: the records of CSV and of text separated by tabs, with the line each began on."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from .opening import UnreadableError

LONGEST_CELL = 1 << 20
"""Characters of a cell that is read; csv's own default is 131,072."""

_LONGEST_RECORD = 1 << 24  # characters, over all of its lines
_AT_ONCE = 1024  # records that are read while the process has our limit
_LIMIT = Lock()  # csv.field_size_limit holds for the whole process; one reader changes it at a time

Record = tuple[int, list[str]]
"""The line that a record begins on, from 1, and its cells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands between cells, and whether a cell may stand in double quotes."""

    delimiter: str = ","
    quoted: bool = True


COMMAS = Layout()
SEMICOLONS = Layout(";")
TABS = Layout("\t", quoted=False)
"""As O*NET has it; the media type knows no quotes either.

https://www.iana.org/assignments/media-types/text/tab-separated-values
"""


def find_layout(line: str, columns: Collection[str]) -> Layout:
    """The layout by which a header line names most of these columns; commas where none does."""

    def count(layout: Layout) -> int:
        named = (cell.strip().strip('"').strip() for cell in line.split(layout.delimiter))
        return len(set(named) & set(columns))

    return max((COMMAS, SEMICOLONS, TABS), key=count)


def read_records(lines: Iterable[str], layout: Layout = COMMAS) -> Iterator[Record]:
    """Yield each record; a blank line is one without cells.

    Raises UnreadableError where what follows is no such record.
    """
    counted = _Lines(lines)
    reader = csv.reader(
        counted,
        delimiter=layout.delimiter,
        quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
        strict=True,
    )
    while True:
        records: list[Record] = []
        fault = None
        with _LIMIT:
            before = csv.field_size_limit(LONGEST_CELL)
            try:
                for cells in islice(reader, _AT_ONCE):
                    records.append((counted.begin, cells))
                    counted.start()
            except csv.Error as error:
                fault = UnreadableError(_say(error, layout), counted.begin)
            except UnreadableError as error:
                fault = error
            finally:
                csv.field_size_limit(before)
        yield from records
        if fault is not None:
            raise fault
        if not records:
            return


class _Lines:
    """Hands lines to csv, and knows on which one the record began that csv is reading."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._line = 0
        self._size = 0
        self.begin = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._line += 1
        self._size += len(line)
        if self._size > _LONGEST_RECORD:
            message = (
                f"the row that starts here has more than {_LONGEST_RECORD} characters; end the "
                "quote that was not ended."
            )
            raise UnreadableError(message, self.begin)
        return line

    def start(self) -> None:
        """Begin the next record."""
        self.begin = self._line + 1
        self._size = 0


def _say(error: csv.Error, layout: Layout) -> str:
    what = f"the row that starts here is not CSV ({error}), and what follows was not read; "
    if not layout.quoted:
        return f"{what}give a cell at most {LONGEST_CELL} characters."
    return (
        f"{what}put a cell that holds a {'semicolon' if layout.delimiter == ';' else 'comma'}, a "
        'quote or a line end in double quotes, write a quote in it twice (""), and give a cell at '
        f"most {LONGEST_CELL} characters."
    )

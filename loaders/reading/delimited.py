"""Delimited text: the records of CSV and of text separated by tabs, with the line each began on."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from .opening import UnreadableError

LONGEST_CELL = 1 << 20
"""Characters of a cell that is read; csv's own default is 131,072."""

MOST_COLUMNS = 1 << 14
"""Cells of a record that is read: the columns of the widest sheet."""

MOST_RECORDS = 1 << 22
"""Records of a table that are read, blank ones too: thirty times ESCO's largest table."""

_LONGEST_RECORD = 1 << 24  # characters, over all of its lines
_AT_ONCE = 1024  # records that are read while the process has our limit
_MOST_AT_ONCE = 1 << 20  # characters of these records, after which no further one is read
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
    read = 0
    while True:
        records: list[Record] = []
        fault = None
        with _LIMIT:
            before = csv.field_size_limit(LONGEST_CELL)
            try:
                records.extend(_read_some(reader, counted, MOST_RECORDS - read))
            except csv.Error as error:
                fault = UnreadableError(_say(error, layout), counted.begin)
            except UnreadableError as error:
                fault = error
            finally:
                csv.field_size_limit(before)
        yield from records
        read += len(records)
        if fault is not None:
            raise fault
        if not records:
            return


def _read_some(reader: Iterator[list[str]], counted: "_Lines", most: int) -> Iterator[Record]:
    """Yield the next records, as many as may be held at a time; UnreadableError after the most."""
    size = 0
    for number, cells in enumerate(islice(reader, _AT_ONCE)):
        if number == most:
            message = f"the table has more than {MOST_RECORDS} rows; split it."
            raise UnreadableError(message, counted.begin)
        if len(cells) > MOST_COLUMNS:
            message = f"the row has {len(cells)} cells, more than {MOST_COLUMNS}; this is no table."
            raise UnreadableError(message, counted.begin)
        yield counted.begin, cells
        size += counted.size
        counted.start()
        if size > _MOST_AT_ONCE:
            return


class _Lines:
    """Hands lines to csv, and knows on which one the record began that csv is reading."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._line = 0
        self.size = 0
        self.begin = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._line += 1
        self.size += len(line)
        if self.size > _LONGEST_RECORD:
            message = (
                f"the row that starts here has more than {_LONGEST_RECORD} characters; end the "
                "quote that was not ended."
            )
            raise UnreadableError(message, self.begin)
        return line

    def start(self) -> None:
        """Begin the next record."""
        self.begin = self._line + 1
        self.size = 0


def _say(error: csv.Error, layout: Layout) -> str:
    what = f"the row that starts here is not CSV ({error}), and what follows was not read; "
    if not layout.quoted:
        return f"{what}give a cell at most {LONGEST_CELL} characters."
    return (
        f"{what}put a cell that holds a {'semicolon' if layout.delimiter == ';' else 'comma'}, a "
        'quote or a line end in double quotes, write a quote in it twice (""), and give a cell at '
        f"most {LONGEST_CELL} characters."
    )


def is_blank(cells: Iterable[str]) -> bool:
    """Whether no cell of a row holds anything."""
    return not any(cell and not cell.isspace() for cell in cells)

"""The tables of a public data set, row by row: columns by name, and an account of every row.

What a loader does with it, file by file (docs/loaders.md has more):

    reading = Reading(request, "esco", files)
    for path in files:
        with reading.open(path, known=COLUMNS) as table:
            for line, (uri, label) in table.read("conceptUri", "preferredLabel"):
                ...                                   # keep a record with its Passage, or
                table.set_aside(line, "why nothing comes of this row")
                table.complain(line, "conceptUri", "what is wrong, and the remedy.")
    return reading.source(rows)

A row that is neither set aside nor complained of is used, and one that was rejected is not given.
Nothing is raised: what cannot be read is an issue, and the table ends there.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NoReturn

from graph.sources import Aside, Issue, Places, Rejected, Source, Tally
from graph.tables import Rows

from ..reading.delimited import Layout, Record, find_layout, is_blank, read_records
from ..reading.opening import UnreadableError, file_name
from ..reading.problems import CONTROL, Problem
from ..reading.sieve import Sieve
from ..reading.spelling import find_nearest, plain, shorten, to_line
from ..reading.texts import Text, open_text, read_first_line
from ..reading.workbook import Workbook
from ..request import Request

_MOST_PROBLEMS = 1000  # of one table; with more it is something else than it seems
_TOLD_EACH = 2048  # rows


def read_columns(path: Path, known: Collection[str], layout: Layout | None = None) -> list[str]:
    """The cells of a text file's first line, trimmed; none where it cannot be read as a table.

    Without a layout the file's is the one by which the line has most `known` columns.
    """
    try:
        line = read_first_line(path)
        _, cells = next(read_records([line], layout or find_layout(line, known)))
    except UnreadableError:
        return []
    return [cell.strip() for cell in cells]


def _read_text(
    text: Text, known: Collection[str], layout: Layout | None, sieve: Sieve
) -> Iterator[Record]:
    """The records of a text, in the layout or else in the one that its first line has."""
    lines = iter(text)
    first = next(lines, "")
    return sieve.read_text(chain([first], lines), layout or find_layout(first, known))


class PublishedTable:
    """One table: its columns, its rows, and what became of each of them."""

    def __init__(
        self,
        file: str,
        records: Iterator[Record],
        sheet: str | None = None,
        faults: Iterable[Problem] = (),
        sieve: Sieve | None = None,
    ) -> None:
        """Read from these records; the first that is not blank names the columns.

        `faults` are what is wrong with cells of a `sheet`; they count where a cell is read. What
        the `sieve` takes out of the records is rejected.
        """
        self.file = file
        self.sheet = sheet
        self.problems: list[Problem] = []
        self._records = records
        self._faults = {(fault.line, fault.column): fault for fault in faults}
        self._aside: dict[str, list[int]] = {}
        self._faulty: set[int] = set()
        self._sieve = sieve
        self._begin = 1  # the line of the header, until it is known
        self.rows = 0
        self.columns = self._read_header()

    @property
    def name(self) -> str:
        """What it is called in accounts and passages: its file, and its sheet in a workbook."""
        return self.file if self.sheet is None else f"{self.file}: {self.sheet}"

    @property
    def places(self) -> Places:
        """Turns lines and columns into the words for a place."""
        return Places(self.file, (), self.columns, self.sheet)

    @property
    def rejected(self) -> Rejected | None:
        """The rows that were left out, None where there are none."""
        return None if self._sieve is None else self._sieve.rejected

    def _read_header(self) -> dict[str, int]:
        """The position of each column from 1, by its name."""
        columns: dict[str, int] = {}
        try:
            named = (record for record in self._records if not is_blank(record[1]))
            line, cells = next(named, (1, []))
        except UnreadableError as error:
            self._complain(error.line or 1, 0, str(error), whole=True)
            return columns
        self._begin = line
        for position, cell in enumerate(cells, 1):
            name = cell.strip()
            if name in columns:
                self._complain(
                    line, position, f"column is {shorten(name)!r}, as is column {columns[name]}."
                )
            elif name:
                columns[name] = position
        self._width = len(cells)
        if not columns:
            self._complain(line, 0, "no column is named here; fetch the file again.")
        return columns

    def read(self, *required: str, optional: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) of each row that is not blank: the cells of these columns, trimmed.

        An optional column that is not there has empty cells, as have those that a row leaves out at
        its end. A row that ends before a required column, goes on beyond the header, or has a
        control character in one of these cells, is a problem and not given.
        """
        if not self._has(required):
            return
        positions = [self.columns.get(name, 0) - 1 for name in (*required, *optional)]
        try:
            for line, cells in self._records:
                if not (cells and cells[0].strip()) and is_blank(cells):
                    continue
                if len(self.problems) > _MOST_PROBLEMS:
                    message = f"more than {_MOST_PROBLEMS} problems; what follows was not read."
                    self._complain(line, 0, message, whole=True)
                    return
                self.rows += 1
                if len(cells) != self._width and not self._fit(line, cells, required):
                    continue
                cells.append("")  # what a column that is not there has: position -1
                chosen = [cells[position].strip() for position in positions]
                if self._faults and self._complain_of_faults(line, positions):
                    continue
                if CONTROL.search("".join(chosen)):
                    self._complain_of_controls(line, cells, positions)
                else:
                    yield line, chosen
        except UnreadableError as error:
            self._complain(error.line or 1, 0, str(error), whole=True)

    def _has(self, required: Sequence[str]) -> bool:
        """Whether all of these columns are there; each that is not is a problem."""
        missing = [name for name in required if name not in self.columns]
        for name in missing if self.columns else ():
            near = find_nearest(name, self.columns)
            meant = "" if near is None else f" Is it {near!r}?"
            self._complain(1, 0, f"column {name!r} is missing.{meant} Fetch the file again.")
        return not missing

    def _fit(self, line: int, cells: list[str], required: Sequence[str]) -> bool:
        """Bring a row to the width of the header; False, and a problem, where it is none."""
        missing = next((name for name in required if self.columns[name] > len(cells)), None)
        beyond = next((cell.strip() for cell in cells[self._width :] if cell.strip()), None)
        if missing is not None:
            self._complain(
                line,
                0,
                f"the row has {len(cells)} cells, and none for {missing!r}; the file may be cut "
                "off: fetch it again.",
            )
        elif beyond is not None:
            self._complain(
                line,
                self._width + 1,
                f"cell is {shorten(beyond)!r}, but the header has no column for it; is a cell "
                "before it in need of quotes?",
            )
        cells[:] = [*cells[: self._width], *[""] * (self._width - len(cells))]
        return missing is None and beyond is None

    def _complain_of_faults(self, line: int, positions: list[int]) -> bool:
        """Whether a sheet has something wrong in one of these cells; each is a problem."""
        found = [self._faults.get((line, position + 1)) for position in positions]
        for fault in filter(None, found):
            self._complain(*fault[:3])
        return any(found)

    def _complain_of_controls(self, line: int, cells: list[str], positions: list[int]) -> None:
        """A problem for each of these cells that holds a control character."""
        for position in positions:
            control = CONTROL.search(cells[position].strip())
            if control is not None:
                message = (
                    f"cell is {shorten(cells[position].strip())!r}; delete its control character, "
                    f"number {control.start() + 1} of the cell."
                )
                self._complain(line, position + 1, message)

    def set_aside(self, line: int, reason: str) -> None:
        """Say why nothing comes of the row that began on this line; a reason is a clause."""
        self._aside.setdefault(reason, []).append(line)

    def complain(self, line: int, column: str, message: str) -> None:
        """Say what is wrong with a cell of a row, as a sentence with the value and the remedy.

        On the line of the header it is said of the whole file.
        """
        self._complain(line, self.columns.get(column, 0), message)

    def _complain(self, line: int, position: int, message: str, *, whole: bool = False) -> None:
        whole = whole or line <= self._begin
        self.problems.append(Problem(line, position, message, whole))
        self._faulty.add(line)

    def tally(self) -> Tally:
        """What became of the rows that were read."""
        aside = tuple(Aside(reason, tuple(sorted(it))) for reason, it in self._aside.items())
        gone = self._faulty.union(*(one.lines for one in aside))
        used = max(self.rows - len(gone), 0)
        rejected = 0 if self.rejected is None else len(self.rejected.rows)
        return Tally(self.name, self.rows + rejected, used, aside, rejected)


class Reading:
    """Reads the tables of one source: keeps them, and tells how far it is."""

    def __init__(self, request: Request, format_: str, files: Sequence[Path]) -> None:
        """Read some or all of these files."""
        self._request = request
        self._format = format_
        self._sizes = {path: _size(path) for path in files}
        self._bytes = 0
        self._rows = 0
        self.tables: list[PublishedTable] = []
        self.notes: list[str] = []

    @contextmanager
    def open(
        self, path: Path, *, known: Collection[str] = (), layout: Layout | None = None
    ) -> Iterator[PublishedTable]:
        """Open a text file as a table; one that cannot be opened has no columns and a problem.

        Without a layout the file's is the one by which its header has most `known` columns.
        """
        file = file_name(path)
        sieve = Sieve(file, file, self._request.rejects)
        with ExitStack() as stack:
            try:
                text = stack.enter_context(open_text(path, self._request.encoding))
                read = _read_text(text, known, layout, sieve)
                records = self._telling(read, lambda _: text.position)
            except UnreadableError as error:
                records = _failing(error)
            yield self._add(PublishedTable(file, records, sieve=sieve))
        self._bytes += self._sizes[path]

    def open_book(
        self, path: Path, *, only: Collection[str] | None = None
    ) -> Iterator[PublishedTable]:
        """Yield each sheet of an XLSX workbook as a table, to be read before the next one.

        `only` these sheets, where they are given. A workbook that cannot be opened is one table
        without columns and with a problem.
        """
        name, whole = file_name(path), self._sizes[path]
        try:
            book = Workbook(path)
            chosen = [sheet for sheet in book.sheets if only is None or sheet in only]
            size = whole // max(len(book.sheets), 1)
            whole = size * len(chosen)
            for number, sheet_name in enumerate(chosen):
                sheet = book.read(sheet_name)
                begin, height = number * size, max(sheet.height, 1)
                sieve = Sieve(
                    f"{name}: {sheet_name}", f"{path.stem}-{sheet_name}.csv", self._request.rejects
                )
                read = sieve.read_cells(sheet.rows)
                records = self._telling(read, partial(_place, begin, size, height))
                table = PublishedTable(name, records, sheet_name, sheet.faults, sieve)
                yield self._add(table)
        except UnreadableError as error:
            yield self._add(PublishedTable(name, _failing(error)))
        self._bytes += whole

    def _add(self, table: PublishedTable) -> PublishedTable:
        self.tables.append(table)
        return table

    def _telling(
        self, records: Iterator[Record], position: Callable[[int], int]
    ) -> Iterator[Record]:
        """The records; every so often tells how many were read, and of about how many.

        `position` tells the bytes of the file up to a line.
        """
        for line, cells in records:
            if self._rows % _TOLD_EACH == 0:
                read = self._bytes + position(line)
                about = self._rows * sum(self._sizes.values()) // read if read else 0
                what = f"reading {self._request.name}"
                self._request.tell(what, self._rows, max(self._rows, about))
            self._rows += 1
            yield line, cells

    def source(self, rows: Rows) -> Source:
        """The source that says these rows, with the account of the files and every problem."""
        issues = (
            Issue(
                self._request.name,
                number,
                line,
                column,
                table.places.place(line, column),
                text,
                None if whole else (table.name, line),
            )
            for number, table in enumerate(self.tables)
            for line, column, text, whole in table.problems
        )
        return Source(
            self._request.name,
            self._format,
            location=plain(self._request.path),
            loaded=datetime.now(UTC).isoformat(timespec="seconds"),
            rows={name: records for name, records in rows.items() if records},
            issues=tuple(sorted(issues)),
            tallies=tuple(table.tally() for table in self.tables),
            notes=tuple(map(to_line, self.notes)),
            rejected=tuple(it.rejected for it in self.tables if it.rejected is not None),
        )


def _failing(error: UnreadableError) -> Iterator[Record]:
    """The records of a file that cannot be opened: asking for the first raises the error."""
    return (_raise(error) for _ in range(1))


def _raise(error: UnreadableError) -> NoReturn:
    raise error


def _place(begin: int, size: int, height: int, line: int) -> int:
    """About where a line of a sheet is in its file; bytes, where the sheet begins and its size."""
    return begin + size * line // height


def _size(path: Path) -> int:
    """Bytes of a file on disk; of what cannot be opened, none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0

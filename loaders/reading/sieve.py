"""Sieve: takes rejected rows out of a file as it is read, and keeps them as they were typed."""

import csv
import io
from collections.abc import Container, Iterable, Iterator, Mapping

from graph.sources import Rejected, RejectedRow, Row

from .delimited import COMMAS, Layout, Record, is_blank, read_records
from .problems import CONTROL

_FAULT = "#VALUE!"  # as spreadsheets write an error; no cell of a table may hold it


class Sieve:
    """Lets the records of one file or sheet through, but those of rejected rows."""

    def __init__(self, table: str, file: str, rejects: Mapping[Row, str]) -> None:
        """Look for the rows of this table; `file` names a CSV that may hold them."""
        self._table = table
        self._file = file
        self._reasons = {line: why for (name, line), why in rejects.items() if name == table}
        self._delimiter = COMMAS.delimiter
        self._header = ""
        self._rows: list[RejectedRow] = []

    @property
    def expects(self) -> bool:
        """Whether there are rows to leave out."""
        return bool(self._reasons)

    @property
    def lines(self) -> set[int]:
        """The lines that the rows which were left out so far begin on."""
        return {row.line for row in self._rows}

    @property
    def rejected(self) -> Rejected | None:
        """The rows that were left out so far, None where there are none."""
        if not self._rows:
            return None
        rows = tuple(self._rows)
        return Rejected(self._table, self._file, self._delimiter, self._header, rows)

    def read_text(self, lines: Iterable[str], layout: Layout) -> Iterator[Record]:
        """Yield the records of a text, as read_records does; a row's text is what it was."""
        if not self._reasons:
            yield from read_records(lines, layout)
            return
        self._delimiter = layout.delimiter
        kept: dict[int, str] = {}
        last: Record | None = None
        for record in read_records(_keep(lines, kept), layout):
            if last is not None:
                text = "".join(kept.pop(line) for line in range(last[0], record[0]))
                yield from self._sift(last, text)
            last = record
        if last is not None:
            yield from self._sift(last, "".join(kept.values()))

    def read_cells(
        self, records: Iterable[Record], faults: Container[tuple[int, int]] = ()
    ) -> Iterator[Record]:
        """Yield the records of a sheet; a row's text is its cells, separated by commas.

        `faults` are the line and column of cells that hold what is no text.
        """
        for line, cells in records:
            shown = (
                _FAULT if (line, column) in faults and not CONTROL.search(cell) else cell
                for column, cell in enumerate(cells, 1)
            )
            yield from self._sift((line, cells), _write(shown) if self._reasons else "")

    def _sift(self, record: Record, text: str) -> Iterator[Record]:
        """Yield a record that is not of a rejected row."""
        line, cells = record
        if not self._header and not is_blank(cells):
            self._header = text
        if line in self._reasons:
            self._rows.append(RejectedRow(line, self._reasons[line], text))
        else:
            yield record


def _keep(lines: Iterable[str], kept: dict[int, str]) -> Iterator[str]:
    """Yield each line, and keep it by its number until its record is known."""
    for number, line in enumerate(lines, 1):
        kept[number] = line
        yield line


def _write(cells: Iterable[str]) -> str:
    """The cells of a row as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()

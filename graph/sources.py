"""A source as it was read: its rows, where each stood, and what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .records import Document, Passage
from .tables import TABLES, Rows

Row = tuple[str, int]
"""A row of a source's files: its table (of a public data set its file, and sheet) and its line."""

INFERRED = "inferred"
"""The format of a source that was inferred from another, whose name is then its location."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One problem of a source; issues sort by where they stand.

    `place` reads like `stages.csv:14:2` (file, line, column) or `book.xlsx: stages!B14`. `row` is
    the row without which there is no such problem; None where that would not help, or no row of a
    file is known.
    """

    source: str
    table: int
    line: int
    column: int
    place: str
    message: str
    row: Row | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The place and the sentence."""
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of one table stood: file, line of each row, position of each column.

    A workbook's sheet has `sheet`; its places are cells.
    """

    file: str
    lines: tuple[int, ...]
    columns: Mapping[str, int]
    sheet: str | None = None

    def place(self, line: int, column: int) -> str:
        """The words for a place; line and column count from 1, column 0 is the whole row."""
        if self.sheet is not None:
            return f"{self.file}: {self.sheet}!{_letters(column or 1)}{line}"
        return f"{self.file}:{line}:{column or 1}"


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows of a file that nothing in the graph comes from, by the line each began on, and why."""

    reason: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of one file, or sheet: used, set aside, or rejected."""

    file: str
    rows: int
    used: int
    aside: tuple[Aside, ...] = ()
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was left out: its line, why, and its text as it was typed."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The rows of one table that were left out, and its header; `file` names a CSV for them.

    Where the `delimiter` is a tab, cells stand without quotes.
    """

    table: str
    file: str
    delimiter: str
    header: str
    rows: tuple[RejectedRow, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that one source says.

    `location` is where it was read, `loaded` when (ISO 8601, UTC). `issues` are the problems met
    while reading; a source with issues is never written. `broken` holds (table, id) of rows that
    define something but could not be read, with their line, `unread` tables of which nothing could
    be read, so that what refers to them is not reported again. `rejected` are the rows that were
    left out. `tallies` account for every row of a public data set,
    and `notes` say what else a person should know of how it was read. `leans_on` names the data
    sets that define what its codes are of, by how their ids begin: where it is loaded, codes of
    what they lack are left out (`graph.settling`).
    """

    name: str
    format: str
    location: str
    loaded: str
    rows: Rows
    places: Mapping[str, Places] = field(default_factory=dict, compare=False, repr=False)
    issues: tuple[Issue, ...] = field(default=(), compare=False)
    broken: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)
    unread: frozenset[str] = field(default=frozenset(), compare=False)
    tallies: tuple[Tally, ...] = field(default=(), compare=False, repr=False)
    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)
    leans_on: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    rejected: tuple[Rejected, ...] = field(default=(), compare=False, repr=False)

    def find_row(self, table: str, index: int) -> Row | None:
        """The row of a file that record `index` (from 0) of a table comes from.

        None where it is not known, as of skills of a public data set, which have no passage.
        """
        places = self.places.get(table)
        if places is not None:
            return table, places.lines[index]
        passage: Passage | None = getattr(self.rows[table][index], "passage", None)
        if passage is None or passage.table is None or passage.row is None:
            return None
        for file in (tally.file for tally in self.tallies):
            if passage.table == file or passage.table.endswith(f", {file}"):  # after a remark
                return file, passage.row
        return None

    def issue(self, table: str, index: int, column: str, message: str) -> Issue:
        """The issue that says `message` of a cell: row `index` (from 0) of a table."""
        order, row = list(TABLES).index(table), self.find_row(table, index)
        places = self.places.get(table)
        if places is None:
            passage: Passage | None = getattr(self.rows[table][index], "passage", None)
            place = f"table {table}, row {index + 1}"
            if passage is not None and passage.row:
                place = f"{passage.table}:{passage.row}"
            where = f"source {self.name!r}, {place}, {column}"
            return Issue(self.name, order, index + 1, 0, where, message, row)
        line, position = places.lines[index], places.columns.get(column, 0)
        return Issue(self.name, order, line, position, places.place(line, position), message, row)

    @property
    def edition(self) -> Document | None:
        """The document that has the source's name, and says more than that: which edition it is."""
        for document in self.rows.get("documents", ()):
            if document.id == self.name and document != Document(id=self.name, title=self.name):
                found: Document = document
                return found
        return None

    @property
    def own_document(self) -> Document | None:
        """The document that stands for this source: of all its rows that name none (semantics)."""
        named = {document.id for document in self.rows.get("documents", ())}
        for rows in self.rows.values():
            for record in rows:
                passage = getattr(record, "passage", None)
                if passage is not None and passage.document == self.name:
                    return None if self.name in named else Document(id=self.name, title=self.name)
        return None


def _letters(column: int) -> str:
    """A spreadsheet's name of a column, from 1: A to Z, then AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

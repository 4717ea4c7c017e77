"""Which table of O*NET a file or sheet is, by its columns.

The editions differ: that of text leaves out the titles and names which that of workbooks repeats in
each row. Versions differ too: some have further columns, or several tables where another has one.
Only columns that all have in common tell what a table is; further ones are read where they are
there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ..published import read_columns
from ..reading.delimited import TABS, Layout
from ..reading.opening import file_name
from ..reading.workbook import read_headers

CODE = "O*NET-SOC Code"


class Kind(Enum):
    """The tables of O*NET, each with the columns that it has in every version; the first that fits.

    What each row of `RATINGS` rates, its Element ID says. `OTHER` ones say something of elements;
    what is `UNKNOWN` is none of O*NET's.
    """

    OCCUPATIONS = (CODE, "Title", "Description")
    RELATED = (CODE, "Related O*NET-SOC Code", "Index")
    ALTERNATE_TITLES = (CODE, "Alternate Title")
    REPORTED_TITLES = (CODE, "Reported Job Title")
    JOB_ZONES = (CODE, "Job Zone")
    RATINGS = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
    TOOLS = (CODE, "Commodity Code", "Commodity Title")
    COMMODITIES = ("Commodity Code", "Commodity Title", "Class Code")
    SCALES = ("Scale ID", "Scale Name", "Minimum", "Maximum")
    ZONES = ("Job Zone", "Name")
    TASKS = ("Task ID",)
    EMERGING_TASKS = (CODE, "Task", "Category")
    SURVEYS = (CODE, "Item", "Response")
    CATEGORIES = ("Scale ID", "Category", "Category Description")
    ANCHORS = ("Element ID", "Anchor Value", "Anchor Description")
    ELEMENTS = ("Element ID", "Element Name", "Description")
    OTHER = ()
    UNKNOWN = None


READ = frozenset(
    (
        Kind.OCCUPATIONS,
        Kind.RELATED,
        Kind.ALTERNATE_TITLES,
        Kind.REPORTED_TITLES,
        Kind.JOB_ZONES,
        Kind.RATINGS,
        Kind.TOOLS,
    )
)
"""The tables that say something of occupations which the graph has a place for."""

OPTIONAL = (
    *("Element Name", "Category", "Recommend Suppress", "Not Relevant", "Date", "Domain Source"),
    *("Short Title", "Source(s)", "Relatedness Tier", "Related Title", "SVP Range"),
    *("Example", "T2 Example", "T2 Type", "Hot Technology", "In Demand"),
)
"""Columns that not every version or edition has."""

_KEY = "Element ID"  # how the columns of tables end that relate elements to each other
_KEYS = frozenset(("DWA ID", "IWA ID", "Survey Item Number", "Interest Type", "Keyword"))
_TEXT_ENDINGS = (".txt", ".tsv", ".csv")
_BOOK_ENDING = ".xlsx"

KNOWN = frozenset(column for kind in Kind for column in kind.value or ()) | set(OPTIONAL) | _KEYS
"""Every column that is looked for, to tell how a text with commas separates its cells."""


@dataclass(frozen=True, slots=True)
class OnetTable:
    """A table: where it is, its sheet in a workbook, and what it is."""

    path: Path
    sheet: str | None = None
    kind: Kind = Kind.UNKNOWN


def find_layout(path: Path) -> Layout | None:
    """How a text separates its cells: O*NET's own by tabs, None where its header has to tell."""
    return None if file_name(path).lower().endswith(".csv") else TABS


def list_tables(path: Path) -> list[OnetTable]:
    """The tables that a file holds: one where it is text, or can be nothing else; no empty sheet.

    Whether it is one shows in its name; a link or a pipe is not opened.
    """
    if not file_name(path).lower().endswith((*_TEXT_ENDINGS, _BOOK_ENDING)):
        return []
    if path.is_symlink() or not path.is_file():
        return [OnetTable(path)]
    if path.name.lower().endswith(_BOOK_ENDING):
        headers = read_headers(path).items()
        sheets = [OnetTable(path, sheet, find_kind(it)) for sheet, it in headers if it]
        return sheets or [OnetTable(path)]
    return [OnetTable(path, None, find_kind(read_columns(path, KNOWN, find_layout(path))))]


def find_kind(columns: Collection[str]) -> Kind:
    """The table that has these columns."""
    there = set(columns)
    for kind in Kind:
        if kind.value and there.issuperset(kind.value):
            return kind
    related = there & _KEYS or any(column.endswith(_KEY) for column in there)
    return Kind.OTHER if related else Kind.UNKNOWN

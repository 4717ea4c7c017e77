"""Reads the tables of O*NET: occupations, their titles, job zones, ratings, tools and moves.

What has no place in the graph is read too, and set aside with the reason, so that the account of
the load has every row of every table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, NamedTuple

from ..published import PublishedTable, Reading
from ..reading.spelling import shorten
from .codes import is_commodity, is_element, is_occupation
from .files import CODE, KNOWN, Kind, OnetTable, find_layout
from .places import Place
from .ratings import AGAIN, COLUMNS, OPTIONAL, READ_SCALES, Rating, Ratings, Scale

ALTERNATE, SHORT, REPORTED = "alternate title", "short title", "sample of reported titles"
"""Why a further title names the same occupation: the table or column that has it."""

_NONE = "n/a"  # what the edition of text has in cells that are empty in workbooks
_STARTERS = "starters"  # in the name of the matrix for those who have no occupation yet
_YES = "Y"
_UNKNOWN = "its occupation is in no table of occupations"

_NO_PLACE = {
    Kind.TASKS: "tasks have no place in the graph",
    Kind.EMERGING_TASKS: "tasks have no place in the graph",
    Kind.SURVEYS: "how a survey was answered has no place in the graph",
    Kind.CATEGORIES: "the words for a scale's categories have no place in the graph",
    Kind.ANCHORS: "the words for a scale's values have no place in the graph",
    Kind.ELEMENTS: "descriptions of elements have no place in the graph",
    Kind.OTHER: "what else is said of elements has no place in the graph",
}
"""The tables of which nothing comes but the account, and why."""


class Zone(NamedTuple):
    """A job zone: its name, and its range of specific vocational preparation; empty if unsaid."""

    name: str
    preparation: str
    place: Place

    @property
    def said(self) -> str:
        """Its name and range."""
        return f"{self.name}, SVP {self.preparation}" if self.preparation else self.name


class Tool(NamedTuple):
    """That an occupation uses an example of a commodity; `remarks` are what else is said of it."""

    code: str
    commodity: str
    example: str
    remarks: tuple[str, ...]


class Related(NamedTuple):
    """Where a table relates an occupation to another: at which rank, 1 the nearest, in which tier.

    The tier is empty where the table has none.
    """

    rank: int
    tier: str
    place: Place


class Onet:
    """What the tables of one source say."""

    def __init__(self, reading: Reading) -> None:
        """Begin with nothing."""
        self._reading = reading
        self._codes: dict[str, bool] = {}
        self._scales: dict[str, Scale] = {}
        self.occupations: dict[str, tuple[str, Place]] = {}
        self.job_zones: dict[str, tuple[int, Place]] = {}
        self.zones: dict[int, Zone] = {}
        self.names: dict[tuple[str, str, str], Place] = {}
        self.ratings = Ratings(self._scales)
        self.commodities: dict[str, str] = {}
        self.classes: dict[str, tuple[str, Place]] = {}
        self.retitled: set[str] = set()
        self.tools: dict[Tool, Place] = {}
        self.related: dict[tuple[str, str], Related] = {}

    def read(self, tables: Sequence[OnetTable]) -> None:
        """Read all of these; occupations and references before what refers to them."""
        for found in tables:
            for table in self._open(found):
                self._readers[found.kind](self, table, found.kind)
        self.ratings.set_levels_aside()

    def _open(self, found: OnetTable) -> Iterator[PublishedTable]:
        """Yield the table of a file, or of a sheet."""
        if found.sheet is not None:
            yield from self._reading.open_book(found.path, only=(found.sheet,))
            return
        layout = find_layout(found.path)
        with self._reading.open(found.path, known=KNOWN, layout=layout) as table:
            yield table

    def _knows(self, table: PublishedTable, line: int, code: str, column: str = CODE) -> bool:
        """Whether an occupation may be referred to; else its row is set aside, or a problem.

        Where there is no table of occupations another source has to have them.
        """
        known = self._codes.get(code)
        if known is None:
            known = self._codes[code] = is_occupation(code)
        if not known:
            message = f"{column} is {shorten(code)!r}; give a code such as 11-1011.00."
            table.complain(line, column, message)
        elif self.occupations and code not in self.occupations:
            table.set_aside(line, _UNKNOWN)
            return False
        return known

    def _read_occupations(self, table: PublishedTable, _: Kind) -> None:
        """The occupations, each with its title."""
        for line, (code, title) in table.read(CODE, "Title"):
            place = Place(table, line)
            if not is_occupation(code):
                self._knows(table, line, code)
            elif not title:
                table.complain(line, "Title", f"Title is {title!r}; give the occupation's title.")
            elif self.occupations.setdefault(code, (_clean(title), place))[1] is place:
                continue
            elif self.occupations[code][0] == _clean(title):
                table.set_aside(line, AGAIN)
            else:
                message = f"{CODE} is {code!r} again; give each occupation one row."
                table.complain(line, CODE, message)

    def _read_alternate_titles(self, table: PublishedTable, _: Kind) -> None:
        """Further titles of occupations, and short forms of these."""
        columns = (CODE, "Alternate Title")
        for line, (code, title, short) in table.read(*columns, optional=("Short Title",)):
            if self._knows(table, line, code):
                forms = ((title, ALTERNATE), (_read(short), SHORT))
                self._add_names(Place(table, line), code, forms)

    def _read_reported_titles(self, table: PublishedTable, _: Kind) -> None:
        """The titles that some who work in an occupation gave."""
        for line, (code, title) in table.read(CODE, "Reported Job Title"):
            if self._knows(table, line, code):
                self._add_names(Place(table, line), code, ((title, REPORTED),))

    def _add_names(self, place: Place, code: str, forms: Sequence[tuple[str, str]]) -> None:
        """Keep the titles of a row (title, reason) that are none yet; else it is set aside."""
        own = self.occupations[code][0].casefold() if code in self.occupations else None
        new = False
        for title, reason in forms:
            name = _clean(title)
            if name and name.casefold() != own:
                new |= self.names.setdefault((code, name, reason), place) is place
        if not new:
            place.set_aside("it has no title that is not read already")

    def _read_job_zones(self, table: PublishedTable, _: Kind) -> None:
        """The job zone of each occupation."""
        for line, (code, cell) in table.read(CODE, "Job Zone"):
            if not self._knows(table, line, code):
                continue
            zone = _read_whole(table, line, "Job Zone", cell)
            if zone is None:
                continue
            place = Place(table, line)
            other, where = self.job_zones.setdefault(code, (zone, place))
            if where is place:
                continue
            if other == zone:
                table.set_aside(line, AGAIN)
                continue
            message = f"Job Zone is {zone!r}, but {other!r} on line {where.line}; give it one row."
            table.complain(line, "Job Zone", message)

    def _read_zones(self, table: PublishedTable, _: Kind) -> None:
        """What each job zone is called, and how much preparation it takes."""
        columns = ("Job Zone", "Name")
        for line, (cell, name, preparation) in table.read(*columns, optional=("SVP Range",)):
            zone = _read_whole(table, line, "Job Zone", cell)
            if zone is not None:
                made = Zone(_clean(name), preparation.strip("()"), Place(table, line))
                if self.zones.setdefault(zone, made) is not made:
                    table.set_aside(line, "a row before it describes this job zone")

    def _read_scales(self, table: PublishedTable, _: Kind) -> None:
        """The scales, and between which values they lie."""
        for line, (id_, name, *bounds) in table.read(*Kind.SCALES.value):
            if id_ not in READ_SCALES:
                table.set_aside(line, "nothing that is read has this scale")
                continue
            try:
                least, most = map(float, bounds)
            except ValueError:
                low, high = map(shorten, bounds)
                message = f"Minimum and Maximum are {low!r} and {high!r}; give numbers."
                table.complain(line, "Minimum", message)
                continue
            self._scales.setdefault(id_, Scale(name, least, most))

    def _read_ratings(self, table: PublishedTable, _: Kind) -> None:
        """What occupations are rated on; see Ratings."""
        for line, cells in table.read(*COLUMNS, optional=OPTIONAL):
            row = Rating(*cells)
            if not self._knows(table, line, row.code):
                continue
            if is_element(row.element):
                self.ratings.add(Place(table, line), row)
                continue
            message = f"Element ID is {shorten(row.element)!r}; give one such as 2.A.1.a."
            table.complain(line, "Element ID", message)

    def _read_tools(self, table: PublishedTable, _: Kind) -> None:
        """Tools and technologies that an occupation uses, by commodity."""
        columns = (CODE, "Commodity Code", "Commodity Title")
        optional = ("Example", "T2 Example", "Hot Technology", "In Demand")
        for line, (code, commodity, title, *cells) in table.read(*columns, optional=optional):
            if not self._knows(table, line, code) or not self._has(table, line, commodity, title):
                continue
            example, older, hot, demand = map(_read, cells)
            flags = (("hot technology", hot), ("in demand", demand))
            remarks = tuple(remark for remark, flag in flags if flag == _YES)
            place = Place(table, line)
            tool = Tool(code, commodity, _clean(example or older), remarks)
            if self.tools.setdefault(tool, place) is not place:
                table.set_aside(line, AGAIN)

    def _has(self, table: PublishedTable, line: int, commodity: str, title: str) -> bool:
        """Whether a row names a commodity, which is then kept; else it is a problem."""
        if not is_commodity(commodity) or not title:
            message = (
                f"Commodity Code is {shorten(commodity)!r} and Commodity Title {shorten(title)!r}; "
                "give eight digits, and a title."
            )
            table.complain(line, "Commodity Code", message)
            return False
        if self.commodities.setdefault(commodity, _clean(title)) != _clean(title):
            self.retitled.add(commodity)
        return True

    def _read_commodities(self, table: PublishedTable, _: Kind) -> None:
        """The commodities, and the class of each."""
        for line, (commodity, title, class_) in table.read(*Kind.COMMODITIES.value):
            if self._has(table, line, commodity, title):
                place = Place(table, line)
                if self.classes.setdefault(commodity, (class_, place))[1] is not place:
                    table.set_aside(line, "a row before it has this commodity")

    def _read_related(self, table: PublishedTable, kind: Kind) -> None:
        """To which others one may move from an occupation, nearest first."""
        if _STARTERS in table.name.lower():
            self._set_all_aside(table, kind)
            return
        target = "Related O*NET-SOC Code"
        columns = (CODE, target, "Index")
        for line, (code, other, cell, tier) in table.read(*columns, optional=("Relatedness Tier",)):
            if not self._knows(table, line, code) or not self._knows(table, line, other, target):
                continue
            rank = _read_whole(table, line, "Index", cell)
            if rank is None:
                continue
            if code == other:
                table.set_aside(line, "nobody moves to the occupation that they have")
                continue
            made = Related(rank, _read(tier), Place(table, line))
            if self.related.setdefault((code, other), made) is not made:
                table.set_aside(line, "a row before it relates these two")

    def _set_all_aside(self, table: PublishedTable, kind: Kind) -> None:
        """Count the rows of a table that has no place in the graph."""
        starters = "what one who has no occupation yet may explore is no move"
        for line, _ in table.read():
            table.set_aside(line, _NO_PLACE.get(kind, starters))

    _readers: ClassVar[Mapping[Kind, "_Reader"]] = {
        **dict.fromkeys(_NO_PLACE, _set_all_aside),
        Kind.OCCUPATIONS: _read_occupations,
        Kind.ALTERNATE_TITLES: _read_alternate_titles,
        Kind.REPORTED_TITLES: _read_reported_titles,
        Kind.JOB_ZONES: _read_job_zones,
        Kind.ZONES: _read_zones,
        Kind.SCALES: _read_scales,
        Kind.RATINGS: _read_ratings,
        Kind.TOOLS: _read_tools,
        Kind.COMMODITIES: _read_commodities,
        Kind.RELATED: _read_related,
    }


_Reader = Callable[[Onet, PublishedTable, Kind], None]


def _read(cell: str) -> str:
    """A cell's text; none where the edition says that there is none."""
    return "" if cell.lower() == _NONE else cell


def _clean(text: str) -> str:
    """A text with plain single spaces."""
    return " ".join(text.split())


def _read_whole(table: PublishedTable, line: int, column: str, cell: str) -> int | None:
    """The whole number that a cell is, 1 or more; None, and a problem, where it is none."""
    if cell.isascii() and cell.isdigit() and len(cell) < len("1000") and int(cell) > 0:
        return int(cell)
    table.complain(line, column, f"{column} is {shorten(cell)!r}; give a whole number from 1 on.")
    return None

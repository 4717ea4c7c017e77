"""Which rows to leave out of a load, so that the rest holds together, and why each."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .errors import LoadError
from .integrity import list_issues
from .settling import settle_all
from .sources import Issue, Row, Source
from .tables import TABLES, list_references

MOST_REJECTED = 1000
"""Rows that a load leaves out where nobody says how many: with more, it is another mistake."""

Reread = Callable[[Source, Mapping[Row, str]], Source]
"""Reads a source again without these rows."""

_Thing = tuple[str, str]
"""What rows define and refer to: a table and an id."""


def leave_out(
    load: Sequence[Source],
    kept: Sequence[Source],
    reread: Reread,
    *,
    most: int = MOST_REJECTED,
) -> tuple[Source, ...]:
    """The sources to load without the rows that have a problem, beside those that are kept.

    A row that refers to what such a row alone defines has a problem too. What remains is what the
    good rows alone say: they are read again. Raises LoadError, with every problem that was found,
    where one is of no row of these sources, or more than `most` rows would be left out.
    """
    rejecting = _Rejecting(kept, most)
    sources = tuple(load)
    while rejecting.look(sources):
        sources = tuple(rejecting.reread(source, reread) for source in sources)
    return sources


class _Rejecting:
    """The rows that were found so far, with their reasons, by source."""

    def __init__(self, kept: Sequence[Source], most: int) -> None:
        self._kept = kept
        self._most = most
        self._reasons: defaultdict[str, dict[Row, list[str]]] = defaultdict(dict)
        self._said: list[str] = []
        self._stale: set[str] = set()  # the sources that have to be read again

    def look(self, sources: Sequence[Source]) -> bool:
        """Whether these sources have rows to leave out; LoadError where that does not help."""
        issues = list_issues(settle_all((*self._kept, *sources)))
        names = {source.name for source in sources}
        beyond = [
            _say_beyond(issue, names)
            for issue in issues
            if issue.row is None or issue.source not in names
        ]
        self._stale = set()
        for issue in issues:
            if issue.row is not None and issue.source in names:
                self._reject(issue.source, issue.row, str(issue))
        whole = any(issue.row is None and issue.source in names for issue in issues)
        if whole or (issues and not self._stale):
            raise LoadError([*self._said, *beyond])
        if self._stale:
            self._follow(sources)
        self._check_number(beyond)
        return bool(self._stale)

    def reread(self, source: Source, reread: Reread) -> Source:
        """The source, without its rows that were found where more were."""
        if source.name not in self._stale:
            return source
        reasons = self._reasons[source.name]
        try:
            return reread(source, {row: " ".join(said) for row, said in reasons.items()})
        except LoadError as error:
            raise LoadError([*self._said, *error.issues]) from error

    def _reject(self, source: str, row: Row, reason: str) -> bool:
        """Note why a row is left out; whether it was not before."""
        reasons = self._reasons[source]
        new = row not in reasons
        said = reasons.setdefault(row, [])
        if reason not in said:
            said.append(reason)
            self._said.append(reason)
        if new:
            self._stale.add(source)
        return new

    def _follow(self, sources: Sequence[Source]) -> None:
        """Leave out what refers to what is left out, and what refers to that."""
        links = _Links(sources, self._kept)
        gone = deque(links.list_broken())
        for source, reasons in self._reasons.items():
            for row in reasons:
                gone += links.take_away(source, row)
        while gone:
            thing, place = gone.popleft()
            for reference in links.refers[thing]:
                issue = reference.complain(place)
                if issue.row is not None and self._reject(issue.source, issue.row, str(issue)):
                    gone += links.take_away(issue.source, issue.row)

    def _check_number(self, beyond: Sequence[str]) -> None:
        number = sum(map(len, self._reasons.values()))
        if number > self._most:
            rows = "1 row" if number == 1 else f"{number} rows"
            message = (
                f"{rows} would be rejected, more than {self._most}; mend what most of them have in "
                "common, or allow more with --max-rejects."
            )
            raise LoadError([*self._said, *beyond, message])


def _say_beyond(issue: Issue, names: set[str]) -> str:
    """The sentence of an issue that no row which is loaded now can be left out for."""
    if issue.source in names:
        return f"{issue} This is not of one row, which could be rejected."
    return f"{issue} The source {issue.source!r} was loaded before; its rows are not rejected."


@dataclass(frozen=True, slots=True)
class _Reference:
    """A cell that names an id: record `index` of a table of a source, and the column."""

    source: Source
    table: str
    index: int
    column: str
    id: str

    def complain(self, place: str) -> Issue:
        """The issue that the row at a place, which defines the id, was rejected."""
        message = (
            f"{self.column} is {self.id!r}, and the row that defines it was rejected ({place}); "
            "mend that one, and this one loads with it."
        )
        return self.source.issue(self.table, self.index, self.column, message)


class _Links:
    """What rows define, and which of the rows to load refer to it."""

    def __init__(self, load: Sequence[Source], kept: Sequence[Source]) -> None:
        self._sources = load
        self._defined: Counter[_Thing] = Counter()
        self._definers: defaultdict[tuple[str, Row], list[tuple[_Thing, str]]] = defaultdict(list)
        self.refers: defaultdict[_Thing, list[_Reference]] = defaultdict(list)
        for source in kept:
            for name, table in TABLES.items():
                if table.key is not None:
                    self._defined.update((name, record.id) for record in source.rows.get(name, ()))
        for source in load:
            self._link(source)
        for source in (*load, *kept):
            self._defined["documents", source.name] += 1  # it may stand as a document itself

    def _link(self, source: Source) -> None:
        """Note what each row of a source defines and refers to."""
        for name, table in TABLES.items():
            for index, record in enumerate(source.rows.get(name, ())):
                if table.key is not None:
                    self._defined[name, record.id] += 1
                    row = source.find_row(name, index)
                    if row is not None:
                        place = source.issue(name, index, table.key, "").place
                        self._definers[source.name, row].append(((name, record.id), place))
                for column, refers, id_ in list_references(record):
                    reference = _Reference(source, name, index, column, id_)
                    self.refers[refers, id_].append(reference)

    def list_broken(self) -> Iterator[tuple[_Thing, str]]:
        """Yield what only rows define that could not be read, and where."""
        for source in self._sources:
            for (table, id_), line in source.broken.items():
                if not self._defined[table, id_]:
                    places = source.places[table]
                    column = places.columns.get(TABLES[table].key or "", 0)
                    yield (table, id_), places.place(line, column)

    def take_away(self, source: str, row: Row) -> Iterator[tuple[_Thing, str]]:
        """Take a row away; yield what nothing defines then, and where it stood."""
        for thing, place in self._definers.get((source, row), ()):
            self._defined[thing] -= 1
            if not self._defined[thing]:
                yield thing, place

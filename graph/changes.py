"""What differs between two editions of what sources say: by source, table and row.

Rows are matched by what they say, then by what they are about (`KEYS`). Where a row stands, its
document, characters, file and line, is no part of that: a new edition moves lines. Cost: sorting
the rows that do not say the same on both sides.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from .catalog import list_contents
from .collector import paused_collector
from .records import Document, Passage, Record
from .sources import Source
from .tables import TABLES, Table

KEYS: Mapping[str, tuple[str, ...]] = {
    **{table.name: (table.key,) for table in TABLES.values() if table.key is not None},
    "stages": ("role", "line"),
    "names": ("kind", "id", "name", "language"),
    "codes": ("kind", "id", "scheme", "code"),
    "moves": ("from", "to", "kind"),
    "stays": ("role", "basis"),
    "requirements": ("role", "kind", "target"),
    "pay": (
        *("role", "level", "city_tier", "city", "experience_low", "experience_high"),
        *("period", "currency"),
    ),
    "role_industries": ("role", "industry"),
    "role_interests": ("role", "interest"),
}
"""The columns that say what a row is about, by table: with these the same, a row has changed."""

NAMES = ("name_zh", "name_en")
"""The columns with the names of roles, skills, certifications and industries."""

_T = TypeVar("_T")

_OWN = object()  # stands for the name of the source itself, which may differ between editions
_PLACE = 3  # columns that say where a row stands: document, start, end, the last ones


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row in both editions; `columns` that differ, in order, without those of its place."""

    before: Any
    after: Any
    columns: tuple[str, ...] = ()

    @property
    def renamed(self) -> tuple[str, ...]:
        """The columns in which a name became another one; a name that came or went is none."""
        return tuple(
            name
            for name in self.columns
            if name in NAMES and None not in (getattr(self.before, name), getattr(self.after, name))
        )


@dataclass(frozen=True, slots=True)
class TableChange:
    """What became of one table's rows of one source; lists are in order of content.

    `renamed` and `changed` have no row in common: what has another name is renamed, whatever else
    of it differs. `relocated` rows say the same at another place, in any order. Rows that say the
    same in the same passage count once.
    """

    table: str
    before: int
    after: int
    added: tuple[Any, ...] = ()
    renamed: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    removed: tuple[Any, ...] = ()
    relocated: tuple[RowChange, ...] = ()

    @property
    def says_other(self) -> int:
        """How many rows were added, renamed, changed or removed."""
        return sum(map(len, (self.added, self.renamed, self.changed, self.removed)))


@dataclass(frozen=True, slots=True)
class SourceChange:
    """One source in both editions, None where it is not there, and its tables that differ."""

    before: Source | None
    after: Source | None
    tables: tuple[TableChange, ...]

    @property
    def name(self) -> str:
        """What it is called, afterwards where both have it."""
        source = self.after or self.before
        return "" if source is None else source.name

    @property
    def differs(self) -> bool:
        """Whether it came, went, or says anything else, if only at another place."""
        return self.before is None or self.after is None or bool(self.tables)

    @property
    def says_other(self) -> int:
        """How many rows were added, renamed, changed or removed."""
        return sum(table.says_other for table in self.tables)


def list_changes(
    before: Iterable[Source], after: Iterable[Source], *, names: Mapping[str, str] | None = None
) -> list[SourceChange]:
    """Every source of both sides in order of name, also those that are the same.

    A source is compared with the one of its name; `names` gives the name before, by the name
    after, of those that were called otherwise.
    """
    called = {} if names is None else names
    old = {source.name: source for source in before}
    new = {called.get(source.name, source.name): source for source in after}
    with paused_collector():
        changes = [
            SourceChange(old.get(name), new.get(name), _list_tables(old.get(name), new.get(name)))
            for name in old.keys() | new.keys()
        ]
    return sorted(changes, key=lambda change: change.name)


def _list_tables(before: Source | None, after: Source | None) -> tuple[TableChange, ...]:
    """The tables that differ, in the order of TABLES."""
    if before is after:
        return ()
    old, new = _Side(before), _Side(after)
    changes = (_compare(table, old, new) for table in TABLES.values())
    return tuple(change for change in changes if change.says_other or change.relocated)


class _Side:
    """A source on one side of the comparison; None has no rows."""

    def __init__(self, source: Source | None) -> None:
        self._source = source

    def rows(self, table: Table) -> Sequence[Any]:
        """The rows of a table; among documents the one that stands for the source."""
        if self._source is None:
            return ()
        rows = self._source.rows.get(table.name, ())
        own = self._source.own_document if table.record is Document else None
        return rows if own is None else (*rows, own)

    def facts(self, table: Table, row: Record) -> tuple[Any, ...]:
        """The values without those of the place; of a document that stands for a source, `_OWN`."""
        values = table.values(row)
        if table.stated:
            return values[:-_PLACE]
        return tuple(map(self._own, values)) if table.record is Document else values

    def place(self, row: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 any record
        """Where a row stands; None where its table does not say."""
        passage: Passage | None = getattr(row, "passage", None)
        if passage is None:
            return None
        document = self._own(passage.document)
        return document, passage.start, passage.end, passage.table, passage.row

    def document(self, row: Any) -> Hashable:  # noqa: ANN401 any record
        """The document of a row."""
        place = self.place(row)
        return None if place is None else place[0]

    def _own(self, value: Hashable) -> Hashable:
        return _OWN if self._source is not None and value == self._source.name else value


_Step = Callable[[_Side, Any], Hashable]


def _compare(table: Table, before: _Side, after: _Side) -> TableChange:
    """What became of a table's rows."""
    old, new = _by_values(table, before), _by_values(table, after)
    counts = len(old), len(new)
    pairs, new_only = [], []
    for values, row in new.items():
        same = old.pop(values, None)
        if same is None:
            new_only.append(row)
        elif same != row:  # its place in the file
            pairs.append((same, row))
    left, come = _in_order(table, [*old.values()]), _in_order(table, new_only)
    for step in _list_steps(table) if left and come else ():
        matched, left, come = _match(left, come, partial(step, before), partial(step, after))
        pairs += matched
    rows = [_compare_rows(table, before, after, pair) for pair in pairs]
    other = _in_order(table, [row for row in rows if row.columns], attrgetter("before"))
    return TableChange(
        table.name,
        before=counts[0],
        after=counts[1],
        added=tuple(come),
        renamed=tuple(row for row in other if row.renamed),
        changed=tuple(row for row in other if not row.renamed),
        removed=tuple(left),
        relocated=tuple(
            row
            for row in rows
            if not row.columns and before.place(row.before) != after.place(row.after)
        ),
    )


def _by_values(table: Table, side: _Side) -> dict[tuple[Any, ...], Any]:
    """The rows by all their values, each once; of those that say the same the first."""
    rows = side.rows(table)
    return dict(zip(map(table.values, reversed(rows)), reversed(rows), strict=True))


def _in_order(
    table: Table, rows: Sequence[_T], row_of: Callable[[_T], Any] = lambda row: row
) -> list[_T]:
    """Rows, or what has a row, in order of their content."""
    contents = list_contents(table, [row_of(row) for row in rows])
    return [rows[number] for number in sorted(range(len(rows)), key=contents.__getitem__)]


def _list_steps(table: Table) -> tuple[_Step, ...]:
    """What rows are matched by that do not say the same at the same place, one after the other."""
    names = [column.name for column in table.columns]
    numbers = [names.index(name) for name in KEYS[table.name]]

    def about(side: _Side, row: Any) -> tuple[Any, ...]:  # noqa: ANN401 any record
        facts = side.facts(table, row)
        return tuple(facts[number] for number in numbers)

    return (
        lambda side, row: side.facts(table, row),
        lambda side, row: (about(side, row), side.document(row)),
        about,
    )


def _match(
    before: Sequence[Any],
    after: Sequence[Any],
    key_before: Callable[[Any], Hashable],
    key_after: Callable[[Any], Hashable],
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    """The pairs of rows with the same key, the first with the first; then what is left of each."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for number, row in enumerate(after):
        waiting[key_after(row)].append(number)
    pairs, left, taken = [], [], set()
    for row in before:
        numbers = waiting.get(key_before(row))
        if numbers:
            number = numbers.popleft()
            taken.add(number)
            pairs.append((row, after[number]))
        else:
            left.append(row)
    return pairs, left, [row for number, row in enumerate(after) if number not in taken]


def _compare_rows(table: Table, before: _Side, after: _Side, pair: tuple[Any, Any]) -> RowChange:
    """A row in both editions, and how it differs."""
    was, is_ = before.facts(table, pair[0]), after.facts(table, pair[1])
    names = (column.name for column in table.columns)
    facts = zip(names, was, is_, strict=False)  # the columns of its place are the last
    return RowChange(*pair, tuple(name for name, one, other in facts if one != other))

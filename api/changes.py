"""What differs between two states of the graph, table by table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.catalog import CareerGraph, list_contents
from graph.records import Record
from graph.tables import TABLES, Table


@dataclass(frozen=True, slots=True)
class TableChange:
    """What became of one table's rows, each in order.

    Where rows have ids, these are ids, and a row whose content differs has `changed`. Elsewhere a
    row is its content, in words, so that a statement can only be added or removed.
    """

    table: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def list_changes(before: CareerGraph | None, after: CareerGraph) -> list[TableChange]:
    """The tables that differ, in the order of TABLES; before None everything is added.

    Cost linear in the rows.
    """
    changes = (
        _compare(
            table,
            () if before is None else before.records[table.name],
            after.records[table.name],
        )
        for table in TABLES.values()
    )
    return [change for change in changes if change.added or change.changed or change.removed]


def _compare(table: Table, before: Sequence[Record], after: Sequence[Record]) -> TableChange:
    if table.key is None:
        old, new = _statements(table, before), _statements(table, after)
        return TableChange(
            table.name,
            added=_in_words(table, (new[content] for content in new.keys() - old.keys())),
            changed=(),
            removed=_in_words(table, (old[content] for content in old.keys() - new.keys())),
        )
    was, is_ = _contents(table, before), _contents(table, after)
    return TableChange(
        table.name,
        added=tuple(sorted(is_.keys() - was.keys())),
        changed=tuple(sorted(id_ for id_ in is_.keys() & was.keys() if is_[id_] != was[id_])),
        removed=tuple(sorted(was.keys() - is_.keys())),
    )


def _statements(table: Table, rows: Sequence[Record]) -> dict[str, Record]:
    """The rows by all that they say."""
    return dict(zip(list_contents(table, rows), rows, strict=True))


def _contents(table: Table, rows: Sequence[Any]) -> dict[str, set[str]]:
    """What is said of each id; several sources may say something of one."""
    contents = defaultdict(set)
    for row, content in zip(rows, list_contents(table, rows), strict=True):
        contents[row.id].add(content)
    return contents


def _in_words(table: Table, rows: Iterable[Record]) -> tuple[str, ...]:
    """Statements as their column names and values, in order; empty cells are left out."""
    names = [f"{column.name}=" for column in table.columns]
    said = (
        [name + str(value) for name, value in zip(names, values, strict=True) if value is not None]
        for values in map(table.values, rows)
    )
    return tuple(sorted(map(" ".join, said)))

"""What differs between two states of the graph, table by table."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.catalog import CareerGraph, canonical
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
    old, new = _contents(table, before), _contents(table, after)
    return TableChange(
        table.name,
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


def _contents(table: Table, rows: Sequence[Record]) -> dict[str, set[str]]:
    """The rows' content by what tells them apart: their id, or all they say."""
    contents = defaultdict(set)
    for row in rows:
        name = getattr(row, table.key) if table.key is not None else _in_words(table, row)
        contents[name].add(canonical(row))
    return contents


def _in_words(table: Table, row: Record) -> str:
    """A statement as its column names and values; empty cells are left out."""
    cells = table.cells(row).items()
    return " ".join(f"{name}={value}" for name, value in cells if value is not None)

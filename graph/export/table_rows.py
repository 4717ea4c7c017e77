"""The rows of tables as they are written: each once, in order of content."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..catalog import canonical
from ..interrupt import paced
from ..sources import Source
from ..tables import Table


def list_rows(source: Source) -> Mapping[str, Sequence[Any]]:
    """A source's records by table, with the document that stands for it, whatever it is called."""
    own = source.own_document
    documents = source.rows.get("documents", ())
    return {**source.rows, "documents": documents if own is None else (*documents, own)}


def sort_cells(table: Table, records: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the cells of each record, None for an empty one."""
    rows = {canonical(record): table.cells(record).values() for record in paced(records)}
    for content in sorted(rows):
        yield list(rows[content])

"""What tests of rejecting share: tables without their bad rows, and what is left of them."""

from collections.abc import Sequence
from pathlib import Path

from graph.catalog import CareerGraph
from graph.records import Record
from graph.rejecting import MOST_REJECTED, leave_out
from graph.sources import Source
from graph.tables import table_of
from loaders import load_source
from loaders.tables.rejects import write_rejects


def reject(path: Path, *kept: Source, most: int = MOST_REJECTED) -> Source:
    """What is at a path without its bad rows."""
    (source,) = leave_out(
        [load_source(str(path))],
        kept,
        lambda source, rejects: load_source(str(path), name=source.name, rejects=rejects),
        most=most,
    )
    return source


def list_reasons(source: Source) -> list[str]:
    """Why rows were rejected, table by table."""
    return [row.reason for table in source.rejected for row in table.rows]


def write(folder: Path, *sources: Source) -> dict[str, str]:
    """The text of each file that rejected rows are written to, by its place in the folder."""
    with write_rejects(sources, folder) as folders:
        files = [path for place in folders.values() for path in place.iterdir()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8-sig")
        for path in sorted(files)
    }


def list_facts(sources: Sequence[Source]) -> list[str]:
    """What a graph of these sources says, whichever of them says it and wherever in it."""
    career_graph = CareerGraph(sources, number=1, created="2026-11-25T00:00:00+00:00")
    names = {source.name for source in sources}
    return sorted(
        {
            repr(_list_cells(record, names))
            for records in career_graph.records.values()
            for record in records
            if getattr(record, "id", None) not in names
        }
    )


def _list_cells(record: Record, names: set[str]) -> list[object]:
    """The cells of a record; a document that stands for a source is like any other such."""
    cells = table_of(record).cells(record)
    if cells.get("document") in names:
        cells["document"] = "own"
    return [table_of(record).name, *cells.values()]

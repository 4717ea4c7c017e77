"""The exports: the graph in a format that others read.

To add one: a module with a `write_…` function, and a line in EXPORTS. One that writes nodes and
edges takes a FlatGraph and has its line in NETWORKS, so that it can write one answer too. One that
writes a single file has its line in FILES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..catalog import CareerGraph
from .archive import write_zip
from .flat import FlatGraph, flatten
from .networkx_graph import to_networkx, write_gexf, write_graphml
from .node_link import write_node_link
from .spreadsheet import write_csv
from .tables import write_tables

__all__ = [
    "EXPORTS",
    "FILES",
    "FOLDER",
    "NETWORKS",
    "FlatGraph",
    "flatten",
    "to_networkx",
    "write_tables",
    "write_zip",
]

Write = Callable[[CareerGraph, Path], list[Path]]


def _whole(write: Callable[[FlatGraph, Path], list[Path]]) -> Write:
    """What writes the whole graph as nodes and edges."""
    return lambda career_graph, path: write(flatten(career_graph), path)


NETWORKS: dict[str, Callable[[FlatGraph, Path], list[Path]]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "node-link": write_node_link,
    "csv": write_csv,
}
"""What writes nodes and edges, of the graph or of one answer; each returns the files it wrote."""

EXPORTS: dict[str, Write] = {
    "tables": write_tables,
    **{name: _whole(write) for name, write in NETWORKS.items()},
}
"""What writes each format to a path; every writer returns the files it wrote."""


@dataclass(frozen=True, slots=True)
class FileType:
    """How the name of a file ends, and what HTTP calls its content."""

    suffix: str
    media_type: str


FILES = {
    "graphml": FileType(".graphml", "application/graphml+xml"),
    "gexf": FileType(".gexf", "application/gexf+xml"),
    "node-link": FileType(".json", "application/json"),
}
"""The formats that are one file; any other is a folder."""

FOLDER = FileType(".zip", "application/zip")
"""A folder as one file."""

"""Reads what the network exports wrote, by networkx and by parsers that know nothing of it."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx

from graph.export.flat import FlatGraph
from graph.export.spreadsheet import unguard

Read = tuple[dict[str, dict[str, Any]], dict[str, tuple[str, str, dict[str, Any]]], dict[str, Any]]
"Nodes by id, edges by id with their ends, and what is said of the whole graph."

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://www.gexf.net/1.2draft}"
_TYPES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "int": int,
    "long": int,
    "double": float,
    "float": float,
    "boolean": {"true": True, "false": False, "True": True, "False": False}.__getitem__,
}
_ADDED = ("node_default", "edge_default", "mode")  # by the readers of networkx


def content(flat: FlatGraph) -> Read:
    """What was to be written."""
    nodes = {id_: dict(attributes) for id_, attributes in flat.nodes.items()}
    edges = {
        str(edge.attributes["id"]): (edge.from_, edge.to, dict(edge.attributes))
        for edge in flat.edges
    }
    assert len(edges) == len(flat.edges)
    return nodes, edges, dict(flat.about)


def content_of(graph: Any) -> Read:
    """What a graph of networkx holds, whether it has parallel edges or not."""
    nodes = {id_: dict(attributes) for id_, attributes in graph.nodes(data=True)}
    edges = {data["id"]: (from_, to, dict(data)) for from_, to, data in graph.edges(data=True)}
    assert len(edges) == graph.number_of_edges()
    about = {name: value for name, value in graph.graph.items() if name not in _ADDED}
    return nodes, edges, about


def parse_graphml(path: Path) -> Read:
    """GraphML by its XML alone."""
    root = ET.parse(path).getroot()  # noqa: S314 our own file
    keys = {it.attrib["id"]: it.attrib for it in root.findall(f"{GRAPHML}key")}

    def attributes(element: ET.Element) -> dict[str, Any]:
        found = {}
        for data in element.findall(f"{GRAPHML}data"):
            key = keys[data.attrib["key"]]
            found[key["attr.name"]] = _TYPES[key["attr.type"]](data.text or "")
        return found

    graph = root.find(f"{GRAPHML}graph")
    assert graph is not None
    assert graph.attrib["edgedefault"] == "directed"
    return (
        {it.attrib["id"]: attributes(it) for it in graph.findall(f"{GRAPHML}node")},
        _by_id(graph.findall(f"{GRAPHML}edge"), attributes),
        attributes(graph),
    )


def parse_gexf(path: Path) -> Read:
    """GEXF by its XML alone; about the graph there is only the description, as `description`."""
    root = ET.parse(path).getroot()  # noqa: S314 our own file
    titles = {
        it.attrib["id"]: it.attrib
        for group in root.iter(f"{GEXF}attributes")
        for it in group.findall(f"{GEXF}attribute")
    }

    def attributes(element: ET.Element) -> dict[str, Any]:
        found: dict[str, Any] = {"label": element.attrib["label"]}
        for value in element.iter(f"{GEXF}attvalue"):
            key = titles[value.attrib["for"]]
            found[key["title"]] = _TYPES[key["type"]](value.attrib["value"])
        if element.tag == f"{GEXF}edge":
            assert found.pop("networkx_key") == element.attrib["id"]
            found["id"] = element.attrib["id"]
        return found

    return (
        {it.attrib["id"]: attributes(it) for it in root.iter(f"{GEXF}node")},
        _by_id(root.iter(f"{GEXF}edge"), attributes),
        {"description": root.findtext(f"{GEXF}meta/{GEXF}description")},
    )


def _by_id(
    elements: Iterable[ET.Element], attributes: Callable[[ET.Element], dict[str, Any]]
) -> dict[str, tuple[str, str, dict[str, Any]]]:
    edges: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for it in elements:
        assert it.attrib["id"] not in edges
        edges[it.attrib["id"]] = (it.attrib["source"], it.attrib["target"], attributes(it))
    return edges


def parse_node_link(path: Path) -> Read:
    """Node-link JSON by the JSON alone."""
    written = json.loads(path.read_text("utf-8"))
    assert set(written) == {"directed", "multigraph", "graph", "nodes", "edges"}
    assert (written["directed"], written["multigraph"]) == (True, True)
    nodes = {node.pop("id"): node for node in written["nodes"]}
    edges = {}
    for edge in written["edges"]:
        assert edge.pop("key") == edge["id"]
        edges[edge["id"]] = (edge.pop("source"), edge.pop("target"), edge)
    return nodes, edges, written["graph"]


@dataclass(frozen=True)
class Sheet:
    """A CSV file: its header and its rows by column."""

    header: list[str]
    rows: list[dict[str, str]]


def read_sheet(path: Path) -> Sheet:
    """A CSV file as a spreadsheet reads it: a byte order mark, commas, quotes doubled."""
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    header, *rows = lines
    assert all(len(row) == len(header) for row in rows)
    return Sheet(header, [dict(zip(header, row, strict=True)) for row in rows])


def parse_csv(folder: Path, types: Mapping[str, type]) -> Read:
    """The two files; `types` says what a column holds that is no text, which CSV cannot say."""

    def attributes(row: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, cell in row.items():
            if cell:
                known = types.get(name)
                found[name] = unguard(cell) if known is None else _CELLS[known](cell)
        return found

    nodes, edges = {}, {}
    for row in read_sheet(folder / "nodes.csv").rows:
        row["label"] = row.pop("Label")
        id_ = row.pop("Id")
        nodes[id_] = attributes(row)
    for row in read_sheet(folder / "edges.csv").rows:
        assert row.pop("Type") == "Directed"
        row["label"], row["id"] = row.pop("Label"), row.pop("Id")
        ends = row.pop("Source"), row.pop("Target")
        edges[row["id"]] = (*ends, attributes(row))
    return nodes, edges, {}


_CELLS: Mapping[type, Callable[[str], Any]] = {
    bool: _TYPES["boolean"],
    int: int,
    float: float,
}


def read_by_networkx(format_: str, path: Path) -> Any:
    """The graph that networkx reads from a file."""
    if format_ == "graphml":
        return nx.read_graphml(path, force_multigraph=True)
    if format_ == "gexf":
        return nx.read_gexf(path)
    return nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="edges")

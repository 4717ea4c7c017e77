"""networkx: the graph for analysts, and the formats that it writes. Only here is it imported.

It is imported when it is used, as nobody else needs it installed.
"""

import io
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..catalog import CareerGraph
from ..errors import MissingPackageError
from ..moves import Hop
from ..names import LANGUAGES
from .files import write_new
from .flat import FlatGraph, flatten

if TYPE_CHECKING:
    import networkx as nx

_META = re.compile(rb"<meta .*?</meta>", re.DOTALL)
_DATE = len("2026-11-25")


def to_networkx(
    career_graph: CareerGraph,
    *,
    hops: Iterable[Hop] | None = None,
    inferred: bool = False,
    language: str = LANGUAGES[0],
) -> "nx.MultiDiGraph":
    """The graph as a MultiDiGraph: a node for each role, an edge for each move a route can take.

    Attributes and arguments are those of `flat.flatten`; edge keys are edge ids. Lines of work are
    nodes without edges, so ask for `first_stage`, which every role has:

        start = G.nodes["phone-agent"]["first_stage"]
        nx.shortest_path(G, start, "customer-service-director")

    is a route of fewest moves. Months do not add up along a path (semantics 3.4): ask the engine
    for the fastest. Raises MissingPackageError without networkx.
    """
    return _build(flatten(career_graph, hops=hops, inferred=inferred, language=language))


def write_graphml(flat: FlatGraph, path: Path) -> list[Path]:
    """Write GraphML (http://graphml.graphdrawing.org/); FileExistsError where the file is there."""
    graph = _build(flat)
    from networkx.readwrite import write_graphml_xml  # noqa: PLC0415 only who uses it needs it

    content = io.BytesIO()
    write_graphml_xml(graph, content)  # with lxml beside, `write_graphml` would write other bytes
    return [write_new(path, content.getvalue())]


def write_gexf(flat: FlatGraph, path: Path) -> list[Path]:
    """Write GEXF 1.2 (https://gexf.net/); FileExistsError where the file is there.

    GEXF has no attributes of the whole graph: they stand in the description. The date is the
    release's, where networkx would put today's.
    """
    graph = _build(flat)
    from networkx.readwrite import write_gexf as write  # noqa: PLC0415 only who uses it needs it

    content = io.BytesIO()
    write(graph, content)
    meta = _meta(flat).encode()
    return [write_new(path, _META.sub(lambda _: meta, content.getvalue(), count=1))]


def _meta(flat: FlatGraph) -> str:
    """What GEXF says about the file."""
    about = "; ".join(f"{name} {value}" for name, value in flat.about.items())
    date = str(flat.about.get("created", ""))[:_DATE]
    dated = f' lastmodifieddate="{escape(date)}"' if date else ""
    return (
        f"<meta{dated}>\n    <creator>career-graph</creator>\n"
        f"    <description>{escape(about)}</description>\n  </meta>"
    )


def _build(flat: FlatGraph) -> "nx.MultiDiGraph":
    """The nodes and edges as networkx has them."""
    try:
        import networkx as nx  # noqa: PLC0415 only who uses it needs it
    except ImportError as error:
        raise MissingPackageError("networkx") from error
    graph = nx.MultiDiGraph(**flat.about)
    graph.add_nodes_from((id_, dict(attributes)) for id_, attributes in flat.nodes.items())
    graph.add_edges_from(
        (edge.from_, edge.to, edge.attributes["id"], dict(edge.attributes)) for edge in flat.edges
    )
    return graph

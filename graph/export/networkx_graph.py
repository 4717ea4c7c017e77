"""networkx: the graph for analysts, and the formats that it writes. Only here is it imported.

It is imported when it is used, as nobody else needs it installed.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement

from ..catalog import CareerGraph
from ..errors import MissingPackageError
from ..interrupt import checkpoint, paced
from ..moves import Hop
from ..names import LANGUAGES
from .files import open_new
from .flat import FlatGraph, flatten

if TYPE_CHECKING:
    import networkx as nx

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
    from networkx.readwrite.graphml import GraphMLWriter  # noqa: PLC0415 only who uses it needs it

    # With lxml beside, `write_graphml` would write other bytes.
    writer = _checked(GraphMLWriter, "add_attributes", "add_data")()
    writer.add_graph_element(graph)
    with open_new(path) as file:
        writer.dump(file)
    return [path]


def write_gexf(flat: FlatGraph, path: Path) -> list[Path]:
    """Write GEXF 1.2 (https://gexf.net/); FileExistsError where the file is there.

    GEXF has no attributes of the whole graph: they stand in the description. The date is the
    release's, where networkx would put today's.
    """
    graph = _build(flat)
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415 only who uses it needs it

    writer = _checked(GEXFWriter, "add_attributes")()
    meta = writer.xml.find("meta")
    meta.clear()
    date = str(flat.about.get("created", ""))[:_DATE]
    if date:
        meta.set("lastmodifieddate", date)
    SubElement(meta, "creator").text = "career-graph"
    SubElement(meta, "description").text = "; ".join(
        f"{name} {value}" for name, value in flat.about.items()
    )
    writer.add_graph(graph)
    with open_new(path) as file:
        writer.write(file)
    return [path]


@cache
def _checked(writer: type[Any], *methods: str) -> type[Any]:
    """A class that is not ours, with a checkpoint before each call of these methods."""
    checked = {name: _checking(getattr(writer, name)) for name in methods}
    return type("Checked", (writer,), checked)


def _checking(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method with a checkpoint before each call."""

    def call(*given: object) -> Any:  # noqa: ANN401 as the method
        checkpoint()
        return method(*given)

    return call


def _build(flat: FlatGraph) -> "nx.MultiDiGraph":
    """The nodes and edges as networkx has them."""
    try:
        import networkx as nx  # noqa: PLC0415 only who uses it needs it
    except ImportError as error:
        raise MissingPackageError("networkx") from error
    graph = nx.MultiDiGraph(**flat.about)
    graph.add_nodes_from((id_, dict(attributes)) for id_, attributes in paced(flat.nodes.items()))
    graph.add_edges_from(
        (edge.from_, edge.to, edge.attributes["id"], dict(edge.attributes))
        for edge in paced(flat.edges)
    )
    return graph

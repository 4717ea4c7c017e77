"""igraph as a peer: https://igraph.org. GPL: in the environment of the benchmark, nowhere else."""

from functools import partial
from itertools import islice

import igraph
from asked import FASTEST, FEWEST, FIVE, FIVE_FASTEST, FIVE_SHORTEST, Routes
from memory import weigh_apart
from peers import Library, Peer, list_best, months_only, moves_only, whole
from roads import Pair, Roads

from graph.records import Objective


def build(roads: Roads) -> igraph.Graph:
    """The graph, each arc with its months."""
    arcs = list(roads.months)
    return igraph.Graph(
        len(roads.ids), arcs, directed=True, edge_attrs={"months": list(roads.months.values())}
    )


def list_peers(roads: Roads, graph: igraph.Graph) -> list[Peer]:
    """What igraph can answer of this graph."""

    def ranked(pair: Pair) -> Routes:
        return list_best(roads, graph.get_all_shortest_paths(pair.start, pair.end), Objective.MOVES)

    def five(pair: Pair) -> list[int]:
        paths = graph.get_k_shortest_paths(pair.start, pair.end, k=FIVE)
        return [len(path) - 1 for path in paths]

    def length(pair: Pair) -> list[int]:
        return [graph.distances(pair.start, pair.end)[0][0]]

    peers = [
        Peer(FEWEST, "igraph get_all_shortest_paths, ranked", ranked, whole),
        Peer(FEWEST, "igraph distances", length, moves_only),
        Peer(FIVE_SHORTEST, "igraph get_k_shortest_paths", five, moves_only),
    ]
    return peers + (_by_months(roads, graph) if roads.additive else [])


def _by_months(roads: Roads, graph: igraph.Graph) -> list[Peer]:
    def ranked(pair: Pair) -> Routes:
        paths = graph.get_all_shortest_paths(pair.start, pair.end, weights="months")
        return list_best(roads, paths, Objective.TIME)

    def length(pair: Pair) -> list[int]:
        return [round(graph.distances(pair.start, pair.end, weights="months")[0][0])]

    def five(pair: Pair) -> list[int]:
        paths = graph.get_k_shortest_paths(pair.start, pair.end, k=FIVE, weights="months")
        return [roads.rate(path)[1] for path in islice(paths, FIVE)]

    return [
        Peer(FASTEST, "igraph get_all_shortest_paths by months, ranked", ranked, whole),
        Peer(FASTEST, "igraph distances by months", length, months_only),
        Peer(FIVE_FASTEST, "igraph get_k_shortest_paths by months", five, months_only),
    ]


LIBRARY = Library(f"igraph {igraph.__version__}", partial(weigh_apart, build), list_peers)

"""networkx as a peer: https://networkx.org (BSD). The one that gives the very same answers.

Ties of fewest moves and of least months are listed and ranked. Where nothing but listing every
route would do, that is done on small graphs only, as a check of the engine.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice, pairwise

import networkx as nx
from asked import (
    FASTEST,
    FEWEST,
    FIVE,
    FIVE_FASTEST,
    FIVE_SHORTEST,
    LEARNING,
    QUESTIONS,
    SLACK,
    TRADE_OFFS,
    Routes,
)
from memory import weigh_traced
from peers import Library, Peer, list_best, list_unbeaten, months_only, moves_only, whole
from roads import Pair, Path, Roads

from graph.records import Objective

_FEW = 250  # roles, up to which every route can be listed


def build(roads: Roads) -> "nx.DiGraph[int]":
    """The graph, each arc with its months."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(roads.ids)))
    graph.add_weighted_edges_from(
        ((start, end, months) for (start, end), months in roads.months.items()), weight="months"
    )
    return graph


def list_peers(roads: Roads, graph: "nx.DiGraph[int]") -> list[Peer]:
    """What networkx can answer of this graph."""
    peers = [*_by_moves(roads, graph)]
    if roads.additive:
        peers += _by_months(roads, graph)
    if len(roads.ids) <= _FEW:
        peers += _by_listing(roads, graph)
    return peers


def _by_moves(roads: Roads, graph: "nx.DiGraph[int]") -> Iterable[Peer]:
    def ranked(pair: Pair) -> Routes:
        paths = nx.all_shortest_paths(graph, pair.start, pair.end)
        return list_best(roads, paths, Objective.MOVES)

    def one(pair: Pair) -> list[int]:
        return [len(nx.bidirectional_shortest_path(graph, pair.start, pair.end)) - 1]

    def five(pair: Pair) -> list[int]:
        paths = nx.shortest_simple_paths(graph, pair.start, pair.end)
        return [len(path) - 1 for path in islice(paths, FIVE)]

    def five_ranked(pair: Pair) -> Routes:
        paths = nx.shortest_simple_paths(graph, pair.start, pair.end)
        return list_best(roads, _with_ties(paths, len), Objective.MOVES, first=FIVE)

    yield Peer(FEWEST, "networkx all_shortest_paths, ranked", ranked, whole, judged=True)
    yield Peer(FEWEST, "networkx bidirectional_shortest_path", one, moves_only)
    yield Peer(
        FIVE_SHORTEST, "networkx shortest_simple_paths, ranked", five_ranked, whole, judged=True
    )
    yield Peer(FIVE_SHORTEST, "networkx shortest_simple_paths", five, moves_only)


def _by_months(roads: Roads, graph: "nx.DiGraph[int]") -> Iterable[Peer]:
    def length(path: Path) -> int:
        return sum(roads.months[arc] for arc in pairwise(path))

    def ranked(pair: Pair) -> Routes:
        paths = nx.all_shortest_paths(graph, pair.start, pair.end, weight="months")
        return list_best(roads, paths, Objective.TIME)

    def one(pair: Pair) -> list[int]:
        return [length(nx.dijkstra_path(graph, pair.start, pair.end, weight="months"))]

    def two_sided(pair: Pair) -> list[int]:
        return [nx.bidirectional_dijkstra(graph, pair.start, pair.end, weight="months")[0]]

    def five(pair: Pair) -> list[int]:
        paths = nx.shortest_simple_paths(graph, pair.start, pair.end, weight="months")
        return [length(path) for path in islice(paths, FIVE)]

    def five_ranked(pair: Pair) -> Routes:
        paths = nx.shortest_simple_paths(graph, pair.start, pair.end, weight="months")
        return list_best(roads, _with_ties(paths, length), Objective.TIME, first=FIVE)

    yield Peer(FASTEST, "networkx all_shortest_paths by months, ranked", ranked, whole, judged=True)
    yield Peer(FASTEST, "networkx dijkstra_path", one, months_only, judged=True)
    yield Peer(FASTEST, "networkx bidirectional_dijkstra", two_sided, months_only, judged=True)
    yield Peer(
        FIVE_FASTEST,
        "networkx shortest_simple_paths by months, ranked",
        five_ranked,
        whole,
        judged=True,
    )
    yield Peer(FIVE_FASTEST, "networkx shortest_simple_paths by months", five, months_only)


def _with_ties(paths: Iterable[Path], cost: Callable[[Path], int]) -> Iterable[Path]:
    """The first five of paths in order of cost, and all that cost as much as the fifth."""
    most = None
    for number, path in enumerate(paths, 1):
        if most is not None and cost(path) > most:
            return
        yield path
        if number == FIVE:
            most = cost(path)


def _by_listing(roads: Roads, graph: "nx.DiGraph[int]") -> Iterable[Peer]:
    def paths(pair: Pair, *, bounded: bool) -> Iterable[Path]:
        cutoff = pair.fewest + SLACK if bounded else None
        found: Iterable[Path] = nx.all_simple_paths(graph, pair.start, pair.end, cutoff=cutoff)
        return found

    def learning(pair: Pair) -> Routes:
        return list_best(roads, paths(pair, bounded=True), Objective.NEW_SKILLS)

    def trade_offs(pair: Pair) -> Routes:
        return list_unbeaten(roads, paths(pair, bounded=True))

    yield Peer(LEARNING, "networkx all_simple_paths, ranked", learning, whole)
    yield Peer(TRADE_OFFS, "networkx all_simple_paths, compared", trade_offs, whole)
    if not roads.additive:
        for question in (FASTEST, FIVE_SHORTEST, FIVE_FASTEST):
            asked = QUESTIONS[question]

            def ranked(pair: Pair, by: Objective = asked.by, first: int = asked.first) -> Routes:
                return list_best(roads, paths(pair, bounded=False), by, first=first)

            yield Peer(question, "networkx all_simple_paths, ranked", ranked, whole)


LIBRARY = Library(f"networkx {nx.__version__}", partial(weigh_traced, build), list_peers)

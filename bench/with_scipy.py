"""scipy.sparse.csgraph as a peer: https://scipy.org (BSD). It gives lengths only."""

from collections.abc import Callable
from functools import partial

import numpy as np
import scipy
from asked import FASTEST, FEWEST, FIVE, FIVE_FASTEST, FIVE_SHORTEST
from memory import weigh_traced
from peers import Library, Peer, months_only, moves_only
from roads import Pair, Roads
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen


def build(roads: Roads) -> csr_array:
    """The matrix of months; of ones where months do not add up."""
    ends = np.array(list(roads.months), dtype=np.int32).reshape(-1, 2)
    months = np.array(list(roads.months.values()) if roads.additive else np.ones(len(ends)))
    size = len(roads.ids)
    return csr_array((months.astype(np.float64), (ends[:, 0], ends[:, 1])), shape=(size, size))


def list_peers(roads: Roads, matrix: csr_array) -> list[Peer]:
    """What scipy can answer of this graph."""

    def length(*, unweighted: bool) -> Callable[[Pair], list[int]]:
        def run(pair: Pair) -> list[int]:
            lengths = dijkstra(matrix, indices=pair.start, unweighted=unweighted)
            return [round(lengths[pair.end])]

        return run

    def five(*, unweighted: bool) -> Callable[[Pair], list[int]]:
        def run(pair: Pair) -> list[int]:
            lengths = yen(matrix, pair.start, pair.end, FIVE, unweighted=unweighted)
            return [round(length) for length in lengths]

        return run

    peers = [
        Peer(FEWEST, "scipy dijkstra, unweighted", length(unweighted=True), moves_only),
        Peer(FIVE_SHORTEST, "scipy yen, unweighted", five(unweighted=True), moves_only),
    ]
    if roads.additive:
        peers += [
            Peer(FASTEST, "scipy dijkstra", length(unweighted=False), months_only),
            Peer(FIVE_FASTEST, "scipy yen", five(unweighted=False), months_only),
        ]
    return peers


LIBRARY = Library(f"scipy {scipy.__version__}", partial(weigh_traced, build), list_peers)

"""The k best routes in order, and the walk down that order that `diverse` takes (5.4).

Yen's scheme (https://doi.org/10.1287/mnsc.17.11.712) in Lawler's form: the routes other than the
best are split, by where they first leave it, into parts that share nothing; each part's best one
competes, and is split in turn.
"""

import heapq
from collections.abc import Iterator

from .labels import Label
from .search import Search


def walk_routes(search: Search) -> Iterator[Label]:
    """Yield every route from the best to the worst; raises WorkLimitError when work runs out."""
    waiting: list[tuple[object, Label, int, frozenset[int]]] = []

    def offer(root: Label, banned: frozenset[int]) -> None:
        """Let the best route compete that goes on from a root, not first to a banned role."""
        found = search.find_best(root, banned)
        if found is not None:
            heapq.heappush(waiting, (search.rank(found), found, len(root.walk) - 1, banned))

    offer(search.walker.start(), frozenset())
    while waiting:
        _, route, left_at, banned = heapq.heappop(waiting)
        yield route
        root = search.walker.start()
        for position, to in enumerate(route.walk[1:]):
            if position >= left_at:
                offer(root, (banned if position == left_at else frozenset()) | {to})
            root = search.walker.step(root, to)


def differ(one: Label, other: Label) -> bool:
    """Whether two routes differ in more than one role: the larger set difference is two (5.4)."""
    mine, theirs = set(one.walk), set(other.walk)
    return max(len(mine - theirs), len(theirs - mine)) > 1

"""The k best routes in order, and the walk down that order that `diverse` takes (5.4).

Yen's scheme (https://doi.org/10.1287/mnsc.17.11.712) with Lawler's saving: each further route
leaves one already listed at some role; the best such route for each role competes.
"""

import heapq
from collections.abc import Iterator

from .search import Search, State


def walk_routes(search: Search, start: int) -> Iterator[State]:
    """Yield every route from the best to the worst; raises WorkLimitError when work runs out."""
    listed: list[tuple[int, ...]] = []
    waiting: list[tuple[object, State, int]] = []
    offered: set[tuple[int, ...]] = set()

    def offer(state: State, banned: frozenset[int]) -> None:
        found = search.find_best(state, banned)
        if found is not None and found.walk not in offered:
            offered.add(found.walk)
            heapq.heappush(waiting, (search.rank(found), found, len(state.walk) - 1))

    offer(search.start(start), frozenset())
    while waiting:
        _, route, left_at = heapq.heappop(waiting)
        yield route
        listed.append(route.walk)
        state = search.start(start)
        for position, role in enumerate(route.walk[:-1]):
            if position > 0:
                state = search.step(state, role)
            if position >= left_at:
                root = route.walk[: position + 1]
                taken = {walk[position + 1] for walk in listed if walk[: position + 1] == root}
                offer(state, frozenset(taken))


def differ(one: State, other: State) -> bool:
    """Whether two routes differ in more than one role: the larger set difference is two (5.4)."""
    mine, theirs = set(one.walk), set(other.walk)
    return max(len(mine - theirs), len(theirs - mine)) > 1

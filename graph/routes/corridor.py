"""Corridors: the part of a network where the best routes of a question must lie, with bounds.

A corridor holds every role of every route within a budget of moves, or of time (see `meeting`). It
is found by two plain searches that grow towards each other from both ends, so that the search with
labels, which is dearer, looks nowhere else. For each role it bounds from below what is left to a
target; both bounds never fall by more along a link than the link costs, as the order of labels
demands.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..interrupt import paced, steps
from ..records import Objective
from .labels import Costs
from .network import Network
from .task import Task

Left = Mapping[int, int]
"""The least number of moves, or the least time, from a role to a target."""


@dataclass(frozen=True, slots=True)
class Corridor:
    """The roles that may be entered, with the least moves and time from each to a target.

    `time_left` may lack roles, where it is nothing. Every route of at most `moves`, or of at most
    `time`, lies in the corridor; None where it does not answer for that. `whole` where every route
    of the question does.
    """

    moves_left: Left
    time_left: Left
    moves: int | None = None
    time: int | None = None
    whole: bool = False

    def holds_all(self, by: Objective, costs: Costs) -> bool:
        """Whether every route that is as good under an objective lies in it."""
        if by is Objective.MOVES:
            return self.moves is not None and costs.moves <= self.moves
        return by is Objective.TIME and self.time is not None and costs.time <= self.time


def make_whole_corridor(
    network: Network, targets: frozenset[int], closed: frozenset[int], *, timed: bool
) -> Corridor:
    """All roles from which a target can be reached; cost linear in moves.

    With bounds on time where it is `timed`: elsewhere they only break ties.
    """
    ring = _Ring(targets)
    while ring.edge:
        ring.grow(network.sources, closed)
    left = find_time_left(network, targets, closed, ring.level) if timed else {}
    return Corridor(ring.level, left, whole=True)


def find_corridor_by_moves(network: Network, task: Task, slack: int) -> Corridor | None:
    """The roles on walks of at most `slack` moves more than the fewest; None without a walk.

    Never beyond the question's own bound on moves.
    """
    targets, closed = task.targets, task.closed
    ahead, behind = _Ring((task.start,)), _Ring(targets)

    def grow() -> bool:
        if not ahead.edge or not behind.edge:
            return False
        if len(ahead.edge) <= len(behind.edge):
            ahead.grow(network.ways, targets, banned=closed)
        else:
            behind.grow(network.sources, closed)
        return True

    while behind.level.keys().isdisjoint(ahead.edge):
        if not grow():
            return None
    fewest, bound = ahead.radius + behind.radius, task.max_moves
    if bound is not None and bound < fewest:
        return None
    most = fewest + slack if bound is None else min(fewest + slack, bound)
    while ahead.radius + behind.radius < most and grow():
        pass
    behind.fill(network.sources, closed, ahead.level, most)
    beyond = ahead.radius + 1
    left = {
        role: moves
        for role, moves in behind.level.items()
        if moves + ahead.level.get(role, beyond) <= most
    }
    whole = most == bound or most >= len(network.ids) - 1
    return Corridor(left, find_time_left(network, targets, closed, left), moves=most, whole=whole)


class _Ring:
    """A breadth-first search that grows level by level; `edge` is its last level."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.edge = sorted(roots)
        self.level = dict.fromkeys(self.edge, 0)
        self.radius = 0

    def grow(
        self,
        next_to: Callable[[int], Iterable[int]],
        ends: frozenset[int],
        banned: frozenset[int] = frozenset(),
    ) -> None:
        """Take in all roles next to the edge, except `banned` ones and through `ends`."""
        self.radius += 1
        reached = []
        level, radius = self.level, self.radius
        for role in paced(self.edge):
            if role not in ends:
                for near in next_to(role):
                    if near not in level and near not in banned:
                        level[near] = radius
                        reached.append(near)
        self.edge = reached

    def fill(
        self,
        next_to: Callable[[int], Iterable[int]],
        ends: frozenset[int],
        other: Left,
        most: int,
    ) -> None:
        """Grow on to roles that the other search has reached and that are on walks short enough."""
        level = self.level
        for radius in range(self.radius + 1, most + 1):
            farthest = most - radius
            reached = []
            for role in paced(self.edge):
                if role not in ends:
                    for near in next_to(role):
                        if near not in level and other.get(near, most) <= farthest:
                            level[near] = radius
                            reached.append(near)
            self.edge = reached


def find_time_left(
    network: Network, targets: frozenset[int], closed: frozenset[int], roles: Left
) -> Left:
    """The least time from each of some roles to a target, within them."""
    left: dict[int, int] = {}
    queue = [(0, target) for target in targets if target in roles]
    heapq.heapify(queue)
    for _ in steps():
        if not queue:
            break
        time, role = heapq.heappop(queue)
        if role in left:
            continue
        left[role] = time
        if role in closed:
            continue
        for source, cost in network.costs_into(role):
            if source in roles and source not in left and roles[source]:
                heapq.heappush(queue, (time + cost, source))
    return left

"""Corridors: the part of a network where the best routes of a question must lie, with bounds.

A corridor holds every role of every route within a budget of moves or of time, found by two plain
searches that grow towards each other from both ends, so that the search with labels, which is
dearer, looks nowhere else. For each role it bounds from below what is left to a target; both
bounds never fall by more along a link than the link costs, as the order of labels demands.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    of the question does. `tries` counts the corridors of time before it.
    """

    moves_left: Left
    time_left: Left
    moves: int | None = None
    time: int | None = None
    whole: bool = False
    tries: int = 0

    def holds_all(self, by: Objective, costs: Costs) -> bool:
        """Whether every route that is as good under an objective lies in it."""
        if by is Objective.MOVES:
            return self.moves is not None and costs.moves <= self.moves
        return by is Objective.TIME and self.time is not None and costs.time <= self.time


def open_everywhere(
    network: Network, targets: frozenset[int], closed: frozenset[int], *, timed: bool
) -> Corridor:
    """All roles from which a target can be reached; cost linear in moves.

    With bounds on time where it is `timed`: elsewhere they only break ties.
    """
    ring = _Ring(targets)
    while ring.edge:
        ring.grow(lambda role: _enterable(network, targets, closed, role))
    left = _time_left(network, targets, closed, ring.level) if timed else {}
    return Corridor(ring.level, left, whole=True)


def open_by_moves(network: Network, task: Task, slack: int) -> Corridor | None:
    """The roles on walks of at most `slack` moves more than the fewest; None without a walk.

    Never beyond the question's own bound on moves.
    """
    ahead, behind = _Ring((task.start,)), _Ring(task.targets)

    def grow() -> bool:
        if not ahead.edge or not behind.edge:
            return False
        if len(ahead.edge) <= len(behind.edge):
            ahead.grow(lambda role: _leavable(network, task, role))
        else:
            behind.grow(lambda role: _enterable(network, task.targets, task.closed, role))
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
    behind.fill(lambda role: _enterable(network, task.targets, task.closed, role), ahead.level, most)
    beyond = ahead.radius + 1
    left = {
        role: moves
        for role, moves in behind.level.items()
        if moves + ahead.level.get(role, beyond) <= most
    }
    whole = most == bound or most >= len(network.ids) - 1
    return Corridor(left, _time_left(network, task.targets, task.closed, left), moves=most, whole=whole)


def open_by_time(
    network: Network, task: Task, evaluate: Callable[[Sequence[int]], int], most: int | None
) -> Corridor | None:
    """The roles on walks that take no longer than some route, or than `most`; None without a walk.

    `evaluate` gives the time of a walk, gates included. They are left aside in the two searches,
    which meet in the middle: they only ever add.
    """
    service = task.service_months
    reached: dict[int, int] = {}
    left: dict[int, int] = {}
    came_from = {task.start: task.start}
    goes_to = {target: target for target in task.targets}
    given = most is not None
    ahead = [(0, task.start, task.start)]
    behind = [(0, target, target) for target in sorted(task.targets)]

    def meet(estimate: int, role: int, to: int) -> None:
        """Measure the walk over a link that joins the two searches, if it may be the best."""
        nonlocal most
        if not given and (most is None or estimate < most):
            walk = [*_follow(came_from, role)[::-1], *_follow(goes_to, to)]
            time = evaluate(_cut_loops(walk))
            most = time if most is None else min(most, time)

    while ahead and behind and (most is None or ahead[0][0] + behind[0][0] <= most):
        if len(ahead) <= len(behind):
            time, role, source = heapq.heappop(ahead)
            if role in reached:
                continue
            reached[role], came_from[role] = time, source
            if role in task.targets:
                meet(time, source, role)
                continue
            for to, link in network.links(role).items():
                if to in reached or to in task.closed:
                    continue
                arrival = link.arrive(time, service)
                if to in left:
                    meet(arrival + left[to], role, to)
                heapq.heappush(ahead, (arrival, to, role))
        else:
            time, role, to = heapq.heappop(behind)
            if role in left:
                continue
            left[role], goes_to[role] = time, to
            if role == task.start:
                meet(time, role, to)
            if role in task.closed:
                continue
            for source, cost in network.costs_into(role):
                if source in left or source in task.targets:
                    continue
                if source in reached:
                    meet(reached[source] + cost + time, source, role)
                heapq.heappush(behind, (time + cost, source, role))
    if most is None:
        return None
    whole = not behind
    _fill(network, task, behind, left, reached, most)
    moves_left = {role: int(role not in task.targets) for role in left}
    return Corridor(moves_left, left, time=most, whole=whole)


def _fill(  # noqa: PLR0913 the two searches
    network: Network,
    task: Task,
    behind: list[tuple[int, int, int]],
    left: dict[int, int],
    reached: Left,
    most: int,
) -> None:
    """Search back on to the roles that the search ahead has reached on walks short enough."""
    while behind:
        time, role, _ = heapq.heappop(behind)
        if role in left or role not in reached or reached[role] + time > most:
            continue
        left[role] = time
        if role not in task.closed:
            for source, cost in network.costs_into(role):
                if source not in left and source in reached and source not in task.targets:
                    heapq.heappush(behind, (time + cost, source, role))


def _follow(links: Mapping[int, int], role: int) -> list[int]:
    """The roles from a role to where the links end, which is a role that is linked to itself."""
    walk = [role]
    while links[walk[-1]] != walk[-1]:
        walk.append(links[walk[-1]])
    return walk


def _cut_loops(walk: Sequence[int]) -> list[int]:
    """The walk without what lies between two visits of a role."""
    cut: list[int] = []
    for role in walk:
        if role in cut:
            del cut[cut.index(role) :]
        cut.append(role)
    return cut


class _Ring:
    """A breadth-first search that grows level by level; `edge` is its last level."""

    def __init__(self, roots: Iterable[int]) -> None:
        self.edge = sorted(roots)
        self.level = dict.fromkeys(self.edge, 0)
        self.radius = 0

    def grow(self, next_to: Callable[[int], Iterable[int]]) -> None:
        """Take in all roles that are next to the edge."""
        self.radius += 1
        reached = []
        level, radius = self.level, self.radius
        for role in self.edge:
            for near in next_to(role):
                if near not in level:
                    level[near] = radius
                    reached.append(near)
        self.edge = reached

    def fill(self, next_to: Callable[[int], Iterable[int]], other: Left, most: int) -> None:
        """Grow on to roles that the other search has reached and that are on walks short enough."""
        for radius in range(self.radius + 1, most + 1):
            near = {near for role in self.edge for near in next_to(role)}
            self.edge = [
                role
                for role in near
                if role not in self.level and role in other and other[role] + radius <= most
            ]
            self.level.update(dict.fromkeys(self.edge, radius))


def _leavable(network: Network, task: Task, role: int) -> Iterable[int]:
    """The roles that can be entered from a role; none from a target."""
    if role in task.targets:
        return ()
    closed = task.closed
    return [to for to in network.ways(role) if to not in closed] if closed else network.ways(role)


def _enterable(
    network: Network, targets: frozenset[int], closed: frozenset[int], role: int
) -> Iterable[int]:
    """The roles other than targets from which a role can be entered; a start may be closed."""
    if role in closed:
        return ()
    return [source for source in network.sources(role) if source not in targets]


def _time_left(
    network: Network, targets: frozenset[int], closed: frozenset[int], roles: Left
) -> Left:
    """The least time from each of some roles to a target, within them."""
    left: dict[int, int] = {}
    queue = [(0, target) for target in targets if target in roles]
    heapq.heapify(queue)
    while queue:
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

"""The corridor of time: two searches by time that meet in the middle.

The one ahead counts what a walk takes from the start, the one behind the least that is left to a
target; both leave gates aside, which only ever add. When no walk that is not seen yet can be as
short as one that was measured, every role of every route as short has been reached by one of them.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence

from ..interrupt import steps
from .corridor import Corridor
from .network import Network
from .task import Task

Evaluate = Callable[[Sequence[int]], int]
"""The time of a walk as a route, gates included."""

_FAR = 1 << 62  # more than any time


class Meeting:
    """The two searches of one task: what each has reached, by which link, and what waits.

    They can be taken up again for a wider corridor.
    """

    def __init__(self, network: Network, task: Task, evaluate: Evaluate, first: int) -> None:
        """Begin at both ends; `evaluate` measures walks, of which the `first` best count."""
        self.network = network
        self.task = task
        self._evaluate = evaluate
        self._first = first
        self._measured: dict[tuple[int, ...], int] = {}
        self._best = _FAR
        self._seen_ahead: dict[int, int] = {}
        self._seen_behind: dict[int, int] = {}
        self._taken: dict[int, int] = {}
        self._came_from = {task.start: task.start}
        self._ahead = [(0, task.start, task.start)]
        self._left: dict[int, int] = {}
        self._goes_to = {target: target for target in task.targets}
        self._behind = [(0, target, target) for target in sorted(task.targets)]

    def find_corridor(self, least: int = 0) -> Corridor | None:
        """The roles on walks that take no longer than `least`, or than the best that were measured.

        None where there is no walk.
        """
        ahead, behind = self._ahead, self._behind
        for _ in steps():
            if not ahead or not behind or ahead[0][0] + behind[0][0] > max(self._best, least):
                break
            if len(ahead) <= len(behind):
                self._go_ahead(*heapq.heappop(ahead))
            else:
                self._go_behind(*heapq.heappop(behind))
        if not self._measured:
            return None
        best = max(self._measured.values()) if self._best == _FAR else self._best
        most = max(best, least)
        left = self._filled(most)
        moves_left = dict.fromkeys(left, 1) | dict.fromkeys(self.task.targets, 0)
        if least and not behind:  # all is known: nothing is gained by a bound
            return Corridor(moves_left, left, whole=True)
        return Corridor(moves_left, left, time=most)

    def _go_ahead(self, time: int, role: int, source: int) -> None:
        """Reach a role from the start, and see where its links lead."""
        taken, left, task, waiting = self._taken, self._left, self.task, self._ahead
        if role in taken:
            return
        taken[role], self._came_from[role] = time, source
        if role in task.targets:
            self._meet(time, source, role)
            return
        closed, service, push = task.closed, task.service_months, heapq.heappush
        seen = self._seen_ahead
        for to, cost, link in self.network.arcs(role):
            if to not in taken and to not in closed:
                arrival = time + cost if link is None else link.arrive(time, service)
                if to in left and arrival + left[to] < self._best:
                    self._meet(arrival + left[to], role, to)
                if arrival < seen.get(to, _FAR):
                    seen[to] = arrival
                    push(waiting, (arrival, to, role))

    def _go_behind(self, time: int, role: int, to: int) -> None:
        """Reach a role from the targets, and see whence links lead to it."""
        taken, left, task, waiting = self._taken, self._left, self.task, self._behind
        if role in left:
            return
        left[role], self._goes_to[role] = time, to
        if role == task.start:
            self._meet(time, role, to)
        if role in task.closed:
            return
        targets, push, seen = task.targets, heapq.heappush, self._seen_behind
        for source, cost in self.network.costs_into(role):
            if source not in left and source not in targets:
                if source in taken and taken[source] + cost + time < self._best:
                    self._meet(taken[source] + cost + time, source, role)
                if time + cost < seen.get(source, _FAR):
                    seen[source] = time + cost
                    push(waiting, (time + cost, source, role))

    def _meet(self, estimate: int, role: int, to: int) -> None:
        """Measure the walk over a link that joins the two searches, if it may be among the best."""
        if estimate >= self._best:
            return
        ahead = _follow(self._came_from, role)[::-1]
        walk = tuple(_cut_loops([*ahead, *_follow(self._goes_to, to)]))
        if walk in self._measured:
            return
        self._measured[walk] = self._evaluate(walk)
        if len(self._measured) >= self._first:
            self._best = sorted(self._measured.values())[self._first - 1]

    def _filled(self, most: int) -> dict[int, int]:
        """What is left from each role behind, and from those ahead on walks short enough."""
        taken, left, closed = self._taken, dict(self._left), self.task.closed
        waiting = [
            entry for entry in self._behind if taken.get(entry[1], most + 1) + entry[0] <= most
        ]
        heapq.heapify(waiting)
        for _ in steps():
            if not waiting:
                break
            time, role, _ = heapq.heappop(waiting)
            if role in left:
                continue
            left[role] = time
            if role not in closed:
                for source, cost in self.network.costs_into(role):
                    if source not in left and taken.get(source, most + 1) + time + cost <= most:
                        heapq.heappush(waiting, (time + cost, source, role))
        return left


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

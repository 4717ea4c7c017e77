"""The corridor of time: two searches by time that meet in the middle.

The one ahead counts what a walk takes from the start, the one behind the least that is left to a
target; both leave gates aside, which only ever add. When no walk that is not seen yet can be as
short as one that was measured, every role of every route as short has been reached by one of them.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence

from .corridor import Corridor
from .network import Network
from .task import Task

Evaluate = Callable[[Sequence[int]], int]
"""The time of a walk as a route, gates included."""


def open_by_time(
    network: Network, task: Task, evaluate: Evaluate, most: int | None
) -> Corridor | None:
    """The roles on walks that take no longer than `most`, or than a route that was measured.

    None where there is no walk.
    """
    return _Meeting(network, task, evaluate, most).open()


class _Meeting:
    """The two searches: what each has reached, and by which link; and what waits to be reached."""

    def __init__(self, network: Network, task: Task, evaluate: Evaluate, most: int | None) -> None:
        self.network = network
        self.task = task
        self.most = most
        self._evaluate = None if most is not None else evaluate
        self._taken: dict[int, int] = {}
        self._came_from = {task.start: task.start}
        self._ahead = [(0, task.start, task.start)]
        self._left: dict[int, int] = {}
        self._goes_to = {target: target for target in task.targets}
        self._behind = [(0, target, target) for target in sorted(task.targets)]

    def open(self) -> Corridor | None:
        """Search until all roles of the corridor are known."""
        ahead, behind = self._ahead, self._behind
        while ahead and behind and (self.most is None or ahead[0][0] + behind[0][0] <= self.most):
            if len(ahead) <= len(behind):
                self._go_ahead(*heapq.heappop(ahead))
            else:
                self._go_behind(*heapq.heappop(behind))
        if self.most is None:
            return None
        whole = not behind
        self._fill(self.most)
        moves_left = {role: int(role not in self.task.targets) for role in self._left}
        return Corridor(moves_left, self._left, time=self.most, whole=whole)

    def _go_ahead(self, time: int, role: int, source: int) -> None:
        """Reach a role from the start, and see where its links lead."""
        taken, left, closed = self._taken, self._left, self.task.closed
        if role in taken:
            return
        taken[role], self._came_from[role] = time, source
        if role in self.task.targets:
            self._meet(time, source, role)
            return
        service = self.task.service_months
        for to, link in self.network.links(role).items():
            if to in taken or to in closed:
                continue
            arrival = link.arrive(time, service)
            if to in left:
                self._meet(arrival + left[to], role, to)
            heapq.heappush(self._ahead, (arrival, to, role))

    def _go_behind(self, time: int, role: int, to: int) -> None:
        """Reach a role from the targets, and see whence links lead to it."""
        taken, left, targets = self._taken, self._left, self.task.targets
        if role in left:
            return
        left[role], self._goes_to[role] = time, to
        if role == self.task.start:
            self._meet(time, role, to)
        if role in self.task.closed:
            return
        for source, cost in self.network.costs_into(role):
            if source in left or source in targets:
                continue
            if source in taken:
                self._meet(taken[source] + cost + time, source, role)
            heapq.heappush(self._behind, (time + cost, source, role))

    def _meet(self, estimate: int, role: int, to: int) -> None:
        """Measure the walk over a link that joins the two searches, if it may be the best."""
        if self._evaluate is not None and (self.most is None or estimate < self.most):
            walk = [*_follow(self._came_from, role)[::-1], *_follow(self._goes_to, to)]
            time = self._evaluate(_cut_loops(walk))
            self.most = time if self.most is None else min(self.most, time)

    def _fill(self, most: int) -> None:
        """Go on behind to roles that the search ahead has reached, on walks short enough."""
        taken, left, behind = self._taken, self._left, self._behind
        while behind:
            time, role, _ = heapq.heappop(behind)
            if role in left or role not in taken or taken[role] + time > most:
                continue
            left[role] = time
            if role in self.task.closed:
                continue
            for source, cost in self.network.costs_into(role):
                if source not in left and source in taken and source not in self.task.targets:
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

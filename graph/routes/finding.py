"""Finding the routes of one question: corridors from narrow to wide until the answer is proved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ..records import Objective
from .corridor import Corridor, open_by_moves, open_everywhere
from .labels import Costs, Label
from .meeting import Meeting
from .network import Network
from .ranking import differ, walk_routes
from .search import FALLBACK_WORK, Search, Work, WorkLimitError, no_worse
from .task import Task
from .walks import Walker

_SLACK = 2  # moves beyond the fewest that are looked at before all routes are
_TRIES = 3  # corridors of time before all routes are looked at


@dataclass(frozen=True, slots=True)
class Found:
    """Routes in order, and whether the search ended by itself."""

    routes: Sequence[Label]
    proven: bool


def find_routes(network: Network, task: Task, first: int, work: Work, *, diverse: bool) -> Found:
    """The best routes under the task's objective, at most `first` (5.3, 5.4)."""
    kept: list[Label] = []
    if not task.targets:
        return Found(kept, proven=True)
    walker = Walker(network, task)
    step = 1 if task.by is Objective.MOVES else _SLACK
    corridors = _Corridors(walker, first, step)
    corridor = corridors.narrow()
    while corridor is not None:
        last, kept = kept, []
        search = Search(walker, corridor, work)
        try:
            for route in walk_routes(search):
                if not diverse or all(differ(route, other) for other in kept):
                    kept.append(route)
                if len(kept) == first:
                    break
        except WorkLimitError:
            known = _best_known(search, (*kept, *last), first, diverse=diverse)
            return Found(known or find_any(network, task), proven=False)
        costs = kept[-1].costs if len(kept) == first else None
        if corridor.whole or (costs is not None and corridor.holds_all(task.by, costs)):
            break
        corridor = corridors.wider(corridor, costs)
    return Found(kept, proven=True)


def find_trade_offs(network: Network, task: Task, first: int, work: Work) -> Found:
    """The routes that no other beats, as ordered by MOVES, at most `first` (5.5).

    Proven only where these are all.
    """
    walker = Walker(network, replace(task, by=Objective.MOVES))
    corridors = _Corridors(walker)
    front: list[Label] = []
    corridor = corridors.narrow() if task.targets else None
    while corridor is not None:
        known = [label.costs for label in front]

        def beaten(costs: Costs, known: Sequence[Costs] = known) -> bool:
            return any(no_worse(one, costs) for one in known)

        try:
            search = Search(walker, corridor, work)
            front += search.find_front(beaten, first + 1 - len(front))
        except WorkLimitError:
            return Found(front[:first], proven=False)
        if corridor.whole or len(front) > first:
            break
        corridor = corridors.wider(corridor, None)
    return Found(front[:first], proven=len(front) <= first)


class _Corridors:
    """The corridors of one task, from narrow to wide; `step` is by how many moves at first."""

    def __init__(self, walker: Walker, first: int = 1, step: int = _SLACK) -> None:
        self.network = walker.network
        self.task = walker.task
        self._step = step
        self._slack = 0
        self._tries = 0
        self._meeting = Meeting(
            self.network, self.task, lambda roles: walker.walk(roles).time, first
        )

    def narrow(self) -> Corridor | None:
        """The first one to look into; None where no walk reaches a target."""
        task = self.task
        if task.by is not Objective.TIME:
            return open_by_moves(self.network, task, 0)
        if task.via or (task.max_moves, task.max_new_skills) != (None, None):
            return self._everywhere()
        return self._meeting.open()

    def wider(self, corridor: Corridor, costs: Costs | None) -> Corridor | None:
        """The next one: as wide as the routes found ask for, where these are enough, or more."""
        if corridor.time is not None and self._tries < _TRIES:
            self._tries += 1
            return self._meeting.open(corridor.time * 3 // 2 + 1 if costs is None else costs.time)
        if corridor.time is None and self._slack < _SLACK:
            self._slack += self._step
            return open_by_moves(self.network, self.task, self._slack)
        return self._everywhere()

    def _everywhere(self) -> Corridor:
        """The corridor of all routes."""
        task = self.task
        timed = task.by is Objective.TIME or task.max_months is not None
        return open_everywhere(self.network, task.targets, task.closed, timed=timed)


def _best_known(
    search: Search, routes: Collection[Label], first: int, *, diverse: bool
) -> list[Label]:
    """The best of the routes that were found before the work ran out."""
    kept: list[Label] = []
    by_walk = {route.walk: route for route in routes}
    for route in sorted(by_walk.values(), key=search.rank):
        if len(kept) < first and not (diverse and any(not differ(route, other) for other in kept)):
            kept.append(route)
    return kept


def find_any(network: Network, task: Task) -> list[Label]:
    """The route of fewest moves, where the objective's own search found none in its work."""
    if task.by is Objective.MOVES:
        return []
    walker, work = Walker(network, replace(task, by=Objective.MOVES)), Work(FALLBACK_WORK)
    corridors = _Corridors(walker)
    corridor = corridors.narrow()
    try:
        while corridor is not None:
            best = Search(walker, corridor, work).find_best_route()
            if best is not None:
                return [best]
            corridor = None if corridor.whole else corridors.wider(corridor, None)
    except WorkLimitError:
        pass
    return []

"""Finding the routes of one question: corridors from narrow to wide until the answer is proved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..records import Objective
from .corridor import Corridor, Left, find_corridor_by_moves, make_whole_corridor
from .labels import Costs, Label
from .meeting import Meeting
from .network import Network
from .ranking import differ, walk_routes
from .search import Search, Work, WorkLimitError
from .task import Task
from .walks import Walker

_SLACK = 2  # moves beyond the fewest that are looked at before all routes are
_TRIES = 3  # corridors of time before all routes are looked at


@dataclass(frozen=True, slots=True)
class Found:
    """Routes in order, whether they are proved best and whole, and whether the work ran out."""

    routes: Sequence[Label]
    proven: bool
    limited: bool = False


def find_routes(network: Network, task: Task, first: int, work: Work, *, diverse: bool) -> Found:
    """The best routes under the task's objective, at most `first` (5.3, 5.4).

    Where the work ran out, the best that were found, or a route of fewest moves.
    """
    kept: list[Label] = []
    if not task.targets:
        return Found(kept, proven=True)
    walker = Walker(network, task)
    corridors = _Corridors(walker, first, 1 if task.by is Objective.MOVES else _SLACK)
    corridor = corridors.narrow()
    while corridor is not None:
        last, kept = kept, []
        search = Search(walker, corridor, work)
        try:
            for route in walk_routes(search):
                _keep(route, kept, diverse=diverse)
                if len(kept) == first:
                    break
        except WorkLimitError:
            found: list[Label] = []
            for route in sorted({it.walk: it for it in (*kept, *last)}.values(), key=search.rank):
                _keep(route, found, diverse=diverse)
            return Found(found[:first] or take_any(walker), proven=False, limited=True)
        costs = kept[-1].costs if len(kept) == first else None
        if corridor.whole or (costs is not None and corridor.holds_all(task.by, costs)):
            break
        corridor = corridors.wider(corridor, costs)
    return Found(kept, proven=True)


def _keep(route: Label, kept: list[Label], *, diverse: bool) -> None:
    """Keep a route, if it differs from every kept one as far as it must (5.4)."""
    if not diverse or all(differ(route, other) for other in kept):
        kept.append(route)


def find_trade_offs(network: Network, task: Task, first: int, work: Work) -> Found:
    """The routes that no other beats, as ordered by MOVES, at most `first` (5.5).

    Proven only where these are all. Where the work ran out, those that were found, all of which
    stand, or a route of fewest moves.
    """
    walker = Walker(network, replace(task, by=Objective.MOVES))
    corridors = _Corridors(walker)
    front: list[Label] = []
    corridor = corridors.narrow() if task.targets else None
    while corridor is not None:
        try:
            Search(walker, corridor, work).find_front(front, first + 1)
        except WorkLimitError:
            return Found(front[:first] or take_any(walker), proven=False, limited=True)
        if corridor.whole or len(front) > first:
            break
        corridor = corridors.wider(corridor, None)
    return Found(front[:first], proven=len(front) <= first)


def take_any(walker: Walker, moves_left: Left | None = None) -> list[Label]:
    """A route of fewest moves, if one found without looking at costs is within the bounds.

    `moves_left` is known for every role from which a target can be reached, where it is known.
    """
    network, task = walker.network, walker.task
    if moves_left is None:
        corridor = find_corridor_by_moves(network, task, 0)
        moves_left = {} if corridor is None else corridor.moves_left
    label, left = walker.start(), moves_left.get(task.start, 0)
    while left:
        left -= 1
        onward = (to for to in network.ways(label.walk[-1]) if moves_left.get(to) == left)
        label = walker.step(label, next(to for to in onward if to not in task.closed))
    fits = len(label.walk) > 1 and task.allows(label.costs) and walker.sees_all(label)
    return [label] if fits else []


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
            return find_corridor_by_moves(self.network, task, 0)
        if task.via or (task.max_moves, task.max_new_skills) != (None, None):
            return self._everywhere()
        return self._meeting.find_corridor()

    def wider(self, corridor: Corridor, costs: Costs | None) -> Corridor | None:
        """The next one: as wide as the routes found ask for, where these are enough, or more."""
        if corridor.time is not None and self._tries < _TRIES:
            self._tries += 1
            return self._meeting.find_corridor(
                corridor.time * 3 // 2 + 1 if costs is None else costs.time
            )
        if corridor.time is None and self._slack < _SLACK:
            self._slack += self._step
            return find_corridor_by_moves(self.network, self.task, self._slack)
        return self._everywhere()

    def _everywhere(self) -> Corridor:
        """The corridor of all routes."""
        task = self.task
        timed = task.by is Objective.TIME or task.max_months is not None
        return make_whole_corridor(self.network, task.targets, task.closed, timed=timed)

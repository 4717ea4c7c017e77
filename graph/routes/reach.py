"""The best routes from one role to all others, or from all others to one (semantics 6.1).

Every filter is judged for each route by itself: its own end must pay enough, its own `via` must be
on it, and of an avoided line the stage at its own end is spared. Towards a role, each other role
is the start of its own question, with its own skills and service.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..records import Objective
from .answer import Route, describe
from .corridor import Corridor, open_everywhere
from .labels import RANKINGS, Costs, Label, Rank
from .network import UNTIMED, Network
from .question import Profile, ReachQuestion
from .search import FALLBACK_WORK, Search, Work, WorkLimitError
from .task import Task, find_ends, make_task, pays_enough
from .walks import Walker


@dataclass(frozen=True)
class Reached:
    """A role with its best route; `previous` is the role beside it on that route.

    `rank` orders a list of them, before role ids: the three costs as in 5.3.
    """

    role: str
    previous: str
    costs: Costs
    rank: Rank
    walk: tuple[int, ...]
    network: Network
    task: Task
    profile: Profile

    @cached_property
    def route(self) -> Route:
        """The route, described when first asked for."""
        return describe(self.network, self.walk, self.task, self.profile)


@dataclass(frozen=True, slots=True)
class Reach:
    """Roles with their best routes, nearest first; `proven` unless the work limit ended it."""

    nodes: Sequence[Reached]
    proven: bool


def find_reach(network: Network, question: ReachQuestion, work: Work) -> Reach:
    """The best route to each role that one within the filter reaches.

    Where the work limit ends the search, the roles left get a route of fewest moves.
    """
    task = make_task(network, question, question.role, find_ends(network, question, None))
    found: dict[int, Label] = {}
    proven = task.start in task.closed or _find_all(network, task, question, work, found)
    if not proven:
        simpler = replace(task, by=Objective.MOVES)
        _find_all(network, simpler, question, Work(FALLBACK_WORK), found)
    reached = (
        _reached(question, network, task, label, backwards=False) for label in found.values()
    )
    return Reach(_nearest_first(reached), proven)


def _find_all(
    network: Network, task: Task, question: ReachQuestion, work: Work, found: dict[int, Label]
) -> bool:
    """Add to `found` the best routes; whether the search ended by itself."""
    corridor = Corridor(dict.fromkeys(range(len(network.ids)), 0), {})
    ends = {role: pays_enough(network, question, role) for role in _list_reachable(network, task)}
    search = Search(Walker(network, task), corridor, work)
    try:
        search.find_all({role for role, pays in ends.items() if pays}, found)
    except WorkLimitError:
        return False
    return True


def _list_reachable(network: Network, task: Task) -> set[int]:
    """The roles to which any walk leads from the start, without it."""
    reached, waiting = {task.start}, [task.start]
    while waiting:
        role = waiting.pop()
        if role in task.endings and role != task.start:
            continue
        new = [to for to in network.ways(role) if to not in reached and to not in task.closed]
        reached.update(new)
        waiting += new
    return reached - {task.start}


def find_feeders(network: Network, question: ReachQuestion, work: Work) -> Reach:
    """The best route to a role from each role that has one within the filter.

    Where the work limit ends the search, the roles left get a route of fewest moves, as long as
    a second, smaller limit lasts.
    """
    ends = find_ends(network, question, question.role)
    stages = network.career_graph.list_stages(question.role)
    corridor = open_everywhere(network, ends.targets, ends.closed, timed=True)
    spare, proven, reached = Work(FALLBACK_WORK), True, []
    for role in sorted(corridor.moves_left, key=lambda role: (corridor.moves_left[role], role)):
        if network.ids[role] in stages:
            continue
        task = make_task(network, question, network.ids[role], ends)
        try:
            label = _find_best(network, task, corridor, work)
        except WorkLimitError:
            proven = False
            try:
                label = _find_best(network, replace(task, by=Objective.MOVES), corridor, spare)
            except WorkLimitError:
                break
        if label is not None:
            reached.append(_reached(question, network, task, label, backwards=True))
    return Reach(_nearest_first(reached), proven)


def _find_best(network: Network, task: Task, corridor: Corridor, work: Work) -> Label | None:
    """The best route of a task: one as short as what is left at least, if there is one, or any."""
    walker = Walker(network, task)
    narrow = corridor
    if task.by is Objective.MOVES:
        narrow = replace(corridor, moves=corridor.moves_left[task.start])
    if task.by is Objective.TIME:
        narrow = replace(corridor, time=corridor.time_left[task.start])
    best = Search(walker, narrow, work).find_best_route()
    if best is None and narrow is not corridor:
        best = Search(walker, corridor, work).find_best_route()
    return best


def _reached(
    question: ReachQuestion, network: Network, task: Task, label: Label, *, backwards: bool
) -> Reached:
    """One line of the answer; `backwards` where the role is the start of its route."""
    role, previous = label.walk[:2] if backwards else label.walk[:-3:-1]
    ids, rank = network.ids, RANKINGS[question.by](*label.costs)
    return Reached(
        ids[role], ids[previous], label.costs, rank, label.walk, network, task, question.profile
    )


def _nearest_first(reached: Iterable[Reached]) -> tuple[Reached, ...]:
    return tuple(sorted(reached, key=lambda it: (it.rank, it.role)))


@dataclass(frozen=True, slots=True)
class Change:
    """A role that a gain opens (`before` None), or brings nearer.

    `rank` orders a list of them, before role ids: new ones, then by the size of the change.
    """

    before: Reached | None
    after: Reached
    rank: Rank


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a gain changes, biggest change first; `proven` where both searches were."""

    nodes: Sequence[Change]
    proven: bool


def compare_reach(by: Objective, before: Reach, after: Reach) -> WhatIf:
    """The roles that only `after` has, by id, then those nearer under `by` by the size of it (6.3).

    Nearer means a lower cost under `by` alone; under TIME fewer parts without a time come before
    months. Roles that became farther are not listed.
    """
    known: Mapping[str, Reached] = {reached.role: reached for reached in before.nodes}
    changes = []
    for reached in after.nodes:
        old = known.get(reached.role)
        if old is None:
            changes.append(Change(None, reached, (0, 0, 0)))
            continue
        size = [new - past for new, past in zip(_own(by, reached), _own(by, old), strict=True)]
        if size < [0, 0]:
            changes.append(Change(old, reached, (1, *size)))
    changes.sort(key=lambda change: (change.rank, change.after.role))
    return WhatIf(tuple(changes), before.proven and after.proven)


def _own(by: Objective, reached: Reached) -> tuple[int, int]:
    """The cost under an objective; for TIME parts without a time, then months."""
    if by is Objective.TIME:
        return divmod(reached.costs.time, UNTIMED)
    return 0, RANKINGS[by](*reached.costs)[0]

"""The best routes from one role to all others, or from all others to one (semantics 6.1).

Every filter is judged for each route by itself: its own end must pay enough, its own `via` must be
on it, and of an avoided line the stage at its own end is spared. Towards a role, each other role
is the start of its own question, with its own skills and service.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..interrupt import paced
from ..records import Objective
from .answer import Route, describe
from .corridor import Corridor, make_whole_corridor
from .finding import find_routes, take_any
from .labels import RANKINGS, Costs, Label, Rank
from .network import UNTIMED, Network
from .question import Profile, ReachQuestion
from .search import Search, Work, WorkLimitError
from .task import Task, find_ends, make_task, pays_enough
from .walks import Walker


@dataclass(frozen=True)
class Reached:
    """A role with its best route; `previous` is the role beside it on that route.

    `rank` orders a list of them, before role ids: the three costs as in 5.3. `proven` unless the
    work limit left a better route possible.
    """

    role: str
    previous: str
    costs: Costs
    rank: Rank
    proven: bool
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

    All at once with half of the work; where that ran out, each role left by itself, the nearest
    first, with the other half; where that ran out too, a route of fewest moves that fits.
    """
    task = make_task(network, question, question.role, find_ends(network, question, None))
    if task.start in task.closed:
        return Reach((), proven=True)
    walker = Walker(network, task)
    tree = _spread(walker)
    ends = {role for role in paced(tree) if pays_enough(network, question, role)}
    found: dict[int, Label] = {}
    share, undecided = Work(work.left // 2), set[int]()
    corridor = Corridor(dict.fromkeys(tree, 0), {})
    try:
        Search(walker, corridor, share).find_all(ends, found)
    except WorkLimitError:
        rest = Work(work.left - work.left // 2)
        undecided = _find_singly(walker, [role for role in tree if role in ends], rest, found)
    for role in paced(undecided):
        if task.allows(tree[role].costs) and walker.sees_all(tree[role]):
            found[role] = tree[role]
    reached = (
        _reached(question, walker, label, backwards=False, proven=role not in undecided)
        for role, label in paced(found.items())
    )
    return Reach(_nearest_first(reached), proven=not undecided)


def _find_singly(
    walker: Walker, roles: Iterable[int], work: Work, found: dict[int, Label]
) -> set[int]:
    """Add to `found` the best route to each role that is not in it; the roles left undecided."""
    network, task = walker.network, walker.task
    undecided = set()
    for role in paced(roles):
        if role in found:
            continue
        single = replace(
            task,
            targets=frozenset((role,)),
            closed=task.closed | (task.endings - {role}),
            endings=frozenset(),
        )
        one = find_routes(network, single, 1, work, diverse=False)
        if not one.proven:
            undecided.add(role)
        elif one.routes:
            found[role] = one.routes[0]
    return undecided


def _spread(walker: Walker) -> dict[int, Label]:
    """A walk of fewest moves from the start to each role that any walk leads to, nearest first."""
    network, task = walker.network, walker.task
    tree = {task.start: walker.start()}
    edge = [task.start]
    while edge:
        reached = []
        for role in paced(edge):
            if role in task.endings and role != task.start:
                continue
            for to in network.ways(role):
                if to not in tree and to not in task.closed:
                    tree[to] = walker.step(tree[role], to)
                    reached.append(to)
        edge = reached
    del tree[task.start]
    return tree


def find_feeders(network: Network, question: ReachQuestion, work: Work) -> Reach:
    """The best route to a role from each role that has one within the filter.

    Where the work ran out, the roles left get a route of fewest moves that fits.
    """
    ends = find_ends(network, question, question.role)
    stages = network.career_graph.list_stages(question.role)
    corridor = make_whole_corridor(network, ends.targets, ends.closed, timed=True)
    nearest_first = sorted(corridor.moves_left, key=lambda role: (corridor.moves_left[role], role))
    whole = True
    reached: list[Reached] = []
    for role in paced(nearest_first):
        id_ = network.ids[role]
        if id_ in stages:
            continue
        walker = Walker(network, make_task(network, question, id_, ends))
        proven = True
        try:
            best = _find_best(walker, corridor, work)
            labels = [] if best is None else [best]
        except WorkLimitError:
            whole = proven = False
            usable = walker.task.targets
            labels = take_any(walker, corridor.moves_left) if usable else []
        reached += (
            _reached(question, walker, label, backwards=True, proven=proven) for label in labels
        )
    return Reach(_nearest_first(reached), proven=whole)


def _find_best(walker: Walker, corridor: Corridor, work: Work) -> Label | None:
    """The best route of a task: one as short as what is left at least, if there is one, or any."""
    task, narrow = walker.task, corridor
    if task.by is Objective.MOVES:
        narrow = replace(corridor, moves=corridor.moves_left[task.start])
    if task.by is Objective.TIME:
        narrow = replace(corridor, time=corridor.time_left[task.start])
    best = Search(walker, narrow, work).find_best_route()
    if best is None and narrow is not corridor:
        best = Search(walker, corridor, work).find_best_route()
    return best


def _reached(
    question: ReachQuestion, walker: Walker, label: Label, *, backwards: bool, proven: bool
) -> Reached:
    """One line of the answer; `backwards` where the role is the start of its route."""
    network, task = walker.network, walker.task
    role, previous = label.walk[:2] if backwards else label.walk[:-3:-1]
    ids, rank = network.ids, RANKINGS[question.by](*label.costs)
    return Reached(
        ids[role],
        ids[previous],
        label.costs,
        rank,
        proven,
        label.walk,
        network,
        task,
        question.profile,
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
    months. Roles that became farther are not listed, nor any change that is not proven.
    """
    known: Mapping[str, Reached] = {reached.role: reached for reached in before.nodes}
    changes = []
    for reached in paced(after.nodes):
        old = known.get(reached.role)
        if not reached.proven or (old is None and not before.proven):
            continue
        if old is None:
            changes.append(Change(None, reached, (0, 0, 0)))
            continue
        if not old.proven:
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

"""The exact search: walks in order of what they cost, the best ones first.

Labels are popped in order of (bounds on the three costs in the objective's order, role numbers),
so the first label popped at a target is the best route. Which labels are discarded stands in
`labels`. A cost that the question bounds must be no worse, whatever its place in the order; so
must what was visited, where the question has `via`.

Without `via` the best walk never repeats a role: leaving a loop out is never worse. With `via`, or
to obtain something that a later gate asks for, it may; then the repeated roles are remembered in
the labels and the search runs again (decremental state-space relaxation: Righini & Salani 2008,
https://doi.org/10.1002/net.20212).

Where gates bind, only labels that hold the same things are compared: holding more is not always
better, as it can change which option of a later gate is taken. Where an option of a gate with
several asks for service, which one is taken depends on the time of arrival, and arriving later can
even be better; then only labels of the same time and with no other roles visited are compared.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from ..interrupt import checkpoint, paced
from .corridor import Corridor
from .labels import RANKINGS, Compare, Costs, Label, Rank, beats, leads
from .walks import Walker

_FAR = 1 << 62  # more than any time
_LOT = 500  # labels between two checkpoints: a few milliseconds at most


class WorkLimitError(Exception):
    """The search reached its work limit; never leaves this room."""


class Work:
    """Labels that a question may still make, pop or compare: a deterministic amount of work."""

    __slots__ = ("_drawn", "_kept")

    def __init__(self, labels: int) -> None:
        """So many; they are drawn in lots, with a checkpoint before each."""
        self._drawn, self._kept = 0, labels

    @property
    def left(self) -> int:
        """The labels that are left."""
        return self._drawn + self._kept

    def spend(self, labels: int) -> None:
        """Count some labels."""
        if self._drawn < labels:
            self._draw(labels)
        self._drawn -= labels

    def _draw(self, least: int) -> None:
        """Draw a lot of labels, or of as many as are asked for."""
        checkpoint()
        left = self.left
        if left < least:
            self._drawn = self._kept = 0
            raise WorkLimitError
        self._drawn = min(left, max(least, _LOT))
        self._kept = left - self._drawn


Beaten = Callable[[Costs], bool]
"""Whether a walk whose costs are at least these is of no use."""


class Search:
    """Best walks for one task within a corridor."""

    def __init__(self, walker: Walker, corridor: Corridor, work: Work) -> None:
        """Search for a walker's task; the work may be shared with other searches.

        No route has more moves, or takes longer, than the corridor is for.
        """
        self.walker = walker
        self.network = walker.network
        self.task = walker.task
        bounds = [it for it in (corridor.moves, self.task.max_moves) if it is not None]
        if bounds:
            self.task = replace(self.task, max_moves=min(bounds))
        self._most_time = _FAR if corridor.time is None else corridor.time
        self.work = work
        self._moves_left, self._time_left = corridor.moves_left, corridor.time_left
        self._rank = RANKINGS[self.task.by]
        self._taught_by_all = self._find_taught()
        self._settled_from = self._find_settled()
        self._same_time = self.network.career_graph.has_service_options and any(
            map(self._time_decides_gates, paced(corridor.moves_left))
        )

    def rank(self, label: Label) -> tuple[Rank, tuple[int, ...]]:
        """What orders complete routes: costs by the objective, then role numbers."""
        return self._rank(*label.costs), label.walk

    def find_best(self, label: Label, banned: Collection[int]) -> Label | None:
        """The best way on from a label, not first to a `banned` role; None where there is none.

        Raises WorkLimitError where the work limit ends the search.
        """
        remembered = self._first_remembered()
        while True:
            walks = self.settle(label, banned, remembered)
            best = next((walk for walk in walks if walk.walk[-1] in self.task.targets), None)
            repeated = set() if best is None else find_repeated(best.walk)
            if not repeated:
                return best
            remembered = (*remembered, *sorted(repeated))

    def find_best_route(self) -> Label | None:
        """The best route of the task; None where there is none. Raises WorkLimitError."""
        return self.find_best(self.walker.start(), ())

    def find_front(self, front: list[Label], most: int) -> None:
        """Add to `front` the routes that no other beats (5.5), as ordered by MOVES; `most` in all.

        None that those in it beat. Raises WorkLimitError; what was found until then stays.
        """
        remembered, known = self._first_remembered(), len(front)
        while True:
            walks: list[Label] = front[:known]
            repeated: set[int] = set()

            def useless(costs: Costs, walks: list[Label] = walks) -> bool:
                return any(_no_worse(walk.costs, costs) for walk in walks)

            del front[known:]
            for label in self.settle(self.walker.start(), (), remembered, beats, useless):
                if label.walk[-1] in self.task.targets and not useless(label.costs):
                    walks.append(label)
                    again = find_repeated(label.walk)
                    repeated |= again
                    if not again:
                        front.append(label)
                    if len(walks) == most:
                        break
            if not repeated:
                return
            remembered = (*remembered, *sorted(repeated))

    def find_all(self, ends: Collection[int], found: dict[int, Label]) -> None:
        """Add to `found` the best route from the start to each of these roles that has one.

        Raises WorkLimitError; what was found until then stays.
        """
        remembered = self._first_remembered()
        seen_all = (1 << len(self.task.via)) - 1
        while True:
            passed: set[int] = set()
            repeated: set[int] = set()
            for label in self.settle(self.walker.start(), (), remembered):
                role = label.walk[-1]
                if role in passed or label.seen != seen_all or role not in ends:
                    continue
                passed.add(role)
                again = find_repeated(label.walk)
                repeated |= again
                if not again:
                    found.setdefault(role, label)
                if len(passed) == len(ends):
                    break
            if not repeated:
                return
            remembered = (*remembered, *sorted(repeated))

    def settle(
        self,
        root: Label,
        banned: Collection[int],
        remembered: Sequence[int],
        compare: Compare | None = None,
        useless: Beaten | None = None,
    ) -> Iterator[Label]:
        """Yield in order the walks on from a label that no other at the same role is ahead of.

        They repeat no role of the root's and none that is remembered, and end at the first target.
        """
        task, ahead = self.task, compare or leads(self.task.by)
        closed = task.closed.union(root.walk)
        bits = {role: 1 << bit for bit, role in enumerate(remembered)}
        queue = [(self._bound(root), root.walk, root)]
        settled: dict[int, list[Label]] = {}
        while queue:
            _, _, here = heapq.heappop(queue)
            role = here.walk[-1]
            if here is not root:
                others = settled.setdefault(role, [])
                if self._dominated(here, others, ahead):
                    continue
                others.append(here)
                yield here
                if role in task.targets or role in task.endings:
                    self.work.spend(1)
                    continue
            self.work.spend(1)
            for there, costs in self._ways_on(here, banned if here is root else (), closed, bits):
                self.work.spend(1)
                if useless is not None and useless(costs):
                    continue
                to = there.walk[-1]
                if to not in settled or not self._dominated(there, settled[to], ahead):
                    heapq.heappush(queue, (self._rank(*costs), there.walk, there))

    def _dominated(self, label: Label, others: Sequence[Label], ahead: Compare) -> bool:
        """Whether every way to go on from a label is worse than the same way from another."""
        self.work.spend(len(others))
        return any(
            self._comparable(other, label) and ahead(other, label, self._settled_from)
            for other in others
        )

    def _comparable(self, one: Label, other: Label) -> bool:
        """Whether the other label can do nothing that the first cannot."""
        task = self.task
        return not (
            other.seen & ~one.seen
            or one.kept & ~other.kept
            or (one.held is not other.held and one.held != other.held)
            or (self._same_time and one.time != other.time)
            or (task.max_moves is not None and len(one.walk) > len(other.walk))
            or (task.max_months is not None and one.time > other.time)
            or (task.max_new_skills is not None and one.learned & ~other.learned)
        )

    def _ways_on(
        self,
        label: Label,
        banned: Collection[int],
        closed: frozenset[int],
        bits: dict[int, int],
    ) -> Iterable[tuple[Label, Costs]]:
        """The labels one link further that can still become a route, with bounds on its costs."""
        task, moves_left, time_left = self.task, self._moves_left, self._time_left
        follow, taught = self.walker.follow, self._taught_by_all
        moves, time, most_time = len(label.walk), label.time, self._most_time
        most_left = _FAR if task.max_moves is None else task.max_moves - moves
        bounded = (task.max_moves, task.max_months, task.max_new_skills) != (None, None, None)
        for to, link in self.network.links(label.walk[-1]).items():
            left = moves_left.get(to)
            if left is None or left > most_left or to in closed or to in banned:
                continue
            left_time = time_left.get(to, 0)
            if time + link.least + left_time > most_time:
                continue
            bit = bits.get(to, 0) if bits else 0
            if bit & label.kept:
                continue
            there = follow(label, link)
            if bit:
                there = there._replace(kept=there.kept | bit)
            if task.via and to in task.targets and there.seen != (1 << len(task.via)) - 1:
                continue
            costs = Costs(
                moves + left,
                there.time + left_time,
                (there.learned | taught).bit_count(),
            )
            if costs.time <= most_time and (not bounded or task.allows(costs)):
                yield there, costs

    def _bound(self, label: Label) -> Rank:
        """Costs that no route through this label goes below, as they rank."""
        role = label.walk[-1]
        return self._rank(
            len(label.walk) - 1 + self._moves_left.get(role, 0),
            label.time + self._time_left.get(role, 0),
            (label.learned | self._taught_by_all).bit_count(),
        )

    def _find_taught(self) -> int:
        """The skills that every route teaches: those that all targets require."""
        masks = [self.walker.teaches(target) for target in self.task.targets]
        taught = masks[0] if masks else 0
        for mask in masks[1:]:
            taught &= mask
        return taught

    def _find_settled(self) -> int:
        """The month from which on no total service is waited for: being earlier then stays."""
        longest = self.network.career_graph.longest_service
        return 0 if longest is None else max(0, longest - self.task.service_months)

    def _time_decides_gates(self, role: int) -> bool:
        """Whether the time of arrival can decide which option of a gate is taken at a role."""
        return any(
            len(gate.options) > 1
            and any(option.service_months is not None for option in gate.options)
            for gate in self.network.required_gates(role)
        )

    def _first_remembered(self) -> tuple[int, ...]:
        """The roles to remember from the first: none, or all where arriving later may be better."""
        return tuple(sorted(self._moves_left)) if self._same_time else ()


def find_repeated(walk: Sequence[int]) -> set[int]:
    """The roles that a walk visits more than once."""
    if len(set(walk)) == len(walk):
        return set()
    return {role for role in walk if walk.count(role) > 1}


def _no_worse(one: Costs, other: Costs) -> bool:
    """Whether costs are as good as others on all three."""
    return (
        one.moves <= other.moves and one.time <= other.time and one.new_skills <= other.new_skills
    )

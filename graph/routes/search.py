"""The exact search: the best walk from a state to a target under one objective.

Labels are popped in order of (bounds on the three costs in the objective's order, role numbers),
so the first label popped at a target is the best route. A label is discarded where another at the
same role can only lead to better routes. The costs are compared in the objective's order (5.3).
Moves and parts without a time add up, so a label that has fewer of them stays ahead for ever, and
the first such difference decides. Months and skills do not: every arrival rule of semantics 3.4 is
monotone in elapsed time, so being no later now is being no later ever, but an advantage can vanish;
the cost of skills is the size of a union, so a *subset* to learn now never costs more later.
Hence another label must be no later, and have a subset to learn, for the costs after these, and at
last role numbers, to decide. A cost that the question bounds must be no worse, whatever its place;
so must what was visited, where the question has `via`.

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
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..gates import Held
from ..records import Objective
from ..times import Arrival
from .entry import enter
from .network import Link, Network

_FAR = 1 << 60  # more than any number of moves or months


class WorkLimitError(Exception):
    """The search reached its work limit; never leaves this room."""


@dataclass(slots=True)
class Work:
    """Labels that a question may still pop or compare: a deterministic amount of work."""

    left: int

    def spend(self, labels: int) -> None:
        """Count some labels."""
        if self.left < labels:
            raise WorkLimitError
        self.left -= labels


class Costs(NamedTuple):
    """What 5.3 compares; `time` is (parts without a stated time, typical months)."""

    moves: int
    time: tuple[int, int]
    new_skills: int


Rank = tuple[object, ...]

RANKINGS: Mapping[Objective, Callable[[Costs], Rank]] = {
    Objective.MOVES: lambda costs: (costs.moves, costs.time, costs.new_skills),
    Objective.TIME: lambda costs: (costs.time, costs.moves, costs.new_skills),
    Objective.NEW_SKILLS: lambda costs: (costs.new_skills, costs.moves, costs.time),
}
"""The order of the costs under each objective: its own, then the others (5.3)."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a walk is: the roles so far, time spent, skills learned, `via` seen.

    `learned` holds skills that were not held at the start, `held` what gates ask for; `kept` marks
    remembered roles visited.
    """

    walk: tuple[int, ...]
    untimed: int
    typical: int
    learned: int
    seen: int
    held: Held
    kept: int = 0

    @property
    def costs(self) -> Costs:
        """The costs of the walk so far."""
        return Costs(len(self.walk) - 1, (self.untimed, self.typical), self.learned.bit_count())


@dataclass(frozen=True, slots=True)
class Task:
    """What the search needs to know of a question, in role numbers and bits.

    `closed` roles are never entered. `via` has one set of roles for each `via`, any of which will
    do. Bounds are inclusive, None for none; `skills` and `held` are what the start brings.
    """

    by: Objective
    targets: frozenset[int]
    closed: frozenset[int]
    via: tuple[frozenset[int], ...]
    skills: int
    held: Held
    service_months: int
    max_moves: int | None
    max_months: int | None
    max_new_skills: int | None

    def allows(self, costs: Costs) -> bool:
        """Whether these costs, or bounds on them, are within the question's bounds (5.6)."""
        untimed, months = costs.time
        return (
            (self.max_moves is None or costs.moves <= self.max_moves)
            and (self.max_months is None or (untimed == 0 and months <= self.max_months))
            and (self.max_new_skills is None or costs.new_skills <= self.max_new_skills)
        )


_Verdict = bool | None  # whether one label is ahead of another for good; None: undecided so far


def _compare_moves(one: State, other: State) -> _Verdict:
    """Fewer moves stay fewer."""
    moves, others = len(one.walk), len(other.walk)
    return None if moves == others else moves < others


def _compare_time(one: State, other: State) -> _Verdict:
    """Fewer parts without a time stay fewer; being earlier can vanish, being later cannot count."""
    if one.untimed != other.untimed:
        return one.untimed < other.untimed
    return False if one.typical > other.typical else None


def _compare_skills(one: State, other: State) -> _Verdict:
    """Anything to learn that the other does not learn may cost more in the end."""
    return False if one.learned & ~other.learned else None


_COMPARISONS: Mapping[Objective, tuple[Callable[[State, State], _Verdict], ...]] = {
    Objective.MOVES: (_compare_moves, _compare_time, _compare_skills),
    Objective.TIME: (_compare_time, _compare_moves, _compare_skills),
    Objective.NEW_SKILLS: (_compare_skills, _compare_moves, _compare_time),
}
"""The comparisons of costs under each objective, in the order of RANKINGS."""


class Search:
    """Best walks for one task; the bounds are computed once and serve every start."""

    def __init__(self, network: Network, task: Task, work: Work) -> None:
        """Bound every role's remaining moves and time by searching back from the targets."""
        self.network = network
        self.task = task
        self.work = work
        self._rank = RANKINGS[task.by]
        self._moves_left = self._fewest_moves()
        self._time_left = self._least_time()
        self._ahead = [role for role, moves in enumerate(self._moves_left) if moves < _FAR]
        self._same_time = any(network.time_decides_gates(role) for role in self._ahead)
        required = [network.required[target] & ~task.skills for target in task.targets]
        self._taught_by_all = required[0] if required else 0
        for mask in required[1:]:
            self._taught_by_all &= mask

    def start(self, role: int) -> State:
        """The state at the start of a route."""
        return State((role,), 0, 0, 0, self._seen(role), self.task.held)

    def step(self, state: State, to: int) -> State:
        """The state after taking the link to a role; StopIteration cannot happen on a route."""
        link = next(link for link in self.network.links[state.walk[-1]] if link.to == to)
        return self._follow(state, link)

    def rank(self, state: State) -> Rank:
        """What orders complete routes: costs by the objective, then role numbers."""
        return (*self._rank(state.costs), state.walk)

    def find_best(self, state: State, banned: frozenset[int]) -> State | None:
        """The best way on from a state, not first to a `banned` role; None where there is none.

        Raises WorkLimitError where the work limit ends the search.
        """
        remembered: tuple[int, ...] = tuple(range(len(self.network.ids))) if self._same_time else ()
        while True:
            best = self._best_walk(state, banned, remembered)
            repeated = set() if best is None else _repeated(best.walk)
            if not repeated:
                return best
            remembered = (*remembered, *sorted(repeated))

    def _best_walk(
        self, state: State, banned: frozenset[int], remembered: Sequence[int]
    ) -> State | None:
        """The best walk that repeats no role of the state's and none that is remembered."""
        closed = self.task.closed | set(state.walk)
        bits = {role: 1 << bit for bit, role in enumerate(remembered)}
        queue = [(self._bound(state), state.walk, state)]
        settled: dict[int, list[State]] = {}
        while queue:
            _, _, here = heapq.heappop(queue)
            role = here.walk[-1]
            if len(here.walk) > len(state.walk):
                others = settled.setdefault(role, [])
                if self._dominated(here, others):
                    continue
                others.append(here)
                if role in self.task.targets:
                    return here
            self.work.spend(1)
            for there in self._ways_on(here, banned if here is state else (), closed, bits):
                others = settled.get(there.walk[-1], [])
                if not self._dominated(there, others):
                    heapq.heappush(queue, (self._bound(there), there.walk, there))
        return None

    def _dominated(self, state: State, others: Sequence[State]) -> bool:
        """Whether every way to go on from `state` is worse than the same way from another."""
        self.work.spend(len(others))
        return any(self._dominates(other, state) for other in others)

    def _dominates(self, one: State, other: State) -> bool:
        task = self.task
        if (
            other.seen & ~one.seen
            or one.kept & ~other.kept
            or one.held != other.held
            or (self._same_time and (one.untimed, one.typical) != (other.untimed, other.typical))
            or (task.max_moves is not None and len(one.walk) > len(other.walk))
            or (task.max_months is not None and one.typical > other.typical)
            or (task.max_new_skills is not None and one.learned & ~other.learned)
        ):
            return False
        for compare in _COMPARISONS[task.by]:
            verdict = compare(one, other)
            if verdict is not None:
                return verdict
        return one.walk <= other.walk

    def _ways_on(
        self,
        state: State,
        banned: Iterable[int],
        closed: frozenset[int],
        bits: dict[int, int],
    ) -> Iterable[State]:
        """The states one link further that can still become a route within the bounds."""
        for link in self.network.links[state.walk[-1]]:
            to = link.to
            bit = bits.get(to, 0)
            if to in closed or to in banned or bit & state.kept or self._moves_left[to] == _FAR:
                continue
            there = self._follow(state, link)
            if bit:
                there = replace(there, kept=there.kept | bit)
            if to in self.task.targets and there.seen != (1 << len(self.task.via)) - 1:
                continue
            if self.task.allows(self._least_costs(there)):
                yield there

    def _follow(self, state: State, link: Link) -> State:
        """The state after a link and the gates of the role it reaches (3.4, 4.3, 5.1, 5.2)."""
        task, gates = self.task, self.network.gates[link.to]
        typical, held = link.arrive(state.typical, task.service_months), state.held
        untimed = state.untimed + link.untimed
        if gates:
            at = Arrival(typical, typical, None)
            entry = enter(gates, held, at, task.service_months)
            typical, held = entry.arrival.typical, entry.held
            untimed += entry.untimed
        return State(
            (*state.walk, link.to),
            untimed,
            typical,
            state.learned | (self.network.required[link.to] & ~task.skills),
            state.seen | self._seen(link.to),
            held,
            state.kept,
        )

    def _seen(self, role: int) -> int:
        """The `via` that a role satisfies, as bits."""
        return sum(1 << bit for bit, roles in enumerate(self.task.via) if role in roles)

    def _least_costs(self, state: State) -> Costs:
        """Costs that no route through this state goes below."""
        role = state.walk[-1]
        untimed, months = self._time_left[role]
        return Costs(
            len(state.walk) - 1 + self._moves_left[role],
            (state.untimed + untimed, state.typical + months),
            (state.learned | self._taught_by_all).bit_count(),
        )

    def _bound(self, state: State) -> Rank:
        return self._rank(self._least_costs(state))

    def _fewest_moves(self) -> list[int]:
        """The fewest moves from each role to a target, _FAR where there is no way."""
        left = [_FAR] * len(self.network.ids)
        ring = [target for target in sorted(self.task.targets) if target not in self.task.closed]
        for target in ring:
            left[target] = 0
        moves = 0
        while ring:
            moves += 1
            reached = []
            for role in ring:
                for from_, _ in self.network.entries[role]:
                    if left[from_] == _FAR and from_ not in self.task.targets:
                        left[from_] = moves
                        if from_ not in self.task.closed:
                            reached.append(from_)
            ring = reached
        return left

    def _least_time(self) -> list[tuple[int, int]]:
        """The least (untimed parts, typical months) from each role to a target, waits aside."""
        left = [(_FAR, _FAR)] * len(self.network.ids)
        queue = [(0, 0, target) for target in self.task.targets if self._moves_left[target] == 0]
        while queue:
            untimed, months, role = heapq.heappop(queue)
            if left[role] <= (untimed, months):
                continue
            left[role] = (untimed, months)
            for from_, link in self.network.entries[role]:
                if self._moves_left[from_] not in (0, _FAR):
                    further = (untimed + link.untimed, months + link.least)
                    if further < left[from_]:
                        heapq.heappush(queue, (*further, from_))
        return left


def _repeated(walk: Sequence[int]) -> set[int]:
    """The roles that a walk visits more than once."""
    return {role for role in walk if walk.count(role) > 1}

"""The route engine: exact answers over one release; knows no store, no GraphQL and no names.

`RouteFinder(career_graph)` answers; `question` says what can be asked. For each question `network`
compiles what it accepts, `task` puts it in numbers, `corridor` says where its routes must lie,
`search` finds the best walks in there (`labels`, `walks`), `ranking` the next best ones, `finding`
decides when the answer is proved, and `answer` describes it. `reach` answers for all roles at once;
`variants` asks again with one thing changed.
"""

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from ..catalog import CareerGraph
from ..interrupt import holding, paced
from ..moves import Acceptance
from ..once import BuiltOnce
from .answer import (
    JudgedGate,
    Months,
    NoRoute,
    NoRouteReason,
    Relaxation,
    Relaxations,
    Route,
    RouteList,
    Step,
    Winner,
    describe,
)
from .corridor import find_corridor_by_moves
from .finding import Found, find_routes, find_trade_offs
from .gap import Gap, find_gap
from .network import UNTIMED, Network
from .question import Policy, Profile, ReachQuestion, RouteFilter, RouteQuestion, Terms
from .reach import Change, Reach, Reached, WhatIf, compare_reach, find_feeders, find_reach
from .search import Work
from .task import Task, find_ends, make_task
from .variants import Best, Sensitivity, list_relaxations, list_variants

__all__ = [
    "DEFAULT_WORK",
    "Change",
    "Gap",
    "JudgedGate",
    "Months",
    "NoRoute",
    "NoRouteReason",
    "Policy",
    "Profile",
    "Reach",
    "ReachQuestion",
    "Reached",
    "Relaxation",
    "Relaxations",
    "Route",
    "RouteFilter",
    "RouteFinder",
    "RouteList",
    "RouteQuestion",
    "Sensitivity",
    "Step",
    "Terms",
    "WhatIf",
]

DEFAULT_WORK = 250_000
"""Labels that a search may make, pop or compare before it stops and says so."""

_PREPARED = 10_000  # roles that are compiled before anyone asks
_NETWORKS_KEPT = 32  # networks that a finder remembers
_TRIALS = 10  # times the work limit that all variants of a question may take together
_REACHES_KEPT = 16  # answers for all roles at once that a finder remembers: they are read in pages


class RouteFinder:
    """Answers route questions on one release; safe to share between threads.

    Every question raises UnknownIdError for an id that the graph does not hold.
    """

    def __init__(self, career_graph: CareerGraph, *, work: int = DEFAULT_WORK) -> None:
        """Answer from this graph, making, popping or comparing `work` labels a question at most."""
        self.career_graph = career_graph
        self._work = work
        self._networks: OrderedDict[tuple[Acceptance, Policy], Network] = OrderedDict()
        self._lock = Lock()
        self.reach = lru_cache(_REACHES_KEPT)(self._reach)
        self.feeders = lru_cache(_REACHES_KEPT)(self._feeders)
        self.what_if = lru_cache(_REACHES_KEPT)(self._what_if)

    def prepare(self) -> None:
        """Compile what questions without a filter meet: of 10,000 roles, which takes seconds."""
        network = self.network(RouteFilter().accepts, Policy())
        for role in range(min(len(network.ids), _PREPARED)):
            network.compile(role)

    def routes(self, question: RouteQuestion) -> RouteList | NoRoute:
        """The best routes, best first, or why there is none."""
        question.check(self.career_graph)
        if self._same_role(question):
            return NoRoute(NoRouteReason.SAME_ROLE)
        network, task = self._task(question)
        found = find_routes(
            network, task, question.first, Work(self._work), diverse=question.diverse
        )
        return self._answer(question, network, task, found)

    def trade_offs(self, question: RouteQuestion) -> RouteList | NoRoute:
        """The routes that no other beats on moves, time and new skills at once (5.5).

        At most `first`, fewest moves first; `by` and `diverse` are not read.
        """
        question.check(self.career_graph)
        if self._same_role(question):
            return NoRoute(NoRouteReason.SAME_ROLE)
        network, task = self._task(question)
        found = find_trade_offs(network, task, question.first, Work(self._work))
        return self._answer(question, network, task, found)

    def relaxations(self, question: RouteQuestion) -> Relaxations:
        """Single changes of the filter that give a route, for a question that has none (5.7)."""
        question.check(self.career_graph)
        if self._same_role(question) or not self._connected(question):
            return Relaxations((), proven=True)
        return list_relaxations(self.career_graph, question, self._judge())

    def sensitivity(self, question: RouteQuestion) -> list[Sensitivity]:
        """Whether the winner stays under other policies and without each document (6.4)."""
        question.check(self.career_graph)
        if self._same_role(question):
            return []
        return list_variants(self.career_graph, question, self._judge())

    def gap(self, from_: str | None, to: str, profile: Profile) -> Gap:
        """What a role asks for that another, and a profile, do not bring (6.2)."""
        return find_gap(self.career_graph, from_, to, profile)

    def _reach(self, question: ReachQuestion) -> Reach:
        """The best route to each role that can be reached, nearest first (6.1)."""
        question.check(self.career_graph)
        network = self.network(question.where.accepts, question.policy)
        return find_reach(network, question, Work(self._work))

    def _feeders(self, question: ReachQuestion) -> Reach:
        """The best route from each role that can become this one, nearest first (6.1)."""
        question.check(self.career_graph)
        network = self.network(question.where.accepts, question.policy)
        return find_feeders(network, question, Work(self._work))

    def _what_if(self, question: ReachQuestion, gain: Profile) -> WhatIf:
        """What a gain opens and brings nearer, biggest change first (6.3)."""
        gaining = replace(question, profile=question.profile.adding(gain))
        return compare_reach(question.by, self.reach(question), self.reach(gaining))

    def network(self, accepts: Acceptance, policy: Policy) -> Network:
        """The network for these; the last few are kept."""
        key = (accepts, policy)
        with holding(self._lock):
            if key in self._networks:
                self._networks.move_to_end(key)
                return self._networks[key]
            network = Network(self.career_graph, self._roles, accepts, policy)
            self._networks[key] = network
            while len(self._networks) > _NETWORKS_KEPT:
                self._networks.popitem(last=False)
            return network

    @BuiltOnce
    def _roles(self) -> list[str]:
        """The roles that can be on a route, by id: those that are no lines with stages (1.4)."""
        stages_of = self.career_graph.stages_of
        return [id_ for id_ in paced(self.career_graph.roles) if id_ not in stages_of]

    def _same_role(self, question: RouteQuestion) -> bool:
        """Whether the start is the target or one of its stages (5.7)."""
        start = self.career_graph.first_stage(question.from_)
        return start in self.career_graph.list_stages(question.to)

    def _task(self, question: RouteQuestion) -> tuple[Network, Task]:
        network = self.network(question.where.accepts, question.policy)
        ends = find_ends(network, question, question.to)
        return network, make_task(network, question, question.from_, ends)

    def _answer(
        self, question: RouteQuestion, network: Network, task: Task, found: Found
    ) -> RouteList | NoRoute:
        """The routes found, described, or why there is none (5.7)."""
        if found.routes:
            profile = question.profile
            routes = (describe(network, label.walk, task, profile) for label in found.routes)
            return RouteList(tuple(routes), found.proven, found.limited)
        if not found.proven:
            return NoRoute(NoRouteReason.WORK_LIMIT)
        if self._connected(question):
            return NoRoute(NoRouteReason.CONSTRAINTS_TOO_TIGHT)
        return NoRoute(NoRouteReason.NOT_CONNECTED)

    def _connected(self, question: RouteQuestion) -> bool:
        """Whether there is a route without any filter, inferred moves included (5.7)."""
        anything = RouteQuestion(
            from_=question.from_, to=question.to, where=RouteFilter(inferred=True)
        )
        return find_corridor_by_moves(*self._task(anything), slack=0) is not None

    def _judge(self) -> Best:
        """Answers variants of a question: each within the work limit, all within ten times that."""
        left = _TRIALS * self._work

        def best(question: RouteQuestion) -> Winner:
            nonlocal left
            network, task = self._task(question)
            given = min(self._work, left)
            work = Work(given)
            found = find_routes(network, task, 1, work, diverse=False)
            left -= given - work.left
            if not found.routes:
                return Winner((), 0, None, 0, found.proven)
            label = found.routes[0]
            moves, time, new_skills = label.costs
            roles = tuple(network.ids[role] for role in label.walk)
            return Winner(roles, moves, time if time < UNTIMED else None, new_skills, found.proven)

        return best

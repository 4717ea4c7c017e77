"""The route engine: exact answers over one release; knows no store, no GraphQL and no names.

`RouteFinder(career_graph).routes(question)` answers; `question` says what can be asked, `network`
compiles what a question accepts, `search` finds the best walk, `ranking` the next best ones,
`answer` describes them.
"""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from ..catalog import CareerGraph
from ..moves import Acceptance, heard_stays
from ..pay import find_lowest_pay, list_pay
from ..records import Objective, TimeBasis
from .answer import JudgedGate, Months, NoRoute, NoRouteReason, Route, RouteList, Step, describe
from .network import Network
from .question import Policy, Profile, RouteFilter, RouteQuestion
from .ranking import differ, walk_routes
from .search import Search, State, Task, Work, WorkLimitError

__all__ = [
    "DEFAULT_WORK",
    "JudgedGate",
    "Months",
    "NoRoute",
    "NoRouteReason",
    "Policy",
    "Profile",
    "Route",
    "RouteFilter",
    "RouteFinder",
    "RouteList",
    "RouteQuestion",
    "Step",
]

DEFAULT_WORK = 1_000_000
"""Labels that a search may pop or compare before it stops and says so."""

_FALLBACK_WORK = 100_000  # labels for a route of fewest moves where another search ran dry
_NETWORKS_KEPT = 32  # compiled networks that a finder remembers


class RouteFinder:
    """Answers route questions on one release; safe to share between threads."""

    def __init__(self, career_graph: CareerGraph, *, work: int = DEFAULT_WORK) -> None:
        """Answer from this graph, popping or comparing at most `work` labels a question."""
        self.career_graph = career_graph
        self._work = work
        self._networks: OrderedDict[tuple[Acceptance, Policy], Network] = OrderedDict()
        self._lock = Lock()

    def routes(self, question: RouteQuestion) -> RouteList | NoRoute:
        """The best routes, best first, or why there is none; UnknownIdError for an unknown id."""
        question.check(self.career_graph)
        start = self.career_graph.first_stage(question.from_)
        if start in self.career_graph.list_stages(question.to):
            return NoRoute(NoRouteReason.SAME_ROLE)
        network = self.network(question.where.accepts, question.policy)
        task = _task(network, question, start)
        found, proven = _collect(network, question, task, start, Work(self._work))
        if found:
            routes = (describe(network, state.walk, task, question.profile) for state in found)
            return RouteList(tuple(routes), proven)
        if not proven:
            return NoRoute(NoRouteReason.WORK_LIMIT)
        return NoRoute(self._reason(question))

    def network(self, accepts: Acceptance, policy: Policy) -> Network:
        """The compiled network for these; the last few are kept."""
        key = (accepts, policy)
        with self._lock:
            if key in self._networks:
                self._networks.move_to_end(key)
                return self._networks[key]
        network = Network(self.career_graph, accepts, policy)
        with self._lock:
            self._networks[key] = network
            while len(self._networks) > _NETWORKS_KEPT:
                self._networks.popitem(last=False)
        return network

    def _reason(self, question: RouteQuestion) -> NoRouteReason:
        """Why a search that ended found nothing (5.7)."""
        network = self.network(Acceptance(inferred=True), Policy())
        start = network.number[self.career_graph.first_stage(question.from_)]
        targets = {network.number[id_] for id_ in self.career_graph.list_stages(question.to)}
        reached, waiting = {start}, [start]
        while waiting:
            new = {link.to for link in network.links[waiting.pop()]} - reached
            reached |= new
            waiting += new
        if targets & reached:
            return NoRouteReason.CONSTRAINTS_TOO_TIGHT
        return NoRouteReason.NOT_CONNECTED


def _collect(
    network: Network, question: RouteQuestion, task: Task, start: str, work: Work
) -> tuple[list[State], bool]:
    """The routes to answer with, and whether the search ended by itself."""
    kept: list[State] = []
    if not task.targets:
        return kept, True
    search = Search(network, task, work)
    try:
        for route in walk_routes(search, network.number[start]):
            if not question.diverse or all(differ(route, other) for other in kept):
                kept.append(route)
            if len(kept) == question.first:
                break
    except WorkLimitError:
        return kept or _find_any(network, task, start), False
    return kept, True


def _find_any(network: Network, task: Task, start: str) -> list[State]:
    """The route of fewest moves, where the objective's own search found none in its work."""
    if task.by is Objective.MOVES:
        return []
    search = Search(network, replace(task, by=Objective.MOVES), Work(_FALLBACK_WORK))
    try:
        found = search.find_best(search.start(network.number[start]), frozenset())
    except WorkLimitError:
        found = None
    return [] if found is None else [found]


def _task(network: Network, question: RouteQuestion, start: str) -> Task:
    """The question in role numbers and bits."""
    where, career_graph = question.where, network.career_graph
    ends = {start, *career_graph.list_stages(question.to)}
    closed = _closed(network, question, start, ends)
    targets = {network.number[id_] for id_ in career_graph.list_stages(question.to)} - closed
    via = [
        frozenset(network.number[stage] for stage in career_graph.list_stages(id_))
        for id_ in where.via
    ]
    return Task(
        by=question.by,
        targets=frozenset(() if network.number[start] in closed else targets),
        closed=frozenset(closed),
        via=tuple(via),
        skills=network.required[network.number[start]]
        | network.skill_mask(question.profile.skills),
        held=question.profile.held,
        service_months=_service_at_start(network, question, start),
        max_moves=where.max_moves,
        max_months=where.max_months,
        max_new_skills=where.max_new_skills,
    )


def _closed(network: Network, question: RouteQuestion, start: str, ends: set[str]) -> set[int]:
    """The roles that no route of this question may enter (or, avoided, start from) (5.6)."""
    career_graph = network.career_graph
    avoided: set[str] = set()
    for id_ in question.where.avoid:
        stages = career_graph.list_stages(id_)
        avoided |= set(stages) - (ends if id_ in career_graph.stages_of else set())
    closed = {network.number[id_] for id_ in avoided}
    if question.where.industry is not None:
        entered = (number for number, id_ in enumerate(network.ids) if id_ != start)
        closed |= {number for number in entered if not network.takes_industry(number)}
    if question.where.gates_met:
        held, service_months = question.profile.held, question.profile.service_months
        for number, gates in enumerate(network.gates):
            if network.ids[number] != start and not all(
                held.meets(gate, service_months) for gate in gates
            ):
                closed.add(number)
    if question.where.min_pay is not None:
        for id_ in career_graph.list_stages(question.to):
            lowest = find_lowest_pay(
                list_pay(career_graph, id_, network.accepts), question.profile.city_tier
            )
            if lowest is None or lowest < question.where.min_pay:
                closed.add(network.number[id_])
    return closed


def _service_at_start(network: Network, question: RouteQuestion, start: str) -> int:
    """Service in months at the start of a route (3.5)."""
    career_graph = network.career_graph
    if question.profile.service_months is not None:
        return question.profile.service_months
    if any(career_graph.first_stage(line) == start for line in career_graph.list_lines(start)):
        return 0
    bands = (
        stay.months_low
        for stay in heard_stays(career_graph, network.accepts).get(start, ())
        if stay.basis is TimeBasis.TOTAL_SERVICE
    )
    return min(bands, default=0)

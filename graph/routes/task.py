"""A question in role numbers: what the search needs to know of it."""

from dataclasses import dataclass

from ..gates import Held
from ..interrupt import paced
from ..pay import find_lowest_pay
from ..records import Objective, TimeBasis
from .labels import Costs
from .network import Network
from .question import Terms


@dataclass(frozen=True, slots=True)
class Task:
    """What the search needs to know of a question, in role numbers.

    Routes end at the first of `targets`; where there are none, at any role but the start. `closed`
    roles are never entered, `endings` only as an end. `via` has one set of roles for each `via`,
    any of which will do. Bounds are inclusive, None for none; `skills` are the ids of those held
    at the start, and `held` is what the profile brings for gates.
    """

    by: Objective
    start: int
    targets: frozenset[int]
    closed: frozenset[int]
    endings: frozenset[int]
    via: tuple[frozenset[int], ...]
    skills: frozenset[str]
    held: Held
    service_months: int
    max_moves: int | None
    max_months: int | None
    max_new_skills: int | None

    def allows(self, costs: Costs) -> bool:
        """Whether these costs, or bounds on them, are within the question's bounds (5.6)."""
        moves, time, new_skills = costs
        return (
            (self.max_moves is None or moves <= self.max_moves)
            and (self.max_months is None or time <= self.max_months)
            and (self.max_new_skills is None or new_skills <= self.max_new_skills)
        )


@dataclass(frozen=True, slots=True)
class Ends:
    """Where routes may end, and where they may not go, whatever their start.

    `avoided` roles may not be the start either; one that is closed for another reason may.
    """

    targets: frozenset[int]
    closed: frozenset[int]
    endings: frozenset[int]
    avoided: frozenset[int]


def find_ends(network: Network, terms: Terms, end: str | None) -> Ends:
    """The ends of routes to a role, which may be a line, or to all roles (None) (1.4, 5.6)."""
    avoided, spared = _avoided(network, terms)
    closed = _closed(network, terms) | avoided
    if end is None:
        return Ends(frozenset(), closed, spared - avoided, avoided)
    stages = network.career_graph.list_stages(end)
    targets = frozenset(network.number[id_] for id_ in stages)
    poor = {role for role in targets if not pays_enough(network, terms, role)}
    closed = closed.union(spared - targets, poor)
    return Ends(targets - closed, closed, frozenset(), avoided)


def make_task(network: Network, terms: Terms, start: str, ends: Ends) -> Task:
    """The task of routes from a role, which may be a line, to some ends."""
    career_graph, where = network.career_graph, terms.where
    first = career_graph.first_stage(start)
    number = network.number[first]
    avoided = number in ends.avoided
    return Task(
        by=terms.by,
        start=number,
        targets=frozenset() if avoided else ends.targets,
        closed=ends.closed if avoided else ends.closed - {number},
        endings=ends.endings,
        via=tuple(
            frozenset(network.number[stage] for stage in career_graph.list_stages(id_))
            for id_ in where.via
        ),
        skills=frozenset(network.asked(number)) | terms.profile.skills,
        held=terms.profile.held,
        service_months=_service_at_start(network, terms, first),
        max_moves=where.max_moves,
        max_months=where.max_months,
        max_new_skills=where.max_new_skills,
    )


def pays_enough(network: Network, terms: Terms, role: int) -> bool:
    """Whether a role as the last pays what the question asks for (5.6)."""
    if terms.where.min_pay is None:
        return True
    lowest = find_lowest_pay(network.pay(role), terms.profile.city_tier)
    return lowest is not None and lowest >= terms.where.min_pay


def _avoided(network: Network, terms: Terms) -> tuple[frozenset[int], frozenset[int]]:
    """The roles that are avoided, and those that are unless they are ends (1.4, 5.6)."""
    career_graph = network.career_graph
    avoided: set[int] = set()
    spared: set[int] = set()
    for id_ in terms.where.avoid:
        numbers = (network.number[stage] for stage in career_graph.list_stages(id_))
        (spared if id_ in career_graph.stages_of else avoided).update(numbers)
    return frozenset(avoided), frozenset(spared)


def _closed(network: Network, terms: Terms) -> frozenset[int]:
    """The roles that no route may enter, whatever its ends (4.4, 5.6); cost linear in roles."""
    closed: set[int] = set()
    roles = range(len(network.ids))
    if terms.where.industry is not None:
        closed |= {role for role in paced(roles) if not network.takes_industry(role)}
    if terms.where.gates_met:
        held, service_months = terms.profile.held, terms.profile.service_months
        for role in paced(roles):
            gates = network.required_gates(role)
            if not all(held.meets(gate, service_months) for gate in gates):
                closed.add(role)
    return frozenset(closed)


def _service_at_start(network: Network, terms: Terms, start: str) -> int:
    """Service in months at the start of a route (3.5), with what is gained (6.3)."""
    career_graph, profile = network.career_graph, terms.profile
    if profile.service_months is not None:
        return profile.service_months
    if career_graph.begins.get(start):
        return profile.gained_months
    bands = (
        stay.months_low
        for stay in network.stays.get(start, ())
        if stay.basis is TimeBasis.TOTAL_SERVICE
    )
    return min(bands, default=0) + profile.gained_months

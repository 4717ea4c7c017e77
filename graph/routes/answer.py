"""Answers to a route question: routes with their steps, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ..facts import Gate, SkillRequirement, list_gates
from ..moves import Hop
from ..pay import PayFact, list_pay
from ..times import AT_START, Arrival
from .network import Network


@dataclass(frozen=True, slots=True)
class Months:
    """Months as low, typical and high; `lower_bound` where something on the way has no time."""

    low: int
    typical: int
    high: int | None
    lower_bound: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a route: the time before it, the arrival after it, what `to` brings and asks."""

    hop: Hop
    stay: Months | None
    arrive: Months
    new_skills: tuple[SkillRequirement, ...]
    gates: tuple[Gate, ...]
    pay: tuple[PayFact, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A sequence of roles from the start to the end of a question.

    `held` are the skills that the first role requires, which count as held; `start_gates` and
    `start_pay` are what it asks for beside them, and what it pays.
    """

    roles: tuple[str, ...]
    held: tuple[SkillRequirement, ...]
    start_gates: tuple[Gate, ...]
    start_pay: tuple[PayFact, ...]
    months: Months
    new_skills: tuple[SkillRequirement, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RouteList:
    """The best routes, best first; `proven` unless the work limit ended the search."""

    routes: tuple[Route, ...]
    proven: bool


class NoRouteReason(StrEnum):
    """Why a question has no route (5.7)."""

    NOT_CONNECTED = "NOT_CONNECTED"
    CONSTRAINTS_TOO_TIGHT = "CONSTRAINTS_TOO_TIGHT"
    SAME_ROLE = "SAME_ROLE"
    WORK_LIMIT = "WORK_LIMIT"


@dataclass(frozen=True, slots=True)
class NoRoute:
    """That there is no route, and why."""

    reason: NoRouteReason


def describe(network: Network, walk: tuple[int, ...], held: int, service_months: int) -> Route:
    """The route along these roles; `held` and `service_months` as the search had them."""
    elapsed, bounded, steps = AT_START, False, []
    for number, to in pairwise(walk):
        link = next(link for link in network.links[number] if link.to == to)
        hop, time = link.choose(elapsed.typical, service_months)
        elapsed = time.arrive(elapsed, service_months)
        bounded = bounded or time.untimed
        new = network.required[to] & ~held
        held |= new
        steps.append(_step(network, hop, elapsed, bounded=bounded, new=new))
    start = network.ids[walk[0]]
    return Route(
        tuple(network.ids[number] for number in walk),
        tuple(network.asked(start).values()),
        tuple(list_gates(network.career_graph, start, network.accepts)),
        tuple(list_pay(network.career_graph, start, network.accepts)),
        _months(elapsed, lower_bound=bounded),
        tuple(skill for step in steps for skill in step.new_skills),
        tuple(steps),
    )


def _step(network: Network, hop: Hop, elapsed: Arrival, *, bounded: bool, new: int) -> Step:
    """One step, with everything that the accepted documents say of the role it reaches."""
    stay = hop.time.stay(network.policy.rule, network.policy.prefer)
    asked = network.asked(hop.to)
    return Step(
        hop,
        None if stay is None else _months(stay),
        _months(elapsed, lower_bound=bounded),
        tuple(asked[skill] for skill in sorted(asked) if network.skill_mask((skill,)) & new),
        tuple(list_gates(network.career_graph, hop.to, network.accepts)),
        tuple(list_pay(network.career_graph, hop.to, network.accepts)),
    )


def _months(arrival: Arrival, *, lower_bound: bool = False) -> Months:
    return Months(arrival.low, arrival.typical, arrival.high, lower_bound)

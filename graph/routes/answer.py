"""Answers to a route question: routes with their steps, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ..facts import SkillRequirement
from ..gates import Gate, list_gates
from ..moves import Hop
from ..pay import PayFact, list_pay
from ..records import Requirement
from ..times import AT_START, Arrival
from .entry import enter
from .network import Network
from .question import Profile
from .search import Task


@dataclass(frozen=True, slots=True)
class Months:
    """Months as low, typical and high; `lower_bound` where something on the way has no time."""

    low: int
    typical: int
    high: int | None
    lower_bound: bool = False


@dataclass(frozen=True, slots=True)
class JudgedGate:
    """A gate, and whether a profile as given meets it; None where that is unknown."""

    gate: Gate
    met: bool | None

    @property
    def claims(self) -> tuple[Requirement, ...]:
        """The claims that the gate adds up."""
        return self.gate.claims


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a route: the time before it, the arrival after it, what `to` brings and asks.

    `move_untimed` where nothing times the move under the policy, `gates_untimed` where a gate of
    `to` that is not met has no lead time.
    """

    hop: Hop
    stay: Months | None
    arrive: Months
    move_untimed: bool
    gates_untimed: bool
    new_skills: tuple[SkillRequirement, ...]
    gates: tuple[JudgedGate, ...]
    pay: tuple[PayFact, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A sequence of roles from the start to the end of a question.

    `held` are the skills that the first role requires, which count as held; `start_gates` and
    `start_pay` are what it asks for beside them, and what it pays.
    """

    roles: tuple[str, ...]
    held: tuple[SkillRequirement, ...]
    start_gates: tuple[JudgedGate, ...]
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


def describe(network: Network, walk: tuple[int, ...], task: Task, profile: Profile) -> Route:
    """The route along these roles, for the task that the search had and the profile as given."""
    elapsed, bounded, steps = AT_START, False, []
    skills, held, service_months = task.skills, task.held, task.service_months
    for number, to in pairwise(walk):
        link = next(link for link in network.links[number] if link.to == to)
        hop, time = link.choose(elapsed.typical, service_months)
        entry = enter(network.gates[to], held, time.arrive(elapsed, service_months), service_months)
        elapsed, held = entry.arrival, entry.held
        new = network.required[to] & ~skills
        skills |= new
        untimed = (time.untimed, entry.untimed > 0)
        bounded = bounded or any(untimed)
        months = _months(elapsed, lower_bound=bounded)
        steps.append(_step(network, (hop, months, *untimed), new, profile))
    start = network.ids[walk[0]]
    return Route(
        tuple(network.ids[number] for number in walk),
        tuple(network.asked(start).values()),
        _judged(network, start, profile),
        tuple(list_pay(network.career_graph, start, network.accepts)),
        _months(elapsed, lower_bound=bounded),
        tuple(skill for step in steps for skill in step.new_skills),
        tuple(steps),
    )


def _step(
    network: Network, timed: tuple[Hop, Months, bool, bool], new: int, profile: Profile
) -> Step:
    """One step, with everything that the accepted documents say of the role it reaches."""
    hop, arrive, move_untimed, gates_untimed = timed
    stay = hop.time.stay(network.policy.rule, network.policy.prefer)
    asked = network.asked(hop.to)
    return Step(
        hop,
        None if stay is None else _months(stay),
        arrive,
        move_untimed,
        gates_untimed,
        tuple(asked[skill] for skill in sorted(asked) if network.skill_mask((skill,)) & new),
        _judged(network, hop.to, profile),
        tuple(list_pay(network.career_graph, hop.to, network.accepts)),
    )


def _judged(network: Network, role: str, profile: Profile) -> tuple[JudgedGate, ...]:
    """The gates of a role with whether the profile alone meets them (4.3)."""
    gates = list_gates(network.career_graph, role, network.accepts)
    held, service_months = profile.held, profile.service_months
    return tuple(JudgedGate(gate, held.meets(gate, service_months)) for gate in gates)


def _months(arrival: Arrival, *, lower_bound: bool = False) -> Months:
    return Months(arrival.low, arrival.typical, arrival.high, lower_bound)

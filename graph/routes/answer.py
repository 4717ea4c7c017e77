"""Answers to a route question: routes with their steps, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ..facts import SkillRequirement
from ..gates import Gate
from ..moves import Hop
from ..pay import PayFact
from ..records import Requirement
from ..times import AT_START, Arrival
from .entry import enter
from .network import Network
from .question import Profile
from .task import Task


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
class Winner:
    """The best route in short; `months` are typical, None where a part has no stated time.

    `proven` unless the work limit left a better one possible.
    """

    roles: tuple[str, ...]
    moves: int
    months: int | None
    new_skills: int
    proven: bool


@dataclass(frozen=True, slots=True)
class RouteList:
    """The best routes, best first; whether proved best and whole; `limited` by the work limit."""

    routes: tuple[Route, ...]
    proven: bool
    limited: bool


class NoRouteReason(StrEnum):
    """Why a question has no route (5.7)."""

    NOT_CONNECTED = "NOT_CONNECTED"
    CONSTRAINTS_TOO_TIGHT = "CONSTRAINTS_TOO_TIGHT"
    SAME_ROLE = "SAME_ROLE"
    WORK_LIMIT = "WORK_LIMIT"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One argument of the filter to change so that there is a route (5.7).

    `field` names it in RouteFilter; `value` is what to give instead, None to leave it out.
    """

    field: str
    value: object


@dataclass(frozen=True, slots=True)
class Relaxations:
    """Single changes that give a route, in order; `proven` unless a trial met the work limit."""

    changes: tuple[Relaxation, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class NoRoute:
    """That there is no route, and why."""

    reason: NoRouteReason


def describe(network: Network, walk: tuple[int, ...], task: Task, profile: Profile) -> Route:
    """The route along these roles, for the task that the search had and the profile as given."""
    elapsed, bounded, steps = AT_START, False, []
    skills, held, service_months = set(task.skills), task.held, task.service_months
    for number, to in pairwise(walk):
        hop, time = network.links(number)[to].choose(elapsed.typical, service_months)
        arrival = time.arrive(elapsed, service_months)
        entry = enter(network.required_gates(to), held, arrival, service_months)
        elapsed, held = entry.arrival, entry.held
        new = [asked for skill, asked in network.asked(to).items() if skill not in skills]
        skills.update(network.asked(to))
        untimed = (time.untimed, entry.untimed > 0)
        bounded = bounded or any(untimed)
        months = _months(elapsed, lower_bound=bounded)
        steps.append(_step(network, to, (hop, months, *untimed), new, profile))
    start = walk[0]
    return Route(
        tuple(network.ids[number] for number in walk),
        tuple(network.asked(start).values()),
        _judged(network, start, profile),
        tuple(network.pay(start)),
        _months(elapsed, lower_bound=bounded),
        tuple(skill for step in steps for skill in step.new_skills),
        tuple(steps),
    )


def _step(
    network: Network,
    to: int,
    timed: tuple[Hop, Months, bool, bool],
    new: Sequence[SkillRequirement],
    profile: Profile,
) -> Step:
    """One step, with everything that the accepted documents say of the role it reaches."""
    hop, arrive, move_untimed, gates_untimed = timed
    stay = hop.time.stay(network.policy.rule, network.policy.prefer)
    return Step(
        hop,
        None if stay is None else _months(stay),
        arrive,
        move_untimed,
        gates_untimed,
        tuple(new),
        _judged(network, to, profile),
        tuple(network.pay(to)),
    )


def _judged(network: Network, role: int, profile: Profile) -> tuple[JudgedGate, ...]:
    """The gates of a role with whether the profile alone meets them (4.3)."""
    held, service_months = profile.held, profile.service_months
    return tuple(JudgedGate(gate, held.meets(gate, service_months)) for gate in network.gates(role))


def _months(arrival: Arrival, *, lower_bound: bool = False) -> Months:
    return Months(arrival.low, arrival.typical, arrival.high, lower_bound)

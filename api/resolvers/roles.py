"""Resolvers of a role: its place in lines of work, what it asks for and pays, its moves."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from graph.facts import SkillRequirement, list_industries, list_interests, list_skills
from graph.gates import GateOption, list_gates
from graph.moves import EVERYTHING, Acceptance, MoveFact, list_moves, time_stated
from graph.pay import PayFact, applies, list_pay
from graph.records import Certification, CityTier, Industry, Role, Skill, Stage
from graph.routes import JudgedGate, Policy
from graph.times import Shape, TimedMove

from ..context import Fields, Info
from .entities import THING
from .evidence import Evidence, evidence_of_claims, list_evidence


@dataclass(frozen=True, slots=True)
class StageFact:
    """That a role is a rung of a line, with the rows that say the same."""

    role: str
    line: str
    rung: int
    pay_level: str | None
    claims: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move with what is claimed of its time between the roles at hand."""

    fact: MoveFact
    time: TimedMove


def get_role(id_: str, info: Info) -> Role:
    """The role with that id."""
    context = info.context
    return context.career_graph.roles[id_]


def _stages(rows: Iterable[Stage]) -> list[StageFact]:
    """The rows as facts, by line, rung and role."""

    def place(row: Stage) -> tuple[str, int, str, str]:
        return row.line, row.rung, row.role, row.pay_level or ""

    facts = []
    for _, same in groupby(sorted(rows, key=place), key=place):
        claims = tuple(same)
        first = claims[0]
        facts.append(StageFact(first.role, first.line, first.rung, first.pay_level, claims))
    return facts


def stages(role: Role, info: Info) -> list[StageFact]:
    """The rungs of a line of work."""
    context = info.context
    return _stages(context.career_graph.stages_of.get(role.id, ()))


def stage_of(role: Role, info: Info) -> list[StageFact]:
    """The lines that a role is a rung of."""
    context = info.context
    return _stages(context.career_graph.lines_of.get(role.id, ()))


def kind_of(role: Role, info: Info) -> list[Role]:
    """The role that it is a kind of, as a list."""
    return [] if role.kind_of is None else [get_role(role.kind_of, info)]


def kinds(role: Role, info: Info) -> list[Role]:
    """The roles that are kinds of it."""
    context = info.context
    return [get_role(id_, info) for id_ in context.career_graph.kinds_of.get(role.id, ())]


def requirements(role: Role, info: Info, necessity: str | None = None) -> list[SkillRequirement]:
    """The skills that it asks for."""
    context = info.context
    asked = list_skills(context.career_graph, role.id, EVERYTHING)
    return [skill for skill in asked if necessity in (None, skill.necessity)]


def gates(role: Role, info: Info) -> list[JudgedGate]:
    """What must be in place in it; no profile is asked about."""
    context = info.context
    found = list_gates(context.career_graph, role.id, EVERYTHING)
    return [JudgedGate(gate, met=None) for gate in found]


def pay(role: Role, info: Info, city_tier: str | None = None) -> list[PayFact]:
    """What it pays."""
    context = info.context
    tier = None if city_tier is None else CityTier(city_tier)
    facts = list_pay(context.career_graph, role.id, EVERYTHING)
    return [fact for fact in facts if applies(fact, tier)]


def interests(role: Role, info: Info) -> list[str]:
    """The interest types that it suits, by rank, each once."""
    return list_interests(info.context.career_graph, role.id, EVERYTHING)


def industries(role: Role, info: Info) -> list[Industry]:
    """The industries that it is found in."""
    context = info.context
    found = list_industries(context.career_graph, role.id, EVERYTHING)
    return [context.career_graph.industries[id_] for id_ in found]


def evidence(role: Role, info: Info) -> list[Evidence]:
    """Where it is named."""
    context = info.context
    return list_evidence(context.career_graph.role_rows[role.id])


def _moves(end: str) -> Callable[..., list[MoveView]]:
    """A resolver of the moves that leave (`from_`) or reach (`to`) a role.

    Those of a line are as stated, those of any other role as a route can take them.
    """

    def resolve(
        role: Role, info: Info, *, inferred: bool, kinds: Collection[str] | None = None
    ) -> list[MoveView]:
        career_graph, accepts = info.context.career_graph, Acceptance(inferred=inferred)
        if role.id in career_graph.stages_of:
            stated = [it for it in list_moves(career_graph, accepts) if getattr(it, end) == role.id]
            timed = ((move, time_stated(career_graph, move, accepts)) for move in stated)
            return _views(timed, kinds)
        network = info.context.library.finder.network(accepts, Policy())
        hops = network.list_hops(role.id, leaving=end == "from_")
        return _views(((hop.move, hop.time) for hop in hops), kinds)

    return resolve


def _views(
    moves: Iterable[tuple[MoveFact, TimedMove]], kinds: Collection[str] | None
) -> list[MoveView]:
    """The moves of these kinds, each once, by id."""
    views = {
        fact.id: MoveView(fact, time)
        for fact, time in moves
        if kinds is None or fact.kind.value in kinds
    }
    return [views[id_] for id_ in sorted(views)]


def _certifications(option: GateOption, info: Info) -> list[Certification]:
    context = info.context
    return [context.career_graph.certifications[id_] for id_ in option.certifications]


def _skill(asked: SkillRequirement, info: Info) -> Skill:
    context = info.context
    return context.career_graph.skills[asked.skill]


def _industry(asked: SkillRequirement, info: Info) -> Industry | None:
    context = info.context
    return None if asked.industry is None else context.career_graph.industries[asked.industry]


_ABOUT = {
    Shape.STAY: "STAY",
    Shape.BAND: "SERVICE_BAND",
    Shape.MOVE_STAY: "MOVE",
    Shape.MOVE_SERVICE: "MOVE",
}
"""TimeSubject of each shape of claim."""


def _read(path: str) -> Callable[[object, Info], object]:
    """A resolver that reads an attribute of an attribute."""
    read = attrgetter(path)
    return lambda source, _: read(source)


ROLE: Fields = {
    **THING,
    "stages": stages,
    "stageOf": stage_of,
    "kindOf": kind_of,
    "kinds": kinds,
    "requirements": requirements,
    "gates": gates,
    "pay": pay,
    "interests": interests,
    "industries": industries,
    "movesOut": _moves("from_"),
    "movesIn": _moves("to"),
    "evidence": evidence,
}
STAGE: Fields = {
    "role": lambda stage, info: get_role(stage.role, info),
    "line": lambda stage, info: get_role(stage.line, info),
    "evidence": evidence_of_claims,
}
REQUIREMENT: Fields = {"skill": _skill, "industry": _industry, "evidence": evidence_of_claims}
GATE: Fields = {
    "options": _read("gate.options"),
    "necessity": _read("gate.necessity"),
    "evidence": evidence_of_claims,
}
GATE_OPTION: Fields = {"certifications": _certifications}
PAY: Fields = {
    "role": lambda fact, info: get_role(fact.scope.role, info),
    "level": _read("scope.level"),
    "cityTier": _read("scope.city_tier"),
    "city": _read("scope.city"),
    "experienceLow": _read("scope.experience_low"),
    "experienceHigh": _read("scope.experience_high"),
    "currency": _read("scope.currency"),
    "evidence": evidence_of_claims,
}
MOVE: Fields = {
    "id": _read("fact.id"),
    "kind": _read("fact.kind"),
    "from": lambda view, info: get_role(view.fact.from_, info),
    "to": lambda view, info: get_role(view.fact.to, info),
    "times": _read("time.claims"),
    "certainty": _read("fact.certainty"),
    "inferred": _read("fact.inferred"),
    "score": _read("fact.score"),
    "method": _read("fact.method"),
    "disputed": _read("time.disputed"),
    "evidence": lambda view, _: list_evidence(view.fact.rows),
}
MOVE_TIME: Fields = {
    "low": _read("months.low"),
    "typical": _read("months.typical"),
    "high": _read("months.high"),
    "about": lambda claim, _: _ABOUT[claim.shape],
    "evidence": evidence_of_claims,
}

"""Resolvers of route questions: arguments to a question, its answer to what clients read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.facts import SkillRequirement
from graph.names import preferred_name
from graph.pay import PayFact
from graph.records import (
    CityTier,
    Claim,
    Document,
    Education,
    EntityKind,
    MoveKind,
    Objective,
    PolicyRule,
    Role,
)
from graph.routes import (
    JudgedGate,
    NoRoute,
    NoRouteReason,
    Policy,
    Profile,
    Route,
    RouteFilter,
    RouteQuestion,
    Step,
)
from graph.times import TimeClaim

from ..context import Context, Fields, Info
from ..errors import bad_input
from ..words import say
from .paging import check_first
from .refs import UnknownName, UnknownNameError, check_documents, find_id, find_ids
from .roles import MoveView

Input = Mapping[str, Any]
Fact = TimeClaim | SkillRequirement | JudgedGate | PayFact


@dataclass(frozen=True, slots=True)
class Routes:
    """A RouteList as clients read it: the roles as asked, and the routes."""

    from_: Role
    to: Role
    routes: tuple[Route, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A NoRoute as clients read it: the reason and its words."""

    reason: NoRouteReason
    message: str


def routes(  # noqa: PLR0913 the arguments of the question
    _: object,
    info: Info,
    *,
    from_: Input,
    to: Input,
    by: str,
    first: int,
    diverse: bool,
    where: Input | None = None,
    profile: Input | None = None,
    policy: Input | None = None,
) -> Routes | Refusal | UnknownName:
    """The best routes between two roles."""
    context = info.context
    check_first(context, first, least=1)
    try:
        question = RouteQuestion(
            from_=find_id(context, EntityKind.ROLE, from_, "from"),
            to=find_id(context, EntityKind.ROLE, to, "to"),
            by=Objective(by),
            first=first,
            diverse=diverse,
            where=_read_filter(context, where or {}),
            profile=_read_profile(context, profile or {}),
            policy=_read_policy(context, policy or {}),
        )
    except UnknownNameError as unknown:
        return unknown.answer
    return _answer(context, question)


def _answer(context: Context, question: RouteQuestion) -> Routes | Refusal:
    roles = context.career_graph.roles
    start, end = roles[question.from_], roles[question.to]
    answer = context.library.finder.routes(question)
    if isinstance(answer, NoRoute):
        names = {
            "from_": preferred_name(start, context.language),
            "to": preferred_name(end, context.language),
        }
        message = say(context.language, f"no_route.{answer.reason.value}", **names)
        return Refusal(answer.reason, message)
    return Routes(start, end, answer.routes, answer.proven)


def _read_filter(context: Context, where: Input) -> RouteFilter:
    """The filter with its names looked up; null arguments allow everything."""
    for limit in ("maxMoves", "maxMonths", "maxNewSkills", "minPay"):
        if (where.get(limit) or 0) < 0:
            raise bad_input(f"where.{limit} is {where[limit]}; give 0 or more.")
    kinds, documents, industry = where.get("kinds"), where.get("documents"), where.get("industry")
    return RouteFilter(
        via=find_ids(context, EntityKind.ROLE, where.get("via"), "where.via"),
        avoid=find_ids(context, EntityKind.ROLE, where.get("avoid"), "where.avoid"),
        kinds=None if kinds is None else frozenset(MoveKind(kind) for kind in kinds),
        max_moves=where.get("maxMoves"),
        max_months=where.get("maxMonths"),
        max_new_skills=where.get("maxNewSkills"),
        min_pay=where.get("minPay"),
        industry=None
        if industry is None
        else find_id(context, EntityKind.INDUSTRY, industry, "where.industry"),
        documents=None
        if documents is None
        else check_documents(context, documents, "where.documents"),
        inferred=where.get("inferred", False),
        certain=where.get("certain", False),
        gates_met=where.get("gatesMet", False),
    )


def _read_profile(context: Context, profile: Input) -> Profile:
    service, tier = profile.get("serviceMonths"), profile.get("cityTier")
    if (service or 0) < 0:
        raise bad_input(f"profile.serviceMonths is {service}; give 0 or more.")
    skills = find_ids(context, EntityKind.SKILL, profile.get("skills"), "profile.skills")
    certifications, education = profile.get("certifications"), profile.get("education")
    held = find_ids(context, EntityKind.CERTIFICATION, certifications, "profile.certifications")
    return Profile(
        skills=frozenset(skills),
        certifications=None if certifications is None else frozenset(held),
        education=None if education is None else Education(education),
        service_months=service,
        city_tier=None if tier is None else CityTier(tier),
    )


def _read_policy(context: Context, policy: Input) -> Policy:
    prefer = policy.get("prefer")
    if prefer is not None:
        check_documents(context, [prefer], "policy.prefer")
    return Policy(rule=PolicyRule(policy.get("rule", PolicyRule.ENVELOPE)), prefer=prefer)


def _role(id_: str, info: Info) -> Role:
    context = info.context
    return context.career_graph.roles[id_]


def _claims_of_step(step: Step) -> Iterable[Claim]:
    """Every claim that a step rests on."""
    yield from step.hop.move.rows
    facts: tuple[Fact, ...] = (
        *step.hop.time.claims,
        *step.new_skills,
        *step.gates,
        *step.pay,
    )
    for fact in facts:
        yield from fact.claims


def _documents(route: Route, info: Info) -> list[Document]:
    context = info.context
    start: tuple[Fact, ...] = (*route.held, *route.start_gates, *route.start_pay)
    claims = [claim for fact in start for claim in fact.claims]
    claims += [claim for step in route.steps for claim in _claims_of_step(step)]
    cited = {claim.passage.document for claim in claims}
    return [context.career_graph.documents[id_] for id_ in sorted(cited)]


ROUTE_LIST: Fields = {"from": lambda answer, _: answer.from_}
ROUTE: Fields = {
    "from": lambda route, info: _role(route.roles[0], info),
    "to": lambda route, info: _role(route.roles[-1], info),
    "moves": lambda route, _: len(route.steps),
    "documents": _documents,
}
STEP: Fields = {
    "move": lambda step, _: MoveView(step.hop.move, step.hop.time),
    "from": lambda step, info: _role(step.hop.from_, info),
    "to": lambda step, info: _role(step.hop.to, info),
}

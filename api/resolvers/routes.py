"""Resolvers of `routes` and `tradeOffs`: the answer of the engine as clients read it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.facts import SkillRequirement
from graph.names import preferred_name
from graph.pay import PayFact
from graph.records import Claim, Document, EntityKind, MoveKind, Objective, Role
from graph.routes import (
    JudgedGate,
    NoRoute,
    NoRouteReason,
    Relaxation,
    Relaxations,
    Route,
    RouteFilter,
    RouteFinder,
    RouteList,
    RouteQuestion,
    Sensitivity,
    Step,
)
from graph.times import TimeClaim

from ..context import Context, Fields, Info
from ..words import say
from .asking import Input, read_terms
from .paging import check_first
from .refs import UnknownName, UnknownNameError, find_id
from .roles import MoveView, get_role

Fact = TimeClaim | SkillRequirement | JudgedGate | PayFact
Answer = Callable[[RouteFinder, RouteQuestion], RouteList | NoRoute]


@dataclass(frozen=True, slots=True)
class Routes:
    """A RouteList as clients read it; `asked` where its winner can be asked for again."""

    from_: Role
    to: Role
    routes: tuple[Route, ...]
    proven: bool
    limited: bool
    asked: RouteQuestion | None


@dataclass(frozen=True)
class Refusal:
    """A NoRoute as clients read it: the reason and its words, and what was asked of whom."""

    reason: NoRouteReason
    message: str
    asked: RouteQuestion
    finder: RouteFinder

    @cached_property
    def relaxations(self) -> Relaxations:
        """What to change so that there is a route; looked for once, where there can be any."""
        if self.reason is NoRouteReason.CONSTRAINTS_TOO_TIGHT:
            return self.finder.relaxations(self.asked)
        return Relaxations((), proven=self.reason is not NoRouteReason.WORK_LIMIT)


@dataclass(frozen=True, slots=True)
class RelaxationView:
    """A Relaxation as clients read it."""

    argument: str
    value: str
    message: str


def routes(
    _: object,
    info: Info,
    *,
    by: str,
    diverse: bool,
    **given: Any,  # noqa: ANN401 as GraphQL checked them
) -> Routes | Refusal | UnknownName:
    """The best routes between two roles."""
    ranked = {"by": Objective(by), "diverse": diverse}
    return _answer(info.context, given, ranked, RouteFinder.routes)


def trade_offs(_: object, info: Info, **given: Any) -> Routes | Refusal | UnknownName:  # noqa: ANN401 as GraphQL checked them
    """The routes between two roles that no other beats."""
    return _answer(info.context, given, {}, RouteFinder.trade_offs)


def _answer(
    context: Context, given: Input, ranked: Input, answer: Answer
) -> Routes | Refusal | UnknownName:
    """The engine's answer to a question with these arguments."""
    first = check_first(context, given["first"], least=1)
    try:
        question = RouteQuestion(
            from_=find_id(context, EntityKind.ROLE, given["from_"], "from"),
            to=find_id(context, EntityKind.ROLE, given["to"], "to"),
            first=first,
            **ranked,
            **read_terms(context, given.get("where"), given.get("profile"), given.get("policy")),
        )
    except UnknownNameError as unknown:
        return unknown.answer
    found = answer(context.library.finder, question)
    if isinstance(found, NoRoute):
        return refuse(context, question, found.reason)
    roles = context.career_graph.roles
    start, end = roles[question.from_], roles[question.to]
    return Routes(
        start, end, found.routes, found.proven, found.limited, question if ranked else None
    )


def refuse(context: Context, question: RouteQuestion, reason: NoRouteReason) -> Refusal:
    """The reason why a question has no route, in words."""
    roles = context.career_graph.roles
    names = {
        "from_": preferred_name(roles[question.from_], context.language),
        "to": preferred_name(roles[question.to], context.language),
    }
    message = say(context.language, f"no_route.{reason.value}", **names)
    return Refusal(reason, message, question, context.library.finder)


def _sensitivity(answer: Routes, info: Info) -> list[Sensitivity]:
    """What would replace the winner."""
    finder = info.context.library.finder
    return [] if answer.asked is None else finder.sensitivity(answer.asked)


def _relaxations(refusal: Refusal, info: Info) -> list[RelaxationView]:
    """What to change so that there is a route."""
    changes = refusal.relaxations.changes
    return [_view(info.context, change, refusal.asked.where) for change in changes]


def _view(context: Context, relaxation: Relaxation, where: RouteFilter) -> RelaxationView:
    """A relaxation in GraphQL's words and in sentences."""
    first, *rest = relaxation.field.split("_")
    argument = first + "".join(word.capitalize() for word in rest)
    old: Any = getattr(where, relaxation.field)
    new: Any = relaxation.value
    words = {"argument": say(context.language, f"relax.{argument}"), "value": new}
    if new is None or new == ():
        change, new = "drop", None
    elif isinstance(new, bool):
        change = "on"
    elif isinstance(new, int):
        change = "to"
    else:
        fewer = len(new) < len(old)
        (entry,) = _difference(old, new) if fewer else _difference(new, old)
        change, words["entry"] = "without" if fewer else "with", _entry(context, entry)
    message = say(context.language, f"relax.{change}", **words)
    return RelaxationView(f"where.{argument}", _literal(new), message)


def _difference(more: Iterable[str], fewer: Iterable[str]) -> list[str]:
    """The one entry by which two lists differ."""
    left = list(fewer)
    for entry in more:
        if entry not in left:
            return [entry]
        left.remove(entry)
    return []


def _entry(context: Context, entry: str) -> str:
    """An entry of a list in words: a kind of move, a role or a document."""
    if isinstance(entry, MoveKind):
        return say(context.language, entry)
    role = context.career_graph.roles.get(entry)
    return entry if role is None else preferred_name(role, context.language)


def _literal(value: object) -> str:
    """A value of a filter as GraphQL writes it; lists of roles are lists of Ref."""
    if value is None:
        return "null"
    if isinstance(value, tuple):
        return f"[{', '.join(f'{{id: {json.dumps(id_)}}}' for id_ in value)}]"
    if isinstance(value, frozenset):
        kinds = [kind.value for kind in MoveKind if kind in value]
        return f"[{', '.join(kinds or (json.dumps(id_) for id_ in sorted(value)))}]"
    return str(value).lower()


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


ROUTE_LIST: Fields = {"from": lambda answer, _: answer.from_, "sensitivity": _sensitivity}
NO_ROUTE: Fields = {"relaxations": _relaxations, "proven": lambda it, _: it.relaxations.proven}
SENSITIVITY: Fields = {
    "without": lambda it, info: it.without and info.context.career_graph.documents[it.without],
    "route": lambda it, info: [get_role(id_, info) for id_ in it.roles],
}
ROUTE: Fields = {
    "from": lambda route, info: get_role(route.roles[0], info),
    "to": lambda route, info: get_role(route.roles[-1], info),
    "moves": lambda route, _: len(route.steps),
    "documents": _documents,
}
STEP: Fields = {
    "move": lambda step, _: MoveView(step.hop.move, step.hop.time),
    "from": lambda step, info: get_role(step.hop.from_, info),
    "to": lambda step, info: get_role(step.hop.to, info),
}

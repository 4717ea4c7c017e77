"""Asks the engine in the words that the oracle is asked in, and gives answers in its words."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from worlds import SOURCE, World, write_world

from graph.catalog import CareerGraph
from graph.records import CityTier, Education, MoveKind, Necessity, Objective, PolicyRule
from graph.routes import (
    JudgedGate,
    Months,
    NoRoute,
    Policy,
    Profile,
    Reach,
    Reached,
    ReachQuestion,
    Route,
    RouteFilter,
    RouteFinder,
    RouteList,
    RouteQuestion,
    Step,
)
from loaders import load_source

Question = Mapping[str, Any]
_REQUIRED = Necessity.REQUIRED
Answer = dict[str, Any]


def open_world(world: World, folder: Path) -> CareerGraph:
    """The graph of a world, written as tables and read by the loader."""
    folder.mkdir()
    write_world(world, folder)
    return CareerGraph([load_source(str(folder), name=SOURCE)], number=1, created="")


def ask(finder: RouteFinder, question: Question) -> Answer:
    """The engine's answer to a question in GraphQL's words, with ids for names."""
    return to_answer(finder.routes(to_question(question)))


def ask_trade_offs(finder: RouteFinder, question: Question) -> Answer:
    """The engine's routes that no other beats."""
    return to_answer(finder.trade_offs(replace(to_question(question), first=100)))


def ask_reach(finder: RouteFinder, question: Question) -> list[Answer]:
    """Whom the engine reaches from a role, in order."""
    return _reached(finder.reach(_everywhere(question, "from")))


def ask_feeders(finder: RouteFinder, question: Question) -> list[Answer]:
    """From whom the engine reaches a role, in order."""
    return _reached(finder.feeders(_everywhere(question, "to")))


def ask_what_if(finder: RouteFinder, question: Question) -> list[Answer]:
    """What a gain changes for the engine, in order."""
    asked = replace(_everywhere(question, "from"), by=Objective(question.get("by", "NEW_SKILLS")))
    found = finder.what_if(asked, _profile(question["gain"]))
    assert found.proven
    return [
        {
            "before": None if change.before is None else _one_reached(change.before),
            "after": _one_reached(change.after),
        }
        for change in found.nodes
    ]


def ask_gap(finder: RouteFinder, question: Question) -> Answer:
    """The engine's gap, with skills in order of id."""
    gap = finder.gap(question.get("from"), question["to"], _profile(question.get("profile") or {}))
    return {
        "missing": sorted((it.skill, it.necessity.value) for it in gap.missing),
        "held": sorted((it.skill, it.necessity.value) for it in gap.held),
        "gates": [
            _gate(judged) | {"necessity": judged.gate.necessity.value} for judged in gap.gates
        ],
    }


def ask_relaxations(finder: RouteFinder, question: Question) -> list[Answer]:
    """The engine's relaxations: the argument of the filter and what to give instead."""
    return [
        {"argument": _camel(relaxation.field), "value": _plain(relaxation.value)}
        for relaxation in finder.relaxations(to_question(question)).changes
    ]


def ask_sensitivity(finder: RouteFinder, question: Question) -> list[Answer]:
    """The engine's winners of the question with one thing changed."""
    return [
        {
            "policy": it.policy and it.policy.value,
            "without": it.without,
            "same": it.same,
            "route": list(it.roles),
        }
        for it in finder.sensitivity(to_question(question))
    ]


def to_question(question: Question) -> RouteQuestion:
    """A question in GraphQL's words as the engine's own."""
    return RouteQuestion(
        from_=question["from"],
        to=question["to"],
        by=Objective(question.get("by", "MOVES")),
        first=question.get("first", 1),
        diverse=question.get("diverse", False),
        where=_filter(question.get("where") or {}),
        profile=_profile(question.get("profile") or {}),
        policy=_policy(question.get("policy") or {}),
    )


def _everywhere(question: Question, end: str) -> ReachQuestion:
    return ReachQuestion(
        role=question[end],
        by=Objective(question.get("by", "MOVES")),
        where=_filter(question.get("where") or {}),
        profile=_profile(question.get("profile") or {}),
        policy=_policy(question.get("policy") or {}),
    )


def _reached(reach: Reach) -> list[Answer]:
    assert reach.proven
    return [_one_reached(reached) for reached in reach.nodes]


def _one_reached(reached: Reached) -> Answer:
    route = reached.route
    return {
        "role": reached.role,
        "moves": len(route.steps),
        "months": _months(route.months),
        "newSkills": [asked.skill for asked in route.new_skills],
        "previous": reached.previous,
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return list(value) if isinstance(value, tuple) else value


def _filter(where: Question) -> RouteFilter:
    kinds, documents = where.get("kinds"), where.get("documents")
    return RouteFilter(
        via=tuple(where.get("via") or ()),
        avoid=tuple(where.get("avoid") or ()),
        kinds=None if kinds is None else frozenset(MoveKind(kind) for kind in kinds),
        max_moves=where.get("maxMoves"),
        max_months=where.get("maxMonths"),
        max_new_skills=where.get("maxNewSkills"),
        min_pay=where.get("minPay"),
        industry=where.get("industry"),
        documents=None if documents is None else frozenset(documents),
        inferred=where.get("inferred", False),
        certain=where.get("certain", False),
        gates_met=where.get("gatesMet", False),
    )


def _profile(profile: Question) -> Profile:
    tier, education = profile.get("cityTier"), profile.get("education")
    certifications = profile.get("certifications")
    return Profile(
        skills=frozenset(profile.get("skills") or ()),
        certifications=None if certifications is None else frozenset(certifications),
        education=None if education is None else Education(education),
        service_months=profile.get("serviceMonths"),
        city_tier=None if tier is None else CityTier(tier),
    )


def _policy(policy: Question) -> Policy:
    return Policy(rule=PolicyRule(policy.get("rule", "ENVELOPE")), prefer=policy.get("prefer"))


def to_answer(answer: RouteList | NoRoute) -> Answer:
    """An answer of the engine in the oracle's words."""
    if isinstance(answer, NoRoute):
        return {"reason": answer.reason.value}
    return {"routes": [_route(route) for route in answer.routes]}


def _route(route: Route) -> Answer:
    return {
        "roles": list(route.roles),
        "months": _months(route.months),
        "newSkills": [asked.skill for asked in route.new_skills],
        "steps": [_step(step) for step in route.steps],
    }


def _step(step: Step) -> Answer:
    return {
        "from": step.hop.from_,
        "to": step.hop.to,
        "kind": step.hop.move.kind.value,
        "stated": [step.hop.move.from_, step.hop.move.to],
        "stay": None if step.stay is None else _months(step.stay),
        "arrive": _months(step.arrive),
        "newSkills": [asked.skill for asked in step.new_skills],
        "disputed": step.hop.time.disputed,
        "gates": [_gate(judged) for judged in step.gates if judged.gate.necessity is _REQUIRED],
    }


def _gate(judged: JudgedGate) -> Answer:
    return {
        "role": judged.gate.role,
        "options": [
            {
                "certifications": list(option.certifications),
                "education": option.education,
                "serviceMonths": option.service_months,
                "leadMonths": option.lead_months,
            }
            for option in judged.gate.options
        ],
        "met": judged.met,
    }


def _months(months: Months) -> Answer:
    return {
        "low": months.low,
        "typical": months.typical,
        "high": months.high,
        "lowerBound": months.lower_bound,
    }

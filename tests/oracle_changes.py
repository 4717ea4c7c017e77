"""What other questions would answer: relaxations and sensitivity by trial (semantics 5.7, 6.4).

Functions of an `Oracle` and a question of `routes` in GraphQL's words with ids for names; written
from semantics.md alone. Every relaxation and every change is asked and enumerated by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle import KINDS, Answer, Oracle, Question, Route, brought

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Change = list[Any]
"""One change of one argument: ["to", value], ["drop"], ["without", entry] or ["with", entry]."""

NUMBERS = ("maxMoves", "maxMonths", "maxNewSkills", "minPay")
OTHERS = ("via", "avoid", "kinds", "industry", "documents", "inferred", "certain", "gatesMet")
"The arguments of `where` that are no numbers, in the order of the schema."
RULES = ("ENVELOPE", "CONSENSUS", "STRICT")


def relaxations(oracle: Oracle, question: Question) -> list[Answer]:
    """Single changes of `where` that give a route, `{argument, change}`; each was tried (5.7).

    `change` is ["to", n] for a number, ["to", bool] for a flag, ["without", id] for an entry that
    `via` or `avoid` loses, ["with", x] for one that `kinds` or `documents` gain, ["drop"] for an
    argument left out. None for a question that has a route, and none that helps SAME_ROLE.

    Readings. Numbers come first, then all else as it stands in the schema: `industry`, which can
    only be dropped, between `kinds` and `documents`, the flags last; `inferred` is loosened by
    asking for it, also where the question has no `where`. Every entry that helps by itself is a
    relaxation: lost ones in the order of the question, gained ones in the order of the enum or by
    document id. A list is dropped whole only where no entry helps and that does; a list that
    loses its only entry loses that entry. A number is dropped only where routes exist without it
    and no value admits one: all have a lower bound (`maxMonths`), or no last role has a figure of
    pay (`minPay`).
    """
    if oracle.admitted(question):
        return []
    where = question.get("where") or {}
    found = [
        {"argument": name, "change": change}
        for name in (*NUMBERS, *OTHERS)
        for change in _changes(oracle, question, name, where.get(name))
    ]
    return [relaxation for relaxation in found if relaxation["change"]]


def sensitivity(oracle: Oracle, question: Question) -> list[Answer]:
    """Whether the winner stays under each other policy and without each document (6.4).

    `{policy, without, same, route}`: the other rules in the order of the enum, `prefer` kept,
    then every document of the release by id. `route` holds the role ids of the new winner, none
    where there is no route; `same` compares role sequences alone. Empty where the question has no
    route.

    Readings. Documents of the release that the question does not accept are left out too, which
    changes nothing. One that `prefer` names can be left out; it then says nothing.
    """
    winner = _winner(oracle, question)
    if not winner:
        return []
    policy, where = question.get("policy") or {}, question.get("where") or {}
    rule = policy.get("rule") or "ENVELOPE"
    documents = oracle.list_documents()
    accepted = documents if where.get("documents") is None else where["documents"]
    trials: list[tuple[str | None, str | None, Question]] = [
        (other, None, {**question, "policy": {**policy, "rule": other}})
        for other in RULES
        if other != rule
    ]
    for document in documents:
        kept = [other for other in accepted if other != document]
        trials.append((None, document, {**question, "where": {**where, "documents": kept}}))
    routes = [(each, without, _winner(oracle, asked)) for each, without, asked in trials]
    return [
        {"policy": each, "without": without, "same": route == winner, "route": route}
        for each, without, route in routes
    ]


def _winner(oracle: Oracle, question: Question) -> list[str]:
    """The roles of the best route under `by`, none where there is no route (5.3)."""
    by = question.get("by") or "MOVES"
    routes = oracle.admitted(question)
    return list(min(routes, key=lambda route: route.order(by)).roles) if routes else []


def _with(question: Question, name: str, value: object) -> Question:
    """A question with one argument of `where` changed; None leaves it out."""
    return {**question, "where": {**(question.get("where") or {}), name: value}}


def _changes(oracle: Oracle, question: Question, name: str, given: Any) -> list[Change]:
    """The relaxations of one argument, whose value is given (5.7)."""
    if name == "inferred":
        return _tried(oracle, question, name, [] if given else [(["to", True], True)])
    if name in {"certain", "gatesMet"}:
        return _tried(oracle, question, name, [(["to", False], False)] if given else [])
    if given is None:
        return []
    if name in NUMBERS:
        return _loosened(oracle, question, name)
    single = _single_entries(oracle, name, given)
    return _tried(oracle, question, name, single) or _tried(
        oracle, question, name, [(["drop"], None)]
    )


def _tried(
    oracle: Oracle, question: Question, name: str, changes: Iterable[tuple[Change, object]]
) -> list[Change]:
    """Those of the (change, value of the argument) pairs that give a route."""
    return [change for change, value in changes if oracle.admitted(_with(question, name, value))]


def _single_entries(oracle: Oracle, name: str, given: Any) -> list[tuple[Change, object]]:
    """What one entry less or more makes of a list; of `industry`, no list, nothing."""
    if name in {"via", "avoid"}:
        entries: Sequence[str] = given
        return [
            (["without", entry], [*entries[:place], *entries[place + 1 :]])
            for place, entry in enumerate(entries)
        ]
    possible = {"kinds": KINDS, "documents": oracle.list_documents()}.get(name, ())
    return [(["with", entry], [*given, entry]) for entry in possible if entry not in given]


def _loosened(oracle: Oracle, question: Question, name: str) -> list[Change]:
    """A number loosened to the nearest value that gives a route, or dropped, or nothing (5.7).

    The routes without the bound are those that some value may admit; the least of what they need
    is the nearest value, as the bound that was given admits none of them.
    """
    unbound = _with(question, name, None)
    routes = oracle.admitted(unbound)
    if name == "minPay":
        facts, tier = oracle.facts(unbound["where"]), brought(question).tier
        figures = (facts.lowest_pay(route.roles[-1], tier) for route in routes)
        value = max((figure for figure in figures if figure is not None), default=None)
    else:
        needed = (_needed(route)[name] for route in routes)
        value = min((number for number in needed if number is not None), default=None)
    if value is not None:
        return [["to", value]]
    return [["drop"]] if routes else []


def _needed(route: Route) -> Mapping[str, int | None]:
    """The smallest bounds that admit a route, None where none does (5.6)."""
    return {
        "maxMoves": len(route.steps),
        "maxMonths": None if route.months.lower_bound else route.months.typical,
        "maxNewSkills": len(route.new_skills),
    }

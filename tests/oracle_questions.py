"""Brute-force answers to `reach`, `feeders`, `gap` and `whatIf` (semantics 6.1 to 6.3).

Functions of an `Oracle` and a question in GraphQL's words with ids for names; written from
semantics.md alone. Answers are plain values in the words of the schema, things by their ids, and
whole: `first` and `after` are not read, and every search ends, so `proven` is always true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import Answer, Oracle, Question, Route, brought
from oracle_gates import Gate, is_met

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NECESSITIES = ("REQUIRED", "PREFERRED")


def reach(oracle: Oracle, question: Question) -> list[Answer]:
    """Each role that an admitted route reaches, nearest first, with its best route (6.1).

    `{role, moves, months, newSkills, previous}`, ordered by the three costs under `by`, then by
    role id. From a line, routes start at its first stage (1.3); its other stages are listed.

    Readings. Every filter is judged for the route to each role by itself (5.6): the route to it
    passes every `via` (itself included), ends there for `minPay` and for the stages that `avoid`
    of a line spares, and is judged on nothing that comes after. A route does not stop at other
    roles, stages included, as each target is a role that is no line (1.3).
    """
    by = question.get("by") or "MOVES"
    best = _best_to_each(oracle, question, by)
    return [_to_reached(role, best[role], -2) for role in _nearest_first(best, by)]


def feeders(oracle: Oracle, question: Question) -> list[Answer]:
    """Each role from which an admitted route leads to the target, as `reach` lists them (6.1).

    `previous` is the role after it. Each role is the start of a question of its own: skills held,
    service (3.5), gates not applied (4.3) and an `avoid` spared are those of that start.

    Readings. A route ends at the first stage of the target that it reaches (1.3); the target and
    its stages are not listed, as none of them has a route (5.7).
    """
    by = question.get("by") or "MOVES"
    best: dict[str, Route] = {}
    for role in oracle.facts(question.get("where") or {}).moves_from:
        routes = oracle.admitted({**question, "from": role})
        if routes:
            best[role] = min(routes, key=lambda route: route.order(by))
    return [_to_reached(role, best[role], 1) for role in _nearest_first(best, by)]


def gap(oracle: Oracle, question: Question) -> Answer:
    """What the target asks for: `{missing, held, gates}` (semantics 6.2).

    `missing` and `held` list `{skill, necessity, industry}` by skill, then industry (none first);
    `gates` list `{options, necessity, met}`, required ones first, then in the order of 4.3.

    Readings. There is no filter, so every document is accepted. All requirements of the target
    are listed, preferred ones too; one is held where `from` requires its skill or the profile has
    it, and what `from` only prefers is not held. One scoped to an industry is listed under it,
    beside the same skill without one; as the question names no industry (2.4), no such row makes
    another requirement REQUIRED, makes a skill held, or makes a gate, which could not say its
    scope. `met` judges the profile alone (4.3), so the gates of `from` change nothing.
    """
    facts, person = oracle.facts({}), brought(question)
    held = person.skills
    if question.get("from"):
        held |= facts.required_skills(facts.lines.first(question["from"]))
    asked = [
        {"skill": skill, "necessity": necessity, "industry": industry or None}
        for (skill, industry), necessity in facts.skills_asked(question["to"]).items()
    ]
    return {
        "missing": [requirement for requirement in asked if requirement["skill"] not in held],
        "held": [requirement for requirement in asked if requirement["skill"] in held],
        "gates": [
            _to_gate(gate, necessity, met=is_met(gate, person.held, person.service))
            for necessity in NECESSITIES
            for gate in facts.gates(question["to"], necessity)
        ],
    }


def what_if(oracle: Oracle, question: Question) -> list[Answer]:
    """What a gain changes, biggest change first: `{before, after}` as `reach` lists (6.3).

    `before` is None for a role that only the gain reaches. `by` is NEW_SKILLS where absent. How a
    profile and a gain unite stands in `oracle_profile`.

    Readings. "A lower cost under `by`" is that one cost and no tie-break, so an equal cost is no
    change however much better the other two are. New roles are ordered by role id alone. Under
    TIME fewer parts without a time come before months, whichever way these change. Roles that
    the gain loses or makes worse are not listed.
    """
    by = question.get("by") or "NEW_SKILLS"
    bare = {name: value for name, value in question.items() if name != "gain"}
    before, after = _best_to_each(oracle, bare, by), _best_to_each(oracle, question, by)
    changes = [
        (_change(before.get(role), route, by), role)
        for role, route in after.items()
        if role not in before or _own_cost(route, by) < _own_cost(before[role], by)
    ]
    return [
        {
            "before": _to_reached(role, before[role], -2) if role in before else None,
            "after": _to_reached(role, after[role], -2),
        }
        for _, role in sorted(changes)
    ]


def _best_to_each(oracle: Oracle, question: Question, by: str) -> dict[str, Route]:
    """The best admitted route to each role that has one (6.1)."""
    best: dict[str, Route] = {}
    for route in oracle.admitted(question):
        kept = best.setdefault(route.roles[-1], route)
        best[route.roles[-1]] = min(kept, route, key=lambda each: each.order(by))
    return best


def _nearest_first(best: Mapping[str, Route], by: str) -> list[str]:
    """The roles by the three costs of their best routes as in 5.3, then by id (6.1)."""
    return sorted(best, key=lambda role: (*best[role].order(by)[:-1], role))


def _to_reached(role: str, route: Route, place: int) -> Answer:
    """A role and its best route (schema `Reached`); `previous` stands there in the route."""
    return {
        "role": role,
        "moves": len(route.steps),
        "months": route.months.to_answer(),
        "newSkills": route.new_skills,
        "previous": route.roles[place],
    }


def _to_gate(gate: Gate, necessity: str, *, met: bool | None) -> Answer:
    """A gate of the target (schema `Gate`)."""
    options = [option.to_answer() for option in gate.options]
    return {"options": options, "necessity": necessity, "met": met}


def _own_cost(route: Route, by: str) -> tuple[int, ...]:
    """The one cost that an objective is about, as numbers to compare in turn (5.3)."""
    moves, time, new = route.cost
    return {"MOVES": (moves,), "TIME": time, "NEW_SKILLS": (new,)}[by]


def _change(before: Route | None, after: Route, by: str) -> tuple[bool, tuple[int, ...]]:
    """The place of a change: new ones first, then by its size, the biggest first (6.3)."""
    if before is None:
        return False, ()
    pairs: Iterable[tuple[int, int]] = zip(_own_cost(before, by), _own_cost(after, by), strict=True)
    return True, tuple(new - old for old, new in pairs)

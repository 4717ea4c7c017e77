"""Brute-force answers to route questions, straight from table rows (the specification's oracle).

Written from semantics.md alone, for tests that compare the engine with it; it imports nothing of
the engine. Every simple path between the two ends is walked and judged by sections 1 to 5, and
the answer is picked from all of them, so worlds must be tiny (about eight roles). What a question
accepts stands in `oracle_facts`, time in `oracle_time`, gates in `oracle_gates`, what a person
brings in `oracle_profile`, the other questions in `oracle_questions` and `oracle_changes`;
readings taken where the text leaves room are written in the docstrings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oracle_facts import Facts, Filter, World, list_documents
from oracle_gates import Gate, Held, enter, is_met
from oracle_profile import Brought
from oracle_time import (
    NO_MONTHS,
    Claim,
    Months,
    Move,
    any_disputed,
    find_arrival,
    find_stay,
    list_claims,
    untimed,
)

Question = Mapping[str, Any]
"The GraphQL arguments of a question, with ids instead of Ref objects."
Answer = dict[str, Any]

KINDS = ("PROMOTION", "LATERAL", "TRANSFER", "SPECIALISATION")
"Kinds of move in the order of the schema's enum, which breaks ties (5.1)."
Cost = tuple[int, tuple[int, int], int]
"Moves; parts without a stated time, then typical months; new skills (5.3)."


@dataclass(frozen=True)
class Step:
    """One move of a route and what comes with it (schema `Step`)."""

    move: Move
    stay: Months | None
    arrive: Months
    new_skills: tuple[str, ...]
    disputed: bool
    gates: tuple[tuple[Gate, bool | None], ...]

    def to_answer(self) -> Answer:
        """The step under the names of the schema."""
        return {
            "from": self.move.start,
            "to": self.move.end,
            "kind": self.move.kind,
            "stated": list(self.move.stated),
            "stay": self.stay.to_answer() if self.stay else None,
            "arrive": self.arrive.to_answer(),
            "newSkills": list(self.new_skills),
            "disputed": self.disputed,
            "gates": [
                {
                    "role": gate.role,
                    "options": [option.to_answer() for option in gate.options],
                    "met": met,
                }
                for gate, met in self.gates
            ],
        }


@dataclass(frozen=True)
class Route:
    """A path from the start, with everything that its continuation depends on (5.1, 5.2)."""

    roles: tuple[str, ...]
    steps: tuple[Step, ...]
    months: Months
    untimed: int
    skills: frozenset[str]
    held: Held

    @property
    def new_skills(self) -> list[str]:
        """The new skills in the order they are met, by id within a step (5.2)."""
        return [skill for step in self.steps for skill in step.new_skills]

    @property
    def cost(self) -> Cost:
        """Moves, time as TIME compares it, number of new skills (5.3)."""
        return len(self.steps), (self.untimed, self.months.typical), len(self.new_skills)

    def order(self, by: str) -> tuple[Any, ...]:
        """The place of a route under an objective (5.3)."""
        moves, time, new = self.cost
        ordered = {
            "MOVES": (moves, time, new),
            "TIME": (time, moves, new),
            "NEW_SKILLS": (new, moves, time),
        }
        return (*ordered[by], self.roles)

    def to_answer(self) -> Answer:
        """The route as the oracle answers it."""
        return {
            "roles": list(self.roles),
            "months": self.months.to_answer(),
            "newSkills": self.new_skills,
            "steps": [step.to_answer() for step in self.steps],
        }


class Search:
    """All routes of one question under one filter; `targets` None asks for every role (6.1)."""

    def __init__(self, facts: Facts, question: Question) -> None:
        """Take the ends from lines to stages (1.3) and what the person brings (3.5, 4.2, 6.3)."""
        self._facts = facts
        self._brought = brought(question)
        policy = question.get("policy") or {}
        self._rule = policy.get("rule") or "ENVELOPE"
        self._prefer = policy.get("prefer")
        self.start = facts.lines.first(question["from"])
        self.targets = facts.lines.members(question["to"]) if "to" in question else None
        given = facts.service_at_start(self.start, self._brought.profile)
        self._service = given + self._brought.gained_service
        self._given = self._brought.held
        self._claims: dict[Move, tuple[Claim, ...]] = {}
        self._gates: dict[str, tuple[Gate, ...]] = {}
        self._skills: dict[str, frozenset[str]] = {}

    def every_route(self, max_moves: int | None) -> Iterator[Route]:
        """Every simple path that ends at the first target it reaches (1.3, 5.1).

        Without targets every path is a route to its last role, and none ends the walk: a role
        that is no line is the only role at which routes to it end (1.3, 6.1).
        """
        skills = self._required(self.start) | self._brought.skills
        start = Route((self.start,), (), NO_MONTHS, 0, skills, self._given)
        return self._walk(start, max_moves)

    def _walk(self, path: Route, max_moves: int | None) -> Iterator[Route]:
        """The routes that begin with a path; depth first."""
        if max_moves is not None and len(path.steps) >= max_moves:
            return
        for role, parallel in self._facts.moves_from.get(path.roles[-1], {}).items():
            if role not in path.roles:
                longer = self._extended(path, parallel)
                if self.targets is None or role in self.targets:
                    yield longer
                if self.targets is None or role not in self.targets:
                    yield from self._walk(longer, max_moves)

    def _arrival(self, move: Move, elapsed: Months) -> Months | None:
        """The move's own arrival, None if it is untimed (3.4, 3.6)."""
        return find_arrival(self._claims_on(move), self._rule, elapsed, self._service)

    def _claims_on(self, move: Move) -> tuple[Claim, ...]:
        """The claims that count for a move (3.2, 3.3, 3.6); the same on every path."""
        if move not in self._claims:
            self._claims[move] = list_claims(move, self._facts.stays, self._prefer)
        return self._claims[move]

    def _gates_of(self, role: str) -> tuple[Gate, ...]:
        """The required gates of a role (4.1); the same on every path."""
        if role not in self._gates:
            self._gates[role] = self._facts.gates(role)
        return self._gates[role]

    def _required(self, role: str) -> frozenset[str]:
        """The required skills of a role (5.2); the same on every path."""
        if role not in self._skills:
            self._skills[role] = self._facts.required_skills(role)
        return self._skills[role]

    def _chosen(self, parallel: Iterable[Move], elapsed: Months) -> tuple[Move, Months | None]:
        """The parallel move that arrives first, then by kind, then by stated ends (5.1).

        Reading: moves are compared by "the move's arrival" of 4.3, before the gates of the role
        reached, which are the same for all of them.
        """

        def order(pair: tuple[Move, Months | None]) -> tuple[bool, int, int, tuple[str, str]]:
            move, arrival = pair
            typical = elapsed.typical if arrival is None else arrival.typical
            return arrival is None, typical, KINDS.index(move.kind), move.stated

        return min(((move, self._arrival(move, elapsed)) for move in parallel), key=order)

    def _extended(self, path: Route, parallel: Iterable[Move]) -> Route:
        """A path with one more move: its arrival, lead times, service, new skills (4.3, 5.2)."""
        move, arrival = self._chosen(parallel, path.months)
        role = move.end
        gates = self._gates_of(role)
        entry = enter(gates, path.held, arrival or untimed(path.months), self._service)
        new = self._required(role) - path.skills
        return Route(
            (*path.roles, role),
            (*path.steps, self._step(move, entry.arrive, new)),
            entry.arrive,
            path.untimed + (arrival is None) + entry.untimed,
            path.skills | new,
            entry.held,
        )

    def _step(self, move: Move, arrive: Months, new: Collection[str]) -> Step:
        """What is told of one move; `met` judges the profile alone, as given (3.8, 4.3)."""
        claims = self._claims_on(move)
        given = self._brought.service
        return Step(
            move,
            find_stay(claims, self._rule),
            arrive,
            tuple(sorted(new)),
            any_disputed(claims),
            tuple((gate, is_met(gate, self._given, given)) for gate in self._gates_of(move.end)),
        )


def brought(question: Question) -> Brought:
    """What the person who asks brings (4.2, 6.3)."""
    return Brought(question.get("profile") or {}, question.get("gain") or {})


@dataclass(frozen=True)
class Limits:
    """The filters that bound whole routes (5.6, 4.4)."""

    facts: Facts
    where: Mapping[str, Any]
    tier: str | None

    def admits(self, route: Route) -> bool:
        """Whether a route keeps to every filter."""
        return (
            self._passes(route)
            and self._counts(route)
            and self._industry(route)
            and self._pays(route)
            and self._gates_met(route)
        )

    def _passes(self, route: Route) -> bool:
        """`via` and `avoid`, with lines read as in 1.4."""
        lines, roles = self.facts.lines, set(route.roles)
        ends = {route.roles[0], route.roles[-1]}
        avoided: set[str] = set()
        for role in self.where.get("avoid") or ():
            avoided |= lines.members(role) - ends if lines.is_line(role) else {role}
        via = self.where.get("via") or ()
        return not avoided & roles and all(lines.members(role) & roles for role in via)

    def _counts(self, route: Route) -> bool:
        """`maxMoves`, `maxNewSkills`, `maxMonths`; a lower bound never fits the last."""
        moves, months, new = (
            self.where.get(name) for name in ("maxMoves", "maxMonths", "maxNewSkills")
        )
        timely = months is None or (route.months.typical <= months and not route.months.lower_bound)
        return (
            timely
            and (moves is None or len(route.steps) <= moves)
            and (new is None or len(route.new_skills) <= new)
        )

    def _industry(self, route: Route) -> bool:
        """`industry`: every role entered names it or none."""
        industry = self.where.get("industry")
        return industry is None or all(
            self.facts.names_industry(role, industry) for role in route.roles[1:]
        )

    def _pays(self, route: Route) -> bool:
        """`minPay`: the lowest figure of the last role is at least this."""
        floor = self.where.get("minPay")
        if floor is None:
            return True
        lowest = self.facts.lowest_pay(route.roles[-1], self.tier)
        return lowest is not None and lowest >= floor

    def _gates_met(self, route: Route) -> bool:
        """`gatesMet`: the given profile meets every gate after the start (4.4)."""
        verdicts = [met for step in route.steps for _, met in step.gates]
        return not self.where.get("gatesMet") or all(met is True for met in verdicts)


class Oracle:
    """Answers the questions `routes` and `tradeOffs` over one world of table rows.

    The functions of `oracle_questions` and `oracle_changes` answer the others from it.
    """

    def __init__(self, world: World, source: str = "world") -> None:
        """Take a world; `source` is the document of rows that name none."""
        self._world, self._source = world, source

    def facts(self, where: Mapping[str, Any]) -> Facts:
        """What a filter accepts of the world (2)."""
        return Facts(self._world, self._source, Filter(where))

    def list_documents(self) -> list[str]:
        """The documents of the release by id, the source where it counts as one (6.4)."""
        return list_documents(self._world, self._source)

    def routes(self, question: Question) -> Answer:
        """The best routes under one objective, best first, or the reason for none (5.3, 5.4)."""
        found = self.admitted(question)
        if not found:
            return {"reason": self._why_none(question)}
        by = question.get("by") or "MOVES"
        ordered = sorted(found, key=lambda route: route.order(by))
        if question.get("diverse"):
            ordered = _diverse(ordered)
        first = question.get("first")
        return _answer(ordered, 1 if first is None else first)

    def trade_offs(self, question: Question) -> Answer:
        """The routes that no other beats, ordered as under MOVES, or the reason for none (5.5)."""
        found = self.admitted(question)
        if not found:
            return {"reason": self._why_none(question)}
        first = question.get("first")
        return _answer(_unbeaten(found), 10 if first is None else first)

    def admitted(self, question: Question) -> list[Route]:
        """Every route that the question allows; none where the ends are the same (5.6, 5.7).

        Without `to`, every route from the start: to each role that is no line with stages (6.1).
        """
        where = question.get("where") or {}
        facts = self.facts(where)
        search = Search(facts, question)
        if search.targets and search.start in search.targets:
            return []
        limits = Limits(facts, where, brought(question).tier)
        paths = search.every_route(where.get("maxMoves"))
        return [route for route in paths if limits.admits(route)]

    def _why_none(self, question: Question) -> str:
        """SAME_ROLE, or whether the empty filter with inferred moves has a route (5.7)."""
        search = Search(self.facts({"inferred": True}), question)
        if search.targets and search.start in search.targets:
            return "SAME_ROLE"
        connected = any(True for _ in search.every_route(None))
        return "CONSTRAINTS_TOO_TIGHT" if connected else "NOT_CONNECTED"


def _answer(routes: Sequence[Route], first: int) -> Answer:
    """The first of the ordered routes, as plain values."""
    return {"routes": [route.to_answer() for route in routes[:first]]}


def _diverse(ordered: Iterable[Route]) -> list[Route]:
    """Walking down, the routes that differ from every kept one in more than one role (5.4)."""
    kept: list[Route] = []
    for route in ordered:
        if all(_difference(route, other) > 1 for other in kept):
            kept.append(route)
    return kept


def _difference(left: Route, right: Route) -> int:
    """In how many roles two routes differ: the larger set difference (5.4)."""
    ours, theirs = set(left.roles), set(right.roles)
    return max(len(ours - theirs), len(theirs - ours))


def _unbeaten(routes: Iterable[Route]) -> list[Route]:
    """The Pareto set over the three costs; of equals the first by role ids (5.5)."""
    ordered = sorted(routes, key=lambda route: route.order("MOVES"))
    firsts: dict[Cost, Route] = {}
    for route in ordered:
        firsts.setdefault(route.cost, route)
    return [
        route for cost, route in firsts.items() if not any(_beats(other, cost) for other in firsts)
    ]


def _beats(left: Cost, right: Cost) -> bool:
    """Whether costs are at least as good on all three and better on one (5.5)."""
    as_good = left[0] <= right[0] and left[1] <= right[1] and left[2] <= right[2]
    return as_good and left != right

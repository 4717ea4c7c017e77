"""The same question with one thing changed: what would give a route, what would change the winner.

Relaxations (semantics 5.7) and sensitivity (6.4). Every change is tried by asking the question so
changed; `Best` answers it with the best route, which has no roles where there is none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ..catalog import CareerGraph
from ..pay import find_lowest_pay, list_pay
from ..records import MoveKind, Objective, PolicyRule
from .answer import Relaxation, Relaxations, Winner
from .question import RouteFilter, RouteQuestion

_E = TypeVar("_E", bound=str)

Best = Callable[[RouteQuestion], Winner]

_NUMBERS: Mapping[str, tuple[Objective, Callable[[Winner], int | None]]] = {
    "max_moves": (Objective.MOVES, lambda winner: winner.moves),
    "max_months": (Objective.TIME, lambda winner: winner.months),
    "max_new_skills": (Objective.NEW_SKILLS, lambda winner: winner.new_skills),
}
"""The bounds on costs: the objective that finds the least, and what it is."""

_FLAGS = {"inferred": True, "certain": False, "gates_met": False}
"""The flags, and which of their values lets more routes count."""


def list_relaxations(career_graph: CareerGraph, question: RouteQuestion, best: Best) -> Relaxations:
    """Every single change of the filter that gives a route; numbers first (5.7).

    A number takes the nearest value that gives one, and is left out where none does (every route
    has a part without a time; no end has a figure). `industry` is left out and flags are turned
    over. All entries that help a list are listed, and its whole loss only where none does. Beyond
    numbers the order is that of the schema.
    """
    proven = True

    def judge(asked: RouteQuestion) -> Winner:
        nonlocal proven
        winner = best(asked)
        proven = proven and winner.proven
        return winner

    changes = tuple(_Relaxing(career_graph, question, judge).list_all())
    return Relaxations(changes, proven)


@dataclass(frozen=True)
class _Relaxing:
    """The trials on one question."""

    career_graph: CareerGraph
    question: RouteQuestion
    best: Best

    def list_all(self) -> Iterator[Relaxation]:
        """Yield what helps, in order."""
        where = self.question.where
        yield from self._of_numbers(where)
        yield from self._of_list("via", where.via, _without(where.via))
        yield from self._of_list("avoid", where.avoid, _without(where.avoid))
        kinds, documents = where.kinds, where.documents
        yield from self._of_list("kinds", kinds, _with(kinds, MoveKind))
        if where.industry is not None:
            yield from self._tried("industry", [None])
        yield from self._of_list(
            "documents", documents, _with(documents, self.career_graph.documents)
        )
        for flag, loose in _FLAGS.items():
            if getattr(where, flag) is not loose:
                yield from self._tried(flag, [loose])

    def _of_numbers(self, where: RouteFilter) -> Iterator[Relaxation]:
        for name, (by, cost) in _NUMBERS.items():
            if getattr(where, name) is not None:
                winner = self.best(replace(self._changed(name, None), by=by))
                if winner.roles:
                    yield Relaxation(name, cost(winner))
        if where.min_pay is not None:
            figures = sorted({figure for figure in self._figures() if figure < where.min_pay})
            yield from self._tried("min_pay", [*figures[::-1], None], most=1)

    def _figures(self) -> Iterator[int]:
        """The lowest figures that the ends pay."""
        accepts, tier = self.question.where.accepts, self.question.profile.city_tier
        for role in self.career_graph.list_stages(self.question.to):
            lowest = find_lowest_pay(list_pay(self.career_graph, role, accepts), tier)
            if lowest is not None:
                yield lowest

    def _of_list(self, name: str, given: object, values: Iterable[object]) -> Iterator[Relaxation]:
        """One entry less or more; the list dropped whole where that does not help."""
        if not given and not isinstance(given, frozenset):
            return
        found = list(self._tried(name, values))
        dropped = () if isinstance(given, tuple) else None
        yield from found or self._tried(name, [dropped])

    def _tried(
        self, name: str, values: Iterable[object], most: int | None = None
    ) -> Iterator[Relaxation]:
        """Those values of an argument that give a route, at most so many."""
        for value in values:
            if most == 0:
                return
            simplest = replace(self._changed(name, value), by=Objective.MOVES)
            if self.best(simplest).roles:
                most = None if most is None else most - 1
                yield Relaxation(name, value)

    def _changed(self, name: str, value: object) -> RouteQuestion:
        """The question with one argument of its filter changed."""
        change: dict[str, Any] = {name: value}
        where = replace(self.question.where, **change)
        return replace(self.question, where=where, first=1, diverse=False)


def _without(given: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The list without each of its entries."""
    for place in range(len(given)):
        yield given[:place] + given[place + 1 :]


def _with(given: frozenset[_E] | None, possible: Iterable[_E]) -> Iterator[frozenset[_E]]:
    """The list with each entry that it does not have."""
    for entry in possible:
        if given is not None and entry not in given:
            yield given | {entry}


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The winner under another policy rule, or without a document; no roles where there is none.

    `proven` unless the work limit left another one possible, for it or for the winner before.
    """

    policy: PolicyRule | None
    without: str | None
    same: bool
    roles: tuple[str, ...]
    proven: bool


def list_variants(
    career_graph: CareerGraph, question: RouteQuestion, best: Best
) -> list[Sensitivity]:
    """The winner under each other rule, then without each document of the release, by id (6.4).

    `prefer` stays, and a document that it names can be left out too. Empty where nobody wins.
    """
    question = replace(question, first=1, diverse=False)
    winner = best(question)
    if not winner.roles:
        return []

    def compare(
        asked: RouteQuestion, *, rule: PolicyRule | None = None, without: str | None = None
    ) -> Sensitivity:
        found = best(asked)
        same = found.roles == winner.roles
        proven = found.proven and winner.proven
        return Sensitivity(rule, without, same, found.roles, proven)

    policy, where = question.policy, question.where
    accepted = where.documents
    variants = [
        compare(replace(question, policy=replace(policy, rule=rule)), rule=rule)
        for rule in PolicyRule
        if rule is not policy.rule
    ]
    for document in career_graph.stating:
        kept = (career_graph.documents.keys() if accepted is None else accepted) - {document}
        changed = replace(where, documents=frozenset(kept))
        variants.append(compare(replace(question, where=changed), without=document))
    return variants

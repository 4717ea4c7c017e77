"""The engine against the oracle: random worlds, every question, objective, filter and policy."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from asking import (
    Answer,
    ask,
    ask_feeders,
    ask_gap,
    ask_reach,
    ask_relaxations,
    ask_sensitivity,
    ask_trade_offs,
    ask_what_if,
    open_world,
)
from oracle import Oracle
from oracle_changes import relaxations, sensitivity
from oracle_questions import feeders, gap, reach, what_if
from worlds import (
    Question,
    World,
    features,
    random_feeders_question,
    random_gap_question,
    random_question,
    random_reach_question,
    random_tight_question,
    random_what_if_question,
    random_world,
)

from graph.routes import RouteFinder

_SEEDS = 4  # each with its share of the worlds that --worlds asks for
_QUESTIONS = 8  # routes asked in each world; of every other question a quarter of that
_MUST_OCCUR = {
    "line",
    "stage-of-two-lines",
    "band",
    "open-band",
    "disputed",
    "parallel",
    "cycle",
    "inferred",
    "possible",
    "no-document",
    "gate-option",
    "gate-service-option",
    "lead-time",
    "lead-unstated",
    "gate-asked-twice",
}


def _comparable(answer: Answer, question: Question) -> Answer:
    """The answer without what the two read differently.

    Whether a move is disputed is a matter of its sources here, not of the policy that settles it;
    the oracle leaves out all documents but a preferred one first. Gates that ask for the same are
    listed in any order.
    """
    for route in answer.get("routes", ()):
        for step in route["steps"]:
            step["gates"].sort(key=str)
            if (question.get("policy") or {}).get("prefer"):
                step.pop("disputed")
    return answer


def _routes(oracle: Oracle, finder: RouteFinder, question: Question) -> tuple[Any, Any]:
    expected, actual = oracle.routes(question), ask(finder, question)
    return _comparable(expected, question), _comparable(actual, question)


def _trade_offs(oracle: Oracle, finder: RouteFinder, question: Question) -> tuple[Any, Any]:
    whole = {**question, "first": 1_000}
    expected, actual = oracle.trade_offs(whole), ask_trade_offs(finder, question)
    return _comparable(expected, question), _comparable(actual, question)


def _gap(oracle: Oracle, finder: RouteFinder, question: Question) -> tuple[Any, Any]:
    """Without what is scoped to an industry, as no industry is asked for (2.4)."""
    expected, actual = gap(oracle, question), ask_gap(finder, question)
    for part in ("missing", "held"):
        entries = [entry for entry in expected[part] if entry["industry"] is None]
        expected[part] = sorted((entry["skill"], entry["necessity"]) for entry in entries)
    for gates in (expected["gates"], actual["gates"]):
        for gate in gates:
            gate.pop("role", None)
        gates.sort(key=str)
    return expected, actual


def _relaxations(oracle: Oracle, finder: RouteFinder, question: Question) -> tuple[Any, Any]:
    given = question.get("where") or {}
    expected = [
        {"argument": it["argument"], "value": _value(given.get(it["argument"]), *it["change"])}
        for it in relaxations(oracle, question)
    ]
    if oracle.admitted(question):
        return [], []
    return expected, [
        it if it["value"] != [] or len(given[it["argument"]]) == 1 else it | {"value": None}
        for it in ask_relaxations(finder, question)
    ]


def _value(given: Any, change: str, to: Any = None) -> object:
    """What a change of the oracle's makes of an argument."""
    if change == "to":
        return to
    if change == "drop":
        return None
    if change == "with":
        return sorted((*given, to))
    return [entry for entry in given if entry != to]


def _both(expected: Callable[..., Any], actual: Callable[..., Any]) -> Callable[..., Any]:
    """A question that both answer in the same words."""
    return lambda oracle, finder, question: (expected(oracle, question), actual(finder, question))


Draw = Callable[[random.Random, World], Question]
QUESTIONS: Mapping[str, tuple[Draw, Callable[..., tuple[Any, Any]]]] = {
    "routes": (random_question, _routes),
    "trade-offs": (random_question, _trade_offs),
    "reach": (random_reach_question, _both(reach, ask_reach)),
    "feeders": (random_feeders_question, _both(feeders, ask_feeders)),
    "gap": (random_gap_question, _gap),
    "what-if": (random_what_if_question, _both(what_if, ask_what_if)),
    "relaxations": (random_tight_question, _relaxations),
    "sensitivity": (random_question, _both(sensitivity, ask_sensitivity)),
}
"How each question is drawn, and how both sides answer it."


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("seed", range(_SEEDS))
def test_engine_equals_brute_force(
    seed: int, name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Every answer on random worlds is the one that enumerating all routes gives."""
    rng = random.Random(seed)
    draw, answer = QUESTIONS[name]
    occurred: set[str] = set()
    reasons: set[str] = set()
    filled = 0
    for number in range(pytestconfig.getoption("worlds") // _SEEDS):
        world = random_world(rng)
        occurred |= features(world)
        oracle = Oracle(world)
        finder = RouteFinder(open_world(world, tmp_path / str(number)))
        for _ in range(_QUESTIONS if name == "routes" else _QUESTIONS // 4):
            question = draw(rng, world)
            expected, actual = answer(oracle, finder, question)
            assert actual == expected, (seed, number, question)
            filled += bool(expected)
            if name == "routes":
                reasons.add(expected.get("reason", "ROUTES"))
    assert occurred >= _MUST_OCCUR
    assert filled
    if name == "routes":
        assert reasons == {"ROUTES", "SAME_ROLE", "NOT_CONNECTED", "CONSTRAINTS_TOO_TIGHT"}

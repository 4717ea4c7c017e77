"""The engine against the oracle: random worlds, every objective, filter, policy and profile."""

import random
from pathlib import Path

import pytest
from asking import Answer, ask, open_world
from oracle import Oracle
from worlds import features, random_question, random_world

from graph.routes import RouteFinder

_WORLDS = 60  # for each of the seeds below
_QUESTIONS = 8  # for each world
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


def _comparable(answer: Answer, question: dict[str, object]) -> Answer:
    """The answer without what the two read differently.

    Whether a move is disputed is a matter of its sources here, not of the policy that settles it;
    the oracle leaves out all documents but a preferred one first. Gates that ask for the same are
    listed in any order.
    """
    for route in answer.get("routes", ()):
        for step in route["steps"]:
            step["gates"].sort(key=str)
            if (question.get("policy") or {}).get("prefer"):  # type: ignore[attr-defined]
                step.pop("disputed")
    return answer


@pytest.mark.parametrize("seed", range(4))
def test_engine_equals_brute_force(seed: int, tmp_path: Path) -> None:
    """Every answer on random worlds is the one that enumerating all routes gives."""
    rng = random.Random(seed)
    occurred: set[str] = set()
    reasons: set[str] = set()
    for number in range(_WORLDS):
        world = random_world(rng)
        occurred |= features(world)
        oracle = Oracle(world)
        finder = RouteFinder(open_world(world, tmp_path / str(number)))
        for _ in range(_QUESTIONS):
            question = random_question(rng, world)
            expected = _comparable(oracle.routes(question), question)
            actual = _comparable(ask(finder, question), question)
            assert actual == expected, (seed, number, question)
            reasons.add(expected.get("reason", "ROUTES"))
    assert occurred >= _MUST_OCCUR
    assert reasons == {"ROUTES", "SAME_ROLE", "NOT_CONNECTED", "CONSTRAINTS_TOO_TIGHT"}

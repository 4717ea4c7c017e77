"""Work can be ended from outside, anywhere, and leaves nothing half-made behind."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from asking import ask, ask_feeders, ask_reach, ask_sensitivity, ask_trade_offs, open_world
from worlds import Question, random_question, random_reach_question, random_world

from api.context import Context, open_library
from api.execute import run
from api.limits import Budget
from api.settings import Settings
from graph.catalog import CareerGraph
from graph.conflicts import list_conflicts
from graph.interrupt import STEPS, checked_by, holding, in_lots, paced
from graph.routes import RouteFinder
from graph.search import Searcher
from loaders import BUNDLED, load_source

_WORLDS = 12
_CUTS = 6  # places at which each question is ended before it is asked again

Ask = Callable[[RouteFinder, Question], Any]


class EnoughError(BaseException):
    """What a check raises that has had enough."""


class Countdown:
    """A check that raises at its n-th call; without a number it only counts."""

    def __init__(self, calls: int | None = None) -> None:
        """Nothing is called yet."""
        self.calls = 0
        self._most = calls

    def __call__(self) -> None:
        """Count, and raise when it is time."""
        self.calls += 1
        if self.calls == self._most:
            raise EnoughError


def end_at(calls: int, work: Callable[[], object]) -> bool:
    """Whether work was ended by a check at its n-th call."""
    try:
        with checked_by(Countdown(calls)):
            work()
    except EnoughError:
        return True
    return False


def count_checks(work: Callable[[], object]) -> int:
    """How often work looks at its check."""
    check = Countdown()
    with checked_by(check):
        work()
    return check.calls


@pytest.mark.parametrize(
    "asked",
    [ask, ask_trade_offs, ask_reach, ask_feeders, ask_sensitivity],
    ids=lambda it: it.__name__,
)
def test_what_is_ended_is_answered_later_as_if_it_had_not_been(tmp_path: Path, asked: Ask) -> None:
    """A question ended anywhere and asked again has the answer of an engine that was left alone."""
    rng = random.Random(20261125)
    ended = 0
    for number in range(_WORLDS):
        world = random_world(rng)
        graph = open_world(world, tmp_path / f"{number}")
        draw = random_reach_question if asked in (ask_reach, ask_feeders) else random_question
        question = draw(rng, world)
        question.setdefault("to", question["from"])
        expected = asked(RouteFinder(graph), question)
        checks = count_checks(partial(asked, RouteFinder(fresh(graph)), question))
        assert checks
        finder = RouteFinder(fresh(graph))
        for _ in range(_CUTS):
            ended += end_at(rng.randint(1, checks), partial(asked, finder, question))
        assert asked(finder, question) == expected
    assert ended > _WORLDS


def fresh(graph: CareerGraph) -> CareerGraph:
    """The same graph with nothing remembered."""
    return CareerGraph(graph.sources, number=1, created="")


@pytest.mark.parametrize(
    "make",
    [
        lambda graph: [it.key for it in list_conflicts(graph)],
        lambda graph: Searcher(graph).search("客服", None, 50),
    ],
    ids=["conflicts", "search"],
)
def test_indexes_are_whole_or_not_there(make: Callable[[CareerGraph], Any]) -> None:
    """What questions share is built again by the next one where it was ended."""
    graph = CareerGraph([load_source(BUNDLED)], number=1, created="")
    expected = make(graph)
    again = fresh(graph)
    checks = count_checks(lambda: make(fresh(graph)))
    for calls in range(1, checks + 1):
        end_at(calls, lambda: make(again))
    found = make(again)
    assert found == expected


def test_a_deadline_ends_a_search() -> None:
    """A request whose time is over while the engine works is answered with the deadline's code."""
    graph = CareerGraph([load_source(BUNDLED)], number=1, created="")
    library = open_library(graph, documents=None, work=10_000_000)
    settings = Settings()
    budget = Budget(settings)
    checks = 0

    def check() -> None:
        nonlocal checks
        checks += 1
        if checks == 3:
            budget.cancel()
        Budget.check_time(budget)

    budget.check_time = check  # type: ignore[method-assign]
    query = '{ routes(from: {name: "电话客服"}, to: {name: "客服总监"}) { __typename } }'
    answer = run(Context(library, settings=settings, budget=budget), query)
    assert [it["extensions"]["code"] for it in answer["errors"]] == ["DEADLINE_EXCEEDED"]
    assert "data" not in answer
    again = run(Context(library, settings=settings, budget=Budget(settings)), query)
    assert again["data"] == {"routes": {"__typename": "RouteList"}}


def test_loops_look_up_now_and_then() -> None:
    """Long loops give their items unchanged, with a check before each lot."""
    items = range(10 * STEPS + 1)
    check = Countdown()
    with checked_by(check):
        assert list(paced(items)) == list(items)
        assert [len(lot) for lot in in_lots(range(7), 3)] == [3, 3, 1]
    assert check.calls == 11 + 3
    assert list(paced(())) == []


def test_who_waits_for_a_lock_can_be_ended() -> None:
    """A lock that another holds does not keep work beyond its end, and is let go of afterwards."""
    lock = Lock()
    with lock:
        assert end_at(1, lambda: holding(lock).__enter__())
    with pytest.raises(EnoughError), holding(lock):
        raise EnoughError
    assert not lock.locked()

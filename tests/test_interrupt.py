"""Work that is ended from outside: at any point, at once, and without a trace."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import pytest
from asking import (
    ask,
    ask_feeders,
    ask_reach,
    ask_relaxations,
    ask_sensitivity,
    ask_trade_offs,
    ask_what_if,
    open_world,
)
from building import build, move
from worlds import (
    World,
    random_feeders_question,
    random_question,
    random_reach_question,
    random_tight_question,
    random_what_if_question,
    random_world,
)

from graph import index, interrupt
from graph.catalog import CareerGraph
from graph.conflicts import list_conflicts, pick_conflicts
from graph.interrupt import STEPS, checked_by, checkpoint, holding, in_lots, paced, steps
from graph.names import Directory
from graph.records import EntityKind
from graph.routes import RouteFinder, search
from graph.routes.search import Work, WorkLimitError
from graph.search import Searcher

_WORLDS = 12
_TRIES = 20  # of each question, before it is asked in peace
_SECONDS = 30  # that a thread gets which should end at once


class EnoughError(BaseException):
    """The asker has had enough."""


@dataclass
class Patience:
    """A check that ends the work at its n-th call."""

    calls: int = 0
    most: int | None = None

    def __call__(self) -> None:
        """Count a call."""
        self.calls += 1
        if self.calls == self.most:
            raise EnoughError


@dataclass
class Engine:
    """All that answers from one graph, with nothing built yet."""

    graph: CareerGraph
    finder: RouteFinder = field(init=False)
    searcher: Searcher = field(init=False)
    directory: Directory = field(init=False)

    def __post_init__(self) -> None:
        """Open it on a graph of its own: what one has built, another has not."""
        self.graph = CareerGraph(self.graph.sources, number=1, created="")
        self.finder = RouteFinder(self.graph)
        self.searcher = Searcher(self.graph)
        self.directory = Directory(self.graph)


Ask = Callable[[Engine], Any]


@pytest.fixture
def finely(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint at every step and every label."""
    monkeypatch.setattr(interrupt, "STEPS", 1)
    monkeypatch.setattr(index, "STEPS", 1)
    monkeypatch.setattr(search, "_LOT", 1)


def _draw_questions(rng: random.Random, world: World) -> list[Ask]:
    """One question of each kind."""
    asked, tight = random_question(rng, world), random_tight_question(rng, world)
    reach, feeders = random_reach_question(rng, world), random_feeders_question(rng, world)
    what_if = random_what_if_question(rng, world)
    role = rng.choice(world["roles"])
    name = next(role[name] for name in ("name_en", "name_zh", "id") if name in role)
    kinds = list(EntityKind)
    return [
        lambda it: ask(it.finder, asked),
        lambda it: ask_trade_offs(it.finder, asked),
        lambda it: ask_reach(it.finder, reach),
        lambda it: ask_feeders(it.finder, feeders),
        lambda it: ask_what_if(it.finder, what_if),
        lambda it: ask_relaxations(it.finder, tight),
        lambda it: ask_sensitivity(it.finder, asked),
        lambda it: list_conflicts(it.graph),
        lambda it: pick_conflicts(it.graph, list_conflicts(it.graph), role["id"]),
        lambda it: [it.directory.find(kind, name) for kind in kinds],
        lambda it: [it.searcher.search(text, None, 9) for text in (name, name[1:], f"{name}x")],
    ]


@pytest.mark.usefixtures("finely")
@pytest.mark.parametrize("seed", range(_WORLDS))
def test_ended_work_leaves_nothing_half_made(seed: int, tmp_path: Path) -> None:
    """Ended at any checkpoint, a question is answered afterwards as if it never had been asked."""
    rng = random.Random(seed)
    world = random_world(rng)
    graph = open_world(world, tmp_path / "world")
    questions = _draw_questions(rng, world)
    shared, ended = Engine(graph), 0
    rng.shuffle(questions)
    for question in questions:
        calls = Patience()
        with checked_by(calls):
            expected = question(Engine(graph))
        for _ in range(_TRIES):
            most = rng.randint(1, calls.calls)
            patience = Patience(most=most)
            try:
                with checked_by(patience):
                    answer = question(shared)
            except EnoughError:
                ended += 1
            else:
                assert patience.calls < most
                assert answer == expected
        assert question(shared) == expected
        assert question(Engine(graph)) == expected
    assert ended > len(questions)


@pytest.mark.usefixtures("finely")
def test_a_question_is_answered_though_each_try_ends_early(tmp_path: Path) -> None:
    """What was made of a network before the end stays, so that patience for a part is enough."""
    rng = random.Random(1)
    world = random_world(rng)
    engine = Engine(open_world(world, tmp_path / "world"))
    engine.graph.build_indexes()
    question = {"from": world["moves"][0]["from"], "to": world["moves"][-1]["to"]}
    calls = Patience()
    with checked_by(calls):
        ask(RouteFinder(engine.graph), question)
    again = Patience()
    with pytest.raises(EnoughError), checked_by(Patience(most=calls.calls)):
        ask(engine.finder, question)
    with checked_by(again):
        ask(engine.finder, question)
    assert again.calls < calls.calls


def test_a_check_holds_for_its_thread_and_its_block_only() -> None:
    """Other threads go on, an inner check stands in for the outer one, and no check is left."""
    done = Event()

    def work() -> None:
        checkpoint()
        done.set()

    def refuse() -> None:
        raise EnoughError

    with checked_by(refuse):
        thread = Thread(target=work)
        thread.start()
        thread.join(_SECONDS)
        with checked_by(lambda: None):
            checkpoint()
        with pytest.raises(EnoughError):
            checkpoint()
    checkpoint()
    assert done.is_set()


def test_who_waits_for_a_lock_can_be_ended() -> None:
    """A check ends the wait for a lock that another thread has; the lock is free after its own."""
    lock = Lock()
    with holding(lock):
        waiting = Patience(most=2)
        with pytest.raises(EnoughError), checked_by(waiting), holding(lock):
            pytest.fail("the lock is held")
        assert lock.locked()
    assert not lock.locked()
    with pytest.raises(EnoughError), holding(lock):
        raise EnoughError
    assert not lock.locked()


def test_ended_builds_let_go_of_their_locks() -> None:
    """An index or a network whose building was ended can be built by another thread."""
    engine = Engine(build(move("agent", "lead")))
    routes = {"from": "agent", "to": "lead"}
    questions: list[Ask] = [
        lambda it: it.searcher.search("agent", None, 1),
        lambda it: ask(it.finder, routes),
    ]
    answers: list[Any] = []
    for question in questions:
        with pytest.raises(EnoughError), checked_by(Patience(most=1)):
            question(engine)
        thread = Thread(
            target=lambda asked: answers.append(asked(engine)), args=[question], daemon=True
        )
        thread.start()
        thread.join(_SECONDS)
    assert answers == [question(engine) for question in questions]


def test_work_is_counted_to_the_label() -> None:
    """However labels are drawn, the limit is met at the same one as by plain counting."""
    rng = random.Random(3)
    for most in (0, 1, 7, 499, 500, 501, 4_000):
        work, left = Work(most), most
        while True:
            labels = rng.choice((0, 1, 1, 1, 5, 700))
            if labels > left:
                break
            work.spend(labels)
            left -= labels
            assert work.left == left
        with pytest.raises(WorkLimitError):
            work.spend(labels)
        assert work.left == 0


@pytest.mark.parametrize("length", [0, 1, STEPS, STEPS + 1, 3 * STEPS])
def test_loops_are_paced(length: int) -> None:
    """All items come in order, with a checkpoint before each lot of them and not more."""
    items = list(range(length))
    for given in (items, iter(items), dict.fromkeys(items)):
        calls = Patience()
        with checked_by(calls):
            assert list(paced(given)) == items
        assert calls.calls == max(-(-length // STEPS), int(given is items))
    calls = Patience()
    with checked_by(calls):
        assert [item for lot in in_lots(items, 10) for item in lot] == items
        assert calls.calls == -(-length // 10)
        turns = [turn for turn, _ in zip(range(length), steps(), strict=False)]
    assert turns == items

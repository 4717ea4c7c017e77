"""The garbage collector leaves out what stays, and nothing that is of no use any more."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from api.service.collector import Collector


class Thing:
    """Something that can be referred to weakly."""

    def __init__(self) -> None:
        """A circle, which only a collection frees."""
        self.itself = self


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector at work, where Python collects only when it is told to."""
    gc.disable()
    gc.collect()
    gc.unfreeze()
    found = Collector()
    found.start()
    yield found
    found.close()
    found.close()
    gc.unfreeze()
    gc.enable()


def test_what_survives_a_long_collection_is_left_out(collector: Collector) -> None:
    """A million new objects are looked through once, what comes after them by itself."""
    collector.leave_out()
    before = gc.get_freeze_count()
    kept = [[number] for number in range(1_000_000)]
    gc.collect()
    assert gc.get_freeze_count() - before > len(kept)
    after = gc.get_freeze_count()
    few = [[number] for number in range(100)]
    gc.collect()
    assert gc.get_freeze_count() - after < len(few)


def test_circles_are_freed(collector: Collector) -> None:
    """A circle that nobody refers to goes with the next collection; one left out when all does."""
    gone, stays = Thing(), Thing()
    seen = [ref(gone), ref(stays)]
    del gone
    gc.collect()
    assert [it() is None for it in seen] == [True, False]
    collector.leave_out()
    del stays
    gc.collect()
    assert seen[1]() is not None
    collector.leave_out()
    assert seen[1]() is None


def test_without_it_nothing_is_left_out(collector: Collector) -> None:
    """Once it is closed, Python collects as by itself."""
    collector.close()
    kept = [[number] for number in range(1_000_000)]
    gc.collect()
    assert gc.get_freeze_count() == 0
    assert len(kept) == 1_000_000


def test_what_is_made_at_the_start_is_left_out_unseen(collector: Collector) -> None:
    """Nothing is collected meanwhile, and nothing of it is looked at later."""
    began: list[str] = []

    def watch(phase: str, _: dict[str, int]) -> None:
        began.append(phase)

    gc.enable()
    gc.callbacks.append(watch)
    try:
        with collector.left_alone():
            kept = [[number] for number in range(100_000)]
            assert not gc.isenabled()
        assert gc.get_freeze_count() > len(kept)
        assert began == []
    finally:
        gc.callbacks.remove(watch)

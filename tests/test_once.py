"""What is built once: by one of many threads, again where its build was ended."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread

import pytest

from graph.interrupt import checked_by
from graph.once import BuiltOnce

_SECONDS = 30  # that a thread gets which should go on at once


class EnoughError(BaseException):
    """The asker has had enough."""


class Slow:
    """Something whose index is built when it is told to."""

    def __init__(self) -> None:
        """Nothing is built yet."""
        self.begun, self.go_on = Event(), Event()
        self.builds = 0

    @BuiltOnce
    def index(self) -> list[str]:
        """What is built."""
        self.builds += 1
        self.begun.set()
        assert self.go_on.wait(_SECONDS)
        return ["built"]


def _refuse() -> None:
    raise EnoughError


def test_one_of_many_threads_builds_it() -> None:
    """All threads read the same, and it is built once."""
    slow, together = Slow(), Barrier(8)

    def read() -> list[str]:
        together.wait(_SECONDS)
        return slow.index

    with ThreadPoolExecutor(8) as threads:
        reading = [threads.submit(read) for _ in range(8)]
        assert slow.begun.wait(_SECONDS)
        slow.go_on.set()
        found = [one.result(_SECONDS) for one in reading]
    assert slow.builds == 1
    assert all(one is slow.index for one in found)


def test_who_waits_for_it_can_be_ended() -> None:
    """A thread that waits for another's build ends at its own check; the build goes on."""
    slow = Slow()
    builder = Thread(target=lambda: slow.index, daemon=True)
    builder.start()
    assert slow.begun.wait(_SECONDS)
    with pytest.raises(EnoughError), checked_by(_refuse):
        _ = slow.index
    slow.go_on.set()
    builder.join(_SECONDS)
    assert slow.index == ["built"]
    assert slow.builds == 1


def test_an_ended_build_is_begun_anew() -> None:
    """What raises while it is built is not kept, and another instance is another matter."""

    class Moody:
        builds = 0

        @BuiltOnce
        def index(self) -> int:
            """The second try succeeds."""
            self.builds += 1
            if self.builds == 1:
                raise EnoughError
            return self.builds

    moody, other = Moody(), Moody()
    for each in (moody, other):
        with pytest.raises(EnoughError):
            _ = each.index
    assert (moody.index, moody.index, other.index) == (2, 2, 2)
    assert Moody.index.__doc__ == "The second try succeeds."

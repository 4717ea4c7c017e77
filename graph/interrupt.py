"""How long work is ended from outside: who asks sets a check, and long loops call it.

One way only, and the check is ambient: what a question needs is compiled and remembered where it
is first touched, so that a parameter would go through every function and into every cache. Within
`checked_by` a thread calls `checkpoint` before each lot of labels of a search, each compiled part
of a network and every few hundred steps of a long loop. A check that has had enough raises what
its owner wants to catch; a BaseException, so that no `except Exception` on the way swallows it.

What is remembered is stored once it is whole, after its last checkpoint: work that was ended leaves
whole parts or none, and a later question finds nothing half-made.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain, islice, repeat
from threading import Lock
from typing import TypeVar

STEPS = 256
"""Steps of a loop between two checkpoints: a few milliseconds where each reads a role's rows."""

_LOCK_SECONDS = 0.02  # between two checkpoints of who waits for a lock

_T = TypeVar("_T")


def _go_on() -> None:
    """Nobody waits: no work is ended."""


_CHECK: ContextVar[Callable[[], None]] = ContextVar("check", default=_go_on)


@contextmanager
def checked_by(check: Callable[[], None]) -> Iterator[None]:
    """Let the work of this thread be ended by what `check` raises; calls every few milliseconds."""
    token = _CHECK.set(check)
    try:
        yield
    finally:
        _CHECK.reset(token)


def checkpoint() -> None:
    """Raise what the check raises, where the work is to end."""
    _CHECK.get()()


def paced(items: Iterable[_T]) -> Iterable[_T]:
    """The items, with a checkpoint before every STEPS of them; nearly as fast as a plain loop.

    They must not change meanwhile.
    """
    if type(items) is list and len(items) <= STEPS:
        checkpoint()
        return items
    return chain.from_iterable(in_lots(items, STEPS))


def steps() -> Iterable[None]:
    """The turns of an endless loop, with a checkpoint before every STEPS of them."""
    return paced(repeat(None))


def in_lots(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """Yield so many of the items at a time, with a checkpoint before each lot."""
    left = iter(items)
    while lot := tuple(islice(left, size)):
        checkpoint()
        yield lot


@contextmanager
def holding(lock: Lock) -> Iterator[None]:
    """Hold a lock, with checkpoints while another thread has it."""
    while not lock.acquire(timeout=_LOCK_SECONDS):
        checkpoint()
    try:
        yield
    finally:
        lock.release()

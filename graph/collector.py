"""Pauses the garbage collector while many records are made: they make no circles to be found."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Generator[None]:
    """Make records by the hundred thousand without Python looking them all over again and again.

    Saves a third of the time to read a store. What is no longer referred to is freed as ever; only
    circles wait until afterwards.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

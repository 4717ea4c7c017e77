"""Keeps the garbage collector from looking through what stays: all requests wait meanwhile."""

import gc
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

from graph.collector import paused_collector

_LONG_SECONDS = 0.01  # of a collection after which its survivors are left out: 100,000 objects


class Collector:
    """Leaves the release out of collections, and what searches compile of it.

    A release of 3,000 roles takes 0.1 s to be looked through, one of 100,000 many seconds, and no
    checkpoint ends that. What is left out is freed as ever once nothing refers to it; only circles
    wait for the next release.
    """

    def __init__(self) -> None:
        """Nothing is left out before `start`."""
        self._began = 0.0

    def start(self) -> None:
        """Leave out what survives any long collection, until `close`."""
        gc.callbacks.append(self._watch)

    def close(self) -> None:
        """Collect as Python does by itself."""
        with suppress(ValueError):
            gc.callbacks.remove(self._watch)

    @contextmanager
    def left_alone(self) -> Generator[None]:
        """Leave out all that is made meanwhile, unseen: the service starts half a second earlier.

        What of it nobody needs is freed when `leave_out` is called next.
        """
        with paused_collector():
            yield
            gc.freeze()

    def leave_out(self) -> None:
        """Free what nobody needs, the last release too, then leave out what there is now."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        gc.collect()  # of nothing: Python waits for a quarter as many new objects as it found last

    def _watch(self, phase: str, info: dict[str, int]) -> None:
        """Leave out the survivors of a long collection of everything."""
        if phase == "start":
            self._began = time.thread_time()
        elif info["generation"] == 2 and time.thread_time() - self._began > _LONG_SECONDS:  # noqa: PLR2004 the last
            gc.freeze()

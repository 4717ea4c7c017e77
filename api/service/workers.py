"""Runs what takes long off the event loop: a few at a time, and none past its deadline."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from ..limits import Budget, LimitExceededError, exceeded
from ..settings import Settings

_THREADS = 8  # they share one processor; as many long searches do not keep a short one waiting
_RETRY_SECONDS = 1  # after which there may be room
_GRACE_SECONDS = 0.25  # in which work past its deadline may end by itself

_T = TypeVar("_T")


class Workers:
    """A bounded pool of threads, and how many requests run or wait."""

    def __init__(self, settings: Settings) -> None:
        """Threads start when they are first needed."""
        self._settings = settings
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="answer")
        self._lock = Lock()
        self.busy = 0

    async def run(self, budget: Budget, work: Callable[[], _T]) -> _T:
        """What the work gives.

        Raises LimitExceededError where as many requests run or wait as may, or where the deadline
        is over; then the work ends at its next look at the budget, and is not begun if it waits.
        """
        with self._lock:
            if self.busy >= self._settings.limit_concurrency:
                problem = exceeded(self._settings, "concurrency", None, retry_after=_RETRY_SECONDS)
                raise LimitExceededError(problem)
            self.busy += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._release)
        try:
            async with asyncio.timeout(budget.seconds_left + _GRACE_SECONDS):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            budget.cancel()
            raise LimitExceededError(exceeded(self._settings, "deadline_ms", None)) from None

    def _release(self, _: Future[_T]) -> None:
        with self._lock:
            self.busy -= 1

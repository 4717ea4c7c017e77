"""Progress on stderr for what takes more than a second, and nothing otherwise."""

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import NamedTuple

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar

from graph.stores import Progress

_PATIENCE_SECONDS = 1.0


class Steps(NamedTuple):
    """What tells the bar how far the work is."""

    begin: Callable[[str], None]
    """Called with a description as each step begins."""
    tell: Progress
    """Told how much is done of a step that counts its rows."""


@contextmanager
def progress(steps: int) -> Iterator[Steps]:
    """Yield what is to be told of so many steps."""
    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    task = bar.add_task("", total=steps, completed=0)
    timer = Timer(_PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()

    begun = itertools.count()

    def begin(description: str) -> None:
        bar.reset(task, total=steps, completed=next(begun), description=description)

    def tell(what: str, done: int, of: int) -> None:
        if bar.tasks[task].description != what:
            bar.reset(task, total=of, description=what)
        bar.update(task, total=of, completed=done)

    try:
        yield Steps(begin, tell)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()

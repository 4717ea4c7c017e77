"""A progress bar on stderr for what takes more than a second, and nothing otherwise."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

_PATIENCE_SECONDS = 1.0


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Yield what is to be called with a description as each of so many steps begins."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    task = bar.add_task("", total=steps, completed=-1)
    timer = Timer(_PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()

    def step(description: str) -> None:
        bar.update(task, description=description, advance=1)

    try:
        yield step
    finally:
        timer.cancel()
        timer.join()
        bar.stop()

"""What a representation weighs."""

import gc
import multiprocessing
import os
import pathlib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from roads import Path, Rated, Roads

_T = TypeVar("_T")
_MIB = 1 << 20
_STATM = pathlib.Path("/proc/self/statm")


def weigh_traced(build: Callable[[], _T]) -> tuple[_T, float | None]:
    """What `build` gives, and the MiB that Python holds for it afterwards; slow while it builds."""
    gc.collect()
    tracemalloc.start()
    try:
        built = build()
        gc.collect()
        return built, tracemalloc.get_traced_memory()[0] / _MIB
    finally:
        tracemalloc.stop()


def weigh_resident(build: Callable[[], _T]) -> tuple[_T, float | None]:
    """What `build` gives, and the MiB by which the process grew; None where no /proc tells."""
    gc.collect()
    before = _resident()
    built = build()
    gc.collect()
    after = _resident()
    return built, None if before is None or after is None else after - before


def weigh_apart(build: Callable[[Roads], object], roads: Roads) -> float | None:
    """The MiB by which a process of its own grows; `build` is a function of a module.

    In this process it might take what others have given back.
    """
    arcs = replace(roads, required=(), rate=_rate_nothing)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_grow, (build, arcs))


def _grow(build: Callable[[Roads], object], roads: Roads) -> float | None:
    build(replace(roads, months={}))  # what a first graph loads is not the graph's
    return weigh_resident(partial(build, roads))[1]


def _rate_nothing(_: Path) -> Rated:
    return 0, 0, 0


def _resident() -> float | None:
    """Resident MiB of this process."""
    if not _STATM.exists():
        return None
    return int(_STATM.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MIB

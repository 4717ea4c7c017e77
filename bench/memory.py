"""What a representation weighs: as Python traces it, or as the process grows."""

import gc
import multiprocessing
import os
import pathlib
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from peers import Weighed
from roads import Path, Rated, Roads

_MIB = 1 << 20
_GROWN = "growth of a process"


def weigh_traced(build: Callable[..., object], *arguments: object) -> Weighed:
    """What `build` gives, and what Python holds for it afterwards; slow while it builds."""
    gc.collect()
    tracemalloc.start()
    try:
        built = build(*arguments)
        gc.collect()
        return Weighed(built, tracemalloc.get_traced_memory()[0] / _MIB, "traced by Python")
    finally:
        tracemalloc.stop()


def weigh_grown(build: Callable[..., object], *arguments: object) -> Weighed:
    """What `build` gives, and by how much the process grew; unknown where no /proc tells."""
    gc.collect()
    before = read_resident()
    built = build(*arguments)
    gc.collect()
    after = read_resident()
    return Weighed(built, None if before is None or after is None else after - before, _GROWN)


def weigh_apart(build: Callable[[Roads], object], roads: Roads) -> Weighed:
    """What `build`, a function of a module, gives, and by how much another process grows for it.

    For what Python does not trace; this process would first take what others have given back.
    """
    arcs = replace(roads, required=(), rate=_rate_nothing)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        mib = pool.apply(_grow, (build, arcs))
    return Weighed(build(roads), mib, _GROWN)


def _grow(build: Callable[[Roads], Any], roads: Roads) -> float | None:
    build(replace(roads, months={}))  # what a first graph loads is not the graph's
    return weigh_grown(build, roads).mib


def _rate_nothing(_: Path) -> Rated:
    return 0, 0, 0


def read_resident(process: int | None = None) -> float | None:
    """Resident MiB of a process, this one where none is named; None where no /proc tells."""
    statm = pathlib.Path(f"/proc/{process or 'self'}/statm")
    if not statm.exists():
        return None
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MIB

"""Sources for the tests of stores and exports, and what two graphs are compared by."""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from building import build
from worlds import World, random_world, write_world

from graph.catalog import CareerGraph, Release
from graph.records import Record
from graph.sources import Source
from loaders import load_source

CLAIMS = ("stages", "moves", "stays", "requirements", "pay", "role_industries")
"The tables of a world that state things of what the other tables define."


def bundled() -> Source:
    """The bundled data set."""
    return load_source("bundled:")


def source(name: str, *statements: Record) -> Source:
    """A source of these statements; roles, skills and documents that they name are added."""
    return replace(build(*statements).sources[0], name=name, location=f"/{name}", loaded="2026-11")


def seeded_sources(seed: int) -> tuple[Source, ...]:
    """One to three sources of one random world, which refer to each other.

    The first defines everything; each of the others states things of it, and defines some of it
    again in the same words.
    """
    rng = random.Random(seed)
    world = random_world(rng)
    parts: list[World] = [{name: rows for name, rows in world.items() if name not in CLAIMS}]
    for _ in range(rng.randint(0, 2)):
        parts.append({name: rows[::2] for name, rows in parts[0].items() if name != "roles"})
    for name in CLAIMS:
        for row in world.get(name, ()):
            rng.choice(parts).setdefault(name, []).append(row)
    return tuple(read_world(part, f"来源 {number}") for number, part in enumerate(parts, 1))


def read_world(world: World, name: str) -> Source:
    """A world as a source of that name, by way of files."""
    with tempfile.TemporaryDirectory() as folder:
        write_world(world, Path(folder))
        read = load_source(folder, name=name)
    assert not read.issues
    return read


def graph_of(*sources: Source) -> CareerGraph:
    """The graph of these sources."""
    return CareerGraph(sources, number=1, created="")


def digest(*sources: Source) -> str:
    """The digest of the graph of these sources."""
    return graph_of(*sources).release.sha256


Contents = tuple[Release, Mapping[str, Sequence[Any]], list[tuple[Any, ...]]]


def contents(career_graph: CareerGraph) -> Contents:
    """All that a store must keep of a graph: release, records with passages, sources."""
    kept = [
        (
            it.name,
            it.format,
            it.location,
            it.loaded,
            {name: it.rows[name] for name in sorted(it.rows) if it.rows[name]},
        )
        for it in career_graph.sources
    ]
    return career_graph.release, career_graph.records, kept


class Watched(tuple[Any, ...]):  # noqa: SLOT001 a tuple cannot have slots of its own
    """Rows that call `seen` before each of them is handed out, whoever reads them."""

    seen: Callable[[], None]

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        for row in super().__iter__():
            self.seen()
            yield row


def watched(read: Source, table: str, seen: Callable[[], None]) -> Source:
    """The source with `seen` called at each row of a table: while checking, and while writing."""
    rows = Watched(read.rows[table])
    rows.seen = seen
    return replace(read, rows={**read.rows, table: rows})

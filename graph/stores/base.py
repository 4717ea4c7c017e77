"""What every store does: keep one release of a graph, and replace it whole or not at all."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, Self, runtime_checkable

from ..catalog import CareerGraph, Release
from ..errors import LoadError, UnknownIdError
from ..settling import settle_all
from ..sources import Source

Progress = Callable[[str, int, int], None]
"""Told what is being written, how much of it is done, and of how much."""


def say_nothing(_what: str, _done: int, _of: int) -> None:
    """The progress that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who asks, and which database of the server; the password is never shown."""

    user: str = "neo4j"
    password: str | None = field(default=None, repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Change:
    """What to do to a store: load these sources, forget those, keep the rest unless `fresh`.

    A loaded source replaces what the source of that name said before.
    """

    load: tuple[Source, ...] = ()
    forget: frozenset[str] = frozenset()
    fresh: bool = False

    def apply(self, kept: Sequence[Source]) -> tuple[Source, ...]:
        """The sources afterwards, without what is said of things that are not there (`settling`).

        Raises UnknownIdError for one to forget that is not there, and LoadError for two to load
        that have one name.
        """
        for name, times in sorted(Counter(source.name for source in self.load).items()):
            if times > 1:
                raise LoadError(
                    [f"source name is {name!r}, {times} times; load one of them --as another."]
                )
        for name in sorted(self.forget - {source.name for source in kept}):
            raise UnknownIdError("source", name)
        gone = self.forget | {source.name for source in self.load}
        left = () if self.fresh else tuple(source for source in kept if source.name not in gone)
        return settle_all((*left, *self.load))


@dataclass(frozen=True, slots=True)
class Update:
    """What a change did: the graph before (None in a new store) and after it.

    The two are the same object where nothing changed; then nothing was written.
    """

    before: CareerGraph | None
    after: CareerGraph

    @property
    def changed(self) -> bool:
        """Whether there is a new release."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class Report:
    """Something that people did to a store by hand and that is not used; `cypher` finds it."""

    message: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """What taking over edits by hand did.

    `refused` is what cannot be taken over, `changed` what people changed of that which sources
    state; where `restored` it was put back, else it is left as it is, and not used.
    """

    update: Update
    refused: tuple[Report, ...] = ()
    changed: tuple[Report, ...] = ()
    restored: bool = False


class Store(Protocol):
    """Keeps one release; readers see the old one or the new one, never a mixture.

    Every method raises StoreUnavailableError where the store cannot be reached and StoreError
    where it holds something else.
    """

    url: str
    remote: bool
    """Whether it is a server, which can be away while those who use it run."""

    def read_release(self) -> Release | None:
        """The current release, None where nothing was ever loaded. Cheap: for watching."""
        ...

    def read(self) -> CareerGraph:
        """The current release's graph; StoreUnavailableError where nothing was ever loaded."""
        ...

    def update(
        self, change: Change, *, dry_run: bool = False, progress: Progress = say_nothing
    ) -> Update:
        """Apply a change as one new release, or leave everything as it was.

        Raises LoadError where the sources do not hold together. A change that changes nothing
        makes no release; with `dry_run` nothing is written. A second update waits for the first.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def __enter__(self) -> Self:
        """Use as a context manager."""
        ...

    def __exit__(self, *exception: object) -> None:
        """Close."""
        ...


@runtime_checkable
class EditableStore(Store, Protocol):
    """A store that people edit by hand, beside its loads."""

    def refresh(self, *, restore: bool = False, dry_run: bool = False) -> Refresh:
        """Make a release of what people added, as the source `by-hand`; report the rest.

        With `restore` what sources state is written anew where people changed it. Nothing is
        written where nothing changed, and with `dry_run`. Raises as Store.update does.
        """
        ...


def plan(before: CareerGraph | None, change: Change) -> Update:
    """What a change makes of a graph; LoadError where the sources do not hold together."""
    kept = () if before is None else before.sources
    number = 1 if before is None else before.release.number + 1
    after = CareerGraph(change.apply(kept), number=number, created=now())
    same = before is not None and before.release.sha256 == after.release.sha256
    if before is not None and same and _said(before) == _said(after):
        return Update(before, before)
    return Update(before, after)


def now() -> str:
    """The present moment, ISO 8601 in UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _said(career_graph: CareerGraph) -> Collection[object]:
    """Which source says how much of what is said."""
    return [
        (source.name, {name: set(rows) for name, rows in source.rows.items() if rows})
        for source in career_graph.sources
    ]

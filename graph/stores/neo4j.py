"""A release in Neo4j, for a team: evidence and resolved layer, published in one transaction.

Ours are the nodes with the label CareerGraph; no other node is ever read or written. The Cypher
stands in the folder `cypher`. This is the one module that imports the driver.
"""

import logging
import shlex
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, LiteralString, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Record,
    Session,
    Transaction,
    unit_of_work,
)
from neo4j.exceptions import ConfigurationError, DriverError, IncompleteCommit, Neo4jError

from ..catalog import CareerGraph, Release
from ..errors import SettingError, StoreError, StoreUnavailableError
from .base import Change, Credentials, Progress, Refresh, Update, now, plan, say_nothing
from .neo4j_edits import BY_HAND, DrawnNode, DrawnTie, Edits, list_edits
from .neo4j_errors import explain
from .neo4j_facts import Drawing, Node
from .neo4j_load import (
    DriftError,
    Load,
    Run,
    State,
    Transact,
    clear,
    publish,
    stage,
    state_of,
    sweep,
)
from .neo4j_rows import Evidence, Properties, seal, to_sources

_PATIENCE_SECONDS = 5.0  # with a server that is away, with a connection, with a passing fault
_RELEASE_SECONDS = 5.0  # for asking which release is current
_READ_SECONDS = 300.0  # for reading all of it
_LOAD_SECONDS = 3_600.0  # for a load, with its waiting for another one
_SCHEMA_SECONDS = 60  # for a new index to become usable
_FETCHED = 10_000  # rows at a time
_TRIES = 5  # at reading a release before another one is published

_T = TypeVar("_T")


class Neo4jStore:
    """The shared store."""

    remote = True

    def __init__(self, url: str, credentials: Credentials) -> None:
        """Use the server at `url`; nothing is connected before the first call."""
        self.url = url
        self._credentials = credentials
        password = credentials.password
        _quieten_driver()
        try:
            self._driver = GraphDatabase.driver(
                url,
                auth=None if password is None else (credentials.user, password),
                connection_acquisition_timeout=_PATIENCE_SECONDS,
                connection_timeout=_PATIENCE_SECONDS,
                max_transaction_retry_time=_PATIENCE_SECONDS,
                liveness_check_timeout=30,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                telemetry_disabled=True,
                user_agent="career-graph",
            )
        except (ConfigurationError, ValueError) as error:
            raise SettingError(
                f"The store URL {url!r} cannot be used: {error}; write neo4j://HOST:7687."
            ) from error

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._driver.close()

    def read_release(self) -> Release | None:
        """The current release, None where nothing was ever loaded."""
        found = self._reading(_RELEASE_SECONDS, _read_release)
        return None if found is None else found[0]

    def read(self) -> CareerGraph:
        """The current release's graph; StoreUnavailableError where nothing was ever loaded."""
        career_graph = self._find()
        if career_graph is None:
            raise StoreUnavailableError(self._empty())
        return career_graph

    def update(
        self, change: Change, *, dry_run: bool = False, progress: Progress = say_nothing
    ) -> Update:
        """Apply a change; see Store.update."""
        if dry_run:
            return plan(self._find(), change)
        if self.read_release() is None:
            plan(None, change)  # one that is refused leaves the database as it was
        self._prepare()
        try:
            return self._change(change, progress, mend=False)
        except DriftError:
            return self._change(change, progress, mend=True)

    def refresh(self, *, restore: bool = False, dry_run: bool = False) -> Refresh:
        """Take over what people added by hand; see EditableStore.refresh."""
        if dry_run:
            return self._reading(_READ_SECONDS, lambda run: self._plan_refresh(run)[0])
        self._prepare()
        try:
            return self._refresh(restore=restore)
        except DriftError:  # what people changed is in the way
            return self._refresh(restore=True)

    def _plan_refresh(self, run: Run) -> tuple[Refresh, Edits]:
        """What a refresh would do, and what it starts from."""
        found = _read_stored(run)
        if found is None:
            raise StoreUnavailableError(self._empty())
        before = found.build()
        if before is None:
            raise StoreError(self._edited())
        edits = list_edits(
            before,
            state_of(before),
            [DrawnNode(**row) for row in run("read_drawn_nodes")],
            [DrawnTie(**row) for row in run("read_drawn_relationships")],
            location=self.url,
        )
        forgets = edits.source is None and any(it.name == BY_HAND for it in before.sources)
        change = Change(
            load=() if edits.source is None else (edits.source,),
            forget=frozenset([BY_HAND] if forgets else []),
        )
        return Refresh(plan(before, change), edits.refused, edits.changed), edits

    def _refresh(self, *, restore: bool) -> Refresh:
        """Refresh; DriftError where what people changed of what sources state is in the way."""
        with self._writing() as transaction:
            run = _runner(transaction)
            run("take_turn")
            refresh, edits = self._plan_refresh(run)
            if restore and edits.changed:
                refresh = replace(refresh, update=_anew(refresh.update), restored=True)
            update = refresh.update
            if not update.changed:
                transaction.rollback()
                return refresh
            nodes = [{"element": element, "key": key} for element, key in edits.adopted.items()]
            run("adopt_nodes", rows=nodes)
            run("absorb_relationships", rows=edits.absorbed)
            before = State(state_of(update.before).evidence, edits.drawing)
            self._write(transaction, update, before, renew=refresh.restored)
        return refresh

    def _find(self) -> CareerGraph | None:
        """The current release's graph, None where nothing was ever loaded."""
        torn = None
        for _ in range(_TRIES):
            found = self._reading(_READ_SECONDS, _read_stored)
            if found is None:
                return None
            if not found.torn and (career_graph := found.build()) is not None:
                return career_graph
            if torn == found.release:  # twice the same: no release is just being published
                raise StoreError(self._edited())
            torn = None if found.torn else found.release
        raise StoreError(
            f"The store {self.url!r} changed {_TRIES} times while it was read; try again."
        )

    def _empty(self) -> str:
        return (
            f"The store {self.url!r} holds nothing yet; load something into it first: "
            f"career-graph load bundled: --store {shlex.quote(self.url)}"
        )

    def _edited(self) -> str:
        return (
            f"The rows of the store {self.url!r} are not those that were loaded; something else "
            "changed them. Load its sources again with --fresh."
        )

    def _change(self, change: Change, progress: Progress, *, mend: bool) -> Update:
        """Make one change; DriftError where what it builds on is not there, then `mend` it."""
        with self._writing() as transaction:
            run = _runner(transaction)
            run("take_turn")
            stored, renew = self._before(run, fresh=change.fresh)
            update = plan(stored, change)
            if not update.changed:
                transaction.rollback()
                return update
            before = state_of(update.before)
            self._write(transaction, update, before, progress, mend=mend, renew=renew)
        return update

    def _before(self, run: Run, *, fresh: bool) -> tuple[CareerGraph | None, bool]:
        """The graph that a load starts from, and whether all is to be written anew."""
        found = _read_stored(run)
        if found is None:
            return None, False
        career_graph = found.build()
        if career_graph is not None:
            return career_graph, False
        if not fresh:
            raise StoreError(self._edited())
        release = found.release
        return CareerGraph((), number=release.number, created=release.created), True

    def _write(  # noqa: PLR0913 each has a default
        self,
        transaction: Transaction,
        update: Update,
        before: State,
        progress: Progress = say_nothing,
        *,
        mend: bool = False,
        renew: bool = False,
    ) -> None:
        """Write an update and commit it; with `mend` first look what is drawn; see Load."""
        run = _runner(transaction)
        release = update.after.release
        if mend or renew:
            before = State(Evidence() if renew else before.evidence, _read_drawing(run))
        load = Load(before, state_of(update.after), release.number, mend=mend, renew=renew)
        transact: Transact = self._transact if load.large else lambda work: work(run)
        clear(release.number - 1, run, transact)
        stage(load, transact, progress)
        publish(load, update.after, run, progress)
        if load.sheds and not load.large:
            sweep(release.number, transact)
        self._commit(transaction, release)
        if load.sheds and load.large:
            sweep(release.number, transact)

    def _commit(self, transaction: Transaction, release: Release) -> None:
        """Commit; where the connection is cut meanwhile, look whether it was done."""
        try:
            transaction.commit()
        except IncompleteCommit as error:
            if self.read_release() != release:
                raise StoreError(
                    f"The connection to {self.url!r} was cut while release {release.number} was "
                    "being published, and it is unknown whether it will be. Run the load again: "
                    "it does what is left to do."
                ) from error

    def _prepare(self) -> None:
        """Make the constraints and indexes that are missing."""
        with self._session(WRITE_ACCESS) as session:
            there: list[str] = session.run(cypher("list_schema")).single(strict=True)["names"]
            missing = [
                statement
                for statement in cypher("schema").split(";\n")
                if statement.strip() and not any(f" {name} " in statement for name in there)
            ]
            for statement in missing:
                session.run(_literal(statement)).consume()
            if missing:
                session.run(cypher("await_schema"), seconds=_SCHEMA_SECONDS).consume()

    def _reading(self, seconds: float, work: Callable[[Run], _T]) -> _T:
        """What is read in one transaction."""

        @unit_of_work(timeout=seconds)
        def read(transaction: ManagedTransaction) -> _T:
            return work(_runner(transaction))

        with self._session(READ_ACCESS) as session:
            return session.execute_read(read)

    def _transact(self, work: Callable[[Run], object]) -> None:
        """Write in a transaction of its own."""
        with self._session(WRITE_ACCESS) as session:
            session.execute_write(lambda transaction: work(_runner(transaction)))

    @contextmanager
    def _writing(self) -> Generator[Transaction]:
        """The transaction of a load; what is not committed at the end is undone."""
        with (
            self._session(WRITE_ACCESS) as session,
            session.begin_transaction(timeout=_LOAD_SECONDS) as transaction,
        ):
            yield transaction

    @contextmanager
    def _session(self, access: str) -> Generator[Session]:
        """A session that reads what this store has written; the driver's errors become ours."""
        try:
            with self._driver.session(
                database=self._credentials.database,
                default_access_mode=access,
                bookmark_manager=self._driver.execute_query_bookmark_manager,
                fetch_size=_FETCHED,
            ) as session:
                yield session
        except (DriverError, Neo4jError) as error:
            raise explain(error, self.url, self._credentials) from error


def _anew(update: Update) -> Update:
    """The update as a release of its own, even where it says the same."""
    before, after = update.before, update.after
    if before is None or update.changed:
        return update
    number = before.release.number + 1
    return Update(before, CareerGraph(after.sources, number=number, created=now()))


def _quieten_driver() -> None:
    """Let the driver's warnings reach only who set logging up: its retries are no news."""
    log = logging.getLogger("neo4j")
    if not log.handlers:
        log.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Stored:
    """What was read of a release: it stands only where nothing was published meanwhile."""

    release: Release
    seal: str
    sources: Sequence[Properties]
    claims: Sequence[tuple[str, Properties]]
    torn: bool

    def build(self) -> CareerGraph | None:
        """The graph, None where what was read is not what was written."""
        try:
            if seal(self.sources, self.claims) != self.seal:
                return None
            sources = to_sources(self.sources, self.claims)
            release = self.release
            career_graph = CareerGraph(sources, number=release.number, created=release.created)
        except (KeyError, TypeError, ValueError):  # what no load has written
            return None
        return career_graph if career_graph.release == self.release else None


def _read_release(run: Run) -> tuple[Release, str] | None:
    """The current release and its seal, None where nothing was ever loaded."""
    for row in run("read_release"):
        number = row["number"] if isinstance(row["number"], int) else 0  # edited by hand
        return Release(number, row["created"], row["sha256"]), row["evidence"]
    return None


def _read_stored(run: Run) -> _Stored | None:
    """The current release as it is stored.

    Neo4j isolates no more than what is committed, so a release that is published meanwhile shows
    in part. Hence the second look at its number, and the seal.
    """
    found = _read_release(run)
    if found is None:
        return None
    release, sealed = found
    sources = [row["source"] for row in run("read_sources")]
    rows = run("read_claims", number=release.number)
    claims = [(row["source"], row["claim"]) for row in rows]
    return _Stored(release, sealed, sources, claims, torn=_read_release(run) != found)


def _read_drawing(run: Run) -> Drawing:
    """The resolved layer as it is stored, whoever wrote it."""
    drawing = Drawing()
    for row in run("read_nodes"):
        properties = row["properties"]
        drawing.nodes[properties["key"]] = Node(tuple(sorted(row["labels"])), properties)
    for row in run("read_relationships"):
        key = (row["type"], row["start"], row["end"], row["properties"]["id"])
        drawing.relationships[key] = row["properties"]
    return drawing


def _runner(transaction: Transaction | ManagedTransaction) -> Run:
    """Runs the statements of the cypher folder in a transaction."""

    def run(statement: str, /, **parameters: object) -> Sequence[Record]:
        return list(transaction.run(cypher(statement), parameters))

    return run


@cache
def cypher(name: str) -> LiteralString:
    """The text of a statement of the cypher folder."""
    return _literal(
        files("graph").joinpath("stores", "cypher", f"{name}.cypher").read_text("utf-8")
    )


def _literal(text: Any) -> LiteralString:  # noqa: ANN401 see below
    """A text of the cypher folder as the driver takes it.

    The driver takes only literal strings, as what is put together may be put together wrongly. A
    file of this package is as literal as a string in this module.
    """
    literal: LiteralString = text
    return literal

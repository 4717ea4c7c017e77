"""What can go wrong with a shared store: killed loads, cut connections, servers that refuse."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from bolt_proxy import Cut, bolt_proxy
from building import asks, move, pays, stay
from neo4j import GraphDatabase
from neo4j_place import ask, credentials, driver, list_everything, started_neo4j
from source_worlds import contents, digest, graph_of, source

from graph.errors import StoreError, StoreUnavailableError
from graph.sources import Source
from graph.stores import Change, Credentials, Store, neo4j, neo4j_load, open_store
from graph.stores.neo4j_errors import explain

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "s3cret-of-the-test"  # noqa: S105 no secret
LADDER = source(
    "ladder", move("agent", "lead"), move("lead", "head"), stay("lead", 12, 24), pays("lead", 1, 2)
)
NEXT = (
    source("ladder", move("agent", "lead"), move("lead", "chief"), *asks("lead", "calm", "order")),
    source("more", *asks("agent", "calm"), *asks("clerk", "order")),
)


def opened(url: str) -> Store:
    """The store in a server."""
    return open_store(url, credentials=credentials())


def load(url: str, *sources: Source, fresh: bool = False) -> int:
    """Load sources; the number of the release."""
    with opened(url) as store:
        return store.update(Change(load=sources, fresh=fresh)).after.release.number


def read(url: str) -> Any:
    """What is in a server, but for when it was loaded."""
    with opened(url) as store:
        return contents(store.read())[1:]


@pytest.fixture
def ladder_neo4j(empty_neo4j: str) -> str:
    """A server with the ladder."""
    load(empty_neo4j, LADDER)
    return empty_neo4j


@pytest.fixture
def staged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small loads stage in transactions of their own, as large ones do."""
    monkeypatch.setattr(neo4j_load, "STAGED_FROM", 0)
    monkeypatch.setattr(neo4j_load, "_ROWS", 7)


class _UnexpectedError(Exception):
    """Something that nobody expects."""


@dataclass
class Watch:
    """Counts the statements that stores run, and fails before one of them."""

    number: int = 0
    fails_at: int = 0

    def look(self) -> None:
        """Count one more."""
        self.number += 1
        if self.number == self.fails_at:
            raise _UnexpectedError


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Watches every statement."""
    looking = Watch()
    plain = neo4j.__dict__["_runner"]

    def runner(transaction: Any) -> Any:
        run = plain(transaction)

        def looked(statement: str, /, **parameters: Any) -> Any:
            looking.look()
            return run(statement, **parameters)

        return looked

    monkeypatch.setattr(neo4j, "_runner", runner)
    return looking


LEFT_OVER = """
MATCH (n:CareerGraph)
WHERE n:Pending OR n.until IS NOT NULL OR n:Passage AND NOT EXISTS { (n)<-[:STATED_IN]-() }
RETURN n
"""


@pytest.mark.usefixtures("staged")
def test_a_large_load_may_break_anywhere(ladder_neo4j: str, watch: Watch) -> None:
    """Before whichever statement a load breaks off, a release stands whole; the next one ends."""
    old, new = contents(graph_of(LADDER))[1:], contents(graph_of(*NEXT))[1:]
    seen = []
    for number in range(1, 200, 2):
        watch.number, watch.fails_at = 0, number
        try:
            load(ladder_neo4j, *NEXT, fresh=True)
        except _UnexpectedError:
            watch.fails_at = 0
            seen.append(read(ladder_neo4j) == new)
            assert seen[-1] or read(ladder_neo4j) == old
            load(ladder_neo4j, *NEXT, fresh=True)
        else:
            break
        assert read(ladder_neo4j) == new
        load(ladder_neo4j, LADDER, fresh=True)
        assert ask(ladder_neo4j, LEFT_OVER) == []
    assert len(seen) > 10
    assert seen == sorted(seen)  # the old release up to some statement, the new one from there on
    assert {True, False} == set(seen)


KILLED = """
import os, signal, sys
from graph.stores import Change, neo4j, neo4j_load, open_store
from neo4j_place import credentials
from source_worlds import bundled
url, statement, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
neo4j_load.STAGED_FROM, neo4j_load._ROWS = 0, 50
plain, left = neo4j._runner, [times]
def runner(transaction):
    run = plain(transaction)
    def deadly(name, /, **parameters):
        found = run(name, **parameters)
        if name == statement:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return found
    return deadly
neo4j._runner = runner
with open_store(url, credentials=credentials()) as store:
    store.update(Change(load=(bundled(),), fresh=True))
"""


@pytest.mark.parametrize(
    ("statement", "times", "published"),
    [
        ("stage_claims", 3, False),
        ("retire_claims", 1, False),
        ("write_relationships", 2, False),
        ("write_release", 1, False),
        ("sweep_claims", 1, True),
    ],
)
def test_a_killed_large_load_is_completed_by_the_next(
    ladder_neo4j: str, statement: str, times: int, *, published: bool
) -> None:
    """A loading process that is killed leaves a whole release, and the next load completes it."""
    command = [sys.executable, "-c", KILLED, ladder_neo4j, statement, str(times)]
    paths = f"{ROOT}:{ROOT / 'tests'}"
    done = subprocess.run(command, check=False, env={"PYTHONPATH": paths}, timeout=60)
    assert done.returncode == -signal.SIGKILL
    found = read(ladder_neo4j)
    assert (found == contents(graph_of(LADDER))[1:]) is not published
    load(ladder_neo4j, *NEXT, fresh=True)
    assert read(ladder_neo4j) == contents(graph_of(*NEXT))[1:]
    assert ask(ladder_neo4j, LEFT_OVER) == []


@pytest.mark.parametrize("cut", [Cut.BEFORE, Cut.AFTER])
def test_a_connection_cut_at_the_commit_is_looked_into(ladder_neo4j: str, cut: Cut) -> None:
    """Where the answer to a COMMIT is lost, the store finds out, or says that it does not know."""
    with bolt_proxy(ladder_neo4j) as proxy, opened(proxy.url) as store:

        def cut_next(what: str, done: int, of: int) -> None:
            if what != "writing claims" and done == of:
                proxy.cut = cut

        if cut is Cut.BEFORE:
            with pytest.raises(StoreError, match="unknown whether it will be"):
                store.update(Change(load=NEXT, fresh=True), progress=cut_next)
            assert store.read().release.sha256 == digest(LADDER)
        after = store.update(
            Change(load=NEXT, fresh=True), progress=cut_next if cut is Cut.AFTER else _nothing
        ).after
        assert after.release.number == 2
        assert store.read_release() == after.release
    assert read(ladder_neo4j) == contents(graph_of(*NEXT))[1:]


def _nothing(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


@pytest.mark.usefixtures("staged")
def test_readers_see_no_mixture_of_large_loads(ladder_neo4j: str) -> None:
    """However reads and 20 staged loads fall together, each read is one of the releases, whole."""
    wholes = {digest(LADDER), digest(*NEXT)}
    done = Event()
    seen: list[str] = []
    failed: list[Exception] = []

    def keep_reading() -> None:
        with opened(ladder_neo4j) as store:
            while not done.is_set():
                try:
                    seen.append(store.read().release.sha256)
                except StoreError as error:
                    failed.append(error)

    reader = Thread(target=keep_reading)
    reader.start()
    try:
        for number in range(20):
            load(ladder_neo4j, *((LADDER,) if number % 2 else NEXT), fresh=True)
    finally:
        done.set()
        reader.join(60)
    assert failed == []
    assert len(seen) > 3
    assert set(seen) <= wholes


def test_a_reader_gives_up_where_releases_come_too_fast(
    ladder_neo4j: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where each read meets another release, the reader says so instead of reading for ever."""
    plain = neo4j.__dict__["_read_stored"]
    loads = iter(range(99))

    def disturbed(run: Any) -> Any:
        def run_late(statement: str, /, **parameters: Any) -> Any:
            if statement == "read_claims":
                load(ladder_neo4j, *((LADDER,), NEXT)[next(loads) % 2 == 0], fresh=True)
            return run(statement, **parameters)

        return plain(run_late)

    with opened(ladder_neo4j) as store:
        monkeypatch.setattr(neo4j, "_read_stored", disturbed)
        monkeypatch.setattr(neo4j.Neo4jStore, "_before", _without(plain))
        with pytest.raises(StoreError, match="changed 5 times while it was read; try again"):
            store.read()


def _without(plain: Callable[[Any], Any]) -> Callable[..., Any]:
    """What a load reads before it writes, undisturbed."""

    def before(_: Any, run: Any, *, fresh: bool) -> Any:  # noqa: ARG001 as the method's
        return plain(run).build(), False

    return before


def test_a_load_does_not_wait_for_ever(ladder_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load that waits for another one longer than it may says so, and nothing has changed."""
    monkeypatch.setattr(neo4j, "_LOAD_SECONDS", 1.0)
    before = list_everything(ladder_neo4j)
    with (
        driver(ladder_neo4j) as other,
        other.session(database=credentials().database) as session,
        session.begin_transaction() as transaction,
    ):
        transaction.run("MATCH (n:Release) SET n.name = 'mine'").consume()
        with pytest.raises(StoreUnavailableError, match="another load took too long to end"):
            load(ladder_neo4j, *NEXT)
        transaction.rollback()
    assert list_everything(ladder_neo4j) == before


def test_a_used_up_pool_says_so(ladder_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every connection is in use, the store says so, and works again when one is free."""
    monkeypatch.setattr(neo4j, "_PATIENCE_SECONDS", 0.5)
    small = partial(GraphDatabase.driver, max_connection_pool_size=1)
    monkeypatch.setattr(GraphDatabase, "driver", small)
    with opened(ladder_neo4j) as store:
        with store.__dict__["_driver"].session() as session, session.begin_transaction() as taken:
            taken.run("RETURN 1").consume()
            with pytest.raises(StoreUnavailableError, match="no connection left"):
                store.read_release()
        assert store.read_release() is not None


def test_a_server_that_is_away_says_so_and_comes_back(
    ladder_neo4j: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store whose server is away says where it looked, and reads again when it is back."""
    monkeypatch.setattr(neo4j, "_PATIENCE_SECONDS", 0.5)
    with bolt_proxy(ladder_neo4j) as proxy, opened(proxy.url) as store:
        assert store.read().release.number == 1
        proxy.refuse(refusing=True)
        for use in (store.read_release, store.read, lambda: store.update(Change(load=NEXT))):
            with pytest.raises(
                StoreUnavailableError, match=r"cannot be reached: .* Check the address"
            ):
                use()
        proxy.refuse(refusing=False)
        assert store.read().release.number == 1


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port where nobody listens, and one where nobody answers, are named in the message."""
    monkeypatch.setattr(neo4j, "_PATIENCE_SECONDS", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        for url in (f"bolt://127.0.0.1:{port}", f"neo4j://127.0.0.1:{port}", "bolt://127.0.0.1:1"):
            with opened(url) as store, pytest.raises(StoreUnavailableError) as caught:
                store.read_release()
            assert str(caught.value).startswith(f"The store '{url}' cannot be reached: ")
            assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a password, which holds the ladder and may only be read."""
    folder = tmp_path_factory.mktemp("guarded")
    with started_neo4j(folder, PASSWORD, {}) as server:
        with _asked(server.bolt, PASSWORD) as store:
            store.update(Change(load=(LADDER,)))
        server.stop()
    only_read = {
        "server.databases.default_to_read_only": "true",
        "dbms.security.auth_lock_time": "0s",  # after too many wrong passwords
    }
    with started_neo4j(folder, PASSWORD, only_read) as server:
        yield server.bolt


def _asked(url: str, password: str | None, database: str = "neo4j") -> Store:
    """The store in a server, for who knows that password."""
    return open_store(url, credentials=Credentials(password=password, database=database))


def test_who_knows_the_password_may_read(guarded: str) -> None:
    """With the right password the release is read, through routing too; nothing shows it."""
    for url in (guarded, guarded.replace("bolt:", "neo4j:")):
        with _asked(url, PASSWORD) as store:
            assert store.read().release.sha256 == digest(LADDER)
            assert PASSWORD not in repr(store) + repr(vars(store))


@pytest.mark.parametrize("password", [None, "wrong-password"])
def test_a_wrong_password_is_refused_at_once(guarded: str, password: str | None) -> None:
    """Without the right password the message names the user and the variables, no password."""
    with _asked(guarded, password) as store:
        for use in (store.read_release, store.read, lambda: store.update(Change(load=NEXT))):
            with pytest.raises(
                StoreUnavailableError, match="does not let user 'neo4j' in"
            ) as caught:
                use()
            assert "CAREER_NEO4J_PASSWORD_FILE" in str(caught.value)
            assert "wrong-password" not in str(caught.value)


def test_an_unknown_database_is_named(guarded: str) -> None:
    """A database that the server does not have is named, with the variable to mend."""
    said = "no database 'careers'; set CAREER_NEO4J_DATABASE"
    with (
        _asked(guarded, PASSWORD, "careers") as store,
        pytest.raises(StoreUnavailableError, match=said),
    ):
        store.read()


def test_where_one_may_only_read_a_load_is_refused(guarded: str) -> None:
    """A load into a database that may only be read says so, and a dry run of it works."""
    with _asked(guarded, PASSWORD) as store:
        assert store.update(Change(load=NEXT), dry_run=True).changed
        assert not store.update(Change(load=(LADDER,)), dry_run=True).changed
        with pytest.raises(StoreError, match=r"cannot be written: .* read-only"):
            store.update(Change(load=NEXT))
        assert store.read().release.number == 1


class TransientError(Exception):
    """An error like the driver's, with a code that no server gives when asked for it."""

    def __init__(self, code: str) -> None:
        """An error with that code."""
        super().__init__("It went\nwrong.")
        self.code = code


class CypherSyntaxError(TransientError):
    """An error of an older server."""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            TransientError("Neo.TransientError.General.MemoryPoolOutOfMemoryError"),
            "has too little memory for this load; raise server.memory.heap.max_size in neo4j.conf.",
        ),
        (
            CypherSyntaxError("Neo.ClientError.Statement.SyntaxError"),
            "does not understand what is asked; it must be Neo4j 5.26 or later (It went wrong).",
        ),
        (
            TransientError("Neo.ClientError.Cluster.NotALeader"),
            (
                "cannot be written: user 'neo4j' may only read the database 'neo4j', or it is "
                "read-only (It went wrong). Use another user, or a neo4j:// address that leads to "
                "the writer."
            ),
        ),
        (
            TransientError("Neo.TransientError.Transaction.DeadlockDetected"),
            "is busy (It went wrong); try again.",
        ),
        (_UnexpectedError("It went wrong."), "cannot be used: It went wrong."),
    ],
)
def test_each_fault_says_what_to_do(error: Exception, said: str) -> None:
    """What a server says is put into a sentence with its URL and what to do about it."""
    explained = explain(error, "neo4j://db", Credentials(password=PASSWORD))
    assert str(explained) == f"The store 'neo4j://db' {said}"

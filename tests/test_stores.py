"""The contract of the stores: what a store is given it keeps, whole, and only whole.

To test another store, add its name to STORES and what makes a new place for it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from threading import Event, Thread

import pytest
from building import asks, move, role, stay
from neo4j_place import credentials, list_everything, wipe
from source_worlds import bundled, contents, digest, graph_of, seeded_sources, source, watched
from store_process import big_source, count_reads

from graph.catalog import CareerGraph
from graph.errors import LoadError, StoreUnavailableError, UnknownIdError
from graph.inferring import infer_moves
from graph.sources import Source
from graph.stores import Change, Store, Update, open_store
from graph.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).with_name("store_process.py")
PATIENCE_SECONDS = 60  # a process that takes longer hangs


@dataclass(frozen=True)
class Place:
    """A place for a store: its URL, and all that is kept there, to see whether it changed."""

    url: str
    state: Callable[[], object]

    def open(self) -> Store:
        """The store in that place, to be closed."""
        return open_store(self.url, credentials=credentials())

    def update(self, *load: Source, forget: Iterable[str] = (), fresh: bool = False) -> Update:
        """Load these sources and forget those names."""
        with self.open() as store:
            return store.update(Change(load=load, forget=frozenset(forget), fresh=fresh))

    def read(self) -> CareerGraph:
        """What is in the store."""
        with self.open() as store:
            return store.read()


def _sqlite(folder: Path) -> Place:
    """A file, in a folder that is not there yet."""
    inside = folder / "new folder" / "库"

    def state() -> object:
        return {path.name: path.read_bytes() for path in inside.glob("*")}

    return Place(f"sqlite:///{inside / 'career.db'}", state)


def _neo4j(url: str) -> Place:
    """A server with nothing in it."""
    wipe(url)
    return Place(url, lambda: list_everything(url))


STORES = ("sqlite", "neo4j")
"Every store that must keep the contract."


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place where nothing is."""
    if request.param == "neo4j":
        return _neo4j(request.getfixturevalue("neo4j_url"))
    return _sqlite(tmp_path)


LADDER = source("ladder", move("agent", "lead"), move("lead", "head"), stay("lead", 12, 24))
SKILLS = source("skills", *asks("agent", "calm"), *asks("lead", "order"))
MORE = source("ladder", move("agent", "lead"), move("lead", "chief"))


def test_the_bundled_data_set_comes_back(place: Place) -> None:
    """What is read from a store equals the bundled data set that was written, passages included."""
    update = place.update(bundled())
    assert update.before is None
    assert update.changed
    assert update.after.release.number == 1
    assert contents(place.read()) == contents(update.after)


@pytest.mark.parametrize("seed", range(10))
def test_a_random_world_comes_back(place: Place, seed: int) -> None:
    """Any world of one to three sources is read as it was written, release and sources included."""
    update = place.update(*seeded_sources(seed))
    assert contents(place.read()) == contents(update.after)
    with place.open() as store:
        assert store.read_release() == update.after.release


def test_moves_that_were_inferred_come_back_and_follow_their_basis(place: Place) -> None:
    """Method, score and place are kept; moves of roles that a new edition lacks are left out."""
    teams = source("teams", *asks("agent", "calm"), *asks("lead", "calm", "order"))
    found = infer_moves(graph_of(teams), "teams", name="teams-inferred", loaded="2026-11")
    written = place.update(teams, found).after
    read = place.read()
    assert contents(read) == contents(written)
    assert {it.passage.table for it in read.records["moves"]} == {
        "1 of 2 required skills brought, lacking order",
        "1 of 1 required skills brought",
    }
    place.update(source("teams", *asks("agent", "calm")))
    assert [len(place.read().records[name]) for name in ("roles", "moves")] == [1, 0]
    place.update(forget=["teams"])
    assert place.read().sources == ()


def test_where_a_row_was_read_comes_back(place: Place) -> None:
    """A row keeps the sheet and line where it was read, whatever the sheet is called."""
    written = place.update(LADDER).after
    assert {it.passage.table for it in written.records["moves"]} == {"test"}
    assert place.read().records == written.records


def test_the_same_again_is_no_release(place: Place) -> None:
    """Loading the same content again, from elsewhere and later, writes nothing at all."""
    first = place.update(LADDER, SKILLS)
    state = place.state()
    again = place.update(replace(LADDER, location="/elsewhere", loaded="2027-01"))
    assert not again.changed
    assert contents(again.after) == contents(first.after)
    assert place.state() == state


def test_a_source_is_replaced_and_the_others_stay(place: Place) -> None:
    """Loading a name again replaces what it said, and leaves every other source as it was."""
    place.update(LADDER, SKILLS)
    update = place.update(MORE)
    assert update.after.release.number == 2
    assert [it.name for it in place.read().sources] == ["ladder", "skills"]
    assert contents(place.read())[1:] == contents(graph_of(MORE, SKILLS))[1:]
    assert "head" not in place.read().roles


def test_a_source_is_forgotten(place: Place) -> None:
    """Forgetting a source leaves the graph that the others alone would make."""
    place.update(LADDER, SKILLS)
    place.update(forget=["skills"])
    assert place.read().release.sha256 == digest(LADDER)


def test_what_is_not_there_cannot_be_forgotten(place: Place) -> None:
    """Forgetting a source that is not loaded is refused, and changes nothing."""
    place.update(LADDER)
    state = place.state()
    with pytest.raises(UnknownIdError, match="'ladders'"):
        place.update(forget=["ladders"])
    assert place.state() == state


def test_forgetting_leaves_nothing_dangling(place: Place) -> None:
    """A source that defines what another names cannot be forgotten, and nothing changes."""
    defines, *others = _one_that_others_need()
    place.update(defines, *others)
    state = place.state()
    with pytest.raises(LoadError, match="no role has that id"):
        place.update(forget=[defines.name])
    assert place.state() == state


def _one_that_others_need() -> tuple[Source, ...]:
    return next(found for found in map(seeded_sources, range(99)) if len(found) > 1)


def test_two_sources_that_agree_are_one(place: Place) -> None:
    """Two sources may define an id in the same words, or one what the other leaves open."""
    here = source("here", role("agent", name_zh="客服"))
    there = source("there", role("agent", name_zh="客服", level=2))
    place.update(here)
    place.update(there)
    assert place.read().roles["agent"].level == 2
    assert len(place.read().role_rows["agent"]) == 2


def test_two_sources_that_contradict_are_refused(place: Place) -> None:
    """Two sources that define an id in other words are refused, and nothing changes."""
    place.update(source("here", role("agent", name_en="Agent")))
    state = place.state()
    with pytest.raises(LoadError, match="'here' says 'Agent' of 'agent'"):
        place.update(source("there", role("agent", name_en="Clerk")))
    assert place.state() == state


def test_two_sources_of_one_name_are_refused(place: Place) -> None:
    """One change cannot load two sources of one name, as one would replace the other unseen."""
    with pytest.raises(LoadError, match="'ladder', 2 times"):
        place.update(LADDER, MORE)
    assert not place.state()


@pytest.mark.parametrize("seed", range(20, 24))
def test_order_does_not_matter(tmp_path: Path, place: Place, seed: int) -> None:
    """One command or several, in any order: the same sources make the same graph."""
    sources = seeded_sources(seed)
    for one in sources:
        place.update(one)
    several = contents(place.read())[1:]
    for number, order in enumerate(permutations(sources)):
        other = _sqlite(tmp_path / str(number))
        other.update(*order)
        assert contents(other.read())[1:] == several
    assert place.read().release.sha256 == digest(*sources)


def test_fresh_keeps_nothing_else(place: Place) -> None:
    """A fresh load leaves what it loads and nothing else, as the next release."""
    place.update(LADDER)
    update = place.update(SKILLS, fresh=True)
    assert update.after.release.number == 2
    assert [it.name for it in place.read().sources] == ["skills"]


def test_a_dry_run_of_a_new_store_makes_none(place: Place) -> None:
    """A dry run says what would be loaded, and makes neither file nor folder."""
    with place.open() as store:
        update = store.update(Change(load=(LADDER,)), dry_run=True)
        assert store.read_release() is None
    assert update.changed
    assert not place.state()


def test_a_dry_run_writes_nothing(place: Place) -> None:
    """A dry run says what would change, and leaves every byte as it was."""
    place.update(LADDER)
    state = place.state()
    with place.open() as store:
        update = store.update(Change(load=(MORE,)), dry_run=True)
    assert update.after.release.number == 2
    assert place.state() == state


def test_a_refused_first_load_makes_no_store(place: Place) -> None:
    """Where the first load is refused there is still nothing."""
    dangling = replace(LADDER, rows={"moves": LADDER.rows["moves"]})
    with pytest.raises(LoadError):
        place.update(dangling)
    assert not place.state()


def test_nothing_there_says_how_to_begin(place: Place) -> None:
    """Reading where nothing was loaded is refused with the command that loads something."""
    with place.open() as store:
        assert store.read_release() is None
        with pytest.raises(StoreUnavailableError, match="career-graph load bundled: --store"):
            store.read()
    assert not place.state()


def test_an_empty_graph_comes_back(place: Place) -> None:
    """A release in which nothing is said is a release."""
    written = place.update().after
    assert contents(place.read()) == contents(written)
    assert all(not written.records[name] for name in TABLES)


class _UnexpectedError(Exception):
    """Something that nobody expects."""


def _failing_after(reads: int) -> Callable[[], None]:
    """What may be called that often, and then fails."""
    left = iter(range(reads))

    def called() -> None:
        if next(left, None) is None:
            raise _UnexpectedError

    return called


def test_readers_see_the_old_release_while_a_new_one_is_written(place: Place) -> None:
    """At every moment of an update, another reader gets the old release, whole."""
    old = contents(place.update(LADDER).after)
    seen = []
    update = place.update(
        watched(MORE, "moves", lambda: seen.append(contents(place.read()) == old))
    )
    assert len(seen) > 4
    assert all(seen)
    assert contents(place.read()) == contents(update.after)


def test_readers_of_a_new_store_see_nothing_until_it_is_written(place: Place) -> None:
    """While the first release is written, a reader is told that there is none."""
    seen = []

    def look() -> None:
        with place.open() as store:
            seen.append(store.read_release())

    place.update(watched(LADDER, "moves", look))
    assert len(seen) > 4
    assert set(seen) == {None}


def test_a_fault_in_the_middle_leaves_the_old_release(place: Place) -> None:
    """Whenever an update breaks off, the old release stands and the next update works."""
    old = contents(place.update(LADDER).after)
    reads: list[None] = []
    with place.open() as store:
        counted = watched(MORE, "moves", lambda: reads.append(None))
        store.update(Change(load=(counted,)), dry_run=True)
    for number in range(len(reads) + len(MORE.rows["moves"])):
        with pytest.raises(_UnexpectedError):
            place.update(watched(MORE, "moves", _failing_after(number)))
        assert contents(place.read()) == old
    assert place.update(MORE).after.release.number == 2


def test_readers_never_see_a_mixture(place: Place) -> None:
    """However reads and updates fall together, each read is one of the releases, whole."""
    wholes = {digest(LADDER), digest(SKILLS)}
    place.update(LADDER)
    done = Event()
    seen: list[str] = []

    def keep_reading() -> None:
        while not done.is_set():
            seen.append(place.read().release.sha256)

    reader = Thread(target=keep_reading)
    reader.start()
    try:
        for number in range(20):
            place.update((SKILLS, LADDER)[number % 2], fresh=True)
    finally:
        done.set()
        reader.join(PATIENCE_SECONDS)
    assert seen
    assert set(seen) <= wholes


def _start(place: Place, name: str, at: int, deed: str) -> subprocess.Popen[str]:
    """A process of store_process.py."""
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), place.url, name, str(at), deed],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def _end(process: subprocess.Popen[str]) -> str:
    """What a process still says when it is told to go on; it must end well."""
    said, _ = process.communicate("go on\n", PATIENCE_SECONDS)
    assert process.returncode == 0
    return said.split()[-1]


def test_a_killed_process_leaves_the_old_release(tmp_path: Path, place: Place) -> None:
    """Whenever a process is killed in an update, the old release stands and the next one works."""
    old = contents(place.update(LADDER).after)
    reads = count_reads(_sqlite(tmp_path / "other").url)
    for at in (1, reads - 250, reads):
        process = _start(place, "big", at, "kill")
        process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == -signal.SIGKILL
        assert contents(place.read()) == old
    big = big_source("big")
    assert place.update(big).after.release.number == 2
    assert place.read().release.sha256 == digest(LADDER, big)


def test_a_second_update_waits_for_the_first(tmp_path: Path, place: Place) -> None:
    """Of two updates at once the second waits, readers do not, and at the end both are in."""
    old = contents(place.update(LADDER).after)
    reads = count_reads(_sqlite(tmp_path / "other").url)
    with _start(place, "first", reads, "wait") as first:
        assert first.stdout is not None
        assert [first.stdout.readline().strip() for _ in range(2)] == ["begins", "waits"]
        with _start(place, "second", 0, "wait") as second:
            assert second.stdout is not None
            assert second.stdout.readline().strip() == "begins"
            assert contents(place.read()) == old
            assert [_end(first), _end(second)] == ["2", "3"]
    assert [it.name for it in place.read().sources] == ["first", "ladder", "second"]


def test_several_processes_make_a_store_together(place: Place) -> None:
    """Processes that load into a new store at the same moment are all in."""
    names = ["a", "b", "c"]
    processes = [_start(place, name, 1, "wait") for name in names]
    for process in processes:
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == ["begins", "waits"]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go on\n")
        process.stdin.flush()
    assert sorted(_end(process) for process in processes) == ["1", "2", "3"]
    assert [it.name for it in place.read().sources] == names


def test_a_store_is_closed_after_use(place: Place) -> None:
    """Leaving the block closes the store; opening it again finds what was written."""
    with place.open() as store:
        written: Store = store
        written.update(Change(load=(LADDER,)))
    assert place.read().release.number == 1

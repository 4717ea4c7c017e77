"""A process that makes one update, and waits or dies in the middle of it.

store_process.py URL NAME AT DEED: loads the source NAME; when one of its roles is read the AT-th
time, does the deed: `kill` ends this process as a power cut would, `wait` says so and goes on when
a line comes in. It says when it is about to begin, and the number of its release at the end.
"""

import os
import signal
import sys
from collections.abc import Callable

from building import move, role
from neo4j_place import credentials
from source_worlds import source, watched

from graph.sources import Source
from graph.stores import Change, open_store


def big_source(name: str) -> Source:
    """Some 6 MB, so that SQLite's cache (2 MB) runs over long before the end."""
    ids = [f"{name}-{number:03}" for number in range(300)]
    moves = [move(ids[0], id_, document=name) for id_ in ids[1:]]
    return source(name, *moves, *(role(id_, name_en=id_ * 2000) for id_ in ids))


def count_reads(url: str) -> int:
    """How often an update of a store reads the roles of a big source, the last time to write."""
    reads: list[int] = []
    with open_store(url, credentials=credentials()) as store:
        store.update(Change())
        store.update(Change(load=(watched(big_source("a"), "roles", lambda: reads.append(1)),)))
    return len(reads)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _wait() -> None:
    _say("waits")
    sys.stdin.readline()


def _at(number: int, deed: Callable[[], None]) -> Callable[[], None]:
    """What does the deed when it is called that often."""
    calls: list[int] = []

    def called() -> None:
        calls.append(1)
        if len(calls) == number:
            deed()

    return called


def main(url: str, name: str, at: str, deed: str) -> None:
    """Make the update."""
    deeds = {"kill": _kill, "wait": _wait}
    loaded = watched(big_source(name), "roles", _at(int(at), deeds[deed]))
    _say("begins")
    with open_store(url, credentials=credentials()) as store:
        _say(store.update(Change(load=(loaded,))).after.release.number)


if __name__ == "__main__":
    main(*sys.argv[1:])

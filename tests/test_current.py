"""The service follows its store: a new release is swapped in, a store that is away is outlived."""

import gc
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any
from weakref import ref

import httpx
import pytest
from building import move
from serving import serving, wait_until
from source_worlds import source

from api.service import CurrentLibrary
from api.settings import Settings
from graph.errors import StoreError
from graph.stores import Change, open_store

_PATIENCE_SECONDS = 30


def load(url: str, *ladder: str) -> None:
    """Put a ladder of these roles into a store, instead of the one before."""
    steps = [move(from_, to) for from_, to in pairwise(ladder)]
    with open_store(url) as store:
        store.update(Change(load=(source("ladder", *steps),)))


def test_a_new_release_is_swapped_in_whole(tmp_path: Path) -> None:
    """Requests during loads all answer, each from one release, the later ones from the last."""
    url = f"sqlite:///{tmp_path / 'career.db'}"
    load(url, "a0", "b0")

    def ask() -> tuple[int, list[str]]:
        answer: dict[str, Any] = client.post(
            "graphql", json={"query": "{release{number} a: roles{nodes{id}} b: roles{nodes{id}}}"}
        ).json()
        one, other = ([node["id"] for node in answer["data"][part]["nodes"]] for part in ("a", "b"))
        assert one == other
        assert answer["extensions"]["release"] == answer["data"]["release"]["number"]
        return answer["data"]["release"]["number"], one

    with (
        serving(tmp_path, CAREER_STORE=url) as service,
        httpx.Client(base_url=service.url) as client,
        ThreadPoolExecutor(4) as threads,
    ):
        asked = [threads.submit(ask)]
        for number in range(1, 4):
            load(url, f"a{number}", f"b{number}")
            wait_until(lambda number=number: ask()[0] > number)  # type: ignore[misc]
            asked += [threads.submit(ask) for _ in range(8)]
        seen = {future.result()[0]: future.result()[1] for future in asked}
    assert seen[4] == ["a3", "b3"]
    assert all(roles == [f"a{number - 1}", f"b{number - 1}"] for number, roles in seen.items())


def test_a_store_that_is_gone_is_outlived(tmp_path: Path) -> None:
    """Without its store the service answers from memory and says so; it takes the store back."""
    path = tmp_path / "career.db"
    url = f"sqlite:///{path}"
    load(url, "agent", "lead")
    with (
        serving(tmp_path, CAREER_STORE=url) as service,
        httpx.Client(base_url=service.url) as client,
    ):
        away = path.rename(tmp_path / "away.db")
        path.write_text("no database at all, whatever its name says " * 40)
        wait_until(lambda: not client.get("readyz").json()["storeReachable"])
        assert client.get("readyz").status_code == 200
        wait_until(lambda: client.get("readyz").json()["ageSeconds"] >= 1)
        assert client.post("graphql", json={"query": "{roles{total}}"}).json()["data"]
        path.unlink()
        away.rename(path)
        wait_until(lambda: bool(client.get("readyz").json()["storeReachable"]))
        assert service.read_errors().count("no database") <= 1


def test_an_earlier_release_is_freed(tmp_path: Path) -> None:
    """A release is left out by the garbage collector while it answers, and gone when it was."""
    url = f"sqlite:///{tmp_path / 'career.db'}"
    load(url, "agent", "lead")
    current = CurrentLibrary(Settings(store=url))
    gc.unfreeze()
    current.start()
    earlier = ref(current.library)
    wait_until(lambda: gc.get_freeze_count() > 0)
    load(url, "agent", "director")
    wait_until(lambda: current.number > 1)
    wait_until(lambda: earlier() is None)
    wait_until(lambda: gc.get_freeze_count() > 0)
    current.close()
    gc.unfreeze()


def test_a_file_that_is_not_there_is_not_waited_for(tmp_path: Path) -> None:
    """A store that is no server must be there at the start."""
    current = CurrentLibrary(Settings(store=f"sqlite:///{tmp_path / 'none.db'}"))
    with pytest.raises(StoreError, match="holds nothing yet"):
        current.start()
    assert current.library is None
    current.close()

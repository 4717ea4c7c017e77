"""Which store the settings open: the bundled data set, the user's own store, or one by URL."""

from pathlib import Path

import pytest
from building import move
from source_worlds import bundled, digest, source

from api.settings import Settings
from api.stores import BUNDLED, BUNDLED_CREATED, complete, open_writable, read_graph
from graph.errors import SettingError, StoreUnavailableError
from graph.stores import Change, open_store

LADDER = source("ladder", move("agent", "lead"))
DEFAULT = Settings()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without any data."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def test_bundled_is_in_memory(home: Path) -> None:
    """`bundled:` is the bundled data set as release 1, always of the same moment, and no file."""
    career_graph = read_graph(Settings(store=BUNDLED))
    assert career_graph.release.sha256 == digest(bundled())
    assert (career_graph.release.number, career_graph.release.created) == (1, BUNDLED_CREATED)
    assert list(home.iterdir()) == []


def test_bundled_cannot_be_changed() -> None:
    """`bundled:` cannot be opened for a change; the message names another store."""
    with pytest.raises(SettingError, match="is read only; name another with --store"):
        open_writable(Settings(store=BUNDLED))


def test_the_default_store_is_filled_once() -> None:
    """The user's own store is filled at its first question, and only read at the next."""
    first, second = read_graph(DEFAULT), read_graph(DEFAULT)
    assert first.release == second.release
    assert first.release.sha256 == digest(bundled())


def test_a_store_by_url_is_not_filled(home: Path) -> None:
    """A store that is named holds what was loaded into it, and nothing else."""
    named = Settings(store=f"sqlite:///{home / 'my.db'}")
    with pytest.raises(StoreUnavailableError, match="holds nothing yet"):
        read_graph(named)
    with open_writable(named) as store:
        store.update(Change(load=(LADDER,)))
    assert read_graph(named).release.sha256 == digest(LADDER)


@pytest.mark.parametrize("asked_before", [True, False])
def test_what_is_loaded_into_the_default_store_stands_beside_the_bundled(
    *, asked_before: bool
) -> None:
    """The first load into the user's own store leaves the bundled data set in it, asked or not."""
    if asked_before:
        read_graph(DEFAULT)
    with open_writable(DEFAULT) as store:
        store.update(complete(DEFAULT, store, Change(load=(LADDER,))))
    assert read_graph(DEFAULT).release.sha256 == digest(bundled(), LADDER)


def test_a_change_that_says_enough_is_left_as_it_is(home: Path) -> None:
    """A fresh load, one of the bundled data set itself, and one by URL are not completed."""
    url = f"sqlite:///{home / 'my.db'}"
    with open_store(url) as named:
        assert complete(Settings(store=url), named, Change(load=(LADDER,))).load == (LADDER,)
    with open_writable(DEFAULT) as store:
        for change in (Change(load=(LADDER,), fresh=True), Change(load=(bundled(),))):
            assert complete(DEFAULT, store, change) is change

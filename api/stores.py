"""Opens what a store URL names, `bundled:` and the default store included."""

from dataclasses import replace

from graph.catalog import CareerGraph
from graph.errors import SettingError
from graph.stores import Change, Store, open_store
from loaders import BUNDLED, load_source

from .settings import Settings, default_store_url

__all__ = [
    "BUNDLED",
    "BUNDLED_CREATED",
    "complete",
    "find_graph",
    "open_readable",
    "open_writable",
    "read_graph",
]

BUNDLED_CREATED = "2026-11-25T00:00:00+00:00"
"""When the bundled data set was last edited; its release says so."""


def find_graph(settings: Settings) -> CareerGraph | None:
    """The same as `read_graph`, but None where nothing was ever loaded."""
    if settings.store_url != BUNDLED:
        with open_readable(settings) as store:
            if store.read_release() is None:
                return None
    return read_graph(settings)


def read_graph(settings: Settings) -> CareerGraph:
    """The current release of the store that the settings name.

    `bundled:` is the bundled data set, read only and in memory; the default store is filled from it
    on first use.
    """
    if settings.store_url == BUNDLED:
        return CareerGraph([load_source(BUNDLED)], number=1, created=BUNDLED_CREATED)
    with open_readable(settings) as store:
        return store.read()


def open_readable(settings: Settings) -> Store:
    """The store that the settings name; the default one is filled first where it holds nothing."""
    store = open_store(settings.store_url, credentials=settings.credentials)
    if settings.store_url == default_store_url() and store.read_release() is None:
        store.update(Change(load=(load_source(BUNDLED),)))
    return store


def open_writable(settings: Settings) -> Store:
    """The store that the settings name, to be changed; SettingError where it cannot be."""
    if settings.store_url == BUNDLED:
        raise SettingError(
            f"The store {BUNDLED!r} is read only; name another with --store, such as "
            "sqlite:///career.db."
        )
    return open_store(settings.store_url, credentials=settings.credentials)


def complete(settings: Settings, store: Store, change: Change) -> Change:
    """The change as it is to be made: the first one to the default store fills it too.

    So what is loaded stands beside the bundled data set, whether a question came before or not.
    """
    if change.fresh or settings.store_url != default_store_url():
        return change
    if store.read_release() is not None:
        return change
    bundled = load_source(BUNDLED)
    given = {source.name for source in change.load}
    return change if bundled.name in given else replace(change, load=(bundled, *change.load))

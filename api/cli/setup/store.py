"""Checks of the store: where it is, whether it can be used, and what was edited there by hand."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.parse import unquote

from graph.catalog import CareerGraph
from graph.errors import LoadError, SettingError, StoreError
from graph.stores import EditableStore, Store, open_store

from ...settings import Settings, default_store_url
from ...stores import BUNDLED, read_graph
from ..exits import NAME, ExitCode
from .finding import Finding, ok, to_do, wrong

_SQLITE = "sqlite:///"


def look_at_store(settings: Settings) -> Generator[Finding, None, CareerGraph | None]:
    """Yield where the store is and whether it can be used; returns what it holds."""
    url = settings.store_url
    is_default = url == default_store_url()
    path = Path(unquote(url.removeprefix(_SQLITE))).absolute() if url.startswith(_SQLITE) else None
    where = url if path is None else f"{url} is the file {path}"
    yield ok("store", f"{where} (the default)" if is_default else where)
    try:
        if url != BUNDLED:
            with open_store(url, credentials=settings.credentials) as opened:
                empty = opened.read_release() is None
                edits = [] if empty else list(_look_at_edits(opened))
            if empty:
                yield _judge_empty(url, path, is_default=is_default)
                return None
            yield from edits
        career_graph = read_graph(settings)
    except SettingError as error:
        yield wrong("store", str(error))
    except (StoreError, LoadError) as error:
        yield wrong("store", str(error), ExitCode.STORE)
    else:
        yield ok("store", "can be read")
        return career_graph
    return None


def _look_at_edits(store: Store) -> Iterator[Finding]:
    """Yield what was edited by hand and is not, or cannot be, part of the release."""
    if not isinstance(store, EditableStore):
        return
    refresh = store.refresh(dry_run=True)
    if refresh.update.changed:
        found = f"there are some to be taken over; see and do it: {NAME} refresh --dry-run"
        yield to_do("edits by hand", found)
    for report in (*refresh.refused, *refresh.changed):
        yield to_do("edits by hand", f"{report.message}; find it: {report.cypher}")
    if not (refresh.update.changed or refresh.refused or refresh.changed):
        yield ok("edits by hand", "none that is not part of the release")


def _judge_empty(url: str, path: Path | None, *, is_default: bool) -> Finding:
    """What to do about a store that holds nothing yet."""
    if path is not None and not path.exists():
        folder = next(parent for parent in path.parents if parent.exists())
        if not os.access(folder, os.W_OK):
            found = f"{folder} may not be written to; choose another with CAREER_STORE or --store"
            return wrong("store", found, ExitCode.STORE)
    if is_default:
        return ok("store", "is filled from the bundled data set on first use")
    found = f"holds nothing yet; fill it: {NAME} load bundled: --store {url}"
    return to_do("store", found, ExitCode.STORE)

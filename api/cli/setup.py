"""`check-setup`: looks at settings, store, texts, port and packages, and says what to do."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

import os
import platform
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from graph.errors import LoadError, SettingError, StoreError

from .exits import NAME, ExitCode
from .options import StoreOption
from .service import find_version, require_port

if TYPE_CHECKING:
    from graph.catalog import CareerGraph
    from graph.stores import Store

    from ..settings import Settings

_SQLITE = "sqlite:///"
_DISTRIBUTION = re.compile(r"[\w.-]+")  # the name that a requirement starts with


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; `code` is how a command ends that needs what is wrong or still to do."""

    state: str
    what: str
    found: str
    code: ExitCode = ExitCode.ANSWERED


def check_setup(*, store: StoreOption = None) -> int:
    """Check settings, store, release, texts, port and packages; say for each ok or what to do.

    Ends with the exit code of the worst line. Writes nothing.
    """
    from .output import clean, print_text

    worst = ExitCode.ANSWERED
    for finding in _look(store):
        print_text(f"{finding.state:<6} {clean(finding.what)}: {clean(finding.found)}")
        worst = max(worst, finding.code)
    return worst


def _look(store: str | None) -> Iterator[Finding]:
    """Yield what is found, settings first."""
    from .asking import settings_for

    try:
        settings = settings_for(store)
    except SettingError as error:
        yield Finding("wrong", "settings", str(error), ExitCode.WRONG)
    else:
        yield _look_at_settings()
        career_graph = yield from _look_at_store(settings)
        if career_graph is not None:
            yield _describe_release(career_graph)
            yield from _look_at_documents(settings, career_graph)
        yield _look_at_port(settings)
    yield Finding("ok", "Python", f"{platform.python_version()} on {platform.platform(terse=True)}")
    yield _look_at_packages()


def _look_at_settings() -> Finding:
    from ..settings import PREFIX

    given = sorted(name for name in os.environ if name.startswith(PREFIX))
    return Finding("ok", "settings", ", ".join(given) or "all at their defaults")


def _look_at_store(settings: "Settings") -> Generator[Finding, None, "CareerGraph | None"]:
    """Yield where the store is and whether it can be used; returns what it holds."""
    from graph.stores import open_store

    from ..settings import default_store_url
    from ..stores import BUNDLED, read_graph

    url = settings.store_url
    is_default = url == default_store_url()
    path = Path(unquote(url.removeprefix(_SQLITE))).absolute() if url.startswith(_SQLITE) else None
    where = url if path is None else f"{url} is the file {path}"
    yield Finding("ok", "store", f"{where} (the default)" if is_default else where)
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
        yield Finding("wrong", "store", str(error), ExitCode.WRONG)
    except (StoreError, LoadError) as error:
        yield Finding("wrong", "store", str(error), ExitCode.STORE)
    else:
        yield Finding("ok", "store", "can be read")
        return career_graph
    return None


def _look_at_edits(store: "Store") -> Iterator[Finding]:
    """Yield what was edited by hand and is not, or cannot be, part of the release."""
    from graph.stores import EditableStore

    if not isinstance(store, EditableStore):
        return
    refresh = store.refresh(dry_run=True)
    if refresh.update.changed:
        found = f"there are some to be taken over; see and do it: {NAME} refresh --dry-run"
        yield Finding("to do", "edits by hand", found, ExitCode.NO)
    for report in (*refresh.refused, *refresh.changed):
        found = f"{report.message}; find it: {report.cypher}"
        yield Finding("to do", "edits by hand", found, ExitCode.NO)
    if not (refresh.update.changed or refresh.refused or refresh.changed):
        yield Finding("ok", "edits by hand", "none that is not part of the release")


def _judge_empty(url: str, path: Path | None, *, is_default: bool) -> Finding:
    """What to do about a store that holds nothing yet."""
    if path is not None and not path.exists():
        folder = next(parent for parent in path.parents if parent.exists())
        if not os.access(folder, os.W_OK):
            found = f"{folder} may not be written to; choose another with CAREER_STORE or --store"
            return Finding("wrong", "store", found, ExitCode.STORE)
    if is_default:
        return Finding("ok", "store", "is filled from the bundled data set on first use")
    found = f"holds nothing yet; fill it: {NAME} load bundled: --store {url}"
    return Finding("to do", "store", found, ExitCode.STORE)


def _describe_release(career_graph: "CareerGraph") -> Finding:
    release = career_graph.release
    counts = ", ".join(
        f"{len(career_graph.records[table])} {table}"
        for table in ("roles", "moves", "skills", "certifications", "industries", "documents")
    )
    found = f"{release.number} of {release.created}, sha256 {release.sha256}: {counts}"
    return Finding("ok", "release", found)


def _look_at_documents(settings: "Settings", career_graph: "CareerGraph") -> Iterator[Finding]:
    """Yield whether the texts are at hand that quotes are cut from."""
    from graph.quotes import Quotes

    if settings.documents is None:
        found = "CAREER_DOCUMENTS is not set; answers say where things stand, but do not quote"
        yield Finding("ok", "documents", found)
        return
    quotes = Quotes(settings.documents, career_graph.documents.values())
    changed = quotes.list_changed()
    for sentence in changed:
        yield Finding("wrong", "documents", sentence, ExitCode.NO)
    known = [it for it in career_graph.documents.values() if it.sha256 is not None]
    missing = [it.id for it in known if quotes.find_quote(it, 0, 1) is None]
    if not missing:
        yield Finding("ok", "documents", f"{settings.documents} has the text of all {len(known)}")
    elif not changed:
        found = f"{settings.documents} has no text of {', '.join(missing)}; put the originals there"
        yield Finding("to do", "documents", found, ExitCode.NO)


def _look_at_port(settings: "Settings") -> Finding:
    try:
        require_port(settings.host, settings.port)
    except SettingError as error:
        return Finding("to do", "port", str(error), ExitCode.WRONG)
    return Finding("ok", "port", f"{settings.port} on {settings.host} is free")


def _look_at_packages() -> Finding:
    """The versions of this program and of what it needs, as far as it is installed."""
    found = [f"{NAME} {find_version()}"]
    for name in _list_needed():
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            text = f"{name} is not installed; install {NAME} again"
            return Finding("wrong", "packages", text, ExitCode.WRONG)
    return Finding("ok", "packages", ", ".join(found))


def _list_needed() -> list[str]:
    """The distributions that this program needs, by name."""
    try:
        needed = requires(NAME) or []
    except PackageNotFoundError:  # run from its folder, without being installed
        return []
    return sorted(
        match[0] for it in needed if "extra ==" not in it and (match := _DISTRIBUTION.match(it))
    )

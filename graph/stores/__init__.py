"""The stores, by URL: each keeps one release and passes one contract suite.

To add one: a module with a class that follows `base.Store`, and a line in STORES.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import SettingError, StoreError
from .base import (
    Change,
    Credentials,
    EditableStore,
    Progress,
    Refresh,
    Report,
    Store,
    Update,
    now,
    plan,
)
from .sqlite import SQLiteStore

__all__ = [
    "STORES",
    "Change",
    "Credentials",
    "EditableStore",
    "Progress",
    "Refresh",
    "Report",
    "Store",
    "Update",
    "now",
    "open_store",
    "plan",
]


def _open_sqlite(url: str, _: Credentials) -> Store:
    """The file that a sqlite URL names: three slashes for a relative path, four for absolute."""
    parts = urlsplit(url)
    path = unquote(parts.path.removeprefix("/"))
    whole = url.partition(":")[2] == f"//{parts.path}"  # no host, query or fragment
    if not whole or not path.strip("/") or "\0" in path:
        raise SettingError(
            f"The store URL {url!r} names no file; write sqlite:///relative.db or "
            "sqlite:////absolute.db, with %3F for ? and %23 for # in a name."
        )
    return SQLiteStore(Path(path), url=url)


def _open_neo4j(url: str, credentials: Credentials) -> Store:
    """The server that a URL names; StoreError where the driver is not installed."""
    parts = urlsplit(url)
    try:
        whole = parts.hostname is not None and parts.port != 0 and parts.path in ("", "/")
    except ValueError:  # the port is no number
        whole = False
    if not whole or parts.username is not None or parts.fragment:
        raise SettingError(
            f"The store URL {url!r} names no server; write {parts.scheme}://HOST:7687, and set "
            "CAREER_NEO4J_USER and CAREER_NEO4J_DATABASE beside it."
        )
    try:
        from .neo4j import Neo4jStore  # noqa: PLC0415 only who uses it needs the driver
    except ImportError as error:
        raise StoreError(
            f"The store {url!r} needs Neo4j's driver, which cannot be loaded ({error}); install "
            "the package neo4j, version 6.4 or later."
        ) from error
    return Neo4jStore(url, credentials)


_NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

STORES: dict[str, Callable[[str, Credentials], Store]] = {
    "sqlite": _open_sqlite,
    **dict.fromkeys(_NEO4J_SCHEMES, _open_neo4j),
}
"""How a URL of each scheme is opened."""


def open_store(url: str, *, credentials: Credentials | None = None) -> Store:
    """The store at a URL, to be closed; SettingError where the URL cannot be one.

    Nothing is connected yet. Without credentials a server is asked as nobody in particular.

    >>> open_store("sqlite:///career.db").url
    'sqlite:///career.db'
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # its text may hold the password
        raise SettingError(
            "The store URL has a host that is none; write sqlite:///FILE, or mend the host."
        ) from None
    if parts.password is not None:
        raise SettingError(
            "The store URL holds a password; set CAREER_NEO4J_PASSWORD or _FILE instead."
        )
    if parts.scheme not in STORES:
        raise SettingError(
            f"The store URL {url!r} has no known scheme; "
            f"write one of {', '.join(f'{scheme}:' for scheme in sorted(STORES))} or bundled:"
        )
    return STORES[parts.scheme](url, credentials or Credentials())

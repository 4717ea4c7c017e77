"""The stores, by URL: each keeps one release and passes one contract suite.

To add one: a module with a class that follows `base.Store`, and a line in STORES.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import SettingError
from .base import Change, Store, Update, now, plan
from .sqlite import SQLiteStore

__all__ = ["STORES", "Change", "Store", "Update", "now", "open_store", "plan"]


def _open_sqlite(url: str) -> Store:
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


STORES: dict[str, Callable[[str], Store]] = {"sqlite": _open_sqlite}
"""How a URL of each scheme is opened."""


def open_store(url: str) -> Store:
    """The store at a URL, to be closed; SettingError where the URL cannot be one.

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
    return STORES[parts.scheme](url)

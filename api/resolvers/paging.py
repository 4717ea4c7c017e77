"""Pages of a list: keyset cursors, which stay right while things are added or removed."""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..context import Context
from ..errors import bad_input, over_limit

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where a page ends."""

    end_cursor: str | None
    has_next_page: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """Some of a list, and how long the whole list is."""

    nodes: Sequence[_T]
    page_info: PageInfo
    total: int


def check_first(context: Context, first: int, *, least: int = 0, pages: bool = False) -> int:
    """`first`, if it is within the limit; LIMIT_EXCEEDED above it, BAD_INPUT below."""
    if not least <= first <= context.most_listed:
        further = ", and ask for the next page with after." if pages else "."
        message = f"first is {first}; give {least} to {context.most_listed}{further}"
        if first > context.most_listed:
            raise over_limit(message, limit="first", value=context.most_listed, given=first)
        raise bad_input(message)
    return first


def cut_page(  # noqa: PLR0913 the last two are the arguments of every list
    context: Context,
    items: Sequence[_T],
    key: Callable[[_T], str],
    *,
    of: str,
    first: int,
    after: str | None = None,
) -> Page[_T]:
    """The `first` items after a cursor; `items` must be sorted by `key`, which is unique.

    `of` names the list and its order: a cursor of another one is BAD_INPUT.
    """
    check_first(context, first, pages=True)
    start = 0 if after is None else bisect_right(items, _read_cursor(of, after), key=key)
    nodes = items[start : start + first]
    end = _write_cursor(of, key(nodes[-1])) if nodes else None
    return Page(nodes, PageInfo(end, start + len(nodes) < len(items)), len(items))


def _write_cursor(of: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{of}:{key}".encode()).decode()


def _read_cursor(of: str, cursor: str) -> str:
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        text = ""
    if not text.startswith(f"{of}:"):
        raise bad_input(f"after is {cursor!r}; give the endCursor of a page of this very list.")
    return text.removeprefix(f"{of}:")

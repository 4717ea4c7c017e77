"""Which release of O*NET a folder holds: its own note says it, else the folder's name."""

import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..reading.opening import UnreadableError
from ..reading.texts import open_text
from ..request import Request

_TITLE = re.compile(r"O\*NET ([0-9]{1,2}\.[0-9]{1,2}) Database")
_MONTH = re.compile(r"([A-Z][a-z]+) ([0-9]{4}) Release")
_NAMED = re.compile(
    r"(?<![0-9])(?<![0-9][._])([0-9]{1,2})[._]([0-9])(?![0-9])(?![._][0-9])"  # no date, no 1.2.3
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LINES = 10  # of a note in which its title stands
_NOTE_ENDING = ".txt"


class Release(NamedTuple):
    """A release: its version, and when it was published (YYYY-MM); None where nothing says so.

    `note` is the file that says it.
    """

    version: str | None = None
    published: str | None = None
    note: Path | None = None

    @property
    def title(self) -> str:
        """What the release is called."""
        return " ".join(filter(None, ("O*NET", self.version, "Database")))


def find_release(request: Request, others: Iterable[Path]) -> Release:
    """The release that one of these files notes, else that the source's or folder's name has."""
    for path in others:
        release = _read_note(path)
        if release is not None:
            return release
    for name in (request.name, request.path.name):
        match = _NAMED.search(name)
        if match is not None:
            return Release(f"{match[1]}.{match[2]}")
    return Release()


def _read_note(path: Path) -> Release | None:
    """The release that a file notes; None where it is no such note."""
    if path.suffix.lower() != _NOTE_ENDING:
        return None
    try:
        with open_text(path) as text:
            begin = "".join(islice(text, _LINES))
    except UnreadableError:
        return None
    title, month = _TITLE.search(begin), _MONTH.search(begin)
    if title is None:
        return None
    published = None
    if month is not None and month[1] in _MONTHS:
        published = f"{month[2]}-{_MONTHS.index(month[1]) + 1:02}"
    return Release(title[1], published, path)

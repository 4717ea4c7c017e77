"""What a loader is asked for: where to read, under which name, and whom to tell how far it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.sources import Row

Tell = Callable[[str, int, int], None]
"""Told what is being read, how many rows of it were, and of about how many."""


def say_nothing(_what: str, _done: int, _of: int) -> None:
    """What is told where nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A folder or file to be read as the source `name`.

    `documents` is a folder with the documents' texts, against which passages are checked;
    `encoding` that of the files which are not UTF-8; `rejects` are rows that are to be left out, as
    if they were not there, and why.
    """

    path: Path
    name: str
    documents: Path | None = None
    encoding: str | None = None
    tell: Tell = say_nothing
    rejects: Mapping[Row, str] = field(default_factory=dict)

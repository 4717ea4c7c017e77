"""TheCyberCerts, a catalogue of certifications in IT security: a YAML file for each.

docs/loaders.md says what is read into what.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from graph.errors import LoadError
from graph.sources import Issue, Source, Tally
from graph.tables import TABLES

from ..reading.opening import (
    UnreadableError,
    as_unreadable,
    file_name,
    list_files,
    listing,
    open_plain,
)
from ..reading.spelling import plain
from ..reading.yaml_fields import read_fields
from ..request import Request
from .catalogue import CERTIFICATION_KEYS, INDEX_KEYS, Catalogue, FieldError
from .records import make_rows

__all__ = ["read_certifications", "recognises"]

_ENDINGS = (".yaml", ".yml")
_KEY = re.compile(rb"^(id|name|provider|level)[ \t]*:", re.MULTILINE)
_LOOKED_AT = 1 << 12  # bytes of a file, to see what it is
_TRIED = 20  # files of a folder, to see what that is
_MOST_FILES = 10_000
_TOLD_EACH = 50  # files

_NOTHING = (
    "it has no certification: a YAML file with an id, a name, a provider and a level, in this "
    "folder or in one within."
)
_TABLE = list(TABLES).index("certifications")


def recognises(path: Path) -> bool:
    """Whether a folder, or one within it, has a certification, or a file is one."""
    try:
        return any(map(_is_certification, islice(_list_yaml(path), _TRIED)))
    except OSError:
        return False


def read_certifications(request: Request) -> Source:
    """What the files of a folder, or one, say; LoadError where there is no certification."""
    with listing(request.path):
        paths = list(islice(_list_yaml(request.path), _MOST_FILES + 1))
    if len(paths) > _MOST_FILES:
        raise _refuse(request, f"it has more than {_MOST_FILES} YAML files; split it.")
    reader = _Reader(request)
    for number, path in enumerate(paths):
        if number % _TOLD_EACH == 0:
            request.tell(f"reading {request.name}", number, len(paths))
        reader.read(path)
    if not (reader.catalogue.certificates or reader.issues):
        raise _refuse(request, _NOTHING)
    return reader.source()


def _list_yaml(path: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder and of those within it, or the file."""
    if not path.is_dir():
        yield path
        return
    files = list_files(path)
    for file in files:
        if file.name.lower().endswith(_ENDINGS):
            yield file
    for folder in files:
        if folder.is_dir() and not folder.is_symlink():
            yield from (it for it in list_files(folder) if it.name.lower().endswith(_ENDINGS))


def _is_certification(path: Path) -> bool:
    """Whether a file begins like a certification; False where it cannot be opened."""
    try:
        with open_plain(path) as (file, _), as_unreadable():
            return set(_KEY.findall(file.read(_LOOKED_AT))) >= {b"id", b"name", b"provider"}
    except UnreadableError:
        return False


def _refuse(request: Request, why: str) -> LoadError:
    return LoadError([f"source is {plain(request.path)!r}; {why}"])


class _Reader:
    """Reads files, and keeps the account of them."""

    def __init__(self, request: Request) -> None:
        self.catalogue = Catalogue()
        self.issues: list[Issue] = []
        self._request = request
        self._notes: list[str] = []
        self._read: Counter[str] = Counter()  # files by the name of their kind
        self._used: Counter[str] = Counter()
        self._names: set[str] = set()

    def read(self, path: Path) -> None:
        """Read one file; what is wrong with it is an issue."""
        within = path.parent != self._request.path and self._request.path.is_dir()
        folder = f"{file_name(path.parent)}/" if within else ""
        file = f"{folder}{file_name(path)}"
        kind = f"{folder}*.yaml"
        try:
            fields = read_fields(path, self._request.encoding)
            if fields.keys() >= INDEX_KEYS:
                kind = file
                self.catalogue.add_index(fields)
            elif fields.keys() >= CERTIFICATION_KEYS:
                self._names.add(file_name(path))
                self.catalogue.add_certificate(file, fields)
            else:
                self._notes.append(f"{file} is no certification; it was not read.")
                return
        except (UnreadableError, FieldError) as error:
            self._complain(file, error.line, str(error))
        else:
            self._used[kind] += 1
        self._read[kind] += 1

    def _complain(self, file: str, line: int, message: str) -> None:
        place = f"{file}:{line or 1}:1"
        issue = Issue(self._request.name, _TABLE, len(self.issues), line, place, message)
        self.issues.append(issue)

    def source(self) -> Source:
        """The source that all files say."""
        rows = make_rows(self.catalogue, self._request.name)
        return Source(
            self._request.name,
            "certifications",
            location=plain(self._request.path),
            loaded=datetime.now(UTC).isoformat(timespec="seconds"),
            rows={name: records for name, records in rows.items() if records},
            issues=tuple(self.issues),
            tallies=tuple(
                Tally(kind, files, self._used[kind]) for kind, files in sorted(self._read.items())
            ),
            notes=(*self._notes, *self._list_differences()),
        )

    def _list_differences(self) -> Iterator[str]:
        """Yield which certifications only the header lists, and which only have a file."""
        listed = set(self.catalogue.listed)
        if not listed:
            return
        for names, what in (
            (listed - self._names, "listed in the header, and there is no such file"),
            (self._names - listed, "there, and not listed in the header"),
        ):
            if names:
                yield f"{', '.join(sorted(names))}: {what}."

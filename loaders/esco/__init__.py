"""ESCO, as published in CSV: any version, and all languages that one folder has.

Occupations and ISCO's groups become roles, skills and knowledge become skills, and an occupation
asks for its essential and optional skills. docs/loaders.md says what is read into what.
"""

import re
from pathlib import Path

from graph.errors import LoadError
from graph.sources import Source

from ..published import Reading
from ..reading.opening import list_candidates, listing
from ..reading.spelling import plain
from ..request import Request
from .files import EscoFile, Kind, find_file, may_be_table
from .notes import list_notes
from .reading import Esco
from .records import Records

__all__ = ["read_esco", "recognises"]

_VERSION = re.compile(r"(?<![0-9.])([0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9.])")
_ORDER = (Kind.OCCUPATIONS, Kind.SKILLS, Kind.GROUPS)  # concepts before what relates them
_EXPECTED = {
    Kind.SKILLS: "skills",
    Kind.GROUPS: "ISCO groups",
    Kind.BROADER: "broader relations",
    Kind.REQUIREMENTS: "relations of occupations and skills",
}
"""The files that every edition has beside its occupations, and what is in them."""

_NO_OCCUPATIONS = (
    "it has no file of occupations, such as occupations_en.csv. ESCO is published in a package for "
    "each language and, in some versions, one that is language independent; put the files of both "
    "into one folder."
)


def recognises(path: Path) -> bool:
    """Whether a folder has a file with columns of ESCO's, or a file is one."""
    try:
        return any(find_file(file) is not None for file in list_candidates(path))
    except OSError:
        return False


def read_esco(request: Request) -> Source:
    """What the files of a folder, or one file, say; LoadError where there are no occupations."""
    with listing(request.path):
        candidates = list_candidates(request.path)
    files = [file for file in map(find_file, candidates) if file is not None]
    if not any(file.kind is Kind.OCCUPATIONS for file in files):
        raise LoadError([f"source is {plain(request.path)!r}; {_NO_OCCUPATIONS}"])
    reading = Reading(request, "esco", [file.path for file in files])
    esco = Esco(reading)
    esco.read(sorted(files, key=_order))
    records = Records(esco, request.name)
    read = {file.path for file in files}
    reading.notes += _list_missing(files)
    reading.notes += (
        f"{plain(Path(path.name))} is no file of ESCO that is known here; it was not read."
        for path in candidates
        if path not in read and may_be_table(path)
    )
    reading.notes += list_notes(esco)
    return reading.source(records.rows(_find_version(request)))


def _order(file: EscoFile) -> tuple[int, int, str, str]:
    """Concepts first, English before other languages, else by name."""
    kind = _ORDER.index(file.kind) if file.kind in _ORDER else len(_ORDER)
    language = file.language or ""
    return kind, language != "en", language, file.path.name


def _find_version(request: Request) -> str | None:
    """The version that the source's or the folder's name has; no file of ESCO says it."""
    for name in (request.name, request.path.name):
        match = _VERSION.search(name)
        if match is not None:
            return match[1]
    return None


def _list_missing(files: list[EscoFile]) -> list[str]:
    """What every edition has and the folder does not."""
    there = {file.kind for file in files}
    return [
        f"there is no file of {what} here; some versions have it in a package of its own."
        for kind, what in _EXPECTED.items()
        if kind not in there
    ]

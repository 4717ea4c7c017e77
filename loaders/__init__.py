"""Loaders: from the files of a source to a Source, its rows with their places and its issues.

One module reads one format; to add a format, write its module and its line in LOADERS.
"""

import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType

from graph.collector import paused_collector
from graph.errors import LoadError
from graph.sources import Row, Source

from . import certifications, crosswalk, csco, ddat, esco, industries, onet, tables
from .reading.spelling import plain
from .request import Request, Tell, say_nothing

BUNDLED = "bundled:"
"""The location of the data set that comes with the package."""

AUTO = "auto"
"""The format that is found by looking at the content."""

_BUNDLED_NAME = "articles"
_NAME_CHARACTERS = 100  # of a source's name


@dataclass(frozen=True, slots=True)
class Loader:
    """One format: how its content is recognised, and how it is read.

    `read` returns all problems as issues of the Source, and raises LoadError only where there is
    nothing to read.
    """

    recognises: Callable[[Path], bool]
    read: Callable[[Request], Source]


LOADERS = {
    # before tables, as its files are called as theirs
    "ddat": Loader(ddat.recognises, ddat.read_ddat),
    "tables": Loader(tables.recognises, tables.read_tables),
    "esco": Loader(esco.recognises, esco.read_esco),
    "onet": Loader(onet.recognises, onet.read_onet),
    "csco": Loader(csco.recognises, csco.read_csco),
    "industries": Loader(industries.recognises, industries.read_industries),
    "crosswalk": Loader(crosswalk.recognises, crosswalk.read_crosswalk),
    "certifications": Loader(certifications.recognises, certifications.read_certifications),
}
"""Every format by name, in the order in which content is tried."""


def load_source(  # noqa: PLR0913 each is an option
    location: str,
    *,
    name: str | None = None,
    format_: str = AUTO,
    documents: Path | None = None,
    encoding: str | None = None,
    tell: Tell = say_nothing,
    rejects: Mapping[Row, str] = MappingProxyType({}),
) -> Source:
    """The source at a location: a folder, a file, or `bundled:`.

    Its name is that of the folder, or of the file without its ending, unless one is given;
    `encoding` is that of the files which are not UTF-8. Rows that are `rejects`, with the reason of
    each, are left out as if they were not there, and the source says so. Bad content becomes
    `issues` of the source; references are not checked here, as they may lead to other sources
    (`graph.integrity.list_issues`). Raises LoadError where nothing can be read: no such location,
    format, encoding or documents folder, a bad name, or nothing that the format knows.
    """
    if documents is not None:
        _require("documents folder", str(documents), documents.is_dir)
    if encoding is not None:
        _check_encoding(encoding)

    def load(path: Path, default_name: str) -> Source:
        request = Request(
            path=path,
            name=default_name if name is None else name,
            documents=documents,
            encoding=encoding,
            tell=tell,
            rejects=rejects,
        )
        return _load(request, format_)

    if location == BUNDLED:
        with as_file(files(__name__).joinpath(_BUNDLED_NAME)) as folder:
            return replace(load(folder, _BUNDLED_NAME), location=BUNDLED)
    path = _find_path(location)
    return load(path, plain(Path(path.name if path.is_dir() else path.stem)))


def list_locations(location: str) -> list[str]:
    """The locations of the sources at a location, in order of name.

    Usually itself; for a folder that is no source but holds folders that are (as the export of
    several sources does), each of these. Whether it can be read at all is for load_source to say.
    """
    path = Path(location)
    try:
        if location == BUNDLED or not path.is_dir() or _recognised(path):
            return [location]
        inside = sorted(child for child in path.iterdir() if child.is_dir())
    except OSError:
        return [location]
    return [str(child) for child in inside if _recognised(child)] or [location]


def _recognised(path: Path) -> bool:
    """Whether some format knows the content."""
    return any(loader.recognises(path) for loader in LOADERS.values())


def recognise(path: Path) -> str:
    """The format of a folder or file: the first that knows it, else tables.

    Tables are what people write by hand, so their messages say best what is missing.
    """
    return next((name for name, loader in LOADERS.items() if loader.recognises(path)), "tables")


def _load(request: Request, format_: str) -> Source:
    """The source at a path that exists."""
    check_name(request.name)
    if format_ != AUTO and format_ not in LOADERS:
        raise _refusal("format", format_, f"give one of {', '.join((AUTO, *LOADERS))}.")
    loader = LOADERS[recognise(request.path) if format_ == AUTO else format_]
    with paused_collector():
        return loader.read(request)


def _find_path(location: str) -> Path:
    """The absolute path of a location; LoadError where there is no folder or file."""
    path = Path(os.path.abspath(location))  # noqa: PTH100 - a linked folder keeps the link's name
    _require("source", location, lambda: bool(location) and (path.is_dir() or path.is_file()))
    return path


def _require(what: str, value: str, is_there: Callable[[], bool]) -> None:
    """Raise LoadError unless what was given is there."""
    try:
        found = is_there()
    except OSError as error:
        raise _refusal(what, value, f"it cannot be reached ({error.strerror}).") from error
    if not found:
        raise _refusal(what, value, f"there is nothing like that. Check the {what}'s path.")


def check_name(name: str) -> None:
    """Refuse a source name that could not be typed, printed or used as a document's id."""
    good = name == name.strip() and 0 < len(name) <= _NAME_CHARACTERS
    if not good or any(
        letter in "/\\" or unicodedata.category(letter) in ("Cc", "Cs") for letter in name
    ):
        raise _refusal(
            "source name",
            name,
            f"give one (--as NAME) of 1 to {_NAME_CHARACTERS} characters, without slashes, control "
            "characters and spaces around it.",
        )


def _check_encoding(encoding: str) -> None:
    """Refuse an encoding that Python does not know, or that is none of texts."""
    try:
        "".encode(encoding)
    except (LookupError, ValueError) as error:
        raise _refusal(
            "encoding", encoding, "give the name of one, such as gb18030, big5 or cp1252."
        ) from error


def _refusal(what: str, value: str, remedy: str) -> LoadError:
    return LoadError([f"{what} is {value!r}; {remedy}"])

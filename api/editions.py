"""What a diff compares: the release of a store, or the sources at a place that `load` reads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.catalog import Release
from graph.changes import SourceChange, list_changes
from graph.errors import LoadError, SettingError
from graph.integrity import list_issues
from graph.settling import settle
from graph.sources import Source
from graph.stores import STORES
from loaders import list_locations, load_source

from .settings import Settings
from .stores import BUNDLED, read_graph

_SQLITE = b"SQLite format 3\x00"  # https://sqlite.org/fileformat.html#magic_header_string


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands on one side: where it was read, its release if it is a store's, its sources."""

    place: str
    release: Release | None
    sources: tuple[Source, ...]

    @property
    def names(self) -> list[str]:
        """What its sources are called."""
        return [source.name for source in self.sources]

    @property
    def alone(self) -> bool:
        """Whether it is one source that stands in no store."""
        return self.release is None and len(self.sources) == 1


def read_edition(
    place: str,
    settings: Settings,
    *,
    encoding: str | None = None,
    begin: Callable[[str], None],
    tell: Callable[[str, int, int], None],
) -> Edition:
    """The edition at a store URL, folder or file.

    `begin` and `tell` are told how far it is. Raises SettingError where there is no such thing,
    LoadError where a source cannot be read, and StoreError as a store does.
    """
    begin(f"reading {place}")
    scheme, colon, _ = place.partition(":")
    if place == BUNDLED or (colon and scheme.lower() in STORES):
        career_graph = read_graph(replace(settings, store=place))
        return Edition(place, career_graph.release, career_graph.sources)
    _check_place(place)
    sources = [
        load_source(location, encoding=encoding, tell=tell) for location in list_locations(place)
    ]
    issues = [issue for source in sources for issue in list_issues([source], checked=True)]
    if issues:
        raise LoadError([str(issue) for issue in issues])
    return Edition(place, None, tuple(sources))


def _check_place(place: str) -> None:
    """Refuse what is neither a folder nor a file, and a store that is given as a file."""
    path = Path(place)
    try:
        if path.is_file():
            with path.open("rb") as file:
                store = file.read(len(_SQLITE)) == _SQLITE
        else:
            store = False
            if not place or not path.is_dir():
                raise SettingError(
                    f"There is nothing at {place!r}; give a folder, a file or a store URL, such as "
                    "sqlite:///career.db."
                )
    except OSError as error:
        raise SettingError(f"{place!r} cannot be read: {error.strerror}.") from error
    if store:
        url = f"sqlite:///{place}"
        raise SettingError(f"{place!r} is a file of SQLite; if it is a store, write {url!r}.")


def compare_editions(
    before: Edition, after: Edition, names: Sequence[str] = ()
) -> list[SourceChange]:
    """What became of each source, or of those with these names.

    One source that stands in no store is compared with the one of its name in the other edition,
    or with the one that is named. Of other sources that are on one side only, the only one of a
    format on each side are compared with each other. Raises SettingError where a name is on
    neither side, and where it is not clear what one source is to be compared with.
    """
    _check_names(before, after, names)
    old, new = _choose(before, after, names), _choose(after, before, names)
    if before.alone or after.alone:
        _check_one(before, old, after)
        _check_one(after, new, before)
    was, is_ = _settle(before, old, after, new), _settle(after, new, before, old)
    return list_changes(was, is_, names=_find_names(was, is_))


def _check_names(before: Edition, after: Edition, names: Sequence[str]) -> None:
    """Refuse the name of a source that is on neither side."""
    known = {*before.names, *after.names}
    for name in names:
        if name not in known:
            raise SettingError(f"No source is called {name!r}; there are {_list(known)}.")


def _choose(side: Edition, other: Edition, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of one side that are compared."""
    if side.alone:
        return side.sources
    against_one = other.alone and side.release is not None
    wanted = names or (other.names if against_one else side.names)
    return tuple(source for source in side.sources if source.name in wanted)


def _check_one(side: Edition, sources: Sequence[Source], other: Edition) -> None:
    """Refuse to compare one source, which stands in no store, with none, or with several."""
    if len(sources) != 1:
        raise SettingError(
            f"{other.place!r} is one source, {other.names[0]!r}, and {side.place!r} holds "
            f"{_list(side.names)}; say with which of these it is to be compared: --source NAME, "
            "once."
        )


def _settle(
    side: Edition, sources: tuple[Source, ...], other: Edition, replaced: Sequence[Source]
) -> tuple[Source, ...]:
    """The sources as they would be loaded into the store on the other side, where there is one.

    One source stands beside all of the store but the one that it is compared with.
    """
    if side.release is not None or other.release is None:
        return sources
    beside = [it for it in other.sources if side.alone and not any(it is one for one in replaced)]
    settled = tuple(settle(source, (*sources, *beside)) for source in sources)
    issues = [str(issue) for source in settled for issue in source.issues]
    if issues:
        raise LoadError(issues)
    return settled


def _find_names(before: Sequence[Source], after: Sequence[Source]) -> dict[str, str]:
    """The name before, by the name after, of sources that are called otherwise.

    These are the only one on each side, or the only one of a format that has no namesake.
    """
    if len(before) == len(after) == 1:
        return {after[0].name: before[0].name}
    old, new = _by_format(before, after), _by_format(after, before)
    return {
        new[format_][0]: old[format_][0]
        for format_ in new
        if len(new[format_]) == len(old.get(format_, ())) == 1
    }


def _by_format(sources: Sequence[Source], others: Sequence[Source]) -> dict[str, list[str]]:
    """The names of sources that the others do not have, by format."""
    known = {source.name for source in others}
    found: dict[str, list[str]] = {}
    for source in sources:
        if source.name not in known:
            found.setdefault(source.format, []).append(source.name)
    return found


def _list(names: Iterable[str]) -> str:
    """Names in order, in words."""
    return ", ".join(map(repr, sorted(names))) or "none"

"""The files of a data set: which of those in a folder is which, told by their columns.

A data set's files are known by columns that they have in every version, never by their names:

    FILES = {"roles": ("Role", "Role Level"), "skills": ("Skill Name", "Working")}
    told = tell_files(path, FILES)
    for kind, file in told.files:
        ...
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..reading.opening import list_files, listing
from ..reading.spelling import plain_name
from . import read_columns

Kinds = Mapping[str, Sequence[str]]
"""The columns that every file of a kind has; a file is of the first kind that fits."""

_ENDINGS = (".csv", ".csv.gz", ".txt", ".txt.gz", ".tsv", ".tsv.gz")
_BOOKS = (".xls", ".xlsx", ".ods")  # what may hold more of a data set, and is not read


@dataclass(frozen=True, slots=True)
class ToldFiles:
    """The files of a data set, in the order of the kinds, and other tables beside them."""

    files: tuple[tuple[str, Path], ...]
    others: tuple[Path, ...]

    @property
    def notes(self) -> list[str]:
        """A sentence for each table that was not read, as it is none of the data set."""
        return [
            f"{plain_name(path)} is no file of this data set that is known here; it was not read."
            for path in self.others
        ]


def recognises_files(path: Path, kinds: Kinds) -> bool:
    """Whether a folder has a file of some kind, or a file is one."""
    try:
        return any(_tell(file, kinds) is not None for file in _list_tables(path))
    except OSError:
        return False


def tell_files(path: Path, kinds: Kinds) -> ToldFiles:
    """The files of a folder, or the one file; LoadError where they cannot be listed."""
    with listing(path):
        tables = list(_list_tables(path))
        books = list_files(path) if path.is_dir() else []
    told = [(_tell(file, kinds), file) for file in tables]
    return ToldFiles(
        tuple((kind, file) for kind in kinds for found, file in told if found == kind),
        (
            *(file for found, file in told if found is None),
            *(file for file in books if file.name.lower().endswith(_BOOKS)),
        ),
    )


def _list_tables(path: Path) -> Iterator[Path]:
    """Yield the files of a folder that have the name of a table, or the file."""
    if not path.is_dir():
        yield path
        return
    yield from (file for file in list_files(path) if file.name.lower().endswith(_ENDINGS))


def _tell(file: Path, kinds: Kinds) -> str | None:
    """The kind that a file is of, by its first line; None where it is of none."""
    columns = set(read_columns(file, {name for names in kinds.values() for name in names}))
    return next((kind for kind, names in kinds.items() if columns.issuperset(names)), None)

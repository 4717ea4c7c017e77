"""Rejects: a folder of CSV files with the rows of a source that were left out, to be mended.

Each file has the header of the table and its rows as they were typed, and before them a column that
says why each was rejected. UTF-8 with a byte order mark, without which Excel takes 客 for several
letters. Of tables it is a source by itself: that column is not read.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph.errors import LoadError
from graph.sources import Rejected, Source

from ..reading.problems import CONTROL
from ..reading.spelling import plain
from .headers import REJECTED

ENDING = "-rejects"
"""What the folder of a source's rejected rows is called after the source's name."""

_NO_NAME = re.compile(r"[/\\:\x00-\x1f]")  # what no file's name should hold, but a sheet's may


@contextmanager
def write_rejects(sources: Sequence[Source], folder: Path) -> Iterator[Mapping[str, Path]]:
    """Write the rejected rows of each source that has any; gives the folders made, by source.

    They are there, whole, before the block begins; where it does not end well they are taken away.
    Raises LoadError where one is there already, or cannot be written.
    """
    made: dict[str, Path] = {}
    try:
        for source in sources:
            if source.rejected:
                path = folder / f"{source.name}{ENDING}"
                _write_folder(source.rejected, path)
                made[source.name] = path
        yield made
    except BaseException:
        for path in made.values():
            shutil.rmtree(path, ignore_errors=True)
        raise


def _write_folder(tables: Sequence[Rejected], path: Path) -> None:
    """Write the folder under another name, and then give it its own."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists():
            raise _refuse(path, "it is there already; load or move it, or give another place with")
        draft.mkdir(parents=True)
        try:
            for table in tables:
                _write_file(table, draft / _NO_NAME.sub("_", table.file))
            draft.rename(path)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        why = f"it cannot be written ({error.strerror}); give a place where it can be with"
        raise _refuse(path, why) from error


def _refuse(path: Path, why: str) -> LoadError:
    return LoadError([f"folder for rejected rows is {plain(path)!r}; {why} --rejects FOLDER."])


def _write_file(table: Rejected, path: Path) -> None:
    """Write one file; a row that ended with the file gets a line end."""
    quoted = table.delimiter != "\t"
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        file.write(f"{REJECTED}{table.delimiter}{_end(table.header)}")
        for row in table.rows:
            file.write(f"{_to_cell(row.reason, quoted=quoted)}{table.delimiter}{_end(row.text)}")


def _end(text: str) -> str:
    return text if text.endswith(("\r", "\n")) else f"{text}\r\n"


def _to_cell(reason: str, *, quoted: bool) -> str:
    """A reason as a cell on one line, which no spreadsheet takes for a formula."""
    text = CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(reason.split()))
    text = text if text[:1].isalnum() else f"'{text}"
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if quoted else text

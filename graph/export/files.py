"""New files: what exports write, whole and never over something."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from ..interrupt import checkpoint

_LOT = 2**16  # bytes that are written at once


class _CheckedFile(io.FileIO):
    """A file with a checkpoint before each lot that is written."""

    def write(self, content: Any, /) -> int:  # noqa: ANN401 any buffer
        """Write, unless the work is to end."""
        checkpoint()
        return super().write(content)


@contextmanager
def open_new(path: Path) -> Iterator[BinaryIO]:
    """A file that is not there yet, its folders too, to be written in the block.

    Raises FileExistsError where it is there. A block that does not end well leaves no file.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already; give the name of a new file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = _CheckedFile(path, "x")
    try:
        with io.BufferedWriter(raw, _LOT) as file:
            yield file
    except BaseException:
        path.unlink()
        raise


@contextmanager
def open_new_text(path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """The same for text, whose line ends are written as they are."""
    with open_new(path) as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        yield text


def check_empty(folder: Path) -> None:
    """Raise FileExistsError where a folder holds something; it need not be there."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder.")

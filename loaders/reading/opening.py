"""The files of a source: which there are, and their bytes; only plain files of bounded size.

A source comes from elsewhere. A link may lead to any file of this machine, a pipe may never end,
and a small packed file may unpack to more than there is room for: none of these is followed.
"""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graph.errors import CareerGraphError, LoadError

from .spelling import plain, plain_name

MOST_BYTES = 1 << 30
"""Bytes of a file that are read, unpacked where it is packed: 35 times ESCO's largest file."""

_MOST_RATIO = 100  # of unpacked to packed bytes; that of published tables is 25 at most
_FREE = 1 << 24  # unpacked bytes before the ratio counts

_BUFFER = 1 << 18
_GZIP = b"\x1f\x8b"
_PACKED = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a rar archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
}
"""How packed files begin that are not read, and what each is."""
_LONGEST_MARK = max(map(len, _PACKED))
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe is opened, then met


class UnreadableError(CareerGraphError, ValueError):
    """A file that cannot be read on; the sentence stands at `line` of it, or at 0, the whole."""

    def __init__(self, message: str, line: int = 0) -> None:
        """Say what stands there and what to do."""
        self.line = line
        super().__init__(message)


def list_files(folder: Path) -> list[Path]:
    """What a folder holds, in order of name, without hidden files and office suites' lock files.

    Folders, links and pipes are listed: opening one says why it is not read. OSError where the
    folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~")))


@contextmanager
def listing(source: Path) -> Iterator[None]:
    """Make what keeps a source's files from being listed a LoadError."""
    try:
        yield
    except OSError as error:
        raise LoadError(
            [f"source is {plain(source)!r}; it cannot be listed ({error.strerror})."]
        ) from error


def list_candidates(source: Path) -> list[Path]:
    """The files of a folder, or the one file; OSError where they cannot be listed."""
    return list_files(source) if source.is_dir() else [source]


def file_name(path: Path) -> str:
    """The name of a file as messages and passages have it: printable, without `.gz`."""
    return plain_name(path).removesuffix(".gz")


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """Open a plain file as it is, whatever it holds; for the rest as `open_plain`."""
    with as_unreadable(), _open(path) as raw:
        yield io.BufferedReader(raw, _BUFFER)


@contextmanager
def open_plain(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open a plain file: its bytes, unpacked where it is gzip, and the file itself, to tell where.

    Raises UnreadableError where it is a link, a pipe, a device, a folder, another archive, larger
    than MOST_BYTES, or cannot be opened; so does reading on, within `as_unreadable`.
    """
    with as_unreadable(), _open(path) as raw:
        mark = raw.read(_LONGEST_MARK)
        raw.seek(0)
        _check_mark(mark)
        if mark.startswith(_GZIP):
            with gzip.GzipFile(fileobj=raw, mode="rb") as unpacked:
                yield io.BufferedReader(_Bounded(unpacked, raw), _BUFFER), raw
        else:
            yield io.BufferedReader(raw, _BUFFER), raw


def _open(path: Path) -> io.FileIO:
    """The file, unbuffered; what it is stands fast once it is open."""
    if path.is_symlink():
        raise UnreadableError("this is a link; put the file itself here.")
    descriptor = os.open(path, _FLAGS)
    try:
        _check_kind(os.fstat(descriptor))
    except UnreadableError:
        os.close(descriptor)
        raise
    return io.FileIO(descriptor)


def _check_kind(status: os.stat_result) -> None:
    """Refuse what is no plain file, and a file that is too large."""
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("this is a folder; put the file itself here.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("this is a pipe or a device; put a plain file here.")
    if status.st_size > MOST_BYTES:
        raise UnreadableError(
            f"the file has {status.st_size} bytes, more than {MOST_BYTES}; split it."
        )


def _check_mark(mark: bytes) -> None:
    """Refuse a file that begins like an archive."""
    for begin, what in _PACKED.items():
        if mark.startswith(begin):
            raise UnreadableError(f"this is {what}; unpack it, and give the folder of its files.")


class _Bounded(io.RawIOBase):
    """What a packed file unpacks to: at most MOST_BYTES, and no bomb, which is nearly empty."""

    def __init__(self, unpacked: gzip.GzipFile, raw: io.FileIO) -> None:
        self._unpacked = unpacked
        self._raw = raw
        self._size = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # BufferedReader's
        """Read on; UnreadableError beyond the bound."""
        count = self._unpacked.readinto(buffer)
        self._size += count
        if self._size > MOST_BYTES:
            raise UnreadableError(f"the file unpacks to more than {MOST_BYTES} bytes; split it.")
        if self._size > max(_FREE, _MOST_RATIO * self._raw.tell()):
            raise UnreadableError(
                f"the file unpacks to more than {_MOST_RATIO} times its bytes, as no table does; "
                "if it is one, unpack it."
            )
        return count


@contextmanager
def as_unreadable() -> Iterator[None]:
    """Make what the system and gzip raise ours: a file that fails, or is packed and damaged."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableError(
            f"the packed file is damaged ({error}); fetch or pack it again."
        ) from error
    except OSError as error:
        raise UnreadableError(
            f"the file cannot be read ({error.strerror}); make it readable."
        ) from error

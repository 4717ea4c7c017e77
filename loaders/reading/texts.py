"""Text files: their lines, decoded strictly and of bounded length.

A text is UTF-8, with or without byte order mark. What is not is never guessed at: the problem says
which encoding would fit and how a line would read in it, and the person gives it with --encoding.
"""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from .opening import UnreadableError, as_unreadable, open_plain

LONGEST_LINE = 1 << 22
"""Characters of a line that is read."""

_LONGEST_BYTES = 4 * LONGEST_LINE  # of a line, at four bytes a character
_LONGEST_FIRST = 1 << 16  # bytes of a first line that is looked at
_CHUNK = 1 << 20
_AROUND = 20  # characters that are shown on each side of a byte that is no text
_LONE_RETURN = re.compile(rb"\r(?!\n)")  # ends a line too, as csv counts them
_WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""How texts with wide characters begin; the longer marks first, as one begins like another."""
_SUGGESTED = ("gb18030", "big5", "shift_jis", "cp1252")
"""The encodings that are suggested, most telling first: cp1252 makes something of any bytes."""


class Text:
    """One open text file; iterating gives its lines with their ends.

    Every problem is an UnreadableError that is raised where it is met.
    """

    def __init__(self, path: Path, file: BinaryIO, raw: BinaryIO, encoding: str) -> None:
        """Decode `file`, which is `path` opened; `raw` tells how much of it was read."""
        self._path = path
        self._encoding = encoding
        self._file: TextIO = io.TextIOWrapper(file, encoding, newline="")
        self._raw = raw

    @property
    def position(self) -> int:
        """Bytes of the file on disk that were read."""
        return self._raw.tell()

    def __iter__(self) -> Iterator[str]:
        """Yield each line."""
        with as_unreadable():
            try:
                for number, line in enumerate(iter(self._read_line, ""), 1):
                    _check_line(line, number)
                    yield line
            except UnicodeError as error:  # UTF-16 without its mark is no UnicodeDecodeError
                raise _find_bad_byte(self._path, self._encoding) from error

    def _read_line(self) -> str:
        return self._file.readline(LONGEST_LINE)


def _check_line(line: str, number: int) -> None:
    """Refuse what no line of a table is."""
    if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
        raise UnreadableError(
            f"the line has {LONGEST_LINE} characters or more; this is no table.", number
        )
    if "\0" in line:
        place = line.index("\0") + 1
        raise UnreadableError(
            f"the line holds a NUL, as its character {place}, which no text does; save the file as "
            "UTF-8, or give the encoding that it has, such as --encoding utf-16-le.",
            number,
        )


@contextmanager
def open_text(path: Path, encoding: str | None = None) -> Iterator[Text]:
    """Open a text file that is UTF-8, or else in `encoding` where one is given.

    Raises UnreadableError as open_plain does, and where it begins like another encoding.
    """
    with open_plain(path) as (file, _), as_unreadable():
        wide = _find_wide_mark(file.read(max(map(len, _WIDE_MARKS))))
    if wide is not None and encoding is None:
        raise UnreadableError(
            f"the file begins like {wide.upper()} text; give --encoding {wide}, or save it as "
            "UTF-8.",
            1,
        )
    used = "utf-8-sig"
    if encoding is not None and (wide is not None or not _is_utf_8(path)):
        used = encoding
    with open_plain(path) as (file, raw):
        yield Text(path, file, raw, used)


def read_first_line(path: Path) -> str:
    """The first line of a file, however its bytes read, to see what it is; UnreadableError else."""
    with open_plain(path) as (file, _), as_unreadable():
        line = file.readline(_LONGEST_FIRST)
    text = line.decode(_find_wide_mark(line) or "utf-8-sig", "ignore")
    return next(iter(text.splitlines()), "")


def _find_wide_mark(begin: bytes) -> str | None:
    """The encoding whose mark the bytes begin with, None where they begin with none."""
    return next((name for mark, name in _WIDE_MARKS.items() if begin.startswith(mark)), None)


def _is_utf_8(path: Path) -> bool:
    """Whether the whole file is UTF-8, and text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_plain(path) as (file, _), as_unreadable():
        try:
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _find_bad_byte(path: Path, encoding: str) -> UnreadableError:
    """The error that names the first byte which is no text, its line, and what would fit."""
    unknown = UnreadableError(f"the file is not {encoding} text; give the encoding that it has.")
    if codecs.lookup(encoding).name.startswith(("utf-16", "utf-32")):
        return unknown  # its lines cannot be told by bytes
    number, offset = 1, 0
    with open_plain(path) as (file, _), as_unreadable():
        while line := file.readline(_LONGEST_BYTES):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                number += len(_LONE_RETURN.findall(line, 0, error.start))
                message = _say_bad_byte(line, error.start, offset + error.start, encoding)
                return UnreadableError(message, number)
            number += 1 + len(_LONE_RETURN.findall(line))
            offset += len(line)
    return unknown


def _say_bad_byte(line: bytes, start: int, offset: int, encoding: str) -> str:
    """What is wrong with a byte of a line, and how the line would read otherwise."""
    name = "UTF-8" if encoding.startswith("utf-8") else encoding
    problem = f"byte 0x{line[start]:02x} at offset {offset} is not {name} text"
    for other in _SUGGESTED:
        read = None if other == encoding else _read_around(line, start, other)
        if read is not None:
            return (
                f"{problem}. As {other} it would read {read!r}: if that is right, give --encoding "
                f"{other}, else the encoding that it has, or save the file as UTF-8."
            )
    return f"{problem}; save the file as UTF-8, or give --encoding with the one that it has."


def _read_around(line: bytes, start: int, encoding: str) -> str | None:
    """The text around a byte in an encoding, None where the line is no text in it."""
    try:
        before, after = line[:start].decode(encoding), line[start:].decode(encoding)
    except UnicodeDecodeError:
        return None
    around = before[-_AROUND:].rpartition("\n")[2] + after.splitlines()[0][:_AROUND]
    return around if around.replace("\t", " ").isprintable() else None

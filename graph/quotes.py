"""Quotes: the words of a passage, cut from a text whose hash is the document's, or none at all."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path

from .records import Document

_LARGEST = 10 * 1024 * 1024  # bytes; a larger file is no text of ours and is not read

_Stamp = tuple[str, int, int]  # path, size in bytes, time of change in nanoseconds


class Quotes:
    """Quotes documents whose texts lie in one folder.

    A file is hashed once for each size and time of change, a text decoded once. Threads may share
    it: at worst two of them read the same file.
    """

    def __init__(self, folder: Path | None, documents: Iterable[Document]) -> None:
        """Look in `folder` when first asked; None quotes nothing."""
        self._folder = folder
        self._documents = sorted(documents, key=attrgetter("id"))
        self._hashes: dict[_Stamp, str] = {}
        self._texts: dict[str, str | None] = {}
        self._found: dict[str, Path] = {}

    def find_quote(self, document: Document, start: int | None, end: int | None) -> str | None:
        """Characters `start` to `end` (code points, end excluded) of a document's text.

        None where the document has no hash, no file in the folder has it, the file is no UTF-8, or
        the span is missing or not within the text. Line ends and a BOM count as they stand.
        """
        if start is None or end is None or document.sha256 is None:
            return None
        text = self._find_text(document, document.sha256)
        if text is None or not 0 <= start < end <= len(text):
            return None
        return text[start:end]

    def list_changed(self) -> list[str]:
        """A sentence for each document whose own file is there with another hash, by id."""
        return [
            f"document {document.id!r}: {path} has sha256 {found!r}, not {document.sha256!r} as "
            f"the data set says, so nothing is quoted from it; put the original text back, or load "
            f"the document again with its new text, hash and passages."
            for document in self._documents
            if document.sha256 is not None
            for path in self._list_own(document)
            if (found := self._hash(path)) is not None and found != document.sha256
        ]

    def _find_text(self, document: Document, sha256: str) -> str | None:
        """The text with that hash: of the document's own file, else of any file of the folder."""
        for path in self._list_paths(document, sha256):
            if self._hash(path) == sha256:
                self._found[sha256] = path
                return self._text(path, sha256)
        return None

    def _text(self, path: Path, sha256: str) -> str | None:
        """The text of a file with that hash, None where it is no UTF-8 or has just changed."""
        if sha256 not in self._texts:
            content = _read(path)
            if content is None or hashlib.sha256(content).hexdigest() != sha256:
                return None
            self._texts[sha256] = _decode(content)
        return self._texts[sha256]

    def _hash(self, path: Path) -> str | None:
        """The sha256 of a file as it is now, None where it cannot be read."""
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (str(path), status.st_size, status.st_mtime_ns)
        if stamp not in self._hashes:
            content = _read(path)
            if content is None:
                return None
            self._hashes[stamp] = hashlib.sha256(content).hexdigest()
        return self._hashes[stamp]

    def _list_own(self, document: Document) -> list[Path]:
        """The file that the document names, where it is in the folder."""
        if self._folder is None or document.file is None:
            return []
        path = _find_inside(self._folder, self._folder / document.file)
        return [] if path is None else [path]

    def _list_paths(self, document: Document, sha256: str) -> Iterator[Path]:
        """Yield the files that may hold a text: the document's own, the last to do so, then all."""
        yield from self._list_own(document)
        if self._folder is None:
            return
        last = self._found.get(sha256)
        if last is not None and _find_inside(self._folder, last) == last:
            yield last
        yield from _list_files(self._folder)


def _list_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder by name; of links only those that stay within it."""
    try:
        with os.scandir(folder.resolve()) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError:
        return
    for entry in found:
        path = _find_inside(folder, Path(entry)) if entry.is_symlink() else Path(entry)
        if path is not None and (entry.is_symlink() or entry.is_file()):
            yield path


def _find_inside(folder: Path, path: Path) -> Path | None:
    """Where a file really is; None where that is not within the folder, or nothing is there."""
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(folder.resolve()) and real.is_file()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, a circle of links
        return None
    return real if inside else None


def _read(path: Path) -> bytes | None:
    """The bytes of a regular file that is not too large, None where there is none such."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # not every system has each
        flags |= getattr(os, name, 0)
    try:
        # Looked at once open: the path may have become a link or a pipe in the meantime.
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
                return file.read(_LARGEST)
    except OSError:
        return None
    return None


def _decode(content: bytes) -> str | None:
    """UTF-8 as text, with line ends as they are; None where it is none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None

"""Passages against the documents at hand: is it the same document, and does it reach that far."""

import codecs
import hashlib
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from graph.records import Document, Passage
from graph.sources import Issue, Source

from ..reading.opening import UnreadableError, open_whole

_LOT = 1 << 20  # bytes of a document that are read at once


def list_passage_issues(source: Source, folder: Path) -> Iterator[Issue]:
    """Yield an issue for each document of `folder` that changed, and each span beyond its text.

    Only documents with a `file` that is there and a `sha256` are looked at: without the hash nobody
    knows which text the spans were counted in.
    """
    lengths: dict[str, int] = {}
    for index, document in enumerate(source.rows.get("documents", ())):
        path = None if document.file is None else folder / document.file
        if path is None or document.sha256 is None or not path.is_file():
            continue
        found = _read_length(document, path)
        if isinstance(found, int):
            lengths[document.id] = found
        else:
            yield source.issue("documents", index, *found)
    yield from _list_spans_beyond(source, lengths)


def _read_length(document: Document, path: Path) -> int | tuple[str, str]:
    """The text's length in code points, line ends untouched; else column and sentence."""
    try:
        found, length = _read_text(path)
    except UnreadableError as error:
        return "file", f"file is {document.file!r}; {error}"
    if found != document.sha256:
        return "sha256", (
            f"sha256 is {document.sha256!r}, but {document.file!r} has {found!r}: the document "
            "changed; bring back the old file, or count start and end again and renew sha256."
        )
    if length is None:
        return "file", (
            f"file is {document.file!r}; it is not UTF-8 text, so that start and end count "
            "nothing; save it as UTF-8 and renew sha256."
        )
    return length


def _read_text(path: Path) -> tuple[str, int | None]:
    """A file's SHA-256 and its code points, None where it is not UTF-8; UnreadableError else."""
    digest, length = hashlib.sha256(), 0
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    with open_whole(path) as file:
        for lot in chain(iter(partial(file.read, _LOT), b""), (b"",)):
            digest.update(lot)
            try:
                length += 0 if decoder is None else len(decoder.decode(lot, final=not lot))
            except UnicodeDecodeError:
                decoder = None
    return digest.hexdigest(), None if decoder is None else length


def _list_spans_beyond(source: Source, lengths: dict[str, int]) -> Iterator[Issue]:
    """Yield an issue for each passage that ends beyond the text of its document."""
    for table, rows in source.rows.items():
        for index, record in enumerate(rows):
            passage: Passage | None = getattr(record, "passage", None)
            if passage is None or passage.end is None:
                continue
            length = lengths.get(passage.document, passage.end)
            if passage.end > length:
                message = (
                    f"end is {passage.end}, but the text of {passage.document!r} has {length} "
                    "characters; count start and end again."
                )
                yield source.issue(table, index, "end", message)

"""Passages against the documents at hand: is it the same document, and does it reach that far."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from graph.records import Document, Passage
from graph.sources import Issue, Source


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
        data = path.read_bytes()
    except OSError as error:
        return "file", f"file is {document.file!r}; it cannot be read ({error.strerror})."
    found = hashlib.sha256(data).hexdigest()
    if found != document.sha256:
        return "sha256", (
            f"sha256 is {document.sha256!r}, but {document.file!r} has {found!r}: the document "
            "changed; bring back the old file, or count start and end again and renew sha256."
        )
    try:
        return len(data.decode("utf-8"))
    except UnicodeDecodeError:
        return "file", (
            f"file is {document.file!r}; it is not UTF-8 text, so that start and end count "
            "nothing; save it as UTF-8 and renew sha256."
        )


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

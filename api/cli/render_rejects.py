"""Prints which rows a load rejected, why, and where they are now."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from graph.sources import Source

from .exits import NAME

_TABLES = "tables"  # the format of which a part is a source by itself


def describe_rejects(
    sources: Sequence[Source], folders: Mapping[str, Path]
) -> list[dict[str, Any]]:
    """The rejected rows for JSON; `folders` are those that were written, by source."""
    return [
        {
            "source": source.name,
            "folder": str(folders[source.name]) if source.name in folders else None,
            "tables": [
                {
                    "table": table.table,
                    "rows": [{"line": row.line, "reason": row.reason} for row in table.rows],
                }
                for table in source.rejected
            ],
        }
        for source in sources
        if source.rejected
    ]


def list_rejects(
    sources: Sequence[Source], folders: Mapping[str, Path], store: str | None = None
) -> Iterator[str]:
    """Yield what is said of them: each reason where nothing was written, then how many there are.

    `folders` are those that were written, by source; `store` is the one that was asked for.
    """
    for source in sources:
        if not source.rejected:
            continue
        if source.name not in folders:
            yield from (row.reason for table in source.rejected for row in table.rows)
        number = sum(len(table.rows) for table in source.rejected)
        counts = ", ".join(f"{table.table} {len(table.rows)}" for table in source.rejected)
        many = "1 row" if number == 1 else f"{number} rows"
        if source.name not in folders:
            yield f"{source.name}: {many} would be rejected ({counts}); no file of them was written"
            continue
        yield (
            f"{source.name}: {many} rejected ({counts}), each with its reason in "
            f"{folders[source.name]}/"
        )
        yield _say_remedy(source, folders[source.name], store)


def _say_remedy(source: Source, folder: Path, store: str | None) -> str:
    """What to do with the folder."""
    if source.format == _TABLES:
        there = "" if store is None else f" --store {quote(store)}"
        return f"  mend them there, then: {NAME} load {quote(str(folder))}{there}"
    return (
        f"  mend them where they come from, and load {source.name} again: {source.format} is read "
        "as a whole, and a part of it is no source"
    )

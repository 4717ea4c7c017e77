"""Prints what became of every row of a public data set: read, used, or set aside and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import RenderableType

from graph.sources import INFERRED, Source, Tally

from .output import clean
from .render import Page

_LISTED = 3  # lines that are listed one by one; of more the first and the last


def describe_account(source: Source) -> dict[str, Any]:
    """The account for JSON, with the line of every row that was set aside."""
    return {
        "name": source.name,
        "format": source.format,
        "files": [
            {
                "file": tally.file,
                "rows": tally.rows,
                "used": tally.used,
                "rejected": tally.rejected,
                "setAside": [
                    {"reason": aside.reason, "rows": len(aside.lines), "lines": list(aside.lines)}
                    for aside in tally.aside
                ],
            }
            for tally in source.tallies
        ],
        "notes": list(source.notes),
    }


def render_account(page: Page, source: Source) -> Iterator[RenderableType]:
    """Yield the table of files, if any, then why rows were set aside, then the notes."""
    if source.format == INFERRED:
        yield page.heading(clean(f"{source.name}: {source.format} from {source.location}"))
    else:
        yield from _render_files(page, source)
    for line in (*_list_reasons(source.tallies), *source.notes):
        yield page.line(clean(line), indent=2)


def _render_files(page: Page, source: Source) -> Iterator[RenderableType]:
    """Yield what was read of each file."""
    yield page.heading(clean(f"{source.name}: what was read ({source.format})"))
    headings = ["cli.file", "cli.rows", "cli.used", "cli.set_aside"]
    cells: list[list[Any]] = [
        [clean(it.file), str(it.rows), str(it.used), str(it.rows - it.used - it.rejected)]
        for it in source.tallies
    ]
    if any(tally.rejected for tally in source.tallies):
        headings.append("cli.rejected")
        for row, tally in zip(cells, source.tallies, strict=True):
            row.append(str(tally.rejected))
    if cells:
        yield page.table(headings, cells)


def _list_reasons(tallies: Sequence[Tally]) -> Iterator[str]:
    """Yield a sentence for each reason of each file."""
    for tally in tallies:
        for aside in tally.aside:
            many = "1 row" if len(aside.lines) == 1 else f"{len(aside.lines)} rows"
            yield f"{tally.file}: {many} ({_say_lines(aside.lines)}): {aside.reason}"


def _say_lines(lines: Sequence[int]) -> str:
    if len(lines) <= _LISTED:
        return f"line{'' if len(lines) == 1 else 's'} {', '.join(map(str, lines))}"
    return f"lines {lines[0]} to {lines[-1]}"

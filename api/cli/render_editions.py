"""Prints a diff: what is compared with what, and what became of each source."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType

from graph.changes import SourceChange

from ..editions import Edition
from .output import clean
from .render import Page
from .render_diff import describe_changes, render_changes


def render_diff(
    page: Page, before: Edition, after: Edition, changes: Sequence[SourceChange]
) -> Iterator[RenderableType]:
    """Yield what is compared with what, what became of each source, and which are the same."""
    for side, edition in (("cli.before", before), ("cli.after", after)):
        yield page.line(clean(page.field(page.say(side), _say_place(page, edition))))
    known = (before.sources, after.sources)
    yield from render_changes(page, changes, known=known, brief=False)
    same = [change.name for change in changes if not change.differs]
    if len(same) == len(changes):
        yield page.line(page.say("cli.diff.none"))
    elif same:
        sources = page.say("cli.comma").join(same)
        yield page.line(clean(page.say("cli.diff.same", sources=sources)))


def _say_place(page: Page, edition: Edition) -> str:
    """Where an edition was read, and which release of a store it is."""
    if edition.release is None:
        return edition.place
    return page.say("cli.diff.place", place=edition.place, number=edition.release.number)


def describe_diff(
    before: Edition, after: Edition, changes: Sequence[SourceChange]
) -> dict[str, Any]:
    """A diff for JSON: what is compared with what, and each source."""
    return {
        "before": _describe_edition(before),
        "after": _describe_edition(after),
        "differs": any(change.differs for change in changes),
        "sources": describe_changes(changes),
    }


def _describe_edition(edition: Edition) -> dict[str, Any]:
    release = None if edition.release is None else asdict(edition.release)
    return {"place": edition.place, "release": release}

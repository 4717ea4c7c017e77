"""What became of sources, in words and for JSON: the one home of both for every command."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from rich.console import RenderableType

from graph.changes import RowChange, SourceChange, TableChange
from graph.records import Document, Record
from graph.sources import Source
from graph.tables import table_of

from .output import clean
from .render import Page
from .row_words import RowWords, say_both

_LISTED = 20  # rows of one list that are told; the others are counted
_COUNTED = ("added", "renamed", "changed", "removed", "relocated")
"""What rows are counted by, as in TableChange."""
Sides = tuple[Sequence[Source], Sequence[Source]]
"""The sources that know the things which rows name: before, and after."""


def render_changes(
    page: Page, changes: Sequence[SourceChange], *, known: Sides, brief: bool
) -> Iterator[RenderableType]:
    """Yield each source that differs: its edition, a table of counts, and its rows.

    Of each list the first rows are told and the others counted. A source that is new or gone as a
    whole, and with `brief` any, is told by rows only where they are few.
    """
    few = sum(change.says_other for change in changes) <= _LISTED
    before, after = known
    words = (
        RowWords((*before, *after), page.language),
        RowWords((*after, *before), page.language),
    )
    for change in changes:
        if not change.differs:
            continue
        yield page.heading(clean(_say_source(page, change)))
        if change.tables:
            yield _render_counts(page, change)
        whole = change.before is None or change.after is None
        if few or not (brief or whole):
            for table in change.tables:
                yield from _render_rows(page, table, *words)


def _say_source(page: Page, change: SourceChange) -> str:
    """A source and its edition; both names and both editions where these are others."""
    old, new = change.before, change.after
    if old is None or new is None:
        (there,) = (source for source in (old, new) if source is not None)
        word = "cli.diff.new" if old is None else "cli.diff.gone"
        said = page.say(word, source=there.name)
        return said if there.edition is None else page.field(said, say_edition(there.edition))
    names = say_both(old.name, new.name)
    editions = [None if it.edition is None else say_edition(it.edition) for it in (old, new)]
    return names if editions == [None, None] else page.field(names, say_both(*editions))


def say_edition(document: Document) -> str:
    """Which edition a document is: its title, and when it was published."""
    published = "" if document.published is None else f" ({document.published})"
    return f"{document.title}{published}"


def _render_counts(page: Page, change: SourceChange) -> RenderableType:
    """How many rows of each table there were, there are, and what became of them."""
    columns = ["before", "after", *_COUNTED]
    if change.before is None or change.after is None:
        columns = ["added" if change.before is None else "removed"]
    rows = (
        [table.table, *(_count(getattr(table, name)) for name in columns)]
        for table in change.tables
    )
    return page.table(["cli.table", *(f"cli.{name}" for name in columns)], rows)


def _count(number_or_rows: int | Sequence[Any]) -> str:
    """A number, or how many rows there are."""
    return str(number_or_rows if isinstance(number_or_rows, int) else len(number_or_rows))


def _render_rows(
    page: Page, table: TableChange, before: RowWords, after: RowWords
) -> Iterator[RenderableType]:
    """Yield each list of rows with its heading, cut where it is long."""
    lists: tuple[tuple[str, Sequence[Any], Callable[[Any], str]], ...] = (
        ("renamed", table.renamed, before.say_change),
        ("changed", table.changed, before.say_change),
        ("added", table.added, after.say),
        ("removed", table.removed, before.say),
    )
    for name, rows, tell in lists:
        if rows:
            word = page.say(f"cli.{name}")
            yield page.line(page.say("cli.diff.list", table=table.table, what=word))
            yield from (page.line(clean(tell(row)), indent=2) for row in rows[:_LISTED])
        if len(rows) > _LISTED:
            yield page.line(page.say("cli.diff.more", number=len(rows) - _LISTED), indent=2)


def describe_changes(changes: Iterable[SourceChange]) -> list[dict[str, Any]]:
    """Each source for JSON: all rows that were added, renamed, changed or removed, cell by cell.

    Of rows that say the same at another place only the number is given.
    """
    return [
        {
            "name": change.name,
            "status": _find_status(change),
            "before": _describe_source(change.before),
            "after": _describe_source(change.after),
            "tables": [_describe_table(table) for table in change.tables],
        }
        for change in changes
    ]


def _find_status(change: SourceChange) -> str:
    """What became of a source, in a word."""
    if change.before is None:
        return "added"
    if change.after is None:
        return "removed"
    if change.says_other:
        return "changed"
    return "relocated" if change.differs else "same"


def _describe_source(source: Source | None) -> dict[str, Any] | None:
    """A source and its edition, without its rows."""
    if source is None:
        return None
    return {
        "name": source.name,
        "format": source.format,
        "edition": describe_edition(source),
        "location": source.location,
        "loaded": source.loaded,
    }


def describe_edition(source: Source) -> dict[str, Any] | None:
    """Title and date of the edition of a source; None where it does not say."""
    document = source.edition
    return None if document is None else {"title": document.title, "published": document.published}


def _describe_table(change: TableChange) -> dict[str, Any]:
    return {
        "table": change.table,
        "rowsBefore": change.before,
        "rowsAfter": change.after,
        "added": [_describe_row(row) for row in change.added],
        "renamed": [_describe_both(row) for row in change.renamed],
        "changed": [_describe_both(row) for row in change.changed],
        "removed": [_describe_row(row) for row in change.removed],
        "relocated": len(change.relocated),
    }


def _describe_both(change: RowChange) -> dict[str, Any]:
    """A row before and after, and the columns that differ."""
    return {
        "columns": list(change.columns),
        "before": _describe_row(change.before),
        "after": _describe_row(change.after),
    }


def _describe_row(row: Record) -> dict[str, Any]:
    """The cells of a row that are not empty, by column."""
    return {name: value for name, value in table_of(row).cells(row).items() if value is not None}

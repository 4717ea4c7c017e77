"""Prints what a change did to a store, and what a store holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rich.console import RenderableType

from graph.catalog import CareerGraph
from graph.changes import SourceChange, list_changes
from graph.inferring import list_outdated
from graph.sources import Source
from graph.stores import Refresh, Update

from .output import clean, print_json
from .render import Page, open_page
from .render_account import describe_account, render_account
from .render_diff import describe_changes, describe_edition, render_changes, say_edition
from .render_rejects import describe_rejects


def print_update(
    update: Update,
    read: Sequence[Source] = (),
    folders: Mapping[str, Path] = MappingProxyType({}),
    *,
    dry_run: bool,
    json: bool,
) -> None:
    """Print what became of the rows that were read, what changed in each table, the release.

    `folders` are those that rejected rows were written into, by source; JSON has these rows too.
    """
    accounts = [source for source in read if source.tallies or source.notes]
    if json:
        described = _describe(update, dry_run=dry_run)
        described["sources"] = [describe_account(source) for source in accounts]
        described["rejected"] = describe_rejects(read, folders)
        print_json(described)
        return
    page = open_page("en")
    for source in accounts:
        page.print(render_account(page, source))
    page.print(_render_update(page, update, dry_run=dry_run))


def print_refresh(refresh: Refresh, *, dry_run: bool, json: bool) -> None:
    """Print what was taken over as an update, and then what was not, with the Cypher to find it."""
    if json:
        listed = {
            "refused": [asdict(report) for report in refresh.refused],
            "changed": [asdict(report) for report in refresh.changed],
            "restored": refresh.restored,
        }
        print_json({"update": _describe(refresh.update, dry_run=dry_run), **listed})
        return
    page = open_page("en")
    update = _render_update(page, refresh.update, dry_run=dry_run)
    page.print([*update, *_render_reports(page, refresh)])


def _render_reports(page: Page, refresh: Refresh) -> Iterator[RenderableType]:
    """Yield each report and how to mend what it names."""
    for report in (*refresh.refused, *refresh.changed):
        yield page.line(clean(report.message))
        yield page.line(f"    {clean(report.cypher)}")
    if refresh.refused:
        yield page.line("mend these in Neo4j, then refresh again")
    if refresh.restored:
        yield page.line("what sources state was put back")
    elif refresh.changed:
        yield page.line(
            "to put back what sources state: career-graph refresh --restore; to change it, change "
            "its source and load that"
        )


def _describe(update: Update, *, dry_run: bool) -> dict[str, Any]:
    """An update for JSON."""
    return {
        "changed": update.changed,
        "dryRun": dry_run,
        "release": asdict(update.after.release),
        "changes": describe_changes(it for it in _list(update) if it.differs),
        "outdated": _list_outdated(update),
    }


def _sources(career_graph: CareerGraph | None) -> Sequence[Source]:
    """The sources of a graph; of none, none."""
    return () if career_graph is None else career_graph.sources


def _list_outdated(update: Update) -> list[str]:
    """What to say of sources that were inferred from others."""
    if update.before is None or not update.changed:
        return []
    return list_outdated(update.before, update.after)


def _list(update: Update) -> list[SourceChange]:
    """What became of each source."""
    return list_changes(_sources(update.before), update.after.sources)


def _render_update(page: Page, update: Update, *, dry_run: bool) -> Iterator[RenderableType]:
    """Yield what became of each source, all of it before it is done, and the release."""
    release = update.after.release
    if not update.changed:
        yield page.line(f"nothing new; still release {release.number}")
        return
    known = (_sources(update.before), update.after.sources)
    yield from render_changes(page, _list(update), known=known, brief=not dry_run)
    yield from (page.line(clean(it)) for it in _list_outdated(update))
    if dry_run:
        yield page.line(f"dry run: this would be release {release.number}; nothing was changed")
    else:
        yield page.line(f"release {release.number}, sha256 {release.sha256}")


def print_sources(career_graph: CareerGraph, *, json: bool) -> None:
    """Print each source: name, format, edition, location, when loaded, and its rows."""
    rows = {
        source.name: {table: len(found) for table, found in source.rows.items() if found}
        for source in career_graph.sources
    }
    if json:
        print_json(
            [
                {
                    "name": source.name,
                    "format": source.format,
                    "edition": describe_edition(source),
                    "location": source.location,
                    "loaded": source.loaded,
                    "rows": rows[source.name],
                }
                for source in career_graph.sources
            ]
        )
        return
    page = open_page("en")
    columns = ("name", "format", "edition", "location", "loaded", "rows")
    cells: list[list[Any]] = [
        [
            it.name,
            it.format,
            "–" if it.edition is None else say_edition(it.edition),
            it.location,
            it.loaded,
            str(sum(rows[it.name].values())),
        ]
        for it in career_graph.sources
    ]
    page.print([page.table([f"cli.{name}" for name in columns], clean(cells))])

"""The commands that list or change what a store holds: sources, forget, refresh."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode
from .options import StoreOption

if TYPE_CHECKING:
    from graph.catalog import CareerGraph

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Check and say what would change; change nothing.")
]


def list_sources(*, store: StoreOption = None, json: JsonOption = False) -> int:
    """What is loaded: from where, when, and how much."""
    from ..stores import read_graph
    from .asking import settings_for
    from .render_changes import print_sources

    print_sources(read_graph(settings_for(store)), json=json)
    return ExitCode.ANSWERED


def forget(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A source, as `sources` lists it.", show_default=False),
    ],
    *,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Take one source out, as one new release; refused where others refer to what it defines."""
    from graph.stores import Change

    from ..stores import open_writable
    from .asking import settings_for
    from .render_changes import print_update

    with open_writable(settings_for(store)) as opened:
        check_loaded(opened.read(), name)
        update = opened.update(Change(forget=frozenset((name,))), dry_run=dry_run)
    print_update(update, dry_run=dry_run, json=json)
    return ExitCode.ANSWERED


def refresh(
    *,
    restore: Annotated[
        bool,
        typer.Option(
            "--restore", help="Write anew what sources state, where it was changed by hand."
        ),
    ] = False,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Take over roles and moves that were added in Neo4j by hand, as the source by-hand.

    What was added and cannot be used is listed with Cypher that finds it, and so is every change
    to what a source states: it is not used, and --restore undoes it. Ends with 1 where something
    is listed.
    """
    from graph.errors import SettingError
    from graph.stores import EditableStore

    from ..stores import open_writable
    from .asking import settings_for
    from .render_changes import print_refresh

    with open_writable(settings_for(store)) as opened:
        if not isinstance(opened, EditableStore):
            raise SettingError(
                f"The store {opened.url!r} is not one that is edited by hand; name a Neo4j with "
                "--store, such as neo4j://localhost:7687. To change tables, load them again."
            )
        found = opened.refresh(restore=restore, dry_run=dry_run)
    print_refresh(found, dry_run=dry_run, json=json)
    listed = found.refused or (found.changed and not found.restored)
    return ExitCode.NO if listed else ExitCode.ANSWERED


def check_loaded(career_graph: "CareerGraph", name: str) -> None:
    """Refuse a name that no source has."""
    names = [source.name for source in career_graph.sources]
    if name not in names:
        loaded = f"those loaded are {', '.join(names)}" if names else "none is loaded"
        raise typer.BadParameter(f"No source is called {name!r}; {loaded}.")

"""The commands that change or list what a store holds: load, sources, forget, refresh."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode
from .options import StoreOption

if TYPE_CHECKING:
    from graph.sources import Source

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Check and say what would change; change nothing.")
]


def load(  # noqa: PLR0913 each is an option
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="A folder of CSV tables, an XLSX workbook, a public data set as it was published "
            "(see --format), a folder of such folders, or bundled: (the bundled data set).",
            show_default=False,
        ),
    ],
    *,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", help="The source's name, else its folder's or file's."
        ),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="auto (look at the content), tables, or a public data set by its name, as esco.",
        ),
    ] = "auto",
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="A folder with the documents' texts: passages are checked against them "
            "(else CAREER_DOCUMENTS).",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="The encoding of the text files that are not UTF-8, such as gb18030.",
            show_default=False,
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Keep nothing that was loaded before.")
    ] = False,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Load sources as one new release: all of them, or, where anything is wrong, nothing.

    A source that is loaded again replaces what it said before and leaves the other sources.
    """
    from graph.collector import paused_collector
    from graph.settling import settle
    from graph.stores import Change
    from loaders import list_locations, load_source

    from ..stores import complete, open_writable
    from .asking import settings_for
    from .progress import progress
    from .render_changes import print_update

    _check_format(format_)
    locations = [inner for location in sources for inner in list_locations(location)]
    if as_ is not None and len(locations) > 1:
        raise typer.BadParameter("--as names one source; load the others by themselves.")
    settings = settings_for(store)
    with (
        paused_collector(),
        open_writable(settings) as opened,
        progress(len(locations) + 1) as steps,
    ):
        load_one = partial(
            load_source,
            name=as_,
            format_=format_,
            documents=documents or settings.documents,
            encoding=encoding,
            tell=steps.tell,
        )
        read = _read(locations, load_one, steps.begin)
        steps.begin("checking and writing")
        change = complete(settings, opened, Change(load=read, fresh=fresh))
        update = opened.update(change, dry_run=dry_run, progress=steps.tell)
    settled = [settle(source, update.after.sources) for source in read]
    print_update(update, settled, dry_run=dry_run, json=json)
    return ExitCode.ANSWERED


def _check_format(format_: str) -> None:
    """Refuse a format that there is not."""
    from loaders import AUTO, LOADERS

    if format_ not in (AUTO, *LOADERS):
        raise typer.BadParameter(
            f"--format is {format_!r}; give one of {', '.join((AUTO, *LOADERS))}."
        )


def _read(
    locations: Sequence[str], load: "Callable[[str], Source]", step: Callable[[str], None]
) -> "tuple[Source, ...]":
    """Every source; LoadError with the issues of all of them where one cannot be read at all."""
    from graph.errors import LoadError

    read: list[Source] = []
    refused: list[str] = []
    for location in locations:
        step(f"reading {location}")
        try:
            read.append(load(location))
        except LoadError as error:
            refused += error.issues
    if refused:
        raise LoadError([*refused, *(str(issue) for source in read for issue in source.issues)])
    names = [source.name for source in read]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        raise typer.BadParameter(
            f"Two of these sources are called {twice!r}; load them one by one, each with its --as."
        )
    return tuple(read)


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
        loaded = [source.name for source in opened.read().sources]
        if name not in loaded:
            raise typer.BadParameter(f"No source is called {name!r}; {_say_loaded(loaded)}.")
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


def _say_loaded(names: Sequence[str]) -> str:
    return f"those loaded are {', '.join(names)}" if names else "none is loaded"

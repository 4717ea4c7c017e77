"""The command that loads sources into a store."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode
from .options import EncodingOption, StoreOption
from .output import complain
from .sources import DryRunOption, JsonOption

if TYPE_CHECKING:
    from graph.sources import Row, Source


_FILES = (".csv", ".txt", ".tsv", ".xls", ".xlsx", ".ods", ".json")  # no folder is called so


class OnError(StrEnum):
    """What to do about rows that have a problem."""

    STOP = "stop"
    REJECT = "reject"


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
    encoding: EncodingOption = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Keep nothing that was loaded before.")
    ] = False,
    on_error: Annotated[
        OnError,
        typer.Option(
            "--on-error",
            help="stop: where anything is wrong, load nothing. reject: leave out the rows that "
            "have a problem, and those that refer to what these define, and load the rest.",
        ),
    ] = OnError.STOP,
    max_rejects: Annotated[
        int | None,
        typer.Option(
            "--max-rejects",
            metavar="N",
            min=0,
            help="With --on-error reject: load nothing where more rows would be left out (else "
            "1000).",
            show_default=False,
        ),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FOLDER",
            help="With --on-error reject: the folder in which the rejected rows of a source become "
            "a folder SOURCE-rejects of CSV files, to be mended and loaded (else here).",
            show_default=False,
        ),
    ] = None,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Load sources as one new release: all of them, or, where anything is wrong, nothing.

    A source that is loaded again replaces what it said before and leaves the other sources.
    """
    from graph.collector import paused_collector
    from graph.rejecting import MOST_REJECTED
    from graph.settling import settle
    from graph.stores import Change
    from loaders import list_locations, load_source
    from loaders.tables.rejects import write_rejects

    from ..rejecting import reject_rows
    from ..stores import complete, open_writable
    from .asking import settings_for
    from .progress import progress
    from .render_changes import print_update
    from .render_rejects import list_rejects

    _check_format(format_)
    _check_rejecting(on_error, max_rejects, rejects)
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
        if on_error is OnError.REJECT:
            place = dict(zip((source.name for source in read), locations, strict=True))
            reread = partial(_reread, load_one, place)
            most = MOST_REJECTED if max_rejects is None else max_rejects
            change, read = reject_rows(change, read, opened, reread, most=most)
        with write_rejects(() if dry_run else read, rejects or Path()) as folders:
            update = opened.update(change, dry_run=dry_run, progress=steps.tell)
    settled = [settle(source, update.after.sources) for source in read]
    print_update(update, settled, folders, dry_run=dry_run, json=json)
    for line in list_rejects(settled, folders, store):
        complain(line)
    return ExitCode.ANSWERED


def _reread(
    load: "Callable[..., Source]",
    place: Mapping[str, str],
    source: "Source",
    rejects: "Mapping[Row, str]",
) -> "Source":
    """A source from where it was read, without some rows."""
    return load(place[source.name], rejects=rejects)


def _check_rejecting(on_error: OnError, max_rejects: int | None, rejects: Path | None) -> None:
    """Refuse options that go with rejecting alone, and a file for what becomes a folder."""
    for option, value in (("--max-rejects", max_rejects), ("--rejects", rejects)):
        if value is not None and on_error is not OnError.REJECT:
            raise typer.BadParameter(f"{option} goes with --on-error reject; give that too.")
    if rejects is not None and (rejects.is_file() or rejects.suffix.lower() in _FILES):
        raise typer.BadParameter(
            f"--rejects is {str(rejects)!r}; give a folder, as the rows of each table become a "
            "CSV file: SOURCE-rejects/TABLE.csv in it."
        )


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

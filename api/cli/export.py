"""The command that writes the graph, or one answer, in a format that others read."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..references import to_ref
from .exits import ExitCode
from .options import LangOption, StoreOption
from .output import complain, print_text
from .terms import InferredOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.catalog import CareerGraph
    from graph.moves import Hop
    from graph.routes import NoRouteReason, RouteQuestion

    from ..context import Context
    from ..settings import Settings


class _NoAnswerError(Exception):
    """There is no route to write; the exit code says why."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def export(  # noqa: PLR0913 each is an option
    *,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="tables (a folder that loads back), graphml, gexf, node-link (JSON) or csv (a "
            "folder with nodes.csv and edges.csv). graphml and gexf need networkx.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Where to write: a new file, or for tables and csv a new or empty folder.",
        ),
    ],
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ROLE",
            help="With --to: only the roles and moves of the best route, as `route` answers.",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ROLE", help="Where that route ends.", show_default=False),
    ] = None,
    inferred: InferredOption = False,
    lang: LangOption = "zh",
    store: StoreOption = None,
) -> int:
    """Write the whole graph, or the best route, in a format that others read."""
    from graph.errors import SettingError

    from ..stores import read_graph
    from .asking import settings_for

    ends = _read_ends(format_, from_, to, inferred=inferred)
    settings = settings_for(store)
    career_graph = read_graph(settings)
    hops = None
    try:
        if ends is not None:
            hops = _find_hops(career_graph, settings, ends, inferred=inferred, language=lang)
        written = _write(career_graph, format_, out, hops, inferred=inferred, language=lang)
    except _NoAnswerError as error:
        complain(str(error))
        return error.code
    except OSError as error:
        if error.strerror is None:  # in our own words
            raise SettingError(str(error)) from error
        raise SettingError(
            f"--out is {str(out)!r}; it cannot be written ({error.strerror}). Give another path."
        ) from error
    files = "1 file" if len(written) == 1 else f"{len(written)} files"
    print_text(f"{files} written to {out}, release {career_graph.release.number}.")
    return ExitCode.ANSWERED


def _read_ends(
    format_: str, from_: str | None, to: str | None, *, inferred: bool
) -> tuple[str, str] | None:
    """The ends of the route to write, None for the whole graph; checks what does not fit."""
    from graph.export import EXPORTS, NETWORKS

    if format_ not in EXPORTS:
        raise typer.BadParameter(f"--format is {format_!r}; give one of {', '.join(EXPORTS)}.")
    if format_ not in NETWORKS and (from_ is not None or to is not None or inferred):
        raise typer.BadParameter(
            f"--format {format_} writes everything, to be loaded back; leave out --from, --to and "
            f"--inferred, or give one of {', '.join(NETWORKS)}."
        )
    if from_ is None and to is None:
        return None
    if from_ is None or to is None:
        missing = "--from" if from_ is None else "--to"
        raise typer.BadParameter(f"{missing} is missing; a route has two ends. Give both.")
    return from_, to


def _find_hops(
    career_graph: "CareerGraph",
    settings: "Settings",
    ends: tuple[str, str],
    *,
    inferred: bool,
    language: str,
) -> "Sequence[Hop]":
    """The moves of the route that `route` answers with."""
    from graph.records import EntityKind
    from graph.routes import NoRoute, RouteFilter, RouteQuestion

    from ..context import Context, open_library
    from ..resolvers.refs import UnknownNameError, find_id
    from ..words import say

    library = open_library(career_graph, documents=None, work=settings.limit_work)
    context = Context(library, language)
    try:
        from_, to = (
            find_id(context, EntityKind.ROLE, to_ref(name), argument)
            for name, argument in zip(ends, ("--from", "--to"), strict=True)
        )
    except UnknownNameError as unknown:
        raise _NoAnswerError(ExitCode.WRONG, str(unknown)) from unknown
    question = RouteQuestion(from_=from_, to=to, where=RouteFilter(inferred=inferred))
    answer = library.finder.routes(question)
    if isinstance(answer, NoRoute):
        raise _no_route(context, question, answer.reason)
    if not answer.proven:
        raise _NoAnswerError(ExitCode.LIMIT, say(language, "cli.unproven"))
    return [step.hop for step in answer.routes[0].steps]


def _no_route(
    context: "Context", question: "RouteQuestion", reason: "NoRouteReason"
) -> _NoAnswerError:
    from ..resolvers.routes import refuse

    limited = reason.name == "WORK_LIMIT"
    message = refuse(context, question, reason).message
    return _NoAnswerError(ExitCode.LIMIT if limited else ExitCode.NO, message)


def _write(  # noqa: PLR0913 each is an option
    career_graph: "CareerGraph",
    format_: str,
    out: Path,
    hops: "Sequence[Hop] | None",
    *,
    inferred: bool,
    language: str,
) -> list[Path]:
    """Write the format; the files written."""
    from graph.export import EXPORTS, NETWORKS, flatten

    if format_ not in NETWORKS:
        return EXPORTS[format_](career_graph, out)
    flat = flatten(career_graph, hops=hops, inferred=inferred, language=language)
    return NETWORKS[format_](flat, out)

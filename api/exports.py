"""An export as people ask for it, on the command line and over HTTP: what fits, and the writing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from graph.catalog import CareerGraph
from graph.export import EXPORTS, FILES, NETWORKS, flatten, write_zip
from graph.moves import Hop
from graph.records import EntityKind
from graph.routes import NoRoute, NoRouteReason, RouteFilter, RouteQuestion

from .context import Context
from .measuring import SEARCH_COST
from .references import to_ref
from .resolvers.refs import UnknownNameError, find_id
from .resolvers.routes import refuse
from .words import say

_ROW_COST = 1_000  # objects that a row counts as where all rows are written: as long as they take


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """What to write: all of a release, or the best route between two roles, named by `ends`.

    `prefix` stands before the names of arguments in messages: `--` on the command line.
    """

    format: str
    ends: tuple[str, str] | None
    inferred: bool
    prefix: str


class Refused(Enum):
    """Why there is no export."""

    FORMAT = auto()  # there is no such format
    USAGE = auto()  # arguments that do not fit
    NAME = auto()  # a name that fits nothing, or several things
    NO_ROUTE = auto()
    WORK_LIMIT = auto()  # the search ended before its answer was proven


class ExportRefusedError(Exception):
    """There is nothing to write; `reason` says why there is no route."""

    def __init__(self, why: Refused, message: str, reason: NoRouteReason | None = None) -> None:
        """Say why, and what to do."""
        super().__init__(message)
        self.why = why
        self.reason = reason


def read_question(
    format_: str, from_: str | None, to: str | None, *, inferred: bool, prefix: str
) -> ExportQuestion:
    """The question that these arguments ask; ExportRefusedError where they do not fit."""
    if format_ not in EXPORTS:
        formats = ", ".join(EXPORTS)
        raise ExportRefusedError(
            Refused.FORMAT, f"{prefix}format is {format_!r}; give one of {formats}."
        )
    if format_ not in NETWORKS and (from_ is not None or to is not None or inferred):
        raise ExportRefusedError(
            Refused.USAGE,
            f"{prefix}format {format_} writes everything, to be loaded back; leave out "
            f"{prefix}from, {prefix}to and {prefix}inferred, or give one of {', '.join(NETWORKS)}.",
        )
    if from_ is None and to is None:
        return ExportQuestion(format_, None, inferred, prefix)
    if from_ is None or to is None:
        missing = "from" if from_ is None else "to"
        raise ExportRefusedError(
            Refused.USAGE, f"{prefix}{missing} is missing; a route has two ends. Give both."
        )
    return ExportQuestion(format_, (from_, to), inferred, prefix)


def write(context: Context, asked: ExportQuestion, path: Path) -> list[Path]:
    """Write what fits to a new file, or a new or empty folder; the files written.

    Where the request has a budget, its deadline ends the writing too. Raises ExportRefusedError,
    MissingPackageError where a format needs a package, and OSError where `path` cannot be written;
    then no file is left half-written.
    """
    with context.within_deadline():
        if asked.format not in NETWORKS:
            return EXPORTS[asked.format](context.career_graph, path)
        hops = None if asked.ends is None else _find_hops(context, asked, asked.ends)
        flat = flatten(
            context.career_graph, hops=hops, inferred=asked.inferred, language=context.language
        )
        return NETWORKS[asked.format](flat, path)


def write_file(context: Context, asked: ExportQuestion, folder: Path) -> Path:
    """Write the same into an empty folder, as one file; what would be a folder is packed."""
    path = folder / "export"
    write(context, asked, path)
    if asked.format in FILES:
        return path
    with context.within_deadline():
        return write_zip(path, folder / "export.zip")


def count_cost(career_graph: CareerGraph, asked: ExportQuestion) -> int:
    """Objects of an answer that take about as long as this export."""
    if asked.ends is not None:
        return SEARCH_COST
    return _ROW_COST * sum(map(len, career_graph.records.values()))


def _find_hops(context: Context, asked: ExportQuestion, ends: tuple[str, str]) -> Sequence[Hop]:
    """The moves of the route that `route` answers with."""
    try:
        from_, to = (
            find_id(context, EntityKind.ROLE, to_ref(name), f"{asked.prefix}{argument}")
            for name, argument in zip(ends, ("from", "to"), strict=True)
        )
    except UnknownNameError as unknown:
        raise ExportRefusedError(Refused.NAME, str(unknown)) from unknown
    question = RouteQuestion(from_=from_, to=to, where=RouteFilter(inferred=asked.inferred))
    answer = context.library.finder.routes(question)
    if isinstance(answer, NoRoute):
        limited = answer.reason is NoRouteReason.WORK_LIMIT
        message = refuse(context, question, answer.reason).message
        why = Refused.WORK_LIMIT if limited else Refused.NO_ROUTE
        raise ExportRefusedError(why, message, answer.reason)
    if not answer.proven:
        raise ExportRefusedError(Refused.WORK_LIMIT, say(context.language, "cli.unproven"))
    return [step.hop for step in answer.routes[0].steps]

"""The command that writes the graph, or one answer, in a format that others read."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import NAME, ExitCode
from .options import LangOption, StoreOption
from .output import complain, print_text
from .terms import InferredOption

if TYPE_CHECKING:
    from ..exports import ExportRefusedError


_TABLES = "tables"  # the format of a template, which even an empty store gives


def export(  # noqa: PLR0913 each is an option
    *,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="tables (a folder or an .xlsx that loads back; of a store that holds nothing, a "
            "template to fill in), graphml, gexf, node-link (JSON) or csv (a folder with nodes.csv "
            "and edges.csv). graphml and gexf need networkx.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Where to write: a new file, or for tables and csv a new or empty folder. Tables "
            "are one workbook where this ends in .xlsx.",
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
    from graph.catalog import CareerGraph
    from graph.errors import SettingError

    from ..context import Context, open_library
    from ..exports import ExportRefusedError, read_question, write
    from ..stores import find_graph, read_graph
    from .asking import settings_for

    try:
        asked = read_question(format_, from_, to, inferred=inferred, prefix="--")
        settings = settings_for(store)
        career_graph = find_graph(settings) if format_ == _TABLES else read_graph(settings)
        empty = career_graph is None
        if career_graph is None:
            career_graph = CareerGraph((), number=0, created="")
        library = open_library(career_graph, documents=None, work=settings.limit_work)
        written = write(Context(library, lang, settings), asked, out)
    except ExportRefusedError as refused:
        return _explain(refused)
    except OSError as error:
        if error.strerror is None:  # in our own words
            raise SettingError(str(error)) from error
        raise SettingError(
            f"--out is {str(out)!r}; it cannot be written ({error.strerror}). Give another path."
        ) from error
    files = "1 file" if len(written) == 1 else f"{len(written)} files"
    if empty:
        print_text(
            f"{files} written to {out}: tables without rows, as the store holds nothing yet. Fill "
            f"them in and load them: {NAME} load {shlex.quote(str(out))} --store "
            f"{shlex.quote(settings.store_url)}"
        )
        return ExitCode.ANSWERED
    print_text(f"{files} written to {out}, release {library.career_graph.release.number}.")
    return ExitCode.ANSWERED


def _explain(refused: "ExportRefusedError") -> ExitCode:
    """Say why there is nothing to write, and how the command ends."""
    from ..exports import Refused

    codes = {
        Refused.NAME: ExitCode.WRONG,
        Refused.NO_ROUTE: ExitCode.NO,
        Refused.WORK_LIMIT: ExitCode.LIMIT,
    }
    if refused.why not in codes:
        raise typer.BadParameter(str(refused)) from refused
    complain(str(refused))
    return codes[refused.why]

"""The command that says what differs between two editions of the graph, or of one source."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from typing import Annotated, Any

import typer

from graph.names import LANGUAGES

from .exits import ExitCode
from .options import EncodingOption, LangOption


def _place(what: str, metavar: str) -> Any:  # noqa: ANN401 as typer declares it
    return typer.Argument(
        metavar=metavar,
        help=f"What {what}: a store URL, or a folder or file that `load` reads.",
        show_default=False,
    )


def diff(  # noqa: PLR0913 each is an option
    old: Annotated[str, _place("was", "OLD")],
    new: Annotated[str, _place("is", "NEW")],
    *,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Only this source, by its name in OLD or NEW; may be repeated. Of one file or "
            "folder: compare it with this source of the store.",
            show_default=False,
        ),
    ] = None,
    encoding: EncodingOption = None,
    lang: LangOption = LANGUAGES[0],
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead: every row, and its cells.")
    ] = False,
) -> int:
    """What changed between two releases: two stores, two sources, or one source and a store.

    Things with an id are the same where the id is; other rows where they are about the same, such
    as a move by both roles and its kind. Rows that only stand somewhere else, in another line or
    document, are counted by themselves: they say what they said.
    """
    from ..editions import compare_editions, read_edition
    from ..settings import read_settings
    from .output import print_json
    from .progress import progress
    from .render import open_page
    from .render_editions import describe_diff, render_diff

    settings = read_settings()
    with progress(3) as steps:
        before, after = (
            read_edition(place, settings, encoding=encoding, begin=steps.begin, tell=steps.tell)
            for place in (old, new)
        )
        steps.begin("comparing")
        changes = compare_editions(before, after, source or ())
    if json:
        print_json(describe_diff(before, after, changes))
    else:
        page = open_page(lang)
        page.print(render_diff(page, before, after, changes))
    return ExitCode.ANSWERED

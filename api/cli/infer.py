"""The command that infers moves from skills, for sources that state none."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from graph.overlap import AT_LEAST, MOST

from .exits import ExitCode
from .options import StoreOption
from .output import complain
from .sources import DryRunOption, JsonOption, check_loaded

if TYPE_CHECKING:
    from graph.catalog import CareerGraph

_STEPS = 3  # that the progress bar counts
_NOTHING = (
    "Each source states moves, or has no roles that require skills; name the sources that moves "
    "are to be inferred for all the same."
)


def infer(  # noqa: PLR0913 each is an option
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Sources, as `sources` lists them; else every one whose roles require skills and "
            "that states no moves.",
            show_default=False,
        ),
    ] = None,
    *,
    at_least: Annotated[
        float,
        typer.Option(
            "--at-least",
            metavar="SCORE",
            min=0,
            max=1,
            help="The least share of the skills which a role requires that are to be brought.",
        ),
    ] = AT_LEAST,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="At most so many moves out of a role.")
    ] = MOST,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="What the moves are called as a source; else as the source, with -inferred.",
            show_default=False,
        ),
    ] = None,
    dry_run: DryRunOption = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Infer moves between roles from the required skills that one brings to another.

    They become a source of their own, which doing it again replaces, and which `forget` takes out.
    Questions use them only with --inferred. docs/inferred.md says how good they are.
    """
    from graph.collector import paused_collector
    from graph.inferring import infer_moves, list_without_moves
    from graph.stores import Change, now

    from ..stores import open_writable
    from .asking import settings_for
    from .progress import progress
    from .render_changes import print_update

    with (
        paused_collector(),
        open_writable(settings_for(store)) as opened,
        progress(_STEPS) as steps,
    ):
        steps.begin("reading the store")
        career_graph = opened.read()
        bases = list(dict.fromkeys(sources or list_without_moves(career_graph)))
        if not bases:
            complain(_NOTHING)
            return ExitCode.NO
        steps.begin("inferring")
        names = _name_each(career_graph, bases, as_)
        inferred = tuple(
            infer_moves(career_graph, basis, name=name, loaded=now(), at_least=at_least, most=most)
            for basis, name in names.items()
        )
        steps.begin("checking and writing")
        update = opened.update(Change(load=inferred), dry_run=dry_run, progress=steps.tell)
    print_update(update, inferred, dry_run=dry_run, json=json)
    return ExitCode.ANSWERED


def _name_each(
    career_graph: "CareerGraph", bases: Sequence[str], as_: str | None
) -> dict[str, str]:
    """The name of what is inferred from each source; refuses names and sources that will not do."""
    from graph.inferring import list_asked, name_inferred
    from graph.sources import INFERRED
    from loaders import check_name

    if as_ is not None and len(bases) > 1:
        raise typer.BadParameter(
            f"--as names the moves of one source; these are {', '.join(bases)}."
        )
    taken = [it.name for it in career_graph.sources if it.format != INFERRED]
    names = {basis: name_inferred(basis) if as_ is None else as_ for basis in bases}
    for basis, name in names.items():
        check_loaded(career_graph, basis)
        check_name(name)
        if not list_asked(career_graph, basis):
            raise typer.BadParameter(
                f"No role of {basis!r} requires a skill, so that nothing can be inferred from it."
            )
        if name in taken:
            raise typer.BadParameter(
                f"{name!r} is a source that was loaded; give the inferred moves another name with "
                "--as."
            )
    return names

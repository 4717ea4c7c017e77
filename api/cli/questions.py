"""The commands that ask about routes: each runs its shipped query and prints the answer."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from typing import TYPE_CHECKING, Any

from ..references import to_ref
from .asking import Answer, Render, ask, finish, open_context
from .options import (
    AfterOption,
    ByOption,
    DiverseOption,
    FirstOption,
    FirstRoutesOption,
    FromArgument,
    FromOption,
    JsonOption,
    LangOption,
    SensitivityOption,
    SourcesOption,
    StoreOption,
    ToArgument,
)
from .terms import FILTER, GAIN, POLICY, PROFILE, read_profile, read_terms, with_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from .render import Page


@with_options(FILTER, PROFILE, POLICY)
def route(  # noqa: PLR0913 each is an option
    from_: FromArgument,
    to: ToArgument,
    *,
    by: ByOption = "moves",
    first: FirstRoutesOption = 1,
    diverse: DiverseOption = False,
    sensitivity: SensitivityOption = False,
    sources: SourcesOption = True,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """The best routes from one role to another: steps, time, new skills, gates, pay, sources."""
    variables = {
        "from": to_ref(from_),
        "to": to_ref(to),
        "by": by,
        "first": first,
        "diverse": diverse,
        "sensitivity": sensitivity,
        **read_terms(given),
    }

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_route import render_routes

        return render_routes(page, data["routes"], sources=sources)

    answer = ask(open_context(store, lang), "route", variables)
    return finish(answer, render, language=lang, json=json)


@with_options(FILTER, PROFILE, POLICY)
def trade_offs(  # noqa: PLR0913 each is an option
    from_: FromArgument,
    to: ToArgument,
    *,
    first: FirstRoutesOption = 10,
    sources: SourcesOption = True,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """Every route that no other beats on moves, time and new skills together."""
    variables = {"from": to_ref(from_), "to": to_ref(to), "first": first, **read_terms(given)}

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_route import render_routes

        return render_routes(page, data["tradeOffs"], sources=sources)

    answer = ask(open_context(store, lang), "trade-offs", variables)
    return finish(answer, render, language=lang, json=json)


@with_options(FILTER, PROFILE, POLICY)
def reach(  # noqa: PLR0913 each is an option
    from_: FromArgument,
    *,
    by: ByOption = "moves",
    first: FirstOption = 25,
    after: AfterOption = None,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """Where one can get from a role: every other role, nearest first, with its best route."""
    variables = {"from": to_ref(from_), "by": by, "first": first, "after": after}
    answer = ask(open_context(store, lang), "reach", variables | read_terms(given))
    return finish(answer, _reached("reach"), language=lang, json=json)


@with_options(FILTER, PROFILE, POLICY)
def feeders(  # noqa: PLR0913 each is an option
    to: ToArgument,
    *,
    by: ByOption = "moves",
    first: FirstOption = 25,
    after: AfterOption = None,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """Who can become this: every other role, nearest first, with its best route."""
    variables = {"to": to_ref(to), "by": by, "first": first, "after": after}
    answer = ask(open_context(store, lang), "feeders", variables | read_terms(given))
    return finish(answer, _reached("feeders"), language=lang, json=json)


def _reached(root: str) -> Render:
    """What lays out roles with their best routes."""

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_reach import render_reached

        return render_reached(page, data[root], root=root)

    return render


@with_options({name: it for name, it in PROFILE.items() if name != "city_tier"})
def gap(  # noqa: PLR0913 each is an option
    to: ToArgument,
    *,
    from_: FromOption = None,
    sources: SourcesOption = True,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """What a role asks for that another role (--from), the asker, or both do not bring."""
    variables = {
        "from": None if from_ is None else to_ref(from_),
        "to": to_ref(to),
        "profile": read_profile({**given, "city_tier": None}),
    }

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_reach import render_gap

        return render_gap(page, data["gap"], sources=sources)

    answer = ask(open_context(store, lang), "gap", variables)
    return finish(answer, render, language=lang, json=json)


@with_options(GAIN, FILTER, PROFILE, POLICY)
def what_if(  # noqa: PLR0913 each is an option
    from_: FromArgument,
    *,
    by: ByOption = "new-skills",
    first: FirstOption = 25,
    after: AfterOption = None,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
    **given: Any,  # noqa: ANN401 the options of the groups
) -> int:
    """What gaining a skill, a certificate, a degree or service opens and brings nearer."""
    gain = read_profile(given, "gain_")
    if not gain:
        import typer

        raise typer.BadParameter("give what is gained, such as --gain-skill NAME.")
    variables = {"from": to_ref(from_), "gain": gain, "by": by, "first": first, "after": after}

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_reach import render_changes

        return render_changes(page, data["whatIf"])

    answer = ask(open_context(store, lang), "what-if", variables | read_terms(given))
    return finish(answer, render, language=lang, json=json)

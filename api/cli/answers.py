"""The commands that look things up: each runs its shipped query and prints the answer."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from typing import TYPE_CHECKING

from ..references import to_ref
from .asking import Answer, ask, finish, open_context
from .exits import ExitCode
from .options import (
    AfterOption,
    EntityKindOption,
    EntityKindsOption,
    FirstOption,
    JsonOption,
    LangOption,
    NameArgument,
    RoleArgument,
    SourcesOption,
    StoreOption,
    TextArgument,
)
from .output import complain
from .terms import InferredOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from .render import Page


def show(  # noqa: PLR0913 each is an option
    name: NameArgument,
    *,
    kind: EntityKindOption = None,
    inferred: InferredOption = False,
    sources: SourcesOption = True,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """All that is known of one role, skill, certification or industry."""
    from .lookup import find_thing, list_meant

    context = open_context(store, lang)
    found = find_thing(context, name, kind)
    if len(found) != 1:
        complain(list_meant(context, name, kind, found))
        return ExitCode.WRONG
    kind_, id_ = found[0]
    role = kind_.name == "ROLE"
    variables = {"ref": {"id": id_}, "inferred": inferred} if role else {"id": id_}
    answer = ask(context, "show", variables, f"Show{kind_.name.capitalize()}")

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_show import render_role, render_thing

        one = data[kind_.value]
        rendering = render_role if role else render_thing
        return rendering(page, one, sources=sources)

    return finish(answer, render, language=lang, json=json)


def search(  # noqa: PLR0913 each is an option
    text: TextArgument,
    *,
    kind: EntityKindsOption = None,
    first: FirstOption = 10,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """Find things by name, pinyin or code, in any language; best match first."""

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_lists import render_hits

        return render_hits(page, data["search"], text)

    variables = {"text": text, "kinds": kind or None, "first": first}
    answer = ask(open_context(store, lang), "search", variables)
    code = finish(answer, render, language=lang, json=json)
    found = (answer.get("data") or {}).get("search")
    return ExitCode.NO if code is ExitCode.ANSWERED and not found else code


def conflicts(  # noqa: PLR0913 each is an option
    role: RoleArgument = None,
    *,
    first: FirstOption = 25,
    after: AfterOption = None,
    lang: LangOption = "zh",
    store: StoreOption = None,
    json: JsonOption = False,
) -> int:
    """What sources do not agree on, and who says what."""
    from graph.records import EntityKind

    from ..resolvers.refs import UnknownNameError, find_id

    context = open_context(store, lang)
    try:
        id_ = None if role is None else find_id(context, EntityKind.ROLE, to_ref(role), "ROLE")
    except UnknownNameError as unknown:
        complain(str(unknown))
        return ExitCode.WRONG

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_lists import render_conflicts

        return render_conflicts(page, data["conflicts"])

    answer = ask(context, "conflicts", {"role": id_, "first": first, "after": after})
    return finish(answer, render, language=lang, json=json)


def limits(*, lang: LangOption = "zh", store: StoreOption = None, json: JsonOption = False) -> int:
    """What a request to the service may ask for and an answer may hold, and what sets it."""

    def render(page: "Page", data: Answer) -> "Iterable[RenderableType]":
        from .render_lists import render_limits

        return render_limits(page, data["limits"])

    return finish(ask(open_context(store, lang), "limits", {}), render, language=lang, json=json)

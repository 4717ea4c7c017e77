"""Whom a name means among all kinds of things, for `show`: exactly, or several, or none."""

from collections.abc import Sequence

from graph.names import preferred_name
from graph.records import EntityKind

from ..context import Context
from ..references import to_ref
from ..words import say

Thing = tuple[EntityKind, str]


def find_thing(context: Context, name: str, kind: str | None) -> list[Thing]:
    """Every thing of that kind (None: any) that the name names, as an id, a name or a code."""
    directory, ref = context.library.directory, to_ref(name)
    found: list[Thing] = []
    for one in _kinds(kind):
        if "code" in ref:
            named = directory.find_code(one, **ref["code"])
        else:
            named = directory.find(one, name)
        found += ((one, id_) for id_ in named.ids)
    return found


def list_meant(context: Context, name: str, kind: str | None, found: Sequence[Thing]) -> str:
    """The sentence for a name that fits several things, or none; it lists what may be meant."""
    searcher = context.library.searcher
    near = found or [(one, id_) for one in _kinds(kind) for id_ in searcher.suggest(one, name)]
    word = "cli.several" if found else "cli.none"
    message = say(context.language, word, name=name)
    if near and not found:
        message += say(context.language, "cli.did_you_mean")
    return "\n".join((message, *(f"  {_describe(context, *thing)}" for thing in near)))


def _describe(context: Context, kind: EntityKind, id_: str) -> str:
    """A thing with all that tells it from others."""
    name = preferred_name(context.career_graph.get_entity(kind, id_), context.language)
    return f"{name} ({say(context.language, f'kind.{kind.value}')}, {id_})"


def _kinds(kind: str | None) -> list[EntityKind]:
    return list(EntityKind) if kind is None else [EntityKind[kind]]

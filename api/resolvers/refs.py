"""From what a client names to the ids that the graph knows; never to a near one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from graph.names import Found, preferred_name
from graph.records import Entity, EntityKind

from ..context import Context
from ..words import say

Ref = Mapping[str, Any]

_MOST_NAMED = 5  # documents that a message names


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that fits nothing, or several things, with what it may have meant."""

    message: str
    argument: str
    given: str
    suggestions: tuple[Entity, ...]
    ambiguous: bool


class UnknownNameError(Exception):
    """Carries an UnknownName to the question's resolver, which answers with it."""

    def __init__(self, answer: UnknownName) -> None:
        """Carry the answer."""
        super().__init__(answer.message)
        self.answer = answer


def find_id(context: Context, kind: EntityKind, ref: Ref, argument: str) -> str:
    """The id that a Ref names; UnknownNameError where it names none or several."""
    directory = context.library.directory
    if "code" in ref:
        scheme, code = ref["code"]["scheme"], ref["code"]["code"]
        given, found = f"{scheme}:{code}", directory.find_code(kind, scheme, code)
    elif "id" in ref:
        given = ref["id"]
        known = given in context.career_graph.entities[kind]
        found = Found((given,) if known else ())
    else:
        given = ref["name"]
        found = directory.find(kind, given)
    if len(found.ids) == 1:
        return found.ids[0]
    raise UnknownNameError(_unknown(context, kind, given, argument, found))


def find_ids(
    context: Context, kind: EntityKind, refs: Iterable[Ref] | None, argument: str
) -> tuple[str, ...]:
    """The ids of a list of Refs, in order."""
    return tuple(find_id(context, kind, ref, argument) for ref in refs or ())


def check_documents(context: Context, ids: Iterable[str], argument: str) -> frozenset[str]:
    """The ids, if each is a document's; UnknownNameError for the first that is not."""
    known = context.career_graph.documents
    ids = frozenset(ids)
    for id_ in sorted(ids - set(known)):
        kind = say(context.language, "kind.document")
        message = say(
            context.language, "unknown.none", argument=argument, given=id_, kind=kind
        ) + say(context.language, "unknown.near", names=_near_documents(id_, list(known)))
        raise UnknownNameError(UnknownName(message, argument, id_, (), ambiguous=False))
    return ids


def _near_documents(id_: str, known: Sequence[str]) -> str:
    """The ids that are spelled nearly so, or, where none is, the first few."""
    near = get_close_matches(id_, known, n=_MOST_NAMED)
    if near:
        return ", ".join(near)
    return ", ".join(known[:_MOST_NAMED]) + (" …" if len(known) > _MOST_NAMED else "")


def _unknown(
    context: Context, kind: EntityKind, given: str, argument: str, found: Found
) -> UnknownName:
    library = context.library
    near = found.ids or tuple(library.searcher.suggest(kind, given))
    things = tuple(context.career_graph.get_entity(kind, id_) for id_ in near)
    names = ", ".join(f"{preferred_name(thing, context.language)} ({thing.id})" for thing in things)
    words = {
        "argument": argument,
        "given": given,
        "kind": say(context.language, f"kind.{kind.value}"),
        "names": names,
    }
    if found.ambiguous:
        message = say(context.language, "unknown.several", **words)
    else:
        message = say(context.language, "unknown.none", **words)
        if things:
            message += say(context.language, "unknown.near", **words)
    return UnknownName(message, argument, given, things, found.ambiguous)

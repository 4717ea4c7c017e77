"""From the arguments of a call to those of GraphQL: in snake_case, flattened, with words for names.

`where={"max_months": 60}` and `max_months=60` say the same. All is read from the schema; the tables
below are what it cannot say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature
from itertools import takewhile
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    get_named_type,
    is_non_null_type,
    value_from_ast_untyped,
)

from graph.records import EntityKind

from ..schema import snake_case
from .errors import ArgumentError
from .inputs import suggest, to_input

PREFIXES = {"gain": "gain_"}
"""Inputs whose fields, flattened, have a prefix: `profile` has the same fields."""

NAMED = {
    ("skill", "id"): EntityKind.SKILL,
    ("certification", "id"): EntityKind.CERTIFICATION,
    ("industry", "id"): EntityKind.INDUSTRY,
    ("conflicts", "role"): EntityKind.ROLE,
    ("roles", "where.industry"): EntityKind.INDUSTRY,
}
"""Arguments that are ids in GraphQL and may be any name here, as on the command line."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call: the path to its place in GraphQL's arguments, and what it is there."""

    path: tuple[str, ...]
    definition: GraphQLArgument | GraphQLInputField
    positional: bool

    @property
    def default(self) -> object:
        """What it is where it is not given: a word as it is typed here, None for nothing."""
        given = self.definition.default
        if given is None or given.literal is None:
            return None
        default = value_from_ast_untyped(given.literal)
        return default.lower() if isinstance(default, str) else default

    @property
    def required(self) -> bool:
        """Whether GraphQL cannot do without it."""
        return is_non_null_type(self.definition.type) and self.definition.default is None


def list_arguments(root: str, field: GraphQLField) -> dict[str, Argument]:
    """The arguments of a root field by name: its own in order, then the flattened ones."""
    own = {
        snake_case(name): Argument((name,), it, _names_something(root, name, it))
        for name, it in field.args.items()
    }
    flat = {}
    for name, it in field.args.items():
        named = get_named_type(it.type)
        if isinstance(named, GraphQLInputObjectType) and named.name != "Ref":
            for inner, definition in named.fields.items():
                word = PREFIXES.get(name, "") + snake_case(inner)
                flat[word] = Argument((name, inner), definition, positional=False)
    return own | flat


def _names_something(root: str, name: str, definition: GraphQLArgument) -> bool:
    """Whether an argument says what the question is about, so that it needs no keyword."""
    named = get_named_type(definition.type)
    if named.name == "Ref" or (root, name) in NAMED:
        return True
    plain = named.name in ("ID", "String")
    return plain and is_non_null_type(definition.type) and definition.default is None


def make_signature(arguments: Mapping[str, Argument]) -> Signature:
    """The signature that a notebook shows and completes.

    What is required has no default there, unless it follows something that is not.
    """
    places = [(name, it) for name, it in arguments.items() if it.positional]
    required = dict(takewhile(lambda pair: pair[1].required, places))
    placed = [
        Parameter(
            name,
            Parameter.POSITIONAL_OR_KEYWORD,
            default=Parameter.empty if name in required else it.default,
        )
        for name, it in places
    ]
    named = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=it.default)
        for name, it in arguments.items()
        if not it.positional
    ]
    return Signature([*placed, *named])


def read_arguments(
    root: str, arguments: Mapping[str, Argument], values: Sequence[object], named: Mapping[str, Any]
) -> dict[str, Any]:
    """GraphQL's arguments for a call; ArgumentError or QuestionError where it cannot be."""
    read: dict[str, Any] = {}
    for name, value in _list_given(root, arguments, values, named):
        argument = arguments[name]
        if value is not None:
            _place(root, read, argument.path, to_input(argument.definition.type, name, value))
    for name, argument in arguments.items():
        if argument.required and argument.path[0] not in read:
            raise ArgumentError(f"{root} is not given {name!r}, which it needs.")
    return read


def _list_given(
    root: str, arguments: Mapping[str, Argument], values: Sequence[object], named: Mapping[str, Any]
) -> Iterator[tuple[str, object]]:
    """Yield each given argument with its value; ArgumentError for one that there is not."""
    places = [name for name, it in arguments.items() if it.positional]
    if len(values) > len(places):
        raise ArgumentError(
            f"{root} takes {len(places)} arguments without a name ({', '.join(places)}), not "
            f"{len(values)}; name the others."
        )
    placed = dict(zip(places, values, strict=False))
    for name in named:
        if name not in arguments:
            raise ArgumentError(f"{root} takes no {name!r}.{suggest(name, arguments)}")
        if name in placed:
            raise ArgumentError(f"{root} is given {name} twice; give it once.")
    yield from placed.items()
    yield from named.items()


def _place(root: str, read: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    """Put a value in its place; ArgumentError where another one is."""
    head, *rest = path
    inner = {rest[0]: value} if rest else value
    held = read.get(head)
    if isinstance(inner, dict) and isinstance(held, dict) and not inner.keys() & held:
        held |= inner
    elif head in read:
        raise ArgumentError(f"{root} is given {'.'.join(map(snake_case, path))} twice.")
    else:
        read[head] = inner

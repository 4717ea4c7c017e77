"""The executable schema: `schema.graphql` with a resolver for each field."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from keyword import iskeyword
from operator import attrgetter

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_object_type,
    lexicographic_sort_schema,
    print_schema,
)

from .context import Info
from .resolvers import MEMBERS, RESOLVERS


def read_sdl() -> str:
    """The schema as it is written, with its descriptions."""
    return files("api").joinpath("schema.graphql").read_text(encoding="utf-8")


@cache
def build() -> GraphQLSchema:
    """The schema, ready to execute; built once."""
    schema = build_schema(read_sdl())
    for name, type_ in schema.type_map.items():
        if name.startswith("__"):
            continue
        if is_object_type(type_):
            _bind(type_)
        elif is_abstract_type(type_):
            type_.resolve_type = _member
    return schema


def print_sorted() -> str:
    """The schema as SDL, sorted, so that two versions compare line by line."""
    return print_schema(lexicographic_sort_schema(build()))


def _bind(type_: GraphQLObjectType) -> None:
    """Give each field its resolver and each argument its Python name."""
    resolvers = RESOLVERS.get(type_.name, {})
    for name, field in type_.fields.items():
        resolve = resolvers.get(name) or _attribute(name)
        composite = is_composite_type(get_named_type(field.type))
        field.resolve = _counted(resolve) if composite else resolve
        for argument, definition in field.args.items():
            definition.out_name = _argument_name(argument)


def _counted(resolve: Callable[..., object]) -> Callable[..., object]:
    """A resolver whose objects are counted, where the request has a budget."""

    def count(source: object, info: Info, **arguments: object) -> object:
        found = resolve(source, info, **arguments)
        budget = info.context.budget
        if budget is not None and found is not None:
            budget.count(len(found) if isinstance(found, (list, tuple)) else 1)
        return found

    return count


def _attribute(field: str) -> Callable[[object, Info], object]:
    """A resolver that reads the attribute of a field's name."""
    read = attrgetter(snake_case(field))
    return lambda source, _: read(source)


def snake_case(name: str) -> str:
    """A GraphQL name as Python writes it; `from_` for `from`, a word that Python keeps for itself.

    >>> snake_case("maxNewSkills"), snake_case("from")
    ('max_new_skills', 'from_')
    """
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: f"_{match[1].lower()}", name)
    return f"{snake}_" if iskeyword(snake) else snake


def _argument_name(name: str) -> str:
    """What a resolver calls an argument: never as a builtin."""
    return "id_" if name == "id" else snake_case(name)


def _member(value: object, _: Info, __: object) -> str:
    """The object type of a value that a union or interface holds."""
    return MEMBERS[type(value)]

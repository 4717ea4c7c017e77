"""What a notebook's query selects: the whole answer, and of the things it names their plain fields.

An answer is selected with all that it consists of (steps, gates, evidence, …). A role, skill,
certification or industry inside it brings its plain fields only; the others are asked for when they
are read. So are the fields in COSTLY.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from ..schema import build, snake_case

ENTITY = "Entity"
"""The interface of the things that names can name."""

_WITH_FIELDS = (GraphQLObjectType, GraphQLInterfaceType)
_WithFields = GraphQLObjectType | GraphQLInterfaceType

COSTLY = {("RouteList", "sensitivity")}
"""Fields that are asked for when they are read: each takes more searches than all the others."""


def select_root(root: str, most: int) -> str:
    """The selection of a root field; lists inside its answer have at most `most` items."""
    return _select(fields_of("Query")[root].type, most, whole=True)


def select_field(type_name: str, field: str, most: int) -> str:
    """A field of a type as it is selected where it alone is asked for."""
    return _select_field(field, fields_of(type_name)[field], most)


def fields_of(type_name: str) -> Mapping[str, GraphQLField]:
    """The fields of an object type or interface, in the schema's order; others have none."""
    type_ = build().type_map[type_name]
    return type_.fields if isinstance(type_, _WITH_FIELDS) else {}


@cache
def attributes_of(type_name: str) -> Mapping[str, str]:
    """The fields of a type by what a notebook calls them, in the schema's order."""
    return {snake_case(field): field for field in fields_of(type_name)}


@cache
def is_entity(type_name: str) -> bool:
    """Whether the type is of things that names can name."""
    return type_name == ENTITY or type_name in _list_members(ENTITY)


@cache
def is_problem(type_name: str) -> bool:
    """Whether the type is of answers that there is none."""
    return type_name in _list_members("Problem")


@cache
def is_listing(type_name: str) -> bool:
    """Whether the type is of answers that list something: routes, or the nodes of a page."""
    return type_name == "RouteList" or "nodes" in fields_of(type_name)


def _list_members(type_name: str) -> set[str]:
    type_ = build().type_map[type_name]
    return (
        {it.name for it in build().get_possible_types(type_)} if is_abstract_type(type_) else set()
    )


def _select(type_: GraphQLOutputType, most: int, *, whole: bool = False) -> str:
    """The selection on a type, empty for a plain value; `whole` selects all of an entity."""
    named = get_named_type(type_)
    if is_abstract_type(named) and named.name != ENTITY:
        members = (
            f"... on {it.name} {_braced(it, most, whole=whole)}"
            for it in build().get_possible_types(named)
        )
        return f" {{ __typename {' '.join(members)} }}"
    return f" {_braced(named, most, whole=whole)}" if isinstance(named, _WITH_FIELDS) else ""


def _braced(type_: _WithFields, most: int, *, whole: bool) -> str:
    plain = is_entity(type_.name) and not whole
    parts = _select_plain(type_) if plain else _select_all(type_, most)
    return f"{{ {' '.join(('__typename', *parts))} }}"


def _select_plain(type_: _WithFields) -> Iterator[str]:
    """Yield the fields that are plain values."""
    for name, field in type_.fields.items():
        if is_leaf_type(get_named_type(field.type)):
            yield name


def _select_all(type_: _WithFields, most: int) -> Iterator[str]:
    """Yield every field with its selection."""
    for name, field in type_.fields.items():
        if (type_.name, name) not in COSTLY:
            yield _select_field(name, field, most)


def _select_field(name: str, field: GraphQLField, most: int) -> str:
    """A field with its selection; a page inside an answer is as long as a list may be."""
    page = f"(first: {most})" if "first" in field.args else ""
    return f"{name}{page}{_select(field.type, most)}"

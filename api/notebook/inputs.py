"""From a value as it is typed in a notebook to what GraphQL takes: words, names, dicts, lists."""

from collections.abc import Mapping
from operator import index
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
)

from loaders.reading.spelling import find_nearest

from ..references import to_ref
from ..schema import snake_case
from .errors import ArgumentError, QuestionError
from .records import Record

MAIN_FIELDS = {"policy": "rule"}
"""The field that a word means which is given for a whole input: `policy="strict"`."""


def suggest(name: str, known: Mapping[str, object]) -> str:
    """The end of a message about an unknown name: the nearest known one, else all."""
    near = find_nearest(name, known)
    return f" Did you mean {near!r}?" if near else f" It takes {', '.join(known)}."


def to_input(type_: GraphQLInputType, name: str, value: Any) -> object:  # noqa: ANN401
    """A value of an input type; what is no list stands for a list of one."""
    if isinstance(type_, GraphQLNonNull):
        return to_input(type_.of_type, name, value)
    if isinstance(type_, GraphQLList):
        alone = isinstance(value, str | Mapping | Record) or not hasattr(value, "__iter__")
        return [to_input(type_.of_type, name, it) for it in ([value] if alone else value)]
    if isinstance(type_, GraphQLEnumType):
        return _to_word(type_, name, value)
    if isinstance(type_, GraphQLInputObjectType):
        return _to_object(type_, name, value)
    if type_ is GraphQLInt and hasattr(value, "__index__") and not isinstance(value, bool):
        return index(value)  # numpy's whole numbers too
    return value.id if isinstance(value, Record) else value


def _to_word(type_: GraphQLEnumType, name: str, value: object) -> str:
    """A word of an enumeration, written in either case and with any joint."""
    word = str(value).strip().upper().replace("-", "_")
    if word not in type_.values:
        known = [it.lower() for it in type_.values]
        raise QuestionError(f"{name} is {value!r}; give one of {', '.join(known)}.")
    return word


def _to_object(type_: GraphQLInputObjectType, name: str, value: Any) -> object:  # noqa: ANN401
    """An input object: a Ref from a name or thing, others from a mapping in snake_case."""
    if type_.name == "Ref":
        if isinstance(value, Record):
            return {"id": value.id}
        return to_ref(value) if isinstance(value, str) else value
    if name in MAIN_FIELDS and not isinstance(value, Mapping):
        value = {MAIN_FIELDS[name]: value}
    if not isinstance(value, Mapping):
        raise QuestionError(f"{name} is {value!r}; give a dict such as {{'{_first(type_)}': …}}.")
    fields = {snake_case(field): field for field in type_.fields}
    for key in value:
        if key not in fields:
            raise ArgumentError(f"{name} takes no {key!r}.{suggest(str(key), fields)}")
    return {
        fields[key]: to_input(type_.fields[fields[key]].type, key, it)
        for key, it in value.items()
        if it is not None
    }


def _first(type_: GraphQLInputObjectType) -> str:
    return snake_case(next(iter(type_.fields)))

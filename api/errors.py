"""Errors of a GraphQL answer: each with a code that clients can rely on."""

from enum import StrEnum

from graphql import GraphQLError


class Code(StrEnum):
    """`errors[].extensions.code`."""

    BAD_INPUT = "BAD_INPUT"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
    INTERNAL = "INTERNAL"


def bad_input(message: str) -> GraphQLError:
    """The error for an argument that cannot be used; `message` says which, why and what to do."""
    return GraphQLError(message, extensions={"code": Code.BAD_INPUT.value})

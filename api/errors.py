"""Errors of a GraphQL answer: each with a code that clients can rely on."""

from enum import StrEnum

from graphql import GraphQLError


class Code(StrEnum):
    """`errors[].extensions.code`."""

    BAD_INPUT = "BAD_INPUT"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    RATE_LIMITED = "RATE_LIMITED"
    STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
    INTERNAL = "INTERNAL"


def over_limit(  # noqa: PLR0913 what is told of a limit
    message: str,
    *,
    limit: str,
    value: int,
    given: int | None,
    code: Code = Code.LIMIT_EXCEEDED,
    retry_after: int | None = None,
) -> GraphQLError:
    """The error for a request over a limit: its name, its value, and what was given if known.

    `retry_after` are the seconds after which the same request may be let through.
    """
    told = {"code": code.value, "limit": limit, "value": value, "given": given}
    if retry_after is not None:
        told["retryAfter"] = retry_after
    return GraphQLError(message, extensions=told)


def bad_input(message: str) -> GraphQLError:
    """The error for an argument that cannot be used; `message` says which, why and what to do."""
    return GraphQLError(message, extensions={"code": Code.BAD_INPUT.value})

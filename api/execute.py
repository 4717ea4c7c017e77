"""Runs a GraphQL request against one release; the command line and the service share it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    execute_sync,
    parse,
    validate,
)

from graph.errors import CareerGraphError

from .context import Context
from .errors import Code
from .schema import build

_DOCUMENTS_KEPT = 256  # parsed and validated documents that are remembered


def run(
    context: Context,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> dict[str, Any]:
    """The answer as a JSON-like dict: data, errors (each with a code), the release's number.

    `data` is absent where the request could not be executed at all.
    """
    document, errors = _prepare(query)
    if document is None:
        return {"errors": [_formatted(error) for error in errors]}
    result = execute_sync(
        build(),
        document,
        context_value=context,
        variable_values=dict(variables or {}),
        operation_name=operation,
    )
    return _answer(context, result)


@lru_cache(maxsize=_DOCUMENTS_KEPT)
def _prepare(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """The parsed document, or the errors that keep it from running."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, (error,)
    errors = validate(build(), document)
    return (None, tuple(errors)) if errors else (document, ())


def _answer(context: Context, result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = [_formatted(error) for error in result.errors]
    if result.data is not None or _executed(result):
        answer["data"] = result.data
    answer["extensions"] = {"release": context.career_graph.release.number}
    return answer


def _executed(result: ExecutionResult) -> bool:
    """Whether an error came from a resolver, so that null data is the answer."""
    return any(error.path is not None for error in result.errors or ())


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """An error for the client: its own code, BAD_INPUT, or a masked INTERNAL."""
    original = error.original_error
    if original is not None and not isinstance(original, (GraphQLError, CareerGraphError)):
        raise original
    formatted: dict[str, Any] = {**error.formatted}
    formatted["extensions"] = {"code": Code.BAD_INPUT.value, **(error.extensions or {})}
    return formatted

"""Runs a GraphQL request against one release; the command line and the service share it."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import uuid4

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    execute_sync,
    parse,
    validate,
)

from graph.errors import CareerGraphError, StoreError

from .context import Context
from .errors import Code
from .schema import build

_LOG = logging.getLogger(__name__)
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
    """An error for the client, with a code: its own, or that of what caused it."""
    formatted: dict[str, Any] = {**error.formatted}
    if isinstance(error.original_error, RecursionError):
        formatted["message"] = "The query is nested too deeply; ask for fewer levels."
    code = (error.extensions or {}).get("code") or _find_code(error)
    if code is Code.INTERNAL:
        return formatted | _mask(error)
    return formatted | {"extensions": {**(error.extensions or {}), "code": str(code)}}


def _find_code(error: GraphQLError) -> Code:
    """The code of an error that has none of its own.

    Parsing, validation and variables give errors without a path. An argument that cannot be used
    is blamed on its place in the query; a result that cannot be sent is blamed on none.
    """
    original = error.original_error
    if isinstance(original, StoreError):
        return Code.STORE_UNAVAILABLE
    blamed = isinstance(original, GraphQLError) and bool(original.nodes)
    if error.path is None or blamed or isinstance(original, (CareerGraphError, RecursionError)):
        return Code.BAD_INPUT
    return Code.INTERNAL


def _mask(error: GraphQLError) -> dict[str, Any]:
    """What a client learns of an error that nobody expected; the log gets the rest."""
    id_ = str(uuid4())
    where = ".".join(map(str, error.path or ()))
    _LOG.error("Unexpected error %s at %s", id_, where, exc_info=error.original_error)
    return {
        "message": f"Something went wrong in the service; its log says what, under {id_}.",
        "extensions": {"code": Code.INTERNAL.value, "id": id_},
    }

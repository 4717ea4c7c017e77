"""Runs a GraphQL request against one release; the command line and the service share it."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from uuid import uuid4

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
)

from graph.errors import CareerGraphError, StoreError

from .context import Context
from .errors import Code
from .limits import LimitExceededError, exceeded
from .measuring import DocumentMeter
from .schema import build
from .settings import Settings
from .validation import get_validator

_LOG = logging.getLogger(__name__)
_DOCUMENTS_KEPT = 64  # parsed documents that are remembered; the garbage collector looks at each
_LONG = 10_000  # characters of a document that is not
_ABORTED = re.compile(
    r"Syntax Error: Document (contains more than \d+ tokens|(?P<deep>is nested too deeply))\. "
    r"Parsing aborted\."
)
"""Why graphql-core stops reading."""

Answer = dict[str, Any]
"""What `run` gives."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that can be executed."""

    document: DocumentNode
    variables: Mapping[str, Any]
    name: str | None
    operation: OperationDefinitionNode | None
    """None where the name fits none of the document's operations, or there are several."""


def run(
    context: Context,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> Answer:
    """The answer as a JSON-like dict: data, errors (each with a code), the release's number.

    `data` is absent where the request could not be executed at all.
    """
    prepared = prepare(context, query, variables, operation)
    return execute(context, prepared) if isinstance(prepared, Prepared) else prepared


def prepare(
    context: Context,
    query: str,
    variables: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> Prepared | Answer:
    """What can be executed, measured and valid; else the answer that says why not."""
    parsed = _parse(query, context.settings)
    if isinstance(parsed, GraphQLError):
        return {"errors": [_formatted(_name_limit(context.settings, parsed))]}
    given = variables or {}
    try:
        if context.budget is not None:
            context.budget.check_document(parsed.meter, given)
    except LimitExceededError as over:
        return {"errors": [_formatted(over.error)]}
    if parsed.problems:
        return {"errors": [_formatted(error) for error in parsed.problems]}
    return Prepared(
        parsed.document, given, operation, get_operation_ast(parsed.document, operation)
    )


def execute(context: Context, prepared: Prepared) -> Answer:
    """The answer to a request that can be executed.

    Where it has a budget, its deadline ends all work within, that of the engine too.
    """
    try:
        with context.within_deadline():
            result = execute_sync(
                build(),
                prepared.document,
                context_value=context,
                variable_values=dict(prepared.variables),
                operation_name=prepared.name,
                hide_suggestions=not context.settings.introspection,
            )
    except LimitExceededError as over:
        return {"errors": [_formatted(over.error)]}
    return _answer(context, result)


@dataclass(frozen=True)
class _Parsed:
    """A document that could be parsed; measured and validated when that is asked for."""

    document: DocumentNode
    introspection: bool

    @cached_property
    def meter(self) -> DocumentMeter:
        """What measures it."""
        return DocumentMeter(build(), self.document)

    @cached_property
    def problems(self) -> Sequence[GraphQLError]:
        """The errors that keep the document from running."""
        return get_validator(introspection=self.introspection).list_problems(self.document)


def _parse(query: str, settings: Settings) -> _Parsed | GraphQLError:
    """The document, or why there is none; the last ones are kept, those that are long aside."""
    read = _read if len(query) <= _LONG else _read.__wrapped__
    return read(query, settings.limit_tokens, introspection=settings.introspection)


@lru_cache(_DOCUMENTS_KEPT)
def _read(query: str, most_tokens: int, *, introspection: bool) -> _Parsed | GraphQLError:
    try:
        return _Parsed(
            parse(query, max_tokens=most_tokens, allow_empty_selection_sets=False), introspection
        )
    except GraphQLError as error:
        return error


def _name_limit(settings: Settings, error: GraphQLError) -> GraphQLError:
    """The error of a document that cannot be parsed, by its limit where it is over one of ours."""
    aborted = _ABORTED.fullmatch(error.message)
    if aborted is None:
        return error
    return exceeded(settings, "depth" if aborted["deep"] else "tokens", None)


def _answer(context: Context, result: ExecutionResult) -> Answer:
    answer: Answer = {}
    if result.errors:
        answer["errors"] = [_formatted(error) for error in _first(context, result.errors)]
    if result.data is not None or _executed(result):
        answer["data"] = result.data
    answer["extensions"] = {"release": context.career_graph.release.number}
    return answer


def _first(context: Context, errors: Sequence[GraphQLError]) -> Sequence[GraphQLError]:
    """As many errors as an answer may list; the last says how many more there were."""
    most = context.settings.limit_errors
    if context.budget is None or len(errors) <= most:
        return errors
    return [*errors[: most - 1], exceeded(context.settings, "errors", len(errors))]


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

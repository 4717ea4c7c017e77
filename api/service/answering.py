"""Responses that hold a GraphQL answer, or the one error in its place."""

import json
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError
from starlette.requests import HTTPConnection
from starlette.responses import Response

from ..errors import Code
from .http_request import PLAIN_JSON

_STATUS = {Code.UNAUTHENTICATED: 401, Code.RATE_LIMITED: 429, Code.STORE_UNAVAILABLE: 503}
_LATER = 503  # the HTTP status where nothing is wrong but the time
_RETRY_SECONDS = 2  # after which a client may ask again for a release


def to_json(answer: Mapping[str, Any]) -> bytes:
    """An answer as it is sent."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def respond(
    content: bytes, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer that is JSON already."""
    return Response(content, status, headers, f"{media_type}; charset=utf-8")


def make_problem(code: Code, message: str, *, retry_after: int | None = None) -> GraphQLError:
    """An error that stands for the whole answer; `retry_after` in seconds."""
    told = {} if retry_after is None else {"retryAfter": retry_after}
    return GraphQLError(message, extensions={"code": code.value, **told})


def lack_release() -> GraphQLError:
    """The answer as long as no release was read."""
    message = "The store has not been reached yet; try again soon, and see /readyz."
    return make_problem(Code.STORE_UNAVAILABLE, message, retry_after=_RETRY_SECONDS)


def find_status(error: Mapping[str, Any]) -> int | None:
    """The HTTP status that an error brings whatever the media type, if it does."""
    told = error["extensions"]
    return _STATUS.get(told["code"], _LATER if "retryAfter" in told else None)


def refuse(
    conn: HTTPConnection,
    problem: GraphQLError,
    *,
    status: int | None = None,
    media_type: str = PLAIN_JSON,
) -> Response:
    """One error instead of an answer; without a status that of its code, else 400."""
    error: Mapping[str, Any] = problem.formatted
    conn.state.record.code = error["extensions"]["code"]
    content = to_json({"errors": [error]})
    response = respond(content, status or find_status(error) or 400, media_type)
    add_retry(response, error)
    return response


def add_retry(response: Response, error: Mapping[str, Any]) -> None:
    """Say in the header too when to ask again, where an error says so."""
    seconds = error["extensions"].get("retryAfter")
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    if error["extensions"]["code"] == Code.UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="career-graph"'

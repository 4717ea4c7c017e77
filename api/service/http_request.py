"""A GraphQL request read from HTTP, as GraphQL over HTTP has it.

https://graphql.github.io/graphql-over-http/draft/ — GET with URL parameters and POST with JSON.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from graphql import GraphQLError
from starlette.requests import HTTPConnection, Request

from graph.names import LANGUAGES

from ..errors import bad_input
from ..limits import exceeded
from ..settings import Settings

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
_HEADERS_KEPT = 64  # that were read; clients send the same few
_BODIES_KEPT = 512  # that were read
_LONG = 4_000  # characters of a body that is not kept
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


class RequestError(Exception):
    """A request that is no GraphQL request; `status` is the HTTP status that says so."""

    def __init__(self, status: int, said: str | GraphQLError) -> None:
        """Say what is wrong and how to mend it."""
        super().__init__(str(said))
        self.status = status
        self.problem = bad_input(said) if isinstance(said, str) else said


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What to execute; requests of one `digest` ask the same."""

    query: str
    variables: Mapping[str, Any] | None
    operation: str | None
    digest: str


def choose_media_type(request: Request) -> str:
    """The media type of the answer by the Accept header; RequestError where we have none."""
    chosen = find_media_type(request)
    if chosen is None:
        accept = _read_list(request, "accept")
        raise RequestError(406, f"Accept is {accept!r}; accept {GRAPHQL_JSON} or {PLAIN_JSON}.")
    return chosen


def find_media_type(request: HTTPConnection) -> str | None:
    """The media type of the answer by the Accept header.

    Of several that are liked as well the first named, and plain JSON where none is named.
    """
    return _choose_media_type(_read_list(request, "accept"))


@lru_cache(_HEADERS_KEPT)
def _choose_media_type(accept: str) -> str | None:
    accepted = _parse_weights(accept) or {"*/*": 1.0}

    def weight(type_: str) -> float:
        ranges = (type_, "application/*", "*/*")
        return next((accepted[range_] for range_ in ranges if range_ in accepted), 0.0)

    named = [type_ for type_ in accepted if type_ in (GRAPHQL_JSON, PLAIN_JSON)]
    best = max((*named, PLAIN_JSON, GRAPHQL_JSON), key=weight)
    return best if weight(best) > 0 else None


def choose_language(request: Request) -> str:
    """The language that Accept-Language likes best among ours, else the first of ours."""
    return _choose_language(_read_list(request, "accept-language"))


@lru_cache(_HEADERS_KEPT)
def _choose_language(accepted: str) -> str:
    liked: dict[str, float] = {}
    for tag, weight in _parse_weights(accepted).items():
        language = tag.partition("-")[0]
        liked[language] = max(weight, liked.get(language, 0.0))
    return max(LANGUAGES, key=lambda language: liked.get(language, liked.get("*", 0.0)))


def _read_list(request: HTTPConnection, header: str) -> str:
    """All values of a header that lists some, parted by commas."""
    return ",".join(request.headers.getlist(header))


def _parse_weights(text: str) -> Mapping[str, float]:
    """The values that a header lists with their weights; a weight that is none counts as 0.

    https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
    """
    weights: dict[str, float] = {}
    for part in text.lower().split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        given = [text[2:] for text in parameters if text.startswith("q=")] or ["1"]
        weight = float(given[0]) if _WEIGHT.fullmatch(given[0]) else 0.0
        if value:
            weights[value] = max(weight, weights.get(value, 0.0))
    return weights


def make_tag(identity: str, media_type: str) -> str:
    """The ETag of an answer in a media type."""
    return f'"{identity}.{"graphql" if media_type == GRAPHQL_JSON else "json"}"'


def holds_tag(request: Request, tag: str) -> bool:
    """Whether the client has the answer of that tag already (If-None-Match).

    https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
    """
    held = _read_list(request, "if-none-match").split(",")
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in held)


async def read_request(request: Request, settings: Settings) -> GraphQLRequest:
    """The GraphQL request; RequestError where there is none."""
    if request.method in ("GET", "HEAD"):
        return _checked(_from_url(request.query_params))
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise RequestError(415, f"Content-Encoding is {encoding!r}; send the body as it is.")
    content_type = request.headers.get("content-type", "")
    media_type, _, parameters = content_type.partition(";")
    if media_type.strip().lower() != PLAIN_JSON:
        raise RequestError(415, f"Content-Type is {content_type!r}; send {PLAIN_JSON}.")
    charset = parameters.lower().replace(" ", "").replace('"', "")
    if "charset=" in charset and "charset=utf-8" not in charset:
        raise RequestError(415, f"Content-Type is {content_type!r}; send UTF-8.")
    body = await _read_body(request, settings)
    return (_read_json if len(body) <= _LONG else _read_json.__wrapped__)(body)


@lru_cache(_BODIES_KEPT)
def _read_json(body: str) -> GraphQLRequest:
    """The request that a body holds."""
    return _checked(_parsed("body", body))


async def _read_body(request: Request, settings: Settings) -> str:
    """The body as text, read no further than the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.limit_body_bytes:
            raise RequestError(413, exceeded(settings, "body_bytes", None))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"The body is not UTF-8 at byte {error.start}.") from error


def _from_url(parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """The URL's parameters, those that are JSON parsed."""
    given: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = _parsed(name, given[name])
        else:
            given.pop(name, None)
    return given


def _parsed(name: str, text: str) -> object:
    try:
        parsed: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise RequestError(400, f"The {name} is not JSON: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise RequestError(
            400,
            f"The {name} is not JSON that can be read: it is nested too deeply, or a number is "
            "none or too long.",
        ) from error
    try:
        if "\\u" in text:  # else there is none
            json.dumps(parsed, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise RequestError(400, f"The {name} holds half of a surrogate pair.") from error
    return parsed


def _refuse_constant(constant: str) -> NoReturn:
    """Python reads NaN and Infinity, which JSON has not."""
    raise ValueError(constant)


def _checked(given: object) -> GraphQLRequest:
    """The request in a JSON value; RequestError where a part has the wrong type."""
    if not isinstance(given, Mapping):
        raise RequestError(400, "The body must be a JSON object with a query.")
    query, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "query must be a string that holds a GraphQL document.")
    if operation is not None and not isinstance(operation, str):
        raise RequestError(400, "operationName must be a string.")
    for name, value in (("variables", variables), ("extensions", extensions)):
        if value is not None and not isinstance(value, Mapping):
            raise RequestError(400, f"{name} must be a JSON object.")
    return GraphQLRequest(query, variables, operation or None, _digest(query, variables, operation))


def _digest(query: str, variables: Mapping[str, Any] | None, operation: str | None) -> str:
    """A hash of all that is asked."""
    try:
        given = json.dumps(variables or {}, sort_keys=True, allow_nan=False)
    except RecursionError as error:
        raise RequestError(400, "The variables are nested too deeply.") from error
    except ValueError as error:
        raise RequestError(400, "The variables hold a number that is too large.") from error
    parts = (query, given, operation or "")
    return hashlib.sha256(repr(parts).encode()).hexdigest()

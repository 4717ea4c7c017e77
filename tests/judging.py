"""What GraphQL over HTTP allows as an answer to a request that is well-formed.

https://graphql.github.io/graphql-over-http/draft/#sec-Response, and our own promise: every error
has a code, and no error is one that nobody expected.
"""

import json
from typing import Any, NoReturn

import httpx

from api.errors import Code

PLAIN_JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"

_CODES = frozenset(Code) - {Code.INTERNAL}
_PARTS = {"data", "errors", "extensions"}
_PARTS_OF_AN_ERROR = {"message", "locations", "path", "extensions"}


def find_faults(response: httpx.Response, media_type: str, *, refused: bool = False) -> list[str]:
    """What is wrong with an answer of the type that was asked for.

    `refused` says that the request must have at least one error.
    """
    faults = []
    type_ = response.headers.get("content-type")
    if type_ != f"{media_type}; charset=utf-8":
        faults.append(f"the type is {type_}")
    try:
        answer = json.loads(response.content.decode("utf-8"), parse_constant=_refuse)
    except ValueError as error:
        return [*faults, f"the status is {response.status_code}, the body no JSON: {error}"]
    if not isinstance(answer, dict) or not answer.keys() <= _PARTS:
        return [*faults, f"the body is no answer: {answer}"]
    status = 200 if "data" in answer or media_type == PLAIN_JSON else 400
    if response.status_code != status:
        faults.append(f"the status is {response.status_code}, not {status}")
    if not isinstance(answer.get("data"), dict | None):
        faults.append("data is no object")
    if "errors" not in answer:
        missing = refused or answer.get("data") is None
        return [*faults, "errors are missing"] if missing else faults
    if not isinstance(answer["errors"], list) or not answer["errors"]:
        return [*faults, "errors is no list of errors"]
    return faults + [fault for error in answer["errors"] for fault in _judge(error)]


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _judge(error: Any) -> list[str]:
    """What is wrong with an error."""
    if not isinstance(error, dict) or not error.keys() <= _PARTS_OF_AN_ERROR:
        return [f"no error: {error}"]
    message, extensions = error.get("message"), error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    faults = {
        "the message is": not (isinstance(message, str) and message),
        "the code is": code not in _CODES,
        "the path is": "path" in error and not _is_path(error["path"]),
        "a location is": "locations" in error and not _are_locations(error["locations"]),
    }
    return [f"{fault} wrong: {error}" for fault, found in faults.items() if found]


def _is_path(path: Any) -> bool:
    """Whether a value is a path of field names and list indexes."""
    return isinstance(path, list) and bool(path) and all(isinstance(it, str | int) for it in path)


def _are_locations(locations: Any) -> bool:
    """Whether a value is a list of lines and columns, from 1."""
    return bool(locations) and all(
        it.keys() == {"line", "column"} and it["line"] > 0 and it["column"] > 0 for it in locations
    )

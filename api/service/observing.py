"""What is known of each request: an id, a line in the log, and numbers."""

import logging
import re
import time
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import Code
from .answering import refuse
from .headers import add_safe_headers
from .logs import RequestLog
from .metrics import Metrics

_LOG = logging.getLogger(__name__)
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_ID_HEADER = b"x-request-id"
_ID_BYTES = 12  # of an id of our own making
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
_PATHS = frozenset(
    ("/", "/graphql", "/graphiql", "/schema.graphql", "/livez", "/readyz", "/metrics")
)
_FOLDERS = ("/graphiql/", "/export/", "/neo4j/")
_OTHER = "other"
_FAULT = 500  # the HTTP status of an error that nobody expected


@dataclass(slots=True)
class Record:
    """What one request tells of itself; who answers it fills it in.

    `told` goes into the log as it is, and never holds what a client asks about: values of
    variables and keys stay out.
    """

    id: str
    code: str | None = None
    source: str | None = None
    told: dict[str, Any] = field(default_factory=dict)


class Observer:
    """Watches every request of an application, and answers where the application failed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Watch this application."""
        self._app = app
        self._metrics = metrics
        self._log = RequestLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when it is answered."""
        if scope["type"] != "http":  # the life of the process; it ends with what waits
            await self._app(scope, receive, send)
            self._log.flush()
            return
        began = time.perf_counter()
        record = Record(_find_id(scope) or token_hex(_ID_BYTES))
        scope.setdefault("state", {})["record"] = record
        sent = _Sent(send, record.id)
        try:
            await self._app(scope, receive, sent)
        except Exception:  # noqa: BLE001 `apologise` has told of it, unless an answer had begun
            record.code = Code.INTERNAL.value
            if sent.status != _FAULT:
                _LOG.exception("Unexpected error", extra={"id": record.id})
        self._tell(scope, record, sent, time.perf_counter() - began)

    def _tell(self, scope: Scope, record: Record, sent: "_Sent", seconds: float) -> None:
        """Count and log a request."""
        method, path = scope["method"], _name_path(scope["path"])
        known = method if method in _METHODS else _OTHER
        self._metrics.count_request(known, path, sent.status, seconds)
        self._metrics.count_answer(record.code, record.source)
        if not self._log.enabled:
            return
        told = {
            "id": record.id,
            "method": known,
            "path": path,
            "status": sent.status,
            "ms": round(seconds * 1000, 1),
            "bytes": sent.bytes,
            **record.told,
        }
        if record.source is not None:
            told["source"] = record.source
        if record.code is not None:
            told["code"] = record.code
        self._log.write(told)


class _Sent:
    """Sends on what an application sends, with the request's id, and remembers how much it was."""

    def __init__(self, send: Send, id_: str) -> None:
        self._send = send
        self._id = id_
        self.status = 0
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            add_safe_headers(message)
            message["headers"].append((_ID_HEADER, self._id.encode()))
        else:
            self.bytes += len(message.get("body", b""))
        await self._send(message)


async def apologise(request: Request, error: Exception) -> Response:
    """The answer where something went wrong that nobody expected; the log says what."""
    id_ = request.state.record.id
    _LOG.error("Unexpected error", exc_info=error, extra={"id": id_})
    message = f"Something went wrong in the service; its log says what, under {id_}."
    extensions = {"code": Code.INTERNAL.value, "id": id_}
    return refuse(request, GraphQLError(message, extensions=extensions), status=_FAULT)


def _find_id(scope: Scope) -> str | None:
    """The id that a request brings, where it is one."""
    given = next((value for name, value in scope["headers"] if name == _ID_HEADER), b"")
    id_: str = given.decode("latin-1")
    return id_ if _ID.fullmatch(id_) else None


def _name_path(path: str) -> str:
    """A path as a label: ours as they are, what lies in one of our folders by that folder."""
    if path in _PATHS:
        return path
    return next((folder for folder in _FOLDERS if path.startswith(folder)), _OTHER)

"""What is known of each request: an id, a line in the log, numbers for Prometheus.

The labels of the numbers come from closed sets, so that no client can make more of them.
"""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from graphql import GraphQLError
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import Code
from .answering import refuse
from .current import CurrentLibrary

_LOG = logging.getLogger(__name__)
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_ID_HEADER = "X-Request-ID"
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
_PATHS = frozenset(
    ("/", "/graphql", "/graphiql", "/schema.graphql", "/livez", "/readyz", "/metrics")
)
_FOLDERS = ("/graphiql/", "/export/", "/neo4j/")
_OTHER = "other"


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


class Metrics:
    """The numbers of one service."""

    def __init__(self, current: CurrentLibrary, count_busy: Callable[[], int]) -> None:
        """Count from 0."""
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "career_graph_requests",
            "HTTP requests that were answered.",
            ("method", "path", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "career_graph_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("path",),
            registry=registry,
        )
        self.errors = Counter(
            "career_graph_errors",
            "Answers with an error, by the code of the first.",
            ("code",),
            registry=registry,
        )
        self.answers = Counter(
            "career_graph_answers",
            "GraphQL answers by where they came from: made, kept, or held by the client already.",
            ("source",),
            registry=registry,
        )
        for name, meaning, read in (
            ("busy", "Requests that are worked on, or wait to be.", count_busy),
            ("release", "The release that answers; 0 before there is one.", lambda: current.number),
            ("store_reachable", "1 where the store could be asked.", lambda: current.reachable),
            ("release_age_seconds", "Since the store confirmed it.", lambda: current.age_seconds),
        ):
            Gauge(f"career_graph_{name}", meaning, registry=registry).set_function(read)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def write(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)


class Observer:
    """Watches every request of an application, and answers where the application failed."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Watch this application."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        given = Headers(scope=scope).get(_ID_HEADER, "")
        record = Record(given if _ID.fullmatch(given) else uuid4().hex)
        scope.setdefault("state", {})["record"] = record
        sent = _Sent(send, record.id)
        try:
            await self._app(scope, receive, sent)
        except Exception:  # noqa: BLE001 the last place where a fault can be told
            _LOG.exception("Unexpected error", extra={"id": record.id})
            record.code = Code.INTERNAL.value
            if not sent.status:
                await _apologise(record.id)(scope, receive, sent)
        self._tell(scope, record, sent, time.perf_counter() - began)

    def _tell(self, scope: Scope, record: Record, sent: "_Sent", seconds: float) -> None:
        """Count and log a request."""
        metrics, method, path = self._metrics, scope["method"], _name_path(scope["path"])
        known = method if method in _METHODS else _OTHER
        metrics.requests.labels(known, path, sent.status).inc()
        metrics.seconds.labels(path).observe(seconds)
        if record.code is not None:
            metrics.errors.labels(record.code).inc()
        if record.source is not None:
            metrics.answers.labels(record.source).inc()
        if not _LOG.isEnabledFor(logging.INFO):
            return
        told = {
            "id": record.id,
            "method": known,
            "path": path,
            "status": sent.status,
            "ms": round(seconds * 1000, 1),
            "bytes": sent.bytes,
            **({} if record.source is None else {"source": record.source}),
            **({} if record.code is None else {"code": record.code}),
            **record.told,
        }
        _LOG.info("request", extra=told)


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
            MutableHeaders(scope=message)[_ID_HEADER] = self._id
        else:
            self.bytes += len(message.get("body", b""))
        await self._send(message)


def _apologise(id_: str) -> ASGIApp:
    """The answer where something went wrong that nobody expected."""
    message = f"Something went wrong in the service; its log says what, under {id_}."
    extensions = {"code": Code.INTERNAL.value, "id": id_}
    return refuse(GraphQLError(message, extensions=extensions), status=500)


def _name_path(path: str) -> str:
    """A path as a label: ours as they are, what lies in one of our folders by that folder."""
    if path in _PATHS:
        return path
    return next((folder for folder in _FOLDERS if path.startswith(folder)), _OTHER)

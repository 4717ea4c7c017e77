"""HTTP on a socket that nobody can hold open: uvicorn's protocol with a deadline for each wait.

Uvicorn waits without end for the rest of a request, and for a client that does not read. Here a
request has to arrive whole within a time, an answer has to be taken in within the same time, a
request's head has a size, and there is a number of connections beyond which none is served.
"""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..limits import exceeded
from ..settings import Settings
from .joining import JoiningTransport

_HEAD_END = b"\r\n\r\n"
_SECONDS_TO_TAKE_IN = 1.0  # that a client has for the last bytes of a connection that is closed
_SECONDS_TO_RETRY = 1  # after which a client may try to connect again


def make_protocol(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol class with the limits of these settings, as uvicorn takes it."""

    class Guarded(GuardedProtocol):
        limits = settings

    return Guarded


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    limits: Settings

    def __init__(self, config: Config, *given: Any, **named: Any) -> None:  # noqa: ANN401 uvicorn's
        """Take what uvicorn gives; nothing is received yet."""
        super().__init__(config, *given, **named)
        self._patience = self.limits.limit_receive_ms / 1000
        self._receiving: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._head_bytes: int | None = 0  # of a head that is not complete; None while it is
        self._whole = True  # the request that came last
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, but not for ever."""
        self._joining = JoiningTransport(transport, self.loop)
        super().connection_made(self._joining)
        if len(self.connections) > self.limits.limit_connections:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "connections", _SECONDS_TO_RETRY)
            return
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop(self._receiving)
        self._stop(self._sending)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as far as a head may reach."""
        if self._refused:
            return
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            most = self.limits.limit_head_bytes
            if self._head_bytes > most and _HEAD_END not in data[:most]:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head_bytes")
                return
        super().data_received(data)
        if not self._whole and self._receiving is None:
            self._await_request()

    def on_message_begin(self) -> None:
        """A request comes; where it is not there at once its time begins."""
        self._whole = False
        super().on_message_begin()

    def eof_received(self) -> None:
        """Send what is written before asyncio closes, as the client sends no more."""
        self._joining.flush()
        super().eof_received()

    def on_headers_complete(self) -> None:
        """The head is there; its bytes count no more."""
        self._head_bytes = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is there as a whole; the next head begins."""
        if self._receiving is not None:
            self._receiving.cancel()
        self._receiving, self._head_bytes, self._whole = None, 0, True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """See that a client takes in the end of what it was sent."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._abort_soon()

    def pause_writing(self) -> None:
        """Wait for the client to take in what was sent, but not for ever."""
        super().pause_writing()
        self._sending = self.loop.call_later(self._patience, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has taken it in."""
        self._stop(self._sending)
        super().resume_writing()

    def shutdown(self) -> None:
        """End soon: at once where the client has not even sent all of its request."""
        super().shutdown()
        if self.cycle is not None and self.cycle.more_body and not self.cycle.response_complete:
            self._close()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection on which nothing was asked for a while."""
        self._close()

    def _await_request(self) -> None:
        self._receiving = self.loop.call_later(self._patience, self._cut)

    def _cut(self) -> None:
        """End a connection whose request did not arrive in time; where we paused it, wait on."""
        if self.flow.read_paused:
            self._await_request()
            return
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, "receive_ms", _SECONDS_TO_RETRY)

    def _refuse(self, status: HTTPStatus, limit: str, retry_after: int | None = None) -> None:
        """Say which limit was met where nothing is being answered, and end the connection."""
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            problem = exceeded(self.limits, limit, None, retry_after=retry_after)
            body = json.dumps({"errors": [problem.formatted]}, ensure_ascii=False).encode()
            lines = [
                f"HTTP/1.1 {status.value} {status.phrase}",
                "content-type: application/json; charset=utf-8",
                f"content-length: {len(body)}",
                "connection: close",
                *([] if retry_after is None else [f"retry-after: {retry_after}"]),
            ]
            self.transport.write("\r\n".join((*lines, "", "")).encode() + body)
        self._refused = True
        if self.transport.can_write_eof():  # who still sends can read the answer
            self.transport.write_eof()
        self._abort_soon()

    def _close(self) -> None:
        """Close, and abort soon where the client does not take in the rest."""
        if not self.transport.is_closing():
            self.transport.close()
        self._abort_soon()

    def _abort_soon(self) -> None:
        self.loop.call_later(_SECONDS_TO_TAKE_IN, self.transport.abort)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()

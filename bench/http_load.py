"""Asks a server over HTTP: many clients on kept connections, each with one question at a time.

Made to take little time itself: it shares two cores with the server that it measures.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_HOST = "127.0.0.1"
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_LATER = re.compile(rb"\r\nretry-after:", re.IGNORECASE)
_PATIENCE = 30  # seconds that the last answers may take

CUT = "cut"
"""Stands for a status where a connection ended before its answer."""

DELIBERATE = "503 with Retry-After"
"""Stands for a status where a server says that it has too much to do, and when to ask again."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many clients, who ask what comes next of the same requests."""

    requests: Iterator[bytes]
    clients: int


@dataclass
class Load:
    """What clients were told: answers by status, and the seconds that each took."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    took: float = 0.0

    @property
    def answered(self) -> int:
        """How many answers there were."""
        return len(self.seconds)


def make_request(path: str, body: bytes, *, media_type: str = "application/json") -> bytes:
    """A POST request as it is sent."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {_HOST}\r\nAccept: application/json\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def ask_for(port: int, crowds: Sequence[Crowd], *, seconds: float) -> list[Load]:
    """What each crowd was told in that time, all at once; each client asks once at least."""
    return asyncio.run(_ask_for(port, crowds, seconds))


async def _ask_for(port: int, crowds: Sequence[Crowd], seconds: float) -> list[Load]:
    began = time.perf_counter()
    loads = [Load() for _ in crowds]
    clients = [
        _be_client(port, crowd.requests, load, began + seconds)
        for crowd, load in zip(crowds, loads, strict=True)
        for _ in range(crowd.clients)
    ]
    async with asyncio.timeout(seconds + _PATIENCE):
        await asyncio.gather(*clients)
    for load in loads:
        load.took = time.perf_counter() - began
    return loads


async def _be_client(port: int, requests: Iterator[bytes], load: Load, ends: float) -> None:
    """Ask until the time is over; where a connection ends, on another one."""
    loop = asyncio.get_running_loop()
    while True:
        _, connection = await loop.create_connection(
            lambda: _Connection(requests, load, ends), _HOST, port
        )
        await connection.ended
        if time.perf_counter() >= ends:
            return


class _Connection(asyncio.Protocol):
    """One connection, which asks again as soon as it has its answer."""

    def __init__(self, requests: Iterator[bytes], load: Load, ends: float) -> None:
        self.ended = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._load = load
        self._ends = ends
        self._received = bytearray()
        self._whole: int | None = None  # bytes of the answer, once its head is there
        self._status = ""
        self._closing = False  # as the server says
        self._asked_at: float | None = None  # None while nothing is asked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask first."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment] # of a socket
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Read the answer as far as it is there, and ask again."""
        self._received += data
        if self._whole is None:
            self._read_head()
        if self._whole is not None and len(self._received) >= self._whole:
            self._count(self._status)
            if self._closing or time.perf_counter() >= self._ends:
                self._transport.close()
            else:
                self._ask()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 any end is one
        """Count an answer that did not come."""
        if self._asked_at is not None:
            self._count(CUT)
        if not self.ended.done():
            self.ended.set_result(None)

    def _ask(self) -> None:
        self._received.clear()
        self._whole = None
        self._asked_at = time.perf_counter()
        self._transport.write(next(self._requests))

    def _read_head(self) -> None:
        end = self._received.find(_HEAD_END)
        if end < 0:
            return
        head = bytes(self._received[:end])
        length = _LENGTH.search(head)
        self._whole = end + len(_HEAD_END) + (int(length[1]) if length else 0)
        self._closing = _CLOSE.search(head) is not None
        self._status = head[9:12].decode("ascii")
        if self._status == "503" and _LATER.search(head):
            self._status = DELIBERATE

    def _count(self, status: str) -> None:
        if self._asked_at is not None:
            self._load.seconds.append(time.perf_counter() - self._asked_at)
            self._load.statuses[status] += 1
            self._load.bytes += len(self._received)
        self._asked_at = None

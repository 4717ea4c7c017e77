"""What is written at one go is sent at one go, in order and whole, by a real transport."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from serving import serving

from api.service.joining import JoiningTransport

_LARGE = b"x" * 100_000


class CountingSocket(socket.socket):
    """A socket that remembers how much it was asked to send each time."""

    asked: list[int]

    def send(self, data: object, flags: int = 0) -> int:
        """Send, as far as there is room."""
        self.asked.append(len(data))  # type: ignore[arg-type]
        return super().send(data, flags)  # type: ignore[arg-type]


def send(write: Callable[[JoiningTransport], Awaitable[None]]) -> tuple[list[int], bytes]:
    """How much was sent each time, and all that arrived."""

    async def run() -> tuple[list[int], bytes]:
        ours, theirs = socket.socketpair()
        counting = CountingSocket(fileno=ours.detach())
        counting.settimeout(0)
        counting.asked = []
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_accepted_socket(asyncio.Protocol, counting)
        reader, writer = await asyncio.open_connection(sock=theirs)
        await write(JoiningTransport(transport, loop))
        received = await reader.read()
        writer.close()
        await writer.wait_closed()
        return counting.asked, received

    return asyncio.run(run())


def test_what_is_written_at_one_go_is_sent_at_one_go() -> None:
    """Head and body make one call; what comes later makes another."""

    async def write(transport: JoiningTransport) -> None:
        transport.write(b"head ")
        transport.write(b"body ")
        await asyncio.sleep(0)
        transport.write(b"next")
        await asyncio.sleep(0)
        transport.close()

    assert send(write) == ([10, 4], b"head body next")


@pytest.mark.parametrize("end", ["close", "write_eof"])
def test_what_is_held_is_sent_before_the_end(end: str) -> None:
    """Closing, or ending what is sent, loses nothing that was written."""

    async def write(transport: JoiningTransport) -> None:
        transport.write(b"answer")
        getattr(transport, end)()
        await asyncio.sleep(0)
        transport.close()

    assert send(write) == ([6], b"answer")


def test_much_is_sent_at_once() -> None:
    """What is written without a pause is not held beyond a bound, and stays in order."""

    async def write(transport: JoiningTransport) -> None:
        transport.write(b"head")
        transport.write(_LARGE)
        transport.write(b"end")
        transport.close()

    asked, received = send(write)
    assert received == b"head" + _LARGE + b"end"
    assert asked[0] == 4 + len(_LARGE)


def test_what_is_held_is_lost_where_a_connection_is_aborted() -> None:
    """Who is not to get anything more does not."""

    async def write(transport: JoiningTransport) -> None:
        transport.write(b"answer")
        transport.abort()
        await asyncio.sleep(0)

    assert send(write) == ([], b"")


def test_a_client_that_sends_no_more_is_answered(tmp_path: Path) -> None:
    """Who closes its side after a request gets the whole answer all the same."""
    request = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with serving(tmp_path) as service:
        port = int(service.url.rstrip("/").rpartition(":")[2])
        for _ in range(50):
            with socket.create_connection(("127.0.0.1", port), 10) as client:
                client.sendall(request)
                client.shutdown(socket.SHUT_WR)
                answer = b""
                while part := client.recv(4096):
                    answer += part
            assert answer.endswith(b"\r\n\r\nok")

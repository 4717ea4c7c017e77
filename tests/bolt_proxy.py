"""Stands between a driver and a real Neo4j, and cuts connections when it is told to.

Bolt sends a COMMIT as one chunk of two bytes: https://neo4j.com/docs/bolt/current/bolt/message/
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from threading import Thread

_COMMIT = b"\x00\x02\xb0\x12\x00\x00"
_MOST = 1 << 16


class Cut(Enum):
    """When the connection is cut."""

    NEVER = "never"
    BEFORE = "before the server sees the COMMIT"
    AFTER = "after the server has answered it, unheard by the client"


class BoltProxy:
    """Passes everything on, but for one COMMIT once `cut` is set."""

    def __init__(self, target: tuple[str, int]) -> None:
        """Listen on a free port of this machine."""
        self.cut = Cut.NEVER
        self._target = target
        self._refusing = False
        self._clients: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        """Where to connect to instead of the server."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        """Accept connections until closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self._refusing:
                    client.close()
                    continue
                self._clients.append(client)
                Thread(target=self._connect, args=[client], daemon=True).start()

    def refuse(self, *, refusing: bool) -> None:
        """Cut every connection and close each new one at once, or let them in again."""
        self._refusing = refusing
        while refusing and self._clients:
            with suppress(OSError):
                self._clients.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Accept no more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _connect(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server, suppress(OSError):
            back = Thread(target=_pass_on, args=[server, client], daemon=True)
            back.start()
            while data := client.recv(_MOST):
                cut, self.cut = self.cut, Cut.NEVER
                if cut is Cut.NEVER or not data.endswith(_COMMIT):
                    self.cut = cut
                    server.sendall(data)
                    continue
                client.shutdown(socket.SHUT_RDWR)
                if cut is Cut.AFTER:
                    server.sendall(data)
                    back.join(10)
                break
            with suppress(OSError):  # closing alone does not reach a thread that still reads
                server.shutdown(socket.SHUT_RDWR)


def _pass_on(server: socket.socket, client: socket.socket) -> None:
    """Pass on what the server says, until it has said something that nobody hears."""
    with suppress(OSError):
        while data := server.recv(_MOST):
            client.sendall(data)


@contextmanager
def bolt_proxy(url: str) -> Iterator[BoltProxy]:
    """A proxy in front of the server at a Bolt URL."""
    host, _, port = url.partition("://")[2].partition(":")
    proxy = BoltProxy((host, int(port)))
    thread = Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(10)

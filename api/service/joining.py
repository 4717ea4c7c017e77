"""Sends an answer's head and body together: one call into the system instead of two.

Uvicorn writes both by themselves, and a call takes as long as a good part of a kept answer. What
is written while nothing else had a turn is held until then, and sent as one.
"""

import asyncio
from typing import Any

_MOST_HELD = 64 * 1024  # bytes; more are sent at once, so that the flow of large answers is known


class JoiningTransport(asyncio.Transport):
    """A transport that holds what is written for a moment, and else is the one that it stands for.

    Who reads end of file should `flush`: asyncio closes the transport itself then.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Stand for a transport of this loop."""
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []
        self._bytes = 0

    def write(self, data: Any) -> None:  # noqa: ANN401 what the system takes as bytes
        """Send it soon, together with what is written before then."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        self._bytes += len(data)
        if self._bytes > _MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            held, self._held, self._bytes = self._held, [], 0
            self._transport.write(b"".join(held))

    def close(self) -> None:
        """Send what is held, then close."""
        self.flush()
        self._transport.close()

    def write_eof(self) -> None:
        """Send what is held, then the end."""
        self.flush()
        self._transport.write_eof()

    def abort(self) -> None:
        """Close at once; what is held is lost."""
        self._held.clear()
        self._transport.abort()

    def can_write_eof(self) -> bool:
        """Whether the end can be sent alone."""
        return self._transport.can_write_eof()

    def is_closing(self) -> bool:
        """Whether it is closed, or will be."""
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        """Read nothing for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 asyncio's
        """What is known of the connection."""
        return self._transport.get_extra_info(name, default)

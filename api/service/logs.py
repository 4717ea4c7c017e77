"""What the service writes about itself: a JSON object a line, on stderr."""

import asyncio
import json
import logging
import sys
import time
import traceback
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TextIO

_QUIET = {"neo4j": logging.ERROR, "uvicorn.error": logging.ERROR, "asyncio": logging.ERROR}
"""Loggers that tell of every client's mistake and of each try again; /readyz says of the store."""
_encode = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps makes one each time
_INNERMOST = -20  # calls of a traceback that are told
_FLUSH_SECONDS = 0.2  # that the line of a request may wait for others


def write_logs_as_json(level: str) -> None:
    """Write what is logged from this level on; with `debug` everything that libraries log too."""
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    if level != "debug":
        for name, least in _QUIET.items():
            logging.getLogger(name).setLevel(least)


class RequestLog:
    """Writes a line for each request, several at a time: a busy service has thousands a second."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        """Write to this stream where requests are to be logged."""
        self.enabled = logging.getLogger(__name__).isEnabledFor(logging.INFO)
        self._stream = stream
        self._waiting: list[str] = []

    def write(self, told: Mapping[str, Any]) -> None:
        """Write what is told of a request, soon; called in the event loop."""
        line = {"time": _format_time(time.time()), "level": "info", "message": "request", **told}
        self._waiting.append(_encode(line))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(_FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            lines, self._waiting = self._waiting, []
            self._stream.write("\n".join((*lines, "")))
            self._stream.flush()


class _JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, with the `id` of the request that it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line = {
            "time": _format_time(record.created),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "logger": record.name,
        }
        if hasattr(record, "id"):
            line["id"] = record.id
        if record.exc_info:
            trace = traceback.format_exception(record.exc_info[1], limit=_INNERMOST)
            line["exception"] = "".join(trace)
        return _encode(line)


def _format_time(seconds: float) -> str:
    """A time in UTC as RFC 3339 has it, in milliseconds."""
    return f"{_format_second(int(seconds))}.{int(seconds % 1 * 1000):03}Z"


@lru_cache(1)
def _format_second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))

"""Servers in processes of their own: how each is started, and what it takes."""

import http.client
import importlib.util
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

from memory import read_resident

_BENCH = pathlib.Path(__file__).resolve().parent
_PATIENCE = 60  # seconds; a server that takes longer to end hangs

SERVICE, STARLETTE = "the service", "Starlette"
STRAWBERRY, STRAWBERRY_CACHED = "Strawberry", "Strawberry, its caches on"

COMMANDS: Mapping[str, Sequence[str]] = {
    SERVICE: ("-m", "api.cli", "serve", "--store", "bundled:", "--port", "0"),
    STARLETTE: (str(_BENCH / "with_starlette.py"),),
    STRAWBERRY: (str(_BENCH / "with_strawberry.py"),),
    STRAWBERRY_CACHED: (str(_BENCH / "with_strawberry.py"), "--caches"),
}
"""What Python is told to run; each prints its address and answers on it."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    port: int
    process: int

    def read_cpu(self) -> float | None:
        """Seconds of processor time of all its threads so far; None where no /proc tells."""
        stat = pathlib.Path(f"/proc/{self.process}/stat")
        if not stat.exists():
            return None
        after_name = stat.read_text("utf-8").rpartition(")")[2].split()
        user, system = after_name[
            11:13
        ]  # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def read_resident(self) -> float | None:
        """Resident MiB; None where no /proc tells."""
        return read_resident(self.process)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and content of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        connection.request(method, path, body, headers if body else {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content


def can_start(name: str) -> bool:
    """Whether what a server needs is installed."""
    return not name.startswith(STRAWBERRY) or importlib.util.find_spec("strawberry") is not None


@contextmanager
def serving(name: str, given: bytes = b"") -> Iterator[Server]:
    """A server that runs with default settings; `given` is what it reads from stdin.

    What it logs goes to the null device.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAREER_")}
    options: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, *COMMANDS[name]]
    with subprocess.Popen(  # noqa: S603 our own
        command, **options, stderr=subprocess.DEVNULL, env=kept, cwd=_BENCH.parent
    ) as process:
        try:
            sent, said = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            sent.write(given)
            sent.close()
            line = said.readline().decode()
            if not line.startswith("Serving http://"):
                raise RuntimeError(f"{name} does not start: {' '.join(command)} says {line!r}")
            yield Server(name, int(line.split("/")[2].rpartition(":")[2]), process.pid)
        finally:
            process.terminate()
            process.wait(_PATIENCE)

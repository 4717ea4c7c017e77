"""Starts the real service in its own process, and ends it."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60  # a process that takes longer hangs
SERVE = (
    "from api.service import serve; from api.settings import read_settings; serve(read_settings())"
)


@dataclass(frozen=True)
class Service:
    """A running service: its process, its address, and what it wrote to stderr so far."""

    process: subprocess.Popen[str]
    url: str
    errors: IO[str]

    def read_errors(self) -> str:
        """Everything on stderr."""
        self.errors.seek(0)
        return self.errors.read()

    def end(self, number: int) -> int:
        """Send a signal and wait for the end; how the process ended."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def wait_until(holds: Callable[[], bool]) -> None:
    """Return as soon as something holds; fail where it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def start_process(script: str, errors: IO[str], **environment: str) -> subprocess.Popen[str]:
    """A Python process on this checkout, with no setting but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAREER_")}
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )


@contextmanager
def serving(folder: Path, *, script: str = SERVE, **environment: str) -> Iterator[Service]:
    """The service on the bundled data set and a free port, unless settings say otherwise."""
    given = {
        "CAREER_STORE": "bundled:",
        "CAREER_PORT": "0",
        "CAREER_LOG_LEVEL": "warning",  # what tests read on stderr are complaints
        **environment,
    }
    with (folder / "stderr.txt").open("w+", encoding="utf-8") as errors:
        process = start_process(script, errors, **given)
        with process:
            try:
                yield Service(process, _read_address(process), errors)
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGTERM)


def _read_address(process: subprocess.Popen[str]) -> str:
    """The address that the service prints when it answers."""
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], PATIENCE_SECONDS)[0], "the service is silent"
    line = process.stdout.readline()
    assert line.startswith("Serving http://"), line
    return line.split()[1]

"""What a command writes: its answer to stdout, everything else to stderr."""

import json
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from .exits import ExitCode

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_json(content: object) -> None:
    """Print something as JSON, as every --json does."""
    _write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def print_text(text: str) -> None:
    """Print text as it is."""
    _write(f"{text}\n")


def complain(message: str) -> None:
    """Print what is wrong to stderr."""
    print(without_controls(message), file=sys.stderr)  # noqa: T201 the command's own output


def without_controls(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters become U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def clean(answer: Any) -> Any:  # noqa: ANN401 the same shape comes out
    """An answer as it can be laid out: each text on one line, nothing in it to steer a terminal."""
    if isinstance(answer, Mapping):
        return {name: clean(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [clean(value) for value in answer]
    return without_controls(" ".join(answer.split())) if isinstance(answer, str) else answer


def _write(text: str) -> None:
    """Write to stdout now, so that a closed pipe is noticed here."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise SystemExit(int(close_stdout())) from None


def close_stdout() -> ExitCode:
    """Let nothing more be written to a pipe that nobody reads; the exit code for that.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.CLOSED_PIPE

"""The command line, `career-graph`: each command is a function; this module runs one.

Every answer goes to stdout and everything else to stderr; how a command ended is its exit code,
which is decided here and nowhere else.
"""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from graph.errors import CareerGraphError, LoadError, StoreError

from .exits import NAME, ExitCode
from .output import close_stdout, complain

_TRACEBACK = "debug"  # the CAREER_LOG_LEVEL at which an unexpected error shows its traceback


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that these arguments (default: the process's) ask for; its exit code."""
    _use_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        code = close_stdout()
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else ExitCode.UNEXPECTED
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 the last place where an error can be put into words
        code = _explain(error)
    return int(code)


def _use_utf8() -> None:
    """Write UTF-8 whatever the locale says; what is no text is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: list[str]) -> int:
    """Run the command; without one show the help."""
    from .commands import build

    command = build(arguments[0] if arguments else None)
    if not arguments:
        command(["--help"], prog_name=NAME, standalone_mode=False)
        return ExitCode.WRONG
    return command(arguments, prog_name=NAME, standalone_mode=False) or ExitCode.ANSWERED


def _explain(error: Exception) -> ExitCode:
    """Print what went wrong and how to mend it; the exit code for that."""
    import typer

    if isinstance(error, LoadError):
        for issue in error.issues:
            complain(issue)
        number = len(error.issues)
        complain(f"{number} problem{'s' if number > 1 else ''}; nothing was changed.")
        return ExitCode.REFUSED
    if isinstance(error, typer.TyperException):
        place = getattr(getattr(error, "ctx", None), "command_path", NAME)
        complain(f"{error.format_message()} See: {place} --help")
        return ExitCode.WRONG
    if isinstance(error, CareerGraphError):
        complain(str(error))
        return ExitCode.STORE if isinstance(error, StoreError) else ExitCode.WRONG
    return _report(error)


def _report(error: Exception) -> ExitCode:
    """Print an error that nobody expected."""
    from ..settings import variable

    if os.environ.get(variable("log_level"), "").lower() == _TRACEBACK:
        import traceback

        traceback.print_exception(error)
    complain(
        f"Unexpected error: {type(error).__name__}: {' '.join(str(error).split())} "
        f"({variable('log_level')}={_TRACEBACK} shows where)"
    )
    return ExitCode.UNEXPECTED

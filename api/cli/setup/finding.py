"""What a check finds: one line, and how the command ends for it."""

from dataclasses import dataclass

from ..exits import ExitCode


@dataclass(frozen=True, slots=True)
class Finding:
    """One line; `code` is how a command ends that needs what is wrong or still to do."""

    state: str
    what: str
    found: str
    code: ExitCode = ExitCode.ANSWERED


def ok(what: str, found: str) -> Finding:
    """All is well with it."""
    return Finding("ok", what, found)


def remark(what: str, found: str) -> Finding:
    """It works and is safe, if what is said is meant."""
    return Finding("remark", what, found)


def to_do(what: str, found: str, code: ExitCode = ExitCode.NO) -> Finding:
    """Somebody has to do something before it works, or is safe."""
    return Finding("to do", what, found, code)


def wrong(what: str, found: str, code: ExitCode = ExitCode.WRONG) -> Finding:
    """It is not what it should be."""
    return Finding("wrong", what, found, code)

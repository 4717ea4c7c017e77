"""How a command ends."""

from enum import IntEnum

NAME = "career-graph"
"""What the command is called."""


class ExitCode(IntEnum):
    """How a command ends."""

    ANSWERED = 0
    NO = 1  # understood, and the answer is no
    WRONG = 2  # wrong usage, bad input, a name that fits nothing or several things
    STORE = 3  # the store cannot be reached or used
    REFUSED = 4  # a load was refused, nothing changed
    LIMIT = 5  # a limit was reached before there was an answer
    UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # as a shell reports SIGINT
    CLOSED_PIPE = 141  # as a shell reports SIGPIPE

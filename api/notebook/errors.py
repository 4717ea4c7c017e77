"""What a notebook is told where a call is wrong, or an answer is not there to be used."""

from graph.errors import CareerGraphError


class ArgumentError(CareerGraphError, TypeError):
    """A question that is called wrongly: an unknown argument, one too many, or one too few."""


class QuestionError(CareerGraphError, ValueError):
    """A question with a value that cannot be used, or that met a limit."""


class NoAnswerError(CareerGraphError, LookupError):
    """A list was expected of a question that has no answer; the message says why it has none."""


class ClosedGraphError(CareerGraphError, ValueError):
    """A graph was asked after it was closed."""

"""What a request may ask for and an answer may hold: limits, each with a setting, and who counts.

A document is measured before it is validated or run. While it runs, a Budget counts the objects of
the answer and the time, which long work of the engine looks at too (graph/interrupt). Over a limit
nothing is answered but one error that names the limit, the value and the remedy.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from .errors import Code, over_limit
from .measuring import MEASURED, MOST, SCHEMA_COST, SEARCH_COST, DocumentMeter
from .settings import Settings, variable

_AS_OFTEN = 10  # that a field counts which is there already: validation compares each pair


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: its name in errors, the unit of its value, and what it bounds."""

    name: str
    unit: str
    meaning: str

    @property
    def setting(self) -> str:
        """The environment variable that sets it."""
        return variable(self.attribute)

    @property
    def attribute(self) -> str:
        """The attribute of Settings that is set."""
        return f"limit_{self.name}"

    def value_in(self, settings: Settings) -> int:
        """What holds with these settings."""
        if self.name == "requests_per_minute":  # depends on who can reach the service
            return settings.requests_per_minute
        value: int = getattr(settings, self.attribute)
        return value


LIMITS = (
    Limit("tokens", "tokens", "Names, signs and values of a query's text."),
    Limit("depth", "levels", "Fields within fields of a query, fragments included."),
    Limit(
        "fields",
        "fields",
        "Fields of a query, each counted as often as its fragment is spread, and one that is there "
        f"already {_AS_OFTEN} times.",
    ),
    Limit("aliases", "aliases", "Fields under another name, counted as fields are."),
    Limit("directives", "directives", "Directives of a query, counted as fields are."),
    Limit(
        "cost",
        "objects",
        "Objects that a query may list, by the `first` of its lists; a search for routes counts as "
        f"{SEARCH_COST}, introspection as {SCHEMA_COST}.",
    ),
    Limit("first", "items", "Items that one list of an answer may have."),
    Limit("objects", "objects", "Objects that an answer may hold."),
    Limit("errors", "errors", "Errors that an answer may list."),
    Limit("work", "labels", "Labels that a route search may make, pop or compare."),
    Limit("deadline_ms", "milliseconds", "Time that a request may take."),
    Limit("body_bytes", "bytes", "Bytes of an HTTP request's body."),
    Limit("head_bytes", "bytes", "Bytes of an HTTP request's first line and headers."),
    Limit(
        "receive_ms",
        "milliseconds",
        "Time in which a request must arrive, and an answer be taken in.",
    ),
    Limit("connections", "connections", "Connections that are open at a time."),
    Limit("concurrency", "requests", "Requests that are worked on, or wait to be, at a time."),
    Limit(
        "requests_per_minute",
        "requests",
        "Requests of one key, or else one address, a minute; one that costs more counts as "
        "several. 0: any number.",
    ),
)
"""Every limit that a request can meet."""


class LimitExceededError(BaseException):
    """A request went over a limit; no resolver and no part of the executor may swallow it."""

    def __init__(self, error: GraphQLError) -> None:
        """Carry the error to the answer."""
        super().__init__(error.message)
        self.error = error


_CODES = {"deadline_ms": Code.DEADLINE_EXCEEDED, "requests_per_minute": Code.RATE_LIMITED}
"""Limits with an error code of their own."""


def exceeded(
    settings: Settings, name: str, given: int | None, *, retry_after: int | None = None
) -> GraphQLError:
    """The error for a limit that a request exceeds: its name, both values, and the remedy."""
    limit = next(limit for limit in LIMITS if limit.name == name)
    most = limit.value_in(settings)
    code = _CODES.get(name, Code.LIMIT_EXCEEDED)
    remedy = "Ask for less, in several requests"
    if retry_after is not None:
        remedy = f"Ask again in {retry_after} second{'s' if retry_after > 1 else ''}"
    has = "more" if given is None else str(given) if given < MOST else f"{MOST} or more"
    return over_limit(
        f"The limit {name} is {most} {limit.unit}, and this request has {has}. {limit.meaning} "
        f"{remedy}; who runs the service sets it with {limit.setting}.",
        limit=name,
        value=most,
        given=given,
        code=code,
        retry_after=retry_after,
    )


class Budget:
    """What one request may use, and what is left of it while it runs."""

    def __init__(
        self, settings: Settings, *, charge: Callable[[int], None] = lambda _: None
    ) -> None:
        """Start the clock; `charge` is told what a document costs, and may refuse it."""
        self._settings = settings
        self._charge = charge
        self._ends = time.monotonic() + settings.limit_deadline_ms / 1000
        self._objects = settings.limit_objects

    def check_document(self, meter: DocumentMeter, variables: Mapping[str, Any]) -> None:
        """LimitExceededError where a document asks for more than a limit allows."""
        try:
            measured = meter.measure(variables)
        except RecursionError:  # a chain of fragments
            raise LimitExceededError(exceeded(self._settings, "depth", None)) from None
        for name in MEASURED:
            self._check(name, getattr(measured, name))
        repeats = meter.count_repeats(measured)
        self._check("fields", measured.fields + repeats * (_AS_OFTEN - 1))
        self._charge(measured.cost)

    def _check(self, name: str, given: int) -> None:
        """LimitExceededError where what is given is over a limit."""
        if given > getattr(self._settings, f"limit_{name}"):
            raise LimitExceededError(exceeded(self._settings, name, given))

    @property
    def seconds_left(self) -> float:
        """Time until the deadline, 0 after it."""
        return max(0.0, self._ends - time.monotonic())

    def cancel(self) -> None:
        """End what is done for the request, at its next look at the time; from any thread."""
        self._ends = -math.inf

    def count(self, objects: int) -> None:
        """Count objects of the answer; LimitExceededError beyond the limit, or the deadline."""
        self._objects -= objects
        if self._objects < 0:
            raise LimitExceededError(exceeded(self._settings, "objects", None))
        self.check_time()

    def check_time(self) -> None:
        """LimitExceededError where the time is over."""
        if time.monotonic() > self._ends:
            raise LimitExceededError(exceeded(self._settings, "deadline_ms", None))

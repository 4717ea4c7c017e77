"""Numbers for Prometheus; their labels come from closed sets, so that no client can add to them."""

from collections.abc import Callable
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from .current import CurrentLibrary


class Metrics:
    """The numbers of one service."""

    def __init__(self, current: CurrentLibrary, count_busy: Callable[[], int]) -> None:
        """Count from 0."""
        self._registry = registry = CollectorRegistry()
        requests = Counter(
            "career_graph_requests",
            "HTTP requests that were answered.",
            ("method", "path", "status"),
            registry=registry,
        )
        seconds = Histogram(
            "career_graph_request_seconds",
            "Time from a request's head to the end of its answer.",
            ("path",),
            registry=registry,
        )
        errors = Counter(
            "career_graph_errors",
            "Answers with an error, by the code of the first.",
            ("code",),
            registry=registry,
        )
        answers = Counter(
            "career_graph_answers",
            "GraphQL answers by where they came from: the engine, the cache, or the client.",
            ("source",),
            registry=registry,
        )
        # Finding the numbers of some labels takes longer than counting.
        self._requests = cache(requests.labels)
        self._seconds = cache(seconds.labels)
        self._errors = cache(errors.labels)
        self._answers = cache(answers.labels)
        for name, meaning, read in (
            ("busy", "Requests that are worked on, or wait to be.", count_busy),
            ("release", "The release that answers; 0 before there is one.", lambda: current.number),
            ("store_reachable", "1 where the store could be asked.", lambda: current.reachable),
            ("release_age_seconds", "Since the store confirmed it.", lambda: current.age_seconds),
        ):
            Gauge(f"career_graph_{name}", meaning, registry=registry).set_function(read)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=registry)

    def count_request(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count an HTTP request; all but the time come from closed sets."""
        self._requests(method, path, str(status)).inc()
        self._seconds(path).observe(seconds)

    def count_answer(self, code: str | None, source: str | None) -> None:
        """Count what a request was told: the code of its first error, and who made the answer."""
        if code is not None:
            self._errors(code).inc()
        if source is not None:
            self._answers(source).inc()

    def write(self) -> bytes:
        """All of them as Prometheus reads them."""
        return generate_latest(self._registry)

"""Two hundred clients at once: what they are told, how long it takes, and what the service weighs.

Each asks again as soon as it has its answer, and does not wait where it is told to: some what has
been asked before, some what nobody has, and a few what cannot be answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, cycle

from http_load import DELIBERATE, Crowd, Load, ask_for
from http_questions import Ids, fill, list_bad, list_cached, list_uncached
from http_servers import SERVICE, Server, serving

from api.service.answer_cache import MOST_BYTES

CLIENTS = 200
MOST_GROWN = 1.1
"""How many times as much as after the warm-up the service may weigh at the end."""

_GRAPHQL = "/graphql"
_SHARES = {"kept": 0.4, "new": 0.5, "bad": 0.1}  # of the clients
_FILLING = 16  # clients
_SLICE_SECONDS = 1.0  # of filling, between two looks at how far it is


@dataclass(frozen=True)
class CrowdMeasured:
    """What each kind of client was told, and resident MiB of the service.

    That is before anything was asked, after a warm-up (its cache of answers is full, and it was
    asked the same for a third of the time), and at the end; None where no /proc tells.
    """

    loads: Mapping[str, Load]
    mib: tuple[float | None, float | None, float | None]

    @property
    def grown(self) -> float | None:
        """How many times as much as after the warm-up it weighs at the end."""
        _, warm, end = self.mib
        return end / warm if warm and end else None

    def list_failures(self) -> list[str]:
        """A sentence for each kind of answer that no client should get."""
        return [
            f"{kind} questions: {number} answers are {status}"
            for kind, load in self.loads.items()
            for status, number in sorted(load.statuses.items())
            if status != DELIBERATE and not _is_allowed(kind, status)
        ]


def _is_allowed(kind: str, status: str) -> bool:
    return status == "200" or (kind == "bad" and status.startswith("4"))


def measure_crowd(pairs: Sequence[Ids], *, seconds: float, clients: int = CLIENTS) -> CrowdMeasured:
    """What so many clients are told in that time, after a warm-up."""
    turns = count()
    requests = {"kept": _mix_kept(), "new": _mix_new(pairs, turns), "bad": cycle(list_bad())}
    crowds = [Crowd(requests[kind], round(clients * share)) for kind, share in _SHARES.items()]
    with serving(SERVICE) as service:
        start = service.read_resident()
        _fill(service, map(fill, turns), seconds)
        ask_for(service.port, crowds, seconds=seconds / 3)
        warm = service.read_resident()
        loads = ask_for(service.port, crowds, seconds=seconds)
        end = service.read_resident()
    return CrowdMeasured(dict(zip(requests, loads, strict=True)), (start, warm, end))


def _fill(service: Server, requests: Iterator[bytes], seconds: float) -> None:
    """Ask until the service has as many answers as it keeps, or the time is over."""
    received, took = 0, 0.0
    while received < MOST_BYTES and took < seconds:
        part = min(_SLICE_SECONDS, seconds - took)
        (load,) = ask_for(service.port, [Crowd(requests, _FILLING)], seconds=part)
        received, took = received + load.bytes, took + load.took


def _mix_kept() -> Iterator[bytes]:
    """Requests of each question whose answer is kept, in turn."""
    return cycle([next(question.requests(_GRAPHQL, count())) for question in list_cached()])


def _mix_new(pairs: Sequence[Ids], turns: Iterator[int]) -> Iterator[bytes]:
    """Requests of each question that nobody has asked, in turn."""
    each = (question.requests(_GRAPHQL, turns) for question in list_uncached(pairs))
    return chain.from_iterable(zip(*each, strict=True))

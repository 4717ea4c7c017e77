"""The service beside other servers: GraphQL over HTTP, a plain JSON endpoint, and Strawberry.

Each server runs in a process of its own. Every answer is compared before anything is timed; then
they are asked in turn, in short rounds, since the machine may have other things to do.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from statistics import median

from http_load import Crowd, ask_for
from http_questions import HttpQuestion, Ids, list_cached, list_uncached
from http_servers import (
    SERVICE,
    STARLETTE,
    STRAWBERRY,
    STRAWBERRY_CACHED,
    Server,
    can_start,
    serving,
)

CLIENTS = 16  # at a time: enough that no server waits
_ROUNDS = 10  # of each question and server
_GRAPHQL = "/graphql"
_SOURCES = re.compile(rb'^career_graph_answers_total\{source="(\w+)"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to: answers, seconds, and processor seconds; None where unknown."""

    answered: int
    took: float
    cpu: float | None

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return self.answered / self.took


@dataclass
class Served:
    """What one question came to, round by round, by server, and every difference of an answer."""

    question: str
    rounds: dict[str, list[Round]]
    differences: list[str] = field(default_factory=list)

    def rate(self, name: str) -> float:
        """Answers a second, the median of the rounds."""
        return median(turn.a_second for turn in self.rounds[name])

    def cpu(self, name: str) -> float | None:
        """Processor seconds for an answer, over all rounds; None where unknown."""
        known = [turn.cpu for turn in self.rounds[name] if turn.cpu is not None]
        return sum(known) / sum(it.answered for it in self.rounds[name]) if known else None

    def ratio(self, name: str) -> float:
        """How many times as many answers a second the service gives: round by round, the median."""
        pairs = zip(self.rounds[SERVICE], self.rounds[name], strict=True)
        return median(ours.a_second / peer.a_second for ours, peer in pairs)

    def cpu_ratio(self, name: str) -> float | None:
        """How many times as much processor time a peer takes for an answer; None where unknown."""
        ours, peer = self.cpu(SERVICE), self.cpu(name)
        return peer / ours if ours and peer else None


def measure_service(pairs: Sequence[Ids], *, seconds: float) -> Iterator[Served]:
    """Yield what each question came to, for each server in so many seconds, about."""
    with ExitStack() as running:
        service = running.enter_context(serving(SERVICE))
        yield from _measure_kept(service, seconds)
        names = [name for name in (STRAWBERRY, STRAWBERRY_CACHED) if can_start(name)]
        peers = [running.enter_context(serving(name)) for name in names]
        for question in list_uncached(pairs):
            asked = [_compare(question, turn, service, peers) for turn in range(len(pairs))]
            places = dict.fromkeys((service, *peers), _GRAPHQL)
            served = _measure(question, places, count(len(pairs)), seconds, source="engine")
            served.differences += [line for found in asked for line in found]
            yield served


def _measure_kept(service: Server, seconds: float) -> Iterator[Served]:
    """Yield what the questions came to whose answers are kept."""
    questions = list_cached()
    answers = [service.ask("POST", _GRAPHQL, question.body(0))[1] for question in questions]
    paths = [f"/{number}" for number in range(len(questions))]
    given = json.dumps(dict(zip(paths, map(json.loads, answers), strict=True))).encode()
    with serving(STARLETTE, given) as plain:
        for question, path, answer in zip(questions, paths, answers, strict=True):
            same = plain.ask("POST", path, question.body(0)) == (200, answer)
            places = {service: _GRAPHQL, plain: path}
            served = _measure(question, places, count(), seconds, source="cache")
            if not same:
                served.differences.append(f"{question.name}: {STARLETTE} sends other bytes")
            yield served


def _compare(
    question: HttpQuestion, turn: int, service: Server, peers: Sequence[Server]
) -> Iterator[str]:
    """Yield a sentence for each peer that answers otherwise than the service."""
    body = question.body(turn)
    ours, *theirs = (
        json.loads(server.ask("POST", _GRAPHQL, body)[1]) for server in (service, *peers)
    )
    if "errors" in ours:
        yield f"{question.name}, turn {turn}: {SERVICE} answers {ours}"
    for peer, answer in zip(peers, theirs, strict=True):
        if (answer.get("data"), answer.get("errors")) != (ours["data"], None):
            yield f"{question.name}, turn {turn}: {peer.name} answers {answer}, {SERVICE} {ours}"


def _measure(
    question: HttpQuestion,
    places: dict[Server, str],
    turns: Iterator[int],
    seconds: float,
    *,
    source: str,
) -> Served:
    """Ask all servers in turn, whoever is first changing; `source` is where answers come from."""
    served = Served(question.name, {server.name: [] for server in places})
    service, *_ = servers = list(places)
    before = read_sources(service)
    for turn in range(_ROUNDS):
        first = turn % len(servers)
        for server in servers[first:] + servers[:first]:
            requests = question.requests(places[server], turns)
            asked = _ask(server, requests, seconds / _ROUNDS, served.differences)
            served.rounds[server.name].append(asked)
    after = read_sources(service)
    others = [name for name in after if name != source and after[name] != before.get(name, 0)]
    served.differences += [f"{question.name}: some answers come from the {it}" for it in others]
    return served


def _ask(
    server: Server, requests: Iterator[bytes], seconds: float, differences: list[str]
) -> Round:
    """One round of one server."""
    before = server.read_cpu()
    (load,) = ask_for(server.port, [Crowd(requests, CLIENTS)], seconds=seconds)
    after = server.read_cpu()
    if set(load.statuses) != {"200"}:
        differences.append(f"{server.name} answers {dict(load.statuses)}")
    cpu = None if before is None or after is None else after - before
    return Round(load.answered, load.took, cpu)


def read_sources(service: Server) -> dict[str, float]:
    """How many answers of the service came from where, by its own count."""
    _, metrics = service.ask("GET", "/metrics")
    return {name.decode(): float(number) for name, number in _SOURCES.findall(metrics)}

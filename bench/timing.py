"""Times the engine and its peers in turn on the same pairs, and compares every answer."""

import gc
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from asked import Routes
from peers import Peer
from roads import Pair

ENGINE = "engine"
FIRST = "engine, first time"
"""The engine where it may have to compile what a pair touches."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Who is timed: `run` answers a pair, `read` makes of it what is compared, untimed."""

    name: str
    run: Callable[[Pair], Any]
    read: Callable[[Any], Any]


@dataclass
class Measured:
    """What one question took: seconds by contender and pair, and every difference of an answer.

    `limited` counts the pairs for which the engine reached its work limit; nothing is compared.
    """

    seconds: dict[str, dict[Pair, float]]
    differences: list[str] = field(default_factory=list)
    limited: int = 0

    def shared(self, name: str) -> tuple[list[float], list[float]]:
        """The engine's and the peer's seconds on the pairs that both were asked."""
        engine, peer = self.seconds[ENGINE], self.seconds[name]
        pairs = [pair for pair in peer if pair in engine]
        return [engine[pair] for pair in pairs], [peer[pair] for pair in pairs]

    def ratio(self, name: str) -> float:
        """How many times as long as the engine a peer takes: median by median, same pairs."""
        engine, peer = self.shared(name)
        return median(peer) / median(engine)


def percentile(seconds: Sequence[float], share: float) -> float:
    """The smallest of the values that this share of them does not exceed (nearest rank)."""
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1]


def measure(
    engine: Callable[[Pair], Any],
    read: Callable[[Any], Routes | None],
    peers: Iterable[Peer],
    pairs: Sequence[Pair],
    *,
    seconds: float,
) -> Measured:
    """Ask all of each pair in turn, whoever is first changing; each for so many seconds in all.

    One who has used them up is asked no more, but once at least; the engine goes on alone, and ends
    the round. Before it, the engine is asked each pair for the first time, by itself, and the
    others the first pair, untimed. Garbage must not be collected of itself (`gc.disable()`).
    """
    peers = list(peers)
    contenders = [
        Contender(ENGINE, engine, read),
        *(Contender(peer.name, peer.run, lambda raw: raw) for peer in peers),
    ]
    compared = {peer.name: peer.compared for peer in peers}
    measured = Measured({FIRST: _ask_first(engine, pairs, seconds)})
    for contender in contenders:
        measured.seconds[contender.name] = {}
        contender.run(pairs[0])
    for turn, pair in enumerate(measured.seconds[FIRST]):
        due = [it for it in contenders if _may_go_on(measured.seconds[it.name], seconds)]
        if ENGINE not in {contender.name for contender in due}:
            break
        first = turn % len(due)
        answers = {}
        for contender in due[first:] + due[:first]:
            answer, took = _time(contender.run, pair)
            measured.seconds[contender.name][pair] = took
            answers[contender.name] = contender.read(answer)
        routes = answers.pop(ENGINE)
        if routes is None:
            measured.limited += 1
        else:
            measured.differences += _differences(pair, routes, answers, compared)
    return measured


def _ask_first(
    engine: Callable[[Pair], Any], pairs: Sequence[Pair], seconds: float
) -> dict[Pair, float]:
    """The engine's seconds for each pair, until they are used up."""
    taken: dict[Pair, float] = {}
    for pair in pairs:
        if not _may_go_on(taken, seconds):
            break
        taken[pair] = _time(engine, pair)[1]
    return taken


def _may_go_on(taken: Mapping[Pair, float], seconds: float) -> bool:
    return not taken or sum(taken.values()) < seconds


def _time(run: Callable[[Pair], Any], pair: Pair) -> tuple[Any, float]:
    """The answer and the seconds it took; nobody's garbage is collected on another's time."""
    gc.collect()
    gc.freeze()  # what is left is no garbage: the next time only what is new is looked at
    began = time.perf_counter()
    answer = run(pair)
    return answer, time.perf_counter() - began


def _differences(
    pair: Pair,
    routes: Routes,
    answers: Mapping[str, Any],
    compared: Mapping[str, Callable[[Routes], Any]],
) -> list[str]:
    """A sentence for each peer that answers otherwise than the engine."""
    return [
        f"{pair}: {name} answers {answer}, the engine {compared[name](routes)}"
        for name, answer in answers.items()
        if answer != compared[name](routes)
    ]

"""What a peer is: another library's way to answer a question, and how its answer is compared."""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from asked import Routes
from roads import Pair, Path, Roads

from graph.records import Objective


def whole(routes: Routes) -> Routes:
    """Everything that is compared of routes: costs and roles, in order."""
    return routes


def moves_only(routes: Routes) -> list[int]:
    """The number of moves of each route."""
    return [route[0] for route in routes]


def months_only(routes: Routes) -> list[int]:
    """The months of each route."""
    return [route[1] for route in routes]


@dataclass(frozen=True)
class Peer:
    """One way to answer one question.

    `run` gives what `compared` makes of the engine's routes; `answers` says in words what that is.
    `judged` where the engine should be faster than it by LEAST_RATIO.
    """

    question: str
    name: str
    run: Callable[[Pair], Any]
    compared: Callable[[Routes], Any]
    judged: bool = False

    @property
    def answers(self) -> str:
        """What of the engine's answer this peer gives."""
        words: dict[Any, str] = {
            whole: "the same routes",
            moves_only: "their moves",
            months_only: "their months",
        }
        return words[self.compared]


class NotHereError(Exception):
    """A library cannot be asked on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A graph as some library or engine keeps it, its MiB where they are known, and how."""

    built: Any
    mib: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Library:
    """A library with its version: it makes its graph, and lists the peers that ask it.

    `weigh` raises NotHereError where the library cannot be asked here.
    """

    name: str
    weigh: Callable[[Roads], Weighed]
    list_peers: Callable[[Roads, Any], list[Peer]]


def list_best(roads: Roads, paths: Iterable[Path], by: Objective, *, first: int = 1) -> Routes:
    """The best of these paths, ties broken as semantics 5.3 says."""
    ranked = (_rank(roads, path, by) for path in paths)
    return [_read(rank, by) for rank in heapq.nsmallest(first, ranked)]


def list_unbeaten(roads: Roads, paths: Iterable[Path]) -> Routes:
    """The paths that no other beats (5.5), in the order of fewest moves."""
    kept: list[_Rank] = []
    for rank in sorted(_rank(roads, path, Objective.MOVES) for path in paths):
        if not any(
            all(its <= mine for its, mine in zip(other[:3], rank[:3], strict=True))
            for other in kept
        ):
            kept.append(rank)
    return [_read(rank, Objective.MOVES) for rank in kept]


_Rank = tuple[Any, ...]
"The three costs in an objective's order, then the roles."

_PLACES = {Objective.MOVES: (0, 1, 2), Objective.TIME: (1, 0, 2), Objective.NEW_SKILLS: (1, 2, 0)}
"Where moves, time and new skills stand in a rank."


def _rank(roads: Roads, path: Path, by: Objective) -> _Rank:
    parts, months, new = roads.rate(path)
    moves, time, roles = len(path) - 1, (parts, months), tuple(path)
    if by is Objective.MOVES:
        return moves, time, new, roles
    if by is Objective.TIME:
        return time, moves, new, roles
    return new, moves, time, roles


def _read(rank: _Rank, by: Objective) -> tuple[int, int, int, tuple[int, ...]]:
    moves, time, new = _PLACES[by]
    return rank[moves], rank[time][1], rank[new], rank[3]

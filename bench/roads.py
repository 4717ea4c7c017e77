"""A career graph as other libraries get it: numbers for roles, arcs with months, skills as bits.

Read from the graph's facts, not from the engine's own network. Numbers follow the order of ids, so
that comparing them breaks ties as ids do (semantics 5.3).
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graph.catalog import CareerGraph
from graph.facts import list_required_skills
from graph.gates import Held, list_gates
from graph.moves import EVERYTHING, Hop, list_hops
from graph.records import Necessity, PolicyRule
from graph.routes.entry import enter
from graph.times import Arrival

Path = Sequence[int]
Rated = tuple[int, int, int]
"Parts without a time, typical months and new skills of a path."


@dataclass(frozen=True, slots=True)
class Pair:
    """Two roles, by number, and the fewest moves from one to the other."""

    start: int
    end: int
    fewest: int


@dataclass(frozen=True)
class Roads:
    """What a path engine needs; `additive` where months add up, so that a library can add them.

    `months` has each arc once, in order; where they are not additive, they are 0.
    """

    ids: Sequence[str]
    levels: Sequence[int]
    months: dict[tuple[int, int], int]
    required: Sequence[int]
    rate: Callable[[Path], Rated]
    additive: bool

    @cached_property
    def number(self) -> dict[str, int]:
        """Each id's number."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    @cached_property
    def out(self) -> list[list[int]]:
        """The roles that each role leads to, in order."""
        return self._grouped(0)

    @cached_property
    def into(self) -> list[list[int]]:
        """The roles that lead to each role, in order."""
        return self._grouped(1)

    def _grouped(self, end: int) -> list[list[int]]:
        ways: list[list[int]] = [[] for _ in self.ids]
        for arc in sorted(self.months):
            ways[arc[end]].append(arc[1 - end])
        return ways


def read_synthetic(career_graph: CareerGraph) -> Roads:
    """The roads of a graph whose moves each state a stay, once, and whose roles ask for skills."""
    ids = sorted(career_graph.roles)
    number = {id_: place for place, id_ in enumerate(ids)}
    bit = {id_: place for place, id_ in enumerate(career_graph.skills)}
    months = {}
    for row in career_graph.records["moves"]:
        months[number[row.from_], number[row.to]] = row.months.typical
    required = [0] * len(ids)
    for row in career_graph.records["requirements"]:
        required[number[row.role]] |= 1 << bit[row.target]

    def rate(path: Path) -> Rated:
        learned = 0
        for role in path[1:]:
            learned |= required[role]
        new = learned & ~required[path[0]]
        return 0, sum(months[arc] for arc in pairwise(path)), new.bit_count()

    levels = [career_graph.roles[id_].level or 0 for id_ in ids]
    return Roads(ids, levels, months, required, rate, additive=True)


def read_stated(career_graph: CareerGraph) -> Roads:
    """The roads of any graph, each path rated by semantics 3 and 4; service starts at 0."""
    ids = sorted(set(career_graph.roles) - set(career_graph.stages_of))
    number = {id_: place for place, id_ in enumerate(ids)}
    bit = {id_: place for place, id_ in enumerate(career_graph.skills)}
    hops: dict[tuple[int, int], list[Hop]] = {}
    for hop in list_hops(career_graph, EVERYTHING):
        hops.setdefault((number[hop.from_], number[hop.to]), []).append(hop)
    gates = [
        [
            gate
            for gate in list_gates(career_graph, id_, EVERYTHING)
            if gate.necessity is Necessity.REQUIRED
        ]
        for id_ in ids
    ]
    required = [
        sum(1 << bit[skill] for skill in list_required_skills(career_graph, id_, EVERYTHING))
        for id_ in ids
    ]

    def rate(path: Path) -> Rated:
        months = parts = learned = 0
        held = Held(None, None)
        for arc in pairwise(path):
            times = [hop.time.settle(PolicyRule.ENVELOPE, None) for hop in hops[arc]]
            months, untimed = min(
                ((time.typical(months, 0), time.untimed) for time in times),
                key=lambda arrival: (arrival[1], arrival[0]),
            )
            entry = enter(gates[arc[1]], held, Arrival(months, months, None), 0)
            months, held = entry.arrival.typical, entry.held
            parts += untimed + entry.untimed
            learned |= required[arc[1]]
        return parts, months, (learned & ~required[path[0]]).bit_count()

    return Roads(ids, [0] * len(ids), dict.fromkeys(hops, 0), required, rate, additive=False)


def draw_pairs(roads: Roads, count: int, seed: int) -> list[Pair]:
    """Up to that many pairs, from a low level to a high one where roles have levels."""
    rng = random.Random(seed)
    return [pair for pair, _ in zip(_each_pair(roads, rng), range(count), strict=False)]


def _each_pair(roads: Roads, rng: random.Random) -> Iterator[Pair]:
    """Yield pairs that a route of two moves or more joins: drawn where many, else all."""
    low = [role for role, level in enumerate(roads.levels) if level <= 3]
    high = [role for role, level in enumerate(roads.levels) if level >= 5 or not any(roads.levels)]
    if len(low) * len(high) > 10_000:
        drawn: Iterable[tuple[int, int]] = (
            (rng.choice(low), rng.choice(high)) for _ in range(1_000_000)
        )
    else:
        every = [(start, end) for start in low for end in high]
        drawn = rng.sample(every, len(every))
    for start, end in drawn:
        fewest = count_moves(roads, start, end)
        if fewest is not None and fewest > 1:
            yield Pair(start, end, fewest)


def count_moves(roads: Roads, start: int, end: int) -> int | None:
    """The fewest moves between two roles, None where no route joins them; searched from both."""
    ways = (roads.out, roads.into)
    found, rims = ({start}, {end}), [[start], [end]]
    moves = 0
    if start == end:
        return moves
    while all(rims):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        moves += 1
        reached = {to for role in rims[side] for to in ways[side][role]}
        if reached & found[1 - side]:
            return moves
        rims[side] = sorted(reached - found[side])
        found[side].update(reached)
    return None

"""The network a question searches: roles as numbers, hops as links, skills as bits.

Compiled once for what a question accepts and its policy, and shared by all questions alike.
Role numbers follow the order of ids as text, so that comparing numbers breaks ties by id (5.3).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..catalog import CareerGraph
from ..facts import SkillRequirement, list_industries, list_required_skills
from ..gates import Gate, list_gates
from ..moves import Acceptance, Hop, list_hops
from ..records import Necessity
from ..times import Settled
from .question import Policy


@dataclass(frozen=True, slots=True)
class Link:
    """All hops from one role to another, in the order that breaks ties (5.1).

    `untimed` counts the move as a part without a time; `clocks` are the hops' times that compete,
    none where all are untimed; `least` is the typical months that it takes at any moment.
    """

    to: int
    hops: tuple[Hop, ...]
    times: tuple[Settled, ...]
    clocks: tuple[Settled, ...]
    untimed: int
    least: int

    def arrive(self, elapsed: int, service: int) -> int:
        """The earliest typical arrival among the parallel hops."""
        if not self.clocks:
            return elapsed
        return min(clock.typical(elapsed, service) for clock in self.clocks)

    def choose(self, elapsed: int, service: int) -> tuple[Hop, Settled]:
        """The hop that arrives first, timed before untimed, then by kind and stated ends (5.1)."""
        pairs = zip(self.hops, self.times, strict=True)
        return min(pairs, key=lambda pair: (pair[1].untimed, pair[1].typical(elapsed, service)))


class Network:
    """Roles, links and required skills under one acceptance and policy."""

    def __init__(self, career_graph: CareerGraph, accepts: Acceptance, policy: Policy) -> None:
        """Compile; cost is linear in moves and requirements."""
        self.career_graph = career_graph
        self.accepts = accepts
        self.policy = policy
        self.ids = [id_ for id_ in career_graph.roles if id_ not in career_graph.stages_of]
        self.number = {id_: number for number, id_ in enumerate(self.ids)}
        self.links = self._links()
        self._bits: dict[str, int] = {id_: bit for bit, id_ in enumerate(career_graph.skills)}
        self.required = [self.skill_mask(self.asked(id_)) for id_ in self.ids]
        self.gates = [self._required_gates(id_) for id_ in self.ids]

    def _links(self) -> list[tuple[Link, ...]]:
        """The links out of each role, by the role they lead to."""
        grouped: list[dict[int, list[Hop]]] = [defaultdict(list) for _ in self.ids]
        for hop in list_hops(self.career_graph, self.accepts):
            grouped[self.number[hop.from_]][self.number[hop.to]].append(hop)
        return [
            tuple(self._link(to, hops) for to, hops in sorted(ways.items())) for ways in grouped
        ]

    def _link(self, to: int, hops: Sequence[Hop]) -> Link:
        rule, prefer = self.policy.rule, self.policy.prefer
        times = tuple(hop.time.settle(rule, prefer) for hop in hops)
        clocks = tuple(time for time in times if not time.untimed)
        least = min((clock.least for clock in clocks), default=0)
        return Link(to, tuple(hops), times, clocks, int(not clocks), least)

    @cached_property
    def entries(self) -> list[list[tuple[int, Link]]]:
        """The links into each role, with the role they leave."""
        into: list[list[tuple[int, Link]]] = [[] for _ in self.ids]
        for from_, links in enumerate(self.links):
            for link in links:
                into[link.to].append((from_, link))
        return into

    def time_decides_gates(self, role: int) -> bool:
        """Whether the time of arrival can decide which option of a gate is taken at a role."""
        return any(
            len(gate.options) > 1
            and any(option.service_months is not None for option in gate.options)
            for gate in self.gates[role]
        )

    def _required_gates(self, role: str) -> tuple[Gate, ...]:
        """The gates that bind at a role (2.5)."""
        gates = list_gates(self.career_graph, role, self.accepts)
        return tuple(gate for gate in gates if gate.necessity is Necessity.REQUIRED)

    def list_hops(self, role: str, *, leaving: bool) -> list[Hop]:
        """The hops that leave or reach a role."""
        number = self.number[role]
        if leaving:
            return [hop for link in self.links[number] for hop in link.hops]
        return [hop for _, link in self.entries[number] for hop in link.hops]

    def asked(self, role: str) -> dict[str, SkillRequirement]:
        """What must be learned for a role, by skill id."""
        return list_required_skills(self.career_graph, role, self.accepts)

    def skill_mask(self, skills: Iterable[str]) -> int:
        """The skills as bits; their order is that of ids."""
        mask = 0
        for skill in skills:
            mask |= 1 << self._bits[skill]
        return mask

    def takes_industry(self, role: int) -> bool:
        """Whether a role may be entered where an industry is asked for (5.6)."""
        if self.accepts.industry is None:
            return True
        named = list_industries(self.career_graph, self.ids[role], self.accepts)
        return not named or self.accepts.industry in named

"""The network a question searches: roles as numbers, hops as links; compiled where it is touched.

Made for what a question accepts and its policy, and shared by all questions alike: what one
question has compiled, the next one finds. Role numbers follow the order of ids as text, so that
comparing numbers breaks ties by id (5.3). Two threads may compile the same part at once; both
make the same, and one of them is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..catalog import CareerGraph
from ..facts import SkillRequirement, list_industries, list_required_skills
from ..gates import Gate, list_gates
from ..interrupt import checkpoint, paced
from ..moves import Acceptance, Hop, MoveFact, heard_stays, list_moves_on, list_sources, make_hop
from ..once import BuiltOnce
from ..pay import PayFact, list_pay
from ..records import Necessity, Stay
from ..times import Settled
from .question import Policy

UNTIMED = 1 << 40
"""The cost of a part without a time, in months: more than all months of a route add up to."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Link:
    """All hops from one role to another, in the order that breaks ties (5.1).

    `clocks` are the hops' times that compete, none where all are untimed. `least` is the cost of
    the link at any moment: its least typical months, or UNTIMED; where `additive`, it is its cost
    at every moment.
    """

    to: int
    hops: tuple[Hop, ...]
    times: tuple[Settled, ...]
    clocks: tuple[Settled, ...]
    least: int
    additive: bool

    @classmethod
    def of(cls, to: int, hops: tuple[Hop, ...], policy: Policy) -> "Link":
        """The hops with their times settled."""
        times = tuple(hop.time.settle(policy.rule, policy.prefer) for hop in hops)
        clocks = tuple(time for time in times if not time.untimed)
        least = min((clock.least for clock in clocks), default=UNTIMED)
        return cls(to, hops, times, clocks, least, all(clock.additive for clock in clocks))

    def arrive(self, elapsed: int, service: int) -> int:
        """The cost of arriving first among the parallel hops, after that of `elapsed`."""
        if self.additive:
            return elapsed + self.least
        untimed = elapsed - elapsed % UNTIMED
        months = elapsed % UNTIMED
        return untimed + min(clock.typical(months, service) for clock in self.clocks)

    def choose(self, elapsed: int, service: int) -> tuple[Hop, Settled]:
        """The hop that arrives first, timed before untimed, then by kind and stated ends (5.1)."""
        pairs = zip(self.hops, self.times, strict=True)
        return min(pairs, key=lambda pair: (pair[1].untimed, pair[1].typical(elapsed, service)))


Arc = tuple[int, int, Link | None]
"""A link as the role it leads to, its least cost, and itself where that is not its cost always."""


class Network:
    """Roles, links, gates and required skills under one acceptance and policy.

    Every list and mapping is by role number; what they hold is compiled when first asked for.
    """

    def __init__(
        self, career_graph: CareerGraph, ids: Sequence[str], accepts: Acceptance, policy: Policy
    ) -> None:
        """Over these roles, which are all that are no lines with stages, by id."""
        self.career_graph = career_graph
        self.accepts = accepts
        self.policy = policy
        self.ids = ids
        self.number = {id_: number for number, id_ in enumerate(paced(ids))}
        self._ways: dict[int, dict[int, Sequence[MoveFact]]] = {}
        self._sources: dict[int, tuple[int, ...]] = {}
        self._links: dict[int, dict[int, Link]] = {}
        self._arcs: dict[int, tuple[Arc, ...]] = {}
        self._costs: dict[int, tuple[tuple[int, int], ...]] = {}
        self._gates: dict[int, tuple[Gate, ...]] = {}
        self._required: dict[int, tuple[Gate, ...]] = {}
        self._asked: dict[int, dict[str, SkillRequirement]] = {}
        self._pay: dict[int, list[PayFact]] = {}

    def ways(self, role: int) -> dict[int, Sequence[MoveFact]]:
        """The roles that moves lead to from a role, in order, with these moves."""
        found = self._ways.get(role)
        return _keep(self._ways, role, self._find_ways) if found is None else found

    def sources(self, role: int) -> tuple[int, ...]:
        """The roles that moves lead from to a role, in order."""
        found = self._sources.get(role)
        return _keep(self._sources, role, self._find_sources) if found is None else found

    def links(self, role: int) -> dict[int, Link]:
        """The links out of a role, by the role they lead to, in order."""
        found = self._links.get(role)
        return _keep(self._links, role, self._make_links) if found is None else found

    def arcs(self, role: int) -> tuple[Arc, ...]:
        """The links out of a role, in order, for searches by time."""
        found = self._arcs.get(role)
        return _keep(self._arcs, role, self._make_arcs) if found is None else found

    def costs_into(self, role: int) -> tuple[tuple[int, int], ...]:
        """The roles that links lead from to a role, in order, with the least cost of each."""
        found = self._costs.get(role)
        return _keep(self._costs, role, self._find_costs) if found is None else found

    def gates(self, role: int) -> tuple[Gate, ...]:
        """The gates of a role, required ones first."""
        found = self._gates.get(role)
        return _keep(self._gates, role, self._find_gates) if found is None else found

    def required_gates(self, role: int) -> tuple[Gate, ...]:
        """The gates that bind at a role (2.5)."""
        found = self._required.get(role)
        return _keep(self._required, role, self._find_required) if found is None else found

    def asked(self, role: int) -> dict[str, SkillRequirement]:
        """What must be learned for a role, by skill id, in order."""
        found = self._asked.get(role)
        return _keep(self._asked, role, self._find_asked) if found is None else found

    def pay(self, role: int) -> list[PayFact]:
        """What a role pays."""
        found = self._pay.get(role)
        return _keep(self._pay, role, self._find_pay) if found is None else found

    def compile(self, role: int) -> None:
        """Compile what searches for routes ask of a role, if moves lead from it or to it."""
        if self.arcs(role) or self.costs_into(role):
            self.required_gates(role)
            self.asked(role)

    def takes_industry(self, role: int) -> bool:
        """Whether a role may be entered where an industry is asked for (5.6)."""
        if self.accepts.industry is None:
            return True
        named = list_industries(self.career_graph, self.ids[role], self.accepts)
        return not named or self.accepts.industry in named

    def list_hops(self, role: str, *, leaving: bool) -> list[Hop]:
        """The hops that leave or reach a role."""
        number = self.number[role]
        if leaving:
            return [hop for link in self.links(number).values() for hop in link.hops]
        entering = (self.links(source)[number] for source in self.sources(number))
        return [hop for link in entering for hop in link.hops]

    @BuiltOnce
    def stays(self) -> Mapping[str, Sequence[Stay]]:
        """The accepted `stays` rows by role."""
        return heard_stays(self.career_graph, self.accepts)

    def _find_ways(self, role: int) -> dict[int, Sequence[MoveFact]]:
        ways = list_moves_on(self.career_graph, self.ids[role], self.accepts)
        return {self.number[to]: moves for to, moves in ways.items()}

    def _find_sources(self, role: int) -> tuple[int, ...]:
        found = list_sources(self.career_graph, self.ids[role], self.accepts)
        return tuple(self.number[id_] for id_ in found)

    def _make_links(self, role: int) -> dict[int, Link]:
        id_, graph = self.ids[role], self.career_graph
        return {
            to: Link.of(
                to, tuple(make_hop(graph, move, id_, self.stays) for move in moves), self.policy
            )
            for to, moves in self.ways(role).items()
        }

    def _make_arcs(self, role: int) -> tuple[Arc, ...]:
        links = self.links(role).values()
        return tuple((it.to, it.least, None if it.additive else it) for it in links)

    def _find_costs(self, role: int) -> tuple[tuple[int, int], ...]:
        return tuple((source, self.links(source)[role].least) for source in self.sources(role))

    def _find_gates(self, role: int) -> tuple[Gate, ...]:
        return tuple(list_gates(self.career_graph, self.ids[role], self.accepts))

    def _find_required(self, role: int) -> tuple[Gate, ...]:
        return tuple(gate for gate in self.gates(role) if gate.necessity is Necessity.REQUIRED)

    def _find_asked(self, role: int) -> dict[str, SkillRequirement]:
        return list_required_skills(self.career_graph, self.ids[role], self.accepts)

    def _find_pay(self, role: int) -> list[PayFact]:
        return list_pay(self.career_graph, self.ids[role], self.accepts)


def _keep(known: dict[int, _T], role: int, make: Callable[[int], _T]) -> _T:
    """What is made of a role when it is first asked for; whole before it is known."""
    checkpoint()
    made = known[role] = make(role)
    return made

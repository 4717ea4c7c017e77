"""Moves as facts: what all accepted rows about one add up to, and the hops between roles they open.

A *hop* is a move as a route can take it: between two roles that are no lines with stages (1.4).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .catalog import CareerGraph
from .records import Certainty, Claim, Move, MoveKind, Stay
from .times import TimedMove, time_move


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a question accepts as said (semantics 2); None accepts every document, every kind."""

    documents: frozenset[str] | None = None
    kinds: frozenset[MoveKind] | None = None
    industry: str | None = None
    inferred: bool = False
    certain: bool = False

    def hears(self, claim: Claim) -> bool:
        """Whether the claim's document is accepted."""
        return self.documents is None or claim.passage.document in self.documents


EVERYTHING = Acceptance()
"""What a question accepts that asks for nothing special."""


@dataclass(frozen=True, slots=True)
class MoveFact:
    """A move (from, to, kind) with the accepted rows that state it, in order of content."""

    from_: str
    to: str
    kind: MoveKind
    rows: tuple[Move, ...]

    @property
    def id(self) -> str:
        """The move's key in one word."""
        return f"{self.from_}--{self.to}--{self.kind.lower()}"

    @property
    def certainty(self) -> Certainty:
        """POSSIBLE only where every accepted row says so (2.3)."""
        stated = any(row.certainty is Certainty.STATED for row in self.rows)
        return Certainty.STATED if stated else Certainty.POSSIBLE

    @property
    def inferred(self) -> bool:
        """Whether no accepted row states it (2.2)."""
        return all(row.inferred for row in self.rows)

    @property
    def score(self) -> float | None:
        """The highest score of an inferred row."""
        return max((row.score for row in self.rows if row.score is not None), default=None)

    @property
    def method(self) -> str | None:
        """The methods of inferred rows, in order of content."""
        methods = dict.fromkeys(row.method for row in self.rows if row.method is not None)
        return "; ".join(methods) or None


@dataclass(frozen=True, slots=True)
class Hop:
    """A move from a role to a role on a route, with what is claimed of its time."""

    from_: str
    to: str
    move: MoveFact
    time: TimedMove


def list_moves(career_graph: CareerGraph, accepts: Acceptance) -> list[MoveFact]:
    """Every move that the question accepts, by from, to and kind."""
    facts = []
    for (from_, to, kind), rows in career_graph.moves.items():
        if accepts.kinds is not None and kind not in accepts.kinds:
            continue
        heard = tuple(
            row for row in rows if accepts.hears(row) and (accepts.inferred or not row.inferred)
        )
        fact = MoveFact(from_, to, kind, heard)
        if heard and not (accepts.certain and fact.certainty is Certainty.POSSIBLE):
            facts.append(fact)
    return facts


def list_hops(career_graph: CareerGraph, accepts: Acceptance) -> list[Hop]:
    """Every hop that the accepted moves open, by from, to, kind and stated ends (1.4, 5.1)."""
    moves = list_moves(career_graph, accepts)
    own = {(move.from_, career_graph.first_stage(move.to)) for move in moves}
    stays = heard_stays(career_graph, accepts)
    hops = []
    for move in moves:
        to = career_graph.first_stage(move.to)
        for from_ in career_graph.list_stages(move.from_):
            inherited = from_ != move.from_
            if from_ == to or (inherited and (from_, to) in own):
                continue
            time = time_move(
                move.rows, {move.from_, from_}, {move.to, to}, lambda role: stays.get(role, ())
            )
            hops.append(Hop(from_, to, move, time))
    order = list(MoveKind).index
    return sorted(
        hops, key=lambda hop: (hop.from_, hop.to, order(hop.move.kind), hop.move.from_, hop.move.to)
    )


def time_stated(career_graph: CareerGraph, move: MoveFact, accepts: Acceptance) -> TimedMove:
    """What is claimed of the time of a move as stated, whichever stage it is taken from."""
    stays = heard_stays(career_graph, accepts)
    reaches = {move.to, career_graph.first_stage(move.to)}
    return time_move(move.rows, {move.from_}, reaches, lambda role: stays.get(role, ()))


def heard_stays(career_graph: CareerGraph, accepts: Acceptance) -> Mapping[str, Sequence[Stay]]:
    """The accepted `stays` rows by role."""
    if accepts.documents is None:
        return career_graph.stays_of
    heard = defaultdict(list)
    for role, rows in career_graph.stays_of.items():
        heard[role] = [row for row in rows if accepts.hears(row)]
    return heard

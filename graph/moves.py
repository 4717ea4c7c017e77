"""Moves as facts: what all accepted rows about one add up to, and the hops between roles they open.

A *hop* is a move as a route can take it: between two roles that are no lines with stages (1.4).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .catalog import CareerGraph, MoveKey
from .interrupt import paced
from .records import Certainty, Claim, Move, MoveKind, Stay
from .times import TimedMove, time_move

_KINDS = list(MoveKind)


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


def find_move(career_graph: CareerGraph, key: MoveKey, accepts: Acceptance) -> MoveFact | None:
    """A move with the rows that the question accepts; None where it accepts none, or not it."""
    from_, to, kind = key
    if accepts.kinds is not None and kind not in accepts.kinds:
        return None
    heard = tuple(
        row
        for row in career_graph.moves[key]
        if accepts.hears(row) and (accepts.inferred or not row.inferred)
    )
    fact = MoveFact(from_, to, kind, heard)
    if not heard or (accepts.certain and fact.certainty is Certainty.POSSIBLE):
        return None
    return fact


def list_moves(career_graph: CareerGraph, accepts: Acceptance) -> list[MoveFact]:
    """Every move that the question accepts, by from, to and kind."""
    found = (find_move(career_graph, key, accepts) for key in paced(career_graph.moves))
    return [move for move in found if move is not None]


def list_moves_on(
    career_graph: CareerGraph, role: str, accepts: Acceptance
) -> Mapping[str, Sequence[MoveFact]]:
    """The moves that can be taken from a role, by the role reached (1.4).

    Those of its lines only to roles that no accepted move of its own reaches. Roles in order of
    id; the moves to one by kind and stated ends (5.1).
    """
    ways: dict[str, list[MoveFact]] = {}
    own: frozenset[str] = frozenset()
    for leaving in (role, *career_graph.list_lines(role)):
        for key in paced(career_graph.moves_from.get(leaving, ())):
            to = career_graph.first_stage(key[1])
            if to == role or to in own:
                continue
            move = find_move(career_graph, key, accepts)
            if move is not None:
                ways.setdefault(to, []).append(move)
        if leaving == role:
            own = frozenset(ways)
    return {to: sorted(ways[to], key=_place) for to in sorted(ways)}


def list_sources(career_graph: CareerGraph, role: str, accepts: Acceptance) -> list[str]:
    """The roles from which an accepted move reaches a role, by id (1.4)."""
    from_: set[str] = set()
    for reached in (role, *career_graph.begins.get(role, ())):
        for key in paced(career_graph.moves_to.get(reached, ())):
            leaving = career_graph.list_stages(key[0])
            if from_.issuperset(leaving) or find_move(career_graph, key, accepts) is None:
                continue
            from_.update(leaving)
    return sorted(from_ - {role})


def _place(move: MoveFact) -> tuple[int, str, str]:
    """By kind, in the order of the enum, then by the stated ends (5.1)."""
    return _KINDS.index(move.kind), move.from_, move.to


def make_hop(
    career_graph: CareerGraph,
    move: MoveFact,
    from_: str,
    stays: Mapping[str, Sequence[Stay]],
) -> Hop:
    """A move as taken from a role; `stays` are those that the question accepts."""
    to = career_graph.first_stage(move.to)
    time = time_move(
        move.rows, {move.from_, from_}, {move.to, to}, lambda role: stays.get(role, ())
    )
    return Hop(from_, to, move, time)


def list_hops(career_graph: CareerGraph, accepts: Acceptance) -> list[Hop]:
    """Every hop that the accepted moves open, by from, to, kind and stated ends (1.4, 5.1)."""
    stays = heard_stays(career_graph, accepts)
    return [
        make_hop(career_graph, move, role, stays)
        for role in paced(career_graph.roles)
        if role not in career_graph.stages_of
        for moves in list_moves_on(career_graph, role, accepts).values()
        for move in moves
    ]


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
    for role, rows in paced(career_graph.stays_of.items()):
        heard[role] = [row for row in rows if accepts.hears(row)]
    return heard

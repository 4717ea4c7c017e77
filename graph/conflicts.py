"""Statements about one thing that do not agree, with the claims that make them (semantics 6.5)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .catalog import CareerGraph
from .interrupt import paced
from .moves import (
    EVERYTHING,
    MoveFact,
    find_move,
    list_moves_on,
    list_sources,
    time_stated,
)
from .names import list_names, normal
from .pay import list_pay
from .records import Claim, EntityKind, Move, Necessity, Requirement, RequirementKind, Stay
from .times import Shape, TimeClaim, TimedMove, time_move


class ConflictTopic(StrEnum):
    """What statements do not agree about, in the order of the list; REQUIREMENT is not used yet."""

    NAME = "NAME"
    STAGE = "STAGE"
    TIME = "TIME"
    REQUIREMENT = "REQUIREMENT"
    GATE = "GATE"
    PAY = "PAY"


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the positions: the claims that take it, all saying the same of the matter."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more statements about one matter.

    `roles` are those that it is about: for a name all that bear it, for a stage the role and its
    line, for a move its stated ends. `about` tells conflicts of one topic and roles apart: the
    name, the kind and industry of a gate, the scope of a figure.
    """

    topic: ConflictTopic
    roles: tuple[str, ...]
    move: MoveFact | None
    statements: tuple[Statement, ...]
    about: str = ""

    @property
    def key(self) -> str:
        """What no other conflict of a release has; sorts by topic, roles, move, then `about`."""
        place = list(ConflictTopic).index(self.topic)
        move = "" if self.move is None else self.move.id
        return f"{place}-{self.topic} {' '.join(self.roles)} {move} {self.about}"


def list_conflicts(career_graph: CareerGraph) -> list[Conflict]:
    """Every conflict, by key; cost linear in the rows."""
    conflicts = [
        *_of_names(career_graph),
        *_of_stages(career_graph),
        *_of_stays(career_graph),
        *_of_moves(career_graph),
        *_of_gates(career_graph),
        *_of_pay(career_graph),
    ]
    conflicts.sort(key=lambda conflict: conflict.key)
    return conflicts


def pick_conflicts(
    career_graph: CareerGraph, conflicts: Iterable[Conflict], role: str
) -> list[Conflict]:
    """Those of a release's conflicts in which a role takes part, in their order.

    A stage also takes part where a move of its line is its own to make (1.4). Raises
    UnknownIdError where no role has that id.
    """
    moves = _list_moves_of(career_graph, career_graph.get_role(role).id)
    return [
        conflict
        for conflict in paced(conflicts)
        if role in conflict.roles or (conflict.move is not None and conflict.move.id in moves)
    ]


def _list_moves_of(career_graph: CareerGraph, role: str) -> set[str]:
    """The ids of the moves that a role can make or be reached by, its lines' included (1.4)."""
    if role not in career_graph.lines_of:
        return set()
    moves = [*list_moves_on(career_graph, role, EVERYTHING).values()]
    moves += (
        list_moves_on(career_graph, source, EVERYTHING).get(role, ())
        for source in paced(list_sources(career_graph, role, EVERYTHING))
    )
    return {move.id for group in moves for move in group}


def _state(positions: Iterable[Iterable[Claim]]) -> tuple[Statement, ...]:
    """A statement for each position, in their order, each claim once."""
    return tuple(Statement(tuple(dict.fromkeys(claims))) for claims in positions)


def _of_names(career_graph: CareerGraph) -> Iterator[Conflict]:
    """One name, preferred or alias and in normal form, for several roles."""
    bearers: defaultdict[str, defaultdict[str, list[Claim]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for role in paced(career_graph.roles):
        for name in list_names(career_graph, EntityKind.ROLE, role):
            bearers[normal(name.text)][role] += name.claims
    for text, roles in paced(bearers.items()):
        if len(roles) > 1:
            yield Conflict(ConflictTopic.NAME, tuple(roles), None, _state(roles.values()), text)


def _of_stages(career_graph: CareerGraph) -> Iterator[Conflict]:
    """Different rungs of one role in one line."""
    for line, stages in paced(career_graph.stages_of.items()):
        rungs: defaultdict[str, defaultdict[int, list[Claim]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for stage in stages:
            rungs[stage.role][stage.rung].append(stage)
        for role, positions in rungs.items():
            if len(positions) > 1:
                yield Conflict(ConflictTopic.STAGE, (role, line), None, _state(positions.values()))


def _of_stays(career_graph: CareerGraph) -> Iterator[Conflict]:
    """Stays and bands of one role that dispute or differ in basis."""
    for role in paced(career_graph.stays_of):
        # With the role at both ends of no stated move, its stays and its bands are all claims.
        time = time_move((), {role}, {role}, career_graph.stays_of.__getitem__)
        if _disagrees(time):
            yield Conflict(ConflictTopic.TIME, (role,), None, _state_time(time, {role}))


def _of_moves(career_graph: CareerGraph) -> Iterator[Conflict]:
    """Time claims on one move, as stated, that dispute or differ in basis."""
    found = (find_move(career_graph, key, EVERYTHING) for key in paced(career_graph.moves))
    for move in (it for it in found if it is not None):
        time = time_stated(career_graph, move, EVERYTHING)
        if _disagrees(time):
            reached = {move.to, career_graph.first_stage(move.to)}
            statements = _state_time(time, reached)
            yield Conflict(ConflictTopic.TIME, (move.from_, move.to), move, statements)


def _disagrees(time: TimedMove) -> bool:
    """Whether claims dispute (3.6) or differ in basis; UNSTATED months count as IN_ROLE (3.2)."""
    if len(time.claims) < 2:  # noqa: PLR2004 nothing to disagree with
        return False
    of_service = {claim.shape in (Shape.BAND, Shape.MOVE_SERVICE) for claim in time.claims}
    return time.disputed or len(of_service) > 1


def _state_time(time: TimedMove, reached: set[str]) -> tuple[Statement, ...]:
    """A statement for each shape and range of months that is claimed, shortest first."""
    shapes = list(Shape)
    positions = defaultdict(list)
    for claim in time.claims:
        for row in _own_rows(claim, reached):
            months = row.months or claim.months
            high = months.high is None, months.high or 0
            positions[shapes.index(claim.shape), months.low, high, months.typical].append(row)
    return _state(positions[position] for position in sorted(positions))


def _own_rows(claim: TimeClaim, reached: set[str]) -> Iterator[Move | Stay]:
    """The rows that make a claim; of a band not the one that only tells how long it waits (3.4)."""
    for row in claim.claims:
        waits = isinstance(row, Stay) and (
            row.role not in reached or row.months_low != claim.months.low
        )
        if isinstance(row, Move | Stay) and not (claim.shape is Shape.BAND and waits):
            yield row


def _of_gates(career_graph: CareerGraph) -> Iterator[Conflict]:
    """Education, or certificates, of one role that differ between documents.

    Compared is all that a document asks of the role itself, for education and for certificates
    and in each industry by itself: the same things, together or as alternatives, as REQUIRED or
    PREFERRED. A document that asks for none is silent and differs from nobody.
    """
    for role, rows in paced(career_graph.requirements_of.items()):
        asked: defaultdict[str, defaultdict[str, list[Requirement]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows:
            if row.kind in (RequirementKind.EDUCATION, RequirementKind.CERTIFICATION):
                about = f"{row.kind} {row.industry or ''}"
                asked[about][row.passage.document].append(row)
        for about, documents in asked.items():
            positions: defaultdict[Hashable, list[Claim]] = defaultdict(list)
            for document in sorted(documents):
                positions[_position(documents[document])] += documents[document]
            if len(positions) > 1:
                yield Conflict(ConflictTopic.GATE, (role,), None, _state(positions.values()), about)


def _position(rows: Sequence[Requirement]) -> Hashable:
    """What one document asks for: gates of options of things that are needed together (4.1)."""
    gates = defaultdict(list)
    for row in rows:
        gates[row.any_of, row.target if row.any_of is None else ""].append(row)
    return frozenset(_gate(gate) for gate in gates.values())


def _gate(rows: Sequence[Requirement]) -> Hashable:
    """The options of one gate, and whether it is required."""
    options = defaultdict(set)
    for row in rows:
        options[row.option, row.target if row.option is None else ""].add(row.target)
    required = any(row.necessity is Necessity.REQUIRED for row in rows)
    return required, frozenset(frozenset(option) for option in options.values())


def _of_pay(career_graph: CareerGraph) -> Iterator[Conflict]:
    """Different figures of a role's own pay in one scope."""
    for role in paced(career_graph.pay_of):
        scopes = defaultdict(list)
        for fact in list_pay(career_graph, role, EVERYTHING):
            if fact.disputed:
                scopes[fact.scope.about].append(fact)
        for about, facts in scopes.items():
            statements = tuple(Statement(fact.claims) for fact in facts)
            yield Conflict(ConflictTopic.PAY, (role,), None, statements, " ".join(about))

"""Labels of the search: walks with their costs, how these rank, and which walk can only be worse.

A label may be discarded where another at the same role can only lead to better routes. Costs are
compared in the objective's order (5.3). Moves and parts without a time add up, so a label that has
fewer of them stays ahead for ever, and the first such difference decides. Months and skills do
not. Every arrival rule of semantics 3.4 is monotone in elapsed time, so being no later now is
being no later ever, but being earlier can vanish while some claim on total service is still ahead;
the cost of skills is the size of a union, so a *subset* to learn now never costs more later, and
being fewer can vanish. Hence another label must be no later, and have a subset to learn, for the
costs after these, and at last role numbers, to decide.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..gates import Held
from ..records import Objective
from .network import UNTIMED


class Costs(NamedTuple):
    """What 5.3 compares; `time` is typical months, and UNTIMED for each part without a time."""

    moves: int
    time: int
    new_skills: int


Rank = tuple[int, ...]

RANKINGS: Mapping[Objective, Callable[[int, int, int], Rank]] = {
    Objective.MOVES: lambda moves, time, new_skills: (moves, time, new_skills),
    Objective.TIME: lambda moves, time, new_skills: (time, moves, new_skills),
    Objective.NEW_SKILLS: lambda moves, time, new_skills: (new_skills, moves, time),
}
"""The order of the three costs under each objective: its own, then the others (5.3)."""


class Label(NamedTuple):
    """Where a walk is: the roles so far, its time, skills learned, `via` seen.

    `learned` holds skills that were not held at the start, `held` what gates ask for; `kept` marks
    remembered roles visited.
    """

    walk: tuple[int, ...]
    time: int
    learned: int
    seen: int
    held: Held
    kept: int = 0

    @property
    def costs(self) -> Costs:
        """The costs of the walk so far."""
        return Costs(len(self.walk) - 1, self.time, self.learned.bit_count())


Verdict = bool | None
"""Whether one label is ahead of another for good; None where that is undecided so far."""

Compare = Callable[[Label, Label, int], Verdict]
"""Compares two labels; the last argument is the month from which on being earlier stays."""


def _compare_moves(one: Label, other: Label, _: int) -> Verdict:
    """Fewer moves stay fewer."""
    moves, others = len(one.walk), len(other.walk)
    return None if moves == others else moves < others


def _compare_time(one: Label, other: Label, settled: int) -> Verdict:
    """Fewer parts without a time stay fewer; being later cannot count."""
    if one.time >= other.time:
        return None if one.time == other.time else False
    months = one.time % UNTIMED
    return True if months >= settled or one.time - months + UNTIMED <= other.time else None


def _compare_skills(one: Label, other: Label, _: int) -> Verdict:
    """Anything to learn that the other does not learn may cost more in the end."""
    return False if one.learned & ~other.learned else None


_COMPARISONS: Mapping[Objective, tuple[Compare, ...]] = {
    Objective.MOVES: (_compare_moves, _compare_time, _compare_skills),
    Objective.TIME: (_compare_time, _compare_moves, _compare_skills),
    Objective.NEW_SKILLS: (_compare_skills, _compare_moves, _compare_time),
}
"""The comparisons of costs under each objective, in the order of RANKINGS."""


def leads(by: Objective) -> Compare:
    """Whether, under an objective, every way to go on is better from the first label."""
    first, second, third = _COMPARISONS[by]

    def compare(one: Label, other: Label, settled: int) -> bool:
        verdict = first(one, other, settled)
        if verdict is None:
            verdict = second(one, other, settled)
        if verdict is None:
            verdict = third(one, other, settled)
        return one.walk <= other.walk if verdict is None else verdict

    return compare


def beats(one: Label, other: Label, settled: int) -> bool:
    """Whether every way to go on is no worse from the first label on all costs at once (5.5).

    And better on one of them, or, where all are equal, first by role ids.
    """
    moves = _compare_moves(one, other, settled)
    if moves is False or one.time > other.time or one.learned & ~other.learned:
        return False
    return bool(moves or _compare_time(one, other, settled) or one.walk <= other.walk)

"""Which role level of a role stands above which: what the framework says in names and skills.

It gives no order. A level's name says where it stands (trainee, junior, senior, head of …), and the
proficiency that it asks for in each skill "will typically increase" from one level to the next:
https://ddat-capability-framework.service.gov.uk/#skills-in-this-framework

The name decides between levels of one name, such as Data analyst and Senior data analyst, and a
head stands above all. Else the skills decide: of two levels that one is higher which asks for no
less in any skill that both ask for, and for more in one. What neither decides is left open.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import permutations

_TRAINEE, _JUNIOR, _PLAIN, _SENIOR, _LEAD, _HEAD = range(6)
_RANKS = {
    "apprentice": _TRAINEE,
    "trainee": _TRAINEE,
    "associate": _JUNIOR,
    "junior": _JUNIOR,
    "senior": _SENIOR,
    "lead": _LEAD,
    "principal": _LEAD,
    "chief": _HEAD,
    "head": _HEAD,
}
"""How high words of level names stand; what has the same rank is for the skills to decide."""

_TRACK = re.compile(r"(.+?)\s+[-\u2013\u2014]\s+(.+)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Level:
    """A role level: its name, and the proficiency (a number) that it asks for in each skill."""

    name: str
    skills: Mapping[str, int]

    @cached_property
    def _parts(self) -> re.Match[str] | None:
        return _TRACK.fullmatch(self.name)

    @property
    def track(self) -> str | None:
        """What stands after a dash: "management" in "Lead developer - management"."""
        return None if self._parts is None else self._parts[2]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its name, without its track."""
        name = self.name if self._parts is None else self._parts[1]
        return tuple(_WORD.findall(name.casefold()))

    @cached_property
    def rank(self) -> int:
        """How high the first or the last word of its name says that it stands."""
        ends = (self.words[0], self.words[-1]) if self.words else ()
        return next((_RANKS[word] for word in ends if word in _RANKS), _PLAIN)

    @cached_property
    def base(self) -> tuple[str, ...]:
        """The words of its name that say no rank."""
        return tuple(word for word in self.words if word not in _RANKS)


@dataclass(frozen=True)
class Ladder:
    """The levels of a role in order, by their positions in the list that was given.

    `rungs` are from 1, one for each level; none where names and skills contradict each other.
    `promotions` are pairs of a level and one right above it; `by_skills` those among them that
    names do not decide; `open` pairs of which it is open which is higher.
    """

    rungs: tuple[int, ...] = ()
    promotions: tuple[tuple[int, int], ...] = ()
    by_skills: tuple[tuple[int, int], ...] = ()
    open: tuple[tuple[int, int], ...] = ()


def order_levels(levels: Sequence[Level]) -> Ladder:
    """The ladder of the levels of one role; cost of the cube of how many there are."""
    split = {(level.base, level.rank) for level in levels if level.track is not None}
    tracks = [
        level.track or ("" if (level.base, level.rank) in split else None) for level in levels
    ]
    pairs = [
        (lower, higher)
        for lower, higher in permutations(range(len(levels)), 2)
        if None in (tracks[lower], tracks[higher]) or tracks[lower] == tracks[higher]
    ]
    named = {pair for pair in pairs if _is_named_below(*(levels[it] for it in pair))}
    left = [pair for pair in pairs if not named & {pair, pair[::-1]}]
    skilled = {pair for pair in left if _asks_for_less(*(levels[it] for it in pair))}
    below: dict[int, set[int]] = {number: set() for number in range(len(levels))}
    for lower, higher in named | skilled:
        below[higher].add(lower)
    try:
        order = tuple(TopologicalSorter(below).static_order())
    except CycleError:
        return Ladder()
    return _climb(order, below, skilled, left)


def _climb(
    order: Sequence[int],
    below: Mapping[int, set[int]],
    skilled: Collection[tuple[int, int]],
    left: Sequence[tuple[int, int]],
) -> Ladder:
    """The ladder of levels that stand in order, by which stand below each."""
    rungs: dict[int, int] = {}
    beneath: dict[int, set[int]] = {}  # each level's lower ones, those that follow from others too
    for level in order:
        rungs[level] = 1 + max((rungs[lower] for lower in below[level]), default=0)
        beneath[level] = below[level].union(*(beneath[lower] for lower in below[level]))
    promotions = tuple(
        (lower, level)
        for level in sorted(order)
        for lower in sorted(beneath[level])
        if not any(lower in beneath[between] for between in beneath[level])
    )
    return Ladder(
        rungs=tuple(rungs[level] for level in sorted(order)),
        promotions=promotions,
        by_skills=tuple(pair for pair in promotions if pair in skilled),
        open=tuple(
            (one, other)
            for one, other in left
            if one < other and one not in beneath[other] and other not in beneath[one]
        ),
    )


def _is_named_below(lower: Level, higher: Level) -> bool:
    """Whether two names say so: they differ in rank alone, or the higher one is a head."""
    comparable = lower.base == higher.base or _HEAD in (lower.rank, higher.rank)
    return comparable and lower.rank < higher.rank


def _asks_for_less(lower: Level, higher: Level) -> bool:
    """Whether of the skills that both ask for one is lower there, and none higher."""
    both = lower.skills.keys() & higher.skills.keys()
    steps = [higher.skills[skill] - lower.skills[skill] for skill in both]
    return any(steps) and min(steps) >= 0

"""What education and experience an occupation asks for, by what those who were asked gave.

O*NET states no requirement but how many of those asked ask for which category. What all of them ask
for at least is required; what half of them ask for at least is preferred. Figures that O*NET
recommends to suppress count for nothing, so that nothing rests on them.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graph.records import Education, Necessity, RequirementKind

from .ratings import EDUCATION, EXPERIENCE, Figure, say

_ALL, _HALF = 99.9, 50.0  # percent; of all the rounded figures add up to 99.97 to 100.02

_EDUCATION = {
    **dict.fromkeys((2, 3, 4), Education.UPPER_SECONDARY),
    5: Education.SHORT_CYCLE_TERTIARY,
    **dict.fromkeys((6, 7), Education.BACHELOR),
    **dict.fromkeys((8, 9, 10), Education.MASTER),
    **dict.fromkeys((11, 12), Education.DOCTORATE),
}
"""The level of each category of `RL`: at least that of who has it.

A certificate is no level of its own here; ISCED 2011 has first professional degrees at the level of
a master's: https://isced.uis.unesco.org/
"""

_MONTHS = {3: 1, 4: 3, 5: 6, 6: 12, 7: 24, 8: 48, 9: 72, 10: 96, 11: 120}
"""The months that each category of `RW` is more than: `over 1 year, up to and including 2`."""

_LEVELS: dict[str, tuple[RequirementKind, dict[int, str]]] = {
    EDUCATION: (
        RequirementKind.EDUCATION,
        {category: level.value for category, level in _EDUCATION.items()},
    ),
    EXPERIENCE: (
        RequirementKind.SERVICE,
        {category: str(months) for category, months in _MONTHS.items()},
    ),
}
"""What the categories of a scale ask for; those that are not named ask for nothing."""

ZONES = {
    2: Education.UPPER_SECONDARY,
    3: Education.SHORT_CYCLE_TERTIARY,
    4: Education.BACHELOR,
    5: Education.MASTER,
}
"""The education that most occupations of a job zone ask for.

https://www.onetonline.org/help/online/zones
"""


class Asked(NamedTuple):
    """What is asked for, how strongly, by how many of those asked, and the row where it begins."""

    kind: RequirementKind
    target: str
    necessity: Necessity
    level: str
    figure: Figure


def list_asked(scale: str, shares: Mapping[int, Figure]) -> Iterator[Asked]:
    """Yield what a scale's shares by category ask for: what all do, then what half do, if more."""
    kind, targets = _LEVELS[scale]
    required = _find_highest(targets, shares, _ALL)
    preferred = _find_highest(targets, shares, _HALF)
    for category, necessity in ((required, Necessity.REQUIRED), (preferred, Necessity.PREFERRED)):
        if category is None or (necessity is Necessity.PREFERRED and category == required):
            continue
        share = say(round(min(_add_up(shares, category), 100.0), 1))
        level = f"{share} % of respondents ask for this or more"
        figure = min((it for it in shares.items() if it[0] >= category), key=lambda it: it[0])[1]
        yield Asked(kind, targets[category], necessity, level, figure)


def _find_highest(
    targets: Mapping[int, str], shares: Mapping[int, Figure], share: float
) -> int | None:
    """The lowest category of the highest target that this share ask for at least; None if none."""
    lowest: dict[str, int] = {}
    for category, target in targets.items():
        lowest.setdefault(target, category)
    reached = [category for category in lowest.values() if _add_up(shares, category) >= share]
    return max(reached, default=None)


def _add_up(shares: Mapping[int, Figure], category: int) -> float:
    """The share of those who ask for this category or a higher one."""
    return sum(figure.value for other, figure in shares.items() if other >= category)

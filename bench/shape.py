"""The size of a synthetic career graph, and where each of its roles stands."""

import math
from dataclasses import dataclass

LEVELS = 7  # rungs of a ladder, entry to director
LADDERS = 20  # of an industry


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a graph is; `asked` are the skills that a role asks for on average."""

    roles: int
    skills: int
    asked: int = 36
    seed: int = 7

    @property
    def ladders(self) -> int:
        """Ladders, the last of which may be short."""
        return -(-self.roles // LEVELS)

    @property
    def industries(self) -> int:
        """Industries, the last of which may be small."""
        return -(-self.ladders // LADDERS)

    def role(self, ladder: int, level: int) -> int | None:
        """The number of the role on that rung, None where there is none."""
        number = ladder * LEVELS + level
        return number if 0 <= level < LEVELS and number < self.roles else None


def skills_for(roles: int) -> int:
    """How many skills a graph of that size has: 14,000 for 3,000 roles, 50,000 for 100,000."""
    return round(14_000 * math.pow(roles / 3_000, 0.363))


def role_id(number: int) -> str:
    """The id of a role; ids are in the order of the numbers."""
    return f"role-{number:07d}"

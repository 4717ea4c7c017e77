"""What a person brings, for the oracle: a profile, perhaps with a gain (semantics 3.5, 4.2, 6.3).

Only the oracle uses this; it shares nothing with the engine that it checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oracle_gates import EDUCATION, Held

Given = Mapping[str, Any]
"The GraphQL fields of `Profile`, with ids; one that is absent is null."


@dataclass(frozen=True)
class Brought:
    """A profile with a gain added (semantics 6.3); without a gain, the profile.

    Readings. A city tier is no list, no level and no sum: the gain's holds where it names one.
    Gained service is added to 3.5's for time; for `met`, where `serviceMonths` is null, it is
    what is gained and held: service gates up to it are met, longer ones stay unknown. An unknown
    education with a gained one is at least the gained one; unknown certifications with gained
    ones are at least these, and a gained empty list says nothing about the rest.
    """

    profile: Given
    gain: Given

    @property
    def skills(self) -> frozenset[str]:
        """The skills of both."""
        return frozenset((*(self.profile.get("skills") or ()), *(self.gain.get("skills") or ())))

    @property
    def tier(self) -> str | None:
        """The city tier, None for any."""
        return self.gain.get("cityTier") or self.profile.get("cityTier")

    @property
    def gained_service(self) -> int:
        """Months that the gain adds to the service at the start."""
        return int(self.gain.get("serviceMonths") or 0)

    @property
    def service(self) -> int | None:
        """Service as `met` judges it, None where the profile leaves it null (4.2)."""
        given = self.profile.get("serviceMonths")
        return None if given is None else int(given) + self.gained_service

    @property
    def held(self) -> Held:
        """Certifications, education and service, known and sure."""
        known, gained = self.profile.get("certifications"), self.gain.get("certifications") or ()
        levels = [self.profile.get("education"), self.gain.get("education")]
        return Held(
            None if known is None else frozenset((*known, *gained)),
            None if levels[0] is None else _highest(levels),
            frozenset(gained),
            levels[1],
            self.gained_service,
        )


def _highest(levels: list[str | None]) -> str:
    """The highest of the education levels that are given."""
    return max((level for level in levels if level is not None), key=EDUCATION.index)

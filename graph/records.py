"""The records: one frozen dataclass per table, checked when made, and the words they use.

A record is one row of one source. Those with a `passage` are *claims*: what a span of a document
(or a row of a table) says. Field names are the column names of the tables, so that a row, a record
and a stored row have one set of names; `from` is `from_` here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from .errors import RecordError

MONTHS_A_YEAR = 12
_MOST_MONTHS = 9_999  # so that the arrival of a long route is still an Int of GraphQL
_MONTHS = re.compile(r"[0-9]{1,4}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Objective(StrEnum):
    """What makes one route better than another (semantics 5.3)."""

    MOVES = "MOVES"
    TIME = "TIME"
    NEW_SKILLS = "NEW_SKILLS"


class MoveKind(StrEnum):
    """How a move changes a career; the order breaks ties between parallel moves (5.1)."""

    PROMOTION = "PROMOTION"
    LATERAL = "LATERAL"
    TRANSFER = "TRANSFER"
    SPECIALISATION = "SPECIALISATION"


class Certainty(StrEnum):
    """Whether a source states a move or calls it only possible (2.3)."""

    STATED = "STATED"
    POSSIBLE = "POSSIBLE"


class TimeBasis(StrEnum):
    """What months are counted from (3.2)."""

    IN_ROLE = "IN_ROLE"
    TOTAL_SERVICE = "TOTAL_SERVICE"
    UNSTATED = "UNSTATED"


class Necessity(StrEnum):
    """How strongly a role asks for something."""

    REQUIRED = "REQUIRED"
    PREFERRED = "PREFERRED"


class RequirementKind(StrEnum):
    """What a requirement asks for."""

    SKILL = "skill"
    CERTIFICATION = "certification"
    EDUCATION = "education"
    SERVICE = "service"


class SkillKind(StrEnum):
    """What sort of thing a skill is."""

    SKILL = "SKILL"
    KNOWLEDGE = "KNOWLEDGE"
    TRAIT = "TRAIT"
    TOOL = "TOOL"
    LANGUAGE = "LANGUAGE"


class CityTier(StrEnum):
    """Tiers of Chinese cities as pay surveys use them; TIER_3 is 三线及以下."""

    TIER_1 = "TIER_1"
    TIER_2 = "TIER_2"
    TIER_3 = "TIER_3"


class Education(StrEnum):
    """Education levels, lowest first (高中, 大专, 本科, 硕士, 博士)."""

    UPPER_SECONDARY = "UPPER_SECONDARY"
    SHORT_CYCLE_TERTIARY = "SHORT_CYCLE_TERTIARY"
    BACHELOR = "BACHELOR"
    MASTER = "MASTER"
    DOCTORATE = "DOCTORATE"


ISCED_2011 = {
    Education.UPPER_SECONDARY: 3,
    Education.SHORT_CYCLE_TERTIARY: 5,
    Education.BACHELOR: 6,
    Education.MASTER: 7,
    Education.DOCTORATE: 8,
}
"""ISCED 2011 level of each education level: https://isced.uis.unesco.org/"""


class InterestType(StrEnum):
    """Holland's RIASEC interest types."""

    REALISTIC = "REALISTIC"
    INVESTIGATIVE = "INVESTIGATIVE"
    ARTISTIC = "ARTISTIC"
    SOCIAL = "SOCIAL"
    ENTERPRISING = "ENTERPRISING"
    CONVENTIONAL = "CONVENTIONAL"


class PayPeriod(StrEnum):
    """What a figure of pay is paid for."""

    MONTH = "MONTH"
    YEAR = "YEAR"


class PolicyRule(StrEnum):
    """How disagreeing numbers are settled (3.6)."""

    ENVELOPE = "ENVELOPE"
    CONSENSUS = "CONSENSUS"
    STRICT = "STRICT"


class EntityKind(StrEnum):
    """What a name can name."""

    ROLE = "role"
    SKILL = "skill"
    CERTIFICATION = "certification"
    INDUSTRY = "industry"


class CodeRelation(StrEnum):
    """How a code of a public scheme relates to ours (SKOS mapping words)."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"


def half_up(total: int, parts: int) -> int:
    """`total / parts` to the nearest whole number, halves up (3.1)."""
    return (2 * total + parts) // (2 * parts)


@dataclass(frozen=True, slots=True)
class MonthRange:
    """Months as low, typical and high; high is None where the range is open."""

    low: int
    typical: int
    high: int | None

    @classmethod
    def stated(cls, low: int, typical: int | None, high: int | None) -> Self:
        """What a source means by these: typical is the midpoint, or low where open (3.1)."""
        if typical is None:
            typical = low if high is None else half_up(low + high, 2)
        return cls(low, typical, high)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a claim stands: a span of a document's text, or a row of a table.

    `start` and `end` count Unicode code points, end excluded, and are None where the source gives
    no span. `table` and `row` say where the claim was read: table or sheet, and line from 1.
    """

    document: str
    start: int | None = None
    end: int | None = None
    table: str = ""
    row: int = 0

    def __post_init__(self) -> None:
        """Refuse a half or empty span."""
        if (self.start is None) != (self.end is None):
            missing = "start" if self.start is None else "end"
            raise RecordError(missing, None, "give both start and end, or neither")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise RecordError("end", self.end, f"it must be more than start, {self.start}")


def _check_range(low: int | None, typical: int | None, high: int | None, prefix: str) -> None:
    """Raise RecordError unless low <= typical <= high among those given."""
    if low is not None and high is not None and low > high:
        raise RecordError(f"{prefix}low", low, f"it must not be above {prefix}high, {high}")
    if typical is None:
        return
    if low is not None and typical < low:
        raise RecordError(f"{prefix}typical", typical, f"it must not be below {prefix}low, {low}")
    if high is not None and typical > high:
        raise RecordError(f"{prefix}typical", typical, f"it must not be above {prefix}high, {high}")


def _check_months(record: "Move | Stay") -> None:
    """Raise RecordError unless the months are a range, and such that routes can add them up."""
    low, typical, high = record.months_low, record.months_typical, record.months_high
    for name, value in (("low", low), ("typical", typical), ("high", high)):
        if value is not None and value > _MOST_MONTHS:
            raise RecordError(f"months_{name}", value, f"give months, at most {_MOST_MONTHS}")
    _check_range(low, typical, high, "months_")


def _check_named(name_zh: str | None, name_en: str | None) -> None:
    """Raise RecordError unless there is at least one name."""
    if name_zh is None and name_en is None:
        raise RecordError("name_zh", None, "give name_zh or name_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source that claims come from."""

    id: str
    title: str
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    file: str | None = None
    sha256: str | None = None
    licence: str | None = None

    def __post_init__(self) -> None:
        """Refuse links that are none, files elsewhere and hashes that are none."""
        if self.url is not None and not self.url.startswith(("https://", "http://")):
            raise RecordError("url", self.url, "give an address that starts with https://")
        if self.file is not None and (self.file in (".", "..") or set(self.file) & set("/\\")):
            raise RecordError("file", self.file, "give the name of a file, without folders")
        if self.sha256 is not None and not _SHA256.fullmatch(self.sha256):
            raise RecordError("sha256", self.sha256, "give the file's SHA-256, 64 digits of 0-9a-f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A job as people name it; a line of work where `stages` rows say so."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    kind_of: str | None = None
    family: str | None = None
    track: str | None = None
    level: int | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse a role without a name or of its own kind."""
        _check_named(self.name_zh, self.name_en)
        if self.kind_of == self.id:
            raise RecordError("kind_of", self.kind_of, "a role is not a kind of itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """That a role is a rung of a line of work; `pay_level` is the line's word for its pay."""

    role: str
    line: str
    rung: int
    pay_level: str | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse a line that is its own stage."""
        if self.role == self.line:
            raise RecordError("line", self.line, "a role is not a stage of itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A further name of a thing, with the reason why it is the same thing."""

    kind: EntityKind
    id: str
    name: str
    language: str | None = None
    reason: str | None = None
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A thing's code in a public scheme."""

    kind: EntityKind
    id: str
    scheme: str
    code: str
    relation: CodeRelation = CodeRelation.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something a role asks for and a person can learn or have."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    kind: SkillKind | None = None

    def __post_init__(self) -> None:
        """Refuse a skill without a name."""
        _check_named(self.name_zh, self.name_en)

    @property
    def sort(self) -> SkillKind:
        """What sort of thing it is: a skill, where the source says nothing else."""
        return self.kind or SkillKind.SKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """A certificate that a body issues."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None
    issuer: str | None = None
    grade: str | None = None

    def __post_init__(self) -> None:
        """Refuse a certification without a name."""
        _check_named(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """A branch of the economy."""

    id: str
    name_zh: str | None = None
    name_en: str | None = None

    def __post_init__(self) -> None:
        """Refuse an industry without a name."""
        _check_named(self.name_zh, self.name_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """That one moves from a role to a role, and perhaps after how long."""

    from_: str
    to: str
    kind: MoveKind = MoveKind.PROMOTION
    certainty: Certainty = Certainty.STATED
    months_low: int | None = None
    months_typical: int | None = None
    months_high: int | None = None
    basis: TimeBasis = TimeBasis.UNSTATED
    score: float | None = None
    method: str | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse a move to itself, and months without a low."""
        if self.from_ == self.to:
            raise RecordError("to", self.to, "a move must lead to another role")
        if self.months_low is None:
            for field in ("months_typical", "months_high"):
                if getattr(self, field) is not None:
                    raise RecordError("months_low", None, f"give it where {field} is given")
        _check_months(self)

    @property
    def inferred(self) -> bool:
        """Whether a method or score, not a source, says so (2.2)."""
        return self.method is not None or self.score is not None

    @property
    def months(self) -> MonthRange | None:
        """The months of this row, None where it states none."""
        if self.months_low is None:
            return None
        return MonthRange.stated(self.months_low, self.months_typical, self.months_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is said of the time of a role: a stay in it, or a band of total service (3.2)."""

    role: str
    months_low: int
    months_typical: int | None = None
    months_high: int | None = None
    basis: TimeBasis
    note: str | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse ranges upside down and a basis that says nothing."""
        if self.basis is TimeBasis.UNSTATED:
            raise RecordError("basis", str(self.basis), "give IN_ROLE or TOTAL_SERVICE")
        _check_months(self)

    @property
    def months(self) -> MonthRange:
        """The months of this row."""
        return MonthRange.stated(self.months_low, self.months_typical, self.months_high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """That a role asks for something; rows that share `any_of` are alternatives (4.1)."""

    role: str
    kind: RequirementKind
    target: str
    necessity: Necessity = Necessity.REQUIRED
    any_of: str | None = None
    option: str | None = None
    level: str | None = None
    industry: str | None = None
    lead_months: int | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse alternatives where there can be none, and targets that are no level or number."""
        if self.lead_months is not None and self.lead_months > _MOST_MONTHS:
            raise RecordError(
                "lead_months", self.lead_months, f"give months, at most {_MOST_MONTHS}"
            )
        if self.kind is RequirementKind.SKILL and self.any_of is not None:
            raise RecordError("any_of", self.any_of, "skills have no alternatives; leave it empty")
        if self.option is not None and self.any_of is None:
            raise RecordError("option", self.option, "give any_of too, or leave it empty")
        if self.kind is RequirementKind.SERVICE and not _MONTHS.fullmatch(self.target):
            raise RecordError("target", self.target, "give the months of service, 0 to 9999")
        if self.kind is RequirementKind.EDUCATION and self.target not in set(Education):
            raise RecordError("target", self.target, f"give one of {', '.join(Education)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a role is paid, as the source has it: per month or year, in its currency."""

    role: str
    level: str | None = None
    city_tier: CityTier | None = None
    city: str | None = None
    experience_low: int | None = None
    experience_high: int | None = None
    low: int | None = None
    high: int | None = None
    period: PayPeriod
    currency: str
    as_of: str | None = None
    source: str | None = None
    passage: Passage

    def __post_init__(self) -> None:
        """Refuse pay without a figure and ranges upside down."""
        if self.low is None and self.high is None:
            raise RecordError("low", None, "give low or high")
        if not _CURRENCY.fullmatch(self.currency):
            raise RecordError(
                "currency", self.currency, "give the three capital letters of ISO 4217, such as CNY"
            )
        _check_range(self.low, None, self.high, "")
        _check_range(self.experience_low, None, self.experience_high, "experience_")

    @property
    def about(self) -> tuple[str, ...]:
        """What the figure is about, as text: role, level, place, experience, currency."""
        scope = (self.level, self.city_tier, self.city, self.experience_low, self.experience_high)
        return (self.role, *("" if part is None else str(part) for part in scope), self.currency)

    def monthly(self, figure: int | None) -> int | None:
        """`figure` as money per month: a year's pay over 12 months, halves up."""
        if figure is None or self.period is PayPeriod.MONTH:
            return figure
        return half_up(figure, MONTHS_A_YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleIndustry:
    """That a role is found in an industry."""

    role: str
    industry: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleInterest:
    """That a role suits an interest type; rank 1 comes first."""

    role: str
    interest: InterestType
    rank: int | None = None
    passage: Passage


Entity = Role | Skill | Certification | Industry
Claim = Role | Stage | Name | Move | Stay | Requirement | Pay | RoleIndustry | RoleInterest
Record = Document | Skill | Certification | Industry | Code | Claim

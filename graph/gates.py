"""Gates: what must be in place in a role, by which options, and whether it is (semantics 4.1, 4.2).

Verdicts have three values: True, False, and None where what is held is unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .catalog import CareerGraph
from .facts import binds, list_asked
from .moves import Acceptance
from .records import Education, Necessity, Requirement, RequirementKind

_KINDS = (RequirementKind.CERTIFICATION, RequirementKind.EDUCATION, RequirementKind.SERVICE)
_LEVELS = list(Education)


@dataclass(frozen=True, slots=True)
class Thing:
    """A certification, an education level or months of service; `lead_months` where stated.

    A lead time on service says nothing: service takes the months it takes.
    """

    kind: RequirementKind
    target: str
    lead_months: int | None

    @property
    def key(self) -> tuple[RequirementKind, str]:
        """What it is, however long it takes."""
        return self.kind, self.target

    @property
    def order(self) -> tuple[int, int, str]:
        """By kind, then target; service by its months (4.3)."""
        months = int(self.target) if self.kind is RequirementKind.SERVICE else 0
        return _KINDS.index(self.kind), months, self.target


@dataclass(frozen=True)
class GateOption:
    """One way through a gate: everything in it is needed together."""

    things: tuple[Thing, ...]

    @cached_property
    def certifications(self) -> tuple[str, ...]:
        """The certifications to hold, by id."""
        return tuple(it.target for it in self.things if it.kind is RequirementKind.CERTIFICATION)

    @cached_property
    def education(self) -> Education | None:
        """The highest education level to have."""
        levels = (it.target for it in self.things if it.kind is RequirementKind.EDUCATION)
        return max(map(Education, levels), key=_LEVELS.index, default=None)

    @cached_property
    def service_months(self) -> int | None:
        """The service to have, None where none is asked for."""
        months = (it.target for it in self.things if it.kind is RequirementKind.SERVICE)
        return max(map(int, months), default=None)

    @cached_property
    def lead_months(self) -> int | None:
        """What it takes to obtain all of it; None where something has no stated lead time."""
        leads = [it.lead_months for it in self.things if it.kind is not RequirementKind.SERVICE]
        stated = [lead for lead in leads if lead is not None]
        return sum(stated) if leads and len(stated) == len(leads) else None

    @cached_property
    def order(self) -> list[tuple[int, int, str]]:
        """Its place among options: by what it names."""
        return [thing.order for thing in self.things]


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be in place in a role: any one of the options, in order of what they name.

    `role` is the role or line whose rows ask for it.
    """

    role: str
    options: tuple[GateOption, ...]
    necessity: Necessity
    claims: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds; None where unknown.

    The `sure_` parts are held even where the rest is unknown: what was gained (6.3).
    """

    certifications: frozenset[str] | None = None
    education: Education | None = None
    sure_certifications: frozenset[str] = frozenset()
    sure_education: Education | None = None
    sure_service: int = 0

    def holds(self, thing: Thing, service_months: int | None) -> bool | None:
        """Whether one thing is held; a higher education level meets a lower one (4.2)."""
        if thing.kind is RequirementKind.CERTIFICATION:
            if self.certifications is None:
                return thing.target in self.sure_certifications or None
            return thing.target in self.certifications
        if thing.kind is RequirementKind.EDUCATION:
            level = Education(thing.target)
            if self.education is None:
                return _reaches(self.sure_education, level) or None
            return _reaches(self.education, level)
        if service_months is None:
            return 0 < int(thing.target) <= self.sure_service or None
        return service_months >= int(thing.target)

    def meets_option(self, option: GateOption, service_months: int | None) -> bool | None:
        """Whether everything in an option is held."""
        verdicts = [self.holds(thing, service_months) for thing in option.things]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def meets(self, gate: Gate, service_months: int | None) -> bool | None:
        """Whether any option of a gate is held."""
        verdicts = [self.meets_option(option, service_months) for option in gate.options]
        if True in verdicts:
            return True
        return None if None in verdicts else False

    def gain(self, things: Iterable[Thing]) -> "Held":
        """What is held once these are obtained as well; what is unknown stays so (4.3)."""
        certifications, education = self.certifications, self.education
        for thing in things:
            if thing.kind is RequirementKind.CERTIFICATION and certifications is not None:
                certifications |= {thing.target}
            if thing.kind is RequirementKind.EDUCATION and education is not None:
                education = higher(education, Education(thing.target))
        return replace(self, certifications=certifications, education=education)


def higher(one: Education, other: Education) -> Education:
    """The higher of two education levels."""
    return max(one, other, key=_LEVELS.index)


def _reaches(held: Education | None, level: Education) -> bool:
    """Whether a level that is held is at least this one."""
    return held is not None and _LEVELS.index(held) >= _LEVELS.index(level)


def list_gates(career_graph: CareerGraph, role: str, accepts: Acceptance) -> list[Gate]:
    """The gates of a role and its lines: required ones first, then by options, then by asker.

    Rows of one asker with one `any_of` are a gate; so are its rows for one thing outside any.
    """
    gates = []
    for asker, rows in list_asked(career_graph, role, accepts):
        grouped = defaultdict(list)
        for row in rows:
            if row.kind is not RequirementKind.SKILL and binds(row.industry, accepts):
                grouped[row.any_of, None if row.any_of else _key(row)].append(row)
        gates += [_gate(asker, group) for group in grouped.values()]
    return sorted(gates, key=_place)


def _place(gate: Gate) -> tuple[bool, list[list[tuple[int, int, str]]], str]:
    orders = [option.order for option in gate.options]
    return gate.necessity is not Necessity.REQUIRED, orders, gate.role


def _key(row: Requirement) -> tuple[RequirementKind, str]:
    return row.kind, row.target


def _gate(asker: str, rows: Sequence[Requirement]) -> Gate:
    """One gate of the rows that belong together; REQUIRED where any of them says so (2.5)."""
    required = any(row.necessity is Necessity.REQUIRED for row in rows)
    together = defaultdict(list)
    for row in rows:
        together[row.option, None if row.option else _key(row)].append(row)
    options = {_option(group) for group in together.values()}
    return Gate(
        asker,
        tuple(sorted(options, key=lambda option: (option.order, str(option.things)))),
        Necessity.REQUIRED if required else Necessity.PREFERRED,
        tuple(rows),
    )


def _option(rows: Iterable[Requirement]) -> GateOption:
    """One option: each thing once, with its shortest stated lead time (4.1)."""
    leads: dict[tuple[RequirementKind, str], list[int]] = defaultdict(list)
    for row in rows:
        stated = leads[_key(row)]
        if row.lead_months is not None:
            stated.append(row.lead_months)
    things = (Thing(*key, min(stated, default=None)) for key, stated in leads.items())
    return GateOption(tuple(sorted(things, key=lambda thing: thing.order)))

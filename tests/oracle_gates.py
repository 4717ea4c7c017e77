"""Gates for the oracle: what a role asks for, whether it is met, what waiting costs (semantics 4).

Only the oracle uses this; it shares nothing with the engine that it checks. A verdict is True,
False or None (unknown); verdicts are joined by Kleene's rules: one False makes "all" False, one
True makes "any" True, whatever is unknown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oracle_time import Months, Row, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EDUCATION = ("UPPER_SECONDARY", "SHORT_CYCLE_TERTIARY", "BACHELOR", "MASTER", "DOCTORATE")
GATE_KINDS = ("certification", "education", "service")

Verdict = bool | None
Thing = tuple[str, str]
"(kind, target) of a requirement that is no skill."


@dataclass(frozen=True)
class Option:
    """Things needed together, each with its shortest stated lead time or None (4.1)."""

    leads: tuple[tuple[Thing, int | None], ...]

    @property
    def service(self) -> int:
        """The service it asks for, in months; 0 where it asks for none."""
        return max(
            (int(target) for (kind, target), _ in self.leads if kind == "service"), default=0
        )

    @property
    def order(self) -> list[tuple[int, int, str]]:
        """Its place among options that arrive together: by kind, then target (4.3).

        Reading: service by its months, every other target as text; of several things, in order.
        """
        return sorted(_thing_order(thing) for thing, _ in self.leads)

    def to_answer(self) -> dict[str, Any]:
        """The option as the schema's `GateOption`; lead time over all it names but service."""
        leads = [lead for (kind, _), lead in self.leads if kind != "service"]
        stated = [lead for lead in leads if lead is not None]
        levels = [target for (kind, target), _ in self.leads if kind == "education"]
        return {
            "certifications": sorted(t for (kind, t), _ in self.leads if kind == "certification"),
            "education": max(levels, key=EDUCATION.index, default=None),
            "serviceMonths": self.service or None,
            "leadMonths": sum(stated) if leads and len(stated) == len(leads) else None,
        }


@dataclass(frozen=True)
class Gate:
    """What one role asks for before it can be entered: any one of the options."""

    role: str
    options: tuple[Option, ...]

    @property
    def order(self) -> tuple[list[list[tuple[int, int, str]]], str]:
        """Its place among the gates of a role: by options, then by the role whose rows it is."""
        return [option.order for option in self.options], self.role


@dataclass(frozen=True)
class Held:
    """What is held at some point of a route; None is unknown (semantics 4.2).

    The other fields are what is held although the rest of its kind may be unknown: a gain (6.3).
    """

    certifications: frozenset[str] | None
    education: str | None
    sure_certifications: frozenset[str] = frozenset()
    sure_education: str | None = None
    sure_service: int = 0


def _thing_order(thing: Thing) -> tuple[int, int, str]:
    """The place of one thing: kind in the order of the tables, months, text (4.3)."""
    kind, target = thing
    months = int(target) if kind == "service" else 0
    return GATE_KINDS.index(kind), months, target


def gates_of_role(role: str, rows: Sequence[Row], necessity: str = "REQUIRED") -> list[Gate]:
    """The gates of this necessity among the accepted requirement rows of one role (4.1, 2.5).

    Readings: the rows that make one gate (the same thing outside `any_of`, or one `any_of`)
    are one requirement in the sense of 2.5, required where any of them is, and a row that
    only prefers it still gives its option or lead time. Inside an `any_of` too, rows without
    `option` that ask for the same thing are one option.
    """
    gates: dict[tuple[str, Thing | None], list[Row]] = {}
    for row in rows:
        if row["kind"] in GATE_KINDS:
            word = row.get("any_of") or ""
            gates.setdefault((word, None if word else _thing(row)), []).append(row)
    return [
        Gate(role, _options(group)) for group in gates.values() if _necessity(group) == necessity
    ]


def _necessity(rows: Iterable[Row]) -> str:
    """REQUIRED if any of the rows says so (2.5)."""
    required = any((row.get("necessity") or "REQUIRED") == "REQUIRED" for row in rows)
    return "REQUIRED" if required else "PREFERRED"


def _thing(row: Row) -> Thing:
    """What a requirement row asks for."""
    return row["kind"], row["target"]


def _options(rows: Iterable[Row]) -> tuple[Option, ...]:
    """The options of one gate, in the order of 4.3 (semantics 4.1)."""
    options: dict[tuple[str, Thing | None], dict[Thing, int | None]] = {}
    for row in rows:
        thing, word = _thing(row), row.get("option") or ""
        leads = options.setdefault((word, None if word else thing), {})
        leads[thing] = _shorter(leads.get(thing), whole(row, "lead_months"))
    found = {Option(tuple(sorted(leads.items(), key=lambda p: p[0]))) for leads in options.values()}
    return tuple(sorted(found, key=lambda option: (option.order, str(option.leads))))


def _shorter(left: int | None, right: int | None) -> int | None:
    """The shorter stated lead time, None where neither is stated."""
    stated = [lead for lead in (left, right) if lead is not None]
    return min(stated, default=None)


def _holds(thing: Thing, held: Held, service: int | None) -> Verdict:
    """Whether one thing is held; a higher education level meets a lower one (4.2)."""
    if _is_sure(thing, held):
        return True
    kind, target = thing
    if kind == "certification":
        return None if held.certifications is None else target in held.certifications
    if kind == "education":
        return None if held.education is None else _reaches(held.education, target)
    return None if service is None else service >= int(target)


def _is_sure(thing: Thing, held: Held) -> bool:
    """Whether one thing is held whatever is unknown (6.3)."""
    kind, target = thing
    if kind == "certification":
        return target in held.sure_certifications
    if kind == "education":
        return held.sure_education is not None and _reaches(held.sure_education, target)
    return 0 < int(target) <= held.sure_service


def _reaches(education: str, asked: str) -> bool:
    """Whether an education level meets another (4.2)."""
    return EDUCATION.index(education) >= EDUCATION.index(asked)


def _judge(option: Option, held: Held, service: int | None) -> Verdict:
    """Whether everything in an option is held (4.1)."""
    verdicts = [_holds(thing, held, service) for thing, _ in option.leads]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def is_met(gate: Gate, held: Held, service: int | None) -> Verdict:
    """Whether any option of a gate is held; None where that is unknown (4.1, 4.2)."""
    verdicts = [_judge(option, held, service) for option in gate.options]
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _missing(option: Option, held: Held) -> dict[Thing, int | None]:
    """What an option names that is known not to be held, with lead times; service is waited for.

    Reading: what is unknown is not missing, nothing is added for it (4.2); a lead time on a
    service row says nothing, service takes the months it takes.
    """
    return {
        thing: lead
        for thing, lead in option.leads
        if thing[0] != "service" and _holds(thing, held, None) is False
    }


def _first_option(gate: Gate, held: Held, arrival: Months, service: int) -> Option | None:
    """The option that is taken, None where the gate adds nothing (4.2, 4.3).

    Readings: "arrives first" compares as TIME does, by typical months, for each gate by itself
    from the move's arrival. A gate is met, and adds nothing, where an option is held with the
    service reached even at the low arrival; where service is reached at the typical one, that
    option is taken and low and high wait by themselves. Otherwise a gate that may be met
    (unknown) adds nothing.
    """
    if is_met(gate, held, service + arrival.low) is True:
        return None
    verdict = is_met(gate, held, service + arrival.typical)
    if verdict is None:
        return None
    reached = service + arrival.typical
    options = [option for option in gate.options if _judge(option, held, reached) is verdict]
    return min(options, key=lambda option: _option_order(option, held, arrival, service))


def _option_order(
    option: Option, held: Held, arrival: Months, service: int
) -> tuple[bool, int, list[tuple[int, int, str]]]:
    """Stated before unstated, then the typical arrival, then kind and target (4.3)."""
    leads = list(_missing(option, held).values())
    stated = [lead for lead in leads if lead is not None]
    unstated = len(stated) < len(leads)
    lead = 0 if unstated else sum(stated)
    return unstated, max(arrival.typical + lead, option.service - service), option.order


@dataclass(frozen=True)
class Entry:
    """What entering a role comes to: when, how many parts without a time, what is held then."""

    arrive: Months
    untimed: int
    held: Held


def enter(gates: Sequence[Gate], held: Held, arrival: Months, service: int) -> Entry:
    """Pass the gates of a role after a move's arrival: lead times, then service (4.3)."""
    found = (_first_option(gate, held, arrival, service) for gate in gates)
    options = [option for option in found if option is not None]
    taken = [_missing(option, held) for option in options]
    lead, parts = _leads(taken)
    waited = max((option.service for option in options), default=0) - service
    high = None if arrival.high is None or parts else max(arrival.high + lead, waited)
    months = Months(
        max(arrival.low + lead, waited),
        max(arrival.typical + lead, waited),
        high,
        lower_bound=arrival.lower_bound or parts > 0,
    )
    return Entry(months, parts, _with_gained(held, {thing for leads in taken for thing in leads}))


def _leads(taken: Sequence[dict[Thing, int | None]]) -> tuple[int, int]:
    """Months that the taken options add, and how many of them are parts without a time (4.3).

    Readings: a thing has a stated lead time where any option taken at this role states one, the
    shortest. An option with a thing that has none adds nothing, not even for its other things,
    also where an earlier gate takes that thing; it is a part without a time unless earlier
    gates, in the order of `Gate.order`, take everything in it that has none.
    """
    shortest: dict[Thing, int | None] = {}
    for leads in taken:
        for thing, lead in leads.items():
            shortest[thing] = _shorter(shortest.get(thing), lead)
    counted: set[Thing] = set()
    earlier: set[Thing] = set()
    parts = 0
    for leads in taken:
        unstated = {thing for thing in leads if shortest[thing] is None}
        if not unstated:
            counted |= leads.keys()
        elif not unstated <= earlier:
            parts += 1
        earlier |= leads.keys()
    return sum(shortest[thing] or 0 for thing in counted), parts


def _with_gained(held: Held, gained: set[Thing]) -> Held:
    """What is held once these are obtained as well (4.3)."""
    certifications, education = held.certifications, held.education
    for kind, target in gained:
        if kind == "certification" and certifications is not None:
            certifications |= {target}
        elif kind == "education" and education is not None:
            education = max(education, target, key=EDUCATION.index)
    return replace(held, certifications=certifications, education=education)

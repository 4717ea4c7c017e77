"""Entering a role: lead times of unmet gates after a move's arrival, then service (semantics 4.3).

Where the text leaves room: a gate adds nothing where an option is held with the service reached
even at the low arrival, nor where it is unknown whether one is; which option arrives first is
judged by typical months, for each gate by itself; an option with a thing without a lead time adds
no months, not even for its other things.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..gates import Gate, GateOption, Held, Thing
from ..records import RequirementKind
from ..times import Arrival


@dataclass(frozen=True, slots=True)
class Entry:
    """When a role is entered, with how many gates without a time, and what is held then."""

    arrival: Arrival
    untimed: int
    held: Held


def enter(gates: Sequence[Gate], held: Held, arrival: Arrival, service: int) -> Entry:
    """Pass required gates, in their order; `service` is that at the start of the route."""
    found = (_choose(gate, held, arrival, service) for gate in gates)
    options = [option for option in found if option is not None]
    if not options:
        return Entry(arrival, 0, held)
    taken = [_missing(option, held) for option in options]
    lead, untimed = _add_up(taken)
    waited = max(option.service_months or 0 for option in options) - service
    high = None if arrival.high is None or untimed else max(arrival.high + lead, waited)
    entered = Arrival(max(arrival.low + lead, waited), max(arrival.typical + lead, waited), high)
    return Entry(entered, untimed, held.gain(thing for things in taken for thing in things))


def _choose(gate: Gate, held: Held, arrival: Arrival, service: int) -> GateOption | None:
    """The option that is taken; None where the gate adds nothing."""
    if held.meets(gate, service + arrival.low):
        return None
    reached = service + arrival.typical
    verdict = held.meets(gate, reached)
    if verdict is None:
        return None

    def place(option: GateOption) -> tuple[bool, int, list[tuple[int, int, str]]]:
        leads = [thing.lead_months for thing in _missing(option, held)]
        stated = [lead for lead in leads if lead is not None]
        unstated = len(stated) < len(leads)
        ready = arrival.typical + (0 if unstated else sum(stated))
        return unstated, max(ready, (option.service_months or 0) - service), option.order

    return min(
        (option for option in gate.options if held.meets_option(option, reached) is verdict),
        key=place,
    )


def _missing(option: GateOption, held: Held) -> list[Thing]:
    """What is to be obtained for an option: what is known not to be held, service aside."""
    return [
        thing
        for thing in option.things
        if thing.kind is not RequirementKind.SERVICE and held.holds(thing, None) is False
    ]


def _add_up(taken: Sequence[Sequence[Thing]]) -> tuple[int, int]:
    """Months that the taken options add, and how many of them have no time.

    A thing counts once, with its shortest stated lead time. A gate whose unstated things earlier
    gates take is no further part without a time.
    """
    shortest: dict[tuple[RequirementKind, str], int | None] = {}
    for thing in (thing for things in taken for thing in things):
        known = shortest.get(thing.key)
        leads = [lead for lead in (known, thing.lead_months) if lead is not None]
        shortest[thing.key] = min(leads, default=None)
    counted: set[tuple[RequirementKind, str]] = set()
    earlier: set[tuple[RequirementKind, str]] = set()
    untimed = 0
    for things in taken:
        keys = {thing.key for thing in things}
        unstated = {key for key in keys if shortest[key] is None}
        if not unstated:
            counted |= keys
        elif not unstated <= earlier:
            untimed += 1
        earlier |= keys
    return sum(shortest[key] or 0 for key in counted), untimed

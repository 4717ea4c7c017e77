"""Time for the oracle: claims, the arrivals they make, how policies settle them (semantics 3).

Only the oracle uses this; it shares nothing with the engine that it checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = Mapping[str, str]
"One row of a table, column to cell; a missing column is an empty cell."

STAY = "a"
BAND = "b"
MOVE_IN_ROLE = "c IN_ROLE"
MOVE_SERVICE = "c TOTAL_SERVICE"
IN_ROLE_SHAPES = frozenset({STAY, MOVE_IN_ROLE})


@dataclass(frozen=True)
class Months:
    """Months as low, typical and high; `high` None has no upper end (schema `Months`)."""

    low: int
    typical: int
    high: int | None
    lower_bound: bool = False

    def to_answer(self) -> dict[str, int | bool | None]:
        """These months under the names of the schema."""
        return {
            "low": self.low,
            "typical": self.typical,
            "high": self.high,
            "lowerBound": self.lower_bound,
        }


NO_MONTHS = Months(0, 0, 0)


@dataclass(frozen=True)
class Claim:
    """One claim about the time of one move (semantics 3.2).

    Equal ones are one claim (3.6). A band is written (low, low, low) if closed and
    (low, low, none) if open, which is also its range for disputes and overlaps; so bands 24-48
    and 24-60 of one document are one claim. `stay` is a band's stay after 3.4, else 0.
    """

    document: str
    shape: str
    low: int
    typical: int
    high: int | None
    stay: int = 0


@dataclass(frozen=True)
class Stay:
    """One accepted row of `stays`."""

    document: str
    role: str
    basis: str
    months: Months


@dataclass(frozen=True)
class Move:
    """A move as it is taken, between two roles that are no lines (semantics 1.4).

    `stated` holds the ends as the rows state them, `documents` who states it, `own` the claims
    of its rows (3.2 c).
    """

    start: str
    end: str
    kind: str
    stated: tuple[str, str]
    documents: frozenset[str]
    own: tuple[Claim, ...]

    @property
    def leaves(self) -> frozenset[str]:
        """The stage left and, where the row names one, its line (semantics 1.4)."""
        return frozenset({self.start, self.stated[0]})

    @property
    def reaches(self) -> frozenset[str]:
        """The stage reached and, where the row names one, its line (semantics 1.4)."""
        return frozenset({self.end, self.stated[1]})


def whole(row: Row, column: str) -> int | None:
    """The whole number in a cell, None where the cell is empty."""
    cell = row.get(column) or ""
    return int(cell) if cell else None


def median(values: Iterable[int]) -> int:
    """The median, rounded half up at once (semantics 3.1)."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle] + 1) // 2


def find_months(row: Row) -> Months | None:
    """The months that a row states, None where months_low is empty (semantics 3.1).

    Readings: a typical value that the row gives stands, also beside an open range; a row
    without months_low states no time.
    """
    low, high = whole(row, "months_low"), whole(row, "months_high")
    if low is None:
        return None
    typical = whole(row, "months_typical")
    if typical is None:
        typical = low if high is None else median((low, high))
    return Months(low, typical, high)


def claims_of_rows(rows: Iterable[tuple[str, Row]]) -> tuple[Claim, ...]:
    """What (document, row of `moves`) pairs claim of their move; UNSTATED is IN_ROLE (3.2 c)."""
    found = []
    for document, row in rows:
        months = find_months(row)
        if months is not None:
            service = row.get("basis") == "TOTAL_SERVICE"
            shape = MOVE_SERVICE if service else MOVE_IN_ROLE
            found.append(Claim(document, shape, months.low, months.typical, months.high))
    return tuple(found)


def _claims_of_ends(move: Move, stays: Sequence[Stay]) -> list[Claim]:
    """Stays of what the move leaves and bands of what it reaches (semantics 3.2 a and b, 3.3)."""
    found = []
    for stay in stays:
        months = stay.months
        if stay.basis == "IN_ROLE" and stay.role in move.leaves:
            found.append(Claim(stay.document, STAY, months.low, months.typical, months.high))
        elif stay.basis == "TOTAL_SERVICE" and stay.role in move.reaches:
            high = None if months.high is None else months.low
            length = _stay_before_band(stay, move, stays)
            found.append(Claim(stay.document, BAND, months.low, months.low, high, length))
    return found


def _stay_before_band(band: Stay, move: Move, stays: Sequence[Stay]) -> int:
    """The band's low less the lowest low its document claims for what is left (3.4, 1.4)."""
    lows = [
        stay.months.low
        for stay in stays
        if stay.basis == "TOTAL_SERVICE"
        and stay.document == band.document
        and stay.role in move.leaves
    ]
    return max(0, band.months.low - min(lows)) if lows else 0


def list_claims(move: Move, stays: Sequence[Stay], prefer: str | None) -> tuple[Claim, ...]:
    """The claims that time a move: by 3.2, else by 3.3; none for an untimed move.

    `prefer` leaves only its document's claims where that times the move by 3.2; it has no say
    over 3.3 (semantics 3.6). Equal claims count once.
    """
    said = [claim for claim in _claims_of_ends(move, stays) if claim.document in move.documents]
    stated = [*said, *move.own]
    preferred = [claim for claim in stated if claim.document == prefer]
    counted = preferred or stated or _claims_of_ends(move, stays)
    return tuple(dict.fromkeys(counted))


def is_disputed(group: Sequence[Claim]) -> bool:
    """Whether the ranges of a group have no month in common (semantics 3.6)."""
    highs = [claim.high for claim in group if claim.high is not None]
    return bool(highs) and max(claim.low for claim in group) > min(highs)


def list_groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims by basis and shape (semantics 3.6)."""
    shapes = sorted({claim.shape for claim in claims})
    return [[claim for claim in claims if claim.shape == shape] for shape in shapes]


def any_disputed(claims: Sequence[Claim]) -> bool:
    """Whether a group of these claims is disputed, whatever the policy rule (semantics 3.6)."""
    return any(is_disputed(group) for group in list_groups(claims))


def _plus(left: int | None, right: int | None) -> int | None:
    """The sum, none where either is none."""
    return None if left is None or right is None else left + right


def _latest(values: Iterable[int | None]) -> int | None:
    """The largest, none where any is none: nothing is later than no end."""
    largest: int | None = 0
    for value in values:
        largest = None if largest is None or value is None else max(largest, value)
    return largest


def _arrival(claim: Claim, elapsed: Months, service: int) -> Months:
    """When one claim lets the move arrive, low, typical and high each by itself (3.4)."""
    if claim.shape in IN_ROLE_SHAPES:
        low, typical = elapsed.low + claim.low, elapsed.typical + claim.typical
        return Months(low, typical, _plus(elapsed.high, claim.high), elapsed.lower_bound)
    return Months(
        max(elapsed.low + claim.stay, claim.low - service),
        max(elapsed.typical + claim.stay, claim.typical - service),
        _latest((_plus(elapsed.high, claim.stay), _plus(claim.high, -service))),
        elapsed.lower_bound,
    )


def _envelope(arrivals: Sequence[Months]) -> Months:
    """Earliest low, median typical, latest high (semantics 3.6 ENVELOPE)."""
    return Months(
        min(months.low for months in arrivals),
        median(months.typical for months in arrivals),
        _latest(months.high for months in arrivals),
        arrivals[0].lower_bound,
    )


def _overlap(group: Sequence[Claim]) -> Claim:
    """What an undisputed group agrees on; bands wait for the longest of their stays (3.6)."""
    low = max(claim.low for claim in group)
    high = min((claim.high for claim in group if claim.high is not None), default=None)
    typical = max(low, median(claim.typical for claim in group))
    if high is not None:
        typical = min(typical, high)
    return Claim("", group[0].shape, low, typical, high, max(claim.stay for claim in group))


def _settled_group(
    group: Sequence[Claim], rule: str, elapsed: Months, service: int
) -> Months | None:
    """One group under CONSENSUS or STRICT, None where STRICT leaves it out (semantics 3.6)."""
    if not is_disputed(group):
        return _arrival(_overlap(group), elapsed, service)
    if rule == "STRICT":
        return None
    return _envelope([_arrival(claim, elapsed, service) for claim in group])


def find_arrival(
    claims: Sequence[Claim], rule: str, elapsed: Months, service: int
) -> Months | None:
    """When a move with these claims arrives under a policy rule, None if untimed (3.4, 3.6)."""
    if rule == "ENVELOPE":
        each = [_arrival(claim, elapsed, service) for claim in claims]
        return _envelope(each) if each else None
    settled = [_settled_group(group, rule, elapsed, service) for group in list_groups(claims)]
    arrivals = [months for months in settled if months is not None]
    if not arrivals:
        return None
    return Months(
        max(months.low for months in arrivals),
        max(months.typical for months in arrivals),
        _latest(months.high for months in arrivals),
        elapsed.lower_bound,
    )


def untimed(elapsed: Months) -> Months:
    """The arrival of an untimed move: nothing added, no end known (semantics 3.7)."""
    return Months(elapsed.low, elapsed.typical, None, lower_bound=True)


def find_stay(claims: Sequence[Claim], rule: str) -> Months | None:
    """The combined IN_ROLE months of a move, None where there are none (semantics 3.8).

    Reading: combined means settled by the policy as in 3.6, from nothing elapsed, over the
    IN_ROLE claims that count for the move (after `prefer`, or those of 3.3).
    """
    in_role = [claim for claim in claims if claim.shape in IN_ROLE_SHAPES]
    return find_arrival(in_role, rule, NO_MONTHS, 0)

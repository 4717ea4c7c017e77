"""What is claimed of the time of a move, and how a policy settles it (semantics 3.2 to 3.8)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from .records import Claim, MonthRange, Move, PolicyRule, Stay, TimeBasis, half_up

_NO_FLOOR = -(10**9)  # months: earlier than any arrival


class Shape(StrEnum):
    """What a time claim is about; claims of one shape can agree or dispute (3.6)."""

    STAY = "STAY"  # 3.2a
    BAND = "BAND"  # 3.2b
    MOVE_STAY = "MOVE_STAY"  # 3.2c
    MOVE_SERVICE = "MOVE_SERVICE"  # 3.2c


@dataclass(frozen=True, slots=True)
class TimeClaim:
    """One claim on a move: its shape, document and months; `wait` is a band's stay (3.4)."""

    shape: Shape
    document: str
    months: MonthRange
    basis: TimeBasis
    wait: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Months since the start of a route at which a role is reached; high None where open."""

    low: int
    typical: int
    high: int | None


AT_START = Arrival(0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Bound:
    """One of low, typical and high: arrival is the later of elapsed + wait and floor - service."""

    wait: int
    floor: int

    def arrive(self, elapsed: int, service: int) -> int:
        return max(elapsed + self.wait, self.floor - service)


@dataclass(frozen=True, slots=True)
class _Term:
    """How one claim, or the overlap of several, turns elapsed time into an arrival."""

    low: _Bound
    typical: _Bound
    high: _Bound | None


@dataclass(frozen=True, slots=True)
class Settled:
    """The time of a move under a policy: the later of its groups, each the envelope of its terms.

    No groups: the move is untimed.
    """

    groups: tuple[tuple[_Term, ...], ...]

    @property
    def untimed(self) -> bool:
        """Whether nothing is known of the time of this move."""
        return not self.groups

    @property
    def least(self) -> int:
        """Typical months that the move takes at least, whenever it is made."""
        return max(
            (median([term.typical.wait for term in group]) for group in self.groups), default=0
        )

    @property
    def additive(self) -> bool:
        """Whether it takes the same typical months at any moment: no claim is on total service."""
        return all(term.typical.floor == _NO_FLOOR for group in self.groups for term in group)

    def typical(self, elapsed: int, service: int) -> int:
        """The typical arrival after `elapsed` typical months; unchanged where untimed (3.7)."""
        latest = elapsed
        for group in self.groups:
            arrival = median([term.typical.arrive(elapsed, service) for term in group])
            latest = max(latest, arrival)
        return latest

    def arrive(self, elapsed: Arrival, service: int) -> Arrival:
        """The arrival after `elapsed`, low, typical and high each by itself (3.4, 3.6, 3.7)."""
        if self.untimed:
            return Arrival(elapsed.low, elapsed.typical, None)
        low = max(
            min(term.low.arrive(elapsed.low, service) for term in group) for group in self.groups
        )
        highs = [
            None
            if term.high is None or elapsed.high is None
            else term.high.arrive(elapsed.high, service)
            for group in self.groups
            for term in group
        ]
        latest = max((high for high in highs if high is not None), default=0)
        return Arrival(
            low, self.typical(elapsed.typical, service), None if None in highs else latest
        )


UNTIMED = Settled(())


def median(values: Sequence[int]) -> int:
    """The middle value, or the half-up mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return half_up(ordered[middle - 1] + ordered[middle], 2)


@dataclass(frozen=True, slots=True)
class TimedMove:
    """The claims on one move between roles, and whether they came by 3.3 (`borrowed`)."""

    claims: tuple[TimeClaim, ...]
    borrowed: bool

    @property
    def disputed(self) -> bool:
        """Whether claims of one shape have no month in common (3.6)."""
        return any(_overlap(group) is None for group in _shapes(self.claims))

    def settle(self, rule: PolicyRule, prefer: str | None) -> Settled:
        """The time of the move under a policy."""
        return _settle(self._counted(prefer), rule)

    def stay(self, rule: PolicyRule, prefer: str | None) -> Arrival | None:
        """The combined IN_ROLE months, None where there are none (3.8)."""
        stays = [
            claim for claim in self._counted(prefer) if claim.shape in (Shape.STAY, Shape.MOVE_STAY)
        ]
        settled = _settle(stays, rule)
        return None if settled.untimed else settled.arrive(AT_START, 0)

    def _counted(self, prefer: str | None) -> Sequence[TimeClaim]:
        """Only the preferred document's claims where it times the move by 3.2, else all (3.6)."""
        if self.borrowed:
            return self.claims
        return [claim for claim in self.claims if claim.document == prefer] or self.claims


def time_move(
    rows: Sequence[Move],
    leaves: Collection[str],
    reaches: Collection[str],
    stays: Callable[[str], Iterable[Stay]],
) -> TimedMove:
    """The time claims on a move that `rows` state between the roles it leaves and reaches.

    `leaves` and `reaches` hold a line and its stage where the move stands for a line's (1.4);
    `stays` gives the accepted `stays` rows of a role.
    """
    left = [stay for role in sorted(leaves) for stay in stays(role)]
    reached = [stay for role in sorted(reaches) for stay in stays(role)]
    stating = {row.passage.document for row in rows}
    found = [*_of_ends(left, reached, stating.__contains__), *_of_rows(rows)]
    if found:
        return TimedMove(_once(found), borrowed=False)
    return TimedMove(_once(_of_ends(left, reached, lambda _: True)), borrowed=True)


def _of_rows(rows: Sequence[Move]) -> Iterator[TimeClaim]:
    """Claims on the move itself (3.2c)."""
    for row in rows:
        if row.months is not None:
            service = row.basis is TimeBasis.TOTAL_SERVICE
            shape = Shape.MOVE_SERVICE if service else Shape.MOVE_STAY
            yield TimeClaim(shape, row.passage.document, row.months, row.basis, 0, (row,))


def _of_ends(
    left: Sequence[Stay], reached: Sequence[Stay], speaks: Callable[[str], bool]
) -> Iterator[TimeClaim]:
    """Claims on the roles that a move leaves and reaches (3.2a, 3.2b), by documents that speak."""
    for stay in left:
        document = stay.passage.document
        if stay.basis is TimeBasis.IN_ROLE and speaks(document):
            yield TimeClaim(Shape.STAY, document, stay.months, stay.basis, 0, (stay,))
    lowest = _lowest_bands(left)
    for stay in reached:
        document = stay.passage.document
        if stay.basis is TimeBasis.TOTAL_SERVICE and speaks(document):
            low = stay.months_low
            wait = max(0, low - lowest[document].months_low) if document in lowest else 0
            about = (stay, lowest[document]) if document in lowest else (stay,)
            high = None if stay.months_high is None else low
            months = MonthRange(low, low, high)
            yield TimeClaim(Shape.BAND, document, months, stay.basis, wait, about)


def _lowest_bands(stays: Sequence[Stay]) -> Mapping[str, Stay]:
    """The band with the lowest low of what is left, by document (1.4)."""
    lowest: dict[str, Stay] = {}
    for stay in stays:
        document = stay.passage.document
        if stay.basis is TimeBasis.TOTAL_SERVICE and (
            document not in lowest or stay.months_low < lowest[document].months_low
        ):
            lowest[document] = stay
    return lowest


def _once(claims: Iterable[TimeClaim]) -> tuple[TimeClaim, ...]:
    """Equal claims (document, shape, months) once, with the rows of all of them (3.6)."""
    claims = tuple(claims)
    if len(claims) < 2:  # noqa: PLR2004 nothing to compare
        return claims
    key = attrgetter("shape", "document", "months.low", "months.typical")

    def order(claim: TimeClaim) -> tuple[object, ...]:
        high = claim.months.high
        return (*key(claim), high is None, high or 0)

    kept = []
    for _, same in groupby(sorted(claims, key=order), key=order):
        group = list(same)
        rows = tuple(dict.fromkeys(row for claim in group for row in claim.claims))
        first = group[0]
        kept.append(
            TimeClaim(first.shape, first.document, first.months, first.basis, first.wait, rows)
        )
    return tuple(kept)


def _shapes(claims: Iterable[TimeClaim]) -> list[list[TimeClaim]]:
    """The claims grouped by shape."""
    by_shape = sorted(claims, key=attrgetter("shape"))
    return [list(group) for _, group in groupby(by_shape, key=attrgetter("shape"))]


def _overlap(group: Sequence[TimeClaim]) -> MonthRange | None:
    """The months that all ranges of a group share, None where there are none (3.6)."""
    low = max(claim.months.low for claim in group)
    high = min(
        (claim.months.high for claim in group if claim.months.high is not None), default=None
    )
    if high is not None and high < low:
        return None
    typical = max(low, median([claim.months.typical for claim in group]))
    return MonthRange(low, typical if high is None else min(typical, high), high)


def _term(shape: Shape, months: MonthRange, wait: int) -> _Term:
    """How a claim of that shape turns elapsed time into an arrival (3.4)."""

    def bound(value: int) -> _Bound:
        if shape in (Shape.STAY, Shape.MOVE_STAY):
            return _Bound(value, _NO_FLOOR)
        return _Bound(wait, value)

    high = None if months.high is None else bound(months.high)
    return _Term(bound(months.low), bound(months.typical), high)


def _settle(claims: Sequence[TimeClaim], rule: PolicyRule) -> Settled:
    """The time that these claims give under a rule (3.6)."""
    if not claims:
        return UNTIMED
    terms = [_term(claim.shape, claim.months, claim.wait) for claim in claims]
    if rule is PolicyRule.ENVELOPE:
        return Settled((tuple(terms),))
    groups: list[tuple[_Term, ...]] = []
    for group in _shapes(claims):
        shared = _overlap(group)
        if shared is not None:
            wait = max(claim.wait for claim in group)
            groups.append((_term(group[0].shape, shared, wait),))
        elif rule is PolicyRule.CONSENSUS:
            groups.append(tuple(_term(claim.shape, claim.months, claim.wait) for claim in group))
    return Settled(tuple(groups))

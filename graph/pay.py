"""What a role is paid: every accepted figure, comparable, with its scope (semantics 1.6, 5.6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .catalog import CareerGraph
from .moves import Acceptance
from .records import CityTier, Pay

_Figure = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class PayFact:
    """One figure of one scope: money per month in the source's currency.

    The scope is the level within the role, the place and the months of experience. `disputed`
    where accepted figures of the same scope differ. `claims` state the figure.
    """

    scope: Pay
    low: int | None
    high: int | None
    disputed: bool
    claims: tuple[Pay, ...]

    @property
    def as_of(self) -> str | None:
        """The dates that the claims name, in order of content."""
        return _joined(claim.as_of for claim in self.claims)

    @property
    def source(self) -> str | None:
        """Who is quoted, in order of content."""
        return _joined(claim.source for claim in self.claims)


def _joined(words: Iterable[str | None]) -> str | None:
    """The different words in order, None where there are none."""
    return "; ".join(dict.fromkeys(word for word in words if word is not None)) or None


def list_pay(career_graph: CareerGraph, role: str, accepts: Acceptance) -> list[PayFact]:
    """A role's own figures; else its lines' at the level of its stage; else theirs without one."""
    own = [row for row in career_graph.pay_of.get(role, ()) if accepts.hears(row)]
    if own:
        return _facts(own)
    inherited: list[Pay] = []
    for line in career_graph.list_lines(role):
        rows = [row for row in career_graph.pay_of.get(line, ()) if accepts.hears(row)]
        levels = {
            stage.pay_level
            for stage in career_graph.lines_of[role]
            if stage.line == line and stage.pay_level is not None
        }
        at_level = [row for row in rows if row.level in levels]
        inherited += at_level or [row for row in rows if row.level is None]
    return _facts(inherited)


def applies(fact: PayFact, tier: CityTier | None) -> bool:
    """Whether a figure counts for a city tier: of that tier, or of none (5.6)."""
    return tier is None or fact.scope.city_tier in (None, tier)


def find_lowest_pay(facts: Iterable[PayFact], tier: CityTier | None) -> int | None:
    """The lowest monthly figure for a city tier (any tier for None); None without one (5.6)."""
    figures = (fact.high if fact.low is None else fact.low for fact in facts if applies(fact, tier))
    return min((figure for figure in figures if figure is not None), default=None)


def _facts(rows: Sequence[Pay]) -> list[PayFact]:
    """The rows as facts: equal figures of one scope are one, different ones are disputed."""
    scopes: defaultdict[tuple[str, ...], defaultdict[_Figure, list[Pay]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        figure = (row.monthly(row.low), row.monthly(row.high))
        scopes[row.about][figure].append(row)
    facts = [
        PayFact(claims[0], *figure, len(figures) > 1, tuple(claims))
        for figures in scopes.values()
        for figure, claims in figures.items()
    ]
    return sorted(facts, key=lambda fact: (_place(fact.scope), fact.low or 0, fact.high or 0))


def _place(row: Pay) -> tuple[str, str, str, int]:
    """The order in which figures are listed: role, tier, city, then by the figure."""
    return row.role, row.city_tier or "", row.city or "", row.experience_low or 0

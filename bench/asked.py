"""The questions that are measured, and the engine's answers in numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roads import Pair, Roads

from graph.records import Objective
from graph.routes import (
    NoRoute,
    NoRouteReason,
    Profile,
    Route,
    RouteFilter,
    RouteFinder,
    RouteList,
    RouteQuestion,
)

SLACK = 2  # moves more than the fewest, where a question bounds them
FIVE = 5
_ALL = 1_000  # more trade-offs than a pair has

Routes = list[tuple[int, int, int, tuple[int, ...]]]
"Each route as moves, months, number of new skills, and role numbers."


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its objective, how many routes, and whether moves are bounded.

    `method` is the finder's; `most` the pairs that are asked at most.
    """

    by: Objective = Objective.MOVES
    first: int = 1
    bounded: bool = False
    method: str = "routes"
    most: int = 300

    def question(self, roads: Roads, pair: Pair) -> RouteQuestion:
        """The question about a pair; service counts from the start, so that it is 0 there."""
        where = RouteFilter(max_moves=pair.fewest + SLACK) if self.bounded else RouteFilter()
        return RouteQuestion(
            from_=roads.ids[pair.start],
            to=roads.ids[pair.end],
            by=self.by,
            first=self.first,
            where=where,
            profile=Profile(service_months=0),
        )


FEWEST, FASTEST = "fewest moves", "fastest"
LEARNING = f"fewest new skills, up to {SLACK} moves more"
FIVE_SHORTEST, FIVE_FASTEST = "five of fewest moves", "five fastest"
TRADE_OFFS = f"trade-offs, up to {SLACK} moves more"

QUESTIONS: Mapping[str, Asked] = {
    FEWEST: Asked(),
    FASTEST: Asked(by=Objective.TIME),
    LEARNING: Asked(by=Objective.NEW_SKILLS, bounded=True),
    FIVE_SHORTEST: Asked(first=FIVE),
    FIVE_FASTEST: Asked(by=Objective.TIME, first=FIVE),
    TRADE_OFFS: Asked(first=_ALL, bounded=True, method="trade_offs", most=100),
}

LEAST_RATIO: Mapping[str, Mapping[int, float]] = {
    FEWEST: {3_000: 1, 100_000: 1},
    FASTEST: {3_000: 1, 100_000: 1},
    FIVE_SHORTEST: {3_000: 5},
    FIVE_FASTEST: {3_000: 5},
}
"""How many times as long as the engine networkx should take at least, by question and roles."""

MOST_SECONDS: Mapping[str, Mapping[int, float]] = {TRADE_OFFS: {3_000: 0.030}}
"""What the engine should take at most, median, by question and roles."""


def list_questions() -> list[str]:
    """The questions that this engine can answer."""
    return [name for name, asked in QUESTIONS.items() if hasattr(RouteFinder, asked.method)]


def asking(
    finder: RouteFinder, roads: Roads, name: str, pairs: list[Pair]
) -> Callable[[Pair], RouteList | NoRoute]:
    """The engine as a function of a pair; the questions are written before anything is timed."""
    asked = QUESTIONS[name]
    written = {pair: asked.question(roads, pair) for pair in pairs}
    method = getattr(finder, asked.method)
    return lambda pair: method(written[pair])


def read_answer(roads: Roads, answer: object) -> Routes | None:
    """The engine's answer in numbers; None where the work limit ended the search.

    Raises ValueError where there is no route: every pair has some.
    """
    if isinstance(answer, RouteList):
        return [_read_route(roads, route) for route in answer.routes] if answer.proven else None
    if answer == NoRoute(NoRouteReason.WORK_LIMIT):
        return None
    raise ValueError(f"the engine answers {answer!r}, where there is a route")


def _read_route(roads: Roads, route: Route) -> tuple[int, int, int, tuple[int, ...]]:
    numbers = tuple(roads.number[id_] for id_ in route.roles)
    return len(numbers) - 1, route.months.typical, len(route.new_skills), numbers

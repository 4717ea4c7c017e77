"""A request is ended within its longest work: by its deadline, and by who cancels it."""

from itertools import pairwise, product
from threading import Event, Thread
from typing import Any

from building import asks, build, move

from api.context import Context, Library, open_library
from api.execute import run
from api.limits import Budget
from api.settings import Settings
from graph.catalog import CareerGraph
from graph.interrupt import checked_by
from graph.records import EntityKind
from graph.routes import Policy, RouteFilter
from loaders import BUNDLED, load_source

_SECONDS = 30  # that a request gets to end in; without an end it takes hours
_THROUGH_THE_MAZE = """{ routes(from: {id: "start"}, to: {id: "end"}, by: NEW_SKILLS) {
    __typename ... on RouteList { proven } } }"""


def _open_maze() -> Library:
    """A release on which one search takes hours: each of 4¹³ ways teaches other skills."""
    layers = [["start"], *([f"role-{n}-{side}" for side in "abcd"] for n in range(13)), ["end"]]
    moves = [move(*ends) for near, far in pairwise(layers) for ends in product(near, far)]
    skills = [asks(role, f"skill-of-{role}") for layer in layers for role in layer]
    return open_library(build(*moves, *skills), documents=None, work=10**9)


class _WatchedBudget(Budget):
    """A budget that tells when the search is under way: all of the maze is compiled by then."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.searching = Event()
        self._checks = 0

    def check_time(self) -> None:
        self._checks += 1
        if self._checks == 1000:
            self.searching.set()
        super().check_time()


def _start(library: Library, budget: Budget) -> tuple[Thread, list[dict[str, Any]]]:
    """A thread that asks for the way through the maze, and where its answer will be."""
    answers: list[dict[str, Any]] = []
    context = Context(library, budget=budget)
    thread = Thread(target=lambda: answers.append(run(context, _THROUGH_THE_MAZE)), daemon=True)
    thread.start()
    return thread, answers


def test_a_long_search_is_ended() -> None:
    """One search is ended within it, when it is cancelled and at its deadline; nothing stays of it.

    The same release goes on answering.
    """
    library = _open_maze()
    for milliseconds in (10**6, 50):
        budget = _WatchedBudget(Settings(limit_deadline_ms=milliseconds))
        thread, answers = _start(library, budget)
        if milliseconds > 50:
            assert budget.searching.wait(_SECONDS)
            budget.cancel()
        thread.join(_SECONDS)
        (answer,) = answers
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
        assert "data" not in answer
    short = '{ routes(from: {id: "start"}, to: {id: "role-1-a"}) { __typename } }'
    answer = run(Context(library, budget=Budget(Settings())), short)
    assert answer["data"] == {"routes": {"__typename": "RouteList"}}


def test_what_is_prepared_is_not_built_by_a_request() -> None:
    """On a prepared release a request whose time is over still finds what is built."""
    graph = CareerGraph([load_source(BUNDLED)], number=1, created="")
    library = open_library(graph, documents=None, work=10_000)
    library.prepare()
    budget = Budget(Settings())
    budget.cancel()
    with checked_by(budget.check_time):
        assert library.directory.find(EntityKind.ROLE, "电话客服").ids
        assert library.searcher.search("kefu", None, 1)
        assert library.conflicts
        assert graph.requirements_of
        network = library.finder.network(RouteFilter().accepts, Policy())
        role = network.number["experienced-customer-service-specialist"]
        assert network.links(role)
        assert network.asked(role)

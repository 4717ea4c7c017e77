"""What every resolver of one request reads: one release, its indexes, the asked language."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import GraphQLResolveInfo

from graph.catalog import CareerGraph
from graph.conflicts import Conflict, list_conflicts
from graph.interrupt import checked_by
from graph.names import LANGUAGES, Directory
from graph.once import BuiltOnce
from graph.quotes import Quotes
from graph.routes import RouteFinder
from graph.search import Searcher

from .limits import Budget
from .settings import Settings

DEFAULT_LANGUAGE = LANGUAGES[0]


@dataclass(frozen=True)
class Library:
    """One release with everything that answers from it; shared by all requests."""

    career_graph: CareerGraph
    directory: Directory
    finder: RouteFinder
    searcher: Searcher
    quotes: Quotes

    def prepare(self) -> None:
        """Build all that questions share, so that no request waits for it.

        A request that is ended at its deadline would leave it to the next one, which may have no
        more time. Half a minute for 100,000 roles, a tenth of a second for the bundled data set.
        """
        self.career_graph.build_indexes()
        self.directory.build_index()
        self.searcher.build_indexes()
        _ = self.conflicts
        self.finder.prepare()

    @BuiltOnce
    def conflicts(self) -> Sequence[Conflict]:
        """All that the sources do not agree on, in order of key."""
        return list_conflicts(self.career_graph)


@dataclass(frozen=True, slots=True)
class Context:
    """One request: the release that answers and the language of names and messages.

    `budget` bounds what the request may take; None where nobody else waits, as in a notebook.
    """

    library: Library
    language: str = DEFAULT_LANGUAGE
    settings: Settings = field(default_factory=Settings)
    budget: Budget | None = None

    @property
    def most_listed(self) -> int:
        """Items that one list of an answer may have."""
        return self.settings.limit_first

    def within_deadline(self) -> AbstractContextManager[None]:
        """A block that the deadline of the request ends, where it has one."""
        return nullcontext() if self.budget is None else checked_by(self.budget.check_time)

    @property
    def career_graph(self) -> CareerGraph:
        """The release that answers."""
        return self.library.career_graph


Info = GraphQLResolveInfo[Context]
"""What a resolver is given beside its source and arguments."""

Fields = Mapping[str, Callable[..., Any]]
"""The resolvers of a type by field; each is called with its source, Info and arguments."""


def open_library(career_graph: CareerGraph, *, documents: Path | None, work: int) -> Library:
    """Everything that answers from one release; indexes are built when first used."""
    return Library(
        career_graph,
        Directory(career_graph),
        RouteFinder(career_graph, work=work),
        Searcher(career_graph),
        Quotes(documents, career_graph.documents.values()),
    )

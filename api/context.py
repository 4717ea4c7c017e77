"""What every resolver of one request reads: one release, its indexes, the asked language."""

from dataclasses import dataclass
from pathlib import Path

from graph.catalog import CareerGraph
from graph.names import LANGUAGES, Directory
from graph.quotes import Quotes
from graph.routes import RouteFinder
from graph.search import Searcher

DEFAULT_LANGUAGE = LANGUAGES[0]


@dataclass(frozen=True, slots=True)
class Library:
    """One release with everything that answers from it; shared by all requests."""

    career_graph: CareerGraph
    directory: Directory
    finder: RouteFinder
    searcher: Searcher
    quotes: Quotes


@dataclass(frozen=True, slots=True)
class Context:
    """One request: the release that answers and the language of names and messages."""

    library: Library
    language: str = DEFAULT_LANGUAGE
    most_listed: int = 100

    @property
    def career_graph(self) -> CareerGraph:
        """The release that answers."""
        return self.library.career_graph


def open_library(career_graph: CareerGraph, *, documents: Path | None, work: int) -> Library:
    """Everything that answers from one release; indexes are built when first used."""
    return Library(
        career_graph,
        Directory(career_graph),
        RouteFinder(career_graph, work=work),
        Searcher(career_graph),
        Quotes(documents, career_graph.documents.values()),
    )

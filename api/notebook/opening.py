"""A release of the career graph, opened to be asked in a notebook."""

import warnings
from dataclasses import replace
from html import escape
from types import TracebackType
from typing import Any, Self

from graph.export import to_networkx
from graph.names import LANGUAGES
from loaders import BUNDLED
from loaders.reading.spelling import find_nearest

from ..context import DEFAULT_LANGUAGE, Context, open_library
from ..settings import read_settings
from ..stores import read_graph
from ..words import say
from .asking import make_questions
from .errors import ClosedGraphError, QuestionError


class Graph:
    """One release of a store, in memory; GraphQL's root fields are its methods.

    It stays the same release whatever happens to the store; open it again for the next one.
    """

    def __init__(self, context: Context, store: str) -> None:
        """Ask what a context answers; `store` says in its repr where that is from."""
        self._context: Context | None = context
        self._language = context.language
        self._store = store
        self._questions = make_questions(self._find_context)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 a function made from the schema
        """The question of that name."""
        questions = {} if name.startswith("_") else self._questions
        if name not in questions:
            near = find_nearest(name, questions)
            hint = f" Did you mean {near!r}?" if near else ""
            raise AttributeError(f"There is no question {name!r}.{hint}", name=name, obj=self)
        return questions[name]

    def __dir__(self) -> list[str]:
        """What a notebook completes."""
        return [*super().__dir__(), *self._questions]

    @property
    def language(self) -> str:
        """The language of names and words."""
        return self._language

    def to_networkx(self, *, inferred: bool = False) -> Any:  # noqa: ANN401 only graph names it
        """The graph as a networkx.MultiDiGraph: roles are nodes, moves as routes take them edges.

        `inferred` adds the moves that no source states. docs/exports.md lists the attributes.
        Raises MissingPackageError without networkx.
        """
        career_graph = self._find_context().career_graph
        return to_networkx(career_graph, inferred=inferred, language=self._language)

    def close(self) -> None:
        """Let go of the release; whatever is asked afterwards raises ClosedGraphError."""
        self._context = None

    def __enter__(self) -> Self:
        """The graph itself, closed at the end of the block."""
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def __repr__(self) -> str:
        """How much it holds, and from where."""
        if self._context is None:
            return say(self._language, "notebook.closed", store=self._store)
        held = self.release()
        return say(
            self._language,
            "notebook.graph",
            store=self._store,
            **{name: getattr(held, name) for name in _COUNTED},
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"

    def _find_context(self) -> Context:
        """What answers."""
        if self._context is None:
            raise ClosedGraphError("This graph is closed; open it again with open_graph().")
        return self._context


_COUNTED = ("number", "roles", "moves", "documents")  # of a release, in its repr


def open_graph(store: str = BUNDLED, *, language: str = DEFAULT_LANGUAGE) -> Graph:
    """The current release of a store; `api.open_graph` says more."""
    if language not in LANGUAGES:
        raise QuestionError(f"language is {language!r}; give one of {', '.join(LANGUAGES)}.")
    settings = replace(read_settings(), store=store)
    library = open_library(
        read_graph(settings), documents=settings.documents, work=settings.limit_work
    )
    for changed in library.quotes.list_changed():
        warnings.warn(changed, stacklevel=3)
    return Graph(Context(library, language, settings), store)

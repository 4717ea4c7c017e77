"""What `run` makes of errors: which are the client's, which are told, and which are masked."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from building import move, role
from source_worlds import graph_of, source

from api.context import Context, Library, open_library
from api.execute import run
from graph.catalog import CareerGraph
from graph.errors import StoreUnavailableError, UnknownIdError
from graph.sources import Source

TEXT = "what no client may read: geheim"
LADDER = source("ladder", move("agent", "lead"))
LEVEL = '{ role(ref: {id: "agent"}) { ... on Role { level } } release { number } }'


class _BrokenGraph(CareerGraph):
    """A graph whose codes cannot be read."""

    def __init__(self, *sources: Source, error: Exception) -> None:
        super().__init__(sources, number=1, created="")
        self.error = error

    @property
    def codes_of(self) -> Any:
        """Fail."""
        raise self.error


def context_of(career_graph: CareerGraph) -> Context:
    """What answers from a graph."""
    return Context(open_library(career_graph, documents=None, work=1000))


def broken(error: Exception) -> Context:
    """What answers from a graph that fails with this error when codes are asked for."""
    return context_of(_BrokenGraph(LADDER, error=error))


CODES = '{ a: role(ref: {id: "agent"}) { ... on Role { id codes { code } } } release { number } }'


def test_an_unexpected_error_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """A client learns of an unexpected error only that there was one, where, and its id."""
    answer = run(broken(KeyError(TEXT)), CODES)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["a", "codes"]
    assert error["extensions"]["id"] in error["message"]
    assert "geheim" not in str(answer)
    assert "KeyError" not in str(answer)
    assert answer["data"]["release"] == {"number": 1}
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert error["extensions"]["id"] in record.getMessage()
    assert "a.codes" in record.getMessage()
    assert TEXT in caplog.text
    assert "Traceback" in caplog.text


def test_every_unexpected_error_has_its_own_id(caplog: pytest.LogCaptureFixture) -> None:
    """Two errors in one answer have two ids, and the log has each once."""
    fields = "{ ... on Role { codes { code } } }"
    query = f'{{ a: role(ref: {{id: "agent"}}) {fields} b: role(ref: {{id: "lead"}}) {fields} }}'
    answer = run(broken(ValueError(TEXT)), query)
    ids = [error["extensions"]["id"] for error in answer["errors"]]
    assert len(set(ids)) == 2
    assert [sum(id_ in record.getMessage() for record in caplog.records) for id_ in ids] == [1, 1]


def test_a_result_that_cannot_be_sent_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """A value that GraphQL cannot send is our fault, and its text is not shown."""
    career_graph = graph_of(source("s", role("agent", level=2**40)))
    answer = run(context_of(career_graph), LEVEL)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert str(2**40) not in str(answer)
    assert str(2**40) in caplog.text


def test_a_null_that_must_not_be_is_masked(caplog: pytest.LogCaptureFixture) -> None:
    """A missing value where the schema promises one is our fault too."""
    career_graph = graph_of(LADDER)
    career_graph.release = replace(career_graph.release, sha256=None)  # type: ignore[arg-type]
    answer = run(context_of(career_graph), "{ release { sha256 } }")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreUnavailableError("The store is away; try again."), "STORE_UNAVAILABLE"),
        (UnknownIdError("role", "x"), "BAD_INPUT"),
    ],
)
def test_an_error_on_purpose_is_told(
    caplog: pytest.LogCaptureFixture, error: Exception, code: str
) -> None:
    """An error that the project raises on purpose is shown with its code, and not logged."""
    (told,) = run(broken(error), CODES)["errors"]
    assert told["message"] == str(error)
    assert told["extensions"] == {"code": code}
    assert not caplog.records


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{", None),
        ("{ nothing }", None),
        ("query ($n: Int!) { roles(first: $n) { total } }", None),
        ("query ($n: Int!) { roles(first: $n) { total } }", {"n": "many"}),
        ("query ($n: Int = 5) { roles(first: $n) { total } }", {"n": None}),
        ("{ roles(first: -1) { total } }", None),
        ('{ roles(first: 1, after: "x") { total } }', None),
        ("query A { __typename } query B { __typename }", None),
    ],
)
def test_what_the_client_can_mend_is_bad_input(
    caplog: pytest.LogCaptureFixture, query: str, variables: dict[str, Any] | None
) -> None:
    """An error that the client can mend has the code BAD_INPUT, and is not logged."""
    answer = run(context_of(graph_of(LADDER)), query, variables)
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_INPUT"}
    assert not caplog.records


def test_a_query_that_is_too_deep_to_run_is_bad_input(caplog: pytest.LogCaptureFixture) -> None:
    """A query that nests further than can be executed is refused as such, and not logged."""
    context = context_of(graph_of(source("s", role("agent", kind_of="work"), role("work"))))
    for depth in range(40, 96, 5):
        levels = "kindOf { kinds { " * depth + "id" + " } }" * depth
        answer = run(context, f'{{ role(ref: {{id: "agent"}}) {{ ... on Role {{ {levels} }} }} }}')
        for error in answer.get("errors", ()):
            assert error["message"] == "The query is nested too deeply; ask for fewer levels."
            assert error["extensions"] == {"code": "BAD_INPUT"}
    assert "errors" in answer
    assert not caplog.records


def test_the_library_is_shared() -> None:
    """Two requests on one library, one of which fails, do not disturb each other."""
    library: Library = context_of(graph_of(LADDER)).library
    assert "errors" in run(Context(library), "{ nothing }")
    assert run(Context(library), "{ release { number } }")["data"] == {"release": {"number": 1}}

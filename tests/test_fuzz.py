"""Random questions, valid and with a fault, are answered as GraphQL over HTTP allows.

`make fuzz` asks for longer, from another seed each time.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fuzzing import Known, Question, ask, make_questions, read_known
from hypothesis import Phase, given, seed, settings
from judging import GRAPHQL_JSON, PLAIN_JSON, find_faults
from serving import SERVE, Service, serving

from api.schema import build

_EXAMPLES = 20  # questions of a round
_QUERY = build().query_type
assert _QUERY is not None
_FIELDS = sorted(_QUERY.fields)

pytestmark = pytest.mark.xdist_group("fuzz")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service; it must not have complained at the end."""
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running
        assert running.read_errors() == ""


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    """A client that waits longer than a request may take."""
    with httpx.Client(base_url=service.url, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def query(service: Service) -> Any:
    """The fields of Query, as the running service tells them."""
    return schemathesis.graphql.from_url(f"{service.url}graphql")["Query"]


@pytest.fixture(scope="module")
def known(client: httpx.Client) -> Known:
    """What the running service knows."""
    return read_known(client)


def judge_answers(client: httpx.Client, operation: Any, known: Known, first: str) -> None:
    """Ask a round of questions that follow from a seed; AssertionError with the least bad one."""

    @settings(max_examples=_EXAMPLES, database=None)
    @seed(first)
    @given(make_questions(operation, known))
    def judge(question: Question) -> None:
        response = ask(client, question)
        faults = find_faults(response, question.media_type, refused=question.faulty)
        assert not faults, f"{faults}\n{question}\n{response.text}"

    judge()


@pytest.mark.slow
@pytest.mark.parametrize("field", _FIELDS)
def test_every_answer_is_allowed(
    field: str, query: Any, known: Known, client: httpx.Client, pytestconfig: pytest.Config
) -> None:
    """Whatever is asked of a field, the answer is one that is allowed, and a fault is refused."""
    first = pytestconfig.getoption("fuzz_seed")
    ends = time.monotonic() + pytestconfig.getoption("fuzz_seconds") / len(_FIELDS)
    done = 0
    while done == 0 or time.monotonic() < ends:
        judge_answers(client, query[field], known, f"{first} {done}")
        done += 1


@pytest.mark.slow
def test_questions_get_routes(query: Any, known: Known, client: httpx.Client) -> None:
    """Questions of each kind are among them: with routes, without, of nobody, that are refused."""
    got: set[object] = set()

    @settings(max_examples=60, database=None, phases=[Phase.generate])
    @seed(1)
    @given(make_questions(query["tradeOffs"], known))
    def note(question: Question) -> None:
        document = question.document.replace("{\n    ... on", "{\n    __typename\n    ... on", 1)
        answer = ask(client, replace(question, document=document)).json()
        got.update(error["extensions"]["code"] for error in answer.get("errors", ()))
        got.add(((answer.get("data") or {}).get("tradeOffs") or {}).get("__typename"))

    note()
    assert got >= {"RouteList", "NoRoute", "UnknownName", "BAD_INPUT"}


ERROR = {"message": "no", "extensions": {"code": "BAD_INPUT"}}
ALLOWED = [
    (200, PLAIN_JSON, {"data": {"a": 1}}),
    (200, GRAPHQL_JSON, {"data": {"a": 1}, "extensions": {"release": 1}}),
    (200, PLAIN_JSON, {"errors": [ERROR]}),
    (400, GRAPHQL_JSON, {"errors": [ERROR]}),
    (200, GRAPHQL_JSON, {"data": None, "errors": [ERROR]}),
    (200, PLAIN_JSON, {"data": {}, "errors": [{**ERROR, "path": ["a", 0]}]}),
    (200, PLAIN_JSON, {"errors": [{**ERROR, "locations": [{"line": 1, "column": 2}]}]}),
]


@pytest.mark.parametrize(("status", "type_", "answer"), ALLOWED)
def test_what_is_allowed_has_no_fault(status: int, type_: str, answer: Any) -> None:
    """The judge finds nothing in answers that are allowed."""
    headers = {"content-type": f"{type_}; charset=utf-8"}
    assert find_faults(httpx.Response(status, json=answer, headers=headers), type_) == []


FAULTS = {
    "another type": (200, "text/html", b'{"data": {}}', "the type is text/html"),
    "a server's error": (500, PLAIN_JSON, b"Internal Server Error", "the status is 500"),
    "a 5xx with an answer": (503, PLAIN_JSON, {"errors": [ERROR]}, "the status is 503, not 200"),
    "no JSON": (200, PLAIN_JSON, b'{"data": {"a": NaN}}', "no JSON: NaN"),
    "no UTF-8": (200, PLAIN_JSON, b'{"data": {"a": "\xff"}}', "no JSON: 'utf-8'"),
    "a list": (200, PLAIN_JSON, [{"data": {}}], "is no answer"),
    "another part": (200, PLAIN_JSON, {"data": {}, "debug": 1}, "is no answer"),
    "nothing": (200, PLAIN_JSON, {}, "errors are missing"),
    "null": (200, PLAIN_JSON, {"data": None}, "errors are missing"),
    "data that is a list": (200, PLAIN_JSON, {"data": []}, "data is no object"),
    "no errors": (200, PLAIN_JSON, {"data": {}, "errors": []}, "no list of errors"),
    "an error that is text": (200, PLAIN_JSON, {"errors": ["no"]}, "no error: no"),
    "no message": (200, PLAIN_JSON, {"errors": [{**ERROR, "message": ""}]}, "the message is"),
    "no code": (200, PLAIN_JSON, {"errors": [{"message": "no"}]}, "the code is"),
    "INTERNAL": (
        200,
        PLAIN_JSON,
        {"data": None, "errors": [{**ERROR, "extensions": {"code": "INTERNAL"}}]},
        "the code is wrong",
    ),
    "an empty path": (200, PLAIN_JSON, {"errors": [{**ERROR, "path": []}]}, "the path is"),
    "line 0": (
        200,
        PLAIN_JSON,
        {"errors": [{**ERROR, "locations": [{"line": 0, "column": 1}]}]},
        "a location is",
    ),
}


@pytest.mark.parametrize(("status", "type_", "answer", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(status: int, type_: str, answer: Any, said: str) -> None:
    """The judge finds each of these faults."""
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    headers = {"content-type": f"{type_}; charset=utf-8"}
    response = httpx.Response(status, content=content, headers=headers)
    faults = find_faults(response, PLAIN_JSON)
    assert len(faults) == 1 or status == 500
    assert any(said in fault for fault in faults), faults


def test_what_must_be_refused_must_have_errors() -> None:
    """The judge finds it where a question with a fault is answered as if it had none."""
    response = httpx.Response(
        200, json={"data": {}}, headers={"content-type": f"{PLAIN_JSON}; charset=utf-8"}
    )
    assert find_faults(response, PLAIN_JSON, refused=True) == ["errors are missing"]


BROKEN = """
from graph.search import Searcher

def fail(*_, **__):
    raise KeyError("lost")

Searcher.search = fail
"""
"Provokes a fault that nobody expects, in the service's process."


@pytest.mark.slow
def test_an_unexpected_error_is_found(tmp_path: Path) -> None:
    """Random questions find a fault in a resolver, and give the least that shows it."""
    with (
        serving(tmp_path, script=f"{BROKEN}\n{SERVE}") as broken,
        httpx.Client(base_url=broken.url) as client,
    ):
        known = read_known(client)
        fields = schemathesis.graphql.from_url(f"{broken.url}graphql")["Query"]
        with pytest.raises(AssertionError) as found:
            judge_answers(client, fields["search"], known, "1")
        assert broken.read_errors().count("KeyError: 'lost'")
    assert "the code is wrong" in str(found.value)
    assert "search(text: " in str(found.value)

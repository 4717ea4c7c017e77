"""What the service tells of itself: ids, a line a request, numbers, traces, and nothing secret."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import SERVE, Service, serving

_SECRET = "geheim-42"  # noqa: S105 what must not be told
_NAMED = {
    "query": "query Named($name: String!) { role(ref: {name: $name}) { __typename } }",
    "variables": {"name": _SECRET},
}
_SPELT = {"query": f'query Named {{ role(ref: {{name: "{_SECRET}"}}) {{ __typename }} }}'}

BROKEN = """
from api.service import pages

def fail(*_):
    raise KeyError("the password is geheim-42")

pages.print_sorted = fail
"""
"Provokes a fault that nobody expects, outside of GraphQL, in the service's process."

TRACED = """
import sys
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr)))
trace.set_tracer_provider(provider)
"""
"Collects traces on stderr, in the service's process."


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service that logs what it is asked."""
    with serving(tmp_path, CAREER_LOG_LEVEL="info") as running:
        yield running


def read_lines(service: Service) -> list[Mapping[str, Any]]:
    """The lines of the log once the service has ended, those about requests."""
    service.end(15)
    lines = [json.loads(line) for line in service.read_errors().splitlines()]
    return [line for line in lines if line["message"] == "request"]


def read_numbers(service: Service) -> dict[tuple[str, ...], float]:
    """The metrics by name and labels."""
    text = httpx.get(f"{service.url}metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_each_request_is_a_line(service: Service) -> None:
    """A line has when, what, how it ended and how long it took; never what was asked about."""
    url = f"{service.url}graphql"
    first = httpx.post(url, json=_NAMED)
    httpx.post(url, json=_NAMED)
    tag = httpx.get(url, params={"query": "{__typename}"}).headers["etag"]
    httpx.get(url, params={"query": "{__typename}"}, headers={"if-none-match": tag})
    httpx.post(url, json={"query": "{ nothing }"})
    httpx.get(f"{service.url}{_SECRET}?{_SECRET}")
    lines = read_lines(service)
    assert [line["status"] for line in lines] == [200, 200, 200, 304, 200, 404]
    sources = [line.get("source") for line in lines]
    assert sources == ["engine", "cache", "engine", "client", "engine", None]
    assert [line.get("code") for line in lines] == [None] * 4 + ["BAD_INPUT", None]
    assert [line["path"] for line in lines] == ["/graphql"] * 5 + ["other"]
    line = lines[0]
    assert line["id"] == first.headers["x-request-id"]
    assert (line["level"], line["method"], line["operation"]) == ("info", "POST", "query")
    assert line["bytes"] == len(first.content)
    assert line["ms"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert line["question"] == lines[1]["question"] != lines[2]["question"]
    assert _SECRET not in service.read_errors()


def test_the_id_of_a_request_is_its_own_or_the_clients(service: Service) -> None:
    """A client may name a request; what is no name is not taken over, and ids do not repeat."""
    ids = {}
    for given in ("abc-1.2_3", "", "a b", "x" * 65, '{"a": 1}', "é"):
        headers = [(b"x-request-id", given.encode())]
        ids[given] = httpx.get(f"{service.url}livez", headers=headers).headers["x-request-id"]
    assert ids.pop("abc-1.2_3") == "abc-1.2_3"
    assert len(set(ids.values())) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{24}", id_) for id_ in ids.values())


def test_requests_are_counted(service: Service) -> None:
    """Prometheus reads how many requests, errors and answers there were, and of what kind."""
    url = f"{service.url}graphql"
    for query in ("{ __typename }", "{ __typename }", "{ nothing }"):
        httpx.post(url, json={"query": query})
    numbers = read_numbers(service)
    assert numbers["career_graph_requests_total", "POST", "/graphql", "200"] == 3
    assert numbers["career_graph_request_seconds_count", "/graphql"] == 3
    assert numbers["career_graph_errors_total", "BAD_INPUT"] == 1
    assert numbers["career_graph_answers_total", "engine"] == 2
    assert numbers["career_graph_answers_total", "cache"] == 1
    assert numbers["career_graph_release",] == 1
    assert numbers["career_graph_store_reachable",] == 1
    assert numbers["career_graph_busy",] == 0
    assert numbers["process_resident_memory_bytes",] > 0


def test_no_client_can_add_to_the_numbers(service: Service) -> None:
    """The labels come from closed sets: 300 paths, methods and operations make one series each."""
    with httpx.Client(base_url=service.url) as client:
        client.request("BREW", "/nothing")
        client.post("/graphql", json={"query": "query A { __typename }"})
        before = read_numbers(service).keys()
        for number in range(300):
            client.request(f"BREW{chr(65 + number % 26)}", f"/nothing/{number}")
            client.post("/graphql", json={"query": f"query A{number} {{ __typename }}"})
    assert read_numbers(service).keys() - before <= {
        ("career_graph_requests_total", "GET", "/metrics", "200"),
        ("career_graph_requests_created", "GET", "/metrics", "200"),
        *(key for key in read_numbers(service) if "/metrics" in key),
    }


def test_a_fault_outside_of_graphql_is_in_the_log_alone(tmp_path: Path) -> None:
    """A page that fails is answered with an id, as JSON and without its text; the log has both."""
    with serving(tmp_path, script=f"{BROKEN}\n{SERVE}") as service:
        answer = httpx.get(f"{service.url}schema.graphql")
        log = service.read_errors()
    error = answer.json()["errors"][0]
    assert answer.status_code == 500
    assert error["extensions"] == {"code": "INTERNAL", "id": answer.headers["x-request-id"]}
    assert _SECRET not in answer.text
    (line,) = [json.loads(line) for line in log.splitlines()]
    assert line["id"] == error["extensions"]["id"]
    assert "KeyError" in line["exception"]
    assert line["level"] == "error"


def test_a_question_is_a_span(tmp_path: Path) -> None:
    """Where traces are collected, each question is a span of its type, without its values."""
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with serving(tmp_path, script=f"{TRACED}\n{SERVE}") as service:
        httpx.post(f"{service.url}graphql", json=_SPELT, headers={"traceparent": parent})
        service.end(15)
        (span,) = list(_read_values(service.read_errors()))
    assert (span["name"], span["kind"]) == ("query", "SpanKind.SERVER")
    assert span["parent_id"] == "0xb7ad6b7169203331"
    assert span["context"]["trace_id"] == "0x0af7651916cd43dd8448eb211c80319c"
    attributes = span["attributes"]
    assert attributes["graphql.operation.type"] == "query"
    assert attributes["graphql.operation.name"] == "Named"
    assert 'role(ref: { name: "*" })' in attributes["graphql.document"]
    assert _SECRET not in str(span)


def _read_values(text: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON values that a text holds one after the other."""
    decoder = json.JSONDecoder()
    while text.strip():
        value, end = decoder.raw_decode(text := text.lstrip())
        text = text[end:]
        yield value

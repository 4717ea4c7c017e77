"""Nothing that is sent to the service hurts it: what is bad gets a short answer with a code."""

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest
from abuse import HEADLINE, JSON, Abuse, list_abuses
from serving import Service, serving

_MOST_BYTES = 64 * 2**10
_INTERNAL = re.compile(r"Traceback|File \"|\.py\b|0x[0-9a-f]{6,}|<class|object at|site-packages")
_ABUSES = list_abuses()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service, as anybody starts it; it must not have complained at the end."""
    with serving(tmp_path_factory.mktemp("abused")) as running:
        yield running
        assert running.read_errors() == ""


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=service.url, timeout=60) as opened:
        yield opened


def ask_headline(client: httpx.Client) -> None:
    """Ask the question that everybody asks, so that it has to be answered anew."""
    fresh = f"query Q{time.monotonic_ns()} {HEADLINE}"
    answer = client.post("graphql", json={"query": fresh})
    assert answer.json()["data"] == {"routes": {"routes": [{"moves": 3}]}}


def test_there_are_enough_of_them() -> None:
    """There are at least 60 requests, no two of one name."""
    assert len({abuse.name for abuse in _ABUSES}) == len(_ABUSES) >= 60


@pytest.mark.parametrize("abuse", _ABUSES, ids=lambda abuse: abuse.name)
def test_what_is_bad_is_answered_shortly(client: httpx.Client, abuse: Abuse) -> None:
    """Each gets its code, no more than 64 KiB and nothing from inside; then the next is served."""
    answer = abuse.send(client)
    assert answer.status_code < 500
    assert len(answer.content) <= _MOST_BYTES
    assert not _INTERNAL.search(answer.text)
    assert answer.headers["content-type"].startswith(JSON)
    errors = answer.json().get("errors", [])
    codes = {error["extensions"]["code"] for error in errors}
    assert codes == (set() if abuse.code is None else {abuse.code}), answer.text[:300]
    if answer.status_code != 200:
        assert errors
    ask_headline(client)


@pytest.mark.parametrize("body", [b"{", json.dumps({"query": "{"}).encode()])
def test_a_strict_client_is_told_by_the_status_too(client: httpx.Client, body: bytes) -> None:
    """Who asks for GraphQL's own media type gets 400 for what is bad."""
    headers = {"content-type": JSON, "accept": "application/graphql-response+json"}
    assert client.post("graphql", content=body, headers=headers).status_code == 400

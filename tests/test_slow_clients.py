"""Nobody can hold the service up: slow senders and readers are cut, too many are told to wait."""

import json
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from serving import Service, serving

_PATIENCE_MS = 500
_BODY = json.dumps({"query": "{ __typename }"}).encode()
_HEAD = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: " + str(len(_BODY)).encode() + b"\r\n\r\n"
)

SLOW = """
import time
from api.service import endpoint, serve
from api.settings import read_settings

work = endpoint._work

def work_slowly(context, *given):
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        context.budget.check_time()
        time.sleep(0.01)
    return work(context, *given)

endpoint._work = work_slowly
serve(read_settings())
"""
"Provokes questions that take long, in the service's process."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that has little patience."""
    settings = {"CAREER_LIMIT_RECEIVE_MS": str(_PATIENCE_MS)}
    with serving(tmp_path_factory.mktemp("slow"), **settings) as running:
        yield running
        assert running.read_errors() == ""


def connect(service: Service) -> socket.socket:
    """A connection of its own."""
    parts = urlsplit(service.url)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), 30)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side ends the connection."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [b"", b"P", b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nX", _HEAD, _HEAD + _BODY[:-1]],
    ids=["nothing", "a letter", "half a head", "a head", "half a body"],
)
def test_a_request_that_does_not_arrive_is_cut(service: Service, sent: bytes) -> None:
    """Who sends a part of a request and waits is told 408, and the connection ends."""
    with connect(service) as connection:
        connection.sendall(sent)
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    error = json.loads(answer.partition(b"\r\n\r\n")[2])["errors"][0]
    assert error["extensions"]["limit"] == "receive_ms"
    assert error["extensions"]["value"] == _PATIENCE_MS


@pytest.mark.parametrize("first", [_HEAD, b"POST /graphql HTTP/1.1\r\n"], ids=["body", "head"])
def test_a_request_that_trickles_in_is_cut(service: Service, first: bytes) -> None:
    """A byte now and then does not keep a connection: the request has to be there as a whole."""
    with connect(service) as connection:
        connection.sendall(first)
        connection.settimeout(0.05)
        answer = b""
        for _ in range(200):
            try:
                connection.sendall(b"{" if first is _HEAD else b"x")
                answer += connection.recv(65_536)
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                break
            if answer:
                break
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_second_request_is_waited_for_anew(service: Service) -> None:
    """A connection is kept for the next request; half of one is cut as any other."""
    with connect(service) as connection:
        for _ in range(3):
            connection.sendall(_HEAD + _BODY)
            answer = b""
            while b"extensions" not in answer:
                answer += connection.recv(65_536)
            assert b" 200 " in answer
            time.sleep(_PATIENCE_MS / 1000 / 2)  # three times: longer than one request may take
        connection.sendall(_HEAD + _BODY[:5])
        assert b" 408 " in read_all(connection)


def test_a_head_without_end_is_cut(service: Service) -> None:
    """A head that is too long is refused, however fast it comes."""
    with connect(service) as connection:
        try:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n")
            for _ in range(100):
                connection.sendall(b"X-Long: " + b"x" * 1_000 + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert read_all(connection)[:12] in (b"HTTP/1.1 431", b"")
    assert httpx.get(f"{service.url}livez").status_code == 200


@pytest.mark.parametrize("size", [65_000, 300_000])
def test_a_url_that_is_too_long_is_refused(service: Service, size: int) -> None:
    """A URL beyond what a head may have is refused in words, also while it is still being sent."""
    with connect(service) as connection:
        connection.sendall(b"GET /graphql?query=" + b"x" * size)
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b'"limit": "head_bytes"' in answer
    assert b"retry-after" not in answer


def test_who_does_not_read_is_cut(service: Service) -> None:
    """An answer that nobody takes in is given up, and so is the connection."""
    parts = urlsplit(service.url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect((parts.hostname, parts.port))
        request = b"GET /schema.graphql HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.settimeout(10)
        cut = False
        while not cut:  # answers fill the buffers, then requests do
            try:
                connection.sendall(request)
            except (BrokenPipeError, ConnectionResetError):
                cut = True
    assert httpx.get(f"{service.url}livez").status_code == 200


def test_slow_clients_hold_up_nobody(service: Service) -> None:
    """While 200 clients dawdle, others are answered."""
    connections = [connect(service) for _ in range(200)]
    try:
        for connection in connections:
            connection.sendall(_HEAD + _BODY[:3])
        answers = [
            httpx.post(
                f"{service.url}graphql", content=_BODY, headers={"content-type": "application/json"}
            )
            for _ in range(5)
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert all(b" 408 " in read_all(connection) for connection in connections)
    finally:
        for connection in connections:
            connection.close()


def test_a_question_past_its_deadline_is_answered(tmp_path: Path) -> None:
    """Work that takes longer than the deadline ends, with an error that says so."""
    with serving(tmp_path, script=SLOW, CAREER_LIMIT_DEADLINE_MS="200") as service:
        answer = httpx.post(f"{service.url}graphql", json={"query": "{ __typename }"})
        error = answer.json()["errors"][0]["extensions"]
        assert (error["code"], error["limit"]) == ("DEADLINE_EXCEEDED", "deadline_ms")
        metrics = httpx.get(f"{service.url}metrics").text
        assert "career_graph_busy 0.0" in metrics


def test_too_many_at_once_are_told_to_wait(tmp_path: Path) -> None:
    """Beyond the concurrency limit there is 503 with Retry-After; those within are answered."""
    with (
        serving(tmp_path, script=SLOW, CAREER_LIMIT_CONCURRENCY="4") as service,
        httpx.Client(base_url=service.url, timeout=60) as client,
        ThreadPoolExecutor(40) as threads,
    ):

        def ask(number: int) -> httpx.Response:
            query = f"query Q{number} {{ __typename }}"
            return client.post("graphql", json={"query": query})

        answers = list(threads.map(ask, range(40)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 4
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert int(refused.headers["retry-after"]) >= 1
    error = refused.json()["errors"][0]["extensions"]
    assert (error["code"], error["limit"], error["value"]) == ("LIMIT_EXCEEDED", "concurrency", 4)


def test_ending_lets_running_questions_end(tmp_path: Path) -> None:
    """SIGTERM: who is being answered gets the answer, nobody new is let in, then it is over."""
    with (
        serving(tmp_path, script=SLOW) as service,
        ThreadPoolExecutor(1) as threads,
        connect(service) as idle,
    ):
        asked = threads.submit(
            httpx.post, f"{service.url}graphql", json={"query": "{ __typename }"}, timeout=60
        )
        while "career_graph_busy 1.0" not in httpx.get(f"{service.url}metrics").text:
            assert not asked.done()
        service.process.send_signal(signal.SIGTERM)
        assert asked.result().json()["data"] == {"__typename": "Query"}
        assert read_all(idle) == b""
        assert service.process.wait(30) in (0, -signal.SIGTERM)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{service.url}livez")
        assert service.read_errors() == ""

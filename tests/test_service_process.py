"""The service as a process: how it starts, what stops it from starting, and how it ends."""

import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from building import move
from serving import PATIENCE_SECONDS, SERVE, serving, start_process
from source_worlds import source

from graph.stores import Change, open_store

BROKEN = """
from graph.catalog import CareerGraph

def fail(self):
    raise KeyError("the password is geheim")

CareerGraph.codes_of = property(fail)
"""
"Provokes a fault that nobody expects, in the service's process."


def try_to_serve(folder: Path, **environment: str) -> tuple[int, str]:
    """How a service ends that cannot start, and what it says."""
    with (folder / "stderr.txt").open("w+", encoding="utf-8") as errors:
        with start_process(SERVE, errors, **environment) as process:
            code = process.wait(PATIENCE_SECONDS)
            assert process.stdout is not None
            assert process.stdout.read() == ""
        errors.seek(0)
        return code, errors.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service(tmp_path: Path, number: signal.Signals) -> None:
    """SIGTERM and SIGINT end the service at once and in order, while clients stay connected."""
    with serving(tmp_path) as service, httpx.Client(base_url=service.url) as client:
        assert client.get("/livez").status_code == 200
        code = service.end(number)
        assert code in (0, -number)
        assert service.read_errors() == ""


def test_a_client_that_never_finishes_keeps_nothing_up(tmp_path: Path) -> None:
    """A client that sends half a request and waits does not keep the service from ending."""
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with serving(tmp_path) as service:
        parts = urlsplit(service.url)
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(head + b"Content-Length: 99\r\n\r\n{")
            assert httpx.get(f"{service.url}livez").status_code == 200
            assert service.end(signal.SIGTERM) == -signal.SIGTERM


def test_the_service_answers_from_its_store(tmp_path: Path) -> None:
    """The service reads the release of the store that CAREER_STORE names."""
    url = f"sqlite:///{tmp_path / 'a b.db'}"
    with open_store(url) as store:
        store.update(Change(load=(source("ladder", move("agent", "lead")),)))
    with serving(tmp_path, CAREER_STORE=url) as service:
        ready = httpx.get(f"{service.url}readyz").json()
        assert (ready["release"], ready["store"], ready["storeReachable"]) == (1, url, True)
        asked = {"query": "{ roles { total nodes { id } } }"}
        answer = httpx.get(f"{service.url}graphql", params=asked).json()
    assert answer["data"]["roles"] == {"total": 2, "nodes": [{"id": "agent"}, {"id": "lead"}]}


def test_the_default_store_is_filled_at_the_start(tmp_path: Path) -> None:
    """Without CAREER_STORE the user's own store is made, and filled with the bundled data set."""
    places = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    with serving(tmp_path, CAREER_STORE="", **places) as service:
        ready = httpx.get(f"{service.url}readyz").json()
    assert ready["store"].startswith("sqlite:////")
    with open_store(ready["store"]) as store:
        assert [it.name for it in store.read().sources] == ["articles"]


def test_an_address_of_ipv6_is_printed_as_one(tmp_path: Path) -> None:
    """On an IPv6 address the service prints a URL that a client can use."""
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6 loopback")
    with serving(tmp_path, CAREER_HOST="::1") as service:
        assert service.url.startswith("http://[::1]:")
        assert httpx.get(f"{service.url}livez").status_code == 200


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_an_unexpected_error_is_in_the_log_alone(tmp_path: Path) -> None:
    """The answer to an unexpected error has an id and not its text; stderr has both."""
    asked = {"query": '{ role(ref: {id: "phone-agent"}) { ... on Role { codes { code } } } }'}
    with serving(tmp_path, script=f"{BROKEN}\n{SERVE}") as service:
        response = httpx.get(f"{service.url}graphql", params=asked)
        log = service.read_errors()
    (error,) = response.json()["errors"]
    assert response.status_code == 200
    assert error["extensions"]["code"] == "INTERNAL"
    assert "geheim" not in response.text
    assert log.count(error["extensions"]["id"]) == 1
    assert log.count("geheim") == 1
    assert "Traceback" in log


def test_a_store_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    """Where the store cannot be read the service does not start, and says how to mend it."""
    path = tmp_path / "none.db"
    code, said = try_to_serve(tmp_path, CAREER_STORE=f"sqlite:///{path}", CAREER_PORT="0")
    assert code != 0
    assert f"The store '{path}' holds nothing yet; load something into it first" in said


def test_a_bad_setting_stops_the_start(tmp_path: Path) -> None:
    """A setting that cannot be used stops the start, with the setting and the remedy."""
    code, said = try_to_serve(tmp_path, CAREER_PORT="eighty")
    assert code != 0
    assert "CAREER_PORT is 'eighty'; give a whole number" in said


def test_a_port_that_is_taken_stops_the_start(tmp_path: Path) -> None:
    """A port on which something else listens stops the start, and the message names it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        code, said = try_to_serve(tmp_path, CAREER_STORE="bundled:", CAREER_PORT=port)
    assert code != 0
    assert port in said

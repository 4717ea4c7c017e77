"""Exports take no more than a service has: deadlines, clients that go away, many at once."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from building import role
from export_service import count_busy, get, read_files, read_problem
from serving import Service, serving, wait_until
from source_worlds import source

from api.context import Context, open_library
from api.exports import ExportQuestion, write_file
from api.limits import Budget, LimitExceededError
from api.settings import Settings
from api.stores import BUNDLED, read_graph
from graph.export import EXPORTS
from graph.stores import Change, open_store


@contextmanager
def serving_large(folder: Path, **environment: str) -> Iterator[tuple[Service, Path]]:
    """A service whose exports are larger than what sockets buffer, and where it puts files."""
    url, temporary = f"sqlite:///{folder}/large.db", folder / "temporary"
    temporary.mkdir()
    roles = (role(f"r{number}", name_en=f"{number}" * 400_000) for number in range(10))
    with open_store(url) as opened:
        opened.update(Change(load=(source("large", *roles),)))
    settings = {"CAREER_STORE": url, "TMPDIR": str(temporary), **environment}
    with serving(folder, **settings) as running:
        yield running, temporary
        assert running.read_errors() == ""


@pytest.mark.parametrize("format_", EXPORTS)
def test_a_deadline_ends_the_writing(format_: str, tmp_path: Path) -> None:
    """Work whose time is over ends at its next look at the time, and leaves no file."""
    settings = Settings(store=BUNDLED)
    library = open_library(read_graph(settings), documents=None, work=settings.limit_work)
    budget = Budget(settings)
    context = Context(library, budget=budget)
    budget.cancel()
    with pytest.raises(LimitExceededError, match="deadline_ms"):
        write_file(context, ExportQuestion(format_, None, inferred=False, prefix=""), tmp_path)
    assert read_files(tmp_path) == {}


def test_a_request_past_its_deadline_is_answered(tmp_path: Path) -> None:
    """The client is told, the work ends, and no file stays behind."""
    with serving_large(tmp_path, CAREER_LIMIT_DEADLINE_MS="1") as (service, temporary):
        status, _, told = read_problem(get(service, "csv"))
        assert (status, told["code"]) == (400, "DEADLINE_EXCEEDED")
        wait_until(lambda: count_busy(service) == 0)
        assert list(temporary.iterdir()) == []


def list_open(service: Service) -> list[str]:
    """The exports that a service has open, on a system that tells."""
    links = Path(f"/proc/{service.process.pid}/fd")
    if not links.is_dir():
        pytest.skip("this system has no /proc")
    targets = []
    for link in links.iterdir():
        try:
            targets.append(str(link.readlink()))
        except FileNotFoundError:  # closed meanwhile
            continue
    return [target for target in targets if "career-graph-" in target]


@contextmanager
def asking(service: Service, path: str) -> Iterator[socket.socket]:
    """A connection on which an export was asked for, and nothing is read."""
    parts = urlsplit(service.url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect((parts.hostname, parts.port))
        connection.sendall(f"GET /export/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield connection


def test_a_client_that_goes_away_leaves_no_file(tmp_path: Path) -> None:
    """Whether it goes while the file is written or while it is sent, nothing stays behind."""
    with serving_large(tmp_path) as (service, temporary):

        def clean() -> bool:
            return not count_busy(service) and not list_open(service)

        for path in ("node-link", "tables"):
            with asking(service, path):
                pass
            wait_until(clean)
            assert list(temporary.iterdir()) == []
        with asking(service, "node-link") as connection:
            assert connection.recv(12) == b"HTTP/1.1 200"
            assert len(list_open(service)) == 1
            assert list(temporary.iterdir()) == []  # no folder names it any more
        wait_until(clean)
        assert get(service, "node-link").status_code == 200
        wait_until(clean)


def test_many_at_once_get_the_file_or_are_told_to_wait(tmp_path: Path) -> None:
    """Of 100 at a time some are answered, all with the same bytes, the others are asked to wait."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    settings = {"CAREER_LIMIT_CONCURRENCY": "4", "TMPDIR": str(temporary)}
    with (
        serving(tmp_path, **settings) as service,
        httpx.Client(base_url=service.url, timeout=60) as client,
        ThreadPoolExecutor(100) as threads,
    ):
        asked = [f"export/{format_}" for format_ in ("gexf", "tables")] * 50
        answers = list(threads.map(client.get, asked))
        assert {answer.status_code for answer in answers} == {200, 503}
        for path in asked[:2]:
            answered = [it for it in answers if it.status_code == 200 and it.url.path == f"/{path}"]
            assert {answer.content for answer in answered} <= {client.get(path).content}
        for refused in (answer for answer in answers if answer.status_code == 503):
            told = read_problem(refused)[2]
            assert (told["code"], told["limit"]) == ("LIMIT_EXCEEDED", "concurrency")
            assert int(refused.headers["retry-after"]) >= 1
        wait_until(lambda: count_busy(service) == 0)
        assert list(temporary.iterdir()) == []
        assert service.read_errors() == ""

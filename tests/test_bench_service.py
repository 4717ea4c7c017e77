"""The benchmark of the service runs, compares its answers, and counts what clients are told."""

import importlib.util
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from crowd import CrowdMeasured
from http_load import CUT, DELIBERATE, Crowd, Load, ask_for
from http_servers import SERVICE, STARLETTE
from served import Round, Served
from service_report import write_crowd, write_served

_RUN = Path(__file__).resolve().parent.parent / "bench" / "run.py"
_STRAWBERRY = importlib.util.find_spec("strawberry") is not None
_KEPT = ("kept: a short answer", "kept: a long answer")
_NEW = (
    "new: other variables",
    "new: other variables, a long answer",
    "new: other values",
    "new: another document",
)


def list_cells(text: str) -> list[list[str]]:
    """The cells of every row of every table."""
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| -")
    ]


@pytest.mark.slow
def test_every_server_is_asked_and_every_answer_agrees() -> None:
    """A small run of the service has each row, no different answer, and no answer gone wrong."""
    done = subprocess.run(
        [sys.executable, str(_RUN), "--service", "--pairs=2", "--seconds=0.2"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERENT" not in done.stdout
    question, asked = "", []
    for cells in list_cells(done.stdout):
        if len(cells) == 7:
            question = cells[0] or question
            asked.append((question, cells[1]))
    expected = [(kept, who) for kept in _KEPT for who in (SERVICE, STARLETTE)]
    peers = ("Strawberry", "Strawberry, its caches on") if _STRAWBERRY else ()
    expected += [(new, who) for new in _NEW for who in (SERVICE, *peers)]
    assert asked[1:] == expected
    told = {cells[0]: cells[-1] for cells in list_cells(done.stdout) if len(cells) == 5}
    assert set(told) == {"questions", "kept", "new", "bad"}
    assert re.search(r"200: \d+, 400: \d+, 415: \d+", told["bad"])
    assert ("Strawberry is left out: strawberry is not installed" in done.stderr) != _STRAWBERRY


@contextmanager
def answering(*parts: bytes, ends: bool = False) -> Iterator[int]:
    """A server that answers every request in these parts, then may end the connection; its port."""

    class Answering(BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self.request.recv(4096):
                for part in parts:
                    self.request.sendall(part)
                if ends:
                    return

    class Server(ThreadingTCPServer):
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ((b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 4\r\n\r\nab", b"cd"), "200"),
        ((b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",), "404"),
        ((b"HTTP/1.1 503 Later\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",), DELIBERATE),
        ((b"HTTP/1.1 503 Broken\r\nContent-Length: 0\r\n\r\n",), "503"),
    ],
)
def test_every_answer_is_counted_by_its_status(parts: tuple[bytes, ...], status: str) -> None:
    """An answer is counted once it is whole, a refusal that says when to ask again as one."""
    with answering(*parts) as port:
        (load,) = ask_for(port, [Crowd(repeat(b"anything"), 2)], seconds=0.1)
    assert set(load.statuses) == {status}
    assert load.answered == load.statuses[status] > 2
    assert load.took >= 0.1


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ((b"HTTP/1.1 413 Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab",), "413"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab",), CUT),
        ((b"HTTP/1.1 200",), CUT),
        ((), CUT),
    ],
)
def test_a_client_goes_on_where_a_connection_ends(parts: tuple[bytes, ...], status: str) -> None:
    """An answer that ends too early is counted as cut, one that ends the connection is not."""
    with answering(*parts, ends=True) as port:
        (load,) = ask_for(port, [Crowd(repeat(b"anything"), 2)], seconds=0.1)
    assert set(load.statuses) == {status}
    assert load.answered > 2


def test_crowds_are_counted_apart() -> None:
    """Each crowd has its own answers, and each of its clients asks once at least."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with answering(answer) as port:
        crowds = [Crowd(repeat(b"one"), 1), Crowd(repeat(b"many"), 7)]
        one, many = ask_for(port, crowds, seconds=0)
    assert (one.answered, many.answered) == (1, 7)
    assert many.bytes == 7 * len(answer)


def measured(*, kept: dict[str, int], bad: dict[str, int], end: float = 101) -> CrowdMeasured:
    """A crowd that was told this, of a service that weighed 100 MiB before."""
    loads = {
        kind: Load(Counter(statuses), [0.001] * sum(statuses.values()), took=2)
        for kind, statuses in (("kept", kept), ("bad", bad))
    }
    return CrowdMeasured(loads, (50, 100, end))


def test_only_what_no_client_should_get_is_a_failure() -> None:
    """4xx are for bad questions only, a 503 that says when to ask again is for all, 500 is not."""
    fine = measured(kept={"200": 5, DELIBERATE: 2}, bad={"200": 1, "400": 3, "415": 1})
    assert fine.list_failures() == []
    wrong = measured(kept={"200": 5, "400": 1, "503": 2}, bad={"500": 1, CUT: 3})
    assert wrong.list_failures() == [
        "kept questions: 1 answers are 400",
        "kept questions: 2 answers are 503",
        "bad questions: 1 answers are 500",
        "bad questions: 3 answers are cut",
    ]


@pytest.mark.parametrize(("end", "said"), [(109, "met"), (111, "missed")])
def test_a_service_that_grows_misses_the_goal(end: float, said: str) -> None:
    """More than a tenth above what it weighed after the warm-up is too much."""
    text = write_crowd(measured(kept={"200": 5}, bad={"400": 3}, end=end))
    assert list_cells(text)[-1] == [
        "at the end",
        f"{end:.1f}",
        f"at most 1.1 times as much: {said}",
    ]
    assert ["kept", "2", "1.0", "1.0", "200: 5"] in list_cells(text)


def test_ratios_are_of_rounds_side_by_side() -> None:
    """The rate's ratio is the middle one of the rounds, the processor's is over all of them."""
    ours = [Round(100, 1, 0.1), Round(10, 1, 0.1), Round(50, 1, 0.1)]
    peer = [Round(200, 1, 0.1), Round(20, 1, 0.1), Round(10, 1, 0.1)]
    served = Served("kept", {SERVICE: ours, STARLETTE: peer})
    assert served.ratio(STARLETTE) == 0.5
    assert served.cpu_ratio(STARLETTE) == pytest.approx((0.3 / 230) / (0.3 / 160))
    cells = list_cells(write_served([served]))
    assert cells[-1] == ["", STARLETTE, "20", "1.304", "0.50", "0.70", "at least 0.6: missed"]

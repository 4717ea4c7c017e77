"""The command in a process of its own: encodings, pipes, terminals, signals."""

import os
import pty
import re
import signal
import socket
import subprocess
from collections.abc import Iterator

import pytest
from cli_world import Cli, Outcome, run_command, start_command
from rich.cells import cell_len

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_output_is_utf8_everywhere(cli_store: str) -> None:
    """In a process with another locale, output is UTF-8 all the same."""
    ended = run_command(
        "route", "组员", "组长", "--store", cli_store, LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert ended.code == 0
    assert ended.out.startswith("组员 → 组长：")
    ended = run_command(
        "show", "没有的", "--store", cli_store, LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert ended.code == 2
    assert "没有的" in ended.err


def test_a_pipe_gets_plain_lines(cli_store: str) -> None:
    """What is no terminal gets no colours, no lines of boxes, and every step on one whole line."""
    out = run_command(
        "route", "组员", "总监", "--store", cli_store, FORCE_COLOR="1", COLUMNS="20"
    ).out
    assert "\x1b" not in out
    assert not re.search("[─-╿…]| \n", out)
    steps = [line for line in out.splitlines() if re.match(r"\d ", line)]
    assert [line.split()[1] for line in steps] == ["组员", "经理", "总监"]


def _on_terminal(*arguments: str, columns: int, **environment: str) -> str:
    """What a command shows on a terminal of that width."""
    ours, theirs = pty.openpty()
    shape = {"COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    process = start_command(*arguments, stdout=theirs, **shape)
    os.close(theirs)
    shown = b"".join(_read_all(ours))
    os.close(ours)
    assert process.communicate(timeout=60)[1] == b""
    return shown.decode("utf-8").replace("\r\n", "\n")


def _read_all(terminal: int) -> Iterator[bytes]:
    """Yield what is written to a terminal until its last writer has gone."""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux reports the end of a terminal as an error
            return
        if not chunk:
            return
        yield chunk


@pytest.mark.parametrize("columns", [60, 140])
def test_a_terminal_gets_lines_that_fit(cli_store: str, columns: int) -> None:
    """On a terminal no line is wider than it, Chinese counted double, and nothing is cut."""
    arguments = ("route", "组员", "总监", "--first", "2", "--store", cli_store)
    shown = _on_terminal(*arguments, columns=columns)
    lines = [_ESCAPE.sub("", line) for line in shown.splitlines()]
    assert "\x1b[" in shown
    assert max(map(cell_len, lines)) <= columns
    assert "…" not in shown
    plain = "".join("".join(lines).split())
    for part in ("班组长证", "8,000–10,000", "20,000", "横向（可能）", "员工手册"):
        assert part in plain


def test_no_color_is_heeded(cli_store: str) -> None:
    """NO_COLOR leaves a terminal without colours."""
    shown = _on_terminal("search", "组", "--store", cli_store, columns=80, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3\dm", shown)


@pytest.mark.parametrize("arguments", [("route", "组员", "总监"), ("version",), ("schema",)])
def test_a_closed_pipe_is_quiet(cli_store: str, arguments: tuple[str, ...]) -> None:
    """A reader that goes away ends the command without a word, as SIGPIPE would."""
    reader, writer = os.pipe()
    os.close(reader)
    process = start_command(*arguments, stdout=writer, CAREER_STORE=cli_store)
    os.close(writer)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 141


def test_the_service_ends_on_interrupt(cli_store: str) -> None:
    """Ctrl-C is how the service ends: in order, quietly, with 0."""
    settings = {"CAREER_STORE": cli_store, "CAREER_LOG_LEVEL": "warning"}
    process = start_command("serve", "--port", "0", stdout=subprocess.PIPE, **settings)
    assert process.stdout is not None
    assert b"http://127.0.0.1:" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_interrupting_is_quiet(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends any other command with 130 and without a word."""

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.stores.read_graph", interrupt)
    assert cli("route", "组员", "总监") == Outcome(130, "", "")


@pytest.mark.usefixtures("cli_store")
def test_a_taken_port_is_said(cli: Cli) -> None:
    """The command serve on a port that something else has exits 2 and says which."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ended = cli("serve", "--port", port)
    assert ended.code == 2
    assert f"Port {port} on 127.0.0.1" in ended.err


def test_the_module_is_the_command() -> None:
    """The command runs from the package without being installed, and exits with its code."""
    assert run_command("version").code == 0
    assert run_command("rute").code == 2

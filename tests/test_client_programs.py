"""The programs of docs/client.md run against the real service: Python, Node, and in a browser."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from doc_blocks import list_blocks
from doc_services import Services
from lacking import lack
from playwright.sync_api import sync_playwright
from serving import ROOT

_FILE = ROOT / "docs" / "client.md"
_BLOCKS = list_blocks(_FILE)
_REQUIRED = "CAREER_REQUIRE_NODE"
_PROGRAMS = sorted((_FILE.parent / "client").iterdir())


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services, as far as tests ask for them."""
    with ExitStack() as stack:
        yield Services(tmp_path_factory.mktemp("services"), stack)


def find_node() -> str:
    """The program that runs JavaScript."""
    return shutil.which("node") or lack("There is no node; install Node 20.", required=_REQUIRED)


def find_shown_output() -> str:
    """What the document says that its programs print."""
    (block,) = (it for it in _BLOCKS if it.text.startswith("$ python docs/client/"))
    return block.text.partition("\n")[2]


def make_command(program: Path, url: str) -> list[str]:
    """How a program of the document is started."""
    starter = find_node() if program.suffix == ".mjs" else sys.executable
    return [starter, str(program), url]


@pytest.mark.parametrize("program", _PROGRAMS, ids=lambda path: path.name)
def test_every_program_stands_in_the_document(program: Path) -> None:
    """The programs beside the document are those in it, to the letter."""
    (block,) = (it for it in _BLOCKS if it.beside == f"client/{program.name}")
    assert block.text == program.read_text(encoding="utf-8")


@pytest.mark.parametrize("program", _PROGRAMS, ids=lambda path: path.name)
def test_every_program_prints_what_is_shown(services: Services, program: Path) -> None:
    """Each program, given an address with or without its last slash, prints what is shown."""
    for url in (services.find_url(), f"{services.find_url()}/"):
        command = make_command(program, url)
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.stdout, done.stderr, done.returncode) == (find_shown_output(), "", 0)


@pytest.mark.parametrize("program", _PROGRAMS, ids=lambda path: path.name)
def test_every_program_waits_and_then_says_why(services: Services, program: Path) -> None:
    """Where the store stays away each program asks three times in all, and ends with the code."""
    url = services.find_url("CAREER_STORE=bolt://127.0.0.1:1")
    before = count_refused(url)
    command = make_command(program, url)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode != 0
    assert "STORE_UNAVAILABLE: The store has not been reached yet" in done.stderr
    assert count_refused(url) == before + 3


def count_refused(url: str) -> int:
    """How many posted questions a service has answered with 503."""
    label = 'method="POST",path="/graphql",status="503"'
    found = re.search(rf"_requests_total{{{label}}} (\d+)", httpx.get(f"{url}/metrics").text)
    return int(found[1]) if found else 0


class _Files(SimpleHTTPRequestHandler):
    """Serves the programs, and says nothing."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, directory=str(_FILE.parent / "client"), **named)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def origin() -> Iterator[str]:
    """The origin of a page that has the program for browsers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Files) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_program_runs_in_a_browser(services: Services, origin: str) -> None:
    """A page of an origin that is allowed imports the program and gets what is shown."""
    chromium = shutil.which("chromium")
    if chromium is None:
        lack("There is no chromium here; install Debian's package chromium.", required=_REQUIRED)
    url = services.find_url(f"CAREER_CORS_ORIGINS={origin}")
    script = """async (url) => {
        const { main } = await import("/with_fetch.mjs");
        const lines = [];
        await main(url, (line) => lines.push(line));
        return lines;
    }"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(origin)
        printed = page.evaluate(script, url)
        browser.close()
    assert printed == find_shown_output().splitlines()

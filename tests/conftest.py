"""Fixtures that several test modules share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_world import Cli, write_tables
from hypothesis import HealthCheck, settings
from neo4j_place import running_neo4j, wipe

from api import open_graph
from api.notebook import Graph


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the random tests run: make test-long and make fuzz ask for more."""
    parser.addoption("--worlds", type=int, default=240, help="random worlds to compare answers on")
    parser.addoption("--fuzz-seconds", type=float, default=0, help="how long to ask at random")
    parser.addoption(
        "--fuzz-seed", type=int, default=1, help="what the random questions start from"
    )


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Commands in this process, with no setting from outside and a default store of their own."""
    for name in [name for name in os.environ if name.startswith("CAREER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Cli(capsys)


@pytest.fixture
def cli_store(small_store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The small world in a store, which CAREER_STORE names."""
    monkeypatch.setenv("CAREER_STORE", small_store)
    return small_store


@pytest.fixture
def small_store(tmp_path: Path, cli: Cli) -> str:
    """The small world in a store, which nothing names."""
    url = f"sqlite:///{tmp_path}/world.db"
    assert cli("load", str(write_tables(tmp_path / "world")), "--store", url).code == 0
    return url


@pytest.fixture(scope="session", params=["zh", "en"])
def g(request: pytest.FixtureRequest) -> Iterator[Graph]:
    """The bundled data set as a notebook opens it, in a language."""
    with open_graph(language=request.param) as opened:
        yield opened


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one server in one worker of pytest-xdist: they share its database."""
    for item in items:
        if "neo4j" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("neo4j"))


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Neo4j, the same one for the whole run."""
    with running_neo4j(tmp_path_factory.mktemp("neo4j")) as url:
        yield url


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> str:
    """The real Neo4j with nothing in it."""
    wipe(neo4j_url)
    return neo4j_url


# How fast the machine is just now is no property of ours: no example fails for its time.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

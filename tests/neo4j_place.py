"""A real Neo4j for tests: the one that CAREER_TEST_NEO4J_URI names, or one started once a run.

A server that is given is asked as CAREER_NEO4J_USER with CAREER_NEO4J_PASSWORD or _FILE, where they
are set, in the database CAREER_NEO4J_DATABASE; one that is started asks for no password.
"""

import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from lacking import lack
from neo4j import Driver, GraphDatabase

from api.settings import read_settings
from graph.stores import Credentials

_SCRIPT = Path(__file__).resolve().parent.parent / "neo4j" / "server.py"
_SHORT_LIVED = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_OPEN_TO_ALL = {"dbms.security.auth_enabled": "false"}


def credentials() -> Credentials:
    """Who asks the server."""
    return read_settings().credentials


def load_server_script() -> ModuleType:
    """The script that starts a server; its folder is no package, as the driver has its name."""
    name = "neo4j_server_script"
    spec = importlib.util.spec_from_file_location(name, _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules[name] = script
    spec.loader.exec_module(script)
    return script


@contextmanager
def running_neo4j(folder: Path) -> Iterator[str]:
    """The URL of an empty server; skips, or fails, where none can be had."""
    given = os.environ.get("CAREER_TEST_NEO4J_URI")
    if given:
        if list_everything(given):
            pytest.fail(f"{given} is not empty; the tests take everything out of a server.")
        yield given
        wipe(given)
        return
    with started_neo4j(folder, "unused-by-tests", _OPEN_TO_ALL) as server:
        yield server.bolt


@contextmanager
def started_neo4j(folder: Path, password: str, settings: Mapping[str, str]) -> Iterator[Any]:
    """A server of its own; skips, or fails, where none can be had."""
    script = load_server_script()
    try:
        server = script.start(
            folder, password=password, settings=settings, java_options=_SHORT_LIVED
        )
    except script.ServerError as error:
        lack(str(error), required="CAREER_REQUIRE_NEO4J")
    try:
        yield server
    finally:  # nobody wants its data: no time for a clean end
        server.process.kill()
        server.process.wait()


def driver(url: str) -> Driver:
    """What a test asks a server with."""
    asks = credentials()
    auth = None if asks.password is None else (asks.user, asks.password)
    return GraphDatabase.driver(url, auth=auth)


def ask(url: str, cypher: str, **parameters: object) -> list[tuple[Any, ...]]:
    """The rows that a statement returns."""
    with driver(url) as asked:
        found = asked.execute_query(cypher, parameters, database_=credentials().database)
    return [tuple(record.values()) for record in found.records]


def wipe(url: str) -> None:
    """Take everything out of a server."""
    ask(url, "MATCH (n) DETACH DELETE n")


def list_everything(url: str) -> list[str]:
    """All nodes and relationships with their properties, in a stated order."""
    nodes = ask(url, "MATCH (n) RETURN labels(n), properties(n)")
    ties = ask(
        url, "MATCH (a)-[r]->(b) RETURN type(r), properties(r), properties(a), properties(b)"
    )
    nodes = [(sorted(labels), properties) for labels, properties in nodes]
    return sorted(_in_order(row) for row in (*nodes, *ties))


def _in_order(value: Any) -> str:
    """A value in words, whatever order its parts came in."""
    if isinstance(value, dict):
        return str(sorted((name, _in_order(one)) for name, one in value.items()))
    if isinstance(value, (list, tuple)):
        return str([_in_order(one) for one in value])
    return repr(value)

"""A real Neo4j for tests: the one that CAREER_TEST_NEO4J_URI names, or one started once a run."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from neo4j import GraphDatabase

_SCRIPT = Path(__file__).resolve().parent.parent / "neo4j" / "server.py"


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
    """The URL of a server that asks for no password; skips, or fails, where none can be had."""
    given = os.environ.get("CAREER_TEST_NEO4J_URI")
    if given:
        yield given
        return
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        reason = f"no {' and no '.join(missing)} here; install a JDK of 17 or later and Maven"
        if os.environ.get("CAREER_REQUIRE_NEO4J"):
            pytest.fail(reason)
        pytest.skip(reason)
    script = load_server_script()
    open_to_all = {"dbms.security.auth_enabled": "false"}
    with script.start(folder, password="unused-by-tests", settings=open_to_all) as server:  # noqa: S106 nobody is asked for it
        yield server.bolt


def wipe(url: str) -> None:
    """Take everything out of a server."""
    with GraphDatabase.driver(url) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")


def list_everything(url: str) -> list[str]:
    """All nodes and relationships with their properties, in a stated order."""
    with GraphDatabase.driver(url) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS it")
        ties = driver.execute_query(
            "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS it"
        )
    return sorted(str(record.data()) for record in (*nodes.records, *ties.records))

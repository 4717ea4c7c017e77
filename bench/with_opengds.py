"""OpenGDS as a peer: the graph algorithms of a real Neo4j, asked over Bolt as an application would.

https://github.com/neo4j/graph-data-science. GPL: a server of its own, fetched for the benchmark
with the `pom.xml` in opengds/, and nothing else of ours touches it. It needs Java and Maven.
"""

import atexit
import importlib.util
import pathlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import ModuleType
from typing import Any, LiteralString

from asked import FASTEST, FEWEST, FIVE, FIVE_FASTEST, FIVE_SHORTEST
from neo4j import GraphDatabase, Session
from peers import Library, NotHereError, Peer, Weighed, months_only, moves_only
from roads import Pair, Roads

_HERE = pathlib.Path(__file__).resolve().parent
_POM = _HERE / "opengds" / "pom.xml"
_JAVA = ("-Xmx3g", "--add-opens=java.base/java.lang=ALL-UNNAMED")
_SETTINGS = {
    "dbms.security.auth_enabled": "false",
    "dbms.security.procedures.unrestricted": "gds.*",
    "dbms.memory.transaction.total.max": "2g",
}
_PROCEDURES = ("proc-", "opengds-", "cypher-aggregation-")
"What the jars begin with whose procedures the server must find in its plugins."

_PROJECT: LiteralString = """
    UNWIND $arcs AS arc
    RETURN gds.graph.project('moves', arc[0], arc[1], {relationshipProperties: {months: arc[2]}})
"""
_WEIGH: LiteralString = """
    CALL gds.graph.list('moves') YIELD sizeInBytes
    RETURN sizeInBytes AS bytes, gds.version() AS version
"""
_QUERIES: Mapping[str, LiteralString] = {
    FEWEST: """
        CALL gds.shortestPath.dijkstra.stream('moves', {
            sourceNode: $start, targetNode: $end, concurrency: 1, logProgress: false})
        YIELD totalCost RETURN totalCost""",
    FASTEST: """
        CALL gds.shortestPath.dijkstra.stream('moves', {
            sourceNode: $start, targetNode: $end, relationshipWeightProperty: 'months',
            concurrency: 1, logProgress: false})
        YIELD totalCost RETURN totalCost""",
    FIVE_SHORTEST: """
        CALL gds.shortestPath.yens.stream('moves', {
            sourceNode: $start, targetNode: $end, k: $k, concurrency: 1, logProgress: false})
        YIELD index, totalCost RETURN totalCost ORDER BY index""",
    FIVE_FASTEST: """
        CALL gds.shortestPath.yens.stream('moves', {
            sourceNode: $start, targetNode: $end, k: $k, relationshipWeightProperty: 'months',
            concurrency: 1, logProgress: false})
        YIELD index, totalCost RETURN totalCost ORDER BY index""",
}


def weigh(roads: Roads) -> Weighed:
    """A session of a server that holds the graph in memory, and what that weighs there."""
    session = _open_session()
    arcs = [[start, end, months] for (start, end), months in roads.months.items()]
    session.run(_PROJECT, arcs=arcs).consume()
    said = session.run(_WEIGH).single(strict=True)
    return Weighed(session, said["bytes"] / (1 << 20), f"as GDS {said['version']} says, in Neo4j")


def _open_session() -> Session:
    """A session of a fresh server, which ends with this process."""
    server = _load_server()
    closing = ExitStack()
    atexit.register(closing.close)
    folder = pathlib.Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="opengds-")))
    try:
        plugins = folder / "plugins"
        plugins.mkdir()
        for jar in server.fetch_jars(_POM).iterdir():
            if jar.name.startswith(_PROCEDURES):
                shutil.copy(jar, plugins)
        options: dict[str, Any] = {"settings": _SETTINGS, "java_options": _JAVA, "pom": _POM}
        running = closing.enter_context(server.start(folder, password="nobody-asks", **options))  # noqa: S106 no secret
    except server.ServerError as error:
        raise NotHereError(str(error)) from error
    driver = closing.enter_context(GraphDatabase.driver(running.bolt))
    return closing.enter_context(driver.session())


def _load_server() -> ModuleType:
    """The script that starts a Neo4j; its folder's name is the driver's, so by its path."""
    spec = importlib.util.spec_from_file_location("server", _HERE.parent / "neo4j" / "server.py")
    if spec is None or spec.loader is None:
        raise NotHereError("neo4j/server.py is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def list_peers(roads: Roads, session: Session) -> list[Peer]:
    """What OpenGDS can answer of this graph."""

    def ask(question: str) -> Callable[[Pair], list[int]]:
        query = _QUERIES[question]

        def run(pair: Pair) -> list[int]:
            records = session.run(query, start=pair.start, end=pair.end, k=FIVE)
            return [round(record["totalCost"]) for record in records]

        return run

    peers = [
        Peer(FEWEST, "OpenGDS dijkstra, unweighted", ask(FEWEST), moves_only),
        Peer(FIVE_SHORTEST, "OpenGDS yens, unweighted", ask(FIVE_SHORTEST), moves_only),
    ]
    if roads.additive:
        peers += [
            Peer(FASTEST, "OpenGDS dijkstra", ask(FASTEST), months_only),
            Peer(FIVE_FASTEST, "OpenGDS yens", ask(FIVE_FASTEST), months_only),
        ]
    return peers


LIBRARY = Library("OpenGDS", weigh, list_peers)

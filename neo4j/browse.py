"""`make neo4j`: a real Neo4j with its Browser for people, with the bundled data set in it.

Its data and its password stay in a folder between runs; Ctrl-C stops it.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from server import USER, Server, ServerError, start

_ROOT = Path(__file__).resolve().parent.parent
_HEAP = ("-Xmx1g", "-XX:+UseSerialGC")


def main() -> None:
    """Start it, load the data set where nothing is loaded yet, and say where to go."""
    asked = _read_arguments()
    folder: Path = asked.folder.absolute()
    try:
        _require_ports(asked.bolt_port, asked.http_port)
        print("Starting Neo4j, about 10 seconds; the first time it is fetched, about a minute …")  # noqa: T201
        password = _keep_password(folder)
        ports = {"bolt_port": asked.bolt_port, "http_port": asked.http_port}
        with start(folder, password=password.read_text("utf-8"), java_options=_HEAP, **ports) as it:
            _load(it, password)
            _say(it, password)
            _await_end(it)
    except ServerError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("\nNeo4j is stopped.")  # noqa: T201


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=_ROOT / ".neo4j", help="where the data is")
    parser.add_argument("--http-port", type=int, default=7474, help="of the Browser")
    parser.add_argument("--bolt-port", type=int, default=7687, help="of the database")
    return parser.parse_args()


def _require_ports(*ports: int) -> None:
    """ServerError where something else listens on one of these ports."""
    for port in ports:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError as error:
                raise ServerError(
                    f"Port {port} of 127.0.0.1 cannot be used ({error.strerror}); stop what uses "
                    "it, perhaps another Neo4j, or choose others: "
                    "make neo4j NEO4J_ARGS='--http-port 7475 --bolt-port 7688'"
                ) from error


def _keep_password(folder: Path) -> Path:
    """The file with the server's password, made with the folder; only its owner may read it."""
    file = folder / "password"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(12), "utf-8")
    return file


def _store(server: Server) -> str:
    return server.bolt.replace("bolt:", "neo4j:", 1)


def _load(server: Server, password: Path) -> None:
    """Load the bundled data set; what is loaded already stays as it is, beside it."""
    command = (sys.executable, "-m", "api.cli", "load", "bundled:", "--store", _store(server))
    known = {**os.environ, "CAREER_NEO4J_PASSWORD_FILE": str(password)}
    for name in ("CAREER_NEO4J_USER", "CAREER_NEO4J_PASSWORD", "CAREER_NEO4J_DATABASE"):
        known.pop(name, None)
    done = subprocess.run(command, cwd=_ROOT, env=known, check=False)  # noqa: S603 our own command
    if done.returncode:
        raise ServerError("The bundled data set was not loaded; the reason stands above.")


def _say(server: Server, password: Path) -> None:
    """Print where to go."""
    print(  # noqa: T201
        f"""
Neo4j Browser  {server.http}/browser/
user           {USER}
password       {server.password}

Saved queries and colours: drop api/browser/favourites/*.cypher into the Browser's Favorites, and
api/browser/career.grass onto its window. The same as a guide, and the GraphQL service on it:

  CAREER_NEO4J_PASSWORD_FILE={password} career-graph serve --store {_store(server)}

then, in the Browser:  :play http://localhost:8000/neo4j/guide.html
                       :style http://localhost:8000/neo4j/career.grass

Ctrl-C stops Neo4j; its data stays in {server.folder}.""",
        flush=True,
    )


def _await_end(server: Server) -> None:
    """Wait for Ctrl-C; ServerError where the server ends by itself."""
    while server.process.poll() is None:
        time.sleep(1)
    raise ServerError(f"Neo4j has ended; see {server.log}.")


if __name__ == "__main__":
    main()

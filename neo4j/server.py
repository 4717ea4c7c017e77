"""A real Neo4j Community with its Browser on this machine: fetched once, started, stopped.

The jars that `pom.xml` names come from Maven Central and stay in the user's cache. As a command:

    python neo4j/server.py

starts one with no data, prints where it is as one line of JSON, and stops it when the input ends:
so it never outlives whoever asked for it.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

USER = "neo4j"
POM = Path(__file__).with_name("pom.xml")

_HOST = "127.0.0.1"
_START_SECONDS = 120  # about 10 on a quiet machine
_STOP_SECONDS = 60
_PAUSE_SECONDS = 0.1

# Neo4j writes to these packages of Java, as its own start script allows it.
_OPENED = ("java.nio", "java.io", "sun.nio.ch")

# The handshake of Bolt: its magic number, then the versions that we would speak: 5.0 to 5.8.
# https://neo4j.com/docs/bolt/current/bolt/handshake/
_HANDSHAKE = b"\x60\x60\xb0\x17" + bytes((0, 8, 8, 5)) + bytes(12)


class ServerError(RuntimeError):
    """A server that cannot be fetched or started; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running Neo4j, to be stopped."""

    bolt: str
    http: str
    password: str
    folder: Path
    process: subprocess.Popen[bytes]

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    @property
    def log(self) -> Path:
        """What the server printed."""
        return _log(self.folder)

    def stop(self) -> None:
        """Stop this server, and wait until it has written its data."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def fetch_jars(pom: Path = POM) -> Path:
    """The folder with the jars that a pom.xml names, fetched where it never was before.

    About 130 MB; ServerError without Java, Maven or network.
    """
    _find_java()
    folder = _cache() / f"neo4j-{hashlib.sha256(pom.read_bytes()).hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerError("Neo4j's jars are fetched with Maven, which is not here; install mvn.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as fetched:
        command = (maven, "-B", "-q", "-f", pom, "dependency:copy-dependencies")
        scope = ("-DincludeScope=runtime", f"-DoutputDirectory={fetched}/jars")
        _run([*command, *scope], "Maven cannot fetch Neo4j's jars")
        with contextlib.suppress(OSError):  # somebody else was faster
            Path(fetched, "jars").rename(folder)
    return folder


def start(  # noqa: PLR0913 each has a default
    folder: Path,
    *,
    password: str,
    bolt_port: int = 0,
    http_port: int = 0,
    settings: Mapping[str, str] | None = None,
    java_options: Sequence[str] = ("-Xmx512m", "-XX:+UseSerialGC"),
    pom: Path = POM,
) -> Server:
    """A server with its data in this folder, answering on these ports (0: free ones).

    The password is set where the folder is new; an old folder keeps the one it has. `settings` go
    into neo4j.conf; `pom` names its jars. ServerError where it does not come up.
    """
    jars = fetch_jars(pom)
    bolt, http = bolt_port or _free_port(), http_port or _free_port()
    _write_settings(folder, bolt, http, settings or {})
    environment = {**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}
    if not (folder / "data").exists():
        admin = _java(jars, ["-XX:TieredStopAtLevel=1"], "org.neo4j.cli.AdminTool")
        told = [*admin, "dbms", "set-initial-password", "--", password]
        _run(told, "Neo4j's password cannot be set", environment)
    entry = _java(jars, java_options, "org.neo4j.server.CommunityEntryPoint")
    _log(folder).parent.mkdir(exist_ok=True)
    with _log(folder).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 our own command
            [*entry, f"--home-dir={folder}", f"--config-dir={folder / 'conf'}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    server = Server(f"bolt://{_HOST}:{bolt}", f"http://{_HOST}:{http}", password, folder, process)
    try:
        _await(server, bolt)
    except BaseException:
        server.stop()
        raise
    return server


def _find_java() -> str:
    """The program `java`; ServerError where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        raise ServerError("Neo4j needs Java 17 or 21, which is not here; install it.")
    return java


def _java(jars: Path, options: Sequence[str], main: str) -> list[str]:
    """The command that runs a Java class of Neo4j."""
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
    return [_find_java(), *options, *opened, "-cp", str(jars / "*"), main]


def _cache() -> Path:
    """The user's folder for what can be fetched again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "career-graph"


def _log(folder: Path) -> Path:
    return folder / "logs" / "console.log"


def _run(
    command: Sequence[str | Path], what: str, environment: Mapping[str, str] | None = None
) -> None:
    """Run a command to its end; ServerError with what it said where it fails."""
    done = subprocess.run(  # noqa: S603 our own command
        command, check=False, capture_output=True, text=True, env=environment
    )
    if done.returncode:
        raise ServerError(f"{what}: {_tail(done.stdout + done.stderr)}")


def _tail(said: str) -> str:
    """The end of what a program said."""
    return " / ".join(said.strip().splitlines()[-8:]) or "it says nothing"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((_HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _write_settings(folder: Path, bolt: int, http: int, settings: Mapping[str, str]) -> None:
    """Write neo4j.conf: this machine only, as small as it goes, and nothing reported to anyone."""
    lines = {
        "server.default_listen_address": _HOST,
        "server.default_advertised_address": _HOST,
        "server.bolt.listen_address": f":{bolt}",
        "server.bolt.advertised_address": f":{bolt}",
        "server.http.listen_address": f":{http}",
        "server.http.advertised_address": f":{http}",
        "server.memory.pagecache.size": "128m",
        "db.tx_log.preallocate": "false",  # else 256 MB for each database
        "dbms.usage_report.enabled": "false",
        **settings,
    }
    (folder / "conf").mkdir(parents=True, exist_ok=True)
    text = "".join(f"{name}={value}\n" for name, value in lines.items())
    (folder / "conf" / "neo4j.conf").write_text(text, "utf-8")


def _await(server: Server, port: int) -> None:
    """Wait until the server answers a Bolt handshake; ServerError where it never does."""
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if server.process.poll() is not None:
            said = _tail(server.log.read_text("utf-8", "replace"))
            raise ServerError(f"Neo4j ended while starting: {said}")
        if time.monotonic() > deadline:
            raise ServerError(f"Neo4j does not answer; see {server.folder / 'logs'}.")
        time.sleep(_PAUSE_SECONDS)


def _answers(port: int) -> bool:
    """Whether something speaks Bolt on a port of this machine."""
    try:
        with socket.create_connection((_HOST, port), timeout=5) as connection:
            connection.sendall(_HANDSHAKE)
            return len(connection.recv(4)) > 0
    except OSError:
        return False


def main() -> None:
    """Run a server in a temporary folder until the input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # as Ctrl-C does: stop the server first
    try:
        with (
            tempfile.TemporaryDirectory(prefix="neo4j-") as folder,
            start(Path(folder), password=secrets.token_hex(12)) as server,
        ):
            where = {"bolt": server.bolt, "http": server.http}
            print(json.dumps({**where, "user": USER, "password": server.password}), flush=True)  # noqa: T201
            sys.stdin.read()
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

"""docker-compose.yml holds: Compose's own loader takes it, and what it starts is closed and pinned.

No container runs here. The loader is the library that Docker Compose reads its files with, in the
program of the folder `compose`; the service's start script runs as it is, with a real Neo4j.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import role
from lacking import lack
from neo4j_place import started_neo4j
from source_worlds import source

from api.cli.setup.checks import look_at_place
from api.cli.setup.place import Place
from api.cli.setup.settings import look_at_names
from api.graphiql_files import files_folder
from api.settings import read_settings
from graph.stores import Change, Credentials, open_store

_ROOT = Path(__file__).resolve().parent.parent
_LOADER = Path(__file__).with_name("compose")
_TEXT = (_ROOT / "docker-compose.yml").read_text(encoding="utf-8")
_COMPOSE: Mapping[str, Any] = yaml.safe_load(_TEXT)
_SERVICES: Mapping[str, Any] = _COMPOSE["services"]
_SECRET = "neo4j_auth"  # noqa: S105 its name
_SECRET_PATH = f"/run/secrets/{_SECRET}"
_SECRET_FILE: str = _COMPOSE["secrets"][_SECRET]["file"]
_REQUIRED = "CAREER_REQUIRE_COMPOSE"
_PATIENCE_SECONDS = 60  # a process that takes longer hangs


@pytest.fixture(scope="session")
def loader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that loads compose files; skips, or fails, where it cannot be built."""
    program = tmp_path_factory.mktemp("compose") / "load"
    go = shutil.which("go")
    if go is None:
        lack(
            "Compose's loader is built with Go, which is not here; install Go 1.23 or later.",
            required=_REQUIRED,
        )
    done = subprocess.run(
        [go, "build", "-buildvcs=false", "-o", program, "."],
        cwd=_LOADER,
        env={**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lack(f"Compose's loader cannot be built: {done.stderr}", required=_REQUIRED)
    return program


def load(loader: Path, folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """What Compose's loader says to a compose file."""
    file = folder / "docker-compose.yml"
    file.write_text(text, encoding="utf-8")
    return subprocess.run([loader, file], cwd=folder, capture_output=True, text=True, check=False)


def test_compose_takes_the_file_as_it_is_meant(loader: Path, tmp_path: Path) -> None:
    """Compose's own loader finds no fault, warns of nothing, and reads what these tests read."""
    done = load(loader, tmp_path, _TEXT)
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads(done.stdout)["services"]
    assert read.keys() == _SERVICES.keys()
    assert read["api"]["command"] == start_command()
    assert read["api"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    for service in read.values():
        assert [it["target"] for it in service["secrets"]] == [_SECRET_PATH]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("read_only:", "readonly:"),
        ("      neo4j:\n        condition:", "      neo4k:\n        condition:"),
        ("service_healthy", "service_well"),
        (f"secrets: [{_SECRET}]", "secrets: [password]"),
        ("127.0.0.1:8000:8000", "127.0.0.1:8000:http"),
        ("neo4j:/data", "elsewhere:/data"),
        ("interval: 5s", "interval: soon"),
        ("$$found", "${found"),
    ],
)
def test_compose_refuses_a_fault(loader: Path, tmp_path: Path, right: str, wrong: str) -> None:
    """The loader refuses the file with any of these mistakes, so its consent says something."""
    assert right in _TEXT
    assert load(loader, tmp_path, _TEXT.replace(right, wrong)).returncode == 1


def test_neo4j_is_the_one_that_the_tests_run() -> None:
    """The image is pinned to the version whose jars the tests start."""
    pom = (_ROOT / "neo4j" / "pom.xml").read_text(encoding="utf-8")
    version = re.search(r"<artifactId>neo4j-server</artifactId>\s*<version>(.+?)</version>", pom)
    assert version
    assert _SERVICES["neo4j"]["image"] == f"neo4j:{version[1]}-community"


@pytest.mark.parametrize("name", ["neo4j", "api"])
def test_every_service_is_closed(name: str) -> None:
    """Each runs as a user of its own without privileges, for this machine alone, and is watched."""
    service = _SERVICES[name]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    user = service.get("user") or _read_image_user(service["build"]["dockerfile_inline"])
    assert user.split(":")[0] not in ("", "0", "root")


def _read_image_user(dockerfile: str) -> str:
    """The user that an image ends with."""
    users: list[str] = re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE)
    return users[-1]


def test_the_service_writes_nothing_down() -> None:
    """Its file system is read only but for /tmp, and it waits for a healthy Neo4j."""
    api = _SERVICES["api"]
    assert api["read_only"] is True
    assert api["tmpfs"] == ["/tmp"]  # noqa: S108 of the container
    assert "volumes" not in api
    assert api["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def read_environment() -> dict[str, str]:
    """The service's environment, without the file of the password, which its start makes."""
    environment = dict(_SERVICES["api"]["environment"])
    file = environment.pop("CAREER_NEO4J_PASSWORD_FILE")
    assert Path(file).parent == Path("/tmp")  # noqa: S108 of the container
    return environment


def test_the_service_is_set_to_that_neo4j() -> None:
    """The settings are ones that there are, and lead to the other service."""
    environment = read_environment()
    settings = read_settings(environment)
    assert (settings.store_url, settings.host) == ("neo4j://neo4j:7687", "0.0.0.0")  # noqa: S104
    assert list(look_at_names(environment)) == []


def test_check_setup_has_nothing_to_do_for_it() -> None:
    """Started as it is, check-setup remarks on what the file answers for, and on nothing else."""
    assert start_command()[-1].rstrip().endswith("serve --insecure")
    user = re.search(
        r"^RUN useradd --uid (\d+) ", _SERVICES["api"]["build"]["dockerfile_inline"], re.MULTILINE
    )
    assert user
    place = Place(
        settings=replace(read_settings(read_environment()), port=0),
        insecure=True,
        user_id=int(user[1]),
        open_files=1024,  # the least that containers usually get
        graphiql=files_folder(),
    )
    findings = [it for it in look_at_place(place) if it.what != "GraphiQL"]
    assert {it.state for it in findings} == {"ok", "remark"}
    # Everyone may ask, as the port is this machine's alone; Neo4j is in the file's own network.
    assert [it.what for it in findings if it.state == "remark"] == ["keys", "TLS", "Neo4j"]
    refused = look_at_place(replace(place, insecure=False, user_id=0))
    assert [it.what for it in refused if it.state == "to do"] == ["address", "user"]


def test_neo4j_has_room_beside_its_heap() -> None:
    """The memory of the container holds heap and page cache, and half a gigabyte for Java."""
    neo4j = _SERVICES["neo4j"]
    memory = [
        _read_size(neo4j["environment"][f"NEO4J_server_memory_{name}"])
        for name in ("heap_max__size", "pagecache_size")
    ]
    assert sum(memory) + _read_size("512m") <= _read_size(neo4j["mem_limit"])


def _read_size(text: str) -> int:
    return int(text[:-1]) << {"m": 20, "g": 30}[text[-1]]


def test_the_password_stays_out_of_the_repository_and_the_image() -> None:
    """The secret is a file that git ignores and that no image gets; no password stands in here."""
    ignored = (_ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"/{_SECRET_FILE}" in ignored
    sent = (_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in sent if not line.startswith("#")) == "*"
    assert f"!{_SECRET_FILE}" not in sent
    assert _SERVICES["neo4j"]["environment"]["NEO4J_AUTH_FILE"] == _SECRET_PATH
    for service in _SERVICES.values():
        assert service["secrets"] == [_SECRET]
        assert [name for name in service["environment"] if name.endswith("PASSWORD")] == []


def test_the_readme_makes_the_secret_that_the_file_names() -> None:
    """README and compose file give the same command for the password."""
    assert make_secret_command() in (_ROOT / "README.md").read_text(encoding="utf-8")


def make_secret_command() -> str:
    """The command that makes the secret, as the compose file gives it."""
    command = re.search(rf"^# .*?:  (.+ > {re.escape(_SECRET_FILE)})$", _TEXT, re.MULTILINE)
    assert command
    return command[1]


def start_command() -> list[str]:
    """What the service's container runs; Compose writes $ as $$."""
    return [word.replace("$$", "$") for word in _SERVICES["api"]["command"]]


@contextmanager
def started_service(secret: Path, folder: Path, store: str) -> Iterator[tuple[list[str], str]]:
    """The service as its container starts it: the lines it prints, and where it answers."""
    environment = {
        **{name: it for name, it in os.environ.items() if not name.startswith("CAREER_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "CAREER_STORE": store,
        "CAREER_NEO4J_PASSWORD_FILE": str(folder / "password"),
        "CAREER_PORT": "0",
    }
    command = [word.replace(_SECRET_PATH, str(secret)) for word in start_command()]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        clock = threading.Timer(_PATIENCE_SECONDS, process.kill)
        clock.start()
        try:
            assert process.stdout is not None
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line)
                if line.startswith("Serving http"):
                    break
            assert lines, "the service ended"
            yield lines, lines[-1].split()[1]
        finally:
            clock.cancel()
            process.terminate()


def ask_readiness(url: str) -> Any:
    """What the service says at /readyz."""
    with urllib.request.urlopen(f"{url}readyz", timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310
        return json.load(answer)


@pytest.mark.slow
def test_an_empty_neo4j_is_filled_and_any_other_left_as_it_is(tmp_path: Path) -> None:
    """One secret opens Neo4j and the service; only what holds nothing gets the bundled data set."""
    subprocess.run(["sh", "-ec", make_secret_command()], cwd=tmp_path, check=True)  # noqa: S607
    secret = tmp_path / _SECRET_FILE
    user, _, password = secret.read_text(encoding="utf-8").strip().partition("/")
    assert user == Credentials().user
    assert re.fullmatch("[0-9a-f]{32}", password)
    with started_neo4j(tmp_path / "neo4j", password, {}) as server:
        store = server.bolt.replace("bolt:", "neo4j:")
        with started_service(secret, tmp_path, store) as (lines, url):
            assert lines[-2].startswith("release 1, sha256 ")
            assert ask_readiness(url)["release"] == 1
        kept = tmp_path / "password"
        assert kept.read_text(encoding="utf-8").strip() == password
        assert kept.stat().st_mode & 0o077 == 0
        with open_store(store, credentials=Credentials(password=password)) as opened:
            opened.update(Change(load=(source("other", role("a")),), fresh=True))
        with started_service(secret, tmp_path, store) as (lines, url):
            assert len(lines) == 1
            assert ask_readiness(url)["release"] == 2


def test_a_secret_that_cannot_be_read_stops_the_service(tmp_path: Path) -> None:
    """Where the secret is away the container says which file it is, and ends."""
    command = [word.replace(_SECRET_PATH, str(tmp_path / "away")) for word in start_command()]
    environment = {**os.environ, "CAREER_NEO4J_PASSWORD_FILE": str(tmp_path / "password")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f"{tmp_path}/away" in done.stderr

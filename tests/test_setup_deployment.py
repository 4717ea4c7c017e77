"""What check-setup says of what stands around the service: TLS, Neo4j, user, files, GraphiQL."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_world import ROOT
from places import OTHERS, place

from api.cli.exits import ExitCode
from api.cli.setup.deployment import (
    look_at_graphiql,
    look_at_neo4j,
    look_at_open_files,
    look_at_tls,
    look_at_user,
)
from api.cli.setup.place import look_around
from api.graphiql_files import files_folder, list_files, list_wrong
from api.settings import Settings

_POSIX = pytest.mark.skipif(os.name != "posix", reason="there is no such thing here")


def test_tls_is_a_proxys_part() -> None:
    """Beyond this machine a proxy has to bring TLS, which is remarked on."""
    assert look_at_tls(place()).state == "ok"
    found = look_at_tls(place(host=OTHERS))
    assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
    assert "a proxy with TLS" in found.found


@pytest.mark.parametrize(
    ("store", "state", "said"),
    [
        ("neo4j://localhost:7687", "ok", "on this machine"),
        ("bolt://127.0.0.1", "ok", "on this machine"),
        ("bolt://[::1]:7687", "ok", "on this machine"),
        ("neo4j+s://db.example.org:7687", "ok", "db.example.org, encrypted"),
        ("bolt+s://10.0.0.5", "ok", "10.0.0.5, encrypted"),
        ("neo4j+ssc://db.example.org", "remark", "neo4j+s://"),
        ("bolt+ssc://localhost", "remark", "bolt+s://"),
        ("neo4j://neo4j:7687", "remark", "beyond a network of containers use neo4j+s://"),
        ("neo4j://db.example.org:7687", "to do", "unencrypted; use neo4j+s://"),
        ("NEO4J://DB.example.org:7687", "to do", "unencrypted; use neo4j+s://"),
        ("bolt://10.0.0.5", "to do", "unencrypted; use bolt+s://"),
        ("bolt://[2001:db8::5]:7687", "to do", "unencrypted; use bolt+s://"),
    ],
)
def test_neo4j_is_asked_encrypted(store: str, state: str, said: str) -> None:
    """To another machine the line to Neo4j is to be encrypted; the scheme that does it is told."""
    found = look_at_neo4j(place(store=store))
    assert found is not None
    assert (found.state, found.code) == (state, 1 if state == "to do" else 0)
    assert said in found.found


@pytest.mark.parametrize("store", [None, "bundled:", "sqlite:///a.db", "neo4j://", "neo4j://[x"])
def test_other_stores_have_no_line_to_encrypt(store: str | None) -> None:
    """A store that is no server, or a URL that is none, has no such line."""
    assert look_at_neo4j(place(store=store)) is None


def test_root_does_not_serve_others() -> None:
    """Root is well on this machine alone; where there are no user numbers nothing is said."""
    found = look_at_user(place(user_id=0, host=OTHERS))
    assert found is not None
    assert (found.state, found.code) == ("to do", ExitCode.NO)
    assert "user of its own" in found.found
    for well in (place(user_id=0), place(user_id=10001), place(user_id=10001, host=OTHERS)):
        user = look_at_user(well)
        assert user is not None
        assert user.state == "ok"
    assert look_at_user(place(user_id=None, host=OTHERS)) is None


@pytest.mark.parametrize(
    ("most", "state", "settings"),
    [
        (256, "to do", {}),
        (1024, "ok", {}),
        (None, "ok", {}),
        (1024, "to do", {"limit_connections": 1024}),
        (256, "ok", {"limit_connections": 100}),
    ],
)
def test_connections_are_open_files(most: int | None, state: str, settings: dict[str, Any]) -> None:
    """Where others ask, as many files may be open as the service takes connections, and more."""
    found = look_at_open_files(place(open_files=most, host=OTHERS, **settings))
    assert (found.state, found.code) == (state, 1 if state == "to do" else 0)
    assert look_at_open_files(place(open_files=most, **settings)).state == "ok"
    proxied = look_at_open_files(place(open_files=most, allowed_hosts=("a.org",), **settings))
    assert proxied.state == state


def test_the_remedy_for_few_open_files_is_enough() -> None:
    """As many open files as are asked for will do, and one less will not."""
    found = look_at_open_files(place(open_files=256, host=OTHERS)).found
    assert "CAREER_LIMIT_CONNECTIONS" in found
    enough = int(found.partition("ulimit -n ")[2].partition(",")[0])
    assert Settings().limit_connections < enough <= 1024
    assert look_at_open_files(place(open_files=enough, host=OTHERS)).state == "ok"
    assert look_at_open_files(place(open_files=enough - 1, host=OTHERS)).state == "to do"


@_POSIX
def test_a_process_sees_what_it_may_do() -> None:
    """User and bound of open files are those of the process, here of one with few files."""
    script = (
        "from api.cli.setup.place import look_around; from api.settings import Settings; "
        "place = look_around(Settings(), insecure=True); "
        "print(place.user_id, place.open_files, place.insecure)"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -n 200; exec "$0" -c "$1"', sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(os.geteuid()), "200", "True"]
    assert look_around(Settings(), insecure=False).graphiql == files_folder()


def test_graphiql_is_whole_or_told_how_to_get(tmp_path: Path) -> None:
    """Where a file of GraphiQL is missing or not as it was, the command that mends it is told."""
    found = look_at_graphiql(place(graphiql=tmp_path))
    assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
    assert str(tmp_path) in found.found
    assert "career-graph get-graphiql" in found.found
    if any(list_wrong(files_folder())):
        pytest.skip("GraphiQL's files are not in this environment")
    for file in list_files():
        shutil.copy(files_folder() / file.name, tmp_path)
    assert look_at_graphiql(place(graphiql=tmp_path)).state == "ok"
    (tmp_path / list_files()[0].name).write_text("other")
    assert look_at_graphiql(place(graphiql=tmp_path)).state == "remark"

"""The command check-setup: how it ends, and what it says of store, release, texts and packages."""

import os
import socket
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from cli_world import TEXT, Cli
from places import OTHERS

from api.graphiql_files import files_folder, list_wrong
from api.service.access import hash_key, make_key


def list_not_ok(out: str) -> list[tuple[str, str]]:
    """What is not ok of what was printed, with its state; GraphiQL may be missing where tests run.

    That it must be, or not, is asserted here.
    """
    lines = [(line[:6].strip(), line[7:].partition(":")[0]) for line in out.splitlines()]
    assert (("remark", "GraphiQL") in lines) == any(list_wrong(files_folder()))
    return [it for it in lines if it[0] != "ok" and it != ("remark", "GraphiQL")]


@pytest.mark.usefixtures("cli_store")
def test_setup_in_order(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all is well each line of check-setup begins with ok, and it ends with 0."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "handbook.txt").write_bytes(TEXT.encode())
    monkeypatch.setenv("CAREER_DOCUMENTS", str(texts))
    monkeypatch.setenv("CAREER_PORT", "0")
    ended = cli("check-setup")
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert list_not_ok(ended.out) == []
    assert str(tmp_path / "world.db") in lines[1]
    assert any("release: 1 of " in line and "5 roles, 4 moves" in line for line in lines)
    assert any("documents" in line and "all 1" in line for line in lines)
    assert any("graphql-core" in line or "not installed" in line for line in lines)


def test_a_developers_machine_is_in_order(cli: Cli) -> None:
    """With nothing set all is ok on this machine alone, for root as for anybody."""
    ended = cli("check-setup", "--port", "0")
    assert (ended.code, list_not_ok(ended.out)) == (0, [])
    whats = [line[7:].partition(":")[0] for line in ended.out.splitlines()]
    assert [what for what in whats if what != "user"] == [
        *("settings", "store", "store"),
        *("address", "keys", "hosts", "origins", "rate", "limits", "introspection", "log level"),
        *("TLS", "open files", "port", "GraphiQL"),
        *("Python", "packages"),
    ]
    assert ("user" in whats) == (os.name == "posix")


@pytest.mark.usefixtures("cli_store")
def test_a_service_for_others_in_order(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With keys and names a service for others is ready, but for TLS and if root runs it."""
    keys = tmp_path / "keys.txt"
    keys.write_text(make_key("mei")[1], "utf-8")
    keys.chmod(0o600)
    monkeypatch.setenv("CAREER_API_KEYS_FILE", str(keys))
    monkeypatch.setenv("CAREER_ALLOWED_HOSTS", "graph.example.org")
    ended = cli("check-setup", "--host", OTHERS, "--port", "0")
    root = [("to do", "user")] if os.name == "posix" and os.geteuid() == 0 else []
    assert list_not_ok(ended.out) == [("remark", "TLS"), *root]
    assert ended.code == len(root)


@pytest.mark.usefixtures("cli_store")
def test_it_says_what_serve_would(cli: Cli) -> None:
    """check-setup takes the options of serve, and refuses with its words and its code."""
    options = ("--host", OTHERS, "--port", "0")
    refused, checked = cli("serve", *options), cli("check-setup", *options)
    assert refused.code == checked.code == 2
    assert f"to do  address: {refused.err}" in checked.out
    checked = cli("check-setup", *options, "--insecure")
    assert checked.code == 1
    assert {("remark", "keys"), ("to do", "hosts")} <= set(list_not_ok(checked.out))
    assert ("to do", "address") not in list_not_ok(checked.out)


def test_a_misspelt_variable_is_wrong(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is none of ours makes it end with 2, also where another cannot be read."""
    monkeypatch.setenv("CAREER_LIMIT_WORKS", "1")
    said = "wrong  settings: CAREER_LIMIT_WORKS is no setting, and nothing reads it; did you mean "
    ended = cli("check-setup", "--port", "0")
    assert (ended.code, list_not_ok(ended.out)) == (2, [("wrong", "settings")])
    assert ended.out.startswith(f"{said}CAREER_LIMIT_WORK?\nok     settings: all at their")
    monkeypatch.setenv("CAREER_PORT", "http")
    ended = cli("check-setup")
    assert ended.code == 2
    assert ended.out.startswith(f"{said}CAREER_LIMIT_WORK?\nwrong  settings: CAREER_PORT is")


def test_no_secret_is_shown(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither passwords nor keys nor their hashes are printed, whatever is wrong around them."""
    key, line = make_key("mei")
    keys, password = tmp_path / "keys.txt", tmp_path / "password"
    keys.write_text(f"{line}\n{key}\n", "utf-8")
    password.write_text("geheim-1\n", "utf-8")
    monkeypatch.setenv("CAREER_API_KEYS_FILE", str(keys))
    monkeypatch.setenv("CAREER_NEO4J_PASSWORD", "geheim-2")
    monkeypatch.setenv("CAREER_NEO4J_PASSWORD_FILE", str(password))
    monkeypatch.setenv("CAREER_NEO4J_PASSWROD", "geheim-3")
    first = cli("check-setup", "--port", "0", "--store", "bolt://127.0.0.1:1")
    assert first.code == 3
    second = cli("check-setup", "--store", "neo4j://bob:geheim-4@db.example.org")
    assert second.code == 2
    shown = first.out + first.err + second.out + second.err
    assert "CAREER_NEO4J_PASSWORD, CAREER_NEO4J_PASSWORD_FILE" in shown
    assert str(keys) in shown
    assert [it for it in ("geheim", key, hash_key(key)) if it in shown] == []


def test_setup_with_the_default_store(cli: Cli, tmp_path: Path) -> None:
    """check-setup shows the default store's path and how it is filled, and writes nothing."""
    ended = cli("check-setup")
    assert str(tmp_path / "data" / "career-graph" / "career.db") in ended.out
    assert "filled from the bundled data set on first use" in ended.out
    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("cli_store")
def test_setup_to_mend(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """check-setup says what to do, and ends with the code of its worst line."""
    texts = tmp_path / "texts"
    texts.mkdir()
    monkeypatch.setenv("CAREER_PORT", "0")
    monkeypatch.setenv("CAREER_DOCUMENTS", str(texts))
    missing = cli("check-setup")
    assert missing.code == 1
    assert "to do  documents" in missing.out
    assert "handbook" in missing.out
    (texts / "handbook.txt").write_text("another text")
    changed = cli("check-setup")
    assert changed.code == 1
    assert "wrong  documents" in changed.out
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        monkeypatch.setenv("CAREER_PORT", port)
        taken = cli("check-setup")
    assert taken.code == 2
    assert f"to do  port: Port {port}" in taken.out
    empty = cli("check-setup", "--store", f"sqlite:///{tmp_path}/none.db")
    assert empty.code == 3
    assert "to do  store: holds nothing yet; fill it: career-graph load bundled:" in empty.out
    (tmp_path / "text.db").write_text("this is no store" * 100)
    broken = cli("check-setup", "--store", f"sqlite:///{tmp_path}/text.db")
    assert broken.code == 3
    assert "wrong  store" in broken.out
    assert cli("check-setup", "--store", "redis://here").code == 2
    monkeypatch.setenv("CAREER_PORT", "http")
    wrong = cli("check-setup")
    assert wrong.code == 2
    assert wrong.out.startswith("wrong  settings: CAREER_PORT is 'http'")


def test_the_bundled_data_set_is_always_there(cli: Cli) -> None:
    """check-setup can look at the bundled data set, which lies in no store."""
    out = cli("check-setup", "--store", "bundled:").out
    assert "ok     store: bundled:" in out
    assert "roles" in out


def test_setup_that_cannot_work(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be written to and a missing package are wrong, and said."""
    monkeypatch.setattr("api.cli.setup.store.os.access", lambda *_: False)
    closed = cli("check-setup", "--store", f"sqlite:///{tmp_path}/none/x.db")
    assert closed.code == 3
    assert f"wrong  store: {tmp_path} may not be written to" in closed.out

    def find_version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(
        "api.cli.setup.program.requires", lambda _: ["rich>=15", "pytest; extra == 'dev'"]
    )
    monkeypatch.setattr("api.cli.setup.program.version", find_version)
    missing = cli("check-setup", "--store", "bundled:")
    assert missing.code == 2
    assert "wrong  packages: rich is not installed" in missing.out

"""The command check-setup: what it says of store, release, texts, port and packages."""

import socket
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from cli_world import TEXT, Cli


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
    assert all(line.startswith("ok ") for line in lines)
    assert str(tmp_path / "world.db") in lines[1]
    assert any("release: 1 of " in line and "5 roles, 4 moves" in line for line in lines)
    assert any("documents" in line and "all 1" in line for line in lines)
    assert any("graphql-core" in line or "not installed" in line for line in lines)


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

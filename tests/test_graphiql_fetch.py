"""The command get-graphiql: with the real npm, and with one that gives what it should not."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from cli_world import Cli

from api.graphiql_fetch import FetchError, fetch_graphiql
from api.graphiql_files import PACKAGES, files_folder, list_files, list_wrong

NAMES = sorted(file.name for file in list_files())
OTHER_TARBALLS = "\n".join(f"echo other > {package.tarball}" for package in PACKAGES)


@pytest.fixture(autouse=True)
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment of its own to install into."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    return tmp_path / "prefix"


def list_all(folder: Path) -> list[Path]:
    """Every file in a folder, however deep."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def let_npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program of that name in npm's place."""
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.defpath}")


def test_npm_gives_what_is_known(cli: Cli, prefix: Path) -> None:
    """The real npm gives exactly the known files; again it does nothing, a fault is mended."""
    try:
        assert fetch_graphiql(files_folder())
    except FetchError as error:
        if os.environ.get("CAREER_REQUIRE_NODE"):
            raise
        pytest.skip(str(error))
    assert sorted(path.name for path in list_all(prefix)) == NAMES
    assert list(list_wrong(files_folder())) == []
    again = cli("get-graphiql")
    assert (again.code, again.out, again.err) == (
        0,
        f"GraphiQL is already in {files_folder()}\n",
        "",
    )
    broken, old = files_folder() / NAMES[0], files_folder() / "graphiql-1.0.0.js"
    broken.write_bytes(broken.read_bytes()[:-1])
    old.touch()
    mended = cli("get-graphiql")
    assert (mended.code, mended.out) == (0, f"GraphiQL is now in {files_folder()}\n")
    assert list(list_wrong(files_folder())) == []
    assert sorted(path.name for path in list_all(prefix)) == NAMES


def test_what_is_there_needs_no_npm(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all files are right npm is not asked."""
    real = Path(sys.exec_prefix) / "share" / "career-graph" / "graphiql"
    if not real.is_dir() or any(list_wrong(real)):
        pytest.skip("GraphiQL's files are not in this environment")
    shutil.copytree(real, files_folder())
    monkeypatch.setenv("PATH", "")
    assert cli("get-graphiql").code == 0


@pytest.mark.parametrize("before", [(), ("graphiql-3.8.3.js", "graphiql-1.0.0.js")])
def test_what_is_not_known_is_refused(
    cli: Cli, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: tuple[str, ...]
) -> None:
    """Tarballs with other hashes are named, nothing of them is kept, the rest stays as it was."""
    for name in before:
        files_folder().mkdir(parents=True, exist_ok=True)
        files_folder().joinpath(name).write_text("as it was", "utf-8")
    let_npm(monkeypatch, tmp_path / "bin", OTHER_TARBALLS)
    ended = cli("get-graphiql")
    assert ended.code == 4
    for package in PACKAGES:
        assert f"{package.spec} is not what it was: sha512-" in ended.err
        assert f"instead of {package.integrity}." in ended.err
    assert ended.err.endswith("3 problems; nothing was changed.\n")
    assert [path.name for path in list_all(prefix)] == sorted(before)
    assert all(path.read_text("utf-8") == "as it was" for path in list_all(prefix))


def test_what_npm_does_not_give_is_named(
    cli: Cli, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An npm that ends well without a tarball is refused too."""
    let_npm(monkeypatch, tmp_path / "bin", OTHER_TARBALLS.partition("\n")[2])
    ended = cli("get-graphiql")
    assert ended.code == 4
    assert "react@18.2.0: npm gave no react-18.2.0.tgz." in ended.err
    assert list_all(prefix) == []


def test_without_npm_it_says_so(
    cli: Cli, prefix: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without Node.js the answer is no, and says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = cli("get-graphiql")
    assert (ended.code, ended.out) == (1, "")
    assert "install Node.js" in ended.err
    assert ended.err.count("\n") == 1
    assert list_all(prefix) == []


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here")
def test_without_a_network_it_says_so(
    cli: Cli, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the real npm reaches nobody the answer is no, with npm's own reason."""
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")  # nothing listens there
    ended = cli("get-graphiql")
    assert (ended.code, ended.out) == (1, "")
    assert "npm cannot fetch GraphiQL: ECONNREFUSED" in ended.err
    assert list_all(prefix) == []


def test_a_silent_npm_is_ended(
    cli: Cli, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An npm that does not come back is not waited for."""
    let_npm(monkeypatch, tmp_path / "bin", "exec sleep 600")
    monkeypatch.setattr("api.graphiql_fetch._PATIENCE_SECONDS", 0.2)
    ended = cli("get-graphiql")
    assert ended.code == 1
    assert "npm gave nothing within" in ended.err
    assert list_all(prefix) == []


def test_npm_may_fail_without_a_reason(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What npm does not explain is said with the code that it ended with."""
    let_npm(monkeypatch, tmp_path / "bin", "exit 7")
    ended = cli("get-graphiql")
    assert ended.code == 1
    assert "it ended with 7" in ended.err


def test_a_place_that_cannot_be_had_is_named(
    cli: Cli, prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the files cannot be put the answer is no, and names the place."""
    prefix.write_text("a file", "utf-8")
    let_npm(monkeypatch, tmp_path / "bin", OTHER_TARBALLS)
    ended = cli("get-graphiql")
    assert ended.code == 1
    assert f"GraphiQL cannot be put into {prefix}" in ended.err

"""What is SQLite's own about the embedded store: its files, its faults and its URLs."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from building import asks, move, pays
from source_worlds import contents, source
from store_process import big_source

from graph.errors import SettingError, StoreError, StoreUnavailableError
from graph.stores import Change, open_store

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
LADDER = source(
    "ladder", move("agent", "lead"), move("lead", "head"), *asks("lead", "calm"), pays("lead", 1, 2)
)
CALM = source("calm", *asks("agent", "calm"))
REMEDY = "Give another file, or move this one away and load its sources again."


def url_of(path: Path) -> str:
    """The URL of an absolute path."""
    return f"sqlite:///{path}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store with one release."""
    load(tmp_path / "career.db")
    return tmp_path / "career.db"


def load(path: Path) -> None:
    """Load the ladder into a file."""
    with open_store(url_of(path)) as store:
        store.update(Change(load=(LADDER,)))


def run_sql(path: Path, *statements: str) -> None:
    """Edit a file by hand."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def _refusals(path: Path) -> Iterator[str]:
    """Yield the message with which each way to use a store is refused."""
    with open_store(url_of(path)) as store:
        change = Change(load=(CALM,))
        uses: tuple[Callable[[], object], ...] = (
            store.read_release,
            store.read,
            lambda: store.update(change),
            lambda: store.update(change, dry_run=True),
        )
        for use in uses:
            with pytest.raises(StoreError) as caught:
                use()
            yield str(caught.value)


def _write_text(path: Path) -> None:
    path.write_text("id,name_en\n" * 400, "utf-8")


def _write_noise(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 16)


def _write_other(path: Path) -> None:
    run_sql(path, "CREATE TABLE songs (title TEXT)")


def _write_other_application(path: Path) -> None:
    run_sql(path, "PRAGMA application_id = 7")


def _write_other_format(path: Path) -> None:
    load(path)
    run_sql(path, "PRAGMA user_version = 99")


def _cut(path: Path) -> None:
    load(path)
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    "write",
    [_write_text, _write_noise, _write_other, _write_other_application, _write_other_format, _cut],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, write: Callable[[Path], None]) -> None:
    """A file that is no store is refused with its path and a remedy, and stays as it was."""
    path = tmp_path / "别的 file.db"
    write(path)
    before = path.read_bytes()
    for message in _refusals(path):
        assert f"'{path}'" in message
        assert message.endswith(REMEDY)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_the_format_of_a_refused_store_is_named(path: Path) -> None:
    """A store of a later format is refused as such."""
    run_sql(path, "PRAGMA user_version = 99")
    assert all("a store of format 99" in message for message in _refusals(path))


def test_an_empty_file_is_a_store_with_nothing_in_it(tmp_path: Path) -> None:
    """An empty file is not touched by reading, and loading into it makes it a store."""
    path = tmp_path / "empty.db"
    path.touch()
    with open_store(url_of(path)) as store:
        assert store.read_release() is None
        with pytest.raises(StoreUnavailableError, match="holds nothing yet"):
            store.read()
        store.update(Change(load=(LADDER,)), dry_run=True)
        assert path.read_bytes() == b""
        assert store.update(Change(load=(LADDER,))).after.release.number == 1
        assert store.read().sources[0].name == "ladder"


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """A folder in place of the file is refused with its path."""
    for message in _refusals(tmp_path):
        assert f"'{tmp_path}'" in message
        assert "Check that the folder exists" in message


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A path that leads through a file is refused with its path."""
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "career.db"
    with open_store(url_of(path)) as store, pytest.raises(StoreUnavailableError, match="file"):
        store.update(Change(load=(LADDER,)))


@contextmanager
def _as_nobody() -> Iterator[Path]:
    """A folder that may be read and not written; root, who may do all, is someone else here."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load(folder / "career.db")
        folder.chmod(0o555)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(NOBODY)
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    """Where one may not write, loading is refused with the path and a remedy."""
    with _as_nobody() as folder:
        for path in (folder / "career.db", folder / "new.db", folder / "deeper" / "new.db"):
            with open_store(url_of(path)) as store, pytest.raises(StoreUnavailableError) as caught:
                store.update(Change(load=(CALM, LADDER)))
            assert f"'{path}'" in str(caught.value)
            assert "that you may write there" in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE moves SET \"to\" = 'agent' WHERE \"to\" = 'head'",
        "UPDATE moves SET \"to\" = 'nobody' WHERE \"to\" = 'head'",
        "UPDATE moves SET kind = 'UPWARDS'",
        "UPDATE moves SET months_low = 12",
        "UPDATE moves SET months_low = 'twelve', months_high = 12",
        "UPDATE roles SET id = NULL",
        "UPDATE roles SET name_en = x'00ff' WHERE id = 'head'",
        "UPDATE pay SET low = 9",
        "DELETE FROM skills",
        "DELETE FROM requirements",
        "DELETE FROM sources",
        "UPDATE sources SET name = 'other'",
        "INSERT INTO roles SELECT * FROM roles",
        "UPDATE release SET sha256 = 'x'",
    ],
)
def test_edited_rows_are_noticed(path: Path, statement: str) -> None:
    """A store whose rows were edited by hand is refused and says so; nothing is read from it."""
    run_sql(path, statement)
    with open_store(url_of(path)) as store, pytest.raises(StoreError) as caught:
        store.read()
    assert "something else changed them" in str(caught.value)
    assert f"'{path}'" in str(caught.value)


def test_a_fault_of_sqlite_leaves_the_old_release(path: Path) -> None:
    """Where SQLite refuses a row in the middle, the old release stands and can still be read."""
    with open_store(url_of(path)) as store:
        old = contents(store.read())
    run_sql(
        path,
        "CREATE TRIGGER fault BEFORE INSERT ON pay BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )
    with open_store(url_of(path)) as store:
        with pytest.raises(StoreError, match="no room"):
            store.update(Change(load=(CALM,)))
        assert contents(store.read()) == old


def test_a_full_disk_leaves_the_old_release(path: Path) -> None:
    """Where the disk is full in the middle, the error says so and the old release stands."""
    script = f"""
import resource, sys
from store_process import big_source
from graph.errors import StoreUnavailableError
from graph.stores import Change, open_store
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
with open_store({url_of(path)!r}) as store:
    try:
        store.update(Change(load=(big_source("big"),)))
    except StoreUnavailableError as error:
        sys.exit(str(error))
"""
    with open_store(url_of(path)) as store:
        old = contents(store.read())
        done = _run(script)
        assert "that there is room" in done.stderr
        assert done.returncode == 1
        assert contents(store.read()) == old
        assert store.update(Change(load=(big_source("big"),))).after.release.number == 2


def _run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script that may import the tests' helpers."""
    paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    return subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
        timeout=60,
    )


def test_a_store_leaves_no_file_beside_it(path: Path) -> None:
    """After an update there is one file, which can be copied."""
    assert [it.name for it in path.parent.iterdir()] == ["career.db"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///career.db", "career.db"),
        ("sqlite:///new/deep/career.db", "new/deep/career.db"),
        ("sqlite:///my data.db", "my data.db"),
        ("sqlite:///my%20data.db", "my data.db"),
        ("sqlite:///数据/职业.db", "数据/职业.db"),
        ("sqlite:///%E8%81%8C%E4%B8%9A.db", "职业.db"),
        ("sqlite:///100%25%3F%23.db", "100%?#.db"),
        ("SQLITE:///career.db", "career.db"),
    ],
)
def test_a_relative_url_names_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, name: str
) -> None:
    """Three slashes name a file from the working folder, percent-encoded or plain."""
    monkeypatch.chdir(tmp_path)
    with open_store(url) as store:
        store.update(Change(load=(LADDER,)))
        assert store.url == url
    assert (tmp_path / name).is_file()


def test_an_absolute_url_names_a_file(tmp_path: Path) -> None:
    """Four slashes name a file from the root."""
    with open_store(f"sqlite:////{str(tmp_path).removeprefix('/')}/深 a.db") as store:
        store.update(Change(load=(LADDER,)))
    assert (tmp_path / "深 a.db").is_file()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:", "names no file"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:////", "names no file"),
        ("sqlite:/career.db", "names no file"),
        ("sqlite:career.db", "names no file"),
        ("sqlite://host/career.db", "names no file"),
        ("sqlite:///career.db?mode=ro", "names no file"),
        ("sqlite:///career.db#top", "names no file"),
        ("sqlite:///a%00b.db", "names no file"),
        ("", "no known scheme"),
        ("career.db", "no known scheme"),
        ("/data/career.db", "no known scheme"),
        ("postgres://host/db", "no known scheme; write one of"),
        ("neo4j://[half", "a host that is none"),
    ],
)
def test_a_bad_url_is_refused(url: str, said: str) -> None:
    """A URL that can name no store is refused with what to write."""
    with pytest.raises(SettingError, match="write") as caught:
        open_store(url)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://neo4j:geheim@host:7687",
        "bolt://:geheim@host",
        "sqlite://a:geheim@host/career.db",
        "neo4j://neo4j:geheim\N{ACCOUNT OF}@host",
    ],
)
def test_a_password_in_a_url_is_refused(url: str) -> None:
    """A URL with a password is refused, and the message does not repeat it."""
    with pytest.raises(SettingError) as caught:
        open_store(url)
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_store_that_may_not_be_written_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store on a read-only place answers; what may be written is asked of the system."""
    path = tmp_path / "career.db"
    with open_store(url_of(path)) as store:
        written = store.update(Change(load=(source("ladder", move("agent", "lead")),))).after
    monkeypatch.setattr("graph.stores.sqlite.os.access", lambda *_: False)
    before = sorted(tmp_path.iterdir())
    with open_store(url_of(path)) as store:
        assert store.read().release == written.release
    assert sorted(tmp_path.iterdir()) == before

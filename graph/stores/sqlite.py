"""A release in a SQLite file: one SQL table for each of our tables, one transaction a change.

Beside its own columns a row has its source, and the sheet and line where it was read. Write-ahead
logging lets readers keep the old release while a new one is written: https://sqlite.org/wal.html
"""

import os
import shlex
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from ..catalog import CareerGraph, Release
from ..collector import paused_collector
from ..errors import StoreError, StoreUnavailableError
from ..records import Passage, Record
from ..sources import Source
from ..tables import TABLES, Column, Holds, Table
from .base import Change, Progress, Update, plan, say_nothing

_APPLICATION_ID = 0x43415247  # "CARG", marks our files: https://sqlite.org/pragma.html
_FORMAT = 1  # of the SQL tables; a file of another format is refused
_WAIT_SECONDS = 600.0  # how long a second load waits for the first

_SQL_TYPES = {Holds.NUMBER: "INTEGER", Holds.DECIMAL: "REAL"}
_AT_ONCE = 10_000  # rows that are read at once
_EXTRA = ("_source", "_sheet", "_row")  # `pay` has a source of its own
_REMEDY = "Give another file, or move this one away and load its sources again."

_T = TypeVar("_T")


class SQLiteStore:
    """The embedded store."""

    remote = False

    def __init__(self, path: Path, *, url: str) -> None:
        """Use the file at `path`; it need not exist before the first update."""
        self.url = url
        self._path = path

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Nothing is held open between calls."""

    def read_release(self) -> Release | None:
        """The current release, None where nothing was ever loaded."""
        with self._reading() as connection:
            return None if connection is None else _read_release(connection)

    def read(self) -> CareerGraph:
        """The current release's graph; StoreUnavailableError where nothing was ever loaded."""
        career_graph = self._find()
        if career_graph is None:
            raise StoreUnavailableError(
                f"The store {str(self._path)!r} holds nothing yet; load something into it first: "
                f"career-graph load bundled: --store {shlex.quote(self.url)}"
            )
        return career_graph

    def update(
        self, change: Change, *, dry_run: bool = False, progress: Progress = say_nothing
    ) -> Update:
        """Apply a change in one transaction; see Store.update."""
        if dry_run:
            return plan(self._find(), change)
        self.read_release()  # raises before a file of something else is touched
        # Where there is no file a change is planned first, as one that is refused must make none.
        first = None if self._exists() else plan(None, change)
        with self._connected("rwc") as connection:
            with suppress(sqlite3.OperationalError):  # locked: a later update will do it
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")  # the one writer; a second waits here
            if not _is_ours(connection, self._path):
                _create(connection)
            before = _read(connection, self._path)
            update = first if first is not None and before is None else plan(before, change)
            if update.changed:
                _write(connection, update.after, progress)
                connection.execute("COMMIT")
        return update

    def _find(self) -> CareerGraph | None:
        """The current release's graph, None where nothing was ever loaded."""
        with self._reading() as connection:
            return None if connection is None else _read(connection, self._path)

    def _exists(self) -> bool:
        with self._errors():
            return self._path.exists()

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection | None]:
        """A connection in one snapshot of the store, None where nothing was ever written."""
        if not self._exists():
            yield None
            return
        with self._connected(self._reading_mode()) as connection:
            connection.execute("BEGIN")
            yield connection if _is_ours(connection, self._path) else None

    def _reading_mode(self) -> str:
        """How to open for reading: as nobody changes it, where nobody may write it.

        A log of writes can otherwise not be read beside the file: https://sqlite.org/wal.html
        """
        writable = os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK)
        log = self._path.with_name(f"{self._path.name}-wal")
        return "rw" if writable or log.exists() else "ro&immutable=1"

    @contextmanager
    def _connected(self, mode: str) -> Generator[sqlite3.Connection]:
        """A connection in autocommit; what is not committed when it closes is undone."""
        with self._errors():
            if mode == "rwc":
                self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=_WAIT_SECONDS,
                isolation_level=None,
            )
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def _errors(self) -> Generator[None]:
        """Make the errors of SQLite and the file system ours."""
        what = f"The store {str(self._path)!r} cannot be used"
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreUnavailableError(
                f"{what}: {error}. Check that the folder exists, that you may write there, and "
                "that there is room."
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{what}: {error}. {_REMEDY}") from error


def _is_ours(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is a store, False where it is empty; StoreError for something else."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    format_ = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application, format_) == (_APPLICATION_ID, _FORMAT):
        return True
    if application == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        return False
    what = f"a store of format {format_}" if application == _APPLICATION_ID else "no store of ours"
    raise StoreError(f"The file {str(path)!r} is {what}. {_REMEDY}")


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file, inside the caller's transaction."""
    connection.execute("CREATE TABLE release (number INTEGER, created TEXT, sha256 TEXT)")
    connection.execute("CREATE TABLE sources (name TEXT, format TEXT, location TEXT, loaded TEXT)")
    for table in TABLES.values():
        columns = ", ".join((*(_declared(column) for column in table.columns), *_EXTRA))
        connection.execute(f"CREATE TABLE {table.name} ({columns})")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_FORMAT}")


def _declared(column: Column) -> str:
    return f'"{column.name}" {_SQL_TYPES.get(column.holds, "TEXT")}'


def _read_release(connection: sqlite3.Connection) -> Release | None:
    row = connection.execute("SELECT number, created, sha256 FROM release").fetchone()
    return None if row is None else Release(*row)


def _read(connection: sqlite3.Connection, path: Path) -> CareerGraph | None:
    """The stored graph; StoreError where it is not what was written."""
    release = _read_release(connection)
    if release is None:
        return None
    try:
        with paused_collector():
            sources = _read_sources(connection)
        career_graph = CareerGraph(
            sources, number=release.number, created=release.created, checked=release.sha256
        )
    except (KeyError, TypeError, ValueError) as error:  # a value or row that no loader lets through
        raise StoreError(_edited(path, f" ({error})")) from error
    if career_graph.release != release:
        raise StoreError(_edited(path))
    return career_graph


def _edited(path: Path, why: str = "") -> str:
    return (
        f"The rows of the store {str(path)!r} are not those that were loaded{why}; something else "
        f"changed them. {_REMEDY}"
    )


def _read_sources(connection: sqlite3.Connection) -> list[Source]:
    """Every source with its rows, in the order in which they were written."""
    rows: defaultdict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for table in TABLES.values():
        found: defaultdict[str, list[Any]] = defaultdict(list)
        cursor = connection.execute(f"SELECT * FROM {table.name} ORDER BY rowid")  # noqa: S608 a constant name
        while lot := cursor.fetchmany(_AT_ONCE):
            columns = list(zip(*lot, strict=True))
            for source, record in zip(columns[-3], _restore(table, columns), strict=True):
                found[source].append(record)
        for source, records in found.items():
            rows[source][table.name] = tuple(records)
    return [
        Source(
            name,
            format_,
            location,
            loaded,
            rows[name],
        )
        for name, format_, location, loaded in connection.execute(
            "SELECT name, format, location, loaded FROM sources ORDER BY rowid"
        )
    ]


def _restore(table: Table, columns: Sequence[Sequence[Any]]) -> list[Any]:
    """The records of stored columns; KeyError where a cell has none of its words.

    Record by record it would take three times as long. What a record checks when it is made is not
    checked again: rows that were changed since do not have the release's digest.
    """
    own = table.columns[:-3] if table.stated else table.columns
    fields: dict[str, Iterable[Any]] = {}
    for column, cells in zip(own, columns, strict=False):
        fields[column.field] = cells
        if column.words:
            words: dict[str | None, Any] = {word.value: word for word in column.words}
            words[None] = None
            fields[column.field] = map(words.__getitem__, cells)
    if table.stated:
        document, start, end, _source, sheet, row = columns[len(own) :]
        places = {"document": document, "start": start, "end": end, "table": sheet, "row": row}
        fields["passage"] = _fill(Passage, places, len(row))
    return _fill(table.record, fields, len(columns[-1]))


def _fill(made: type[_T], fields: Mapping[str, Iterable[Any]], count: int) -> list[_T]:
    """That many objects of a class with slots, with the values of their fields."""
    objects = [object.__new__(made) for _ in range(count)]
    for field, values in fields.items():
        put: Callable[[_T, Any], None] = getattr(made, field).__set__
        deque(map(put, objects, values), maxlen=0)
    return objects


def _write(connection: sqlite3.Connection, career_graph: CareerGraph, progress: Progress) -> None:
    """Replace everything by this graph, inside the caller's transaction."""
    release = career_graph.release
    connection.execute("DELETE FROM release")
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?)", (release.number, release.created, release.sha256)
    )
    connection.execute("DELETE FROM sources")
    connection.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?)",
        [(it.name, it.format, it.location, it.loaded) for it in career_graph.sources],
    )
    for number, table in enumerate(TABLES.values()):
        progress(f"writing {table.name}", number, len(TABLES))
        connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 a constant name
        marks = ", ".join("?" * (len(table.columns) + len(_EXTRA)))
        connection.executemany(
            f"INSERT INTO {table.name} VALUES ({marks})",  # noqa: S608 a constant name
            (
                (*table.values(record), source.name, *_place(record))
                for source in career_graph.sources
                for record in source.rows.get(table.name, ())
            ),
        )


def _place(record: Record) -> tuple[str | None, int | None]:
    """The sheet and line where a record was read, None where it keeps none."""
    passage: Passage | None = getattr(record, "passage", None)
    return (None, None) if passage is None else (passage.table, passage.row)

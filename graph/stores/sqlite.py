"""A release in a SQLite file: one SQL table for each of our tables, one transaction a change.

Beside its own columns a row has its source and the line where it was read. Write-ahead logging
lets readers keep the old release while a new one is written: https://sqlite.org/wal.html
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from ..catalog import CareerGraph, Release
from ..errors import StoreError, StoreUnavailableError
from ..records import Passage, Record
from ..sources import Source
from ..tables import TABLES, Column, Holds, Table
from .base import Change, Update, plan

_APPLICATION_ID = 0x43415247  # "CARG", marks our files: https://sqlite.org/pragma.html
_FORMAT = 1  # of the SQL tables; a file of another format is refused
_WAIT_SECONDS = 600.0  # how long a second load waits for the first

_SQL_TYPES = {Holds.NUMBER: "INTEGER", Holds.DECIMAL: "REAL"}
_EXTRA = ("source", "row")


class SQLiteStore:
    """The embedded store."""

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
        if not self._path.exists():
            return None
        with self._connected() as connection:
            return _read_release(connection)

    def read(self) -> CareerGraph:
        """The current release's graph; StoreUnavailableError where nothing was ever loaded."""
        if not self._path.exists():
            raise StoreUnavailableError(
                f"There is no store at {str(self._path)!r} yet; load something into it first: "
                f"career-graph load bundled: --store {self.url}"
            )
        with self._connected() as connection:
            connection.execute("BEGIN")  # one snapshot for all tables
            career_graph = _read(connection)
        if career_graph is None:
            raise StoreUnavailableError(
                f"The store {str(self._path)!r} is empty; load something into it first: "
                f"career-graph load bundled: --store {self.url}"
            )
        return career_graph

    def update(self, change: Change, *, dry_run: bool = False) -> Update:
        """Apply a change in one transaction; see Store.update."""
        if dry_run and not self._path.exists():
            return plan(None, change)
        with self._connected(create=True) as connection:
            connection.execute("BEGIN IMMEDIATE")  # the one writer; a second waits here
            update = plan(_read(connection), change)
            if update.changed and not dry_run:
                _write(connection, update.after)
                connection.execute("COMMIT")
            else:
                connection.execute("ROLLBACK")
        return update

    @contextmanager
    def _connected(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection in autocommit; SQLite's errors become ours."""
        try:
            if create:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            mode = "rwc" if create else "rw"
            connection = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=_WAIT_SECONDS,
                isolation_level=None,
            )
            try:
                _check_format(connection, self._path)
                yield connection
            finally:
                connection.close()
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreUnavailableError(
                f"The store {str(self._path)!r} cannot be used: {error}. "
                "Check that the folder exists and that you may write there."
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"The file {str(self._path)!r} is no career graph store: {error}. "
                "Give another file, or move this one away and load again."
            ) from error


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Set up a new file; raise StoreError for a file of something else."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    format_ = connection.execute("PRAGMA user_version").fetchone()[0]
    if (application, format_) == (_APPLICATION_ID, _FORMAT):
        return
    if application == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
        _create(connection)
        return
    what = f"of format {format_}" if application == _APPLICATION_ID else "no career graph store"
    raise StoreError(
        f"The file {str(path)!r} is {what}; give another file, or move this one away and "
        "load again."
    )


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        connection.execute("CREATE TABLE release (number INTEGER, created TEXT, sha256 TEXT)")
        connection.execute(
            "CREATE TABLE sources (name TEXT, format TEXT, location TEXT, loaded TEXT)"
        )
        for table in TABLES.values():
            columns = ", ".join((*(_declared(column) for column in table.columns), *_EXTRA))
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
    connection.execute("COMMIT")


def _declared(column: Column) -> str:
    return f'"{column.name}" {_SQL_TYPES.get(column.holds, "TEXT")}'


def _read_release(connection: sqlite3.Connection) -> Release | None:
    row = connection.execute("SELECT number, created, sha256 FROM release").fetchone()
    return None if row is None else Release(*row)


def _read(connection: sqlite3.Connection) -> CareerGraph | None:
    """The stored graph; StoreError where it is not what was written."""
    release = _read_release(connection)
    if release is None:
        return None
    rows: dict[str, dict[str, list[Any]]] = {}
    for table in TABLES.values():
        for cells in connection.execute(f"SELECT * FROM {table.name} ORDER BY rowid"):  # noqa: S608 a constant name
            source, record = _record(table, cells)
            rows.setdefault(source, {}).setdefault(table.name, []).append(record)
    sources = [
        Source(
            name,
            format_,
            location,
            loaded,
            {key: tuple(records) for key, records in rows.get(name, {}).items()},
        )
        for name, format_, location, loaded in connection.execute(
            "SELECT name, format, location, loaded FROM sources"
        )
    ]
    career_graph = CareerGraph(sources, number=release.number, created=release.created)
    if career_graph.release != release:
        raise StoreError(
            "The store's rows are not those of its release; something else changed them. "
            "Load its sources again with --fresh."
        )
    return career_graph


def _record(table: Table, cells: tuple[Any, ...]) -> tuple[str, Any]:
    """One stored row as (source, record)."""
    *values, source, row = cells
    named: dict[str, Any] = {}
    for column, value in zip(table.columns, values, strict=True):
        named[column.name] = value if value is None or not column.words else column.words(value)
    if not table.stated:
        return source, table.build(named)
    where = Passage(named["document"], named["start"], named["end"], table.name, row)
    return source, table.build(named, where)


def _write(connection: sqlite3.Connection, career_graph: CareerGraph) -> None:
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
    for table in TABLES.values():
        connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 a constant name
        marks = ", ".join("?" * (len(table.columns) + len(_EXTRA)))
        connection.executemany(
            f"INSERT INTO {table.name} VALUES ({marks})",  # noqa: S608 a constant name
            (
                (*table.cells(record).values(), source.name, _line(record))
                for source in career_graph.sources
                for record in source.rows.get(table.name, ())
            ),
        )


def _line(record: Record) -> int | None:
    passage: Passage | None = getattr(record, "passage", None)
    return None if passage is None else passage.row

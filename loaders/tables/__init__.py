"""The tables format: a folder of CSV files, or one XLSX workbook, as a Source."""

from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from graph.sources import Issue, Places, Source
from graph.tables import TABLES

from ..reading.problems import Problem
from ..reading.spelling import plain
from ..reading.workbook import list_sheets
from ..request import Request
from .csv_table import is_folder_of_tables, read_folder
from .grids import Grid
from .passages import list_passage_issues
from .rows import Rows, read_rows
from .table_book import read_book

_BEFORE_ALL_TABLES = -1
_NOTHING = "There is nothing in it yet: no table has a row below its header. Fill in roles first."


def recognises(path: Path) -> bool:
    """Whether a folder or file holds tables, by its content."""
    if path.is_dir():
        return is_folder_of_tables(path)
    return not set(TABLES).isdisjoint(list_sheets(path))


def read_tables(request: Request) -> Source:
    """Everything that the tables say, under this source name, with every issue of every table.

    Bad content is an issue, never an exception: LoadError only where there is no table to
    read at all, that is, no folder or workbook, a damaged workbook, or none with a table's name.
    """
    path, name = request.path, request.name
    grids = read_folder(request) if path.is_dir() else read_book(request)
    tables = [(grid, read_rows(grid, name)) for grid in grids.tables]
    issues = [
        Issue(name, _BEFORE_ALL_TABLES, 0, 0, stray.place, stray.message) for stray in grids.strays
    ]
    for grid, rows in tables:
        lines = {line for line, _ in grid.rows[1:]}
        issues += [_issue(name, grid, problem, lines) for problem in rows.problems]
    source = Source(
        name,
        "tables",
        location=plain(path),
        loaded=datetime.now(UTC).isoformat(timespec="seconds"),
        rows={grid.table.name: rows.records for grid, rows in tables},
        places={grid.table.name: _places(grid, rows) for grid, rows in tables},
        notes=() if any(_says_anything(*table) for table in tables) else (_NOTHING,),
        broken={
            (grid.table.name, id_): line
            for grid, rows in tables
            for id_, line in rows.broken.items()
        },
        unread=frozenset(
            grid.table.name for grid, rows in tables if grid.table.key not in (None, *rows.columns)
        ),
        rejected=tuple(grid.rejected for grid, _ in tables if grid.rejected is not None),
    )
    if request.documents is not None:
        issues += list_passage_issues(source, request.documents)
    return replace(source, issues=tuple(sorted(issues)))


def _says_anything(grid: Grid, rows: Rows) -> bool:
    """Whether a table has a row, be it a wrong one or one that was left out."""
    return bool(rows.records or rows.problems or grid.rejected)


def _places(grid: Grid, rows: Rows) -> Places:
    """Where the records of a grid stand."""
    return Places(grid.file, rows.lines, rows.columns, grid.sheet)


def _issue(source: str, grid: Grid, problem: Problem, lines: Container[int]) -> Issue:
    """The issue that a problem of a grid is; of one of its rows where it stands in these lines."""
    line, column, message, whole = problem
    table = grid.table.name
    place = Places(grid.file, (), {}, grid.sheet).place(line, column)
    row = None if whole or line not in lines else (table, line)
    return Issue(source, list(TABLES).index(table), line, column, place, message, row)

"""CSV files: a folder of them, each one table, as grids of text."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

from graph.tables import TABLES, Table

from ..reading.delimited import find_layout, is_blank
from ..reading.opening import UnreadableError, list_files, listing
from ..reading.problems import Problem, list_control_problems
from ..reading.sieve import Sieve
from ..reading.spelling import plain_name
from ..reading.texts import open_text
from ..request import Request
from .grids import Grid, Grids, Stray, gather, name_message

_ENDING = ".csv"


def is_folder_of_tables(folder: Path) -> bool:
    """Whether a CSV file in it has the name of a table."""
    try:
        return any((folder / (name + _ENDING)).is_file() for name in TABLES)
    except OSError:
        return False


def read_folder(request: Request) -> Grids:
    """The tables of a folder; files that are no CSV, hidden files and locks are left alone.

    Raises LoadError where the folder cannot be listed or holds no table.
    """
    folder = request.path
    with listing(folder):
        files = [path for path in list_files(folder) if path.name.lower().endswith(_ENDING)]
    paths = {plain_name(path)[: -len(_ENDING)]: path for path in files}
    tables = [
        read_csv(paths[name], table, request) for name, table in TABLES.items() if name in paths
    ]
    strays = [_stray(name, path) for name, path in paths.items() if name not in TABLES]
    return gather(folder, tables, strays)


def _stray(name: str, path: Path) -> Stray:
    """What is said of a CSV file that has no table's name."""
    otherwise = (
        f"name is {plain_name(path)!r}; no table has that name. The tables are "
        f"{', '.join(TABLES)}; rename the file or move it elsewhere."
    )
    return Stray(plain_name(path), name_message(name, _ENDING) or otherwise)


def read_csv(path: Path, table: Table, request: Request) -> Grid:
    """The grid of one CSV file; what cannot be read is a problem of the grid.

    Its cells are separated by commas, semicolons or tabs, whichever its header has.
    """
    sieve = Sieve(table.name, f"{table.name}{_ENDING}", request.rejects)
    rows: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    try:
        with open_text(path, request.encoding) as text:
            lines = iter(text)
            first = next(lines, "")
            layout = find_layout(first, [column.name for column in table.columns])
            layout = replace(layout, quoted=True)  # as spreadsheets have it, with tabs too
            rows.extend(sieve.read_text(chain([first], lines), layout))
    except UnreadableError as error:
        problems.append(Problem(error.line or 1, 0, str(error), whole=True))
    problems += list_control_problems(rows)
    kept = [row for row in rows if not is_blank(row[1])]
    return Grid(table, plain_name(path), None, kept, tuple(problems), sieve.rejected)

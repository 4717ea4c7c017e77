"""CSV files: a folder of them, each one table, as grids of text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from graph.errors import LoadError
from graph.tables import TABLES, Table

from .grids import (
    CONTROL,
    Grid,
    Grids,
    Problem,
    Stray,
    gather,
    is_blank,
    list_control_problems,
    name_message,
    plain,
    plain_name,
)

_ENDING = ".csv"
_CELL_CHARACTERS = 1 << 20  # of the longest cell that is read; csv's own default is 131,072
_LIMIT = Lock()  # csv.field_size_limit holds for the whole process; one reader changes it at a time
_LINE_END = re.compile(rb"\r\n|\r|\n")


def is_folder_of_tables(folder: Path) -> bool:
    """Whether a CSV file in it has the name of a table."""
    try:
        return any((folder / (name + _ENDING)).is_file() for name in TABLES)
    except OSError:
        return False


def read_folder(folder: Path) -> Grids:
    """The tables of a folder; files that are no CSV, hidden files and locks are left alone.

    Raises LoadError where the folder cannot be listed or holds no table.
    """
    try:
        files = sorted(path for path in folder.iterdir() if _is_meant(path))
    except OSError as error:
        raise LoadError(
            [f"source is {plain(folder)!r}; it cannot be listed ({error.strerror})."]
        ) from error
    paths = {plain_name(path)[: -len(_ENDING)]: path for path in files}
    tables = [read_csv(paths[name], table) for name, table in TABLES.items() if name in paths]
    strays = [_stray(name, path) for name, path in paths.items() if name not in TABLES]
    return gather(folder, tables, strays)


def _stray(name: str, path: Path) -> Stray:
    """What is said of a CSV file that has no table's name."""
    otherwise = (
        f"name is {plain_name(path)!r}; no table has that name. The tables are "
        f"{', '.join(TABLES)}; rename the file or move it elsewhere."
    )
    return Stray(plain_name(path), name_message(name, _ENDING) or otherwise)


def _is_meant(path: Path) -> bool:
    """Whether a file is meant as a table: not hidden, not an office suite's lock, a CSV."""
    return not path.name.startswith((".", "~")) and path.name.lower().endswith(_ENDING)


def read_csv(path: Path, table: Table) -> Grid:
    """The grid of one CSV file; what cannot be read is a problem of the grid."""
    grid = Grid(table, plain_name(path))
    try:
        if not path.is_file():
            return _unread(grid, Problem(1, 0, "this is not a file; put the table's CSV here."))
        data = path.read_bytes()
    except OSError as error:
        return _unread(
            grid, Problem(1, 0, f"the file cannot be read ({error.strerror}); make it readable.")
        )
    text = _decode(data, grid.file)
    return _unread(grid, text) if isinstance(text, Problem) else _parse(text, grid)


def _unread(grid: Grid, problem: Problem) -> Grid:
    return replace(grid, problems=(problem,))


def _decode(data: bytes, file: str) -> str | Problem:
    """The text of UTF-8 with or without BOM; never a guess at another encoding."""
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + len(data) - len(body)
        return _encoding_problem(data, offset, f"byte 0x{data[offset]:02x}", file)
    if "\0" in text:
        return _encoding_problem(data, data.index(0), "the NUL byte", file)
    return text


def _encoding_problem(data: bytes, offset: int, what: str, file: str) -> Problem:
    """The problem of a byte that UTF-8 text does not have, with both ways to convert the file."""
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return Problem(
        len(_LINE_END.findall(data, 0, offset)) + 1,
        0,
        f"{what} at offset {offset} is not UTF-8 text; save the table as 'CSV UTF-8' in the "
        f"spreadsheet, or convert it: iconv -f {'UTF-16' if utf_16 else 'GB18030'} -t UTF-8 "
        f"{file} > new.csv, with the encoding that it really has after -f.",
    )


def _parse(text: str, grid: Grid) -> Grid:
    """The grid with its rows; a row's line is where it starts, as an editor counts lines."""
    rows: list[tuple[int, list[str]]] = []
    problems: list[Problem] = []
    line = 1
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            for cells in reader:
                rows.append((line, cells))
                line = reader.line_num + 1
        except csv.Error as error:
            problems.append(Problem(line, 0, _csv_message(error)))
    if CONTROL.search(text) is not None:
        problems += list_control_problems(rows)
    kept = [row for row in rows if not is_blank(row[1])]
    return replace(grid, rows=kept, problems=tuple(problems))


def _csv_message(error: csv.Error) -> str:
    return (
        f"the row that starts here is not CSV ({error}), and what follows was not read; put a cell "
        "that holds a comma, a quote or a line end in double quotes, write a quote in it twice "
        f'(""), and give a cell at most {_CELL_CHARACTERS} characters.'
    )


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let csv read long cells in this block, and put its limit back afterwards."""
    with _LIMIT:
        before = csv.field_size_limit(_CELL_CHARACTERS)
        try:
            yield
        finally:
            csv.field_size_limit(before)

"""The whole graph as tables, which load back to the same release digest."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..catalog import CareerGraph
from ..sources import Source
from ..tables import TABLES, Table
from .files import check_empty, open_new_text
from .table_rows import list_rows, sort_cells
from .workbook import ENDING, write_workbook

_NO_NAME = re.compile(r"^[.-]|[/\\%]")  # what a folder's name must not begin with or hold


def write_tables(career_graph: CareerGraph, path: Path) -> list[Path]:
    """Write an XLSX workbook where the path ends so, else a folder; return the files written.

    Empty tables are written too, as their header: a template to fill.
    """
    if path.suffix.lower() == ENDING:
        return write_workbook(career_graph, path)
    return _write_folder(career_graph, path)


def _write_folder(career_graph: CareerGraph, folder: Path) -> list[Path]:
    """Write one CSV for each table and return the files written.

    Where the graph has several sources, each has a folder of its name inside `folder`, as two of
    them may each define the same thing; loaded together they are the same graph again. Rows
    stand in order of their content; lines end in CR and LF, as RFC 4180 has it: with LF alone a CR
    in a cell would not be quoted.
    Raises FileExistsError where the folder holds something already.
    """
    check_empty(folder)
    written = []
    for inside, rows in _folders(career_graph.sources, folder).items():
        for table in TABLES.values():
            path = inside / f"{table.name}.csv"
            _write(table, rows.get(table.name, ()), path)
            written.append(path)
    return written


def _folders(sources: Sequence[Source], folder: Path) -> dict[Path, Mapping[str, Sequence[Any]]]:
    """The rows that each folder gets."""
    if not sources:
        return {folder: {}}
    if len(sources) == 1:
        return {folder: list_rows(sources[0])}
    return {folder / _NO_NAME.sub(_encode, source.name): list_rows(source) for source in sources}


def _encode(match: re.Match[str]) -> str:
    """A character as in a URL."""
    return f"%{ord(match[0]):02X}"


def _write(table: Table, records: Sequence[Any], path: Path) -> None:
    """Write the CSV of a table, each row once and in order of content."""
    with open_new_text(path) as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.name for column in table.columns)
        for cells in sort_cells(table, records):
            writer.writerow("" if cell is None else cell for cell in cells)

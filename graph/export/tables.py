"""The whole graph as a tables folder, which loads back to the same release digest."""

import csv
from pathlib import Path

from ..catalog import CareerGraph
from ..tables import TABLES


def write_tables(career_graph: CareerGraph, folder: Path) -> list[Path]:
    """Write one CSV for each table and return the files written.

    Empty tables are written too, as their header: a template to fill. Lines end as RFC 4180 has
    it, in CR and LF; with LF alone a CR within a cell would not be quoted. Raises FileExistsError
    where the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(column.name for column in table.columns)
            for record in career_graph.records[table.name]:
                writer.writerow(
                    "" if value is None else value for value in table.cells(record).values()
                )
        written.append(path)
    return written

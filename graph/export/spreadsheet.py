"""A folder with nodes.csv and edges.csv, for spreadsheets and for Gephi's spreadsheet import.

UTF-8 with a byte order mark, without which Excel takes 客 for several letters; Gephi skips it
(https://github.com/gephi/gephi/issues/1815). Names are what sources say, and a spreadsheet runs
what looks like a formula: a text that begins with one of = + - @, their full-width forms, a tab or
a line end gets an apostrophe before it, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection). `unguard` takes it off again.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .files import check_empty, open_new_text
from .flat import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, FlatGraph, Value

_FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")
_GEPHI = {"id": "Id", "label": "Label"}  # as Gephi calls them; "ID" first would be SYLK to Excel

NODE_COLUMNS = ("Id", *(_GEPHI.get(name, name) for name in NODE_ATTRIBUTES))
EDGE_COLUMNS = ("Source", "Target", "Type", *(_GEPHI.get(name, name) for name in EDGE_ATTRIBUTES))
"""The columns of the two files; empty cells are what is left out."""


def write_csv(flat: FlatGraph, folder: Path) -> list[Path]:
    """Write the two files; FileExistsError where the folder holds something already.

    Lines end in CR and LF (RFC 4180); booleans are true and false.
    """
    check_empty(folder)
    nodes = (
        [id_, *(attributes.get(name) for name in NODE_ATTRIBUTES)]
        for id_, attributes in flat.nodes.items()
    )
    edges = (
        [edge.from_, edge.to, "Directed", *(edge.attributes.get(name) for name in EDGE_ATTRIBUTES)]
        for edge in flat.edges
    )
    return [
        _write(folder / "nodes.csv", NODE_COLUMNS, nodes),
        _write(folder / "edges.csv", EDGE_COLUMNS, edges),
    ]


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula; one that looks guarded is guarded again.

    >>> guard("=1+1"), guard("'=1+1"), guard("客服=1")
    ("'=1+1", "''=1+1", '客服=1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` was given.

    >>> unguard("'=1+1"), unguard("''=1+1"), unguard("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> Path:
    """Write a CSV file."""
    with open_new_text(path, encoding="utf-8-sig") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)
    return path


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return guard(value) if isinstance(value, str) else str(value)

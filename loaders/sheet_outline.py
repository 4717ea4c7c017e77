"""What calamine does not tell of a sheet, read from the workbook's own XML.

calamine makes a sheet a full rectangle before one can ask for its size, which ends the process
where two cells stand far apart (https://github.com/tafia/calamine/issues/693), and gives a cell
that holds an error as an empty one (https://github.com/dimastbk/python-calamine/issues/105).

Everything here raises what zipfile and ElementTree raise for a damaged workbook, or a ValueError.
The standard parser is safe for it: Expat since 2.4.1 stops entity bombs, and it opens no files.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Outline:
    """The last row and column with content, from 1, and what is wrong with cells.

    `faults` maps (row, column) to a sentence for each cell that has an error or no value.
    """

    rows: int
    columns: int
    faults: Mapping[tuple[int, int], str]


def list_parts(package: ZipFile) -> dict[str, str]:
    """The part of the package that holds each sheet, by the sheet's name."""
    targets = {
        relation.attrib["Id"]: posixpath.normpath(posixpath.join("/xl", relation.attrib["Target"]))
        for relation in _parse(package, "xl/_rels/workbook.xml.rels")
    }
    return {
        element.attrib["name"]: targets[_relation(element)].lstrip("/")
        for element in _parse(package, "xl/workbook.xml").iter()
        if _tag(element) == "sheet"
    }


def read_outline(package: ZipFile, part: str) -> Outline:
    """The outline of the sheet that a part holds."""
    rows = columns = 0
    faults = {}
    for row, column, element in _list_cells(package, part):
        rows, columns = max(rows, row), max(columns, column)
        fault = _find_fault(element)
        if fault is not None:
            faults[row, column] = fault
    return Outline(rows, columns, faults)


def _list_cells(package: ZipFile, part: str) -> Iterator[tuple[int, int, ET.Element]]:
    """Yield row, column and element of each cell that is not blank.

    A reference may be left out; the cell then follows the one before it (ECMA-376-1, 18.3.1.4).
    """
    row = column = 0
    with package.open(part) as stream:
        for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 - safe
            tag = _tag(element)
            if tag == "row" and event == "start":
                row, column = int(element.get("r", row + 1)), 0
            elif tag == "row":
                element.clear()
            elif tag == "c" and event == "end":
                row, column = _position(element.get("r"), row, column + 1)
                if len(element) > 0:
                    yield row, column, element


def _find_fault(element: ET.Element) -> str | None:
    """What is wrong with a cell: it holds an error, or a formula that nothing has computed.

    A formula that gives an empty text has the type `str`, so it is known from one without a value.
    """
    texts = {_tag(child): child.text or "" for child in element}
    kind, value = element.get("t"), texts.get("v", "")
    if kind == "e":
        return f"cell is {value!r}, an error; mend its formula, or clear it."
    if "f" in texts and not value and kind != "str":
        return (
            f"cell is the formula {texts['f']!r}, and the file has no value of it; open and save "
            "the workbook in a spreadsheet, or type the value."
        )
    return None


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column from 1 of a reference such as `B14`; those given where there is none."""
    if reference is None:
        return row, column
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(f"{reference!r} is not a cell")
    column = 0
    for letter in match[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _parse(package: ZipFile, part: str) -> ET.Element:
    return ET.fromstring(package.read(part))  # noqa: S314 - safe


def _relation(element: ET.Element) -> str:
    """The relation id of a sheet; its namespace differs between the strict and the usual format."""
    for name, value in element.attrib.items():
        if name.endswith("}id"):
            return value
    raise ValueError("a sheet has no part")


def _tag(element: ET.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]

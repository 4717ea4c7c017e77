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
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import ZipFile

from .package import parse_part

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_LETTERS = 26

MOST_CELLS = 8_000_000
"""Cells of a sheet's full rectangle that are read, at 32 bytes each in calamine.

The largest sheet of O*NET, that of work context, has 4.8 million.
"""

_MOST_FAULTS = 100_000
_MOST_MERGED = 100_000  # areas of merged cells
_PIECE = 1 << 20  # bytes of a sheet that are looked at together
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_ANY_CELL = re.compile(rb"<c[\s/>]")
_NOT_PLAIN = tuple(
    re.compile(mark)
    for mark in (rb"<!", rb"&#", rb"<f[\s/>]", rb":[cf][\s/>]", rb"""t\s*=\s*["']e["']""")
)
"""Comments, escapes, formulas, prefixes, and the type of cells that hold an error."""

_CONTENTS = frozenset(("f", "v", "is"))  # what stands in a cell that is not blank


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
        for relation in parse_part(package, "xl/_rels/workbook.xml.rels")
    }
    return {
        element.attrib["name"]: targets[_relation(element)].lstrip("/")
        for element in parse_part(package, "xl/workbook.xml").iter()
        if _tag(element) == "sheet"
    }


def read_outline(package: ZipFile, part: str) -> Outline:
    """The outline of the sheet that a part holds; of a plain one, blank cells count too."""
    with package.open(part) as stream:
        plain = _read_plain(stream)
    if plain is not None:
        return plain
    reader = _OutlineReader()
    with package.open(part) as stream:
        reader.parser.ParseFile(stream)
    return Outline(reader.rows, reader.columns, reader.faults)


def _read_plain(stream: IO[bytes]) -> Outline | None:
    """The outline of a sheet of values as most writers write it, without parsing it; else None.

    It is one where every cell begins with its reference, and nothing is an error, a formula or
    hidden from this search in a comment or behind a prefix. Five times as fast.
    """
    rows, letters, merged = 0, set[bytes](), 0
    for piece in _list_pieces(stream):
        merged += piece.count(b"mergeCell ")
        if merged > _MOST_MERGED or any(mark.search(piece) for mark in _NOT_PLAIN):
            return None
        cells = _PLAIN_CELL.findall(piece)
        if len(cells) != len(_ANY_CELL.findall(piece)):
            return None
        rows = max(rows, *map(int, {row for _, row in cells}), 0)
        letters.update(column for column, _ in cells)
    columns = max((_number(column.decode()) for column in letters), default=0)
    return Outline(rows, columns, {}) if 0 < rows * columns <= MOST_CELLS else None


def _list_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of some XML in pieces that end where a tag begins, so that none is cut."""
    rest = b""
    while block := stream.read(_PIECE):
        piece = rest + block
        cut = piece.rfind(b"<")
        yield piece[:cut] if cut > 0 else b""
        rest = piece[max(cut, 0) :]
    yield rest


class _OutlineReader:
    """Looks a sheet's XML over as fast as Python can: there may be a million cells.

    Only start tags are looked at; texts too within a cell that has an error or a formula.
    """

    def __init__(self) -> None:
        self.rows = self.columns = self._merged = 0
        self.faults: dict[tuple[int, int], str] = {}
        self._row = self._column = 0
        self._row_text = ""
        self._known: dict[str, int] = {}  # columns by their letters
        self._tags: dict[str, str] = {}  # names without their prefix
        self._kind = ""
        self._blank = True
        self._texts: dict[str, str] = {}
        self._inside = ""
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: list[str]) -> None:
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._row, self._column = int(_find(attributes, "r") or self._row + 1), 0
            self._row_text = str(self._row)
        elif tag == "mergeCell":
            self._merged += 1
            if self._merged > _MOST_MERGED:
                raise ValueError(f"more than {_MOST_MERGED} areas of merged cells")
        elif self._column and tag in _CONTENTS:
            if self._blank:
                self._blank = False
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)
            if self._kind == "e" or tag == "f":
                self._watch()
            self._inside = tag

    def _start_cell(self, attributes: list[str]) -> None:
        """Go to a cell; where a reference is left out it follows the one before it.

        ECMA-376-1, 18.3.1.4
        """
        self._kind = _find(attributes, "t") or ""
        self._blank = True
        first = attributes[:2]  # where every writer has it
        reference = first[1] if first[:1] == ["r"] else _find(attributes, "r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.removesuffix(self._row_text)
            column = None if letters == reference else self._known.get(letters)
            if column is None:
                self._row, column = read_reference(reference)
                if letters != reference:  # else each would be kept
                    self._known[letters] = column
            self._column = column

    def _watch(self) -> None:
        """Take in the texts of this cell, until it ends."""
        self.parser.CharacterDataHandler = self._take
        self.parser.EndElementHandler = self._end

    def _take(self, text: str) -> None:
        self._texts[self._inside] = self._texts.get(self._inside, "") + text

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "c":
            self._inside = ""
            return
        fault = _find_fault(self._kind, self._texts)
        if fault is not None:
            self.faults[self._row, self._column] = fault
            if len(self.faults) > _MOST_FAULTS:
                raise ValueError(f"more than {_MOST_FAULTS} cells of a sheet have no value")
        self._texts = {}
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None


def _find(attributes: list[str], name: str) -> str | None:
    """The value of an attribute, None where there is none; they are listed as name, value."""
    if name not in attributes:
        return None
    return dict(zip(attributes[::2], attributes[1::2], strict=True)).get(name)


def _find_fault(kind: str, texts: Mapping[str, str]) -> str | None:
    """What is wrong with a cell: it holds an error, or a formula that nothing has computed.

    A formula that gives an empty text has the type `str`, so it is known from one without a value.
    """
    value = texts.get("v", "")
    if kind == "e":
        return f"cell is {value!r}, an error; mend its formula, or clear it."
    if not value and kind != "str":
        return (
            f"cell is the formula {texts.get('f', '')!r}, and the file has no value of it; open "
            "and save the workbook in a spreadsheet, or type the value."
        )
    return None


def read_reference(reference: str) -> tuple[int, int]:
    """Row and column from 1 of a reference such as `B14`."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(f"{reference!r} is not a cell")
    return int(match[2]), _number(match[1])


def _number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column


def _relation(element: ET.Element) -> str:
    """The relation id of a sheet; its namespace differs between the strict and the usual format."""
    for name, value in element.attrib.items():
        if name.endswith("}id"):
            return value
    raise ValueError("a sheet has no part")


def _tag(element: ET.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]

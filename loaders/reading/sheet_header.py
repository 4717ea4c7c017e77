"""The first row of a sheet, without reading the rest: what tells which table a sheet is.

calamine parses a whole sheet before it gives a row of it, which takes a second for a large one.

Everything here raises what zipfile and ElementTree raise for a damaged workbook, or a ValueError.
"""

from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_STRINGS = "xl/sharedStrings.xml"
_SHARED, _INLINE = "s", "inlineStr"  # types of cells whose text is elsewhere, and within
_MOST_ELEMENTS = 1_000_000  # of a row or a text, some hundred bytes each
_DEEPEST = 100  # elements within one another
_PHONETIC = "rPh"  # how a text is pronounced, which is no part of it


def read_first_rows(package: ZipFile, parts: Mapping[str, str]) -> dict[str, list[str]]:
    """The texts of the first row that has any, by sheet; `parts` holds each sheet's part.

    The texts are trimmed; blank cells are left out.
    """
    rows = {name: _read_row(package, part) for name, part in parts.items()}
    wanted = {int(text) for row in rows.values() for shared, text in row if shared}
    strings = dict(_list_strings(package, wanted)) if wanted else {}
    return {
        name: [
            cell
            for shared, text in row
            if (cell := (strings.get(int(text), "") if shared else text).strip())
        ]
        for name, row in rows.items()
    }


def _read_row(package: ZipFile, part: str) -> list[tuple[bool, str]]:
    """(whether it is the number of a shared text, text) of each cell of the first row with any."""
    row: list[tuple[bool, str]] = []
    with package.open(part) as stream:
        for element in _list_elements(stream, "row"):
            for cell in filter(_is_cell, element):
                kind = cell.get("t")
                text = _text(cell, "t" if kind == _INLINE else "v")
                row += [(kind == _SHARED, text)] if text else []
            if row:
                break
    return row


def _list_strings(package: ZipFile, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yield number and text of each of these shared texts; those after the last are not read."""
    number, last = 0, max(wanted)
    with package.open(_STRINGS) as stream:
        for element in _list_elements(stream, "si"):
            if number in wanted:
                yield number, _text(element, "t")
            if number == last:
                return
            number += 1


def _list_elements(stream: IO[bytes], wanted: str) -> Iterator[ET.Element]:
    """Yield the elements of that tag; only one is held at a time, and none that is vast or deep."""
    above: list[ET.Element] = []
    size = outer = 0  # elements within a wanted one; how deep that stands
    # Safe, as sheet_outline says.
    for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314
        if event == "start":
            above.append(element)
            size += 1
            if not outer and _tag(element) == wanted:
                size, outer = 0, len(above)
            if size > _MOST_ELEMENTS or len(above) > _DEEPEST:
                raise ValueError(f"a {wanted} has too many parts")
        else:
            if len(above) == outer:
                yield element
                outer = 0
            above.pop()
            if above and not outer:
                above[-1].clear()
                size = 0


def _text(element: ET.Element, tag: str) -> str:
    """The text of the elements of that tag, one after the other."""
    if _tag(element) == tag:
        return element.text or ""
    return "".join(_text(child, tag) for child in element if _tag(child) != _PHONETIC)


def _is_cell(element: ET.Element) -> bool:
    """Whether it is a cell of a row."""
    return _tag(element) == "c"


def _tag(element: ET.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]

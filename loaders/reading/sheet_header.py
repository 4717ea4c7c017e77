"""The first row of a sheet, without reading the rest: what tells which table a sheet is.

calamine parses a whole sheet before it gives a row of it, which takes a second for a large one.

Everything here raises what zipfile and ElementTree raise for a damaged workbook, or a ValueError.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_STRINGS = "xl/sharedStrings.xml"
_SHARED, _INLINE = "s", "inlineStr"  # types of cells whose text is elsewhere, and within
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
        for _, element in ET.iterparse(stream):  # noqa: S314 - safe, as sheet_outline says
            tag = _tag(element)
            if tag == "c":
                kind = element.get("t")
                text = _text(element, "t" if kind == _INLINE else "v")
                row += [(kind == _SHARED, text)] if text else []
            elif tag == "row":
                if row:
                    break
                element.clear()
    return row


def _list_strings(package: ZipFile, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """Yield number and text of each of these shared texts; those after the last are not read."""
    number, last = 0, max(wanted)
    with package.open(_STRINGS) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314 - safe, as sheet_outline says
            if _tag(element) == "si":
                if number in wanted:
                    yield number, _text(element, "t")
                if number == last:
                    return
                number += 1
                element.clear()


def _text(element: ET.Element, tag: str) -> str:
    """The text of the elements of that tag, one after the other."""
    if _tag(element) == tag:
        return element.text or ""
    return "".join(_text(child, tag) for child in element if _tag(child) != _PHONETIC)


def _tag(element: ET.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]

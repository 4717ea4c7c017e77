"""How cells show their numbers, where that is more than the number: 0007, 2654.10, P3, 2024-05.

calamine gives numbers without their format; a person means what the cell shows.

Everything here raises what zipfile and ElementTree raise for a damaged workbook, or a ValueError.
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from .package import parse_part
from .sheet_outline import read_reference

Format = Callable[[str], str]
"""From the text of a number or a date to what its cell shows."""

_STYLES = "xl/styles.xml"
_LITERAL = r'((?:"[^"]*"|\\.)*)'
_ZEROS = re.compile(rf"{_LITERAL}(0+)(?:\.(0+))?(%?){_LITERAL}")
_ASIDE = re.compile(r"\[(\$-[^\]]*|[A-Za-z]+\d*)\]")  # a language, a colour
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN = {2: "0.00", 9: "0%", 10: "0.00%", 17: "mmm-yy"}
_BUILT_IN |= dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')  # as Excel in Chinese has them
"""The formats that no workbook spells out, by number: ECMA-376-1, 18.8.30."""


def list_formats(package: ZipFile, part: str) -> dict[tuple[int, int], Format]:
    """The formats of a sheet's cells that show more than their number, by (row, column)."""
    styles = _read_styles(package)
    if not styles:
        return {}
    formats = {}
    with package.open(part) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314 - safe, as sheet_outline says
            tag = _tag(element)
            if tag == "c":
                shown = styles.get(element.get("s", ""))
                reference = element.get("r")
                if shown is not None and reference:
                    formats[read_reference(reference)] = shown
            elif tag == "row":
                element.clear()
    return formats


def find_format(code: str) -> Format | None:
    """What a format makes of a text, None where it shows the number itself, or is another.

    >>> find_format("0000")("110"), find_format('"P"0')("3"), find_format("yyyy-mm")("2024-05-01")
    ('0110', 'P3', '2024-05')
    """
    first = _ASIDE.sub("", code.partition(";")[0])
    zeros = _ZEROS.fullmatch(first)
    if zeros is not None:
        before, whole, part, percent, after = zeros.groups(default="")
        if first == "0":
            return None
        return partial(
            _fill,
            before=_unquote(before),
            width=len(whole),
            places=len(part),
            after=percent + _unquote(after),
        )
    letters = set(_NO_LETTERS.sub("", first).lower()) & set("ymdhs")
    if "y" in letters and not letters & set("dhs"):
        return partial(_cut, parts=2 if "m" in letters else 1)
    return None


def _fill(text: str, *, before: str, width: int, places: int, after: str) -> str:
    """A number with the zeros, the decimals and the words that its cell shows."""
    try:
        number = Decimal(text) * (100 if after.startswith("%") else 1)
    except InvalidOperation:
        return text
    whole, _, part = (
        f"{abs(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)):f}".partition(".")
    )
    sign = "-" if number < 0 else ""
    return f"{sign}{before}{whole.zfill(width)}{'.' if places else ''}{part}{after}"


def _cut(text: str, *, parts: int) -> str:
    """The year, or the year and the month, of a date."""
    return "-".join(text.split("-")[:parts])


def _unquote(literal: str) -> str:
    """The words of a format without their quotes."""
    return re.sub(r'"([^"]*)"|\\(.)', lambda it: it[1] or it[2] or "", literal)


def _read_styles(package: ZipFile) -> Mapping[str, Format]:
    """The formats that show more than a number, by the number of the style that cells name."""
    if _STYLES not in package.namelist():
        return {}
    root = parse_part(package, _STYLES)
    codes = dict(_BUILT_IN)
    for element in root.iter():
        if _tag(element) == "numFmt" and "numFmtId" in element.attrib:
            codes[int(element.attrib["numFmtId"])] = element.get("formatCode", "")
    cells = next((it for it in root if _tag(it) == "cellXfs"), ())
    shown = {
        str(style): find_format(codes.get(int(element.get("numFmtId", "0")), ""))
        for style, element in enumerate(cells)
    }
    return {style: format_ for style, format_ in shown.items() if format_ is not None}


def _tag(element: ET.Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]

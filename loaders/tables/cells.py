"""Cells: the value that a cell's text means, by what its column holds."""

import math
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from graph.errors import RecordError
from graph.records import Education
from graph.tables import ID, MOST, Column, Holds
from graph.words import WORDS

from ..reading.spelling import find_nearest, shorten
from .amounts import find_remedy

Value = str | int | float | StrEnum

_DIGITS = len(str(MOST))
_NUMBER = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}([,' _][0-9]{3})+")
_ERRORS = frozenset(
    ("#CALC!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#VALUE!")
)
"""What spreadsheets write for a formula that failed, in CSV too."""
_LEVELS = {WORDS[level][0]: level for level in Education}
"""The levels of education in Chinese, which no target is."""


def read_cell(column: Column, text: str) -> Value:
    """The value of a trimmed cell that is not empty; RecordError where it holds something else."""
    if text in _ERRORS:
        raise _error(column, text, "this is a spreadsheet's error; mend its formula, or clear it")
    if column.name == "target" and text in _LEVELS:
        raise _error(column, text, f"write it as {_LEVELS[text]}")
    return _READERS[column.holds](column, text)


def _error(column: Column, text: str, remedy: str) -> RecordError:
    return RecordError(column.name, shorten(text), remedy)


def _read_text(_column: Column, text: str) -> str:
    """A text; its line ends are line feeds, whatever system it was typed on."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_id(column: Column, text: str) -> str:
    """An id: lower-case ASCII words joined by hyphens."""
    if ID.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", text).lower()
    mended = "-".join(re.findall(r"[a-z0-9]+", folded))
    such = f"write {shorten(mended)!r}" if mended else "such as 'phone-agent'"
    raise _error(column, text, f"an id is lower-case ASCII words joined by hyphens: {such}")


def _read_word(column: Column, text: str) -> StrEnum:
    """A member of the column's enumeration, spelled exactly."""
    words = column.words or StrEnum
    try:
        return words(text)
    except ValueError:
        chinese = {WORDS[word][0]: word for word in words if word in WORDS}
        near = chinese.get(text) or find_nearest(text, words)
        meant = "" if near is None else f"did you mean {str(near)!r}? "
        give = "give" if near is None else "Give"
        raise _error(column, text, f"{meant}{give} one of {', '.join(words)}") from None


def _read_number(column: Column, text: str) -> int:
    """A whole number between the column's least and the largest Int of GraphQL."""
    if not _NUMBER.fullmatch(text):
        raise _error(column, text, _whole_remedy(column, text))
    digits = text.lstrip("0") or "0"
    if len(digits) > _DIGITS or int(digits) > MOST:
        raise _error(column, text, f"give a number that is not above {MOST}")
    if int(digits) < column.least:
        raise _error(column, text, f"give a whole number, {column.least} or more")
    return int(digits)


def _whole_remedy(column: Column, text: str) -> str:
    """How to mend a text that is no whole number; only suggests what it plainly meant."""
    typed = _plain_digits(text)
    if _THOUSANDS.fullmatch(typed):
        typed = re.sub("[^0-9]", "", typed)
    whole = re.sub(r"\.0+$", "", typed)
    if _NUMBER.fullmatch(whole):
        return f"type it as {shorten(whole)}, in plain digits"
    if (remedy := find_remedy(column.name, typed)) is not None:
        return remedy
    negative = "it must not be negative; " if whole.startswith("-") else ""
    return f"{negative}give a whole number, {column.least} or more"


def _read_decimal(column: Column, text: str) -> float:
    """A number, 0 or more, with a point before its fraction."""
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    typed = _plain_digits(text).replace(",", ".")
    if _DECIMAL.fullmatch(typed) and typed != text:
        raise _error(column, text, f"type it as {shorten(typed)}, in plain digits")
    negative = "it must not be negative; " if typed.startswith("-") else ""
    raise _error(column, text, f"{negative}give a number, 0 or more, such as 0.75")


def _plain_digits(text: str) -> str:
    """The text with full-width characters made plain and any minus sign made a hyphen."""
    return unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()


_READERS: dict[Holds, Callable[[Column, str], Value]] = {
    Holds.ID: _read_id,
    Holds.TEXT: _read_text,
    Holds.NUMBER: _read_number,
    Holds.DECIMAL: _read_decimal,
    Holds.WORD: _read_word,
}

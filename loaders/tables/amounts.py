"""Amounts as people write them, such as 1.5年, 12–24个月 or 1.2万: how to type each as a number.

Nothing is converted: the person sees what is meant, and types it.
"""

import re
from fractions import Fraction

_FIGURE = r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十半])"
_WORDS = {word: Fraction(value) for value, word in enumerate("一二三四五六七八九十", 1)}
_WORDS |= {"两": Fraction(2), "半": Fraction(1, 2)}

_MONTHS = {"个月": 1, "月": 1, "个": 1, "months": 1, "month": 1, "m": 1}
_MONTHS |= {"年": 12, "years": 12, "year": 12, "y": 12, "": 1}
_MONEY = {"万": 10_000, "万元": 10_000, "w": 10_000, "千": 1_000, "千元": 1_000, "k": 1_000}
_MONEY |= {"元": 1, "块": 1, "rmb": 1, "cny": 1, "yuan": 1, "": 1}
_UNITS = {"months_low": _MONTHS, "months_typical": _MONTHS, "months_high": _MONTHS}
_UNITS |= {"lead_months": _MONTHS, "experience_low": _MONTHS, "experience_high": _MONTHS}
_UNITS |= {"low": _MONEY, "high": _MONEY}
"""How many of what the column counts each unit is, by the column's name."""

_AROUND = re.compile(r"^(?:[约≥~¥￥$]|大约|至少|最少|不少于)+|(?:[+起]|左右|以上)+$")
_RANGE = re.compile(r"[-–—~～至到]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")


def find_remedy(column: str, typed: str) -> str | None:
    """What to do about a text that is no number; None where it is no amount of this column.

    >>> find_remedy("months_low", "1.5年"), find_remedy("low", "1.2万")
    ('type it as 18, without a unit', 'type it as 12000, without a unit')
    """
    if _DATE.fullmatch(typed):
        return (
            "this is a date, which spreadsheets make of 1-2 or 1/2; format the cell as a number "
            "and type it again"
        )
    units = _UNITS.get(column)
    if units is None:
        return None
    text = re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})|\s", "", typed.casefold())
    ends = _RANGE.split(text)
    if len(ends) == len(("low", "high")) and all(ends):
        return _split(column, units, *ends)
    bare = _AROUND.sub("", text)
    amount = _read(units, bare)
    if amount is None:
        return "give whole months: 1.5 years are 18" if _is_part(units, bare) else None
    return f"type it as {amount}, without {'a unit' if bare == text else 'what stands around it'}"


def _split(column: str, units: dict[str, int], first: str, last: str) -> str | None:
    """What to do about a range, of which only the last may have a unit."""
    high = _read(units, last)
    unit = re.sub(_FIGURE, "", last)
    low = _read(units, first if re.sub(_FIGURE, "", first) else first + unit)
    if low is None or high is None:
        return None
    columns = re.sub("(low|typical|high)$", "", column)
    if columns == column:
        return None
    return f"this is a range: type {low} in {columns}low and {high} in {columns}high"


def _read(units: dict[str, int], text: str) -> int | None:
    """The whole number that an amount is; 一年半 is one and a half."""
    match = re.fullmatch(rf"{_FIGURE}(.*?)(半?)", text)
    if match is None or match[2] not in units:
        return None
    figure = _WORDS[match[1]] if match[1] in _WORDS else Fraction(match[1])
    amount = (figure + Fraction(bool(match[3]), 2)) * units[match[2]]
    return int(amount) if amount.denominator == 1 else None


def _is_part(units: dict[str, int], text: str) -> bool:
    """Whether a text is a number of months with a fraction."""
    return units is _MONTHS and re.fullmatch(r"[0-9]+\.[0-9]+(个?月)?", text) is not None

"""Codes of O*NET: which SOC they extend, and the ids that things get from them."""

import re
from collections.abc import Iterable

_OCCUPATION = re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}")
_ELEMENT = re.compile(r"[0-9](\.[A-Za-z0-9]+)*")
_COMMODITY = re.compile(r"[0-9]{8}")
_WHOLE = ".00"  # how the code of an occupation ends that is all of a SOC occupation
_OLDER = ("15-10", "15-11", "31-10")
"""How codes of earlier SOCs begin, and none of 2018, which numbered computing and care anew.

https://www.bls.gov/soc/2018/
"""


def is_occupation(code: str) -> bool:
    """Whether a text is an O*NET-SOC code."""
    return _OCCUPATION.fullmatch(code) is not None


def is_element(code: str) -> bool:
    """Whether a text is a place in the outline of the content model."""
    return _ELEMENT.fullmatch(code) is not None


def is_commodity(code: str) -> bool:
    """Whether a text is the code of a commodity in UNSPSC."""
    return _COMMODITY.fullmatch(code) is not None


def to_id(code: str, scheme: str = "") -> str:
    """The id of what has a code in O*NET, or in another scheme that it uses.

    >>> to_id("11-1011.00"), to_id("2.A.1.a"), to_id("43232202", "unspsc")
    ('onet-11-1011-00', 'onet-2-a-1-a', 'onet-unspsc-43232202')
    """
    prefix = f"onet-{scheme}-" if scheme else "onet-"
    return prefix + code.lower().replace(".", "-")


def to_soc(code: str) -> tuple[str, bool]:
    """The SOC code that an O*NET-SOC code extends, and whether the occupation is all of it.

    >>> to_soc("11-3031.00"), to_soc("11-3031.01")
    (('11-3031', True), ('11-3031', False))
    """
    return code[: -len(_WHOLE)], code.endswith(_WHOLE)


def to_whole(code: str) -> str:
    """The occupation that is all of the SOC occupation which this one is a part of, or is."""
    return code[: -len(_WHOLE)] + _WHOLE


def are_of_2018(codes: Iterable[str]) -> bool:
    """Whether codes extend those of SOC 2018, as O*NET-SOC 2019 does, and not of an earlier SOC."""
    return not any(code.startswith(_OLDER) for code in codes)

"""How a name that people type becomes a GraphQL Ref; the command line and notebooks share it."""

from collections.abc import Iterable
from typing import Any

SCHEMES = (
    "esco",
    "isco-08",
    "onet-soc",
    "onet-soc-2010",
    "soc-2010",
    "soc-2018",
    "nace-2",
    "csco-2022",
    "ddat",
)
"""The schemes of codes; a name that starts with one and a colon is a code."""


def to_ref(name: str) -> dict[str, Any]:
    """The Ref that a name means: an id, any name in any language, or scheme:code.

    >>> to_ref("客服总监"), to_ref("isco-08:4222")
    ({'name': '客服总监'}, {'code': {'scheme': 'isco-08', 'code': '4222'}})
    """
    scheme, colon, code = name.partition(":")
    if colon and scheme.strip().lower() in SCHEMES:
        return {"code": {"scheme": scheme.strip().lower(), "code": code.strip()}}
    return {"name": name}


def to_refs(names: Iterable[str] | None) -> list[dict[str, Any]]:
    """The Refs that several names mean."""
    return [to_ref(name) for name in names or ()]

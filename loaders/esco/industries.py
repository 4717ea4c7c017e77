"""The industries that ESCO 1.2 names with an occupation: NACE codes, written as addresses."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.records import Code, EntityKind, Industry

_SEPARATOR = re.compile(r"[\s,;|]+")
_URI = re.compile(r"https?://\S+/nace2(?:\.([0-9]))?/(?:([A-Z])|[A-Z]?([0-9]{2})\.?([0-9]{0,2}))")


class Nace(NamedTuple):
    """A NACE code: its revision, such as 2 or 2.1, and the code as NACE writes it."""

    revision: str
    code: str

    @property
    def id(self) -> str:
        """The industry's id; ESCO's own, as the name that others give it is not known here."""
        return f"esco-nace-{self.revision}-{self.code}".lower().replace(".", "-")

    @property
    def industry(self) -> Industry:
        """The industry, under its code for a name: ESCO gives no other."""
        return Industry(id=self.id, name_en=f"NACE Rev. {self.revision} {self.code}")

    @property
    def row(self) -> Code:
        """The code, in the scheme of its revision: `nace-2`, `nace-2-1`."""
        scheme = f"nace-{self.revision}".replace(".", "-")
        return Code(kind=EntityKind.INDUSTRY, id=self.id, scheme=scheme, code=self.code)


def read_nace(cell: str) -> Iterator[Nace | None]:
    """Yield each code of a cell; None for what is none.

    >>> list(read_nace("http://data.europa.eu/ux2/nace2.1/9031"))
    [Nace(revision='2.1', code='90.31')]
    """
    for address in filter(None, _SEPARATOR.split(cell)):
        match = _URI.fullmatch(address)
        if match is None:
            yield None
            continue
        minor, section, division, rest = match.groups()
        code = section or (f"{division}.{rest}" if rest else division)
        yield Nace("2" if minor is None else f"2.{minor}", code)

"""Reads the tables of crosswalks: which codes of two classifications are joined."""

import re
from functools import partial

from graph.records import CodeRelation

from ..esco.concepts import to_id
from ..published import PublishedTable
from ..reading.spelling import shorten
from .links import Links

MATCHES, REVISIONS, PUBLISHED_REVISIONS, GROUPS = "matches", "revisions", "published", "groups"
FILES = {
    MATCHES: ("concept_uri", "onet_code", "confidence"),
    REVISIONS: ("soc2010_code", "soc2019_code"),
    PUBLISHED_REVISIONS: ("O*NET-SOC 2010 Code", "O*NET-SOC 2019 Code"),
    GROUPS: ("soc2010_code", "isco08_code"),
}
"""The columns of each kind of table."""

_FORMS = {
    "11-1011.00": re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}"),
    "11-1011": re.compile(r"[0-9]{2}-[0-9]{4}"),
    "1112": re.compile(r"[0-9]{1,4}"),
}
"""The codes of O*NET-SOC, SOC and ISCO-08, by one that is such."""
_ONET, _SOC, _ISCO = _FORMS
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_OCCUPATION = "/esco/occupation/"

_SURE = 1.0
"""The confidence from which a match may be close; the publisher has 0.5, 1 and 2.

https://github.com/nestauk/mapping-career-causeways/tree/main/supplementary_online_data
"""

_MOST_JOINED = 100  # codes that one is joined to, as chains multiply; 37 in the published tables
_AGAIN = "it says what a row before it says"


class Tables:
    """What the tables join.

    `matches` are addresses of ESCO's occupations and O*NET-SOC 2010, `revisions` O*NET-SOC 2010 and
    2019, `groups` SOC 2010 and ISCO-08.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.matches = Links()
        self.revisions = Links()
        self.groups = Links()

    def read(self, kind: str, table: PublishedTable) -> None:
        """Take over the rows of a table."""
        left, right, *_ = FILES[kind]
        if kind == MATCHES:
            self._read_matches(table)
        elif kind == GROUPS:
            self._read_codes(table, (left, _SOC), (right, _ISCO))
        else:
            self._read_codes(table, (left, _ONET), (right, _ONET))

    def _read_matches(self, table: PublishedTable) -> None:
        """Which occupation of O*NET is the best match of one of ESCO, and how sure that is."""
        for line, (uri, code, confidence) in table.read(*FILES[MATCHES]):
            complain = partial(table.complain, line)
            if _OCCUPATION not in uri or to_id(uri) is None:
                message = f"concept_uri is {shorten(uri)!r}; give that of an occupation of ESCO."
                complain("concept_uri", message)
            elif not _FORMS[_ONET].fullmatch(code):
                complain(
                    "onet_code", f"onet_code is {shorten(code)!r}; give one such as {_ONET!r}."
                )
            elif not _NUMBER.fullmatch(confidence):
                message = f"confidence is {shorten(confidence)!r}; give a number, such as 1.0."
                complain("confidence", message)
            else:
                sure = float(confidence) >= _SURE
                best = CodeRelation.CLOSE if sure else CodeRelation.BROAD
                _join(table, line, self.matches, (uri, code), best)

    def _read_codes(
        self, table: PublishedTable, left: tuple[str, str], right: tuple[str, str]
    ) -> None:
        """Which codes are joined; of each side its column, and a code that is such."""
        links, best = self.revisions, CodeRelation.EXACT
        if right[1] == _ISCO:
            links, best = self.groups, CodeRelation.CLOSE
        for line, codes in table.read(left[0], right[0]):
            for (column, form), code in zip((left, right), codes, strict=True):
                if not _FORMS[form].fullmatch(code):
                    message = f"{column} is {shorten(code)!r}; give one such as {form!r}."
                    table.complain(line, column, message)
                    break
            else:
                _join(table, line, links, (codes[0], codes[1]), best)


def _join(
    table: PublishedTable, line: int, links: Links, codes: tuple[str, str], best: CodeRelation
) -> None:
    """Keep that two codes are joined, where no row before says so."""
    if not links.add(*codes, best):
        table.set_aside(line, _AGAIN)
    elif links.count(*codes) > _MOST_JOINED:
        message = f"{codes[0]!r} or {codes[1]!r} is joined to more than {_MOST_JOINED} codes;"
        table.complain(line, "", f"{message} this is no such table.")

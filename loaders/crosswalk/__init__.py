"""Crosswalks: which codes of ESCO, ISCO-08, O*NET-SOC and SOC name one role, or overlap.

They define no role: each code is one of a role of ESCO or O*NET. docs/loaders.md says how a code
relates to its role.
"""

from dataclasses import replace
from pathlib import Path

from graph.errors import LoadError
from graph.records import Document
from graph.sources import Source

from ..published import Reading
from ..published.told_files import recognises_files, tell_files
from ..reading.spelling import plain
from ..request import Request
from .codes import TooManyCodesError, make_codes
from .reading import FILES, GROUPS, MATCHES, PUBLISHED_REVISIONS, REVISIONS, Tables

__all__ = ["read_crosswalk", "recognises"]

_ABOUT = {
    MATCHES: (
        "ESCO–O*NET, Nesta 2020",
        "Kanders, Djumalieva, Sleeman, Orlik (2020), Mapping Career Causeways. London: Nesta. MIT.",
    ),
    REVISIONS: (
        "O*NET-SOC 2010–2019",
        "O*NET Resource Center, U.S. Department of Labor, ETA. CC BY 4.0.",
    ),
    GROUPS: ("SOC 2010–ISCO-08", "U.S. Bureau of Labor Statistics. Public domain."),
}
"""What each kind of table is, and its publisher and licence."""

_NOTHING = (
    "it has no table of a crosswalk: of ESCO and O*NET (concept_uri, onet_code, confidence), of "
    "O*NET-SOC 2010 and 2019, or of SOC 2010 and ISCO-08 (soc2010_code, isco08_code)."
)
_TOO_MANY = "its tables join too many codes to be a crosswalk."
_LEANS_ON = {
    "esco-": "ESCO",
    "esco-isco-": "ISCO-08, which ESCO has,",
    "onet-": "O*NET",
}
_NO_REVISIONS = (
    "there is no table of O*NET-SOC 2010 and 2019 here: no role gets a code by what it is joined "
    "to in the other tables, and O*NET's none at all."
)


def recognises(path: Path) -> bool:
    """Whether a folder has a table of a crosswalk, or a file is one."""
    return recognises_files(path, FILES)


def read_crosswalk(request: Request) -> Source:
    """What the tables of a folder, or one, say; LoadError where there are none."""
    told = tell_files(request.path, FILES)
    if not told.files:
        raise LoadError([f"source is {plain(request.path)!r}; {_NOTHING}"])
    tables = Tables()
    reading = Reading(request, "crosswalk", [file for _, file in told.files])
    for kind, file in told.files:
        with reading.open(file, known=FILES[kind]) as table:
            tables.read(kind, table)
    reading.notes += told.notes
    if not tables.revisions:
        reading.notes.append(_NO_REVISIONS)
    kinds = {REVISIONS if kind == PUBLISHED_REVISIONS else kind for kind, _ in told.files}
    about = [_ABOUT[kind] for kind in _ABOUT if kind in kinds]
    document = Document(
        id=request.name,
        title=f"Crosswalks: {'; '.join(title for title, _ in about)}",
        language="en",
        licence=" ".join(licence for _, licence in about),
    )
    try:
        codes = make_codes(tables)
    except TooManyCodesError as error:
        raise LoadError([f"source is {plain(request.path)!r}; {_TOO_MANY}"]) from error
    return replace(reading.source({"documents": (document,), "codes": codes}), leans_on=_LEANS_ON)

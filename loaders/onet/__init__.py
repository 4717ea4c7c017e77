"""O*NET, as published in text or in workbooks: any version, and tables of it that come alone.

Occupations become roles, what they are rated on becomes skills with the importance of each, and
related occupations become moves. docs/loaders.md says what is read into what.
"""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import LoadError
from graph.sources import Source

from ..published import Reading
from ..reading.opening import list_candidates, listing
from ..reading.spelling import plain
from ..request import Request
from .codes import are_of_2018
from .files import READ, Kind, OnetTable, list_tables
from .reading import Onet
from .records import Records
from .release import find_release

__all__ = ["read_onet", "recognises"]

_FIRST = (Kind.SCALES, Kind.ZONES, Kind.COMMODITIES, Kind.OCCUPATIONS)
"""What is read before what refers to it."""

_EXPECTED = {
    Kind.OCCUPATIONS: (READ, "occupations here; another source has to have them."),
    Kind.SCALES: ({Kind.RATINGS}, "scales here; values are not checked, and named by their scale."),
    Kind.ZONES: ({Kind.JOB_ZONES}, "what job zones are called here."),
}
"""The tables that others refer to, which those are, and what is in them."""

_NOTHING = (
    "it has no table of O*NET that the graph has a place for, such as Occupation Data. O*NET is "
    "published as an archive of text files and as one of workbooks; unpack it, and give the folder "
    "of its files."
)

_NO_VERSION = "no file here says which version of O*NET this is; it comes with a Read Me.txt."


def recognises(path: Path) -> bool:
    """Whether a folder has a table of O*NET's that is read, or a file is one."""
    try:
        candidates = list_candidates(path)
    except OSError:
        return False
    return any(table.kind in READ for file in candidates for table in list_tables(file))


def read_onet(request: Request) -> Source:
    """What the tables of a folder, or of one file, say; LoadError where there are none."""
    with listing(request.path):
        candidates = list_candidates(request.path)
    found = [table for path in candidates for table in list_tables(path)]
    tables = [table for table in found if table.kind is not Kind.UNKNOWN]
    if not any(table.kind in READ for table in tables):
        raise LoadError([f"source is {plain(request.path)!r}; {_NOTHING}"])
    others = [table for table in found if table.kind is Kind.UNKNOWN]
    release = find_release(request, [table.path for table in others])
    reading = Reading(request, "onet", sorted({table.path for table in tables}))
    onet = Onet(reading)
    onet.read(sorted(tables, key=_order))
    rows = Records(onet, request.name).rows(release)
    strays = [table for table in others if table.path != release.note]
    reading.notes += (*_list_missing(tables), *map(_say_stray, strays), *_list_notes(onet))
    if release.version is None:
        reading.notes.append(_NO_VERSION)
    return reading.source(rows)


def _order(table: OnetTable) -> tuple[int, str, str]:
    """What others refer to first, else by name."""
    first = _FIRST.index(table.kind) if table.kind in _FIRST else len(_FIRST)
    return first, table.path.name, table.sheet or ""


def _list_missing(tables: list[OnetTable]) -> Iterator[str]:
    """Yield a sentence for each table that is not there and that others refer to."""
    there = {table.kind for table in tables}
    for kind, (referring, what) in _EXPECTED.items():
        if kind not in there and there & referring:
            yield f"there is no table of {what}"


def _say_stray(table: OnetTable) -> str:
    """What is said of a file or sheet that is not read."""
    name = plain(Path(table.path.name))
    place = name if table.sheet is None else f"{name}: {table.sheet}"
    return f"{place} is no table of O*NET that is known here; it was not read."


def _list_notes(onet: Onet) -> Iterator[str]:
    """Yield what else a person should know of how it was read."""
    if not are_of_2018(onet.occupations):
        yield "the occupations are not those of SOC 2018, so that they have no codes of it."
    if onet.retitled:
        yield f"{len(onet.retitled)} commodities have several titles; the first one is read."

"""NACE Rev. 2, the industries of the European Union, and in which of them occupations work.

The second is the European Tasks Database, which counts employment by occupation (groups of ISCO-08
with two digits) and industry (divisions of NACE). docs/loaders.md says what is read into what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from graph.errors import LoadError
from graph.records import (
    Code,
    CodeRelation,
    Document,
    EntityKind,
    Industry,
    Passage,
    Role,
    RoleIndustry,
)
from graph.sources import Source
from graph.tables import Rows

from .published import PublishedTable, Reading
from .published.told_files import recognises_files, tell_files
from .reading.spelling import plain, shorten
from .request import Request

_FILES = {
    "industries": ("Order", "Level", "Code", "Parent", "Description"),
    "employment": ("nace", "isco", "pop"),
    "wages": ("OCC_CODE", "OCC_TITLE", "O_GROUP", "A_MEDIAN"),
}
_NACE, _ISCO = "nace-2", "isco-08"

_CODE = re.compile(r"[A-Z]|[0-9]{2}(\.[0-9]{1,2})?")
_DIVISION = re.compile(r"([0-9]{1,2})\. *(.+)")
_GROUP = re.compile(r"([0-9]{2})\. *(.+)")
_NUMBER = re.compile(r"[0-9]{0,20}\.?[0-9]{1,20}([eE][+-]?[0-9]{1,2})?")

_NO_INDUSTRIES = (
    "it has no table of NACE, with the columns Order, Level, Code, Parent and Description. Put it "
    "beside the table of employment."
)
_AGAIN = "it says what a row before it says"
_WAGES = "wages by occupation say nothing of industries"


class _Activity(NamedTuple):
    """An industry: a section, division, group or class of economic activities."""

    code: str
    parent: str
    name: str
    table: PublishedTable
    line: int

    @property
    def id(self) -> str:
        """Its id."""
        return f"{_NACE}-{self.code}".lower().replace(".", "-")


class _Group(NamedTuple):
    """A group of occupations of ISCO-08, and where it is named first."""

    code: str
    name: str
    file: str
    line: int

    @property
    def id(self) -> str:
        """The id that ESCO's loader gives it, as it is the same group."""
        return f"esco-isco-c{self.code}"


@dataclass(slots=True)
class _Industries:
    """What the files say, by code: industries, groups of occupations, and which work in which."""

    activities: dict[str, _Activity] = field(default_factory=dict)
    groups: dict[str, _Group] = field(default_factory=dict)
    working: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def read_industries(self, table: PublishedTable) -> None:
        """Take over the industries."""
        for line, (_, _, code, parent, name) in table.read(*_FILES["industries"]):
            complain = partial(table.complain, line)
            activity = _Activity(code, parent, " ".join(name.split()), table, line)
            known = self.activities.setdefault(code, activity)
            if not _CODE.fullmatch(code):
                complain("Code", f"Code is {shorten(code)!r}; give one such as 'A' or '01.1'.")
            elif not activity.name:
                complain("Description", "Description is empty; give the name of the industry.")
            elif known is not activity and known[:3] != activity[:3]:
                message = f"Code is {code!r} again, as on line {known.line} of {known.table.file};"
                complain("Code", f"{message} give each industry one row.")
            elif known is not activity:
                table.set_aside(line, _AGAIN)

    def check_parents(self) -> None:
        """Complain of each industry that is part of none which is there."""
        for code, parent, _, table, line in self.activities.values():
            if parent and parent not in self.activities:
                message = f"Parent is {shorten(parent)!r}; no row has that Code, fetch the file"
                table.complain(line, "Parent", f"{message} again.")
            elif parent == code:
                message = f"Parent is {shorten(parent)!r}, the Code itself; fetch the file again."
                table.complain(line, "Parent", message)

    def read_employment(self, table: PublishedTable) -> None:
        """Take over in which industries the groups of occupations work."""
        for line, (industry, occupation, employed) in table.read(*_FILES["employment"]):
            complain = partial(table.complain, line)
            division, group = _DIVISION.fullmatch(industry), _GROUP.fullmatch(occupation)
            code = "" if division is None else division[1].zfill(2)
            if code not in self.activities:
                message = f"nace is {shorten(industry)!r}; it is no division of the table of NACE,"
                complain("nace", f"{message} fetch both files again.")
            elif group is None:
                message = f"isco is {shorten(occupation)!r}; give two digits of ISCO-08, a full"
                complain("isco", f"{message} stop, and the name of the group.")
            elif not _NUMBER.fullmatch(employed):
                complain("pop", f"pop is {shorten(employed)!r}; give how many are employed.")
            elif not float(employed):
                table.set_aside(line, "nobody is employed there")
            else:
                self._keep(table, line, code, _Group(group[1], group[2], table.file, line))

    def _keep(self, table: PublishedTable, line: int, code: str, group: _Group) -> None:
        """Keep that a group of occupations works in an industry, where no row before says so."""
        known = self.groups.setdefault(group.code, group)
        if known.name != group.name:
            message = f"isco is {shorten(group.name)!r}, but {shorten(known.name)!r} on line"
            table.complain(
                line, "isco", f"{message} {known.line} of {known.file}; give the group one name."
            )
        elif (group.code, code) in self.working:
            table.set_aside(line, _AGAIN)
        else:
            self.working[group.code, code] = (table.file, line)

    def read_wages(self, table: PublishedTable) -> None:
        """Account for the rows of wages, which may lie beside the others."""
        for line, _ in table.read():
            table.set_aside(line, _WAGES)


def recognises(path: Path) -> bool:
    """Whether a folder has a table of NACE or of employment by industry, or a file is one."""
    kinds = {kind: columns for kind, columns in _FILES.items() if kind != "wages"}
    return recognises_files(path, kinds)


def read_industries(request: Request) -> Source:
    """What the files of a folder, or one file, say; LoadError where there is no table of NACE."""
    told = tell_files(request.path, _FILES)
    if not any(kind == "industries" for kind, _ in told.files):
        raise LoadError([f"source is {plain(request.path)!r}; {_NO_INDUSTRIES}"])
    industries = _Industries()
    readers = {
        "industries": industries.read_industries,
        "employment": industries.read_employment,
        "wages": industries.read_wages,
    }
    reading = Reading(request, "industries", [file for _, file in told.files])
    for kind, file in told.files:
        with reading.open(file, known=_FILES[kind]) as table:
            readers[kind](table)
    industries.check_parents()
    reading.notes += told.notes
    return reading.source(_make_rows(industries, request.name))


def _make_rows(industries: _Industries, source: str) -> Rows:
    """All records by table."""
    employment = f"{source}-employment"
    groups = industries.groups.values()
    return {
        "documents": tuple(_list_documents(source, employment if groups else None)),
        "roles": tuple(
            Role(
                id=group.id,
                name_en=group.name,
                passage=Passage(employment, table=group.file, row=group.line),
            )
            for group in groups
        ),
        "codes": (
            *(
                Code(kind=EntityKind.ROLE, id=group.id, scheme=_ISCO, code=group.code)
                for group in groups
            ),
            *_list_industry_codes(industries),
        ),
        "industries": tuple(
            Industry(id=it.id, name_en=it.name) for it in industries.activities.values()
        ),
        "role_industries": tuple(
            RoleIndustry(
                role=industries.groups[group].id,
                industry=industries.activities[code].id,
                passage=Passage(employment, table=file, row=line),
            )
            for (group, code), (file, line) in industries.working.items()
        ),
    }


def _list_documents(source: str, employment: str | None) -> Iterator[Document]:
    """Yield NACE, and the table of employment where there is one."""
    yield Document(
        id=source,
        title="NACE Rev. 2, Statistical classification of economic activities",
        publisher="Eurostat",
        url="https://ec.europa.eu/eurostat/web/nace",
        published="2008",
        language="en",
        licence="Reuse with attribution: © European Union.",
    )
    if employment is not None:
        yield Document(
            id=employment,
            title="European Tasks Database: employment by occupation and industry, EU-15",
            publisher="European Commission, Joint Research Centre; Eurofound",
            url="https://publications.jrc.ec.europa.eu/repository/handle/JRC124124",
            published="2021",
            language="en",
            licence="CC BY 4.0. Source: European Tasks database, JRC-Eurofound 2021.",
        )


def _list_industry_codes(industries: _Industries) -> Iterator[Code]:
    """Yield the code of each industry, and that of the one that it is part of."""
    for activity in industries.activities.values():
        kind, id_ = EntityKind.INDUSTRY, activity.id
        yield Code(kind=kind, id=id_, scheme=_NACE, code=activity.code)
        if activity.parent:
            yield Code(
                kind=kind,
                id=id_,
                scheme=_NACE,
                code=activity.parent,
                relation=CodeRelation.BROAD,
            )

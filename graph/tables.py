"""The tables: which columns each has, what a cell may hold, and the record a row becomes.

The one home of the format that people edit. Loaders read by it, stores keep by it, the export
writes by it, and the documentation is checked against it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Any

from .records import (
    Certainty,
    Certification,
    CityTier,
    Code,
    CodeRelation,
    Document,
    EntityKind,
    Industry,
    InterestType,
    Move,
    MoveKind,
    Name,
    Necessity,
    Passage,
    Pay,
    PayPeriod,
    Record,
    Requirement,
    RequirementKind,
    Role,
    RoleIndustry,
    RoleInterest,
    Skill,
    SkillKind,
    Stage,
    Stay,
    TimeBasis,
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an id looks like: lower-case ASCII words joined by hyphens."""

MOST = 2_147_483_647
"""The largest NUMBER, as of GraphQL's Int: https://spec.graphql.org/October2021/#sec-Int"""


_WHERE = ("document", "start", "end")


class Holds(StrEnum):
    """What the cells of a column hold."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"  # a whole number, 0 or more
    DECIMAL = "decimal"
    WORD = "word"  # one of an enumeration


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what its cells hold, and whether every row needs it.

    `words` lists the enumeration of a WORD; `refers` the table whose id the cell must be;
    `least` the smallest NUMBER; `dated` tells whether its texts are dates.
    """

    name: str
    holds: Holds = Holds.TEXT
    required: bool = False
    words: type[StrEnum] | None = None
    refers: str | None = None
    least: int = 0
    dated: bool = False
    field: str = field(init=False)
    """The record's field of this column."""

    def __post_init__(self) -> None:
        """Name the field; `from` is a word of Python."""
        object.__setattr__(self, "field", "from_" if self.name == "from" else self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the record that a row becomes.

    `key` is the column that holds an id once, None where rows are statements that may repeat.
    """

    name: str
    record: type[Any]
    columns: tuple[Column, ...]
    key: str | None = None
    stated: bool = field(init=False)
    """Whether rows say where they come from; document, start and end are then the last columns."""
    values: Callable[[Record], tuple[Any, ...]] = field(init=False, compare=False, repr=False)
    """A record's values in the order of the columns, None for an empty cell."""

    def __post_init__(self) -> None:
        """Look the columns over once: there are many rows."""
        stated = any(column.name == "document" for column in self.columns)
        paths = (f"passage.{it.name}" if it.name in _WHERE else it.field for it in self.columns)
        object.__setattr__(self, "stated", stated)
        object.__setattr__(self, "values", attrgetter(*paths))

    def column(self, name: str) -> Column:
        """The column of that name, or of that record field; KeyError where there is none."""
        for column in self.columns:
            if name in (column.name, column.field):
                return column
        raise KeyError(name)

    def cells(self, record: Record) -> dict[str, Any]:
        """The record's values by column name, None for an empty cell."""
        names = (column.name for column in self.columns)
        return dict(zip(names, self.values(record), strict=True))

    def build(self, values: Mapping[str, Any], passage: Passage | None = None) -> Record:
        """The record of these values (by column name, without None); RecordError where untrue."""
        given = {
            column.field: values[column.name]
            for column in self.columns
            if column.name not in _WHERE and values.get(column.name) is not None
        }
        if passage is not None:
            given["passage"] = passage
        made: Record = self.record(**given)
        return made


def _id(name: str = "id") -> Column:
    return Column(name, Holds.ID, required=True)


def _ref(name: str, table: str, *, required: bool = True) -> Column:
    return Column(name, Holds.ID, required=required, refers=table)


def _word(name: str, words: type[StrEnum], *, required: bool = False) -> Column:
    return Column(name, Holds.WORD, required=required, words=words)


def _number(name: str, *, required: bool = False, least: int = 0) -> Column:
    return Column(name, Holds.NUMBER, required=required, least=least)


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name, required=required)


def _date(name: str) -> Column:
    return Column(name, dated=True)


_PLACE = (
    Column("document", refers="documents"),
    _number("start"),
    _number("end"),
)
_NAMES = (_text("name_zh"), _text("name_en"))
_MONTHS = (_number("months_typical"), _number("months_high"))

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "documents",
            Document,
            (
                _text("id", required=True),
                _text("title", required=True),
                *(_text(name) for name in ("publisher", "url")),
                _date("published"),
                _text("language"),
                *(_text(name) for name in ("file", "sha256", "licence")),
            ),
            key="id",
        ),
        Table(
            "roles",
            Role,
            (
                _id(),
                *_NAMES,
                _ref("kind_of", "roles", required=False),
                _text("family"),
                _text("track"),
                _number("level"),
                *_PLACE,
            ),
            key="id",
        ),
        Table(
            "stages",
            Stage,
            (
                _ref("role", "roles"),
                _ref("line", "roles"),
                _number("rung", required=True, least=1),
                _text("pay_level"),
                *_PLACE,
            ),
        ),
        Table(
            "names",
            Name,
            (
                _word("kind", EntityKind, required=True),
                _id(),
                _text("name", required=True),
                _text("language"),
                _text("reason"),
                *_PLACE,
            ),
        ),
        Table(
            "codes",
            Code,
            (
                _word("kind", EntityKind, required=True),
                _id(),
                _text("scheme", required=True),
                _text("code", required=True),
                _word("relation", CodeRelation),
            ),
        ),
        Table("skills", Skill, (_id(), *_NAMES, _word("kind", SkillKind)), key="id"),
        Table(
            "certifications",
            Certification,
            (_id(), *_NAMES, _text("issuer"), _text("grade")),
            key="id",
        ),
        Table("industries", Industry, (_id(), *_NAMES), key="id"),
        Table(
            "moves",
            Move,
            (
                _ref("from", "roles"),
                _ref("to", "roles"),
                _word("kind", MoveKind),
                _word("certainty", Certainty),
                _number("months_low"),
                *_MONTHS,
                _word("basis", TimeBasis),
                Column("score", Holds.DECIMAL),
                _text("method"),
                *_PLACE,
            ),
        ),
        Table(
            "stays",
            Stay,
            (
                _ref("role", "roles"),
                _number("months_low", required=True),
                *_MONTHS,
                _word("basis", TimeBasis, required=True),
                _text("note"),
                *_PLACE,
            ),
        ),
        Table(
            "requirements",
            Requirement,
            (
                _ref("role", "roles"),
                _word("kind", RequirementKind, required=True),
                _text("target", required=True),
                _word("necessity", Necessity),
                _text("any_of"),
                _text("option"),
                _text("level"),
                _ref("industry", "industries", required=False),
                _number("lead_months"),
                *_PLACE,
            ),
        ),
        Table(
            "pay",
            Pay,
            (
                _ref("role", "roles"),
                _text("level"),
                _word("city_tier", CityTier),
                _text("city"),
                _number("experience_low"),
                _number("experience_high"),
                _number("low"),
                _number("high"),
                _word("period", PayPeriod, required=True),
                _text("currency", required=True),
                _date("as_of"),
                _text("source"),
                *_PLACE,
            ),
        ),
        Table(
            "role_industries",
            RoleIndustry,
            (_ref("role", "roles"), _ref("industry", "industries"), *_PLACE),
        ),
        Table(
            "role_interests",
            RoleInterest,
            (
                _ref("role", "roles"),
                _word("interest", InterestType, required=True),
                _number("rank", least=1),
                *_PLACE,
            ),
        ),
    )
}
"""Every table by name, in the order in which it is read and written."""

KIND_TABLES = {
    EntityKind.ROLE: "roles",
    EntityKind.SKILL: "skills",
    EntityKind.CERTIFICATION: "certifications",
    EntityKind.INDUSTRY: "industries",
}
"""The table that defines the things of a kind."""

Rows = Mapping[str, tuple[Any, ...]]
"""The records of one source, by table name; a table without rows may be absent."""

_TABLE_OF = {table.record: table for table in TABLES.values()}


def table_of(record: Record) -> Table:
    """The table that a record is a row of."""
    return _TABLE_OF[type(record)]


def list_references(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield (column, table, id) for each id of another row that a record names."""
    passage: Passage | None = getattr(record, "passage", None)
    for column in table_of(record).columns:
        if column.refers is not None:
            value = getattr(passage if column.name in _WHERE else record, column.field)
            if value is not None:
                yield column.name, column.refers, value
    if isinstance(record, (Name, Code)):
        yield "id", KIND_TABLES[record.kind], record.id
    if isinstance(record, Requirement) and record.kind in (
        RequirementKind.SKILL,
        RequirementKind.CERTIFICATION,
    ):
        yield "target", KIND_TABLES[EntityKind(record.kind)], record.target

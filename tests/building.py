"""Small graphs written in a test: each statement is one short line."""

from collections import defaultdict
from typing import Any

from graph.catalog import CareerGraph
from graph.records import (
    Document,
    Move,
    MoveKind,
    Pay,
    PayPeriod,
    Record,
    Requirement,
    RequirementKind,
    Role,
    Skill,
    Stage,
    Stay,
    TimeBasis,
)
from graph.records import Passage as _Passage
from graph.sources import Source
from graph.tables import table_of


def passage(document: str = "d") -> _Passage:
    """A passage of a document."""
    return _Passage(document, table="test", row=2)


def role(id_: str, **values: Any) -> Role:
    """A role of that id and English name."""
    return Role(id=id_, **{"name_en": id_, "passage": passage(), **values})


def move(from_: str, to: str, document: str = "d", **values: Any) -> Move:
    """A move that a document states."""
    return Move(from_=from_, to=to, passage=passage(document), **values)


def stay(role_: str, low: int, high: int | None, document: str = "d") -> Stay:
    """A stay in a role that a document states."""
    return _time(role_, low, high, document, TimeBasis.IN_ROLE)


def band(role_: str, low: int, high: int | None, document: str = "d") -> Stay:
    """A band of total service that a document states of a role."""
    return _time(role_, low, high, document, TimeBasis.TOTAL_SERVICE)


def _time(role_: str, low: int, high: int | None, document: str, basis: TimeBasis) -> Stay:
    where = passage(document)
    return Stay(role=role_, months_low=low, months_high=high, basis=basis, passage=where)


def stage(role_: str, line: str, rung: int, **values: Any) -> Stage:
    """A rung of a line."""
    return Stage(role=role_, line=line, rung=rung, passage=passage(), **values)


def asks(role_: str, *skills: str, document: str = "d", **values: Any) -> list[Requirement]:
    """That a role requires these skills."""
    return [
        Requirement(
            role=role_,
            kind=RequirementKind.SKILL,
            target=skill,
            passage=passage(document),
            **values,
        )
        for skill in skills
    ]


def pays(role_: str, low: int | None, high: int | None, document: str = "d", **values: Any) -> Pay:
    """What a document says that a role is paid, in yuan a month unless it says otherwise."""
    where = passage(document)
    given = {"period": PayPeriod.MONTH, "currency": "CNY", **values}
    return Pay(role=role_, low=low, high=high, passage=where, **given)


def build(*statements: Record | list[Any]) -> CareerGraph:
    """The graph of these statements; roles, skills and documents that they name are added."""
    rows: defaultdict[str, list[Any]] = defaultdict(list)
    for statement in statements:
        for record in statement if isinstance(statement, list) else [statement]:
            rows[table_of(record).name].append(record)
    _add_named(rows)
    source = Source(
        "test", "tables", "test", "", {name: tuple(all_) for name, all_ in rows.items()}
    )
    return CareerGraph([source], number=1, created="")


def _add_named(rows: defaultdict[str, list[Any]]) -> None:
    """Define whatever the rows name and nothing defines."""
    roles = {row.from_ for row in rows["moves"]} | {row.to for row in rows["moves"]}
    roles |= {row.role for name in ("stays", "requirements", "pay") for row in rows[name]}
    roles |= {id_ for row in rows["stages"] for id_ in (row.role, row.line)}
    roles -= {row.id for row in rows["roles"]}
    rows["roles"] += [role(id_) for id_ in sorted(roles)]
    skills = {row.target for row in rows["requirements"] if row.kind is RequirementKind.SKILL}
    skills -= {row.id for row in rows["skills"]}
    rows["skills"] += [Skill(id=id_, name_en=id_) for id_ in sorted(skills)]
    stated = (row for all_ in rows.values() for row in all_ if hasattr(row, "passage"))
    documents = {row.passage.document for row in stated} - {row.id for row in rows["documents"]}
    rows["documents"] += [Document(id=id_, title=id_) for id_ in sorted(documents)]


LATERAL = MoveKind.LATERAL
TRANSFER = MoveKind.TRANSFER

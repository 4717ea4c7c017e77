"""What must hold across all rows of all sources, and that tables fit their records."""

from dataclasses import MISSING, fields
from typing import Any, get_type_hints

import pytest

from graph.catalog import CareerGraph
from graph.integrity import list_documents, list_issues
from graph.records import (
    Certification,
    Code,
    Document,
    EntityKind,
    Move,
    Name,
    Passage,
    Requirement,
    RequirementKind,
    Role,
    Skill,
    SkillKind,
    Stage,
)
from graph.sources import Issue, Places, Source
from graph.tables import TABLES, Holds, Table


def _source(name: str = "a", **rows: tuple[Any, ...]) -> Source:
    """A source with these rows, as one that never was in a file."""
    return Source(name, "tables", "memory", "2024-05-01T00:00:00+00:00", rows)


def _role(id_: str, source: str = "a", **values: Any) -> Role:
    """A role that is stated by its source."""
    return Role(id=id_, name_en=id_.title(), passage=Passage(source), **values)


def _stage(role: str, line: str) -> Stage:
    return Stage(role=role, line=line, rung=1, passage=Passage("a"))


def _messages(*sources: Source) -> list[str]:
    """The issues of these sources as people read them, without the source and table."""
    return [str(issue) for issue in list_issues(sources)]


def test_sound_sources_have_no_issues() -> None:
    """Rows that define what they refer to, here or in another source, are sound."""
    one = _source("a", roles=(_role("agent"), _role("lead", kind_of="agent")))
    move = Move(from_="agent", to="lead", passage=Passage("b"))
    assert _messages(one, _source("b", moves=(move,))) == []


def test_issues_met_while_reading_are_kept_once_and_in_order() -> None:
    """What a loader found stands among what is found here, in order of place, never twice."""
    early = Issue("a", 0, 3, 1, "documents.csv:3:1", "first.")
    late = Issue("a", 13, 1, 1, "role_interests.csv:1:1", "last.")
    source = Source(
        "a",
        "tables",
        "x",
        "t",
        {"moves": (_move("agent"),), "roles": (_role("agent"),)},
        {},
        (late, early, early),
    )
    assert [issue.message for issue in list_issues([source])] == [
        "first.",
        "to is 'lead'; no role has that id. Add it to the roles table.",
        "last.",
    ]


def _move(from_: str) -> Move:
    return Move(from_=from_, to="lead", passage=Passage("a"))


def test_an_id_stands_once_in_a_source() -> None:
    """A second row with an id is an issue at that row, in every table that defines things."""
    skills = (Skill(id="excel", name_en="Excel"), Skill(id="excel", name_en="Excel"))
    assert _messages(_source(roles=(_role("lead"), _role("lead")), skills=skills)) == [
        "source 'a', table roles, row 2, id: id is 'lead' again; give each id one row.",
        "source 'a', table skills, row 2, id: id is 'excel' again; give each id one row.",
    ]


def test_an_id_stands_once_in_a_source_that_adds_to_another() -> None:
    """That another source defines the id too does not hide that this one does so twice."""
    twice = _source("b", roles=(_role("lead", "b"), _role("lead", "b")))
    assert _messages(_source("a", roles=(_role("lead"),)), twice) == [
        "source 'b', table roles, row 2, id: id is 'lead' again; give each id one row.",
    ]


def test_statements_may_repeat() -> None:
    """Rows of tables without a key may say the same thing again."""
    moves = (_move("agent"), _move("agent"))
    assert _messages(_source(roles=(_role("agent"), _role("lead")), moves=moves)) == []


def test_sources_may_define_an_id_together() -> None:
    """Two sources may define a thing, where one fills in what the other leaves empty."""
    one = _source("a", skills=(Skill(id="excel", name_en="Excel"),))
    two = _source("b", skills=(Skill(id="excel", name_en="Excel", name_zh="电子表格"),))
    assert _messages(one, two) == []


def test_sources_must_not_contradict_each_other() -> None:
    """Two sources that define a thing differently are an issue at the second one's cell."""
    one = _source("a", roles=(_role("lead", level=3),))
    two = _source("b", roles=(_role("lead", "b", level=4),))
    three = _source("c", roles=(_role("lead", "c"),))
    assert _messages(one, two, three) == [
        (
            "source 'b', table roles, row 1, level: level is 4, but source 'a' says 3 of 'lead'; "
            "make them agree, or leave this cell empty."
        )
    ]


def test_what_a_second_source_adds_binds_a_third() -> None:
    """A cell that only the second source fills is what a third must agree with."""
    sources = [
        _source(name, certifications=(Certification(id="c", name_en="C", issuer=issuer),))
        for name, issuer in (("a", None), ("b", "X"), ("c", "Y"))
    ]
    (message,) = _messages(*sources)
    assert message.startswith("source 'c', table certifications, row 1, issuer: issuer is 'Y', but")


REFERENCES = [
    ("roles", _role("y", kind_of="laed"), "kind_of is 'laed'; no role has that id. {near}"),
    ("stages", _stage("laed", "x"), "role is 'laed'; no role has that id. {near}"),
    ("stages", _stage("x", "laed"), "line is 'laed'; no role has that id. {near}"),
    (
        "moves",
        Move(from_="laed", to="x", passage=Passage("a")),
        "from is 'laed'; no role has that id. {near}",
    ),
    (
        "moves",
        Move(from_="x", to="lead", passage=Passage("letter")),
        "document is 'letter'; no document has that id. Add it to the documents table.",
    ),
    (
        "names",
        Name(kind=EntityKind.ROLE, id="laed", name="L", passage=Passage("a")),
        "id is 'laed'; no role has that id. {near}",
    ),
    (
        "codes",
        Code(kind=EntityKind.INDUSTRY, id="lead", scheme="nace-2", code="N"),
        "id is 'lead'; no industry has that id. Add it to the industries table.",
    ),
    (
        "requirements",
        Requirement(
            role="x", kind=RequirementKind.CERTIFICATION, target="lead", passage=Passage("a")
        ),
        "target is 'lead'; no certification has that id. Add it to the certifications table.",
    ),
    (
        "requirements",
        Requirement(
            role="x",
            kind=RequirementKind.SERVICE,
            target="12",
            industry="retail",
            passage=Passage("a"),
        ),
        "industry is 'retail'; no industry has that id. Add it to the industries table.",
    ),
]


@pytest.mark.parametrize(("table", "record", "expected"), REFERENCES)
def test_every_reference_leads_somewhere(table: str, record: object, expected: str) -> None:
    """An id that no source defines is an issue, with the nearest id of that table."""
    roles = {"roles": (_role("lead"), _role("x"))}
    source = Source("a", "tables", "x", "t", {**roles, table: (*roles.get(table, ()), record)})
    messages = [issue.message for issue in list_issues([source])]
    assert messages == [expected.format(near="Did you mean 'lead'?")]


def test_targets_that_are_levels_or_months_refer_to_nothing() -> None:
    """Only skills and certifications are targets that something must define."""
    gates = [(RequirementKind.SERVICE, "12"), (RequirementKind.EDUCATION, "BACHELOR")]
    rows = tuple(
        Requirement(role="lead", kind=kind, target=target, passage=Passage("a"))
        for kind, target in gates
    )
    assert _messages(_source(roles=(_role("lead"),), requirements=rows)) == []


def test_broken_rows_count_as_defined() -> None:
    """What refers to a row that could not be read is not reported again."""
    broken = {("roles", "lead"): 2}
    rows = {"roles": (_role("agent"),), "moves": (_move("agent"),)}
    assert list_issues([Source("a", "tables", "x", "t", rows, broken=broken)]) == []


def test_a_stage_has_no_stages() -> None:
    """A line that is a stage of another line is an issue at each row that makes it one."""
    stages = (_stage("agent", "service"), _stage("service", "work"))
    roles = (_role("agent"), _role("service"), _role("work"))
    assert _messages(_source(roles=roles, stages=stages)) == [
        (
            "source 'a', table stages, row 2, role: role is 'service', which is a line with "
            "stages of its own; a stage has none, so name the stages of one line only."
        )
    ]


def test_a_role_may_be_a_stage_of_several_lines() -> None:
    """Lines may share a stage."""
    roles = (_role("agent"), _role("service"), _role("work"))
    stages = (_stage("agent", "service"), _stage("agent", "work"))
    assert _messages(_source(roles=roles, stages=stages)) == []


def test_kinds_form_no_circle() -> None:
    """A role that is through others a kind of itself is an issue; one beside the circle is none."""
    kinds = {"a": "b", "b": "c", "c": "a", "beside": "a", "top": None}
    roles = tuple(_role(id_, kind_of=kind) for id_, kind in kinds.items())
    assert [issue.line for issue in list_issues([_source(roles=roles)])] == [1, 2, 3]


def test_a_circle_shows_through_sources_that_leave_kinds_empty() -> None:
    """A source that names no kind of a role does not hide the kind that another one names."""
    one = _source("a", roles=tuple(_role(x, kind_of=y) for x, y in ("ab", "bc", "ca")))
    two = _source("b", roles=tuple(_role(x, "b") for x in "abc"))
    assert [(issue.source, issue.line) for issue in list_issues([one, two])] == [
        ("a", 1),
        ("a", 2),
        ("a", 3),
    ]


def test_a_source_is_the_document_of_rows_that_name_none() -> None:
    """A source with such rows is a document; one with none, or that has such a row, is not."""
    letter, own = Document(id="letter", title="A letter"), Document(id="b", title="Mine")
    sources = [
        _source("a", roles=(_role("x"),), documents=(letter,)),
        _source("b", roles=(_role("y", "b"),), documents=(own,)),
        _source("c", roles=(_role("z", "letter"),)),
        _source("d", skills=(Skill(id="s", name_en="S"),)),
    ]
    assert list_documents(sources) == [letter, own, Document(id="a", title="a")]


@pytest.mark.parametrize(
    ("sheet", "column", "place"),
    [
        (None, 2, "roles.csv:14:2"),
        (None, 0, "roles.csv:14:1"),
        ("roles", 2, "roles.csv: roles!B14"),
        ("roles", 0, "roles.csv: roles!A14"),
        ("roles", 27, "roles.csv: roles!AA14"),
        ("roles", 16384, "roles.csv: roles!XFD14"),
    ],
)
def test_places_read_as_editors_and_spreadsheets_name_them(
    sheet: str | None, column: int, place: str
) -> None:
    """A place in a CSV file is file:line:column, one in a workbook is a cell."""
    assert Places("roles.csv", (), {}, sheet).place(14, column) == place


def test_an_issue_of_a_row_stands_where_the_row_stood() -> None:
    """A row's issue has the file, its line and the position of the column."""
    places = {"roles": Places("roles.csv", (2, 7), {"name_en": 1, "id": 3})}
    source = Source("a", "tables", "x", "t", {"roles": (_role("b"), _role("b"))}, places)
    assert [str(issue) for issue in list_issues([source])] == [
        "roles.csv:7:3: id is 'b' again; give each id one row."
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_columns_of_a_table_are_the_fields_of_its_record(table: Table) -> None:
    """Columns and fields are the same, in the same order; what has no default is required."""
    names = [column.field for column in table.columns]
    place = ["document", "start", "end"] if table.stated else []
    own = [field for field in fields(table.record) if field.name != "passage"]
    assert names == [field.name for field in own] + place
    assert table.stated == any(field.name == "passage" for field in fields(table.record))
    assert {column.field for column in table.columns if column.required} == {
        field.name for field in own if field.default is MISSING
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_columns_of_a_table_hold_what_its_record_holds(table: Table) -> None:
    """An enumeration, a whole number or a decimal is that in the record, too."""
    types = get_type_hints(table.record)
    for column in table.columns[: -3 if table.stated else None]:
        held = {Holds.NUMBER: int, Holds.DECIMAL: float}.get(column.holds, column.words or str)
        assert types[column.field] in (held, held | None)
        assert column.refers is None or column.refers in TABLES


def test_a_kind_left_empty_contradicts_nothing() -> None:
    """Where one source says what sort a skill is and another does not, the first is heard."""
    said = Skill(id="crm", name_en="CRM", kind=SkillKind.TOOL)
    silent = Skill(id="crm", name_en="CRM")
    sources = [
        Source(name, "tables", "test", "", {"skills": (skill,)})
        for name, skill in (("one", said), ("two", silent))
    ]
    for order in (sources, sources[::-1]):
        assert list_issues(order) == []
        assert CareerGraph(order, number=1, created="").skills["crm"].sort is SkillKind.TOOL


def test_only_the_first_unknown_ids_get_a_suggestion() -> None:
    """A file of thousands of unknown ids is reported whole, in time that grows with its size."""
    known = tuple(Role(id=f"role-{n}", name_en="x", passage=Passage("d")) for n in range(3000))
    moves = tuple(
        Move(from_=f"role-{n}", to=f"rolle-{n}", passage=Passage("d")) for n in range(3000)
    )
    rows = {"documents": (Document(id="d", title="d"),), "roles": known, "moves": moves}
    issues = list_issues([Source("one", "tables", "test", "", rows)])
    assert len(issues) == 3000
    assert sum("Did you mean" in issue.message for issue in issues) == 200

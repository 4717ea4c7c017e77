"""Conflicts: what statements do not agree about, and which claims make each position."""

from dataclasses import replace
from itertools import pairwise

import pytest

from graph.catalog import CareerGraph
from graph.conflicts import Conflict, ConflictTopic, list_conflicts, pick_conflicts
from graph.errors import UnknownIdError
from graph.records import (
    Certification,
    CityTier,
    Claim,
    Document,
    EntityKind,
    Industry,
    Move,
    Name,
    Necessity,
    Passage,
    Pay,
    PayPeriod,
    Record,
    Requirement,
    RequirementKind,
    Role,
    Stage,
    Stay,
    TimeBasis,
)
from graph.sources import Source
from graph.tables import table_of

CREATED = "2026-01-01T00:00:00+00:00"
A, B, C = Passage("a"), Passage("b"), Passage("c")
DOCUMENTS = [Document(id=id_, title=id_) for id_ in "abc"]


def graph(*records: Record, roles: str = "agent lead") -> CareerGraph:
    """A graph of these records, and of roles by these ids."""
    rows: dict[str, tuple[Record, ...]] = {}
    named = [Role(id=id_, name_en=id_, passage=A) for id_ in roles.split()]
    for record in (*DOCUMENTS, *named, *records):
        table = table_of(record).name
        rows[table] = (*rows.get(table, ()), record)
    return CareerGraph([Source("test", "tables", "test", CREATED, rows)], number=1, created=CREATED)


def only(career_graph: CareerGraph) -> Conflict:
    """The one conflict of a graph."""
    (conflict,) = list_conflicts(career_graph)
    return conflict


def of_role(career_graph: CareerGraph, role: str) -> list[Conflict]:
    """The conflicts in which a role takes part."""
    return pick_conflicts(career_graph, list_conflicts(career_graph), role)


def claims(conflict: Conflict) -> list[tuple[Claim, ...]]:
    """The claims of each statement."""
    return [statement.claims for statement in conflict.statements]


def stay(low: int, high: int | None, passage: Passage, role: str = "agent") -> Stay:
    """A stay in a role."""
    return Stay(
        role=role, months_low=low, months_high=high, basis=TimeBasis.IN_ROLE, passage=passage
    )


def band(low: int, high: int | None, passage: Passage, role: str = "agent") -> Stay:
    """A band of total service in a role."""
    basis = TimeBasis.TOTAL_SERVICE
    return Stay(role=role, months_low=low, months_high=high, basis=basis, passage=passage)


def education(
    target: str,
    passage: Passage,
    *,
    necessity: Necessity = Necessity.REQUIRED,
    any_of: str | None = None,
    industry: str | None = None,
) -> Requirement:
    """An education level that the agent's job asks for."""
    return Requirement(
        role="agent",
        kind=RequirementKind.EDUCATION,
        target=target,
        necessity=necessity,
        any_of=any_of,
        industry=industry,
        passage=passage,
    )


def certificate(
    target: str, passage: Passage, any_of: str | None = None, option: str | None = None
) -> Requirement:
    """A certificate that the agent's job asks for."""
    return Requirement(
        role="agent",
        kind=RequirementKind.CERTIFICATION,
        target=target,
        any_of=any_of,
        option=option,
        passage=passage,
    )


def pay(low: int, passage: Passage, role: str = "agent") -> Pay:
    """A figure of a role's pay for a month."""
    return Pay(role=role, low=low, period=PayPeriod.MONTH, currency="CNY", passage=passage)


def test_a_graph_in_which_all_agree_has_no_conflicts() -> None:
    """What is said once, or the same by all, is no conflict."""
    agreeing = graph(
        stay(12, 24, A),
        stay(12, 24, B),
        Move(from_="agent", to="lead", passage=A),
        education("BACHELOR", A),
        education("BACHELOR", B),
        pay(5000, A),
        pay(5000, B),
        Stage(role="agent", line="line", rung=1, passage=A),
        Stage(role="agent", line="line", rung=1, passage=B),
        roles="agent lead line",
    )
    assert list_conflicts(agreeing) == []


def test_one_name_for_several_roles_is_a_conflict() -> None:
    """A name that two roles bear, preferred or alias, however it is written, is a conflict."""
    agent = Role(id="agent", name_zh="客服", name_en="Service Agent", passage=A)
    lead = Role(id="lead", name_zh="主管", passage=B)
    named = Name(kind=EntityKind.ROLE, id="lead", name="ｓervice  AGENT", passage=C)
    conflict = only(graph(agent, lead, named, roles=""))
    assert (conflict.topic, conflict.roles) == (ConflictTopic.NAME, ("agent", "lead"))
    assert conflict.about == "service agent"
    assert claims(conflict) == [(agent,), (named,)]


def test_one_name_for_a_role_and_a_skill_is_no_conflict() -> None:
    """Names of different kinds of things do not meet."""
    issued = Certification(id="agent-1", name_en="agent")
    assert list_conflicts(graph(issued)) == []


def test_different_rungs_of_a_role_in_a_line_are_a_conflict() -> None:
    """A role on two rungs of one line is a conflict of both; on one rung of each of two, none."""
    first = Stage(role="agent", line="line", rung=1, passage=A)
    second = Stage(role="agent", line="line", rung=2, passage=B)
    again = Stage(role="agent", line="line", rung=2, passage=C)
    other = Stage(role="agent", line="other", rung=3, passage=C)
    career_graph = graph(first, second, again, other, roles="agent line other")
    conflict = only(career_graph)
    assert (conflict.topic, conflict.roles) == (ConflictTopic.STAGE, ("agent", "line"))
    assert claims(conflict) == [(first,), (second, again)]
    assert of_role(career_graph, "line") == [conflict]
    assert of_role(career_graph, "other") == []


def test_stays_without_a_common_month_are_a_conflict() -> None:
    """Stays of one role that share no month dispute; each range is a statement, shortest first."""
    short, same, long = stay(12, 24, A), stay(12, 24, B), stay(36, None, C)
    conflict = only(graph(long, short, same))
    assert (conflict.topic, conflict.roles, conflict.move) == (ConflictTopic.TIME, ("agent",), None)
    assert claims(conflict) == [(short, same), (long,)]


def test_stays_that_overlap_are_no_conflict() -> None:
    """Ranges with a month in common agree, if only at an end."""
    assert list_conflicts(graph(stay(12, 24, A), stay(24, 36, B), stay(24, None, C))) == []


def test_three_stays_must_share_one_month() -> None:
    """Ranges that overlap only two by two dispute."""
    conflict = only(graph(stay(0, 12, A), stay(12, 24, B), stay(6, 9, C)))
    assert len(conflict.statements) == 3


def test_bands_with_different_lows_are_a_conflict() -> None:
    """Bands dispute by their lows alone, of which an open one has no end (3.6)."""
    early, late = band(24, 48, A), band(36, 48, B)
    assert claims(only(graph(early, late))) == [(early,), (late,)]
    assert list_conflicts(graph(band(24, 48, A), band(24, 60, B))) == []
    assert list_conflicts(graph(band(24, None, A), band(36, None, B))) == []


def test_a_stay_and_a_band_of_one_role_differ_in_basis() -> None:
    """A stay and a band of one role are a conflict, even where the months are the same."""
    inside, total = stay(12, 24, A), band(12, 24, B)
    assert claims(only(graph(inside, total))) == [(inside,), (total,)]


def test_two_bands_of_one_document_each_stand_by_themselves() -> None:
    """A document that gives a role two bands makes two statements of one claim each."""
    early, late = band(24, 48, A), band(48, 60, A)
    assert claims(only(graph(early, late))) == [(early,), (late,)]


def test_months_of_a_move_that_dispute_are_a_conflict() -> None:
    """Rows of one move that share no month are a conflict of the move and its two roles."""
    quick = Move(from_="agent", to="lead", months_low=6, months_high=12, passage=A)
    slow = Move(
        from_="agent",
        to="lead",
        months_low=24,
        months_high=36,
        basis=TimeBasis.IN_ROLE,
        passage=B,
    )
    conflict = only(graph(slow, quick))
    assert (conflict.topic, conflict.roles) == (ConflictTopic.TIME, ("agent", "lead"))
    assert conflict.move is not None
    assert conflict.move.id == "agent--lead--promotion"
    assert claims(conflict) == [(quick,), (slow,)]


def test_a_move_timed_by_a_stay_and_by_a_band_differs_in_basis() -> None:
    """Of a band only the reached role's row is a position, not the one it is counted from."""
    move_a = Move(from_="agent", to="lead", passage=A)
    move_b = Move(from_="agent", to="lead", passage=B)
    inside, reached = stay(12, 24, A), band(24, 48, B, "lead")
    left = band(0, 24, B)
    conflicts = list_conflicts(graph(move_a, move_b, inside, reached, left))
    assert [conflict.roles for conflict in conflicts] == [("agent",), ("agent", "lead")]
    assert claims(conflicts[1]) == [(inside,), (reached,)]


def test_unstated_months_count_as_a_stay() -> None:
    """UNSTATED months of a move and a stay have one basis, and shapes do not dispute (3.2, 3.6)."""
    move = Move(from_="agent", to="lead", months_low=6, months_high=9, passage=A)
    assert list_conflicts(graph(move, stay(12, 24, A))) == []


def test_only_documents_that_state_a_move_dispute_its_time() -> None:
    """A stay by a document that does not state the move is no claim on a move that others time."""
    move = Move(from_="agent", to="lead", passage=A)
    conflicts = list_conflicts(graph(move, stay(12, 24, A), stay(36, 48, B)))
    assert [conflict.roles for conflict in conflicts] == [("agent",)]


def test_a_move_that_none_times_borrows_the_dispute_of_its_ends() -> None:
    """A move without a time of its own takes what any document says of its ends (3.3)."""
    move = Move(from_="agent", to="lead", passage=C)
    conflicts = list_conflicts(graph(move, stay(12, 24, A), stay(36, 48, B)))
    assert [conflict.roles for conflict in conflicts] == [("agent",), ("agent", "lead")]


def test_inferred_moves_have_no_conflicts() -> None:
    """What a method infers is no statement of a source."""
    quick = Move(from_="agent", to="lead", months_low=6, months_high=9, score=0.5, passage=A)
    slow = Move(from_="agent", to="lead", months_low=24, months_high=36, score=0.5, passage=B)
    assert list_conflicts(graph(quick, slow)) == []


def test_a_stage_takes_part_where_its_line_moves() -> None:
    """A conflict about a line's move is its stages' too: of leaving all, of reaching the first."""
    quick = Move(from_="line", to="top", months_low=6, months_high=9, passage=A)
    slow = Move(from_="line", to="top", months_low=24, months_high=36, passage=B)
    other = [
        Move(from_="low", to="line", months_low=low, months_high=low, passage=A) for low in (1, 9)
    ]
    stages = [
        Stage(role=role, line="line", rung=rung, passage=A)
        for rung, role in enumerate(("first", "second"), 1)
    ]
    own = Move(from_="second", to="top", passage=C)
    roles = "first second line top low"
    career_graph = graph(quick, slow, *other, *stages, roles=roles)

    def parts(role: str, career_graph: CareerGraph = career_graph) -> list[tuple[str, ...]]:
        return [conflict.roles for conflict in of_role(career_graph, role)]

    leaving, reaching = ("line", "top"), ("low", "line")
    assert parts("line") == [leaving, reaching]
    assert parts("first") == [leaving, reaching]
    assert parts("second") == [leaving]
    assert parts("low") == [reaching]
    with_own = graph(quick, slow, *other, *stages, own, roles=roles)
    assert parts("second", with_own) == []


def test_education_that_differs_between_documents_is_a_conflict() -> None:
    """Documents that ask for other levels disagree; those that ask the same are one statement."""
    low = [
        education("UPPER_SECONDARY", A, any_of="school"),
        education("SHORT_CYCLE_TERTIARY", A, any_of="school"),
    ]
    high, same = education("BACHELOR", B), education("BACHELOR", C)
    conflict = only(graph(*low, high, same))
    assert (conflict.topic, conflict.roles) == (ConflictTopic.GATE, ("agent",))
    assert conflict.about.split() == ["education"]
    assert {frozenset(group) for group in claims(conflict)} == {
        frozenset(low),
        frozenset((high, same)),
    }


def test_what_is_required_by_one_and_preferred_by_another_is_a_conflict() -> None:
    """The same level, once required and once preferred, is asked for differently."""
    wish = education("BACHELOR", B, necessity=Necessity.PREFERRED)
    assert len(only(graph(education("BACHELOR", A), wish)).statements) == 2


def test_a_document_that_is_silent_differs_from_nobody() -> None:
    """Education by one document, a certificate and service by another are no conflict."""
    issued = Certification(id="care", name_en="Care")
    service = replace(education("BACHELOR", B), kind=RequirementKind.SERVICE, target="12")
    assert (
        list_conflicts(graph(education("BACHELOR", A), certificate("care", B), service, issued))
        == []
    )


def test_what_one_industry_asks_is_not_compared_with_another() -> None:
    """Levels for one industry and for all are two matters."""
    bank = education("MASTER", B, industry="bank")
    plain = education("BACHELOR", A)
    industry = Industry(id="bank", name_en="Bank")
    assert list_conflicts(graph(plain, bank, industry)) == []


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ([("care", "x", None), ("sale", "x", None)], False),
        ([("care", None, None), ("sale", None, None)], True),
        ([("care", "y", "o"), ("sale", "y", "o")], True),
        ([("care", None, None)], True),
    ],
)
def test_certificates_together_and_as_alternatives_differ(
    other: list[tuple[str, str | None, str | None]], *, differs: bool
) -> None:
    """Either of two certificates is not the same as both, as both as one option, or as one."""
    issued = [Certification(id=id_, name_en=id_) for id_ in ("care", "sale")]
    asked = [certificate(id_, A, "either") for id_ in ("care", "sale")]
    rows = [certificate(target, B, any_of, option) for target, any_of, option in other]
    assert bool(list_conflicts(graph(*issued, *asked, *rows))) is differs


def test_different_figures_of_one_scope_are_a_conflict() -> None:
    """Figures of one scope that differ are a conflict, one statement a figure; tiers are apart."""
    low, same, high = pay(5000, A), replace(pay(60000, B), period=PayPeriod.YEAR), pay(8000, C)
    elsewhere = replace(pay(9000, C), city_tier=CityTier.TIER_1)
    conflict = only(graph(low, same, high, elsewhere))
    assert (conflict.topic, conflict.roles) == (ConflictTopic.PAY, ("agent",))
    assert [set(group) for group in claims(conflict)] == [{low, same}, {high}]


def test_each_scope_is_a_conflict_of_its_own() -> None:
    """Two scopes in which figures differ are two conflicts with two keys."""
    rows = [
        replace(pay(low, passage), city_tier=tier)
        for tier in (None, CityTier.TIER_1)
        for low, passage in ((5000, A), (8000, B))
    ]
    conflicts = list_conflicts(graph(*rows))
    assert len({conflict.key for conflict in conflicts}) == len(conflicts) == 2
    assert list_conflicts(graph(pay(5000, A), replace(pay(800, B), currency="EUR"))) == []


def test_a_line_s_figures_are_not_its_stages_conflicts() -> None:
    """Pay that a stage takes over from its line is the line's conflict alone (1.6)."""
    stage = Stage(role="agent", line="line", rung=1, passage=A)
    rows = [pay(5000, A, "line"), pay(8000, B, "line")]
    career_graph = graph(stage, *rows, roles="agent line")
    assert only(career_graph).roles == ("line",)
    assert of_role(career_graph, "agent") == []


def test_conflicts_come_by_topic_then_role_then_move_with_keys_in_that_order() -> None:
    """The order is that of the topics, then of roles and moves, and keys sort in it."""
    records: list[Record] = [
        *(
            Name(kind=EntityKind.ROLE, id=id_, name="helper", passage=A)
            for id_ in ("agent", "lead")
        ),
        *(Stage(role="agent", line="line", rung=rung, passage=A) for rung in (1, 2)),
        *(stay(low, low, A) for low in (1, 2)),
        *(stay(low, low, A, "lead") for low in (1, 2)),
        Move(from_="agent", to="lead", passage=A),
        education("BACHELOR", A),
        education("MASTER", B),
        *(pay(low, A) for low in (1, 2)),
    ]
    conflicts = list_conflicts(graph(*records, roles="agent lead line"))
    assert [(conflict.topic.value, *conflict.roles) for conflict in conflicts] == [
        ("NAME", "agent", "lead"),
        ("STAGE", "agent", "line"),
        ("TIME", "agent"),
        ("TIME", "agent", "lead"),
        ("TIME", "lead"),
        ("GATE", "agent"),
        ("PAY", "agent"),
    ]
    assert all(one.key < next_.key for one, next_ in pairwise(conflicts))
    reverse = list_conflicts(graph(*reversed(records), roles="line lead agent"))
    assert reverse == conflicts


def test_a_role_that_is_not_there_is_refused() -> None:
    """Asking for the conflicts of an unknown role raises."""
    with pytest.raises(UnknownIdError):
        of_role(graph(), "nobody")

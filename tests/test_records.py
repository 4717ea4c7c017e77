"""Records refuse what cannot be true, and name the field, the value and the remedy."""

from collections.abc import Callable
from typing import Any

import pytest

from graph.errors import CareerGraphError, RecordError
from graph.records import (
    Certification,
    Document,
    Education,
    Industry,
    MonthRange,
    Move,
    Passage,
    Pay,
    PayPeriod,
    Requirement,
    RequirementKind,
    Role,
    Skill,
    Stage,
    Stay,
    TimeBasis,
    half_up,
)
from graph.tables import TABLES, Holds, table_of

_HERE = Passage("d", table="test", row=2)


def _pay(**values: Any) -> Pay:
    given = {"period": PayPeriod.MONTH, "currency": "CNY", "low": 1}
    return Pay(role="agent", passage=_HERE, **{**given, **values})


def _asks(kind: RequirementKind, target: str, **values: Any) -> Requirement:
    return Requirement(role="agent", kind=kind, target=target, passage=_HERE, **values)


_REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: Role(id="a", passage=_HERE), "name_zh is None; give name_zh or name_en."),
    (lambda: Skill(id="a"), "name_zh is None; give name_zh or name_en."),
    (lambda: Certification(id="a"), "name_zh is None; give name_zh or name_en."),
    (lambda: Industry(id="a"), "name_zh is None; give name_zh or name_en."),
    (
        lambda: Role(id="a", name_en="A", kind_of="a", passage=_HERE),
        "kind_of is 'a'; a role is not a kind of itself.",
    ),
    (
        lambda: Stage(role="a", line="a", rung=1, passage=_HERE),
        "line is 'a'; a role is not a stage of itself.",
    ),
    (
        lambda: Move(from_="a", to="a", passage=_HERE),
        "to is 'a'; a move must lead to another role.",
    ),
    (
        lambda: Move(from_="a", to="b", months_high=12, passage=_HERE),
        "months_low is None; give it where months_high is given.",
    ),
    (
        lambda: Move(from_="a", to="b", months_low=9, months_high=6, passage=_HERE),
        "months_low is 9; it must not be above months_high, 6.",
    ),
    (
        lambda: Move(from_="a", to="b", months_low=10_000, passage=_HERE),
        "months_low is 10000; give months, at most 9999.",
    ),
    (
        lambda: _asks(RequirementKind.CERTIFICATION, "c", lead_months=10_000),
        "lead_months is 10000; give months, at most 9999.",
    ),
    (
        lambda: Stay(role="a", months_low=3, basis=TimeBasis.UNSTATED, passage=_HERE),
        "basis is 'UNSTATED'; give IN_ROLE or TOTAL_SERVICE.",
    ),
    (
        lambda: Stay(
            role="a", months_low=6, months_typical=3, basis=TimeBasis.IN_ROLE, passage=_HERE
        ),
        "months_typical is 3; it must not be below months_low, 6.",
    ),
    (
        lambda: Stay(
            role="a",
            months_low=1,
            months_typical=9,
            months_high=6,
            basis=TimeBasis.IN_ROLE,
            passage=_HERE,
        ),
        "months_typical is 9; it must not be above months_high, 6.",
    ),
    (
        lambda: _asks(RequirementKind.SKILL, "typing", any_of="x"),
        "any_of is 'x'; skills have no alternatives; leave it empty.",
    ),
    (
        lambda: _asks(RequirementKind.CERTIFICATION, "c", option="x"),
        "option is 'x'; give any_of too, or leave it empty.",
    ),
    (
        lambda: _asks(RequirementKind.SERVICE, "２４"),
        "target is '２４'; give the months of service, 0 to 9999.",
    ),
    (
        lambda: _asks(RequirementKind.EDUCATION, "college"),
        f"target is 'college'; give one of {', '.join(Education)}.",
    ),
    (lambda: _pay(low=None), "low is None; give low or high."),
    (lambda: _pay(high=0), "low is 1; it must not be above high, 0."),
    (
        lambda: _pay(experience_low=9, experience_high=6),
        "experience_low is 9; it must not be above experience_high, 6.",
    ),
    (
        lambda: _pay(currency="元"),
        "currency is '元'; give the three capital letters of ISO 4217, such as CNY.",
    ),
    (
        lambda: Document(id="d", title="D", url="javascript:alert(1)"),
        "url is 'javascript:alert(1)'; give an address that starts with https://.",
    ),
    (
        lambda: Document(id="d", title="D", file="../d.txt"),
        "file is '../d.txt'; give the name of a file, without folders.",
    ),
    (
        lambda: Document(id="d", title="D", sha256="AB"),
        "sha256 is 'AB'; give the file's SHA-256, 64 digits of 0-9a-f.",
    ),
    (lambda: Passage("d", start=1), "end is None; give both start and end, or neither."),
    (lambda: Passage("d", end=1), "start is None; give both start and end, or neither."),
    (lambda: Passage("d", start=3, end=3), "end is 3; it must be more than start, 3."),
]


@pytest.mark.parametrize(("make", "message"), _REFUSED, ids=range(len(_REFUSED)))
def test_what_cannot_be_true_is_refused(make: Callable[[], object], message: str) -> None:
    """A record that cannot be true is an error of ours and a ValueError, word for word."""
    with pytest.raises(RecordError) as caught:
        make()
    assert str(caught.value) == message
    assert isinstance(caught.value, CareerGraphError)
    assert isinstance(caught.value, ValueError)


def test_typical_is_the_midpoint_half_up() -> None:
    """Without a typical value it is the midpoint, halves up, and the low of an open range."""
    assert MonthRange.stated(12, None, 25) == MonthRange(12, 19, 25)
    assert MonthRange.stated(60, None, None) == MonthRange(60, 60, None)
    assert MonthRange.stated(12, 13, 25) == MonthRange(12, 13, 25)
    assert [half_up(total, 12) for total in (5, 6, 18, 80_000)] == [0, 1, 2, 6_667]


def test_pay_is_compared_by_the_month() -> None:
    """A year's figure is a twelfth, a month's is itself, none is none."""
    assert _pay(period=PayPeriod.YEAR).monthly(300_000) == 25_000
    assert _pay().monthly(7_000) == 7_000
    assert _pay().monthly(None) is None


def test_tables_say_what_their_records_hold() -> None:
    """Every table's columns are its record's fields; words are enumerations, references tables."""
    for table in TABLES.values():
        assert table_of(_sample(table.record)) is table
        for column in table.columns:
            assert (column.holds is Holds.WORD) == (column.words is not None)
            assert column.refers is None or column.refers in TABLES
            assert table.column(column.field) is column
    with pytest.raises(KeyError):
        TABLES["roles"].column("salary")


def _sample(record: type[Any]) -> Any:
    """An object of that type, whatever it holds."""
    return object.__new__(record)

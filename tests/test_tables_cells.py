"""What a cell means by the kind of its column, and what people read where it means nothing."""

import pytest

from graph.errors import RecordError
from graph.records import Education, EntityKind, MoveKind
from graph.tables import TABLES
from loaders.tables.cells import read_cell

MEANINGS = [
    ("roles", "id", "phone-agent-2", "phone-agent-2"),
    ("roles", "name_zh", "电话客服", "电话客服"),
    ("roles", "level", "0", 0),
    ("roles", "level", "007", 7),
    ("pay", "low", "2147483647", 2147483647),
    ("stages", "rung", "1", 1),
    ("moves", "kind", "TRANSFER", MoveKind.TRANSFER),
    ("names", "kind", "skill", EntityKind.SKILL),
    ("moves", "score", "0.25", 0.25),
    ("moves", "score", "1", 1.0),
    ("moves", "score", "1e-05", 1e-05),
    ("documents", "id", "五月 (2)", "五月 (2)"),
    ("stays", "note", "a\r\nb\rc\nd", "a\nb\nc\nd"),
]


@pytest.mark.parametrize(("table", "column", "text", "value"), MEANINGS)
def test_a_cell_means(table: str, column: str, text: str, value: object) -> None:
    """A cell of this column means this value, of exactly this type."""
    read = read_cell(TABLES[table].column(column), text)
    assert read == value
    assert type(read) is type(value)


ID = "an id is lower-case ASCII words joined by hyphens"
MOVE_KINDS = "PROMOTION, LATERAL, TRANSFER, SPECIALISATION"
REFUSALS = [
    ("roles", "id", "Phone Agent", f"{ID}: write 'phone-agent'"),
    ("roles", "kind_of", "_ＰＡ１--x-", f"{ID}: write 'pa1-x'"),
    ("roles", "id", "电话客服", f"{ID}: such as 'phone-agent'"),
    ("roles", "id", "café", f"{ID}: write 'caf'"),
    ("moves", "months_low", "-3", "it must not be negative; give a whole number, 0 or more"),
    ("moves", "months_low", "−3", "it must not be negative; give a whole number, 0 or more"),
    ("moves", "months_low", "１２", "type it as 12, in plain digits"),
    ("moves", "months_low", "12.0", "type it as 12, in plain digits"),
    ("moves", "months_low", "1.5", "give whole months: 1.5 years are 18"),
    (
        "moves",
        "months_low",
        "1-2",
        "this is a range: type 1 in months_low and 2 in months_high",
    ),
    ("moves", "months_low", "+1", "give a whole number, 0 or more"),
    ("moves", "months_low", "两年", "type it as 24, without a unit"),
    ("moves", "months_low", "２年以上", "type it as 24, without what stands around it"),
    ("moves", "months_low", "≤24", "give a whole number, 0 or more"),
    ("moves", "months_low", "很久", "give a whole number, 0 or more"),
    (
        "moves",
        "months_low",
        "2026-01-02",
        (
            "this is a date, which spreadsheets make of 1-2 or 1/2; format the cell as a number "
            "and type it again"
        ),
    ),
    ("stages", "rung", "3-5", "give a whole number, 1 or more"),
    ("requirements", "lead_months", "1-2年", "give a whole number, 0 or more"),
    ("pay", "low", "1.2万", "type it as 12000, without a unit"),
    ("pay", "high", "¥8,000", "type it as 8000, without what stands around it"),
    ("pay", "high", "8k–1.2万", "this is a range: type 8000 in low and 12000 in high"),
    ("pay", "low", "面议", "give a whole number, 0 or more"),
    ("requirements", "target", "本科", "write it as BACHELOR"),
    ("pay", "period", "月", "did you mean 'MONTH'? Give one of MONTH, YEAR"),
    ("moves", "months_low", "٣", "give a whole number, 0 or more"),
    ("pay", "low", "8,000", "type it as 8000, in plain digits"),
    ("pay", "low", "1 000，000", "type it as 1000000, in plain digits"),
    ("pay", "low", "8,00", "give a whole number, 0 or more"),
    ("pay", "low", "2147483648", "give a number that is not above 2147483647"),
    ("pay", "low", "9" * 50, "give a number that is not above 2147483647"),
    ("stages", "rung", "0", "give a whole number, 1 or more"),
    ("moves", "score", "0,8", "type it as 0.8, in plain digits"),
    ("moves", "score", "０.８", "type it as 0.8, in plain digits"),
    ("moves", "score", "-0.8", "it must not be negative; give a number, 0 or more, such as 0.75"),
    ("moves", "score", "nan", "give a number, 0 or more, such as 0.75"),
    ("moves", "score", "1e999", "give a number, 0 or more, such as 0.75"),
    ("moves", "kind", "升职", f"give one of {MOVE_KINDS}"),
    ("moves", "kind", "promotion", f"did you mean 'PROMOTION'? Give one of {MOVE_KINDS}"),
    ("moves", "kind", "晋升", f"did you mean 'PROMOTION'? Give one of {MOVE_KINDS}"),
    (
        "role_interests",
        "interest",
        "SOCAIL",
        (
            "did you mean 'SOCIAL'? Give one of REALISTIC, INVESTIGATIVE, ARTISTIC, SOCIAL, "
            "ENTERPRISING, CONVENTIONAL"
        ),
    ),
    ("roles", "name_zh", "#REF!", "this is a spreadsheet's error; mend its formula, or clear it"),
]


@pytest.mark.parametrize(("table", "column", "text", "remedy"), REFUSALS)
def test_a_cell_is_refused(table: str, column: str, text: str, remedy: str) -> None:
    """A cell that means nothing here is refused with its value and the remedy, word for word."""
    with pytest.raises(RecordError) as caught:
        read_cell(TABLES[table].column(column), text)
    assert str(caught.value) == f"{column} is {text!r}; {remedy}."


def test_a_long_value_is_shown_short() -> None:
    """A message shows the beginning of a value that is too long to read."""
    with pytest.raises(RecordError) as caught:
        read_cell(TABLES["roles"].column("id"), "é" * 1000)
    assert str(caught.value) == f"id is {'é' * 60 + '…'!r}; {ID}: such as 'phone-agent'."


def test_education_is_text_until_the_record_is_made() -> None:
    """A requirement's target is text: what it must be depends on the kind of its row."""
    column = TABLES["requirements"].column("target")
    assert read_cell(column, "BACHELOR") == Education.BACHELOR.value

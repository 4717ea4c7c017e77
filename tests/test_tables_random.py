"""The tables loader on random input: nothing makes it fall, and what is written is read back."""

import contextlib
import csv
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, reject
from hypothesis import strategies as st
from tables_world import SOUND, write_folder, write_workbook

from graph.catalog import canonical, list_contents
from graph.errors import LoadError, RecordError
from graph.integrity import list_issues
from graph.records import Education, Passage, Record, RequirementKind
from graph.tables import TABLES, Column, Holds, Table
from loaders import load_source
from loaders.reading.problems import CONTROL
from loaders.tables.cells import read_cell

WORDS = st.text("ab1", min_size=1, max_size=2)
IDS = st.lists(WORDS, min_size=1, max_size=2).map("-".join)
TEXTS = (
    st.text(min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text and not re.search(f"^#|\r|{CONTROL.pattern}", text))
)
SHAPED: dict[str, st.SearchStrategy[Any]] = {
    "file": WORDS,
    "sha256": st.binary(min_size=32, max_size=32).map(bytes.hex),
    "currency": st.text("CNY", min_size=3, max_size=3),
    "score": st.floats(0, allow_infinity=False),
}
TRICKY = st.text(st.sampled_from(',;"\n\r\t \0\x1f\ufeff-#=ai1１.é客\x85\u2028'), max_size=60)


def _load(tables: dict[str, str | bytes]) -> None:
    """Load a folder of these tables and check it, all that `load` does before it writes."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            source = load_source(str(write_folder(Path(folder) / "x", tables)))
        except LoadError:
            return
        for issue in list_issues([source]):
            str(issue).encode()


@given(st.binary(max_size=200))
def test_no_bytes_make_the_loader_fall(data: bytes) -> None:
    """Whatever bytes a table has, loading raises nothing but LoadError, and messages print."""
    _load({**SOUND, "roles": data})


@given(TRICKY, st.sampled_from(sorted(TABLES)))
def test_no_text_makes_the_loader_fall(text: str, name: str) -> None:
    """Whatever text follows a header, or takes its place, loading raises nothing but LoadError."""
    header = ",".join(column.name for column in TABLES[name].columns)
    _load({**SOUND, name: f"{header}\n{text}"})
    _load({**SOUND, name: text})


@given(st.lists(st.tuples(st.integers(0), st.binary(max_size=4)), max_size=4), st.integers(0))
def test_no_damage_to_a_workbook_makes_the_loader_fall(
    changes: list[tuple[int, bytes]], length: int
) -> None:
    """However the bytes of a workbook change, loading raises nothing but LoadError."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "x.xlsx", {"roles": [["id", "name_en"], ["a", "A"]]})
        data = bytearray(path.read_bytes())
        for number, change in changes:
            place = number % len(data)
            data[place : place + len(change)] = change
        path.write_bytes(data[: max(length % (2 * len(data)), 4)])
        with contextlib.suppress(LoadError):
            list_issues([load_source(str(path))])


@given(TRICKY, st.sampled_from(sorted(TABLES)), st.data())
def test_a_cell_has_a_value_or_is_refused(text: str, name: str, data: st.DataObject) -> None:
    """Reading a cell gives a value or raises RecordError."""
    column = data.draw(st.sampled_from(TABLES[name].columns))
    with contextlib.suppress(RecordError):
        assert read_cell(column, text) is not None


def _values(column: Column) -> st.SearchStrategy[Any]:
    """The values that a column may have."""
    if column.name in SHAPED:
        return SHAPED[column.name]
    if column.words is not None:
        return st.sampled_from(list(column.words))
    if column.holds is Holds.NUMBER:
        return st.integers(column.least, 2**31 - 1)
    return IDS if column.holds is Holds.ID else TEXTS


@st.composite
def _rows(draw: st.DrawFn, table: Table) -> dict[str, Any]:
    """The values of a row that is a record: ranges in order, targets that their kind allows."""
    row = {
        column.name: draw(_values(column) if column.required else st.none() | _values(column))
        for column in table.columns
    }
    for prefix, parts in (("months_", ("low", "typical", "high")), ("", ("low", "high"))):
        names = [prefix + part for part in parts if row.get(prefix + part) is not None]
        numbers: list[Any] = [row[name] for name in names]
        row.update(zip(names, sorted(numbers), strict=True))
    if row.get("kind") is RequirementKind.SERVICE:
        row["target"] = str(draw(st.integers(0, 600)))
    if row.get("kind") is RequirementKind.EDUCATION:
        row["target"] = draw(st.sampled_from([level.value for level in Education]))
    if "start" in row:
        span = draw(st.none() | st.tuples(st.integers(0, 99), st.integers(100, 999)))
        row["start"], row["end"] = span or (None, None)
    return row


def _build(table: Table, row: dict[str, Any], line: int) -> Record:
    """The record of a row, whose document is the source where the row names none."""
    passage = None
    if table.stated:
        row["document"] = row["document"] or "x"
        passage = Passage(row["document"], row["start"], row["end"], table.name, line)
    record: Record = table.build(row, passage)
    return record


@given(st.sampled_from(list(TABLES.values())), st.sampled_from(["\n", "\r\n"]), st.data())
def test_records_written_as_csv_read_back_equal(
    table: Table, end: str, data: st.DataObject
) -> None:
    """Records written by `Table.cells` are read back equal, with the lines they stand on."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(column.name for column in table.columns)
    records = []
    for row in data.draw(st.lists(_rows(table), max_size=3)):
        line = len(re.findall("\r\n|\r|\n", text.getvalue())) + 1
        try:
            records.append(_build(table, row, line))
        except RecordError:
            reject()
        writer.writerow(table.cells(records[-1]).values())
    with tempfile.TemporaryDirectory() as folder:
        source = load_source(
            str(write_folder(Path(folder), {table.name: text.getvalue()})), name="x"
        )
    assert [str(issue) for issue in source.issues] == []
    assert source.rows[table.name] == tuple(records)


@given(st.sampled_from(list(TABLES.values())), st.data())
def test_the_content_of_records_is_their_table_and_cells(table: Table, data: st.DataObject) -> None:
    """Written as JSON in one line, alone and among others alike."""
    records = []
    for row in data.draw(st.lists(_rows(table), min_size=1, max_size=3)):
        try:
            records.append(_build(table, row, 1))
        except RecordError:
            reject()
    contents = list_contents(table, records)
    assert contents == [canonical(record) for record in records]
    assert [json.loads(content) for content in contents] == [
        [table.name, *table.cells(record).values()] for record in records
    ]
    assert "\n" not in "".join(contents)

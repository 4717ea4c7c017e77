"""The tables loader: what a folder of CSV files says, and where."""

import codecs
import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tables_world import SOUND, list_messages, write_folder

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.records import Document, Move, Passage, Role
from graph.tables import TABLES
from loaders import AUTO, BUNDLED, LOADERS, load_source, recognise


def test_rows_become_records_with_their_passage(tmp_path: Path) -> None:
    """A row is a record whose passage is its document, or else its source, with table and line."""
    source = load_source(str(write_folder(tmp_path / "ladder", SOUND)))
    assert source.issues == ()
    assert source.rows["documents"] == (Document(id="letter", title="A letter"),)
    assert source.rows["roles"][0] == Role(
        id="agent", name_zh="客服", name_en="Agent", passage=Passage("ladder", table="roles", row=2)
    )
    assert source.rows["moves"] == (
        Move(
            from_="agent",
            to="lead",
            months_low=12,
            months_high=24,
            passage=Passage("letter", table="moves", row=2),
        ),
        Move(
            from_="lead", to="head", months_low=36, passage=Passage("ladder", table="moves", row=3)
        ),
    )
    assert list_issues([source]) == []


def test_a_source_knows_where_and_when_it_was_read(tmp_path: Path) -> None:
    """A source has its folder's name, the format, the absolute path and the time in UTC."""
    source = load_source(str(write_folder(tmp_path / "月度 1.2", SOUND)))
    assert (source.name, source.format) == ("月度 1.2", "tables")
    assert source.location == str(tmp_path / "月度 1.2")
    age = datetime.now(UTC) - datetime.fromisoformat(source.loaded)
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_a_given_name_wins(tmp_path: Path) -> None:
    """The name that is given is the source's, and the document of rows that name none."""
    source = load_source(str(write_folder(tmp_path, SOUND)), name="五月")
    assert source.name == "五月"
    assert source.rows["roles"][0].passage.document == "五月"


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\\b", "a\nb", "x" * 101, " x", "\udcff"])
def test_a_bad_name_is_refused(tmp_path: Path, name: str) -> None:
    """A name has 1 to 100 characters, no slashes, control characters or outer spaces."""
    with pytest.raises(LoadError, match="give one \\(--as NAME\\)") as caught:
        load_source(str(write_folder(tmp_path, SOUND)), name=name)
    assert repr(name) in str(caught.value)


def test_a_folder_whose_name_is_no_text_has_a_readable_one(tmp_path: Path) -> None:
    """Bytes of a folder's name that are no UTF-8 are shown as replacement characters."""
    folder = write_folder(tmp_path / "gbk-\udcb5\udce7", SOUND)
    source = load_source(str(folder))
    assert source.name == "gbk-\ufffd\ufffd"
    source.location.encode()


def test_the_bundled_data_set_is_sound() -> None:
    """`bundled:` is the source `articles`, without a single issue."""
    source = load_source(BUNDLED)
    assert (source.name, source.location, source.format) == ("articles", "bundled:", "tables")
    assert list_issues([source]) == []
    assert load_source(BUNDLED, name="mine").name == "mine"


def test_formats_are_recognised_by_content(tmp_path: Path) -> None:
    """A folder with a table is `tables`, said or found; an unknown format is refused by name."""
    folder = write_folder(tmp_path, SOUND)
    assert LOADERS["tables"].recognises(folder)
    assert recognise(folder) == "tables"
    found, said = (load_source(str(folder), format_=format_) for format_ in (AUTO, "tables"))
    assert found.rows == said.rows
    with pytest.raises(LoadError, match=r"format is 'esco2'; give one of auto, .*tables"):
        load_source(str(folder), format_="esco2")


@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_byte_order_marks_and_line_ends_do_not_matter(
    tmp_path: Path, bom: bytes, end: bytes
) -> None:
    """A table reads the same with or without BOM, and with any line ends."""
    expected = load_source(str(write_folder(tmp_path / "a", SOUND)), name="x")
    written = {name: bom + text.encode().replace(b"\n", end) for name, text in SOUND.items()}
    source = load_source(str(write_folder(tmp_path / "b", written)), name="x")
    assert source.issues == ()
    assert source.rows == expected.rows


def test_the_header_may_have_spaces_and_any_order(tmp_path: Path) -> None:
    """Columns are found by name, spaces around them ignored; optional ones may be left out."""
    folder = write_folder(tmp_path, {"roles": " name_en , level,id \nAgent,1,agent\n"})
    source = load_source(str(folder), name="x")
    assert source.issues == ()
    assert source.rows["roles"] == (
        Role(id="agent", name_en="Agent", level=1, passage=Passage("x", table="roles", row=2)),
    )


def test_cells_are_trimmed_and_empty_ones_are_nothing(tmp_path: Path) -> None:
    """Spaces around a cell, full-width ones too, are not part of it; a blank cell is empty."""
    rows = "id,name_zh,name_en,family\n agent\t, 客服\u3000, ,\u3000\n"
    (role,) = load_source(str(write_folder(tmp_path, {"roles": rows}))).rows["roles"]
    assert (role.id, role.name_zh, role.name_en, role.family) == ("agent", "客服", None, None)


def test_blank_rows_and_empty_margins_are_skipped(tmp_path: Path) -> None:
    """Blank rows, missing cells at the end and nameless empty columns mean nothing."""
    rows = "\n,,\nid,,name_en,family,,\n\nagent,,Agent\n , ,\nlead,,Lead,,,,,\n"
    source = load_source(str(write_folder(tmp_path, {"roles": rows})))
    assert source.issues == ()
    assert [(role.id, role.passage.row) for role in source.rows["roles"]] == [
        ("agent", 5),
        ("lead", 7),
    ]


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    """A table may have no rows."""
    source = load_source(str(write_folder(tmp_path, {**SOUND, "stages": "role,line,rung\n"})))
    assert source.issues == ()
    assert source.rows["stages"] == ()


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """A place counts physical lines, also after cells with line ends; columns count from 1."""
    rows = 'id,title,file\nfirst,"one\ntwo\r\nthree",u\n\nsecond,"a ""quote"", b",u\nthird,,u\n'
    source = load_source(str(write_folder(tmp_path, {"documents": rows})))
    first, second = source.rows["documents"]
    assert (first.title, second.title) == ("one\ntwo\nthree", 'a "quote", b')
    assert source.places["documents"].lines == (2, 6)
    assert [issue.place for issue in source.issues] == ["documents.csv:7:2"]


def test_long_cells_are_read_and_the_csv_limit_is_put_back(tmp_path: Path) -> None:
    """A cell may have 1,048,576 characters, not more; csv's own limit is as before afterwards."""
    before = csv.field_size_limit()
    long = "字" * (1 << 20)
    folder = write_folder(tmp_path, {"documents": f"id,title\nok,{long}\n"})
    assert len(load_source(str(folder)).rows["documents"][0].title) == 1 << 20
    write_folder(tmp_path, {"documents": f"id,title\nlong,{long}字\n"})
    (message,) = list_messages(folder)
    assert "give a cell at most 1048576 characters" in message
    assert csv.field_size_limit() == before


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Notes, hidden files and locks are no tables."""
    folder = write_folder(tmp_path, SOUND)
    for name in (
        "README.md",
        ".DS_Store",
        ".roles.csv",
        "~roles.csv",
        ".~lock.roles.csv#",
        "x.txt",
    ):
        (folder / name).write_bytes(b"\xff\0")
    (folder / "old").mkdir()
    assert list_messages(folder) == []


def test_every_problem_of_every_file_is_found_at_once(tmp_path: Path) -> None:
    """Problems of all files are issues together, in the order of tables, lines and columns."""
    tables: dict[str, str | bytes] = {
        "moves": "from,to,kind\nagent,lead,UP\nagent,lead,\nagent,Head,SIDE\n",
        "roles": "id,name_en,level\nagent,Agent,x\nlead,,\n",
        "stage": "role,line,rung\n",
        "documents": b"",
    }
    places = [message.split(": ")[0] for message in list_messages(write_folder(tmp_path, tables))]
    assert places == [
        "stage.csv",
        "documents.csv:1:1",
        "roles.csv:2:3",
        "roles.csv:3:1",
        "moves.csv:2:3",
        "moves.csv:4:2",
        "moves.csv:4:3",
    ]


def test_what_refers_to_a_broken_row_is_not_reported_again(tmp_path: Path) -> None:
    """A row that defines an id but is no record is one issue, however many rows name its id."""
    tables = {**SOUND, "roles": SOUND["roles"].replace("组长,Lead", ",")}
    source = load_source(str(write_folder(tmp_path, tables)))
    assert source.broken == {("roles", "lead"): 3}
    assert [issue.place for issue in list_issues([source])] == ["roles.csv:3:2"]


def test_a_column_typed_otherwise_is_read_on(tmp_path: Path) -> None:
    """A column that differs only in case or punctuation is one issue and hides nothing else."""
    tables = {**SOUND, "roles": SOUND["roles"].replace("id,", "ID,").replace("lead", "LEAD", 1)}
    messages = list_messages(write_folder(tmp_path, tables))
    assert [message.split(": ")[0] for message in messages] == ["roles.csv:1:1", "roles.csv:3:1"]


def test_every_table_is_written_and_read_by_its_name(tmp_path: Path) -> None:
    """Each table of the format is read from the file of its name."""
    for name, table in TABLES.items():
        header = ",".join(column.name for column in table.columns)
        write_folder(tmp_path, {name: header + "\n"})
    source = load_source(str(tmp_path))
    assert list(source.rows) == list(TABLES)
    assert source.issues == ()

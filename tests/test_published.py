"""The tables of a public data set: columns by name, and an account of every row."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tables_world import write_workbook

from graph.sources import Aside, Source, Tally
from loaders import load_source
from loaders.published import PublishedTable, Reading, read_columns
from loaders.request import Request

Cells = list[tuple[int, list[str]]]


def read(
    folder: Path, text: str, *required: str, optional: Sequence[str] = ()
) -> tuple[Cells, list[str]]:
    """What reading these columns of a file gives: rows with their lines, and messages."""
    path = folder / "x.csv"
    path.write_text(text, "utf-8", newline="")
    reading = Reading(Request(path=folder, name="x"), "test", [path])
    with reading.open(path, known=("id", "name")) as table:
        rows = list(table.read(*required, optional=optional))
    return rows, [str(issue) for issue in reading.source({}).issues]


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    """Order, further columns, spaces and the separator of a file do not matter."""
    rows = [(2, ["1", "a"]), (3, ["2", ""])]
    for text in ("id,name\n1, a \n2,\n", "x;\xa0name ;id;\n;a;1;\n;;2;\n", "name\tid\na\t1\n\t2\n"):
        assert read(tmp_path, text, "id", "name") == (rows, [])


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    """A column that a version of the data set does not have is empty; a required one is not."""
    text = "id,name\n1,a\n"
    assert read(tmp_path, text, "id", optional=("code", "name")) == ([(2, ["1", "", "a"])], [])
    assert read(tmp_path, text, "ids", "code") == (
        [],
        [
            "x.csv:1:1: column 'code' is missing. Fetch the file again.",
            "x.csv:1:1: column 'ids' is missing. Is it 'id'? Fetch the file again.",
        ],
    )


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n"])
def test_a_file_without_header_is_an_issue(tmp_path: Path, text: str) -> None:
    """A file that names no column is one issue."""
    assert read(tmp_path, text, "id") == (
        [],
        ["x.csv:1:1: no column is named here; fetch the file again."],
    )


def test_rows_must_fit_the_header(tmp_path: Path) -> None:
    """A row without a required cell, or with something beyond the header, is an issue."""
    text = "id,id,name,x\n1,,a,\n\n2,,b,,,\n3,,c\n4\n , ,\n5,,d,,e\n"
    rows, messages = read(tmp_path, text, "id", "name", optional=("x",))
    assert rows == [(2, ["1", "a", ""]), (4, ["2", "b", ""]), (5, ["3", "c", ""])]
    assert "\n".join(messages) == (
        "x.csv:1:2: column is 'id', as is column 1.\n"
        "x.csv:6:1: the row has 1 cells, and none for 'name'; the file may be cut off: fetch it "
        "again.\n"
        "x.csv:8:5: cell is 'e', but the header has no column for it; is a cell before it in need "
        "of quotes?"
    )


def test_control_characters_count_where_they_are_read(tmp_path: Path) -> None:
    """A control character is an issue in a column that is read, and nothing in another."""
    text = "id,name,note\n1,a\x1bb,c\n2,a,b\x02\n"
    assert read(tmp_path, text, "id", "name") == (
        [(3, ["2", "a"])],
        [
            "x.csv:2:2: cell is 'a\\x1bb'; delete its control character, number 2 of the cell.",
        ],
    )


def test_reading_goes_on_to_the_problem(tmp_path: Path) -> None:
    """What cannot be read on is an issue where it stands; the rows before it are given."""
    rows, messages = read(tmp_path, 'id\n1\n"2\n', "id")
    assert rows == [(2, ["1"])]
    assert [message[:50] for message in messages] == [
        "x.csv:3:1: the row that starts here is not CSV (un"
    ]


def test_too_many_problems_are_cut_off(tmp_path: Path) -> None:
    """A file that is wrong in every row is not read to its end."""
    _, messages = read(tmp_path, "id,name\n" + "1\n" * 5000, "name")
    assert len(messages) == 1002
    assert messages[-1] == "x.csv:1003:1: more than 1000 problems; what follows was not read."


def _source(folder: Path) -> Source:
    """Two files, in which rows are used, set aside and wrong; and one that is none."""
    (folder / "a.csv").write_text("id\n1\n2\n3\n4\n", "utf-8")
    (folder / "b.csv").write_text("id\n1\n", "utf-8")
    (folder / "c.csv").mkdir()
    files = sorted(folder.iterdir())
    reading = Reading(Request(path=folder, name="x"), "test", files)
    for path in files:
        with reading.open(path) as table:
            _judge(table)
    reading.notes.append("c is none.")
    return reading.source({"roles": (), "codes": ()})


def _judge(table: PublishedTable) -> None:
    for line, (id_,) in table.read("id"):
        if id_ in "23":
            table.set_aside(line, "it is even or odd")
        elif id_ == "4":
            table.complain(line, "id", f"id is {id_!r}; give 1, 2 or 3.")


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    """A row is used unless it was set aside or complained of."""
    source = _source(tmp_path)
    assert source.tallies == (
        Tally("a.csv", 4, 1, (Aside("it is even or odd", (3, 4)),)),
        Tally("b.csv", 1, 1),
        Tally("c.csv", 0, 0),
    )
    assert source.notes == ("c is none.",)
    assert (source.rows, source.format, source.location) == ({}, "test", str(tmp_path))
    assert [str(issue) for issue in source.issues] == [
        "a.csv:5:1: id is '4'; give 1, 2 or 3.",
        "c.csv:1:1: this is a folder; put the file itself here.",
    ]


def test_columns_are_seen_without_reading(tmp_path: Path) -> None:
    """What a file is shows in its first line, also where the rest cannot be decoded."""
    path = tmp_path / "x.csv"
    for data in (b"id;name\r\n\xff\n", "id;name\n甲".encode("utf-16"), b"\xef\xbb\xbfid;name"):
        path.write_bytes(data)
        assert read_columns(path, ("id", "name")) == ["id", "name"]
    for data in (b"", b"\0\0\0", b"PK\x03\x04", b"BZh"):
        path.write_bytes(data)
        assert read_columns(path, ("id", "name")) in ([], ["\0\0\0"])


def test_progress_is_told_in_rows(tmp_path: Path) -> None:
    """Whoever watches is told the rows so far and about how many there are, by bytes."""
    told: list[tuple[str, int, int]] = []
    for name in "ab":
        text = "id\n" + "12345678\n" * 100_000
        (tmp_path / name).write_text(text, "utf-8")
    request = Request(path=tmp_path, name="x", tell=lambda *it: told.append(it))
    files = sorted(tmp_path.iterdir())
    reading = Reading(request, "test", files)
    for path in files:
        with reading.open(path) as table:
            assert sum(1 for _ in table.read("id")) == 100_000
    assert {what for what, _, _ in told} == {"reading x"}
    done = [rows for _, rows, _ in told]
    assert done == sorted(done)
    assert all(0 <= rows <= of for _, rows, of in told)
    assert 190_000 < told[-1][2] < 210_000


def test_sheets_are_tables_too(tmp_path: Path) -> None:
    """Each sheet of a workbook is a table; a cell with an error is an issue where it is read."""
    sheets: dict[str, list[list[object]]] = {
        "Skills": [[], [None, "Code", "Value", "Note"], [None, "01", 4.12, "#N/A"], [], [None, 2]],
        "Jobs": [["Code", "Value"], ["a", "#REF!"], ["b", 3.0]],
    }
    told: list[int] = []
    request = Request(path=tmp_path, name="x", tell=lambda _what, done, _of: told.append(done))
    path = write_workbook(tmp_path / "x.xlsx", sheets)
    reading = Reading(request, "test", [path])
    rows = [list(table.read("Code", "Value")) for table in reading.open_book(path)]
    assert rows == [[(3, ["01", "4.12"]), (5, ["2", ""])], [(3, ["b", "3"])]]
    assert [str(issue) for issue in reading.source({}).issues] == [
        "x.xlsx: Jobs!B2: cell is '#REF!', an error; mend its formula, or clear it.",
    ]
    assert reading.source({}).tallies == (
        Tally("x.xlsx: Skills", 2, 2),
        Tally("x.xlsx: Jobs", 2, 1),
    )
    assert told


def test_a_damaged_workbook_is_an_issue(tmp_path: Path) -> None:
    """What is no workbook is one issue, at the whole file."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04")
    reading = Reading(Request(path=tmp_path, name="x"), "test", [path])
    assert [list(table.read("Code")) for table in reading.open_book(path)] == [[]]
    (issue,) = reading.source({}).issues
    assert str(issue).startswith("x.xlsx:1:1: it is a damaged workbook (")


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    """An encoding that there is not, or that is none of texts, is refused by name."""
    for encoding in ("gb2311", "hex", "a\0"):
        with pytest.raises(ValueError, match="give the name of one, such as"):
            load_source(str(tmp_path), encoding=encoding)


def test_what_is_said_of_a_load_is_on_one_line(tmp_path: Path) -> None:
    """A note that quotes a control character or a line end of a file shows that one was there."""
    reading = Reading(Request(path=tmp_path, name="x"), "test", [])
    reading.notes.append("a\x7fb\u2028c")
    assert reading.source({}).notes == ("a\ufffdb\ufffdc",)

"""Files of a source: only plain ones, of bounded size, decoded strictly, cut into records."""

import codecs
import gzip
import os
import socket
import tempfile
import tracemalloc
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading import delimited, opening, texts
from loaders.reading.delimited import COMMAS, SEMICOLONS, TABS, Layout, find_layout, read_records
from loaders.reading.opening import UnreadableError, file_name, list_files
from loaders.reading.texts import open_text


def read(path: Path, encoding: str | None = None, layout: Layout = COMMAS) -> list[list[str]]:
    """The cells of all records of a file."""
    with open_text(path, encoding) as text:
        return [cells for _, cells in read_records(text, layout)]


def write(folder: Path, data: bytes, name: str = "x.csv") -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path, encoding: str | None = None) -> tuple[int, str]:
    """The line and the sentence with which a file is refused."""
    with pytest.raises(UnreadableError) as caught:
        read(path, encoding)
    return caught.value.line, str(caught.value)


def test_a_packed_file_reads_as_what_it_unpacks_to(tmp_path: Path) -> None:
    """A gzip file is known by its content and read as what it holds; its name is without .gz."""
    packed = write(tmp_path, gzip.compress("a,b\n1,甲\n".encode()), "x.csv.gz")
    assert read(packed) == [["a", "b"], ["1", "甲"]]
    assert file_name(packed) == "x.csv"
    assert read(write(tmp_path, packed.read_bytes(), "no-ending")) == read(packed)


@pytest.mark.parametrize("damage", [slice(0, 30), slice(0, -6)])
def test_a_damaged_packed_file_is_refused(tmp_path: Path, damage: slice) -> None:
    """A gzip file that ends too early is refused, and not read as far as it goes."""
    data = gzip.compress(b"a,b\n" + os.urandom(100).hex().encode())
    _, message = refusal(write(tmp_path, data[damage]))
    assert message.startswith("the packed file is damaged (")


def test_links_pipes_devices_and_folders_are_refused(tmp_path: Path) -> None:
    """Nothing but a plain file is opened; the sentence says what stands there instead."""
    plain = write(tmp_path, b"a\n")
    link, pipe = tmp_path / "link.csv", tmp_path / "pipe.csv"
    link.symlink_to(plain)
    os.mkfifo(pipe)
    assert refusal(link) == (0, "this is a link; put the file itself here.")
    assert refusal(pipe) == (0, "this is a pipe or a device; put a plain file here.")
    assert refusal(Path("/dev/zero")) == (0, "this is a pipe or a device; put a plain file here.")
    assert refusal(tmp_path) == (0, "this is a folder; put the file itself here.")
    assert refusal(tmp_path / "none")[1] == (
        "the file cannot be read (No such file or directory); make it readable."
    )


def test_sockets_and_files_that_are_gone_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket is not read, and a file that was listed may be gone when it is."""
    monkeypatch.chdir(tmp_path)  # a socket's name is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.csv")
        assert refusal(Path("x.csv"))[1].startswith("the file cannot be read (")
    write(tmp_path, b"a\n", "y.csv")
    listed = list_files(tmp_path)
    (tmp_path / "y.csv").unlink()
    assert "No such file" in refusal(listed[-1])[1]


@pytest.mark.parametrize(
    "name", [b"a\nb.csv", b"a\x1b[1m.csv", b"a\xff.csv", "a\u2028.csv".encode()]
)
def test_names_of_files_are_shown_on_one_line(tmp_path: Path, name: bytes) -> None:
    """Ends of lines, controls and bytes that are no text are not shown as they are."""
    path = write(tmp_path, b"a\n", os.fsdecode(name))
    assert list_files(tmp_path) == [path]
    assert file_name(path).isprintable()
    assert read(path) == [["a"]]


def test_packed_pieces_are_one_file(tmp_path: Path) -> None:
    """Gzip files that were joined read as what they all unpack to."""
    assert read(write(tmp_path, gzip.compress(b"a\nb") + gzip.compress(b"c\nd"))) == [
        ["a"],
        ["bc"],
        ["d"],
    ]


def test_half_a_character_is_no_text(tmp_path: Path) -> None:
    """A lone surrogate that was written as UTF-8 is refused at its byte."""
    line, message = refusal(write(tmp_path, b"a\n\xed\xa0\x80\n"))
    assert line == 2
    assert message.startswith("byte 0xed at offset 2 is not UTF-8 text")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux has a file that fails")
def test_a_file_whose_reading_fails_is_refused() -> None:
    """What the system raises while a file is read becomes a sentence."""
    assert refusal(Path("/proc/self/mem"))[1] == (
        "the file cannot be read (Input/output error); make it readable."
    )


def test_other_archives_are_refused(tmp_path: Path) -> None:
    """An archive is named as what it is, with what to do."""
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("x.csv", "a\n")
    path = write(tmp_path, data.getvalue())
    assert refusal(path) == (
        0,
        "this is a zip archive; unpack it, and give the folder of its files.",
    )
    assert "bzip2" in refusal(write(tmp_path, b"BZh91AY"))[1]


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large, or unpacks to too much, is refused with its bound."""
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    assert refusal(write(tmp_path, b"a\n" * 501)) == (
        0,
        "the file has 1002 bytes, more than 1000; split it.",
    )
    packed = write(tmp_path, gzip.compress(b"a\n" * 501))
    assert refusal(packed)[1] == "the file unpacks to more than 1000 bytes; split it."
    assert len(read(write(tmp_path, gzip.compress(b"a\n" * 500)))) == 500


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    """A few kilobytes that unpack to a line of 200 MB are refused before they take 40 MB."""
    path = tmp_path / "x.csv"
    with gzip.open(path, "wb") as packed:
        for _ in range(200):
            packed.write(b" " * (1 << 20))
    tracemalloc.start()
    line, message = refusal(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (line, message) == (1, "the line has 4194304 characters or more; this is no table.")
    assert peak < 40 << 20


def test_a_quote_that_never_ends_takes_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record that goes on over too many lines is refused where it began."""
    monkeypatch.setattr(delimited, "_LONGEST_RECORD", 1000)
    line, message = refusal(write(tmp_path, b'a,b\n"' + b'\n","' * 1000))
    assert line == 2
    assert message.startswith("the row that starts here has more than 1000 characters")


def test_a_table_of_too_many_rows_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read up to a number, blank ones too, and the next one is refused with its line."""
    monkeypatch.setattr(delimited, "MOST_RECORDS", 3000)
    for row in (b"\n", b"a\n"):
        assert len(read(write(tmp_path, row * 3000))) == 3000
        refused = refusal(write(tmp_path, row * 3001))
        assert refused == (3001, "the table has more than 3000 rows; split it.")


def test_a_row_has_no_more_cells_than_the_widest_sheet(tmp_path: Path) -> None:
    """A row is read up to the number of columns that a spreadsheet has."""
    assert len(read(write(tmp_path, b"," * 16_383 + b"\n"))[0]) == 16_384
    message = "the row has 16385 cells, more than 16384; this is no table."
    assert refusal(write(tmp_path, b"a\n" + b"," * 16_384 + b"\n")) == (2, message)


def test_a_packed_file_that_is_nearly_empty_is_refused(tmp_path: Path) -> None:
    """A small one is read whatever its ratio; a large one only where it is that of a table."""
    assert len(read(write(tmp_path, gzip.compress(b"a" * 999 + b"\n") * 9000))) == 9000
    packed = write(tmp_path, gzip.compress((b"a" * 999 + b"\n") * 20_000))
    assert refusal(packed)[1].startswith("the file unpacks to more than 100 times its bytes")


def test_hidden_and_lock_files_are_not_listed(tmp_path: Path) -> None:
    """A folder's files are listed in order of name, without hidden files and locks."""
    for name in ("b.csv", "a.csv", ".a.csv", "~a.csv", ".~lock.a.csv#"):
        write(tmp_path, b"", name)
    assert [path.name for path in list_files(tmp_path)] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("gb18030", "id,名称\n1,客服\n"), ("cp1252", "id,nom\n1,Café\n"), ("utf-16", "id\n甲\n")],
)
def test_an_encoding_is_suggested_and_then_read(tmp_path: Path, encoding: str, text: str) -> None:
    """What is no UTF-8 is refused with the encoding that fits, and read where it is given."""
    path = write(tmp_path, text.encode(encoding))
    assert f"--encoding {encoding}" in refusal(path)[1]
    assert read(path, encoding) == [line.split(",") for line in text.splitlines()]


def test_wide_text_without_its_mark_is_read_where_it_is_told(tmp_path: Path) -> None:
    """Text full of NULs is refused with the encoding that it may have, and read in it."""
    assert "--encoding utf-16-le" in refusal(write(tmp_path, b"i\0d\0"))[1]
    path = write(tmp_path, "id\n甲\n".encode("utf-16-le"))
    assert read(path, "utf-16-le") == [["id"], ["甲"]]
    assert refusal(path, "utf-16") == (
        0,
        "the file is not utf-16 text; give the encoding that it has.",
    )


def test_a_given_encoding_is_for_files_that_are_not_utf_8(tmp_path: Path) -> None:
    """A file that is UTF-8 is read as such, whatever encoding the others have."""
    for begin in (b"", codecs.BOM_UTF8):
        assert read(write(tmp_path, begin + "甲\n".encode()), "gb18030") == [["甲"]]


def test_a_bad_byte_has_its_place_and_its_reading(tmp_path: Path) -> None:
    """The sentence names byte, offset and line, and shows how the text around it would read."""
    line = ("x" * 30 + "客服" + "y" * 30).encode("gb18030")
    path = write(tmp_path, b"id\ra\r\n" + b"a\n" * 10_000 + line + b"\n")
    assert refusal(path) == (
        10_003,
        (
            "byte 0xbf at offset 20036 is not UTF-8 text. As gb18030 it would read "
            "'xxxxxxxxxxxxxxxxxxxx客服yyyyyyyyyyyyyyyyyy': if that is right, give --encoding "
            "gb18030, else the encoding that it has, or save the file as UTF-8."
        ),
    )
    assert refusal(write(tmp_path, b"\xff\xff\n"), "gb18030")[1].startswith(
        "byte 0xff at offset 0 is not gb18030 text"
    )


def test_the_layout_is_that_of_the_header() -> None:
    """The separator is the one by which the header names most columns; commas in doubt."""
    known = {"id", "name"}
    assert find_layout("id,name\n", known) is COMMAS
    assert find_layout('"id";"name"\n', known) is SEMICOLONS
    assert find_layout("id\tname, all of it\n", known) is TABS
    assert find_layout("nothing;known\n", known) is COMMAS


def test_text_by_tabs_knows_no_quotes(tmp_path: Path) -> None:
    """A quote in a cell of tab-separated text is a quote."""
    path = write(tmp_path, b'a\tb\n"1\t2" or 3\n')
    assert read(path, layout=TABS) == [["a", "b"], ['"1', '2" or 3']]


def test_records_know_the_line_they_began_on() -> None:
    """Lines are physical ones, over more records than are read at once."""
    lines = ["a,b\n", "\n", '"1\n', '2",x\n'] + ["y,z\n"] * 3000
    numbers = [line for line, _ in read_records(lines)]
    assert numbers[:4] == [1, 2, 3, 5]
    assert numbers[-1] == len(lines)


@given(st.binary(max_size=300), st.sampled_from([None, "gb18030", "utf-16", "cp1252"]))
def test_no_bytes_make_the_reader_fall(data: bytes, encoding: str | None) -> None:
    """Whatever bytes a file has, reading gives records or raises UnreadableError, with a line."""
    with tempfile.TemporaryDirectory() as folder:
        for content in (data, gzip.compress(data), gzip.compress(data)[: len(data)]):
            path = write(Path(folder), content)
            try:
                for layout in (COMMAS, TABS):
                    read(path, encoding, layout)
                texts.read_first_line(path)
            except UnreadableError as error:
                str(error).encode()

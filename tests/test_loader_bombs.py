"""Small files that would take much: each is refused with a sentence, in bounded memory."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tables_world import write_workbook

_MOST = 1 << 30  # bytes of address space above what the program has when it begins
_LOAD = """
import json, re, resource, sys
from pathlib import Path
from graph.errors import LoadError
from loaders import load_source, recognise
size = 1024 * int(re.search(r"VmSize:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
resource.setrlimit(resource.RLIMIT_AS, (size + int(sys.argv[3]),) * 2)
recognise(Path(sys.argv[2]))
try:
    said = [str(it) for it in load_source(sys.argv[2], name="x", format_=sys.argv[1]).issues[:1]]
except LoadError as error:
    said = list(error.issues)
print(json.dumps(said))
"""
_HEADERS = {
    "tables": ("roles.csv", "id,name_en\n", ","),
    "esco": ("occupations_en.csv", "conceptUri,preferredLabel,iscoGroup\n", ","),
    "onet": ("Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription\n", "\t"),
    "csco": ("t.csv", "level,code,code_num,name,definition,tasks,csco_code_num,alias\n", ","),
}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the address space")


def _load(format_: str, path: Path, most: int = _MOST) -> str:
    """What is said first of a source that is loaded by a process which may take so many bytes."""
    command = [sys.executable, "-c", _LOAD, format_, str(path), str(most)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return str(json.loads(done.stdout)[0])


@pytest.mark.parametrize("format_", sorted(_HEADERS))
def test_a_row_of_millions_of_cells_is_refused(tmp_path: Path, format_: str) -> None:
    """A packed table whose rows have four million cells each is refused at the first of them."""
    name, header, mark = _HEADERS[format_]
    with gzip.open(tmp_path / name, "wb", compresslevel=1) as packed:
        packed.write(header.encode())
        for _ in range(8):
            packed.write(mark.encode() * 4_000_000 + b"\n")
    assert "has 4000001 cells, more than 16384" in _load(format_, tmp_path, _MOST >> 2)


@pytest.mark.parametrize("format_", sorted(_HEADERS))
def test_a_wide_header_is_refused(tmp_path: Path, format_: str) -> None:
    """A header of 400,000 columns is refused before each row is brought to its width."""
    name, header, mark = _HEADERS[format_]
    wide = mark.join(f"{number:x}" for number in range(400_000))
    (tmp_path / name).write_text(f"{header.strip()}{mark}{wide}\n" + "a\n" * 300_000)
    assert "cells, more than 16384" in _load(format_, tmp_path, _MOST >> 2)


def test_a_bomb_of_many_long_cells_is_refused(tmp_path: Path) -> None:
    """What unpacks to a hundred times its bytes is refused, and told how it could be read."""
    with gzip.open(tmp_path / "roles.csv", "wb", compresslevel=9) as packed:
        packed.write(b"id,name_en\n")
        for _ in range(100):
            packed.write(b"a," + b"b" * 1_000_000 + b"\n")
    assert "unpacks to more than 100 times its bytes" in _load("tables", tmp_path, _MOST >> 2)


def test_a_line_of_a_gigabyte_is_refused(tmp_path: Path) -> None:
    """A file that is one line of NULs, with nothing on the disk, is refused."""
    with (tmp_path / "roles.csv").open("wb") as file:
        file.write(b"id,name_en\n")
        file.truncate(1 << 30)
    assert "4194304 characters or more" in _load("tables", tmp_path, _MOST >> 2)


def test_a_part_of_a_workbook_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    """A workbook whose list of sheets has a gigabyte is refused, in telling what it is too."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": [["id"]]})
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            with package.open(name, "w") as part:
                part.write(data)
                for _ in range(1025 if name == "xl/workbook.xml" else 0):
                    part.write(b" " * (1 << 20))
    assert "Give the tables as CSV files" in _load("tables", path, _MOST >> 2)
    assert "it has no table of O*NET" in _load("onet", path, _MOST >> 2)


@pytest.mark.parametrize(
    ("part", "item", "refused"),
    [("xl/sharedStrings.xml", b"<si/>", 1 << 26), ("xl/workbook.xml", b"<a/>", 1 << 23)],
)
def test_a_part_of_many_elements_is_refused(
    tmp_path: Path, part: str, item: bytes, refused: int
) -> None:
    """Parts whose elements take many times their bytes have a bound of their own."""
    path = write_workbook(tmp_path / "x.xlsx", {"roles": [["id"]]})
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    begin, mark, end = parts.get(part, b"<x></x>").rpartition(b"</")
    parts[part] = begin + item * (refused // len(item)) + mark + end
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert f"more than {refused}. Give the tables as CSV files." in _load("tables", path)

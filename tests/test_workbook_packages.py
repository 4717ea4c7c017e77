"""Workbooks made by nobody's spreadsheet: each is read rightly, or refused with a sentence."""

import struct
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from tables_world import list_messages, write_workbook

from graph.errors import LoadError
from loaders import load_source
from loaders.reading.workbook import list_sheets, read_headers

ROLES: list[list[object]] = [["id", "name_en"], ["agent", "Agent"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DAMAGED = "it is a damaged workbook ("


def _parts(tmp_path: Path) -> dict[str, bytes]:
    """The parts of a sound workbook."""
    with ZipFile(write_workbook(tmp_path / "x.xlsx", {"roles": ROLES})) as package:
        return {name: package.read(name) for name in package.namelist()}


def _write(tmp_path: Path, parts: Mapping[str, bytes], *, zip64: bool = False) -> Path:
    """A workbook of these parts."""
    path = tmp_path / "x.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            with package.open(name, "w", force_zip64=zip64) as part:
                part.write(data)
    return path


def _refusal(path: Path) -> str:
    """What is said of a workbook that is refused, or of what is wrong in it; else nothing."""
    list_sheets(path)
    read_headers(path)
    try:
        return "".join(list_messages(path)[:1])
    except LoadError as error:
        return error.issues[0]


def _roles(path: Path) -> list[str]:
    """The ids of the roles that a workbook holds, in which nothing is wrong."""
    source = load_source(str(path))
    assert source.issues == ()
    return [record.id for record in source.rows["roles"]]


def _entry(path: Path, part: str) -> tuple[bytearray, int, int]:
    """A workbook's bytes, and where a part's own header and its entry of the directory begin."""
    data = bytearray(path.read_bytes())
    with ZipFile(path) as package:
        own = package.getinfo(part).header_offset
        entry = data.index(part.encode(), package.start_dir) - 46
    return data, own, entry


def test_a_part_that_has_more_than_it_states_is_refused(tmp_path: Path) -> None:
    """A sheet that unpacks to more than both headers say is damaged, whatever its checksum."""
    path = _write(tmp_path, {**_parts(tmp_path), "xl/sharedStrings.xml": b"<a/>" + b" " * 100_000})
    data, own, entry = _entry(path, "xl/sharedStrings.xml")
    for at in (own + 22, entry + 24):
        struct.pack_into("<L", data, at, 4)
    path.write_bytes(data)
    assert DAMAGED in _refusal(path)


@pytest.mark.parametrize("name", [SHEET, SHEET.upper(), SHEET.replace("/", "\\"), f"{SHEET}\0"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_comes_twice_is_refused(tmp_path: Path, name: str) -> None:
    """Two parts that a reader may take for each other are refused: which one counts is unknown."""
    path = _write(tmp_path, _parts(tmp_path))
    info = ZipInfo("x" * len(name))
    with ZipFile(path, "a") as package:
        package.writestr(info, b"<worksheet/>")
    path.write_bytes(path.read_bytes().replace(info.filename.encode(), name.encode()))
    assert f"{DAMAGED}a part comes twice)" in _refusal(path)


def test_a_name_that_leads_out_is_only_a_name(tmp_path: Path) -> None:
    """A part whose name leads out of the package is not written anywhere, and harms nothing."""
    assert _roles(_write(tmp_path, {**_parts(tmp_path), "../../out.xml": b"x"})) == ["agent"]
    assert not (tmp_path / "../../out.xml").exists()


def test_a_package_of_large_files_is_read(tmp_path: Path) -> None:
    """A workbook whose parts are written as ZIP64 says what others do."""
    assert _roles(_write(tmp_path, _parts(tmp_path), zip64=True)) == ["agent"]


@pytest.mark.parametrize("other", [0, 1])
def test_the_end_of_a_large_package_agrees_with_that_of_a_small_one(
    tmp_path: Path, other: int
) -> None:
    """A workbook may end as ZIP64 too, but both of its ends tell of one directory."""
    path = _write(tmp_path, _parts(tmp_path))
    data = path.read_bytes()
    count, size, offset = struct.unpack("<H2L", data[-12:-2])
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset + other)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(data) - 22, 1)
    path.write_bytes(data[:-22] + end + locator + data[-22:])
    if other:
        assert f"{DAMAGED}it has two directories)" in _refusal(path)
    else:
        assert _roles(path) == ["agent"]


def test_a_locked_part_is_refused(tmp_path: Path) -> None:
    """A part that is encrypted, as zip files may be, is said to have a password."""
    path = _write(tmp_path, _parts(tmp_path))
    data, own, entry = _entry(path, SHEET)
    data[own + 6] |= 1
    data[entry + 8] |= 1
    path.write_bytes(data)
    assert "it has a password." in _refusal(path)


def test_other_packings_are_refused(tmp_path: Path) -> None:
    """A part that is packed by LZMA is refused before it is unpacked."""
    path = _write(tmp_path, _parts(tmp_path))
    with ZipFile(path, "a", ZIP_LZMA) as package:
        package.writestr("xl/x.xml", b"<a/>")
    assert "a part is packed as none of a workbook is" in _refusal(path)


def test_more_parts_than_a_workbook_has_are_refused(tmp_path: Path) -> None:
    """A directory of many thousand parts is refused before it is read."""
    path = _write(tmp_path, {**_parts(tmp_path), **{f"x/{it}": b"" for it in range(10_000)}})
    assert "Give the tables as CSV files." in _refusal(path)


def test_a_directory_that_is_not_the_end_is_refused(tmp_path: Path) -> None:
    """Bytes before the package or after its directory may be another package; they are refused."""
    path = _write(tmp_path, _parts(tmp_path))
    data = path.read_bytes()
    path.write_bytes(data + data[-22:])
    assert f"{DAMAGED}its directory stands elsewhere)" in _refusal(path)
    path.write_bytes(data[:-2] + b"\5\0hello")
    assert f"{DAMAGED}it does not end as a zip file)" in _refusal(path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/sharedStrings.xml"]
)
def test_entities_are_not_followed(tmp_path: Path, part: str) -> None:
    """A part with entities that grow, or that name a file, is read without them or refused."""
    (tmp_path / "secret").write_text("secret")
    grown = "".join(
        f'<!ENTITY a{it} "{f"&a{it - 1};" * 10 if it else "ha" * 10}">' for it in range(9)
    )
    text = _parts(tmp_path).get(part, f'<sst xmlns="{MAIN}"><si/></sst>'.encode())
    body = text[text.index(b"?>") + 2 :] if text.startswith(b"<?xml") else text
    place = body.rindex(b"</")
    for entity, name in ((grown, b"&a8;"), (f'<!ENTITY f SYSTEM "{tmp_path}/secret">', b"&f;")):
        data = f"<!DOCTYPE x [{entity}]>".encode() + body[:place] + name + body[place:]
        path = _write(tmp_path, {**_parts(tmp_path), part: data})
        refusal = _refusal(path)
        assert DAMAGED in refusal or _roles(path) == ["agent"]
        assert "secret" not in refusal.replace(str(tmp_path), "")


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
def test_elements_far_within_one_another_end_nothing(tmp_path: Path, part: str) -> None:
    """A part whose elements stand 100,000 deep is read without them or refused."""
    text = _parts(tmp_path).get(part, f'<sst xmlns="{MAIN}"><si/></sst>'.encode())
    place = text.rindex(b"</")
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    path = _write(tmp_path, {**_parts(tmp_path), part: text[:place] + deep + text[place:]})
    assert DAMAGED in _refusal(path) or _roles(path) == ["agent"]


@pytest.mark.parametrize("number", ["1", "-1", "99999999999999999999", "x"])
def test_a_shared_text_that_is_not_there_is_told(tmp_path: Path, number: str) -> None:
    """A cell that names a shared text which the workbook lacks has a message."""
    row = f'<row r="3"><c r="A3" t="s"><v>{number}</v></c></row></sheetData>'
    parts = _parts(tmp_path)
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row.encode())
    shared = f'<sst xmlns="{MAIN}"><si><t>lead</t></si></sst>'
    path = _write(tmp_path, {**parts, "xl/sharedStrings.xml": shared.encode()})
    assert (DAMAGED if number == "1" else "roles!A3: name_zh is None;") in _refusal(path)


def test_more_merged_cells_than_people_merge_are_refused(tmp_path: Path) -> None:
    """A sheet that merges a cell a hundred thousand times is refused before they are read."""
    parts = _parts(tmp_path)
    merged = b'<mergeCells><mergeCell ref="A1:A2"/>' + b'<mergeCell ref="A1"/>' * 100_000
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b"</sheetData>" + merged + b"</mergeCells>"
    )
    assert f"{DAMAGED}more than 100000 areas of merged cells)" in _refusal(_write(tmp_path, parts))

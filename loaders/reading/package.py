"""The package that a workbook is: a plain zip file that unpacks to little, and its parts.

calamine reads the same bytes with another reader of zip files. Where two could see other parts in
them, the file is refused: a second directory, names that come twice, or that end in a NUL.

Everything here raises UnreadableError, or what zipfile and ElementTree raise for damage.
"""

import struct
from typing import BinaryIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from .opening import UnreadableError

MOST_UNPACKED = 1 << 28
"""Bytes: a workbook of more is an accident or an attack."""

_MOST_OF_PART = 1 << 26  # bytes of a part that is no sheet; calamine takes five times a text's
_MOST_OF_TREE = 1 << 23  # bytes of a part that is read whole, which takes some thirty times those
_MOST_PARTS = 10_000
_MOST_OF_DIRECTORY = 1 << 22  # bytes

_END = struct.Struct("<4s4H2LH")  # APPNOTE 4.3.16
_END_64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR = struct.Struct("<4sLQL")  # 4.3.15
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF  # what stands where ZIP64 holds the number
_ENCRYPTED = 1  # a bit of a part's flags

_BOOK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_SAVE = "In the spreadsheet, save it as an Excel workbook (.xlsx)"
OLD = f"it is an old workbook (.xls). {_SAVE}."
LOCKED = f"it has a password. {_SAVE}, without a password."
_NOT_XLSX = (
    "it is a zip file, but not an XLSX workbook. Save it as .xlsx in the spreadsheet; an "
    "archive of a data set is to be unpacked, and its folder given."
)
_OTHERS = {
    "META-INF/manifest.xml": "an OpenDocument file (.ods)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "Index/Document.iwa": "a workbook of Numbers",
    "word/document.xml": "a text document (.docx)",
}
"""What other packages are, by a part that they have."""


def open_package(file: BinaryIO) -> ZipFile:
    """The package in an open file, looked over before any part is read."""
    count = _check_directory(file)
    package = ZipFile(file)
    _check_parts(package, count)
    _check_sizes(package)
    return package


def parse_part(package: ZipFile, part: str) -> ET.Element:
    """The tree of a part that is read whole."""
    if (size := package.getinfo(part).file_size) > _MOST_OF_TREE:
        raise _too_large(f"its {part!r} has {size} bytes, more than {_MOST_OF_TREE}")
    return ET.fromstring(package.read(part))  # noqa: S314 - safe, as sheet_outline says


def _check_directory(file: BinaryIO) -> int:
    """Refuse a directory that is not the file's end, or is large; how many parts it says it has."""
    size = file.seek(0, 2)
    length = min(size, _END_64.size + _LOCATOR.size + _END.size)
    file.seek(size - length)
    tail = file.read(length).rjust(_END_64.size + _LOCATOR.size + _END.size, b"\0")
    mark, *_, count, directory, offset, _ = _END.unpack(tail[-_END.size :])
    if mark != b"PK\x05\x06":
        raise BadZipFile("it does not end as a zip file")
    place = size - _END.size
    if tail[_END_64.size :].startswith(b"PK\x06\x07"):
        place -= _LOCATOR.size + _END_64.size
        mark, *_, count_64, directory_64, offset_64 = _END_64.unpack(tail[: _END_64.size])
        if (
            mark != b"PK\x06\x06"
            or count not in {count_64, _FULL_16}
            or not {directory, offset} <= {directory_64, offset_64, _FULL_32}
        ):
            raise BadZipFile("it has two directories")
        count, directory, offset = count_64, directory_64, offset_64
    if offset + directory != place:
        raise BadZipFile("its directory stands elsewhere")
    if count > _MOST_PARTS or directory > _MOST_OF_DIRECTORY:
        raise _too_large(f"it has {count} parts in {directory} bytes of its directory")
    file.seek(0)
    return int(count)


def _check_parts(package: ZipFile, count: int) -> None:
    """Refuse parts that readers of zip files take for different ones, or cannot all unpack."""
    parts = package.infolist()
    names = {part.orig_filename.replace("\\", "/").casefold() for part in parts}
    if not len(names) == len(parts) == count or any("\0" in name for name in names):
        raise BadZipFile("a part comes twice")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise UnreadableError(LOCKED)
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise BadZipFile("a part is packed as none of a workbook is")


def _check_sizes(package: ZipFile) -> None:
    """Refuse what is no XLSX, and what unpacks to more than this program should hold.

    zipfile stops at the size that the directory states, and calamine finds a part damaged that has
    more.
    """
    names = package.namelist()
    if _BOOK not in names:
        other = next((what for part, what in _OTHERS.items() if part in names), None)
        raise UnreadableError(_NOT_XLSX if other is None else f"it is {other}. {_SAVE}.")
    size = sum(part.file_size for part in package.infolist())
    if size > MOST_UNPACKED:
        raise _too_large(f"it unpacks to {size} bytes, more than {MOST_UNPACKED}")
    for part in package.infolist():
        if part.file_size > _MOST_OF_PART and not part.filename.startswith(_SHEETS):
            raise _too_large(
                f"its {part.filename!r} has {part.file_size} bytes, more than {_MOST_OF_PART}"
            )


def _too_large(what: str) -> UnreadableError:
    """The error of a workbook that is too large to be read as one."""
    return UnreadableError(f"{what}. Give the tables as CSV files.")

"""What the readers of sources are tried on: tiny sources of every format, and the files to damage.

A target is one file of a tiny source, or one part of a workbook that stays a sound zip file. A case
is a target with other bytes; it can be written as bytes itself, for a fuzzer to change.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from esco_world import ESCO
from onet_world import CHANGERS, MATRIX, ONET, READ_ME, to_cells, to_text
from public_worlds import PUBLIC
from tables_world import write_workbook

from graph.tables import TABLES

ENCODINGS = (None, "gb18030", "utf-16", "cp1252")
"""What is given as --encoding."""

_BUNDLED_ROWS = 3  # of each table
_UNREAD = ("docProps/", "xl/theme/")  # parts of a workbook that no reader opens
_TABLES_OF_ONET = (
    *("Occupation Data", "Related Occupations", "Alternate Titles", "Sample of Reported Titles"),
    *("Job Zones", "Job Zone Reference", "Skills", "Interests", "Technology Skills", "Tools Used"),
    *("Education, Training, and Experience", "UNSPSC Reference", "Scales Reference"),
    *("Task Statements", CHANGERS),
)
"""One for each thing that is done with a table."""
_BOOKS_OF_ONET = ("Occupation Data", "Job Zones", "Skills")
_STRINGS = ["id", "agent", "name_en", "Agent"]
_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_AUTO = 0x80  # of a case's second byte: the format is not given, but found

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Target:
    """One file of a source, by its path in the folder; `part` of it where it is a workbook."""

    source: str
    format_: str
    files: Files
    file: str
    part: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return " ".join(filter(None, (self.source, self.file, self.part)))

    @property
    def sound(self) -> bytes:
        """What it holds where nothing is damaged."""
        data = self.files[self.file]
        return data if self.part is None else read_parts(data)[self.part]

    def pack(self, content: bytes) -> bytes:
        """The bytes of the whole file where the target holds this."""
        if self.part is None:
            return content
        return write_parts({**read_parts(self.files[self.file]), self.part: content})


@dataclass(frozen=True)
class Case:
    """A target that holds `content`, and how it is loaded."""

    target: Target
    content: bytes
    encoding: str | None = None
    auto: bool = False


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The workbook of these parts."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return packed.getvalue()


def list_targets() -> list[Target]:
    """Every target, always in the same order."""
    targets = []
    for source, make in _SOURCES.items():
        format_ = source.partition(" ")[0]
        made = make()
        for file, data in made.items():
            targets.append(Target(source, format_, made, file))
            if file.endswith(".xlsx"):
                parts = (it for it in read_parts(data) if not it.startswith(_UNREAD))
                targets += (Target(source, format_, made, file, part) for part in parts)
    return targets


def to_bytes(case: Case, targets: list[Target]) -> bytes:
    """A case as bytes: the number of its target, how it is loaded, its content."""
    how = ENCODINGS.index(case.encoding) | (_AUTO if case.auto else 0)
    return bytes((targets.index(case.target), how)) + case.content


def from_bytes(data: bytes, targets: list[Target]) -> Case:
    """The case that any two or more bytes are."""
    how = data[1]
    return Case(
        targets[data[0] % len(targets)],
        data[2:],
        ENCODINGS[how % len(ENCODINGS)],
        auto=bool(how & _AUTO),
    )


def _encode(texts: Mapping[str, str]) -> Files:
    return {name: text.encode() for name, text in texts.items()}


def _make_tables() -> Files:
    """The first rows of every table of the bundled data set, and the columns of the others."""
    made = {}
    for name, table in TABLES.items():
        rows = [[column.name for column in table.columns]]
        bundled = files("loaders").joinpath("articles", f"{name}.csv")
        if bundled.is_file():
            lines = io.StringIO(bundled.read_text("utf-8"), newline="")
            rows = list(islice(csv.reader(lines), _BUNDLED_ROWS + 1))
        kept = io.StringIO(newline="")
        csv.writer(kept).writerows(rows)
        made[f"{name}.csv"] = kept.getvalue().encode()
    return made


def _make_book(sheets: Mapping[str, list[list[object]]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_workbook(Path(folder) / "x.xlsx", sheets).read_bytes()


def _make_table_book() -> Files:
    """One workbook, a sheet of which has shared texts, a formula and an error."""
    moves: list[list[object]] = [["from", "to", "months_low"], ["agent", "lead", 12]]
    parts = read_parts(_make_book({"roles": [["id"]], "moves": moves}))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c>'
        f'<c r="B{row}" t="s"><v>{row + 1}</v></c></row>'
        for row in (1, 2)
    )
    more = '<row><c t="str"><f>"a"</f><v>a</v></c><c t="e"><v>#N/A</v></c><c><f>1</f></c></row>'
    sheet = f"<worksheet {_SPACE}><sheetData>{cells}{more}</sheetData></worksheet>"
    texts = "".join(f"<si><t>{text}</t></si>" for text in _STRINGS)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/sharedStrings.xml"] = f"<sst {_SPACE}>{texts}</sst>".encode()
    return {"x.xlsx": write_parts(parts)}


def _make_onet() -> Files:
    texts = {f"{name}.txt": to_text((ONET | MATRIX)[name]) for name in _TABLES_OF_ONET}
    return _encode({**texts, "Read Me.txt": READ_ME})


def _make_onet_books() -> Files:
    return {f"{name}.xlsx": _make_book({name: to_cells(ONET[name])}) for name in _BOOKS_OF_ONET}


_SOURCES: dict[str, Callable[[], Files]] = {
    "tables": _make_tables,
    "tables in a workbook": _make_table_book,
    "esco": partial(_encode, ESCO),
    "onet": _make_onet,
    "onet in workbooks": _make_onet_books,
    **{format_: partial(_encode, texts) for format_, texts in PUBLIC.items()},
}
"""The tiny sources by name, which begins with their format."""

"""docs/own-tables.md holds, in both languages: its tables are typed into the template, by step.

An answer or a message that is missing in the document is written there, and its test fails once.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from doc_blocks import Block, list_blocks, write_missing
from openpyxl.worksheet.worksheet import Worksheet
from serving import ROOT
from test_readme import split_console, type_in

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.tables import TABLES, Holds
from loaders import load_source

_FILES = [ROOT / "docs" / name for name in ("own-tables.md", "own-tables.zh.md")]
_PART = re.compile(
    r"^(?:Sheet|工作表) `(?P<table>\w+)`.*?\n\n(?P<rows>(?:^\|[^\n]*\n)+)|^```console\n.*?^```$",
    re.DOTALL | re.MULTILINE,
)
_MISTAKE = re.compile(
    r"^\| (?P<cell>[a-z]+![A-Z]\d+|sheet \w+) \| (?P<typed>[^|]+) \| (?P<said>.*)\|$"
)
_DATES = {"3-5": date(2026, 3, 5)}
"""What spreadsheets make of what is typed into a cell of no format."""


def split_row(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.strip()[1:-1].split("|")]


def list_parts(file: Path) -> Iterator[tuple[str, list[list[str]]] | Block]:
    """The tables to fill in, each with its rows, and the commands to type, in order."""
    blocks = iter(list_blocks(file))
    for part in _PART.finditer(file.read_text(encoding="utf-8")):
        if part["table"] is None:
            yield next(blocks)
        else:
            header, _, *rows = part["rows"].splitlines()
            yield part["table"], [split_row(header), *map(split_row, rows)]


def fill_in(path: Path, table: str, rows: Sequence[Sequence[str]]) -> None:
    """Type the rows below the header of a sheet, each cell in its column."""
    book = openpyxl.load_workbook(path)
    sheet = book[table]
    sheet.delete_rows(2, sheet.max_row)
    places = {cell.value: position for position, cell in enumerate(sheet[1], 1)}
    header, *body = rows
    for line, cells in enumerate(body, 2):
        for name, text in zip(header, cells, strict=True):
            put(sheet, line, places[name], text)
    book.save(path)


def put(sheet: Worksheet, line: int, position: int, text: str) -> None:
    """Type a cell: of a column of numbers what is one becomes one."""
    column = TABLES[sheet.title].columns[position - 1]
    number = column.holds in (Holds.NUMBER, Holds.DECIMAL) and text.isdecimal()
    sheet.cell(line, position).value = int(text) if number else text or None


@pytest.fixture(params=_FILES, ids=lambda file: file.name)
def file(request: pytest.FixtureRequest) -> Path:
    """The document, in each language."""
    path: Path = request.param
    return path


def fill_all(file: Path, path: Path) -> None:
    """Make the workbook that the document ends with."""
    type_in(
        path.parent, f"career-graph export --format tables --out {path.name} --store sqlite:///x.db"
    )
    for part in list_parts(file):
        if not isinstance(part, Block):
            fill_in(path, *part)


def test_every_step_shows_what_it_prints(file: Path, tmp_path: Path) -> None:
    """The template, filled in as the tables have it, loads and answers as is shown."""
    steps = 0
    for part in list_parts(file):
        if not isinstance(part, Block):
            fill_in(tmp_path / "own.xlsx", *part)
            continue
        commands = list(split_console(part.text))
        printed = [type_in(tmp_path, command) for command, _ in commands]
        whole = "".join(f"$ {it[0]}\n{text}" for it, text in zip(commands, printed, strict=True))
        if not any(shown for _, shown in commands):
            write_missing(part, whole)
        assert part.text == whole
        steps += len(commands)
    assert steps == 7


def list_mistakes(file: Path) -> list[re.Match[str]]:
    """The rows of the table of mistakes."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [match for line in lines if (match := _MISTAKE.match(line))]


def make_mistake(path: Path, cell: str, typed: str) -> None:
    """Do what a row of the table of mistakes says."""
    book = openpyxl.load_workbook(path)
    quoted = re.search("`(.*?)`", typed)
    text = "" if quoted is None else quoted[1]
    if cell.startswith("sheet "):
        book[cell.removeprefix("sheet ")].title = text
    else:
        sheet, _, place = cell.partition("!")
        made_a_date = typed != f"`{text}`" and text in _DATES
        book[sheet][place].value = _DATES[text] if made_a_date else text or None
    book.save(path)


def list_messages(path: Path) -> list[str]:
    """What loading the workbook alone says."""
    try:
        return [str(issue) for issue in list_issues([load_source(str(path))])]
    except LoadError as error:
        return list(error.issues)


def test_every_mistake_is_said(file: Path, tmp_path: Path) -> None:
    """Each mistake, made in the workbook of the document, gets the message beside it."""
    fill_all(file, tmp_path / "right.xlsx")
    assert list_messages(tmp_path / "right.xlsx") == []
    text = file.read_text(encoding="utf-8")
    mistakes = list_mistakes(file)
    assert len(mistakes) >= 15
    wrong = []
    for mistake in mistakes:
        path = tmp_path / "own.xlsx"
        shutil.copy(tmp_path / "right.xlsx", path)
        make_mistake(path, mistake["cell"], mistake["typed"])
        place = f"own.xlsx: {mistake['cell']}: "
        messages = list_messages(path)
        first = next((it for it in messages if it.startswith(place)), messages[0])
        said = first.removeprefix("own.xlsx: ")
        if mistake["said"].strip(" `") != said:
            wrong.append(said)
            text = text.replace(
                mistake[0], f"| {mistake['cell']} | {mistake['typed']} | `{said}` |"
            )
    if wrong and not all(mistake["said"].strip() for mistake in mistakes):
        file.write_text(text, encoding="utf-8")
        pytest.fail("Messages were missing; they are written now: read them.")
    assert wrong == []


def test_both_languages_show_the_same() -> None:
    """The tables and the mistakes of the two documents are the same."""
    first, second = (
        [part for part in list_parts(file) if not isinstance(part, Block)] for file in _FILES
    )
    assert first == second
    english, chinese = (
        [(it["cell"], re.findall("`(.*?)`", it["typed"]), it["said"]) for it in list_mistakes(file)]
        for file in _FILES
    )
    assert english == chinese


def test_the_readme_leads_here_and_links_lead_somewhere(file: Path) -> None:
    """Who reads the README finds the documents, and every link of theirs is a file."""
    assert f"](docs/{file.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        assert (file.parent / link).exists(), link

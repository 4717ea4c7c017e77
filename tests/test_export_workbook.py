"""The tables as one workbook: it loads back, and an empty one is a template to fill in."""

import tempfile
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from building import move, role
from cli_world import Cli
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet
from source_worlds import bundled, graph_of, read_world, seeded_sources, source
from test_export import CELLS

from graph.catalog import CareerGraph
from graph.errors import SettingError
from graph.export import write_tables
from graph.export.meanings import TABLE_MEANINGS, explain
from graph.tables import TABLES, Holds
from loaders import load_source

EMPTY = CareerGraph((), number=0, created="")


def round_trip(career_graph: CareerGraph) -> CareerGraph:
    """The graph written as a workbook and read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        assert write_tables(career_graph, path) == [path]
        read = load_source(str(path))
    assert read.issues == ()
    return graph_of(read)


def test_the_bundled_data_set_loads_back() -> None:
    """The bundled data set, written as a workbook and loaded, is the same release."""
    career_graph = graph_of(bundled())
    assert round_trip(career_graph).release == career_graph.release


@pytest.mark.parametrize("seed", range(8))
def test_a_random_source_loads_back(seed: int) -> None:
    """Any one source, written as a workbook and loaded, is the same release."""
    (first, *_) = seeded_sources(seed)
    career_graph = graph_of(first)
    assert round_trip(career_graph).release == career_graph.release


@settings(deadline=None, max_examples=60)
@given(CELLS, CELLS)
def test_any_text_loads_back(title: str, name: str) -> None:
    """Formulas, line ends, escapes and signs of every script are read as they were loaded."""
    world = {
        "documents": [{"id": "d", "title": title}],
        "roles": [{"id": "agent", "name_en": name, "document": "d"}],
    }
    career_graph = graph_of(read_world(world, "x"))
    assert round_trip(career_graph).release == career_graph.release


@pytest.mark.parametrize("text", ["_x0041_", "=1+1", "https://a.example/x", "0110", "2026-05-01"])
def test_what_looks_like_something_else_is_text(text: str) -> None:
    """No text becomes a letter, a formula, a link, a number or a date."""
    career_graph = graph_of(source("x", role("agent", name_en=text)))
    assert round_trip(career_graph).roles["agent"].name_en == text


@pytest.mark.parametrize("score", [0.1, 1 / 3, 0.1 + 0.2, 5e-324, 1e300])
def test_a_score_keeps_all_of_its_digits(score: float) -> None:
    """A decimal is the same to its last digit, also where spreadsheets keep fewer."""
    roles = (role("a"), role("b"))
    career_graph = graph_of(source("x", *roles, move("a", "b", score=score)))
    (back,) = round_trip(career_graph).records["moves"]
    assert back.score == score


def test_the_same_graph_is_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the time or the place of writing is in the file."""
    for name in ("a", "b"):
        write_tables(graph_of(bundled()), tmp_path / name / "x.xlsx")
    first, second = (tmp_path / name / "x.xlsx" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as package:
        assert b"1980-01-01" in package.read("docProps/core.xml")


def test_what_a_workbook_cannot_hold_is_refused(tmp_path: Path) -> None:
    """Several sources, and a text longer than a cell, are refused, and no file is left."""
    path = tmp_path / "x.xlsx"
    with pytest.raises(
        SettingError, match="has 2 sources, and a workbook holds one; give the name"
    ):
        write_tables(graph_of(source("a", role("a")), source("b", role("b"))), path)
    with pytest.raises(SettingError, match="A text has 32768 characters"):
        write_tables(graph_of(source("a", role("a", name_en="x" * 32_768))), path)
    assert not path.exists()
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_tables(EMPTY, path)
    assert path.read_text() == "mine"


def open_template(folder: Path) -> openpyxl.Workbook:
    """The workbook of an empty graph."""
    write_tables(EMPTY, folder / "own.xlsx")
    return openpyxl.load_workbook(folder / "own.xlsx")


def list_choices(sheet: Worksheet, letter: str) -> list[str]:
    """What the cells of a column offer or ask for."""
    found = [it for it in sheet.data_validations.dataValidation if f"{letter}2" in str(it.sqref)]
    return [str(it.formula1) for it in found]


def test_a_template_has_every_table_and_column_with_a_note(tmp_path: Path) -> None:
    """Sheets and headers are those of the format; a note in Chinese and English is at each."""
    book = open_template(tmp_path)
    guide, *names = book.sheetnames
    assert names == list(TABLES)
    assert [row[0].value for row in book[guide].iter_rows(min_row=2)] == list(TABLES)
    for table in TABLES.values():
        header = book[table.name][1]
        assert [cell.value for cell in header] == [column.name for column in table.columns]
        for cell, column in zip(header, table.columns, strict=True):
            assert cell.comment is not None
            assert cell.comment.text.startswith("必填。") is column.required
            for words in explain(table, column):
                assert words in cell.comment.text


def test_a_template_offers_what_may_be_chosen(tmp_path: Path) -> None:
    """Cells offer the words of an enumeration and the ids of a table, and ask for whole numbers."""
    book = open_template(tmp_path)
    assert list_choices(book["moves"], "C") == ['"PROMOTION,LATERAL,TRANSFER,SPECIALISATION"']
    assert list_choices(book["moves"], "A") == ["roles!$A$2:$A$1048576"]
    assert list_choices(book["stages"], "C") == ["1"]
    assert list_choices(book["roles"], "B") == []
    for table in TABLES.values():
        for position, column in enumerate(table.columns, 1):
            typed_as_text = any(
                (it.min or 0) <= position <= (it.max or 0) and it.number_format == "@"
                for it in book[table.name].column_dimensions.values()
            )
            assert typed_as_text is (column.holds not in (Holds.NUMBER, Holds.DECIMAL))


def test_every_table_is_explained() -> None:
    """The guide of a template has a line for each table, in order."""
    assert list(TABLE_MEANINGS) == list(TABLES)


@pytest.mark.parametrize("name", ["own", "own.xlsx", "own.XLSX"])
def test_an_empty_store_gives_a_template_that_loads(cli: Cli, tmp_path: Path, name: str) -> None:
    """Of a store that holds nothing the tables are written as headers, and load as they are."""
    out, store = tmp_path / name, f"sqlite:///{tmp_path}/own.db"
    asked = ("export", "--format", "tables", "--out", str(out), "--store", store)
    ended = cli(*asked)
    files = "14 files" if out.is_dir() else "1 file"
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        f"{files} written to {out}: tables without rows, as the store holds nothing yet. Fill them "
        f"in and load them: career-graph load {out} --store {store}\n"
    )
    assert not (tmp_path / "own.db").exists()
    loaded = cli("load", str(out), "--store", store)
    assert (loaded.code, loaded.err) == (0, "")
    assert "There is nothing in it yet" in loaded.out


def test_only_tables_can_be_a_template(cli: Cli, tmp_path: Path) -> None:
    """Other formats of a store that holds nothing say what to load."""
    out, store = str(tmp_path / "out"), f"sqlite:///{tmp_path}/own.db"
    ended = cli("export", "--format", "csv", "--out", out, "--store", store)
    assert ended.code == 3
    assert "holds nothing yet" in ended.err


def test_a_store_of_several_sources_is_no_workbook(cli: Cli, tmp_path: Path) -> None:
    """The command says to give a folder, and ends as for any wrong option."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "roles.csv").write_text(f"id,name_zh\n{name},客服\n", "utf-8")
    store = ("--store", f"sqlite:///{tmp_path}/own.db")
    assert cli("load", str(tmp_path / "one"), str(tmp_path / "two"), *store).code == 0
    ended = cli("export", "--format", "tables", "--out", str(tmp_path / "x.xlsx"), *store)
    assert ended.code == 2
    assert "give the name of a folder" in ended.err

"""The exports: what is written loads back to the same graph."""

import csv
import tempfile
from pathlib import Path

import pytest
from building import move, role, stay
from hypothesis import given, settings
from hypothesis import strategies as st
from source_worlds import bundled, digest, graph_of, read_world, seeded_sources, source

from graph.catalog import CareerGraph
from graph.export import EXPORTS, write_tables
from graph.records import Passage, Record
from graph.sources import Source
from graph.tables import TABLES
from loaders import load_source


def read_back(folder: Path) -> tuple[Source, ...]:
    """What was written, as `load --fresh FOLDER` or `load --fresh FOLDER/*` reads it."""
    inside = sorted(path for path in folder.iterdir() if path.is_dir())
    sources = tuple(load_source(str(path)) for path in inside or [folder])
    assert [issue for it in sources for issue in it.issues] == []
    return sources


def round_trip(career_graph: CareerGraph) -> CareerGraph:
    """The graph written and read."""
    with tempfile.TemporaryDirectory() as folder:
        write_tables(career_graph, Path(folder))
        return graph_of(*read_back(Path(folder)))


def test_tables_are_an_export() -> None:
    """The command's `--format tables` writes what `write_tables` does."""
    assert EXPORTS["tables"] is write_tables


def test_the_bundled_data_set_loads_back() -> None:
    """The bundled data set, written and loaded, is the same release."""
    career_graph = graph_of(bundled())
    assert round_trip(career_graph).release == career_graph.release


@pytest.mark.parametrize("seed", range(15))
def test_a_random_world_loads_back(seed: int) -> None:
    """Any world of one to three sources, written and loaded, is the same release."""
    career_graph = graph_of(*seeded_sources(seed))
    assert round_trip(career_graph).release == career_graph.release


def test_several_sources_stay_apart() -> None:
    """Each of several sources has its folder and comes back under its name, saying the same."""
    sources = seeded_sources(2)
    assert len(sources) > 1
    names = [it.name for it in sources]
    back = round_trip(graph_of(*sources))
    assert [it.name for it in back.sources] == names
    for before, after in zip(sources, back.sources, strict=True):
        assert _said(after, "moves") == _said(before, "moves")


def _said(it: Source, table: str) -> set[tuple[object, ...]]:
    return {tuple(TABLES[table].cells(row).values()) for row in it.rows.get(table, ())}


def test_two_sources_may_define_the_same() -> None:
    """What two sources say of one role in other columns is the same after loading back."""
    here = source("here", role("agent", name_zh="客服", passage=Passage("here")))
    there = source("there", role("agent", level=2, passage=Passage("there")))
    career_graph = graph_of(here, there)
    back = round_trip(career_graph)
    assert back.release == career_graph.release
    assert (back.roles["agent"].name_zh, back.roles["agent"].level) == ("客服", 2)


def test_rows_without_a_document_keep_their_source(tmp_path: Path) -> None:
    """A row that names no document still has its source as document, whatever the folder is."""
    said = read_world({"roles": [{"id": "agent", "name_en": "Agent"}]}, "survey 2026")
    write_tables(graph_of(said), tmp_path / "backup")
    (back,) = read_back(tmp_path / "backup")
    assert back.name == "backup"
    assert back.rows["roles"][0].passage.document == "survey 2026"
    assert digest(back) == digest(said)


@pytest.mark.parametrize("name", [".", "..", ".hidden", "-rf", "a b", "客服", "%2E"])
def test_a_source_of_any_name_has_a_folder(tmp_path: Path, name: str) -> None:
    """Whatever a source is called, its folder lies inside the one given, and is no hidden one."""
    career_graph = graph_of(source(name, role("agent")), source("other", role("lead")))
    folder = tmp_path / "out"
    written = write_tables(career_graph, folder)
    assert {path.parent.parent for path in written} == {folder}
    assert all(path.parent.name[0] not in ".-" for path in written)
    assert graph_of(*read_back(folder)).release == career_graph.release


CELLS = st.text(
    st.one_of(
        st.sampled_from("\n\r\t\",;'=+-@\\ \u00a0\u2028\u3000\ufeff\u200b\u202e😀é客"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=8,
).filter(lambda text: text.strip() and not text.strip().startswith("#"))
"""Texts as people and programs write them, and as nobody should; no error of a spreadsheet."""


@settings(deadline=None)
@given(st.lists(CELLS, min_size=5, max_size=5))
def test_any_text_loads_back(texts: list[str]) -> None:
    """Quotes, commas, line ends, formulas, signs of every script: text is read as it was loaded."""
    id_, title, name, reason, note = texts
    world = {
        "documents": [{"id": id_, "title": title}],
        "roles": [{"id": "agent", "name_en": name, "document": id_}],
        "names": [{"kind": "role", "id": "agent", "name": reason, "reason": note}],
        "stays": [{"role": "agent", "months_low": "1", "basis": "IN_ROLE", "note": note}],
    }
    career_graph = graph_of(read_world(world, "nasty"))
    back = round_trip(career_graph)
    assert back.release == career_graph.release
    assert back.roles["agent"].name_en == career_graph.roles["agent"].name_en


@settings(deadline=None)
@given(st.floats(min_value=0, allow_infinity=False, allow_nan=False))
def test_any_score_loads_back(score: float) -> None:
    """A score is read as the number that it was."""
    career_graph = graph_of(source("s", move("agent", "lead", score=score)))
    assert round_trip(career_graph).release == career_graph.release


@pytest.mark.parametrize("rows", [(), (source("only", role("agent")),)])
def test_every_table_is_written_with_its_header(tmp_path: Path, rows: tuple[Source, ...]) -> None:
    """Every table is written, an empty one as its header: a template to fill in."""
    written = write_tables(graph_of(*rows), tmp_path)
    assert [path.name for path in written] == [f"{name}.csv" for name in TABLES]
    assert sorted(written) == sorted(tmp_path.iterdir())
    for path in written:
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert header == [column.name for column in TABLES[path.stem].columns]


def test_a_template_loads_as_an_empty_graph(tmp_path: Path) -> None:
    """The template of an empty graph loads, and says nothing."""
    write_tables(graph_of(), tmp_path)
    assert digest(*read_back(tmp_path)) == digest()


def test_the_same_graph_is_the_same_bytes(tmp_path: Path) -> None:
    """The order in which rows were loaded, and rows said twice, change no byte of the files."""
    rows: list[Record] = [move("agent", "lead"), move("lead", "head"), stay("lead", 12, 24)]
    one = write_tables(graph_of(source("s", *rows)), tmp_path / "one")
    other = write_tables(graph_of(source("s", *reversed(rows), rows[0])), tmp_path / "other")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """Nothing is written into a folder that holds something."""
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FileExistsError, match="is not empty"):
        write_tables(graph_of(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A file is no folder, and stays as it is."""
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        write_tables(graph_of(), tmp_path / "file")

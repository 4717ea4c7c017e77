"""O*NET in text and in workbooks, in other versions, and tables of it that come alone."""

import gzip
import shutil
from pathlib import Path

import pytest
from onet_world import (
    AGENT,
    CHANGERS,
    HEAD,
    MATRIX,
    ONET,
    PART,
    Table,
    change,
    load_onet,
    to_cells,
    to_text,
    write_books,
    write_official,
    write_text,
)
from source_worlds import digest, graph_of
from tables_world import write_workbook

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.records import EntityKind, RequirementKind
from graph.sources import Source, Tally
from loaders import list_locations, load_source, recognise
from loaders.onet.codes import to_id

_ALONE = dict.fromkeys(ONET)
"""What leaves every table of the tiny O*NET out."""


def _books_in_one(folder: Path) -> Path:
    """Every table as a sheet of one workbook, what others refer to last, and a sheet of notes."""
    sheets = {name[:31]: to_cells(table) for name, table in reversed(ONET.items())}
    return write_workbook(folder / "all.xlsx", {**sheets, "Notes": [["Made by hand"]], "Blank": []})


def test_all_editions_say_the_same(tmp_path: Path) -> None:
    """Official text, workbooks, and text with the workbooks' columns make the same graph."""
    official = write_official(tmp_path / "db_29_2_text")
    books = write_books(tmp_path / "db_29_2_excel")
    whole = write_text(tmp_path / "db_29_2")
    sources = [load_source(str(it), name="onet") for it in (official, books, whole)]
    assert [source.issues for source in sources] == [(), (), ()]
    documents = [source.rows["documents"][0] for source in sources]
    assert [(it.title, it.published) for it in documents] == [
        ("O*NET 29.2 Database", "2025-02"),
        ("O*NET 29.2 Database", "2025-02"),
        ("O*NET 29.2 Database", None),
    ]
    shutil.copy(official / "Read Me.txt", whole)
    assert len({digest(it) for it in (*sources[:2], load_source(str(whole), name="onet"))}) == 1
    for source in sources[1:]:
        assert [(it.rows, it.used) for it in source.tallies] == [
            (it.rows, it.used) for it in sources[0].tallies
        ]


def test_rows_of_workbooks_are_found_again(tmp_path: Path) -> None:
    """What a workbook says cites its file, sheet and row."""
    source = load_source(str(write_books(tmp_path)), name="onet")
    role = source.rows["roles"][0]
    assert role.passage.table == "Occupation Data.xlsx: Occupation Data"
    assert role.passage.row == 2
    assert source.rows["moves"][0].passage.table == (
        "rank 1 (Primary-Short), Related Occupations.xlsx: Related Occupations"
    )
    assert Tally("Job Zones.xlsx: Job Zones", 3, 3) in source.tallies


def test_one_workbook_may_have_all_tables(tmp_path: Path) -> None:
    """The order of sheets does not matter, and neither does that of files or columns."""
    one = load_source(str(_books_in_one(tmp_path)), name="onet")
    assert one.issues == ()
    assert one.format == "onet"
    assert digest(one) == digest(load_onet(tmp_path / "text"))
    assert one.notes == (
        "all.xlsx: Notes is no table of O*NET that is known here; it was not read.",
        "no file here says which version of O*NET this is; it comes with a Read Me.txt.",
    )


def test_other_files_are_noted(tmp_path: Path) -> None:
    """A file that is no table is said, also a link, a folder and a damaged workbook."""
    folder = write_official(tmp_path / "onet")
    (folder / "license.txt").write_text("Free to use.\n", "utf-8")
    (folder / "list.pdf").write_bytes(b"%PDF")
    (folder / "link.txt").symlink_to(folder / "Skills.txt")
    (folder / "inside.xlsx").mkdir()
    (folder / "damaged.xlsx").write_bytes(b"PK\x03\x04")
    source = load_source(str(folder), name="onet")
    assert source.notes == tuple(
        f"{name} is no table of O*NET that is known here; it was not read."
        for name in ("damaged.xlsx", "inside.xlsx", "license.txt", "link.txt")
    )
    assert digest(source) == digest(load_source(str(write_official(tmp_path / "b")), name="onet"))


def test_packed_and_other_text_is_read_too(tmp_path: Path) -> None:
    """Tables may be packed, or have commas instead of tabs."""
    folder = write_text(tmp_path / "onet", {"Skills": None, "Job Zones": None})
    (folder / "Skills.txt.gz").write_bytes(gzip.compress(to_text(ONET["Skills"]).encode()))
    zones = to_text(ONET["Job Zones"]).replace("\t", ",")
    (folder / "Job Zones.csv").write_text(zones, "utf-8")
    assert digest(load_source(str(folder), name="onet")) == digest(load_onet(tmp_path / "text"))


@pytest.mark.parametrize(
    ("folder", "name", "title"),
    [
        ("db_30_0_text", None, "O*NET 30.0 Database"),
        ("new", "onet-28.3", "O*NET 28.3 Database"),
        ("O*NET 2025", None, "O*NET Database"),
        ("v1.2.3", None, "O*NET Database"),
    ],
)
def test_the_version_is_that_of_the_note_or_the_name(
    tmp_path: Path, folder: str, name: str | None, title: str
) -> None:
    """Without its note a release is called as the folder or the source is, where that says it."""
    place = write_text(tmp_path / folder)
    assert load_source(str(place), name=name).rows["documents"][0].title == title
    for text in ("no title\n", "O*NET 27.1 Database\nSmarch 2023 Release\n"):
        (place / "note.txt").write_text(text, "utf-8")
    document = load_source(str(place), name=name).rows["documents"][0]
    assert (document.title, document.published) == ("O*NET 27.1 Database", None)
    assert "O*NET 27.1 Database by the U.S. Department of Labor" in (document.licence or "")


def test_a_note_that_is_no_text_says_nothing(tmp_path: Path) -> None:
    """A file that cannot be read as text is no note, and said not to be read."""
    folder = write_text(tmp_path / "onet")
    (folder / "Read Me.txt").write_bytes(b"O*NET 29.2 Database\xff")
    source = load_source(str(folder))
    assert source.rows["documents"][0].title == "O*NET Database"
    assert "Read Me.txt is no table of O*NET that is known here; it was not read." in source.notes


_OLDER: dict[str, Table | None] = {
    **_ALONE,
    "Occupation Data": (
        ("O*NET-SOC Code", "Title", "Description"),
        ("15-1131.00", "Kite Programmers", "Program."),
        ("11-1011.00", "Heads of Kites", "Lead."),
    ),
    "Skills": (
        ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"),
        ("15-1131.00", "2.A.1.a", "Reading Winds", "IM", "3.00"),
        ("15-1131.00", "2.A.1.a", "Reading Winds", "LV", "2.00"),
        ("15-1131.00", "2.A.1.a", "Reading Winds", "XX", "2.00"),
        ("15-1131.00", "9.Z.1", "Something New", "IM", "3.00"),
    ),
    "Job Zones": (("O*NET-SOC Code", "Job Zone"), ("15-1131.00", "3"), ("11-1011.00", "7")),
    "Tools and Technology": (
        ("O*NET-SOC Code", "T2 Type", "T2 Example", "Commodity Code", "Commodity Title"),
        ("15-1131.00", "Technology", "KiteCalc", "43232110", "Kite sheet software"),
        ("15-1131.00", "Tools", "Poles", "31161500", "Reels"),
        ("11-1011.00", "Tools", "n/a", "31161500", "Reel"),
    ),
    "Career Starters Matrix": (
        ("O*NET-SOC Code", "Related O*NET-SOC Code", "Index"),
        ("15-1131.00", "11-1011.00", "1"),
    ),
}


def test_an_older_version_is_read(tmp_path: Path) -> None:
    """Fewer columns, tools and technology in one table, and an older SOC, whose codes are none."""
    source = load_onet(tmp_path / "onet", _OLDER)
    assert source.issues == ()
    assert {(it.scheme, it.code) for it in source.rows["codes"] if it.kind is EntityKind.ROLE} == {
        ("onet-soc", "15-1131.00"),
        ("onet-soc", "11-1011.00"),
    }
    assert [(it.target, it.level) for it in source.rows["requirements"]] == [
        ("onet-2-a-1-a", "IM 3, LV 2"),
        ("onet-unspsc-43232110", "such as KiteCalc"),
        ("onet-unspsc-31161500", "such as Poles"),
        ("onet-unspsc-31161500", None),
        ("SHORT_CYCLE_TERTIARY", "Job Zone 3"),
    ]
    assert source.notes == (
        "there is no table of scales here; values are not checked, and named by their scale.",
        "there is no table of what job zones are called here.",
        "the occupations are not those of SOC 2018, so that they have no codes of it.",
        "1 commodities have several titles; the first one is read.",
        "no file here says which version of O*NET this is; it comes with a Read Me.txt.",
    )
    assert _asides(source) == {
        "Career Starters Matrix.txt": [
            ("what one who has no occupation yet may explore is no move", (2,))
        ],
        "Skills.txt": [
            ("what is rated on the scale XX has no place in the graph", (4,)),
            ("elements of this part of the content model have no place in the graph", (5,)),
        ],
    }


def _asides(source: Source) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Why rows were set aside, and their lines, by table."""
    return {
        tally.file: [(aside.reason, aside.lines) for aside in tally.aside]
        for tally in source.tallies
        if tally.aside
    }


@pytest.mark.parametrize("ending", ["txt", "xlsx"])
def test_career_changers_load_beside_onet(tmp_path: Path, ending: str) -> None:
    """The matrix is a source of its own, whose moves stand beside those of O*NET."""
    place = tmp_path / f"Career Changers.{ending}"
    if ending == "txt":
        place.write_text(to_text(MATRIX[CHANGERS]), "utf-8")
    else:
        write_workbook(place, {CHANGERS: to_cells(MATRIX[CHANGERS])})
    assert recognise(place) == "onet"
    changers = load_source(str(place), name="changers-25.1")
    assert changers.rows["documents"][0].title == "O*NET 25.1 Database"
    graph = graph_of(load_onet(tmp_path / "onet"), changers)
    moves = {
        (it.from_, it.to, it.passage.document, it.passage.table.partition(",")[0])
        for it in graph.records["moves"]
    }
    head, part, agent = map(to_id, (HEAD, PART, AGENT))
    assert moves == {
        (head, part, "onet", "rank 1 (Primary-Short)"),
        (agent, head, "onet", "rank 11 (Supplemental)"),
        (agent, part, "onet", "rank 1 (Primary-Short)"),
        (head, agent, "changers-25.1", "rank 1"),
        (agent, head, "changers-25.1", "rank 1"),
    }


def test_career_changers_alone_are_refused(tmp_path: Path) -> None:
    """Without occupations its moves lead nowhere: each is an issue, and the load says why."""
    folder = write_text(tmp_path / "changers", {**_ALONE, **MATRIX})
    source = load_source(str(folder))
    assert source.issues == ()
    assert source.notes[0] == (
        "there is no table of occupations here; another source has to have them."
    )
    issues = [str(issue) for issue in list_issues([source])]
    assert len(issues) == 4
    assert issues[0] == (
        "source 'changers', rank 1, Career Changers Matrix.txt:2, from: from is 'onet-11-1011-00'; "
        "no role has that id. Add it to the roles table."
    )


def test_ratings_may_come_alone_too(tmp_path: Path) -> None:
    """Any table may be a source of its own, beside one that has the occupations."""
    kept = ("Job Zones", "Job Zone Reference", "Skills", "Alternate Titles", "Scales Reference")
    whole = load_onet(tmp_path / "onet", dict.fromkeys(kept))
    rest = load_onet(tmp_path / "rest", {**_ALONE, **{name: ONET[name] for name in kept}})
    assert list_issues([whole, rest]) == []
    assert (AGENT, 1) not in [(it.id, it.level) for it in rest.rows.get("roles", ())]
    assert _asides(rest)["Job Zones.txt"] == [
        ("no level of education comes of this job zone", (4,))
    ]
    assert {it.kind for it in rest.rows["requirements"]} == {
        RequirementKind.SKILL,
        RequirementKind.EDUCATION,
    }


def test_nothing_to_read_is_refused(tmp_path: Path) -> None:
    """Reference tables alone are no source; the sentence says what to do."""
    kept = {name: ONET[name] for name in ("Scales Reference", "Content Model Reference")}
    folder = write_text(tmp_path / "onet", {**_ALONE, **kept})
    assert recognise(folder) == "tables"
    with pytest.raises(LoadError, match="unpack it, and give the folder of its files"):
        load_source(str(folder), format_="onet")


def test_folders_of_editions_are_several_sources(tmp_path: Path) -> None:
    """A folder that holds both editions names each of them."""
    write_text(tmp_path / "text")
    write_books(tmp_path / "excel")
    assert list_locations(str(tmp_path)) == [str(tmp_path / "excel"), str(tmp_path / "text")]


def test_loading_in_any_order_gives_the_same(tmp_path: Path) -> None:
    """Sources in another order, or twice under one name, make the same graph."""
    onet = load_onet(tmp_path / "onet")
    changers = load_source(str(write_text(tmp_path / "cc", {**_ALONE, **MATRIX})), name="cc")
    assert digest(onet, changers) == digest(changers, onet)
    assert digest(onet) == digest(load_onet(tmp_path / "again"))


def test_a_new_version_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """Ids stay where a title changes, and two versions do not stand side by side."""
    row = ONET["Occupation Data"][1]
    old = load_onet(tmp_path / "old")
    new = load_source(
        str(write_text(tmp_path / "new", change("Occupation Data", row, (row[0], "Kiters", "")))),
        name="new",
    )
    assert {it.id for it in new.rows["roles"]} == {it.id for it in old.rows["roles"]}
    (issue,) = list_issues([old, new])
    assert "name_en is 'Kiters', but source 'onet' says 'Heads of Kites'" in str(issue)

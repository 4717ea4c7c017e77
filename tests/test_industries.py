"""NACE Rev. 2, and the industries that groups of occupations work in."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from esco_world import load_esco
from public_worlds import CELLS, INDUSTRIES
from shared import find_shared

from graph.catalog import CareerGraph
from graph.errors import LoadError
from graph.integrity import list_issues
from graph.names import Directory
from graph.records import Code, CodeRelation, EntityKind, Industry, Passage, Role, RoleIndustry
from graph.sources import Aside, Source, Tally
from loaders import load_source, recognise


def _load(folder: Path, files: Mapping[str, str | None] | None = None) -> Source:
    """The tiny tables, some of them changed or (None) left out, as the source `industries`."""
    folder.mkdir(exist_ok=True)
    for name, text in {**INDUSTRIES, **(files or {})}.items():
        if text is not None:
            (folder / name).write_text(text, "utf-8", newline="\r\n" if "cells" in name else "")
    return load_source(str(folder), name="industries")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The tiny tables."""
    return _load(tmp_path / "x")


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder with NACE, or the table of it, is known; one of wages alone is not."""
    _load(tmp_path / "x")
    assert recognise(tmp_path / "x") == "industries"
    assert recognise(tmp_path / "x" / "nace.csv") == "industries"
    assert recognise(tmp_path / "x" / "wages.csv") == "tables"


def test_industries_have_their_code_and_that_of_what_they_are_part_of(source: Source) -> None:
    """01.1 is not 01.10; a code names its industry, and the one above is a broader code."""
    assert source.rows["industries"] == (
        Industry(id="nace-2-a", name_en="FARMING"),
        Industry(id="nace-2-01", name_en="Crop production"),
        Industry(id="nace-2-01-1", name_en="Growing of wheat"),
        Industry(id="nace-2-01-10", name_en="Growing of wheat"),
        Industry(id="nace-2-02", name_en="Forestry"),
    )
    directory = Directory(CareerGraph([source], number=1, created=""))
    assert directory.find_code(EntityKind.INDUSTRY, "nace-2", "01").ids == ("nace-2-01",)
    assert [it for it in source.rows["codes"] if it.id == "nace-2-01-1"] == [
        Code(kind=EntityKind.INDUSTRY, id="nace-2-01-1", scheme="nace-2", code="01.1"),
        Code(
            kind=EntityKind.INDUSTRY,
            id="nace-2-01-1",
            scheme="nace-2",
            code="01",
            relation=CodeRelation.BROAD,
        ),
    ]


def test_groups_of_occupations_work_in_industries(source: Source) -> None:
    """Each cell says that a group of ISCO works in a division, at the row that says so."""
    assert source.rows["role_industries"] == tuple(
        RoleIndustry(
            role=role,
            industry=industry,
            passage=Passage("industries-employment", table="cells.csv", row=line),
        )
        for role, industry, line in [
            ("esco-isco-c75", "nace-2-01", 2),
            ("esco-isco-c75", "nace-2-02", 3),
            ("esco-isco-c11", "nace-2-01", 4),
        ]
    )
    assert source.rows["roles"][1] == Role(
        id="esco-isco-c11",
        name_en="Chiefs",
        passage=Passage("industries-employment", table="cells.csv", row=4),
    )
    assert [document.id for document in source.rows["documents"]] == [
        "industries",
        "industries-employment",
    ]


def test_the_groups_are_those_of_esco(tmp_path: Path) -> None:
    """They stand without ESCO, are one with its groups, and are refused where names differ."""
    source, esco = _load(tmp_path / "x"), load_esco(tmp_path / "esco")
    assert list_issues([source]) == []
    graph = CareerGraph([source, esco], number=1, created="")
    assert graph.roles["esco-isco-c75"].kind_of == "esco-isco-c7"
    found = Directory(graph).find_code(EntityKind.ROLE, "isco-08", "75")
    assert found.ids == ("esco-isco-c75",)
    other = _load(tmp_path / "y", {"cells.csv": CELLS.replace("Food workers", "Food trades")})
    (issue,) = list_issues([esco, other])
    assert "name_en is 'Food trades', but source 'esco' says 'Food workers'" in str(issue)


def test_every_row_is_accounted_for(source: Source) -> None:
    """What says nothing new, and wages, are set aside with the reason."""
    again = "it says what a row before it says"
    assert source.issues == ()
    assert source.tallies == (
        Tally("nace.csv", 6, 5, (Aside(again, (8,)),)),
        Tally("cells.csv", 5, 3, (Aside("nobody is employed there", (5,)), Aside(again, (6,)))),
        Tally("wages.csv", 1, 0, (Aside("wages by occupation say nothing of industries", (2,)),)),
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        pytest.param(
            "nace.csv",
            '"02","A","Forestry",\n"5"',
            '"2.1.1","A","Forestry",\n"5"',
            "nace.csv:7:3: Code is '2.1.1'; give one such as 'A' or '01.1'.",
        ),
        pytest.param(
            "nace.csv",
            '"FARMING"',
            "",
            "nace.csv:2:5: Description is empty; give the name of the industry.",
        ),
        pytest.param(
            "nace.csv",
            '"02","A","Forestry",\n"5"',
            '"02","A","Woods",\n"5"',
            "nace.csv:8:3: Code is '02' again, as on line 7 of nace.csv; give each industry one "
            "row.",
        ),
        pytest.param(
            "nace.csv",
            '"01.10","01.1"',
            '"01.10","01.2"',
            "nace.csv:6:4: Parent is '01.2'; no row has that Code, fetch the file again.",
        ),
        pytest.param(
            "nace.csv",
            '"01.10","01.1"',
            '"01.10","01.10"',
            "nace.csv:6:4: Parent is '01.10', the Code itself; fetch the file again.",
        ),
        pytest.param(
            "cells.csv",
            "1. Crop production\t",
            "3. Fishing\t",
            "cells.csv:4:1: nace is '3. Fishing'; it is no division of the table of NACE, fetch "
            "both files again.",
        ),
        pytest.param(
            "cells.csv",
            "11. Chiefs\t\t3",
            "Chiefs\t\t3",
            "cells.csv:4:2: isco is 'Chiefs'; give two digits of ISCO-08, a full stop, and the "
            "name of the group.",
        ),
        pytest.param(
            "cells.csv",
            "75. Food workers\t\t1",
            "75. Food\t\t1",
            "cells.csv:3:2: isco is 'Food', but 'Food workers' on line 2 of cells.csv; give the "
            "group one name.",
        ),
        pytest.param(
            "cells.csv",
            "3.25",
            "nan",
            "cells.csv:4:4: pop is 'nan'; give how many are employed.",
        ),
    ],
)
def test_each_defect_has_its_message(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    assert old in INDUSTRIES[name]
    (issue,) = _load(tmp_path / "x", {name: INDUSTRIES[name].replace(old, new)}).issues
    assert str(issue) == expected


def test_employment_without_nace_is_refused(tmp_path: Path) -> None:
    """The table of employment alone is known, and the sentence says what it needs."""
    with pytest.raises(LoadError, match="Put it beside the table of employment"):
        _load(tmp_path / "x", {"nace.csv": None})


def test_the_published_tables_are_read_whole() -> None:
    """The rows are those that the notes beside them count: all of NACE and of employment."""
    source = load_source(str(find_shared("data/industries")))
    assert source.issues == ()
    assert [(it.file, it.rows, it.used) for it in source.tallies] == [
        ("nace_rev2.csv", 21 + 88 + 272 + 615, 996),
        ("tasks eu isco2d nace2d EU15.csv", 3_118, 3_118),
        ("national_M2024_dl.csv", 1_403, 0),
    ]
    assert source.notes == (
        "national_M2024_dl.xlsx is no file of this data set that is known here; it was not read.",
    )
    graph = CareerGraph([source], number=1, created="")
    assert len(graph.industries) == 996
    assert len(graph.roles) == 40
    assert len(graph.industries_of["esco-isco-c25"]) == len(
        [row for row in source.rows["role_industries"] if row.role == "esco-isco-c25"]
    )


def test_the_published_groups_are_called_as_in_esco() -> None:
    """All 40 groups have the name that ESCO gives them, so that both load into one graph."""
    source = load_source(str(find_shared("data/industries")))
    esco = load_source(str(find_shared("data/esco")))
    named = {role.id: role.name_en for role in esco.rows["roles"]}
    assert {role.id: role.name_en for role in source.rows["roles"]}.items() <= named.items()

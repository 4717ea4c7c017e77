"""Crosswalks: which codes of ESCO, ISCO-08, O*NET-SOC and SOC a role has, and how they relate."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli_world import Cli
from esco_world import BAKER, CHIEF, GUARD, write_esco
from public_worlds import CROSSWALK, GROUPS, MATCHES, REVISIONS
from shared import find_shared

from graph.catalog import CareerGraph
from graph.errors import LoadError
from graph.names import Directory
from graph.records import Code, EntityKind, Passage, Role
from graph.sources import Aside, Source, Tally
from graph.stores import Change
from loaders import load_source, recognise
from loaders.crosswalk import codes as crosswalk_codes
from loaders.esco.concepts import to_id
from loaders.onet.codes import to_id as to_onet_id


def _write(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """A folder with the tiny tables, some of them changed or (None) left out."""
    folder.mkdir(exist_ok=True)
    for name, text in {**CROSSWALK, **(files or {})}.items():
        if text is not None:
            (folder / name).write_text(text, "utf-8-sig", newline="\r\n")
    return folder


def _load(folder: Path, files: Mapping[str, str | None] | None = None) -> Source:
    """The tiny tables as the source `crosswalk`."""
    return load_source(str(_write(folder, files)), name="crosswalk")


def _given(source: Source, id_: str | None) -> set[tuple[str, str, str]]:
    """Scheme, code and relation of each code of a role."""
    return {(it.scheme, it.code, it.relation) for it in source.rows["codes"] if it.id == id_}


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The tiny tables."""
    return _load(tmp_path / "x")


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder with one of the tables, or the table, is a crosswalk."""
    folder = _write(tmp_path / "x")
    assert [recognise(it) for it in (folder, *sorted(folder.iterdir()))] == ["crosswalk"] * 4
    with pytest.raises(LoadError, match="it has no table of a crosswalk"):
        load_source(str(tmp_path), format_="crosswalk")


def test_an_occupation_of_esco_has_the_codes_of_its_match(source: Source) -> None:
    """Close where each is joined to the other alone; broad where one of O*NET holds several."""
    assert _given(source, to_id(BAKER)) == {
        ("onet-soc-2010", "51-0001.00", "close"),
        ("onet-soc", "51-0101.00", "close"),
    }
    for uri in (CHIEF, GUARD):
        assert _given(source, to_id(uri)) == {
            ("onet-soc-2010", "51-0002.00", "broad"),
            ("onet-soc", "51-0102.00", "narrow"),  # only a part of it went there
            ("onet-soc", "51-0103.00", "narrow"),
        }


def test_a_match_that_is_not_sure_is_not_close(tmp_path: Path) -> None:
    """With the lowest confidence the one of O*NET is no more than broader, even alone."""
    source = _load(
        tmp_path / "x", {"matches.csv": MATCHES.replace("51-0001.00,1.0", "51-0001.00,0.5")}
    )
    assert ("onet-soc", "51-0101.00", "broad") in _given(source, to_id(BAKER))
    assert ("esco", BAKER, "narrow") in _given(source, "onet-51-0101-00")


def test_an_occupation_of_onet_has_its_former_codes_and_those_of_others(source: Source) -> None:
    """Exact where its code only changed; else as the weakest link of the chain says."""
    assert _given(source, "onet-51-0101-00") == {
        ("onet-soc-2010", "51-0001.00", "exact"),
        ("soc-2010", "51-0001", "exact"),
        ("isco-08", "7512", "close"),
        ("esco", BAKER, "close"),
    }
    assert _given(source, "onet-51-0101-01") == {
        ("onet-soc-2010", "51-0001.01", "exact"),
        ("soc-2010", "51-0001", "broad"),  # one of O*NET's own, within that of SOC
        ("isco-08", "7512", "broad"),
    }
    assert _given(source, "onet-51-0102-00") == {
        ("onet-soc-2010", "51-0002.00", "broad"),  # it was split
        ("soc-2010", "51-0002", "broad"),
        ("isco-08", "7513", "narrow"),
        ("isco-08", "7514", "narrow"),
        ("esco", CHIEF, "narrow"),
        ("esco", GUARD, "narrow"),
    }
    assert _given(source, "onet-51-0104-00") == {
        ("onet-soc-2010", "51-0003.00", "narrow"),  # two became one
        ("onet-soc-2010", "51-0004.00", "narrow"),
        ("soc-2010", "51-0003", "narrow"),
        ("soc-2010", "51-0004", "narrow"),
        ("isco-08", "7515", "narrow"),
    }


def test_a_group_of_isco_has_codes_of_soc(source: Source) -> None:
    """Close alone with alone, narrow where it lies in the group, broad where the group lies in it.

    Where parts of both are the same it is narrow.
    """
    given = {
        (it.id, it.code, it.relation)
        for it in source.rows["codes"]
        if it.id.startswith("esco-isco-")
    }
    assert given == {
        ("esco-isco-c7512", "51-0001", "close"),
        ("esco-isco-c7513", "51-0002", "broad"),
        ("esco-isco-c7514", "51-0002", "broad"),
        ("esco-isco-c7515", "51-0003", "narrow"),
        ("esco-isco-c7515", "51-0004", "narrow"),
        ("esco-isco-c7516", "51-0005", "broad"),
        ("esco-isco-c7517", "51-0005", "narrow"),
        ("esco-isco-c7517", "51-0006", "narrow"),
    }


def test_every_row_is_accounted_for(source: Source) -> None:
    """A pair that stands there again is set aside; the document says whose tables they are."""
    assert source.issues == ()
    assert source.tallies == (
        Tally("matches.csv", 3, 3),
        Tally("revisions.csv", 7, 6, (Aside("it says what a row before it says", (8,)),)),
        Tally("groups.csv", 8, 8),
    )
    (document,) = source.rows["documents"]
    assert document.title == (
        "Crosswalks: ESCO–O*NET, Nesta 2020; O*NET-SOC 2010–2019; SOC 2010–ISCO-08"
    )
    assert "Mapping Career Causeways" in (document.licence or "")


def test_without_revisions_only_esco_has_codes(tmp_path: Path) -> None:
    """What the roles of O*NET are called in 2019 no other table says; that is said."""
    source = _load(tmp_path / "x", {"revisions.csv": None})
    assert {it.id.partition("-")[0] for it in source.rows["codes"]} == {"esco"}
    assert source.notes[0].startswith("there is no table of O*NET-SOC 2010 and 2019 here")


def test_revisions_are_known_as_they_are_published_too(tmp_path: Path) -> None:
    """The headings of the O*NET Resource Center are read as the shortened ones."""
    text = REVISIONS.replace("soc2010_code", "O*NET-SOC 2010 Code")
    text = text.replace("soc2019_code", "O*NET-SOC 2019 Code").replace(";", ",")
    source = _load(tmp_path / "x", {"revisions.csv": text})
    assert source.issues == ()
    assert ("onet-soc-2010", "51-0001.00", "exact") in _given(source, "onet-51-0101-00")


_JOINED = "soc2010_code;soc2019_code\n" + "".join(
    f"51-0001.00;51-{number:04}.00\n" for number in range(101)
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"matches.csv": MATCHES.replace(BAKER, "baker")},
            "matches.csv:2:5: concept_uri is 'baker'; give that of an occupation of ESCO.",
        ),
        pytest.param(
            {"matches.csv": MATCHES.replace(",51-0001.00", ",51-0001")},
            "matches.csv:2:3: onet_code is '51-0001'; give one such as '11-1011.00'.",
        ),
        pytest.param(
            {"matches.csv": MATCHES.replace(",1.0,", ",high,")},
            "matches.csv:2:4: confidence is 'high'; give a number, such as 1.0.",
        ),
        pytest.param(
            {"revisions.csv": REVISIONS.replace("51-0101.01", "51-0101")},
            "revisions.csv:3:3: soc2019_code is '51-0101'; give one such as '11-1011.00'.",
        ),
        pytest.param(
            {"groups.csv": GROUPS.replace("7516", "75x6")},
            "groups.csv:7:2: isco08_code is '75x6'; give one such as '1112'.",
        ),
        pytest.param(
            {"revisions.csv": _JOINED},
            "revisions.csv:102:1: '51-0001.00' or '51-0100.00' is joined to more than 100 codes; "
            "this is no such table.",
        ),
    ],
)
def test_each_defect_has_its_message(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    """A defect is one sentence with its place, the value and what to do."""
    (issue,) = _load(tmp_path / "x", files).issues
    assert str(issue) == expected


def test_chains_that_multiply_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that join more codes than any crosswalk does are refused, and not multiplied out."""
    monkeypatch.setattr(crosswalk_codes, "_MOST", 30)
    with pytest.raises(LoadError, match="its tables join too many codes to be a crosswalk"):
        _load(tmp_path / "x")


def _write_onet(folder: Path) -> Path:
    """Tables that stand for O*NET: its occupations of 2019 under their ids and codes."""
    folder.mkdir()
    codes = ("51-0101.00", "51-0101.01", "51-0102.00", "51-0103.00")
    named = "".join(f"{to_onet_id(code)},Occupation {code}\n" for code in codes)
    coded = "".join(f"role,{to_onet_id(code)},onet-soc,{code}\n" for code in codes)
    (folder / "roles.csv").write_text(f"id,name_en\n{named}")
    (folder / "codes.csv").write_text(f"kind,id,scheme,code\n{coded}")
    return folder


def test_codes_of_what_is_not_there_are_left_out_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside editions that lack some occupations the rest loads; the load says what was left out.

    Without ESCO or O*NET it is refused, and loaded with both, or after them, it is the same.
    """
    cli = Cli(capsys)
    esco, onet = write_esco(tmp_path / "esco"), _write_onet(tmp_path / "onet")
    joining = _write(tmp_path / "crosswalk")
    store = f"sqlite:///{tmp_path / 'career.db'}"
    refused = cli("load", str(esco), str(joining), "--store", store)
    assert refused.code == 4
    assert "nothing of O*NET is there, which these codes are of (ids such as onet-…)" in refused.err
    for sources in ((esco, onet), (joining,)):
        loaded = cli("load", *map(str, sources), "--store", store)
        assert loaded.code == 0, loaded.err
    assert "left out: onet-51-0104-00." in loaded.out
    assert "left out: esco-isco-c7513, esco-isco-c7514, esco-isco-c7515," in loaded.out
    again = f"sqlite:///{tmp_path / 'again.db'}"
    together = cli("load", str(joining), str(onet), str(esco), "--store", again)
    digests = [re.findall("sha256 ([0-9a-f]{64})", it.out) for it in (loaded, together)]
    assert len(digests[0]) == 1
    assert digests[0] == digests[1]
    for code in ("onet-soc:51-0101.00", "onet-soc-2010:51-0001.00", "soc-2010:51-0001"):
        shown = cli("show", code, "--store", again, "--lang", "en")
        assert shown.code == 0
        assert "Occupation 51-0101.00" in shown.out


def test_a_role_is_found_by_the_codes_of_the_other_where_that_is_not_there(
    tmp_path: Path,
) -> None:
    """With ESCO alone, a code of O*NET finds its close match; no code is exact for two roles."""
    esco = load_source(str(write_esco(tmp_path / "esco")))
    source = _load(tmp_path / "x", {"revisions.csv": None})
    graph = CareerGraph(Change(load=(esco, source)).apply(()), number=1, created="")
    found = Directory(graph).find_code(EntityKind.ROLE, "onet-soc-2010", "51-0001.00")
    assert found.ids == (to_id(BAKER),)


def test_the_published_tables_are_read_whole() -> None:
    """The rows are those that the notes beside them count, and nothing is set aside."""
    source = load_source(str(find_shared("data/crosswalk")))
    assert source.issues == ()
    assert source.tallies == (
        Tally("esco_onet_crosswalk_Nov2020.csv", 1_680, 1_680),
        Tally("2010_to_2019_Crosswalk.csv", 1_164, 1_164),
        Tally("ISCO_SOC_Crosswalk.csv", 1_125, 1_125),
    )
    assert source.notes == (
        "ISCO_SOC_Crosswalk.xls is no file of this data set that is known here; it was not read.",
    )
    assert len(source.rows["codes"]) == 10_177


def test_the_published_tables_join_esco_and_onet() -> None:
    """Beside ESCO 1.1.1 and O*NET 29.2 one occupation is not there; no code is exact for two."""
    source = load_source(str(find_shared("data/crosswalk")))
    esco = load_source(str(find_shared("data/esco")))
    graph = CareerGraph(Change(load=(esco, _read_onet(), source)).apply(()), number=1, created="")
    assert len(graph.records["codes"]) == len(esco.rows["codes"]) + 1_016 + 10_177 - 2
    for (kind, scheme, code), rows in graph.coded.items():
        exact = {row.id for row in rows if row.relation == "exact"}
        assert len(exact) < 2, (kind, scheme, code)
    found = Directory(graph).find_code(EntityKind.ROLE, "onet-soc", "15-1252.00")
    assert [graph.roles[id_].name_en for id_ in found.ids] == ["Software Developers"]


def _read_onet() -> Source:
    """The occupations of O*NET, under the ids and codes that its loader gives them."""
    path = find_shared("data/onet") / "text" / "Occupation Data.txt"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    roles = tuple(
        Role(id=to_onet_id(code), name_en=title, passage=Passage("onet")) for code, title, _ in rows
    )
    codes = tuple(
        Code(kind=EntityKind.ROLE, id=to_onet_id(code), scheme="onet-soc", code=code)
        for code, _, _ in rows
    )
    return Source("onet", "onet", "", "", {"roles": roles, "codes": codes})

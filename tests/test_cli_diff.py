"""The command diff: which editions it compares, what it tells, and what it refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_world import TABLES, Cli, write_tables
from esco_world import ESCO, write_esco
from public_worlds import CROSSWALK
from tables_world import write_workbook

from graph.changes import KEYS

_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def edited(tmp_path: Path) -> str:
    """A new edition of the small world: a name, a number, a skill more, a move less."""
    tables = dict(TABLES)
    tables["roles"] = tables["roles"].replace("组长,Team lead", "班组长,Team lead")
    tables["skills"] += "planning,排班,Planning\n"
    tables["requirements"] += "lead,skill,planning,PREFERRED,,survey,,\n"
    tables["moves"] = tables["moves"].replace("12,24,IN_ROLE", "12,18,IN_ROLE")
    tables["moves"] = tables["moves"].replace(
        "agent,manager,LATERAL,POSSIBLE,60,,IN_ROLE,survey,,\n", ""
    )
    return str(write_tables(tmp_path / "edited", **tables))


def rows_of(report: Any, name: str, table: str) -> Any:
    """What JSON says of one table of one source."""
    (source,) = (it for it in report["sources"] if it["name"] == name)
    (found,) = (it for it in source["tables"] if it["table"] == table)
    return found


def test_a_diff_tells_each_row(cli: Cli, tmp_path: Path, edited: str) -> None:
    """Renamed, changed, added and removed rows are told by name, with what was and what is."""
    old = str(write_tables(tmp_path / "world"))
    ended = cli("diff", old, edited, "--lang", "en")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"before: {old}",
        f"after: {edited}",
        "world → edited",
        "table         before  after  added  renamed  changed  removed  place only",
        "roles         5       5      0      1        0        0        0",
        "skills        2       3      1      0        0        0        0",
        "moves         4       3      0      0        1        1        0",
        "requirements  3       4      1      0        0        0        0",
        "roles, renamed:",
        "  lead: 组长 → 班组长",
        "skills, added:",
        "  planning: Planning",
        "moves, changed:",
        "  Agent → Team lead (promotion, 12–24 months in the role) — months_high 24 → 18",
        "moves, removed:",
        "  Agent → Manager (lateral, possible, ≥60 months in the role)",
        "requirements, added:",
        "  Team lead: preferred Planning",
    ]
    out = cli("diff", old, edited).out
    assert "moves 更改：\n  组员 → 组长(晋升,在岗12–24个月) — months_high 24 → 18\n" in out


def test_a_diff_in_json_has_every_cell(cli: Cli, small_store: str, edited: str) -> None:
    """JSON names both sides, every source with its status, and rows with their cells."""
    ended = cli("diff", small_store, edited, "--source", "world", "--json")
    report = json.loads(ended.out)
    assert report["before"]["place"] == small_store
    assert report["before"]["release"]["number"] == 1
    assert report["after"] == {"place": edited, "release": None}
    assert report["differs"] is True
    (source,) = report["sources"]
    assert (source["name"], source["status"]) == ("edited", "changed")
    assert source["before"].keys() == {"name", "format", "edition", "location", "loaded"}
    assert (source["before"]["name"], source["after"]["location"]) == ("world", edited)
    moves = rows_of(report, "edited", "moves")
    assert moves["rowsBefore"] == 4
    assert moves["rowsAfter"] == 3
    (changed,) = moves["changed"]
    assert changed["columns"] == ["months_high"]
    assert changed["before"] == {**changed["after"], "months_high": 24}
    assert [(row["from"], row["to"]) for row in moves["removed"]] == [("agent", "manager")]
    (renamed,) = rows_of(report, "edited", "roles")["renamed"]
    assert (renamed["before"]["name_zh"], renamed["after"]["name_zh"]) == ("组长", "班组长")
    assert rows_of(report, "edited", "skills")["added"] == [
        {"id": "planning", "name_zh": "排班", "name_en": "Planning"}
    ]


def test_a_dry_run_tells_the_same(cli: Cli, small_store: str, edited: str) -> None:
    """What load --dry-run says would change is what diff says differs, in words and in JSON."""
    args = ("load", edited, "--as", "world", "--dry-run", "--store", small_store)
    told = cli("diff", small_store, edited, "--source", "world", "--lang", "en").out.splitlines()
    assert cli(*args).out.splitlines()[1:-1] == told[3:]
    (change,) = json.loads(cli(*args, "--json").out)["changes"]
    report = json.loads(cli("diff", small_store, edited, "--source", "world", "--json").out)
    assert change["tables"] == report["sources"][0]["tables"]


def test_the_same_differs_in_nothing(cli: Cli, small_store: str, tmp_path: Path) -> None:
    """A store beside itself, and beside its export where only lines moved; both end with 0."""
    ended = cli("diff", small_store, small_store, "--lang", "en")
    assert (ended.code, ended.out.splitlines()[2:]) == (0, ["Nothing differs."])
    copy = str(tmp_path / "world" / "copy")
    cli("export", "--format", "tables", "--out", copy, "--store", small_store)
    report = json.loads(cli("diff", small_store, copy, "--source", "world", "--json").out)
    (source,) = report["sources"]
    assert source["status"] == "relocated"
    for table in source["tables"]:
        assert not any(table[name] for name in ("added", "renamed", "changed", "removed"))
        assert table["relocated"] > 0


def test_moved_lines_are_no_changes(cli: Cli, tmp_path: Path) -> None:
    """A new edition of ESCO with a relation less says that one is gone, and counts the moved."""
    old = write_esco(tmp_path / "ESCO 1.1")
    head, first, *rest = ESCO["occupationSkillRelations.csv"].splitlines(keepends=True)
    assert "essential" in first
    new = write_esco(tmp_path / "ESCO 1.2", {"occupationSkillRelations.csv": head + "".join(rest)})
    out = cli("diff", str(old), str(new), "--lang", "en").out.splitlines()
    assert out[2] == (
        "ESCO 1.1 → ESCO 1.2: ESCO classification v1.1 (2022-08-25) → "
        "ESCO classification v1.2 (2022-08-25)"
    )
    lines = [line.split() for line in out]
    assert ["requirements", "5", "4", "0", "0", "0", "1", "3"] in lines
    assert "  baker: required knead" in out
    assert sum(line[:1] in (["roles"], ["names"]) for line in lines) == 0


def test_sources_of_two_stores_are_compared(
    cli: Cli, tmp_path: Path, small_store: str, edited: str
) -> None:
    """By name; the only ones of a format that have no namesake are taken for two editions."""
    extra = str(write_tables(tmp_path / "extra", roles="id,name_zh\nguest,访客\n"))
    other = f"sqlite:///{tmp_path}/other.db"
    cli("load", edited, "--as", "world-2027", "--store", other)
    cli("load", extra, "--store", other)
    cli("load", extra, "--store", small_store)
    out = cli("diff", small_store, other, "--lang", "en").out
    assert out.startswith(f"before: {small_store}, release 2\nafter: {other}, release 2\n")
    assert "world → world-2027\n" in out
    assert out.endswith("unchanged: extra\n")
    out = cli("diff", small_store, other, "--source", "extra", "--lang", "en").out
    assert out.splitlines()[2:] == ["Nothing differs."]
    cli("forget", "extra", "--store", small_store)
    out = cli("diff", small_store, other, "--lang", "en").out
    assert "extra: new source\n" in out
    assert "  guest: 访客" not in out
    assert "extra: source removed\n" in cli("diff", other, small_store, "--lang", "en").out


def test_a_folder_of_several_is_compared_with_a_store_as_a_whole(
    cli: Cli, tmp_path: Path, small_store: str
) -> None:
    """Each of its sources finds its namesake, and one that it lacks counts as removed."""
    for name in ("extra", "more"):
        roles = f"id,name_zh\n{name},{name}\n"
        cli("load", str(write_tables(tmp_path / name, roles=roles)), "--store", small_store)
    cli("export", "--format", "tables", "--out", str(tmp_path / "copy"), "--store", small_store)
    report = json.loads(cli("diff", str(tmp_path / "copy"), small_store, "--json").out)
    assert {it["name"]: it["status"] for it in report["sources"]} == {
        "extra": "same",
        "more": "same",
        "world": "relocated",
    }
    cli("forget", "more", "--store", small_store)
    report = json.loads(cli("diff", str(tmp_path / "copy"), small_store, "--json").out)
    assert {it["name"]: it["status"] for it in report["sources"]}["more"] == "removed"


def test_a_crosswalk_is_compared_as_it_would_be_loaded(cli: Cli, tmp_path: Path) -> None:
    """Codes of what the store lacks are left out on both sides; without a store there are all."""
    store = f"sqlite:///{tmp_path}/s.db"
    esco = str(write_esco(tmp_path / "esco"))
    crosswalk = tmp_path / "crosswalk"
    crosswalk.mkdir()
    (crosswalk / "matches.csv").write_text(
        re.sub("51-000[12].00", "51-0001.00", CROSSWALK["matches.csv"]), "utf-8"
    )
    onet = write_tables(tmp_path / "onet", roles="id,name_en\nonet-51-0001-00,Bakers\n")
    loaded = cli("load", esco, str(onet), str(crosswalk), "--store", store)
    assert loaded.code == 0, loaded.err
    ended = cli("diff", store, str(crosswalk), "--lang", "en")
    assert ended.out.splitlines()[2:] == ["Nothing differs."]
    ended = cli("diff", str(crosswalk), store, "--source", "esco")
    assert (ended.code, ended.out) == (4, "")
    assert "nothing of ESCO is there" in ended.err


def test_a_workbook_is_an_edition(cli: Cli, tmp_path: Path) -> None:
    """Any two things that load reads are compared: a workbook and a folder."""
    rows: list[list[object]] = [["id", "name_en"], ["a", "A"], ["b", "B"]]
    book = write_workbook(tmp_path / "book.xlsx", {"roles": rows})
    folder = write_tables(tmp_path / "folder", roles="id,name_en\na,A\nb,Bee\n")
    out = cli("diff", str(book), str(folder), "--lang", "en").out
    assert "book → folder\n" in out
    assert "roles, renamed:\n  b: B → Bee\n" in out


def test_a_source_alone_needs_its_namesake(cli: Cli, small_store: str, edited: str) -> None:
    """A source that a store has by no such name is not guessed; --source says which it is."""
    for places in ((small_store, edited), (edited, small_store)):
        ended = cli("diff", *places)
        assert (ended.code, ended.out) == (2, "")
        assert f"{edited!r} is one source, 'edited'" in ended.err
        assert "'world'" in ended.err
        assert "--source NAME" in ended.err
        assert cli("diff", *places, "--source", "world").code == 0
    ended = cli("diff", small_store, edited, "--source", "wrld")
    assert ended.code == 2
    assert "No source is called 'wrld'; there are 'edited', 'world'." in ended.err


def test_what_is_not_there_is_refused(
    cli: Cli, tmp_path: Path, small_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path, a store or a scheme that is none ends with a sentence and the code for it."""
    database = small_store.removeprefix("sqlite:///")
    for place, code, said in (
        (str(tmp_path / "none"), 2, "There is nothing at"),
        ("x" * 300, 2, "cannot be read: File name too long."),
        ("", 2, "There is nothing at ''"),
        ("postgres://host/x", 2, "There is nothing at 'postgres://host/x'"),
        (database, 2, f"write 'sqlite:///{database}'"),
        (f"sqlite:///{tmp_path}/none.db", 3, "holds nothing yet"),
        ("sqlite:", 2, "sqlite:"),
        ("neo4j://user:word@host", 2, "password"),
        ("neo4j://[", 2, "host"),
        (str(write_tables(tmp_path / "bad", roles="id,name_zh\na,甲\na,乙\n")), 4, "'a' again"),
    ):
        for places in ((place, small_store), (small_store, place)):
            ended = cli("diff", *places)
            assert (ended.code, ended.out) == (code, ""), place
            assert said in ended.err
    assert not (tmp_path / "none.db").exists()
    monkeypatch.setenv("CAREER_NEO4J_PASSWORD", "x")
    ended = cli("diff", "bolt://127.0.0.1:1", "neo4j://127.0.0.1:1")
    assert (ended.code, ended.out) == (3, "")


def test_an_encoding_is_asked_for_and_given(cli: Cli, tmp_path: Path) -> None:
    """Text that is no UTF-8 is refused with the encoding that fits, and compared with it."""
    old = write_tables(tmp_path / "old", roles="id,name_zh\na,甲\n")
    new = write_tables(tmp_path / "new", roles="")
    (new / "roles.csv").write_bytes("id,name_zh\na,乙方\n".encode("gb18030"))
    ended = cli("diff", str(old), str(new))
    assert (ended.code, "--encoding gb18030" in ended.err) == (4, True)
    assert "a：甲 → 乙方" in cli("diff", str(old), str(new), "--encoding", "gb18030").out


def test_things_that_no_source_defines_are_called_by_their_id(cli: Cli, tmp_path: Path) -> None:
    """Rows about what another source defines are told, with names where a side has them."""
    old = write_tables(tmp_path / "old", moves="from,to\nagent,lead\n", codes=_CODES)
    new = write_tables(tmp_path / "new", moves="from,to\nagent,boss\n", codes=_OTHER_CODES)
    out = cli("diff", str(old), str(new), "--lang", "en").out
    assert "codes, changed:\n  agent: isco-08 4222 — relation exact → broad\n" in out
    assert "codes, added:\n  agent: soc-2018 43-1011 (close)\n" in out
    assert "moves, added:\n  agent → boss (promotion)\n" in out
    assert "moves, removed:\n  agent → lead (promotion)\n" in out


_CODES = "kind,id,scheme,code,relation\nrole,agent,isco-08,4222,\n"
_OTHER_CODES = (
    "kind,id,scheme,code,relation\nrole,agent,isco-08,4222,broad\n"
    "role,agent,soc-2018,43-1011,close\n"
)


def test_documents_are_told_with_their_columns(cli: Cli, tmp_path: Path) -> None:
    """A cell that was empty is a dash; nothing in a cell can steer a terminal."""
    old = write_tables(tmp_path / "old", documents="id,title,licence\nd,Old,\n")
    new = write_tables(tmp_path / "new", documents="id,title,licence\nd,\u202eNew,CC0\n")
    out = cli("diff", str(old), str(new), "--lang", "en").out
    assert "documents, changed:\n  d: Old — title Old → \ufffdNew, licence – → CC0\n" in out


def test_the_documentation_says_what_rows_are_about() -> None:
    """Each table stands in docs/loaders.md with the columns by which its rows are matched."""
    text = (_ROOT / "docs" / "loaders.md").read_text("utf-8")
    for table, columns in KEYS.items():
        assert f"  | {table} | {', '.join(columns)} |\n" in text

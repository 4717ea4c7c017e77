"""The commands that change a store or copy it."""

import io
import json
import sys
import time
from pathlib import Path

import pytest
from cli_world import TABLES, TEXT, Cli, write_tables
from esco_world import write_esco

from api.cli import main, progress
from api.cli.render import open_page
from api.cli.render_account import render_account
from api.settings import default_store_url
from graph.export import EXPORTS
from graph.sources import Aside, Source, Tally
from graph.stores import open_store
from loaders import LOADERS

_EXTRA = {"roles": "id,name_zh\nguest,访客\n", "moves": "from,to\nguest,agent\n"}


@pytest.fixture
def extra(tmp_path: Path) -> str:
    """A second source, which needs the small world."""
    return str(write_tables(tmp_path / "extra", **_EXTRA))


def _number(url: str) -> int | None:
    """The release that a store holds."""
    with open_store(url) as store:
        release = store.read_release()
    return None if release is None else release.number


def test_load_says_what_changed(cli: Cli, cli_store: str, extra: str) -> None:
    """The command load prints each source's tables, its rows where they are few, the release."""
    out = cli("load", extra).out.splitlines()
    assert [line.split() for line in out[:5]] == [
        ["extra:", "new", "source"],
        ["table", "added"],
        ["documents", "1"],
        ["roles", "1"],
        ["moves", "1"],
    ]
    assert out[7:9] == ["roles, added:", "  guest: 访客"]
    assert "  访客 → Agent (promotion)" in out
    assert out[-1].startswith("release 2, sha256 ")
    Path(extra, "roles.csv").write_text("id,name_zh\nguest,来宾\nhost,主人\n", "utf-8")
    out = cli("load", extra).out.splitlines()
    assert out[0] == "extra"
    assert out[2].split() == ["roles", "1", "2", "1", "1", "0", "0", "0"]
    assert out[3:7] == ["roles, renamed:", "  guest: 访客 → 来宾", "roles, added:", "  host: 主人"]
    assert _number(cli_store) == 3


def test_many_changes_are_counted(cli: Cli, tmp_path: Path, cli_store: str) -> None:
    """Of many changes only the numbers are printed; --dry-run cuts lists, --json lists each."""
    ids = [f"role-{number}" for number in range(30)]
    lines = [f"{id_},{id_}\n" for id_ in ids]
    folder = write_tables(tmp_path / "many", roles="id,name_en\n" + lines[0])
    cli("load", str(folder))
    (folder / "roles.csv").write_text("id,name_en\n" + "".join(lines), "utf-8")
    out = cli("load", str(folder), "--dry-run").out
    assert out.count("  role-") == 20
    assert "  … and 9 more; --json lists all\n" in out
    report = json.loads(cli("load", str(folder), "--json").out)
    assert report["release"]["number"] == 3
    (many,) = report["changes"]
    (roles,) = many["tables"]
    assert [row["id"] for row in roles["added"]] == sorted(ids[1:])
    assert (roles["changed"], roles["removed"]) == ([], [])
    assert "role-" not in cli("forget", "many").out
    assert _number(cli_store) == 4


def test_the_same_again_is_nothing_new(cli: Cli, cli_store: str, extra: str) -> None:
    """Loading the same content again makes no release and says so."""
    cli("load", extra)
    ended = cli("load", extra)
    assert (ended.code, ended.out) == (0, "nothing new; still release 2\n")
    assert json.loads(cli("load", extra, "--json").out)["changed"] is False
    assert _number(cli_store) == 2


def test_a_dry_run_changes_nothing(cli: Cli, cli_store: str, extra: str) -> None:
    """--dry-run says what would change, and leaves the store as it is, also where there is none."""
    out = cli("load", extra, "--dry-run").out
    assert "  guest: 访客" in out
    assert out.endswith("dry run: this would be release 2; nothing was changed\n")
    assert cli("forget", "world", "--dry-run").out.endswith("nothing was changed\n")
    assert _number(cli_store) == 1
    assert cli("load", "bundled:", "--dry-run", "--store", default_store_url()).code == 0
    assert _number(default_store_url()) is None


def test_every_problem_is_printed(cli: Cli, tmp_path: Path, cli_store: str) -> None:
    """A refused load prints each problem of each source with its place and changes nothing."""
    bad = "id,name_zh\n" + "".join(f"Bad {number},名\n" for number in range(12))
    folders = [str(write_tables(tmp_path / name, roles=bad)) for name in ("one", "two")]
    ended = cli("load", *folders, str(tmp_path / "none"))
    lines = ended.err.splitlines()
    assert (ended.code, ended.out) == (4, "")
    assert len(lines) == 26
    assert sum(line.startswith("roles.csv:") for line in lines) == 24
    assert lines[-1] == "25 problems; nothing was changed."
    assert _number(cli_store) == 1


@pytest.mark.usefixtures("cli_store")
def test_sources_have_names(cli: Cli, tmp_path: Path, extra: str) -> None:
    """--as names the source; one name for two sources is refused, and so is --as for two."""
    assert cli("load", extra, "--as", "guests").code == 0
    assert "guests" in cli("sources").out
    both = cli("load", extra, "bundled:", "--as", "x")
    assert both.code == 2
    assert "--as" in both.err
    other = str(write_tables(_below(tmp_path), **_EXTRA))
    twice = cli("load", extra, other)
    assert twice.code == 2
    assert "called 'extra'" in twice.err


def _below(folder: Path) -> Path:
    """Another folder of the same name."""
    folder.joinpath("below").mkdir()
    return folder / "below" / "extra"


@pytest.mark.usefixtures("cli_store")
def test_load_checks_its_options(cli: Cli, tmp_path: Path, extra: str) -> None:
    """An unknown format or a folder of documents that is not there is wrong usage."""
    ended = cli("load", extra, "--format", "pdf")
    assert ended.code == 2
    assert all(name in ended.err for name in ("auto", *LOADERS))
    assert cli("load", extra, "--documents", str(tmp_path / "none")).code == 2
    assert cli("load", extra, "--format", "tables", "--dry-run").code == 0


@pytest.mark.usefixtures("cli_store")
def test_load_accounts_for_the_rows_of_a_public_data_set(cli: Cli, tmp_path: Path) -> None:
    """Of ESCO each file's rows are told, used and set aside, with the reason and where they are."""
    folder = str(write_esco(tmp_path / "esco"))
    out = cli("load", folder, "--dry-run").out.splitlines()
    assert out[0] == "esco: what was read (esco)"
    assert ["skillGroups_en.csv", "4", "3", "1"] in [line.split() for line in out]
    assert "  skillGroups_en.csv: 1 row (line 3): no skill stands in this group itself" in out
    assert "  2 labels repeat another label of the same concept and language." in out
    report = json.loads(cli("load", folder, "--format", "esco", "--json").out)
    (source,) = report["sources"]
    assert (source["name"], source["format"]) == ("esco", "esco")
    files = {file["file"]: file for file in source["files"]}
    assert files["broaderRelationsSkillPillar.csv"] == {
        "file": "broaderRelationsSkillPillar.csv",
        "rows": 5,
        "used": 4,
        "rejected": 0,
        "setAside": [
            {
                "reason": "what a group of skills belongs to has no place in the graph",
                "rows": 1,
                "lines": [2],
            }
        ],
    }
    assert json.loads(cli("load", folder, "--json").out)["changed"] is False


def test_many_lines_are_told_from_the_first_to_the_last() -> None:
    """Up to three lines are listed; of more the first and the last."""
    tallies = [
        Tally("x.csv", 9, 1, (Aside("it is odd", (2, 4)), Aside("it is even", (3, 5, 7, 9))))
    ]
    source = Source("x", "esco", "x", "", {}, tallies=tuple(tallies))
    page = open_page("en")
    said = [str(getattr(it, "renderable", it)) for it in render_account(page, source)]
    assert said[-2:] == [
        "x.csv: 2 rows (lines 2, 4): it is odd",
        "x.csv: 4 rows (lines 3 to 9): it is even",
    ]


def test_an_encoding_is_asked_for_and_given(cli: Cli, tmp_path: Path, cli_store: str) -> None:
    """A table that is no UTF-8 is refused with the encoding that fits, and loads with it."""
    folder = write_tables(tmp_path / "extra", roles="id,name_zh\n")
    (folder / "roles.csv").write_bytes("id,name_zh\nguest,访客\n".encode("gb18030"))
    ended = cli("load", str(folder))
    assert (ended.code, "--encoding gb18030" in ended.err) == (4, True)
    assert "  guest: 访客" in cli("load", str(folder), "--encoding", "gb18030").out
    assert cli("load", str(folder), "--encoding", "latin-99").code == 4
    assert _number(cli_store) == 2


def test_documents_are_compared(cli: Cli, tmp_path: Path, cli_store: str) -> None:
    """--documents has passages checked against the texts before anything changes."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "handbook.txt").write_bytes(TEXT.encode() + b"!")
    ended = cli("load", str(tmp_path / "world"), "--documents", str(texts), "--as", "again")
    assert ended.code == 4
    assert "handbook.txt" in ended.err
    assert _number(cli_store) == 1


def test_fresh_keeps_nothing(cli: Cli, cli_store: str, tmp_path: Path) -> None:
    """--fresh leaves only what is loaded now."""
    tables = {"roles": "id,name_en\nalone,Alone\n"}
    out = cli("load", str(write_tables(tmp_path / "alone", **tables)), "--fresh").out
    assert out.endswith(tuple("0123456789abcdef\n"))
    listed = json.loads(cli("sources", "--json").out)
    assert [source["name"] for source in listed] == ["alone"]
    assert _number(cli_store) == 2


def test_the_default_store_is_filled(cli: Cli, tmp_path: Path) -> None:
    """The first load into the default store puts the bundled data set beneath it."""
    tables = {"roles": "id,name_en\nalone,Alone\n"}
    assert cli("load", str(write_tables(tmp_path / "alone", **tables))).code == 0
    listed = json.loads(cli("sources", "--json").out)
    assert [source["name"] for source in listed] == ["alone", "articles"]
    assert _number(default_store_url()) == 1
    assert cli("route", "电话客服", "客服总监").code == 0
    assert _number(default_store_url()) == 1


@pytest.mark.usefixtures("cli_store")
def test_sources_are_listed(cli: Cli, tmp_path: Path) -> None:
    """The command sources lists name, format, edition, location, time and rows of each source."""
    heading, line = cli("sources").out.splitlines()
    assert heading.split() == ["name", "format", "edition", "location", "loaded", "rows"]
    rows = sum(text.count("\n") - 1 for text in TABLES.values())
    assert line.split()[:4] == ["world", "tables", "–", str(tmp_path / "world")]
    assert line.split()[-1] == str(rows)
    (listed,) = json.loads(cli("sources", "--json").out)
    assert (listed["rows"]["roles"], listed["edition"]) == (5, None)
    cli("load", str(write_esco(tmp_path / "ESCO 1.1")), "--as", "esco")
    listed, _ = json.loads(cli("sources", "--json").out)
    assert listed["edition"] == {"title": "ESCO classification v1.1", "published": "2022-08-25"}
    assert "ESCO classification v1.1 (2022-08-25)" in cli("sources").out


def test_forgetting(cli: Cli, cli_store: str, extra: str) -> None:
    """The command forget takes a source out, if it is there and no other needs it."""
    cli("load", extra)
    refused = cli("forget", "world")
    assert refused.code == 4
    assert "'agent'" in refused.err
    unknown = cli("forget", "exta")
    assert unknown.code == 2
    assert "extra, world" in unknown.err
    assert _number(cli_store) == 2
    out = cli("forget", "extra").out
    assert out.startswith("extra: source removed\n")
    assert "roles, removed:\n  guest: 访客\n" in out
    assert "release 3" in out
    assert _number(cli_store) == 3


def test_an_export_loads_back(cli: Cli, cli_store: str, tmp_path: Path) -> None:
    """What export writes loads back as the same graph; it never overwrites anything."""
    out = tmp_path / "copy"
    for format_ in EXPORTS:
        assert format_ in cli("export", "--help").out
    written = cli("export", "--format", "tables", "--out", str(out))
    assert written.out == f"14 files written to {out}, release 1.\n"
    url = f"sqlite:///{tmp_path}/copy.db"
    assert cli("load", str(out), "--fresh", "--store", url).code == 0
    with open_store(url) as copy, open_store(cli_store) as first:
        assert copy.read().release.sha256 == first.read().release.sha256
    again = cli("export", "--format", "tables", "--out", str(out))
    assert (again.code, again.out) == (2, "")
    assert "not empty" in again.err
    (tmp_path / "file").write_text("")
    assert cli("export", "--format", "tables", "--out", str(tmp_path / "file" / "x")).code == 2


class _Terminal(io.StringIO):
    """A stderr that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer than people like to wait shows a bar with its step on the terminal."""
    shown = _Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr("api.cli.progress._PATIENCE_SECONDS", 0.0)
    deadline = time.monotonic() + 30
    with progress.progress(2) as steps:
        steps.begin("reading [tables]")
        while "reading [tables]" not in shown.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        steps.tell("writing claims", 1000, 2500)
        while "1000/2500" not in shown.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "reading [tables]" in shown.getvalue()
    assert "writing claims" in shown.getvalue()
    assert "1000/2500" in shown.getvalue()


@pytest.mark.parametrize("stream", [_Terminal, io.StringIO])
def test_progress_is_silent_otherwise(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    """What is quick, or not seen by anybody, shows no bar."""
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr("api.cli.progress._PATIENCE_SECONDS", 60.0)
    with progress.progress(1) as steps:
        steps.begin("reading")
    assert shown.getvalue() == ""


def test_a_file_is_not_refreshed(cli: Cli, cli_store: str) -> None:
    """Only what is edited by hand can be taken over; a file says which stores are."""
    outcome = cli("refresh", "--store", cli_store)
    assert outcome.code == 2
    assert "name a Neo4j with --store" in outcome.err


def test_an_export_of_several_sources_loads_back_whole(tmp_path: Path) -> None:
    """`load --fresh` of what `export` wrote gives the same digest and the same sources."""
    ladder = str(Path(__file__).resolve().parents[1] / "examples" / "ladder")
    first, second = (f"sqlite:///{tmp_path / name}" for name in ("first.db", "second.db"))
    assert main(["load", "bundled:", ladder, "--store", first]) == 0
    assert (
        main(["export", "--format", "tables", "--out", str(tmp_path / "out"), "--store", first])
        == 0
    )
    assert main(["load", "--fresh", str(tmp_path / "out"), "--store", second]) == 0
    with open_store(first) as one, open_store(second) as other:
        before, after = one.read(), other.read()
    assert after.release.sha256 == before.release.sha256
    assert [source.name for source in after.sources] == [source.name for source in before.sources]

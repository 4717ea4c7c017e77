"""`load --on-error reject`: what is loaded, printed and written, and what is refused."""

import json
import shlex
from pathlib import Path

import pytest
from cli_world import ROOT, Cli, write_tables
from esco_world import BAKER, write_esco
from esco_world import change as change_esco
from neo4j_place import credentials
from tables_world import write_workbook

from graph.catalog import CareerGraph
from graph.rejecting import MOST_REJECTED
from graph.stores import open_store

_BAD = {
    "roles": "id,name_zh,level\nguest,访客,\nhost,主人,two\nBad,坏,\n",
    "moves": "from,to\nguest,agent\nguest,host\n",
}
_SAID = "extra: 3 rows rejected (roles 2, moves 1), each with its reason in "


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands are typed."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A source with bad rows, which needs the small world."""
    return str(write_tables(tmp_path / "extra", **_BAD))


@pytest.fixture(params=["sqlite", "neo4j"])
def store(
    request: pytest.FixtureRequest, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The small world in a store of each kind, which CAREER_STORE names."""
    url = f"sqlite:///{tmp_path}/world.db"
    if request.param == "neo4j":
        url = request.getfixturevalue("empty_neo4j")
        monkeypatch.setenv("CAREER_NEO4J_PASSWORD", credentials().password or "")
    monkeypatch.setenv("CAREER_STORE", url)
    assert cli("load", str(write_tables(tmp_path / "world"))).code == 0
    return url


def _read(url: str) -> CareerGraph:
    with open_store(url, credentials=credentials()) as opened:
        return opened.read()


def test_the_good_rows_load_and_the_bad_ones_can_be_mended(
    cli: Cli, store: str, here: Path, bad: str
) -> None:
    """The command says where the bad rows are; mended there, they load beside the others."""
    ended = cli("load", bad, "--on-error", "reject")
    assert (ended.code, ended.out.splitlines()[-1][:9]) == (0, "release 2")
    assert ended.err.splitlines() == [
        f"{_SAID}extra-rejects/",
        "  mend them there, then: career-graph load extra-rejects",
    ]
    loaded = _read(store)
    assert "guest" in loaded.roles
    assert "host" not in loaded.roles
    assert (here / "extra-rejects" / "moves.csv").read_text("utf-8-sig").endswith("guest,host\n")
    roles = here / "extra-rejects" / "roles.csv"
    assert cli("load", "extra-rejects").code == 4
    mended = roles.read_text("utf-8-sig").replace("two\n", "2\n").replace(",Bad,", ",good,")
    roles.write_text(mended, "utf-8-sig")
    ended = cli("load", "extra-rejects")
    assert (ended.code, ended.err) == (0, "")
    graph = _read(store)
    assert {source.name for source in graph.sources} == {"world", "extra", "extra-rejects"}
    assert {"guest", "host", "good"} < graph.roles.keys()
    assert len(graph.moves) == len(loaded.moves) + 1


def test_stop_is_the_default(cli: Cli, cli_store: str, here: Path, bad: str) -> None:
    """Without --on-error a bad row refuses the load, as it does with --on-error stop."""
    for options in ((), ("--on-error", "stop")):
        ended = cli("load", bad, *options)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (4, "", 3)
    assert _read(cli_store).release.number == 1
    assert list(here.iterdir()) == []


def test_a_dry_run_lists_what_it_would_reject(
    cli: Cli, cli_store: str, here: Path, bad: str
) -> None:
    """--dry-run prints each reason, and writes neither a release nor a folder."""
    ended = cli("load", bad, "--on-error", "reject", "--dry-run")
    lines = ended.err.splitlines()
    assert ended.code == 0
    assert [line.partition(": ")[0] for line in lines] == [
        "roles.csv:3:3",
        "roles.csv:4:1",
        "moves.csv:3:2",
        "extra",
    ]
    assert lines[-1] == (
        "extra: 3 rows would be rejected (roles 2, moves 1); no file of them was written"
    )
    assert ended.out.endswith("dry run: this would be release 2; nothing was changed\n")
    assert list(here.iterdir()) == []
    assert _read(cli_store).release.number == 1


def test_json_has_each_rejected_row(cli: Cli, cli_store: str, here: Path, bad: str) -> None:
    """--json lists the rejected rows by table, with line and reason, and their folder."""
    ended = cli("load", bad, "--on-error", "reject", "--rejects", "out", "--json")
    (rejected,) = json.loads(ended.out)["rejected"]
    assert (rejected["source"], rejected["folder"]) == ("extra", "out/extra-rejects")
    rows = {table["table"]: table["rows"] for table in rejected["tables"]}
    assert {name: [row["line"] for row in found] for name, found in rows.items()} == {
        "roles": [3, 4],
        "moves": [3],
    }
    assert rows["moves"][0]["reason"].startswith("moves.csv:3:2: to is 'host', and the row that")
    assert (here / "out" / "extra-rejects" / "moves.csv").is_file()
    (rejected,) = json.loads(cli("load", bad, "--on-error", "reject", "--dry-run", "--json").out)[
        "rejected"
    ]
    assert rejected["folder"] is None
    assert json.loads(cli("load", "bundled:", "--json").out)["rejected"] == []
    assert _read(cli_store).release.number == 3


@pytest.mark.usefixtures("here")
def test_the_remedy_can_be_typed(cli: Cli, cli_store: str, bad: str) -> None:
    """The command that is printed names the folder and the store as they were given."""
    del cli_store
    ended = cli(
        "load", "bundled:", bad, "--on-error", "reject", "--rejects", "a b", "--store",
        "sqlite:///x y.db", "--max-rejects", "4",
    )  # fmt: skip
    assert ended.code == 0
    remedy = ended.err.splitlines()[-1].partition("career-graph ")[2]
    assert shlex.split(remedy) == ["load", "a b/extra-rejects", "--store", "sqlite:///x y.db"]
    assert cli(*shlex.split(remedy)).code == 4
    assert len(list(Path("a b", "extra-rejects").iterdir())) == 2


def test_more_than_max_rejects_is_refused(cli: Cli, cli_store: str, here: Path, bad: str) -> None:
    """More rows than --max-rejects refuse the load; all problems are printed, nothing changes."""
    ended = cli("load", bad, "--on-error", "reject", "--max-rejects", "2")
    assert (ended.code, ended.out) == (4, "")
    *problems, number, last = ended.err.splitlines()
    assert [line.partition(":")[0] for line in problems] == ["roles.csv", "roles.csv", "moves.csv"]
    assert number.startswith("3 rows would be rejected, more than 2; ")
    assert last == "4 problems; nothing was changed."
    assert list(here.iterdir()) == []
    assert _read(cli_store).release.number == 1


def test_the_most_that_is_rejected_is_told(cli: Cli) -> None:
    """The help and the README name the default of --max-rejects."""
    assert f"{MOST_REJECTED})" in cli("load", "--help").out
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"more rows than `N` ({MOST_REJECTED}) refuse the load" in readme


@pytest.mark.usefixtures("cli_store", "here")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rejects", "x"), "--rejects goes with --on-error reject"),
        (("--max-rejects", "1"), "--max-rejects goes with --on-error reject"),
        (("--on-error", "skip"), "'skip'"),
        (("--on-error", "reject", "--max-rejects", "-1"), "'--max-rejects'"),
        (("--on-error", "reject", "--rejects", "bad.csv"), "give a folder"),
        (("--on-error", "reject", "--rejects", "file"), "give a folder"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(
    cli: Cli, bad: str, options: tuple[str, ...], said: str
) -> None:
    """Each is refused with what to give before anything is read."""
    Path("file").touch()
    ended = cli("load", bad, *options)
    assert (ended.code, said in ended.err) == (2, True), ended.err


def test_a_folder_that_is_there_refuses_the_load(
    cli: Cli, cli_store: str, here: Path, bad: str
) -> None:
    """Rejected rows are never written over others: the load is refused, and changes nothing."""
    (here / "extra-rejects").mkdir()
    (here / "extra-rejects" / "roles.csv").write_text("mine")
    ended = cli("load", bad, "--on-error", "reject")
    assert (ended.code, ended.out) == (4, "")
    assert "folder for rejected rows is 'extra-rejects'; it is there already" in ended.err
    assert (here / "extra-rejects" / "roles.csv").read_text() == "mine"
    assert _read(cli_store).release.number == 1
    assert cli("load", bad, "--on-error", "reject", "--rejects", "other").code == 0


def test_a_store_that_fails_leaves_no_rejects(cli: Cli, here: Path, tmp_path: Path) -> None:
    """Where the release cannot be written, neither are the rejected rows left behind."""
    alone = write_tables(tmp_path / "alone", roles=_BAD["roles"])
    full = tmp_path / "full.db"
    full.write_bytes(b"no store")
    ended = cli("load", str(alone), "--on-error", "reject", "--store", f"sqlite:///{full}")
    assert ended.code == 3
    (tmp_path / "file").touch()
    url = f"sqlite:///{tmp_path}/file/within.db"
    ended = cli("load", str(alone), "--on-error", "reject", "--store", url)
    assert ended.code == 3
    assert list(here.iterdir()) == []


def test_several_sources_have_a_folder_each(
    cli: Cli, cli_store: str, here: Path, bad: str, tmp_path: Path
) -> None:
    """Sources that are loaded together are checked together, and one folder loads all rejects."""
    sheets: dict[str, list[list[object]]] = {
        "pay": [["role", "low", "period", "currency"], ["host", 1, "MONTH", "CNY"]],
        "stays": [["role", "months_low", "basis"], ["guest", 1, "IN_ROLE"], ["guest", 1, "EVER"]],
    }
    book = write_workbook(tmp_path / "pay.xlsx", sheets)
    ended = cli("load", bad, str(book), "--on-error", "reject", "--rejects", "bad")
    assert ended.code == 0
    assert ended.err.splitlines()[2].startswith("pay: 2 rows rejected (stays 1, pay 1), each with")
    written = (here / "bad" / "pay-rejects" / "pay.csv").read_text("utf-8-sig")
    assert written == (
        "rejected,role,low,period,currency\n"
        "\"pay.xlsx: pay!A2: role is 'host', and the row that defines it was rejected "
        '(roles.csv:3:1); mend that one, and this one loads with it.",host,1,MONTH,CNY\n'
    )
    roles = here / "bad" / "extra-rejects" / "roles.csv"
    text = roles.read_text("utf-8-sig").replace("two", "2").replace(",Bad,", ",good,")
    roles.write_text(text, "utf-8-sig")
    stays = here / "bad" / "pay-rejects" / "stays.csv"
    stays.write_text(stays.read_text("utf-8-sig").replace(",EVER", ",IN_ROLE"), "utf-8-sig")
    assert cli("load", "bad").code == 0
    names = [source.name for source in _read(cli_store).sources]
    assert names == ["extra", "extra-rejects", "pay", "pay-rejects", "world"]


def test_rejected_rows_of_a_public_data_set(
    cli: Cli, cli_store: str, here: Path, tmp_path: Path
) -> None:
    """They are counted in the account, and go back to where they come from: a part is no source."""
    bad = change_esco("occupations_en.csv", BAKER, "nowhere")
    folder = str(write_esco(tmp_path / "esco", bad))
    assert cli("load", folder).code == 4
    ended = cli("load", folder, "--on-error", "reject")
    assert ended.code == 0
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[1] == ["file", "rows", "used", "set", "aside", "rejected"]
    (told,) = (line for line in lines if line[:1] == ["occupations_en.csv"])
    assert told[-1] == "1"
    assert int(told[1]) == sum(map(int, told[2:]))
    assert ended.err.splitlines()[-1] == (
        "  mend them where they come from, and load esco again: esco is read as a whole, and a "
        "part of it is no source"
    )
    header, row = (
        (here / "esco-rejects" / "occupations_en.csv").read_text("utf-8-sig").split("\n", 1)
    )
    assert header.startswith("rejected,")
    assert "nowhere" in row
    assert _read(cli_store).release.number == 2

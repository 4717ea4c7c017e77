"""The command `export`: every format, one answer instead of the graph, and what it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_world import ROOT, Cli, run_command
from reading_networks import read_by_networkx, read_sheet
from without_networkx import link_packages

from graph.export import EXPORTS, NETWORKS

BUNDLED = ("--store", "bundled:")
QUESTION = ("--from", "电话客服", "--to", "客服总监")
ROUTE = [
    "customer-service-director",
    "customer-service-manager",
    "customer-service-supervisor",
    "entry-level-customer-service-specialist",
]


def list_nodes(format_: str, path: Path) -> list[str]:
    """The ids of the nodes in a file."""
    if format_ == "csv":
        return [row["Id"] for row in read_sheet(path / "nodes.csv").rows]
    return list(read_by_networkx(format_, path))


@pytest.mark.parametrize("format_", NETWORKS)
def test_each_format_is_written_whole_or_as_one_answer(
    cli: Cli, format_: str, tmp_path: Path
) -> None:
    """Without ends all roles are written, with both those of the best route."""
    files = "2 files" if format_ == "csv" else "1 file"
    whole, answer = tmp_path / "new" / "whole", tmp_path / "answer"
    ended = cli("export", "--format", format_, "--out", str(whole), *BUNDLED)
    assert (ended.code, ended.out) == (0, f"{files} written to {whole}, release 1.\n")
    assert len(list_nodes(format_, whole)) == 37
    ended = cli("export", "--format", format_, "--out", str(answer), *QUESTION, *BUNDLED)
    assert (ended.code, ended.out) == (0, f"{files} written to {answer}, release 1.\n")
    assert list_nodes(format_, answer) == ROUTE


@pytest.mark.parametrize("format_", EXPORTS)
def test_the_same_graph_is_the_same_bytes_in_every_process(format_: str, tmp_path: Path) -> None:
    """What Python draws by lot in each process (hash seeds, sets) changes no byte."""
    for seed in ("1", "4242"):
        out = str(tmp_path / seed / "out")
        arguments = ("export", "--format", format_, "--out", out, *BUNDLED)
        assert run_command(*arguments, PYTHONHASHSEED=seed).code == 0
    one, other = (
        {
            path.relative_to(tmp_path / seed): path.read_bytes()
            for path in (tmp_path / seed).rglob("*")
            if path.is_file()
        }
        for seed in ("1", "4242")
    )
    assert one
    assert one == other


def test_an_answer_follows_language_and_inferred_moves(cli: Cli, tmp_path: Path) -> None:
    """--lang is that of labels; --inferred allows moves that only a method states."""
    world = tmp_path / "world"
    world.mkdir()
    (world / "roles.csv").write_text("id,name_zh,name_en\na,甲,A\nb,乙,B\nc,丙,C\n", "utf-8")
    (world / "moves.csv").write_text("from,to,method\na,b,\nb,c,overlap\n", "utf-8")
    store = ("--store", f"sqlite:///{tmp_path}/w.db")
    assert cli("load", str(world), *store).code == 0
    out = tmp_path / "out.json"
    asked = ("export", "--format", "node-link", "--out", str(out), "--from", "甲", "--to", "丙")
    refused = cli(*asked, *store)
    assert refused.code == 1
    assert not out.exists()
    assert cli(*asked, "--inferred", "--lang", "en", *store).code == 0
    written = json.loads(out.read_text("utf-8"))
    assert [node["label"] for node in written["nodes"]] == ["A", "B", "C"]
    assert [edge["inferred"] for edge in written["edges"]] == [False, True]
    out.unlink()
    cli("export", "--format", "node-link", "--out", str(out), *store)
    assert len(json.loads(out.read_text("utf-8"))["edges"]) == 1
    out.unlink()
    cli("export", "--format", "node-link", "--out", str(out), "--inferred", *store)
    assert len(json.loads(out.read_text("utf-8"))["edges"]) == 2


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (1, "--format gexf --from 客服总监 --to 电话客服", "客服总监"),
        (1, "--format gexf --from 电话客服 --to 入门级客服专员", "入门级客服专员"),
        (2, "--format gexf --from 电话 --to 客服总监", "--from"),
        (2, "--format gexf --from 电话客服 --to nowhere-at-all", "--to"),
        (2, "--format gexf --from 电话客服", "--to is missing"),
        (2, "--format gexf --to 电话客服", "--from is missing"),
        (2, "--format tables --from 电话客服 --to 客服总监", "leave out --from, --to"),
        (2, "--format tables --to 客服总监", "leave out --from, --to"),
        (2, "--format tables --inferred", "--inferred"),
        (2, "--format pdf", "tables, graphml, gexf, node-link, csv"),
    ],
)
def test_what_has_no_answer_writes_nothing(
    cli: Cli, tmp_path: Path, code: int, arguments: str, said: str
) -> None:
    """No route ends with 1, wrong usage with 2; each says why, and no file appears."""
    out = tmp_path / "out"
    ended = cli("export", *arguments.split(), "--out", str(out), *BUNDLED)
    assert ended.code == code, ended
    assert said in ended.err
    assert ended.out == ""
    assert not out.exists()


def test_a_search_that_reaches_its_limit_writes_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the work limit ended the search the command says so and ends with 5."""
    monkeypatch.setenv("CAREER_LIMIT_WORK", "1")
    out = tmp_path / "out"
    ended = cli("export", "--format", "csv", "--out", str(out), *QUESTION, *BUNDLED)
    assert ended.code == 5
    assert "CAREER_LIMIT_WORK" in ended.err
    assert not out.exists()


@pytest.mark.parametrize("format_", NETWORKS)
def test_nothing_is_written_over_or_into_what_is_there(
    cli: Cli, format_: str, tmp_path: Path
) -> None:
    """A file that is there, and a path through a file, end with 2 and a message with the path."""
    file = tmp_path / "file"
    file.write_text("mine")
    for out in (file, file / "inside"):
        ended = cli("export", "--format", format_, "--out", str(out), *BUNDLED)
        assert (ended.code, ended.out) == (2, ""), out
        assert str(out) in ended.err
        assert "Errno" not in ended.err
    assert file.read_text() == "mine"


NEEDS = ("graphml", "gexf")
"The formats that need networkx."


@pytest.mark.parametrize("format_", NETWORKS)
def test_without_networkx_a_format_works_or_says_how_to_install_it(
    cli: Cli, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GraphML and GEXF name the command that installs networkx; JSON and CSV do not need it."""
    monkeypatch.setitem(sys.modules, "networkx", None)
    ended = cli("export", "--format", format_, "--out", str(tmp_path / "out"), *BUNDLED)
    check_without_networkx(format_, ended.code, ended.err)


def check_without_networkx(format_: str, code: int, said: str) -> None:
    """What a command may say where networkx is not installed."""
    if format_ in NEEDS:
        assert code == 2
        assert "`python -m pip install networkx`" in said
        assert "`make install`" in said
    else:
        assert (code, said) == (0, "")


@pytest.mark.parametrize("format_", ["gexf", "csv"])
def test_where_networkx_is_really_not_installed(format_: str, tmp_path: Path) -> None:
    """In an environment without networkx it is the same: the test above fakes nothing else."""
    links = link_packages(tmp_path)
    script = (
        "import sys, importlib.util; assert importlib.util.find_spec('networkx') is None; "
        "from api.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    asked = ("export", "--format", format_, "--out", str(tmp_path / "out"))
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, *asked, *BUNDLED],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{links}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    check_without_networkx(format_, done.returncode, done.stderr)

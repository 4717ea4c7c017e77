"""The notebooks run as they stand: the same outputs, and text that says what the data says."""

import ast
import json
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from api import open_graph
from api.notebook import Graph

if TYPE_CHECKING:
    import networkx as nx

_FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
_NOTEBOOKS = sorted(_FOLDER.glob("*.ipynb"))
_SECONDS = 120  # for one cell, on a busy machine


@pytest.fixture
def clean_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings, where Jupyter and a kernel may keep what they need."""
    for name in list(os.environ):
        if name.startswith(("CAREER_", "JUPYTER_", "IPYTHON")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    for place in ("RUNTIME_DIR", "DATA_DIR", "CONFIG_DIR"):
        monkeypatch.setenv(f"JUPYTER_{place}", str(home / place.lower()))
    return home


def run_notebook(notebook: Any, folder: Path) -> Any:
    """The notebook with the outputs of a fresh kernel, its own metadata kept."""
    again = nbformat.from_dict(json.loads(json.dumps(notebook)))
    where = {"metadata": {"path": str(folder)}}
    options: Any = {"record_timing": False, "coalesce_streams": True}  # the same bytes each time
    NotebookClient(again, timeout=_SECONDS, resources=where, **options).execute()
    again.metadata = notebook.metadata
    return again


@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_gives(path: Path, tmp_path: Path, clean_home: Path) -> None:
    """Run from the top, each cell gives the output that stands under it, and writes no file.

    To renew outputs: clear them all (Jupyter: Clear Outputs of All Cells), run this, read them.
    """
    folder = tmp_path / "empty"
    folder.mkdir()
    stored = read(path)
    again = run_notebook(stored, folder)
    if not any(cell.get("outputs") for cell in stored.cells):
        nbformat.write(again, path)
        pytest.fail(f"{path.name} had no outputs; they are written now: read them, then keep them.")
    for cell, other in zip(stored.cells, again.cells, strict=True):
        assert cell == other
    assert list(folder.iterdir()) == []
    assert not (clean_home / ".local").exists()


def test_both_notebooks_are_there() -> None:
    """There are a first and a further one, and no output in them is an error."""
    assert [path.stem for path in _NOTEBOOKS] == ["first_steps", "networkx"]
    for path in _NOTEBOOKS:
        nbformat.validate(read(path))
        assert '"output_type": "error"' not in path.read_text(encoding="utf-8")


def test_the_extra_brings_what_notebooks_import() -> None:
    """The extra that the README has people install holds all that the notebooks import."""
    project = tomllib.loads((_FOLDER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    extra = project["optional-dependencies"]["notebook"]
    brought = {line.partition(">")[0] for line in extra} | {"api"}
    code = [it.source for path in _NOTEBOOKS for it in read(path).cells if it.cell_type == "code"]
    nodes = [node for text in code for node in ast.walk(ast.parse(text))]
    names = {it.name for node in nodes if isinstance(node, ast.Import) for it in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert names - brought - sys.stdlib_module_names == set()
    assert {"jupyterlab", "networkx"} <= brought


def read(path: Path) -> Any:
    """A notebook as it is stored."""
    return nbformat.read(path, as_version=4)


def words_of(stem: str) -> str:
    """The Markdown of a notebook, its line ends as spaces."""
    notebook = read(_FOLDER / f"{stem}.ipynb")
    cells = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return " ".join(" ".join(cells).split())


@pytest.fixture(scope="module")
def opened() -> Iterator[Graph]:
    """The bundled data set, in English as in the notebooks."""
    with open_graph(language="en") as g:
        yield g


def best(g: Graph) -> Any:
    """The route of the first question."""
    return g.routes("电话客服", "客服总监")[0]


def list_other_cases(g: Graph) -> list[str]:
    """What is left out where another route wins."""
    cases = g.routes("电话客服", "客服总监").sensitivity
    return [case.without.id for case in cases if not case.same]


def list_bases(g: Graph) -> list[str]:
    """What the times of the second move are counted from."""
    return sorted(time.basis for time in best(g).steps[1].move.times)


FIRST_STEPS: dict[str, Callable[[Graph], tuple[Any, ...]]] = {
    "takes {} moves and typically {} months; {} is the least": lambda g: (
        best(g).moves,
        best(g).months.typical,
        best(g).months.low,
    ),
    "which is entry-level customer service specialist ({})": lambda g: (
        best(g).from_.names[0].text,
    ),
    "Only without `{}` does another route win": lambda g: tuple(list_other_cases(g)),
    "one move longer and saves {} skill.": lambda g: (
        len(best(g).new_skills) - len(g.trade_offs("电话客服", "客服总监")[1].new_skills),
    ),
    "Within two years a phone agent typically gets to {} roles": lambda g: (
        g.reach("电话客服", max_months=24).total,
    ),
    "本科), {} skills are missing": lambda g: (len(g.gap("客服主管", "客服总监").missing),),
    "It brings {} roles nearer": lambda g: (g.what_if("电话客服", gain_skills="领导力").total,),
}
"""What the text of first_steps says, with what fills it."""


@pytest.mark.parametrize("text", FIRST_STEPS)
def test_the_first_steps_say_what_holds(text: str, opened: Graph) -> None:
    """Each number in the text is the one that the graph gives."""
    assert text.format(*FIRST_STEPS[text](opened)) in words_of("first_steps")


def test_the_first_steps_explain_what_holds(opened: Graph) -> None:
    """The second move is timed in two ways, the most is open, and the degree meets the gate."""
    assert list_bases(opened) == ["IN_ROLE", "TOTAL_SERVICE"]
    assert best(opened).months.high is None
    first, second = opened.trade_offs("电话客服", "客服总监")
    assert second.moves == first.moves + 1
    gates = opened.gap("客服主管", "客服总监", education="bachelor").gates
    assert [gate.met for gate in gates if gate.necessity == "REQUIRED"] == [True]


def walk_far(network: "nx.DiGraph", start: str) -> set[str]:
    """Every role that one can get to, by following moves one by one."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for role in network[waiting.pop()]:
            if role not in found and role != start:
                found.add(role)
                waiting.append(role)
    return found


def test_the_exploration_says_what_holds(opened: Graph) -> None:
    """Each number in the text of networkx is one that plain loops over the edges give."""
    graph = opened.to_networkx()
    ids = {node["name_zh"]: role for role, node in graph.nodes(data=True)}
    roles = [role for role, node in graph.nodes(data=True) if not node["line"]]
    edges = {(here, there) for here, there, _ in graph.edges}
    outward = Counter(here for here, _ in edges)
    inward = Counter(there for _, there in edges)
    pairs = {(here, there) for here in roles for there in walk_far(graph, here)}
    manager = ids["客服经理"]
    rest = graph.subgraph(set(roles) - {manager})
    without = {(here, there) for here in rest for there in walk_far(rest, here)}
    lost = {pair for pair in pairs - without if manager not in pair}
    ends = [role for role in roles if inward[role] and not outward[role]]
    asked = {
        role: set(node["required_skills"].split(";")) if node["required_skill_count"] else set()
        for role, node in graph.nodes(data=True)
        if not node["line"]
    }
    promoted = {there for _, there, kind in graph.edges(data="kind") if kind == "PROMOTION"}
    new = Counter(skill for here, there in edges for skill in asked[there] - asked[here])
    supervisor = ids["客服主管"]
    said = words_of("networkx")
    for claim in (
        f"(入门级客服专员) has {outward[ids['入门级客服专员']]}, all of them ways out",
        f"{inward[supervisor]} ways in and {outward[supervisor]} ways out",
        f"{len(lost)} of the {len(pairs)} pairs exist only through the manager",
        f"{len(ends)} of the {len(roles)} roles are dead ends",
        f"{len(set(ends) - promoted)} are never reached by promotion",
        f"is asked for by {sum('communication' in it for it in asked.values())} roles",
        f"Leadership (领导力) is new in {new['leadership']} moves, more",
        f"than any other skill; communication in {new['communication']}.",
        f"{opened.what_if('电话客服', gain_skills='领导力').total} roles come nearer",
    ):
        assert claim in said
    assert not inward[ids["入门级客服专员"]]
    assert "communication" in asked[ids["入门级客服专员"]]
    assert set(ends) & promoted == {ids["售前经理"], ids["团队负责人"]}
    assert [skill for skill, count in new.items() if count >= new["leadership"]] == ["leadership"]

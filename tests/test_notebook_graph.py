"""What a notebook opens: stores, languages, quotes, networkx, and what closing means."""

import doctest
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_world import TEXT, Cli, write_tables
from test_architecture import HEAVY

import api
import api.references
import api.schema
from api import open_graph
from api.context import DEFAULT_LANGUAGE
from api.notebook import Graph
from api.notebook.errors import ClosedGraphError, QuestionError
from graph.errors import MissingPackageError, SettingError, StoreError
from loaders import BUNDLED


def test_a_closed_graph_says_so() -> None:
    """After its block a graph, and what it answered, ask nothing any more."""
    with open_graph() as g:
        route = g.routes("电话客服", "客服总监")[0]
    assert repr(g) == "职业图谱（bundled:），已关闭"
    assert route.moves == 3  # what was answered stays
    for ask in (g.release, g.to_networkx, lambda: route.to.pay):
        with pytest.raises(ClosedGraphError, match=r"closed; open it again with open_graph\(\)"):
            ask()


def test_the_bundled_set_writes_nothing(tmp_path: Path) -> None:
    """Opened without a store, nothing is written: not here, not at home; no setting changes it."""
    script = "from api import open_graph; print(open_graph(language='en'))"
    done = run_python(script, tmp_path, CAREER_STORE="sqlite:///other.db")
    assert done == "Career graph 1 (bundled:): 37 roles, 33 moves, 5 documents\n"
    assert list(tmp_path.rglob("*")) == []


def run_python(script: str, home: Path, **environment: str) -> str:
    """What a script prints, in a home of its own."""
    kept = {name: it for name, it in os.environ.items() if not name.startswith(("CAREER_", "COV"))}
    places = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=home,
        env=kept | places | environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_the_defaults_are_those_of_the_other_interfaces() -> None:
    """What `import api` cannot look up without work is what the command line has."""
    parameters = inspect.signature(open_graph).parameters
    assert parameters["store"].default == BUNDLED
    assert parameters["language"].default == DEFAULT_LANGUAGE


def test_importing_api_does_no_work(tmp_path: Path) -> None:
    """`import api` loads neither GraphQL nor anything else that is heavy."""
    watched = (*HEAVY, "graphql", "rich", "starlette", "graph", "loaders")
    script = f"import sys, api; print([n for n in {watched} if n in sys.modules])"
    assert run_python(script, tmp_path) == "[]\n"


def test_a_store_is_opened_as_it_is(small_store: str, tmp_path: Path, cli: Cli) -> None:
    """A store's release answers, and goes on answering when the store has another one."""
    with open_graph(small_store, language="en") as g:
        assert repr(g) == f"Career graph 1 ({small_store}): 5 roles, 4 moves, 3 documents"
        assert g.routes("agent", "director")[0].moves == 2
        more = write_tables(tmp_path / "more", roles="id,name_en\nguest,Guest\n")
        assert cli("load", str(more), "--store", small_store).code == 0
        assert not g.role("guest")
        with open_graph(small_store) as again:
            assert again.role("guest").name == "Guest"
            assert (g.release().number, again.release().number) == (1, 2)


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    """A store that is not there, a URL of no store and another language raise errors of ours."""
    with pytest.raises(StoreError, match="holds nothing yet"):
        open_graph(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(SettingError, match="'x' has no known scheme"):
        open_graph("x")
    with pytest.raises(QuestionError, match="language is 'fr'; give one of zh, en"):
        open_graph(language="fr")


def test_quotes_stand_where_the_texts_are(
    small_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence has its quote where CAREER_DOCUMENTS has the text; a changed text is warned of."""
    monkeypatch.setenv("CAREER_DOCUMENTS", str(tmp_path))
    text = tmp_path / "handbook.txt"
    text.write_text(TEXT, encoding="utf-8")
    with open_graph(small_store) as g:
        (move,) = [it for it in g.role("agent").moves_out if it.to.id == "lead"]
        assert [it.quote for it in move.evidence] == ["组员做满一到两年可以升为组长。"]
        assert "组员做满一到两年可以升为组长。" in move.evidence._repr_html_()
    text.write_text("!", encoding="utf-8")
    with pytest.warns(UserWarning, match="handbook"):
        open_graph(small_store).close()


def test_a_search_that_was_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a work limit ended the search, the answer's text and table say so."""
    monkeypatch.setenv("CAREER_LIMIT_WORK", "12")
    with open_graph(language="en") as g:
        answer = g.reach("电话客服")
        assert not answer.proven
        for shown in (repr(answer), answer._repr_html_()):
            assert "A work limit ended the search" in shown


def test_the_graph_of_networkx_has_every_role_and_hop(g: Graph) -> None:
    """to_networkx has a node for each role and finds the route that `routes` finds."""
    nx = pytest.importorskip("networkx")
    graph = g.to_networkx()
    assert graph.number_of_nodes() == g.release().roles
    route = g.routes("电话客服", "客服总监")[0]
    start = graph.nodes["phone-agent"]["first_stage"]
    path = nx.shortest_path(graph, start, "customer-service-director")
    assert path == [route.from_.id, *(step.to.id for step in route.steps)]
    assert graph.nodes[path[-1]]["label"] == route.to.name
    assert g.to_networkx(inferred=True).number_of_edges() >= graph.number_of_edges()


def test_without_networkx_it_says_what_to_install(
    g: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where networkx is missing, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingPackageError, match="python -m pip install networkx"):
        g.to_networkx()


@pytest.mark.parametrize("module", [api, api.references, api.schema])
def test_examples_hold(module: Any) -> None:
    """The examples in docstrings are right."""
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0

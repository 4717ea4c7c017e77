"""Who may import whom: the rooms, the floors inside graph, and one room for each foreign package.

The rules are the tables below; `list_breaches` reads any set of sources, so that the tests can
show that a breach is seen.
"""

import ast
import importlib.util
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
Sources = Mapping[str, str]
"Python source by path from the repository's root, such as graph/records.py."

ROOMS = {"graph": (), "loaders": ("graph",), "api": ("graph", "loaders")}
"Each room and those that it may import."

FLOORS = {
    "collector": 0,
    "errors": 0,
    "interrupt": 0,
    "once": 0,
    "records": 1,
    "tables": 2,
    "sources": 2,
    "integrity": 2,
    "catalog": 3,
    "routes": 5,
    "stores": 5,
    "export": 5,
}
"Inside graph, a part imports its own floor and those below."
MIDDLE_FLOOR = 4
"The floor of the parts that FLOORS does not name: what reads the catalog."
SIDE_BY_SIDE = frozenset(("routes", "stores", "export"))
"Parts of one floor that do not import each other."

FOREIGN = {
    "cachetools": ("cachetools", "api"),
    "graphql-core": ("graphql", "api"),
    "limits": ("limits", "api"),
    "msgspec": ("msgspec", "graph"),
    "neo4j": ("neo4j", "graph"),
    "networkx": ("networkx", "graph"),
    "opencc": ("opencc", "graph"),
    "opentelemetry-api": ("opentelemetry", "api"),
    "platformdirs": ("platformdirs", "api"),
    "prometheus-client": ("prometheus_client", "api"),
    "pypinyin": ("pypinyin", "graph"),
    "python-calamine": ("python_calamine", "loaders"),
    "pyyaml": ("yaml", "loaders"),
    "rapidfuzz": ("rapidfuzz", "graph"),
    "rich": ("rich", "api"),
    "starlette": ("starlette", "api"),
    "typer": ("typer", "api"),
    "uvicorn": ("uvicorn", "api"),
    "xlsxwriter": ("xlsxwriter", "graph"),
}
"Each dependency of pyproject.toml: the name that is imported, and the one room that imports it."

PROGRAMS = {"jupyterlab", "httptools"}
"Dependencies that people or other dependencies start, and nothing of ours imports."

OPTIONAL = ("notebook",)
"The extras of pyproject.toml that the rooms use where they are installed."

ALONE = {
    "sqlite3": "graph.stores.sqlite",
    "neo4j": "graph.stores.neo4j",
    "networkx": "graph.export.networkx_graph",
    "xlsxwriter": "graph.export.workbook",
}
"What only one module imports."

HEAVY = (
    "networkx",
    "xlsxwriter",
    "sqlite3",
    "socket",
    "ssl",
    "asyncio",
    "http.client",
    "urllib.request",
    "subprocess",
)
"What answers nothing by itself; reading the graph must not load it."


@dataclass(frozen=True)
class Import:
    """One import: who imports what; `early` where it runs when the module is loaded."""

    importer: str
    line: int
    imported: str
    level: int
    early: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.importer}:{self.line}"

    @property
    def room(self) -> str:
        """The room or package that is imported."""
        return self.imported.partition(".")[0]


def read_sources() -> Sources:
    """Every module of the rooms."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def module_name(path: str) -> str:
    """The dotted name of a source file; that of its package for an __init__.py."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def list_imports(sources: Sources) -> list[Import]:
    """Every import of every module, wherever in it."""
    modules = {module_name(path) for path in sources}
    return [
        found
        for path, text in sources.items()
        for found in _imports_of(path, ast.parse(text, path), modules)
    ]


def _imports_of(path: str, tree: ast.Module, modules: set[str]) -> Iterator[Import]:
    """Yield the imports of one module, each name of a `from` by itself."""
    name = module_name(path)
    package = name if path.endswith("/__init__.py") else name.rpartition(".")[0]
    late = {id(node) for part in ast.walk(tree) if _is_late(part) for node in ast.walk(part)}
    for node in ast.walk(tree):
        early = id(node) not in late
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, node.lineno, alias.name, 0, early)
        elif isinstance(node, ast.ImportFrom):
            base = _resolve(package, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                imported = inner if inner in modules else base
                yield Import(name, node.lineno, imported, node.level, early)


def _is_late(node: ast.AST) -> bool:
    """Whether what stands in it does not run when the module is loaded."""
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.dump(node.test)
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))


def _resolve(package: str, node: ast.ImportFrom) -> str:
    """The absolute name of what a `from` names; it begins with `..` where it climbs too far."""
    if node.level == 0:
        return node.module or ""
    parts = package.split(".")
    if node.level > len(parts):
        return f"..{node.module or ''}"
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def list_breaches(sources: Sources) -> list[str]:
    """Every breach of the rules above, as place and sentence, and every circle of imports."""
    imports = list_imports(sources)
    breaches = [f"{it.place}: {said}" for it in imports for said in _breaches_of(it)]
    return [*breaches, *_circles(imports)]


def _breaches_of(it: Import) -> Iterator[str]:
    """Yield what is wrong with one import."""
    own = it.importer.partition(".")[0]
    if it.level and it.room != own:
        yield "a relative import leaves its room; name the room."
    elif not it.level and it.room == own:
        yield f"{it.imported} is of the same room; import it relatively."
    elif it.room in ROOMS and it.room not in (own, *ROOMS[own]):
        yield f"{own} must not import {it.room}."
    elif own == it.room == "graph":
        yield from _floor_breaches(it)
    elif it.room not in (*ROOMS, *sys.stdlib_module_names, ""):
        yield from _foreign_breaches(own, it.room)
    if it.importer != ALONE.get(it.room, it.importer):
        yield f"only {ALONE[it.room]} may import {it.room}."


def _floor_breaches(it: Import) -> Iterator[str]:
    """Yield what is wrong with an import inside graph."""
    upper, lower = _part(it.importer), _part(it.imported)
    if FLOORS.get(upper, MIDDLE_FLOOR) < FLOORS.get(lower, MIDDLE_FLOOR):
        yield f"graph/{upper} must not import graph/{lower}, which stands above it."
    if upper != lower and {upper, lower} <= SIDE_BY_SIDE:
        yield f"graph/{upper} and graph/{lower} must not import each other."


def _part(module: str) -> str:
    """The part of graph that a module belongs to: the name after `graph.`."""
    return module.split(".")[1] if "." in module else ""


def _foreign_breaches(own: str, name: str) -> Iterator[str]:
    """Yield what is wrong with an import of a package that is not ours."""
    rooms = dict(FOREIGN.values())
    if name not in rooms:
        yield f"{name} is no dependency; add it to pyproject.toml and to FOREIGN, or do without."
    elif rooms[name] != own:
        yield f"{name} is imported in {rooms[name]} only."


def _circles(imports: list[Import]) -> Iterator[str]:
    """Yield a circle of modules that need each other to be loaded, if there is one."""
    needs: dict[str, set[str]] = {}
    for it in imports:
        if it.early and it.room in ROOMS and it.imported != it.importer:
            needs.setdefault(it.importer, set()).add(it.imported)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        yield f"these modules import each other in a circle: {' <- '.join(error.args[1])}."


def test_the_rooms_keep_the_rules() -> None:
    """No import of the rooms breaks a rule, and no modules import each other in a circle."""
    assert list_breaches(read_sources()) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("graph/facts.py", "from loaders import load_source", "graph must not import loaders"),
        ("loaders/esco.py", "import api.app", "loaders must not import api"),
        ("api/app.py", "from .settings import x\nfrom ..graph import y", "leaves its room"),
        ("graph/pay.py", "from graph.records import Pay", "import it relatively"),
        ("graph/records.py", "from .catalog import CareerGraph", "stands above it"),
        ("graph/catalog.py", "from .routes.search import x", "stands above it"),
        ("graph/routes/search.py", "from ..stores import open_store", "each other"),
        ("graph/export/tables.py", "from ..routes import RouteFinder", "each other"),
        ("graph/stores/base.py", "import sqlite3", "only graph.stores.sqlite may import sqlite3"),
        (
            "graph/pay.py",
            "import networkx as nx",
            "graph.export.networkx_graph may import networkx",
        ),
        ("api/stores.py", "def f() -> None:\n    import sqlite3", "may import sqlite3"),
        ("graph/names.py", "from graphql import parse", "graphql is imported in api only"),
        ("api/app.py", "import anyio.to_thread", "anyio is no dependency"),
    ],
)
def test_a_wrong_import_is_seen(path: str, text: str, said: str) -> None:
    """Each kind of wrong import is found, and named with its place."""
    place = module_name(path)
    breaches = list_breaches({path: text})
    assert any(breach.startswith(f"{place}:") and said in breach for breach in breaches), breaches


def test_a_circle_is_seen_and_a_late_import_makes_none() -> None:
    """Modules that need each other to be loaded are found; an import inside a function is none."""
    early = {"graph/pay.py": "from .times import x", "graph/times.py": "from . import pay"}
    late = early | {"graph/times.py": "def f() -> None:\n    from . import pay"}
    assert "in a circle" in " ".join(list_breaches(early))
    assert list_breaches(late) == []


def test_every_dependency_has_its_room() -> None:
    """FOREIGN places exactly what is imported of pyproject.toml, each where something uses it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = list(project["dependencies"])
    lines += (line for extra in OPTIONAL for line in project["optional-dependencies"][extra])
    names = {line.partition(">")[0].strip() for line in lines}
    assert names == set(FOREIGN) | PROGRAMS
    used = {(it.room, it.importer.partition(".")[0]) for it in list_imports(read_sources())}
    assert set(FOREIGN.values()) - used == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_the_one_of_this_repository(room: str) -> None:
    """The tests and the commands load the rooms of this checkout, not an installed copy."""
    spec = importlib.util.find_spec(room)
    assert spec is not None
    assert spec.origin == str(ROOT / room / "__init__.py")


def test_reading_the_graph_loads_no_database_and_no_network() -> None:
    """All of graph but its stores loads without SQLite, sockets and processes."""
    modules = sorted(
        name
        for name in map(module_name, read_sources())
        if name.partition(".")[0] == "graph" and _part(name) != "stores"
    )
    script = f"import sys, {', '.join(modules)}; print([n for n in {HEAVY} if n in sys.modules])"
    measured = {name for name in os.environ if name.startswith("COV")}  # loads a database itself
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in measured},
    )
    assert done.stdout.strip() == "[]"

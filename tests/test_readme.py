"""The README holds: every example is run, every table is checked against the code."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from api.context import Context, open_library
from api.execute import run
from api.settings import Settings, variable
from api.stores import BUNDLED, read_graph
from graph.export import EXPORTS
from graph.records import Objective, PolicyRule
from graph.stores import STORES
from graph.tables import TABLES
from loaders import LOADERS

_ROOT = Path(__file__).resolve().parents[1]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")


def list_blocks(language: str) -> list[str]:
    """The README's fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", _README, re.DOTALL | re.MULTILINE)


def split_console(block: str) -> Iterator[tuple[str, str]]:
    """Yield (command, printed text) for each `$ ` line of a console block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place where a newcomer has typed nothing yet, with the examples beside."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(_ROOT / "examples", folder / "examples")
    return folder


def type_in(home: Path, command: str) -> str:
    """What a command prints, its error lines after its answer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAREER_")}
    environment = kept | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["sh", "-c", command],  # noqa: S607 the shell of whoever types it
        cwd=home,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def test_every_console_example_prints_what_it_shows(home: Path) -> None:
    """Each command of a console block, typed in order, prints exactly what stands under it."""
    commands = [pair for block in list_blocks("console") for pair in split_console(block)]
    assert commands
    for command, printed in commands:
        assert type_in(home, command) == printed, command


def test_the_graphql_example_has_its_answer() -> None:
    """The GraphQL question of the README is answered by the JSON under it."""
    library = open_library(read_graph(Settings(store=BUNDLED)), documents=None, work=10_000)
    questions, answers = list_blocks("graphql"), list_blocks("json")
    assert len(questions) == len(answers) == 1
    assert run(Context(library), questions[0]) == json.loads(answers[0])


def test_the_python_example_prints_what_it_shows(tmp_path: Path) -> None:
    """All Python, typed after the exports of the README, prints what stands under it."""
    commands = [pair[0] for block in list_blocks("console") for pair in split_console(block)]
    examples = list_blocks("pycon")
    for command in commands:
        if command.startswith("career-graph export"):
            type_in(tmp_path, command)
    (tmp_path / "example.txt").write_text("\n".join(examples), encoding="utf-8")
    assert all(">>> " in example for example in examples)
    assert type_in(tmp_path, "python -X utf8 -m doctest example.txt") == ""


def test_every_option_of_route_is_named() -> None:
    """The README names every objective, policy and filter option, and no other."""
    words = {it.value.lower().replace("_", "-") for it in (*Objective, *PolicyRule)}
    assert [word for word in sorted(words) if f"{word}`" not in _README] == []
    helped = type_in(_ROOT, "career-graph route --help")
    options = set(re.findall(r"--[a-z][a-z-]+", helped))
    shown = set(re.findall(r"--[a-z][a-z-]+", _README))
    assert options - shown <= {"--help", "--sources"}


def test_every_table_is_shown_with_its_columns() -> None:
    """The tables' rows of the README are made from the tables."""
    for table in TABLES.values():
        required = ", ".join(column.name for column in table.columns if column.required)
        others = ", ".join(column.name for column in table.columns if not column.required)
        assert f"| {table.name} | {required} | {others} |" in _README


def show_default(value: object) -> str:
    """A default as the README's table has it."""
    if value is None or value == ():
        return "–"
    return "`on`" if value is True else f"`{value}`"


def test_every_setting_is_shown_with_its_default() -> None:
    """The settings' rows of the README name every variable and its default."""
    defaults = Settings()
    for field in fields(Settings):
        value = getattr(defaults, field.name)
        row = rf"^\| `{variable(field.name)}` \| (.*?) \| .+ \|$"
        match = re.search(row, _README, re.MULTILINE)
        assert match, field.name
        assert match[1] == show_default(value)


def test_everything_that_can_be_added_is_named() -> None:
    """Every loader, store and export, and every document of the data set, stands in the README."""
    named = [f"`{name}`" for name in (*LOADERS, *EXPORTS)] + [f"`{name}:`" for name in STORES]
    assert [name for name in named if name not in _README] == []
    for document in read_graph(Settings(store=BUNDLED)).documents.values():
        assert f"| {document.id} | {document.title} |" in _README


def test_every_command_is_shown() -> None:
    """The commands' rows of the README are the commands that there are."""
    helped = type_in(_ROOT, "career-graph --help")
    commands = set(re.findall(r"^│ ([a-z-]+) ", helped, re.MULTILINE))
    shown = set(re.findall(r"^\| `career-graph ([a-z-]+)", _README, re.MULTILINE))
    assert commands - {"--help"} == shown


def test_every_link_leads_somewhere() -> None:
    """Every relative link of the README leads to a file, folder or heading."""
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", _README, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", _README):
        assert (link.startswith("#") and link[1:] in headings) or (_ROOT / link).exists(), link

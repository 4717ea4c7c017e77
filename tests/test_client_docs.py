"""docs/client.md holds: every query, request, command and program on it is run against the service.

An answer that is missing in the document is written there, and its test fails once.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from doc_blocks import Block, agrees, list_blocks, show, write_missing
from doc_services import Services
from graphql import OperationDefinitionNode, is_union_type, parse, print_ast
from serving import ROOT

from api.errors import Code
from api.limits import LIMITS
from api.schema import build
from api.settings import Settings
from graph.routes import NoRouteReason

_FILE = ROOT / "docs" / "client.md"
_TEXT = _FILE.read_text(encoding="utf-8")
_BLOCKS = list_blocks(_FILE)
_ADDRESS = "http://127.0.0.1:8000"  # which the document names
_EXAMPLES = sorted(Path(str(files("api") / "examples")).glob("*.graphql"))


pytestmark = pytest.mark.xdist_group("client-docs")  # its requests follow one another


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services, as far as tests ask for them."""
    with ExitStack() as stack:
        yield Services(tmp_path_factory.mktemp("services"), stack)


def list_questions() -> Iterator[tuple[Block, str | None, Block]]:
    """Each GraphQL query of the document, its variables, and the block of its answer."""
    for number, block in enumerate(_BLOCKS):
        if block.language == "graphql":
            following = _BLOCKS[number + 1]
            given = following.beside == "variables"
            yield block, following.text if given else None, _BLOCKS[number + 1 + given]


def list_exchanges() -> Iterator[tuple[Block, Block]]:
    """Each HTTP request of the document and the block of its response."""
    blocks = [block for block in _BLOCKS if block.language == "http"]
    yield from zip(blocks[::2], blocks[1::2], strict=True)


@pytest.mark.parametrize(
    ("question", "variables", "answer"),
    [pytest.param(*it, id=f"block-{it[0].number}") for it in list_questions()],
)
def test_every_query_has_its_answer(
    services: Services, question: Block, variables: str | None, answer: Block
) -> None:
    """Each query of the document, posted with its variables, is answered by the JSON under it."""
    assert (answer.language, answer.beside) == ("json", "")
    body = {"query": question.text, "variables": json.loads(variables or "{}")}
    headers = {"accept-language": "en", "accept": "application/graphql-response+json"}
    response = httpx.post(f"{services.find_url()}/graphql", json=body, headers=headers)
    real = response.json()
    if not answer.text:
        write_missing(answer, show(real) + "\n")
    assert response.status_code == httpx.codes.OK
    assert agrees(json.loads(answer.text), real), show(real)


@pytest.mark.parametrize(
    ("request_", "response"),
    [pytest.param(*it, id=f"block-{it[0].number}") for it in list_exchanges()],
)
def test_every_request_has_its_response(
    services: Services, request_: Block, response: Block
) -> None:
    """Each HTTP request of the document gets the status, headers and body under it."""
    asked_line, asked_headers, asked_body = split_message(request_)
    method, path, version = asked_line.split(" ")
    shown_line, shown_headers, shown_body = split_message(response)
    with httpx.Client() as client:
        for header in ("accept", "user-agent"):
            del client.headers[header]
        url = services.find_url(request_.beside) + path
        real = client.request(method, url, headers=asked_headers, content=asked_body or None)
    told = f"{version} {real.status_code} {real.reason_phrase}"
    is_json = "json" in real.headers["content-type"]
    text = show(real.json()) if is_json else real.text
    if not shown_body:
        write_missing(response, f"{response.text.rstrip()}\n\n{text}\n")
    assert shown_line == told
    for name, value in shown_headers.items():
        assert agrees(value, real.headers.get(name, "")), name
    same = agrees(json.loads(shown_body), real.json()) if is_json else shown_body.strip() == text
    assert same, text


def split_message(block: Block) -> tuple[str, dict[str, str], str]:
    """The first line, the headers and the body of an HTTP message."""
    head, _, body = block.text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    return first, dict(line.split(": ", 1) for line in lines), body


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder in which the commands of the document are typed."""
    (tmp_path / "docs").symlink_to(_FILE.parent)
    return tmp_path


def type_in(home: Path, command: str) -> str:
    """What a command prints, its error lines after its answer."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],  # noqa: S607 the shell of whoever types it
        cwd=home,
        env={**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "block",
    [pytest.param(it, id=f"block-{it.number}") for it in _BLOCKS if it.language == "console"],
)
def test_every_command_prints_what_it_shows(services: Services, home: Path, block: Block) -> None:
    """Each command of a console block, typed in order, prints what stands under it."""
    typed = [part.partition("\n") for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]]
    assert typed
    if any(command.startswith("curl") for command, _, _ in typed) and not shutil.which("curl"):
        pytest.skip("There is no curl; install it.")
    printed = [type_in(home, it[0].replace(_ADDRESS, services.find_url())) for it in typed]
    lines = [text if text.endswith("\n") else f"{text}\n" for text in printed]
    whole = "".join(f"$ {it[0]}\n{text}" for it, text in zip(typed, lines, strict=True))
    if not any(shown for _, _, shown in typed):
        write_missing(block, whole)
    assert block.text == whole


def test_every_example_is_a_question_of_its_own() -> None:
    """Each example has a title and one named operation, and stands in the document in order."""
    stems = [path.stem for path in _EXAMPLES]
    assert [int(stem.partition("-")[0]) for stem in stems] == list(range(1, len(stems) + 1))
    shown = [(it.text, given) for it, given, _ in list_questions() if it.text.startswith("# ")]
    kept = []
    for path in _EXAMPLES:
        text = path.read_text(encoding="utf-8")
        (operation,) = parse(text).definitions
        assert isinstance(operation, OperationDefinitionNode)
        assert operation.name is not None
        assert f"### {text.partition(chr(10))[0].removeprefix('# ')}\n" in _TEXT
        kept.append((text, path.with_suffix(".json").read_text(encoding="utf-8")))
    assert shown == kept


def test_every_code_is_explained_and_shown() -> None:
    """Each code of errors has a row, and an answer that has it."""
    for code in Code:
        assert f"| `{code.value}` | " in _TEXT
        assert f'"code": "{code.value}"' in _TEXT


def test_every_limit_is_shown() -> None:
    """The rows of the limits are made from them."""
    rows = [
        f"| `{it.name}` | {it.value_in(Settings()):,} {it.unit} | `{it.setting}` | {it.meaning} |"
        for it in LIMITS
    ]
    listed = re.findall(r"^\| `\w+` \| [\d,]+ \w+ \| `.*$", _TEXT, re.MULTILINE)
    assert listed == rows


def test_every_union_is_explained() -> None:
    """Each union has a row that names the questions that it answers and all its members."""
    schema = build()
    assert schema.query_type is not None
    for union in filter(is_union_type, schema.type_map.values()):
        questions = ", ".join(
            f"`{name}`" for name, it in schema.query_type.fields.items() if it.type is union
        )
        *most, last = (f"`{member.name}`" for member in union.types)
        assert f"| `{union.name}` | {questions} | {', '.join(most)} or {last} |" in _TEXT
    assert [it.value for it in NoRouteReason if f"`{it.value}`" not in _TEXT] == []


def test_every_page_s_default_is_right() -> None:
    """The table of pages names each list with `first`, its default, and whether it has pages."""
    for type_ in build().type_map.values():
        for name, field in getattr(type_, "fields", {}).items():
            arguments = getattr(field, "args", {})
            if "first" in arguments:
                default = print_ast(arguments["first"].ast_node.default_value)
                pages = "`after`" if "after" in arguments else "none: ask for more"
                named = f"`({type_.name}\\.)?{name}`"
                row = rf"^\| .*{named}.* \| {default} \| {pages} \|$"
                assert re.search(row, _TEXT, re.MULTILINE), row


def test_a_long_url_is_read(services: Services) -> None:
    """A URL of nearly as many bytes as the document says is answered, and a longer one is 431."""
    start = f"{services.find_url()}/graphql?query=%7Brelease%7Bnumber%7D%7D&unused="
    assert "64,000 bytes of URL and headers" in _TEXT
    assert httpx.get(start.ljust(63_000, "x")).json()["data"] == {"release": {"number": 1}}
    assert httpx.get(start.ljust(64_100, "x")).status_code == 431


def test_every_link_leads_somewhere() -> None:
    """Every relative link of the document leads to a file, folder or heading."""
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).strip().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", _TEXT, re.MULTILINE)
    }
    links = re.findall(
        r"\]\(([^)]+)\)", re.sub(r"^```.*?^```$", "", _TEXT, flags=re.MULTILINE | re.DOTALL)
    )
    assert links
    for link in links:
        file, _, heading = link.partition("#")
        known = heading in headings if not file else (_FILE.parent / file).exists()
        assert known or link.startswith("https://"), link


def test_the_readme_leads_here() -> None:
    """Who reads the README finds the document."""
    assert "](docs/client.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ({"a": [1, 2]}, {"a": [1, 2]}, True),
        ({"a": [1, "…"]}, {"a": [1, 2, 3]}, True),
        ({"a": "…"}, {"a": 7}, True),
        ({"a": "in … seconds"}, {"a": "in 7 seconds"}, True),
        ({"a": "in … seconds"}, {"a": "in 7 minutes"}, False),
        ({"a": [1, "…"]}, {"a": [1]}, False),
        ({"a": [2, "…"]}, {"a": [1, 2]}, False),
        ({"a": [1]}, {"a": [1, 2]}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"b": 2, "a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1}, {"a": True}, False),
        ([], {}, False),
    ],
)
def test_only_what_is_marked_is_left_out(shown: object, real: object, *, same: bool) -> None:
    """A shown answer agrees with the real one where it is the same but for each `…`."""
    assert agrees(shown, real) is same

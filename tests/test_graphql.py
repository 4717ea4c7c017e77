"""GraphQL questions as golden pairs, and what must hold of every field and error."""

import json
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    is_input_type,
    is_interface_type,
    is_object_type,
    parse,
    visit,
)

from api.context import Context, Library, open_library
from api.execute import run
from api.schema import build, print_sorted
from api.settings import Settings
from api.stores import BUNDLED, read_graph

_PAIRS = sorted((Path(__file__).parent / "queries").glob("*.graphql"))


@pytest.fixture(scope="module")
def library() -> Library:
    """The bundled data set, opened for questions."""
    graph = read_graph(Settings(store=BUNDLED))
    return open_library(graph, documents=None, work=10_000)


@pytest.mark.parametrize("question", _PAIRS, ids=lambda path: path.stem)
def test_question_has_its_answer(question: Path, library: Library) -> None:
    """Each question in tests/queries is answered as its .json says."""
    answer = run(Context(library), question.read_text(encoding="utf-8"))
    text = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    golden = question.with_suffix(".json")
    if not golden.exists():
        golden.write_text(text, encoding="utf-8")
        pytest.fail(f"{golden.name} was missing; it is written now: read it, then keep it.")
    assert text == golden.read_text(encoding="utf-8")
    assert "errors" not in answer


def test_every_pair_has_its_question() -> None:
    """No answer stands without its question."""
    answers = (Path(__file__).parent / "queries").glob("*.json")
    assert {path.stem for path in answers} == {path.stem for path in _PAIRS}


def test_every_field_is_asked_for() -> None:
    """The golden pairs ask for every field of every object type, so none lacks a resolver."""
    asked: set[tuple[str, str]] = set()
    for path in _PAIRS:
        asked |= _list_asked(path.read_text(encoding="utf-8"))
    types = [type_ for type_ in build().type_map.values() if is_object_type(type_)]
    fields = {
        (type_.name, field)
        for type_ in types
        if not type_.name.startswith("__")
        for field in type_.fields
    }
    assert fields - asked == _ASKED_ELSEWHERE


_ASKED_ELSEWHERE = {
    ("Release", "created"),
    ("Release", "sha256"),
    ("Pay", "city"),
    ("Pay", "experienceLow"),
    ("Pay", "experienceHigh"),
}
"""Fields whose answer depends on the data set's day, or that no article fills: see below."""


def _list_asked(query: str) -> set[tuple[str, str]]:
    """Each (object type, field) that a query asks for; of an interface, of all its types."""
    schema = build()
    asked: set[tuple[str, str]] = set()
    info = TypeInfo(schema)

    class _Collector(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = info.get_parent_type()
            assert parent is not None
            named = schema.get_possible_types(parent) if is_interface_type(parent) else [parent]
            asked.update((type_.name, node.name.value) for type_ in named)

    visit(parse(query), TypeInfoVisitor(info, _Collector()))
    return asked


def test_release_and_scopes_that_the_articles_lack(library: Library) -> None:
    """A release has its date and digest; a scope that no article gives is null."""
    answer = run(
        Context(library),
        '{release{created sha256} role(ref:{id:"customer-service-director"})'
        "{... on Role{pay{city experienceLow experienceHigh}}}}",
    )
    release = answer["data"]["release"]
    assert release == {
        "created": library.career_graph.release.created,
        "sha256": library.career_graph.release.sha256,
    }
    scopes = answer["data"]["role"]["pay"]
    assert scopes == [{"city": None, "experienceLow": None, "experienceHigh": None}] * 9


def test_schema_prints_without_null_defaults() -> None:
    """An optional argument without a default prints none, and input fields keep theirs."""
    printed = print_sorted()
    assert "= null" not in printed
    assert "by: Objective! = MOVES" in printed
    assert all(is_input_type(build().type_map[name]) for name in ("Ref", "RouteFilter"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{", "Syntax Error"),
        ("{nothing}", "Cannot query field 'nothing'"),
        ("{roles(first: -1){total}}", "first is -1; give 0 to 100"),
        ("{roles(first: 101){total}}", "first is 101; give 0 to 100"),
        ('{roles(after: "x"){total}}', "after is 'x'; give the endCursor"),
        ('{roles(after: "客服"){total}}', "give the endCursor"),
        ('{search(text:"客", first: 1000){matched}}', "first is 1000"),
        ('{conflicts(role:"nobody"){total}}', "role is 'nobody'; no role has that id"),
        ('{role(ref:{id:"x", name:"y"}){__typename}}', "Exactly one"),
        ('{role(ref:{id:"trainer"}){... on Role{name(language:"fr")}}}', "give zh or en"),
        (
            '{routes(from:{id:"trainer"},to:{id:"trainer"},where:{maxMoves:-1}){__typename}}',
            "where.maxMoves is -1; give 0 or more",
        ),
        (
            '{routes(from:{id:"trainer"},to:{id:"trainer"},first:0){__typename}}',
            "first is 0; give 1 to 100",
        ),
        (
            '{routes(from:{id:"a"},to:{id:"b"},profile:{skills:[{}]}){__typename}}',
            "Exactly one",
        ),
    ],
)
def test_bad_input_says_what_to_do(query: str, words: str, library: Library) -> None:
    """A request that cannot be answered gets one BAD_INPUT error that names the value."""
    errors = run(Context(library), query)["errors"]
    assert len(errors) == 1
    assert words.lower() in errors[0]["message"].lower()
    over = "first: 1" in query and "first is 1" in words
    assert errors[0]["extensions"]["code"] == ("LIMIT_EXCEEDED" if over else "BAD_INPUT")


def test_pages_meet_without_gap(library: Library) -> None:
    """Walking the pages lists every role once, in order of id."""
    listed: list[str] = []
    after = None
    while True:
        answer = run(
            Context(library),
            "query($after: String){roles(first: 7, after: $after)"
            "{total nodes{id} pageInfo{endCursor hasNextPage}}}",
            {"after": after},
        )["data"]["roles"]
        listed += [node["id"] for node in answer["nodes"]]
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
    assert listed == sorted(library.career_graph.roles)
    assert answer["total"] == len(listed)


def test_language_of_the_request_names_things(library: Library) -> None:
    """English names, messages and sentences where the request asks for English."""
    answer = run(
        Context(library, "en"),
        '{role(ref:{name:"客服总监"}){... on Role{name zh: name(language:"zh-CN")'
        " pay{evidence{says}}}}"
        ' none: role(ref:{name:"客服总裁"}){... on Problem{message}}}',
    )["data"]
    assert answer["role"]["name"] == "Customer service director"
    assert answer["role"]["zh"] == "客服总监"
    assert answer["role"]["pay"][0]["evidence"][0]["says"] == (
        "Customer service director 入门级 tier-1 cities: 300,000–500,000 CNY a year"
    )
    assert answer["none"]["message"].startswith("ref: no role is called “客服总裁”.")

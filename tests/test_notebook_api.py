"""The notebook interface answers as GraphQL does, under the same names in snake_case."""

import inspect
import json
import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type
from notebook_questions import QUESTIONS

from api import open_graph
from api.context import Context, open_library
from api.execute import run
from api.notebook import Graph
from api.notebook.errors import NoAnswerError
from api.schema import build
from api.settings import Settings
from api.stores import BUNDLED, read_graph
from graph.errors import CareerGraphError

_QUERY = build().type_map["Query"].fields  # type: ignore[attr-defined]


def list_bare_questions() -> list[str]:
    """The root fields without arguments."""
    return [root for root, field in _QUERY.items() if not field.args]


def write_bare(root: str) -> str:
    """The query for the plain fields of a root field without arguments."""
    fields = get_named_type(_QUERY[root].type).fields
    plain = (name for name, it in fields.items() if is_leaf_type(get_named_type(it.type)))
    return f"{{{' '.join(plain)}}}"


def snake(name: str) -> str:
    """A GraphQL name as the notebook has it."""
    return "from_" if name == "from" else re.sub("[A-Z]", lambda it: f"_{it[0].lower()}", name)


def check(found: Any, answer: Any) -> None:
    """What a notebook reads is what GraphQL answered, however deep."""
    if isinstance(answer, Mapping):
        for name, value in answer.items():
            attribute = "type_name" if name == "__typename" else snake(name)
            check(getattr(found, attribute), value)
    elif isinstance(answer, list):
        assert len(found) == len(answer)
        for one, other in zip(found, answer, strict=True):
            check(one, other)
    else:
        assert found == answer


@pytest.fixture(scope="module")
def context() -> Context:
    """What GraphQL answers from, in Chinese."""
    career_graph = read_graph(Settings(store=BUNDLED))
    return Context(open_library(career_graph, documents=None, work=1_000_000))


@pytest.mark.parametrize("root", sorted(QUESTIONS))
def test_a_question_has_graphqls_answer(root: str, g: Graph, context: Context) -> None:
    """What a call answers is, field by field, what the same query answers in that language."""
    values, named, query = QUESTIONS[root]
    asked = Context(context.library, g.language)
    answer = json.loads(json.dumps(run(asked, f"{{ {root}{query} }}")))
    assert "errors" not in answer, answer
    check(getattr(g, snake(root))(*values, **named), answer["data"][root])


@pytest.mark.parametrize("root", list_bare_questions())
def test_a_question_without_arguments_has_graphqls_answer(
    root: str, g: Graph, context: Context
) -> None:
    """So it is for what takes no arguments."""
    answer = run(context, f"{{ {root}{write_bare(root)} }}")
    check(getattr(g, root)(), answer["data"][root])


def test_every_root_field_is_a_question(g: Graph) -> None:
    """Each root field is a method that completes, and each has its comparison above."""
    assert {snake(root) for root in _QUERY} <= set(dir(g))
    assert set(_QUERY) == set(QUESTIONS) | set(list_bare_questions())


def test_a_question_is_described_by_the_schema(g: Graph) -> None:
    """Its help is the schema's description; its signature has each argument, nested ones flat."""
    assert inspect.getdoc(g.routes).startswith("The best routes between two roles")  # type: ignore[union-attr]
    assert "max_months: Latest typical arrival" in g.routes.__doc__
    parameters = inspect.signature(g.routes).parameters
    assert str(inspect.signature(g.skill)) == "(id)"
    assert str(parameters["from_"]) == "from_"
    assert parameters["by"].default == "moves"
    for name in ("where", "via", "gates_met", "city_tier", "policy", "prefer"):
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
    assert "gain_skills" in inspect.signature(g.what_if).parameters


@pytest.mark.parametrize(
    ("question", "name", "argument"),
    [
        ("role", "客服总裁", "ref"),
        ("skill", "领导才能", "id"),
        ("certification", "x", "id"),
        ("industry", "x", "id"),
        ("document", "x", "id"),
        ("conflicts", "客服总裁", "role"),
        ("feeders", "客服总裁", "to"),
    ],
)
def test_an_unknown_name_is_an_answer(question: str, name: str, argument: str, g: Graph) -> None:
    """An unknown name is answered by an UnknownName: false, with its message to be read."""
    answer = getattr(g, question)(name)
    assert not answer
    assert (answer.type_name, answer.argument, answer.given) == ("UnknownName", argument, name)
    assert (answer.ambiguous, name in repr(answer)) == (False, True)
    assert answer.message in repr(answer)


def test_what_graphql_says_of_an_unknown_name_is_said_everywhere(
    g: Graph, context: Context
) -> None:
    """Where GraphQL knows ids only, an unknown name is answered in the words of its answers."""
    asked = Context(context.library, g.language)
    skills = '{routes(from: {id: "phone-agent"}, to: {id: "trainer"}, profile: {skills: [{name: '
    query = (
        f'{skills}"领导才能"}}]}}) {{...on UnknownName {{message given suggestions{{id name}}}}}}}}'
    )
    answer = run(asked, query)["data"]["routes"]
    answer["message"] = answer["message"].replace("profile.skills", "id")
    check(g.skill("领导才能"), answer)


def test_an_unknown_name_is_said_in_english() -> None:
    """In English the sentences are apart."""
    with open_graph(language="en") as g:
        said = "id: no skill is called “领导才能”. Did you mean Leadership (leadership)?"
        assert repr(g.skill("领导才能")) == said


def test_no_route_is_an_answer_with_what_would_help(g: Graph) -> None:
    """Without a route the answer is false and shows why, and what change would give one."""
    answer = g.routes("电话客服", "客服总监", max_moves=2)
    assert not answer
    assert (answer.type_name, answer.reason) == ("NoRoute", "CONSTRAINTS_TOO_TIGHT")
    (change,) = answer.relaxations
    assert (change.argument, change.value) == ("where.maxMoves", "3")
    assert repr(answer).startswith(f"{answer.message}\n")
    assert repr(answer).endswith(f"\n  {change.message}")
    assert change.message in answer._repr_html_()


@pytest.mark.parametrize(
    "use", [list, len, itemgetter(0), sorted], ids=["list", "len", "item", "sorted"]
)
def test_an_answer_that_there_is_none_is_no_empty_list(use: Any, g: Graph) -> None:
    """Whoever takes it for a list is told why there is none."""
    with pytest.raises(NoAnswerError, match="客服总裁") as raised:
        use(g.reach("客服总裁"))
    assert isinstance(raised.value, CareerGraphError)
    with pytest.raises(AttributeError, match=r"UnknownName has no 'nodes'.*客服总裁"):
        _ = g.reach("客服总裁").nodes


def test_a_list_answer_counts(g: Graph) -> None:
    """A list answer is false where it lists nothing, and is looped over, indexed and sliced."""
    found = g.reach("电话客服")
    assert len(found) == len(list(found)) == len(found.nodes) == found.total == 20
    assert found[0] == found.nodes[0] == found[:2][0]
    assert [it.role.id for it in found[-2:]] == [it.role.id for it in list(found)[-2:]]
    assert found
    assert not g.reach("电话客服", max_moves=0)


def test_pages_follow_each_other(g: Graph) -> None:
    """`after` takes the cursor of the page before."""
    pages = [g.roles(first=30)]
    pages.append(g.roles(first=30, after=pages[0].page_info.end_cursor))
    assert [len(page) for page in pages] == [30, 7]
    assert not pages[1].page_info.has_next_page
    assert [it.id for page in pages for it in page] == [it.id for it in g.roles(first=100)]


def test_a_thing_in_an_answer_brings_the_rest_when_read(g: Graph) -> None:
    """What an answer names can be asked on: its fields are those that its own question gives."""
    route = g.routes("电话客服", "客服总监")[0]
    supervisor = route.steps[0].to
    whole = g.role("客服主管")
    assert "pay" not in supervisor.to_dict()
    assert supervisor == whole
    assert supervisor.pay.to_dicts() == whole.pay.to_dicts() != []
    skill = route.new_skills[0].skill
    assert "客服主管" in [it.names[0].text for it in skill.required_by]
    assert skill.required_by.to_dict() == g.skill(skill).required_by.to_dict()


def test_answers_are_read_only_and_compare(g: Graph) -> None:
    """An answer cannot be changed; things are equal by id, others by what they say."""
    answer = g.routes("电话客服", "客服总监")
    with pytest.raises(AttributeError, match="'proven' cannot be set: answers are read only"):
        answer.proven = False
    assert answer == g.routes("电话客服", "客服总监")
    assert hash(answer) == hash(g.routes("电话客服", "客服总监"))
    first, second = answer[0].steps[:2]
    assert first != second
    assert answer[0].steps == g.routes("电话客服", "客服总监")[0].steps
    assert len({first.to, second.from_, second.to}) == 2
    assert hash(answer[0].steps) == hash(g.routes("电话客服", "客服总监")[0].steps)
    assert {"proven", "routes", "sensitivity", "type_name", "to_dict"} <= set(dir(answer))


def test_an_answer_is_plain_data(g: Graph) -> None:
    """`to_dict` gives dicts and lists that JSON can hold, without types, keys as attributes."""
    found = g.reach("电话客服", first=2)
    plain = json.loads(json.dumps(found.to_dict()))
    assert list(plain) == ["nodes", "page_info", "total", "proven"]
    assert plain["nodes"] == found.nodes.to_dicts()
    assert plain["nodes"][0]["months"] == {
        "low": 12,
        "typical": 18,
        "high": 24,
        "lower_bound": False,
    }
    assert "from_" in g.routes("电话客服", "客服总监").to_dict()
    assert g.role("客服总监").interests == ("SOCIAL", "ENTERPRISING")

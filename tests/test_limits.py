"""What the service refuses to do, by whichever limit, and that nothing else is refused."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from graphql import get_introspection_query, parse

from api.context import Context, open_library
from api.execute import run
from api.limits import LIMITS, Budget
from api.measuring import DocumentMeter, measure
from api.schema import build
from api.settings import Settings
from graph.catalog import CareerGraph
from loaders import BUNDLED, load_source

_GRAPH = CareerGraph([load_source(BUNDLED)], number=1, created="")
_LIBRARY = open_library(_GRAPH, documents=None, work=10_000)
_ENDS = 'from: {name: "电话客服"}, to: {name: "客服总监"}'
_DOUBLING = "query { ...f0 }" + "".join(
    f" fragment f{number} on Query {{ ...f{number + 1} ...f{number + 1} }}" for number in range(60)
)


def _ask(query: str, settings: Settings | None = None) -> tuple[dict[str, object], str]:
    """The extensions of the first error of an answer, and the answer as JSON."""
    settings = settings or Settings()
    context = Context(_LIBRARY, settings=settings, budget=Budget(settings))
    answer = run(context, query)
    errors = answer.get("errors") or [{"extensions": {}}]
    return errors[0]["extensions"], json.dumps(answer)


@pytest.mark.parametrize(
    ("limit", "query"),
    [
        ("fields", _DOUBLING + " fragment f60 on Query { release { number } }"),
        ("depth", "{" + "a {" * 150 + "b" + "}" * 151),
        ("aliases", "{" + "".join(f"a{it}: release {{ number }} " for it in range(201)) + "}"),
        ("fields", "{" + "release { number } " * 600 + "}"),
        ("fields", "{" + "number " * 201 + "}"),
        ("depth", "{" + "a {" * 3000 + "b" + "}" * 3001),
        ("depth", "{ routes(from: " + "[" * 3000 + ") { total } }"),
        ("tokens", "{" + "release { number } " * 20_000 + "}"),
        (
            "cost",
            "{" + "".join(f"a{it}: routes({_ENDS}) {{ __typename }}" for it in range(51)) + "}",
        ),
        ("cost", "{" + "".join(f"a{it}: __schema {{ types {{ name }} }}" for it in range(3)) + "}"),
        ("directives", "{ release { number " + "@skip(if: false) " * 101 + "} }"),
        (
            "cost",
            "{ roles(first: 100) { nodes {" + "movesOut { to {" * 7 + "id" + "} }" * 7 + "} } }",
        ),
        ("cost", "{ roles(first: 1000000000) { nodes { id } } }"),
    ],
)
def test_what_asks_too_much_is_refused(limit: str, query: str) -> None:
    """A query over a limit is not run; the one error names the limit, its value and the remedy."""
    extensions, answer = _ask(query)
    assert extensions["code"] == "LIMIT_EXCEEDED"
    assert extensions["limit"] == limit
    assert extensions["value"] == getattr(Settings(), f"limit_{limit}")
    assert f"CAREER_LIMIT_{limit.upper()}" in answer
    assert '"data"' not in answer
    assert len(answer) < 1_000


@pytest.mark.parametrize(
    "query",
    [
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "{" + "".join(f"unknown{it} " for it in range(1900)) + "}",
    ],
)
def test_what_is_no_query_is_bad_input(query: str) -> None:
    """Cycles, bottomless nesting, endless text and unknown fields end with few, short errors."""
    extensions, answer = _ask(query)
    assert extensions["code"] == "BAD_INPUT"
    assert len(answer) < 10_000


def test_an_answer_of_too_many_objects_is_refused() -> None:
    """Objects are counted while they are found, and nothing of the answer is kept."""
    settings = Settings(limit_objects=30)
    assert '"data"' in _ask("{ roles { nodes { id } } }", settings)[1]
    extensions, answer = _ask("{ roles(first: 37) { nodes { names { text } } } }", settings)
    assert (extensions["code"], extensions["limit"]) == ("LIMIT_EXCEEDED", "objects")
    assert '"data"' not in answer


def test_a_request_that_takes_too_long_is_ended() -> None:
    """Past the deadline the next object ends the request, with a code of its own."""
    settings = Settings(limit_deadline_ms=1, limit_cost=10**9)
    query = (
        "{"
        + "".join(
            f'a{it}: feeders(to: {{name: "客服总监"}}, where: {{maxMoves: {it}}}) '
            "{ ... on ReachList { total } } "
            for it in range(150)
        )
        + "}"
    )
    extensions, answer = _ask(query, settings)
    assert (extensions["code"], extensions["limit"]) == ("DEADLINE_EXCEEDED", "deadline_ms")
    assert '"data"' not in answer


def test_a_deadline_ends_a_search() -> None:
    """A request whose time is over while the engine works is answered with the deadline's code."""
    library = open_library(_GRAPH, documents=None, work=10_000_000)
    settings = Settings()
    budget = Budget(settings)
    checks = 0

    def check() -> None:
        nonlocal checks
        checks += 1
        if checks == 3:
            budget.cancel()
        Budget.check_time(budget)

    budget.check_time = check  # type: ignore[method-assign]
    query = '{ routes(from: {name: "电话客服"}, to: {name: "客服总监"}) { __typename } }'
    answer = run(Context(library, settings=settings, budget=budget), query)
    assert [it["extensions"]["code"] for it in answer["errors"]] == ["DEADLINE_EXCEEDED"]
    assert "data" not in answer
    again = run(Context(library, settings=settings, budget=Budget(settings)), query)
    assert again["data"] == {"routes": {"__typename": "RouteList"}}


def test_errors_are_cut() -> None:
    """An answer lists so many errors and says how many there are."""
    query = (
        "{"
        + "".join(f'a{it}: roles(first: 1000, after: "x") {{ total }} ' for it in range(9))
        + "}"
    )
    extensions, answer = _ask(query, Settings(limit_errors=3, limit_cost=10**9))
    errors = json.loads(answer)["errors"]
    assert extensions["limit"] == "first"
    assert [error["extensions"]["limit"] for error in errors] == ["first", "first", "errors"]
    assert errors[-1]["extensions"]["given"] == 9


_SHARED = (
    "{ skills(first: $n) { nodes { requiredBy(first: $n) { nodes { requirements { skill "
    "{ requiredBy(first: $n) { nodes { id } } } } } } } } }"
)


@pytest.mark.parametrize(
    ("head", "variables"),
    [
        ("query ($n: Int!) ", {"n": 100}),
        ("query ($n: Int!) ", {"n": 100.0}),
        ("query ($n: Int! = 100) ", {}),
        ("query ($n: Int! = 3) ", {"n": 100}),
        (
            "query A($n: Int! = 100) { ...f } query B($n: Int! = 3) { ...f } fragment f on Query ",
            {},
        ),
    ],
)
def test_a_cost_is_the_same_however_it_is_written(head: str, variables: dict[str, object]) -> None:
    """A `first` counts alike as a number, a variable, a variable's default, or 100.0 in JSON."""
    plain = measure(build(), parse(_SHARED.replace("$n", "100")))
    assert plain.cost > Settings().limit_cost
    assert measure(build(), parse(head + _SHARED), variables).cost == plain.cost


@pytest.mark.parametrize("value", [None, "100", float("inf"), float("nan"), [100], 0.5, -(10**9)])
def test_a_first_that_is_no_number_of_items_costs_one(value: object) -> None:
    """What will be refused as `first` costs one object, however it is given."""
    query = "query ($n: Int = 100) { roles(first: $n) { nodes { id } } }"
    one = measure(build(), parse("{ roles(first: 1) { nodes { id } } }"))
    assert measure(build(), parse(query), {"n": value}).cost == one.cost


def test_a_document_is_measured_anew_where_a_first_changes() -> None:
    """Whatever a document was measured with before, it costs what its variables say now."""
    document = parse(
        "query ($n: Int = 7, $t: Boolean!) { roles(first: $n) { total @skip(if: $t) } }"
    )
    meter = DocumentMeter(build(), document)
    for variables in ({"n": 9}, {"n": 9, "t": True}, {}, {"n": None}, {"n": 3}, {"t": False}):
        assert meter.measure(variables) == measure(build(), document, variables)


def test_what_is_shipped_is_within_the_limits() -> None:
    """The shipped queries, 20 routes at once and introspection fit."""
    limits = Settings()
    for path in files("api").joinpath("queries").iterdir():
        measured = measure(build(), parse(path.read_text("utf-8")), {"first": 20})
        for name in ("depth", "fields", "aliases", "directives", "cost"):
            assert getattr(measured, name) <= getattr(limits, f"limit_{name}"), (path, name)
    assert _ask(get_introspection_query())[0] == {}
    assert _ask(f"{{ routes({_ENDS}, first: 20) {{ __typename }} }}")[0] == {}


def test_without_a_budget_nothing_is_refused() -> None:
    """A notebook or a command waits for its own questions alone."""
    context = Context(_LIBRARY, settings=Settings(limit_depth=1))
    assert "errors" not in run(context, "{ release { number } }")


def test_every_limit_is_told() -> None:
    """`limits` lists every limit that can be set, with the value that holds."""
    settings = replace(Settings(), limit_depth=7)
    answer = run(Context(_LIBRARY, settings=settings), "{ limits { name value setting } }")
    listed = {it["setting"]: it["value"] for it in answer["data"]["limits"]}
    assert listed["CAREER_LIMIT_DEPTH"] == 7
    assert set(listed) == {f"CAREER_LIMIT_{limit.name.upper()}" for limit in LIMITS}
    told = {limit.attribute for limit in LIMITS}
    assert told == {name for name in Settings.__dataclass_fields__ if name.startswith("limit_")}

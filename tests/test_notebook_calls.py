"""How the questions of a notebook are called: names, words, flat and nested arguments, mistakes."""

from typing import Any

import pytest

from api import open_graph
from api.notebook import Graph
from api.notebook.errors import ArgumentError, QuestionError
from api.schema import build, snake_case
from graph.errors import CareerGraphError

_INPUTS = ("RouteFilter", "Profile", "Policy")
FILTER = {
    "via": ["客服经理"],
    "avoid": ["培训师"],
    "kinds": ["promotion"],
    "max_moves": 9,
    "max_months": 200,
    "max_new_skills": 9,
    "min_pay": 1000,
    "industry": "finance",
    "documents": ["director-outlook", "phone-agent-outlook"],
    "inferred": True,
    "certain": True,
}
PROFILE = {
    "skills": ["领导力"],
    "certifications": ["客户服务管理师"],
    "education": "bachelor",
    "service_months": 1,
    "city_tier": "tier-1",
}
POLICY = {"rule": "consensus", "prefer": "director-outlook"}


def test_flat_and_nested_arguments_say_the_same(g: Graph) -> None:
    """Every field of `where`, `profile` and `policy` may stand alone, as a keyword of its own."""
    ends = ("电话客服", "客服总监")
    fields = {name: set(map(snake_case, build().type_map[name].fields)) for name in _INPUTS}  # type: ignore[attr-defined]
    assert fields == {
        "RouteFilter": {*FILTER, "gates_met"},
        "Profile": set(PROFILE),
        "Policy": set(POLICY),
    }
    flat = g.routes(*ends, **FILTER, **PROFILE, **POLICY)
    nested = g.routes(*ends, where=FILTER, profile=PROFILE, policy=POLICY)
    assert len(flat) == 1
    assert flat == nested
    assert flat.to_dict() == nested.to_dict()
    assert flat != g.routes(*ends)
    both = g.routes(*ends, where={"via": "中级客服代表"}, max_moves=3)
    assert (both.type_name, g.routes(*ends, max_moves=3).type_name) == ("NoRoute", "RouteList")


@pytest.mark.parametrize(
    ("named", "moves"),
    [
        ({"via": "中级客服代表"}, 4),
        ({"via": ["中级客服代表"]}, 4),
        ({"via": [{"name": "中级客服代表"}]}, 4),
        ({"by": "new_skills"}, 4),
        ({"by": "NEW-SKILLS"}, 4),
        ({"avoid": "客服主管"}, 4),
        ({"where": {"avoid": "客服主管", "via": None}, "max_months": None}, 4),
        ({"documents": "specialist-explained"}, 4),
    ],
)
def test_an_argument_changes_the_answer(named: dict[str, Any], moves: int, g: Graph) -> None:
    """A filter binds in each way it can be written; alone, a route of three moves is best."""
    assert g.routes("电话客服", "客服总监")[0].moves == 3
    assert g.routes("电话客服", "客服总监", **named)[0].moves == moves


def test_a_word_for_a_policy_is_its_rule(g: Graph) -> None:
    """`policy="strict"` settles as `rule="strict"` does, and not as the default does."""
    ends = ("电话客服", "客服总监")
    strict = g.routes(*ends, policy="strict")
    assert strict == g.routes(*ends, rule="strict") == g.routes(*ends, policy={"rule": "STRICT"})
    assert strict[0].months != g.routes(*ends)[0].months


def test_a_name_is_an_id_a_name_or_a_code(small_store: str) -> None:
    """A name argument is what it is on the command line, and a thing of an answer too."""
    with open_graph(small_store) as g:
        found = [g.role(name).id for name in ("agent", "组员", "Agent", "isco-08:4222")]
        assert found == ["agent"] * 4
        assert g.role(g.search("组员")[0].item) == g.role("agent")
        assert g.reach(g.role("组长")) == g.reach("lead")
        assert g.skill(g.skill("带人")).id == "leading"
        assert g.role("专员").ambiguous
        assert [it.id for it in g.role("专员").suggestions] == ["agent", "clerk"]


def test_roles_are_listed_by_family_and_track(g: Graph) -> None:
    """A filter of roles is flat too, and names no industry where none is given."""
    assert g.roles(family="x").total == g.roles(where={"track": "x"}).total == 0
    assert g.roles(industry="finance").total < g.roles().total == g.roles(industry=None).total


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        (("a",), {}, "routes is not given 'to'"),
        ((), {"to": "a"}, "routes is not given 'from_'"),
        (("a", "b", 3), {}, r"routes takes 2 arguments without a name \(from_, to\), not 3"),
        (("a", "b"), {"max_month": 3}, "routes takes no 'max_month'. Did you mean 'max_months'?"),
        (("a", "b"), {"maxMonths": 3}, "routes takes no 'maxMonths'. Did you mean 'max_months'?"),
        (("a", "b"), {"zzz": 3}, "routes takes no 'zzz'. It takes from_, to, by"),
        (("a", "b"), {"where": {"maxmonths": 3}}, "where takes no 'maxmonths'. Did you mean 'max"),
        (("a", "b"), {"to": "c"}, "routes is given to twice"),
        (
            ("a", "b"),
            {"where": {"max_months": 3}, "max_months": 4},
            "routes is given where.max_months twice",
        ),
    ],
)
def test_a_wrong_call_is_a_type_error(
    values: tuple[str, ...], named: dict[str, Any], message: str, g: Graph
) -> None:
    """A call with the wrong arguments raises a TypeError of ours that names the right one."""
    with pytest.raises(ArgumentError, match=message) as raised:
        g.routes(*values, **named)
    assert isinstance(raised.value, TypeError)
    assert isinstance(raised.value, CareerGraphError)


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"by": "speed"}, "by is 'speed'; give one of moves, time, new_skills"),
        ({"kinds": ["up"]}, "kinds is 'up'; give one of promotion"),
        ({"first": 1000}, "first is 1000; give 1 to 100"),
        ({"max_months": -1}, "where.maxMonths is -1; give 0 or more"),
        ({"max_months": "x"}, "Int cannot represent non-integer value: 'x'"),
        ({"where": "x"}, "where is 'x'; give a dict such as {'via': …}"),
        ({"via": 3}, "Ref"),
    ],
)
def test_a_value_that_cannot_be_used_is_a_value_error(
    named: dict[str, Any], message: str, g: Graph
) -> None:
    """A value that cannot be used raises a ValueError of ours that says what can."""
    with pytest.raises(QuestionError, match=message) as raised:
        g.routes("电话客服", "客服总监", **named)
    assert isinstance(raised.value, ValueError)
    assert isinstance(raised.value, CareerGraphError)


def test_a_number_may_be_numpys(g: Graph) -> None:
    """Whatever counts as a whole number is one, as a pandas column gives them."""

    class Number:
        def __index__(self) -> int:
            return 2

    assert g.routes("电话客服", "客服总监", max_moves=Number()).type_name == "NoRoute"
    with pytest.raises(QuestionError, match="non-integer"):
        g.routes("电话客服", "客服总监", max_moves=True)


def test_what_there_is_not_is_suggested(g: Graph) -> None:
    """A wrong method or attribute raises an AttributeError with the nearest right one."""
    with pytest.raises(AttributeError, match=r"no question 'route'\. Did you mean 'routes'\?"):
        _ = g.route
    with pytest.raises(AttributeError, match=r"Role has no 'nmes'\. Did you mean 'names'\?"):
        _ = g.role("客服主管").nmes
    assert not hasattr(g, "_repr_png_")
    assert not hasattr(g.role("客服主管"), "_repr_png_")

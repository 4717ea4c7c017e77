"""The oracle's other questions on worlds so small that the answer is obvious, and on its own word.

Worlds are written as rows of tables. A long module, as each test brings the world it is about.
"""

import random
from typing import Any

import pytest
from oracle import Oracle
from oracle_changes import relaxations, sensitivity
from oracle_questions import feeders, gap, reach, what_if
from worlds import (
    random_feeders_question,
    random_gap_question,
    random_reach_question,
    random_tight_question,
    random_what_if_question,
    random_world,
)

Row = dict[str, str]


def _move(start: str, end: str, months: int | None = None, **cells: str) -> Row:
    """A row of `moves`; months are the stay before it."""
    time = {} if months is None else {"months_low": str(months), "months_high": str(months)}
    return {"from": start, "to": end} | time | cells


def _ask(role: str, skill: str, **cells: str) -> Row:
    """A skill that a role requires."""
    return {"role": role, "kind": "skill", "target": skill} | cells


def _gate(role: str, kind: str, target: str, **cells: str) -> Row:
    """A certification, education or service that a role requires."""
    return {"role": role, "kind": kind, "target": target} | cells


def _oracle(*moves: Row, **tables: list[Row]) -> Oracle:
    """The oracle of a world with these moves and tables."""
    return Oracle({"moves": list(moves)} | tables)


def _line(*stages: str) -> list[Row]:
    """Rows of `stages` of the line phone-work, from the lowest rung."""
    rungs = enumerate(stages, 1)
    return [{"role": role, "line": "phone-work", "rung": str(rung)} for rung, role in rungs]


def _roles(lines: list[dict[str, Any]]) -> list[str]:
    """The roles that a reach lists, in its order."""
    return [line["role"] for line in lines]


def test_reach_lists_every_role_nearest_first() -> None:
    """A ladder clerk, agent, lead with a short cut to lead reaches both by one move."""
    oracle = _oracle(_move("clerk", "lead"), _move("clerk", "agent"), _move("agent", "lead"))
    months = {"low": 0, "typical": 0, "high": None, "lowerBound": True}
    assert reach(oracle, {"from": "clerk"}) == [
        {"role": role, "moves": 1, "months": months, "newSkills": [], "previous": "clerk"}
        for role in ("agent", "lead")
    ]


def test_reach_takes_the_best_route_under_the_objective() -> None:
    """The quick way round is the best under TIME, the slow direct move under MOVES."""
    oracle = _oracle(
        _move("clerk", "lead", 60), _move("clerk", "agent", 6), _move("agent", "lead", 6)
    )
    quick, slow = reach(oracle, {"from": "clerk", "by": "TIME"}), reach(oracle, {"from": "clerk"})
    assert [(line["role"], line["moves"], line["previous"]) for line in quick] == [
        ("agent", 1, "clerk"),
        ("lead", 2, "agent"),
    ]
    assert [(line["role"], line["months"]["typical"]) for line in slow] == [
        ("agent", 6),
        ("lead", 60),
    ]


def test_reach_passes_via_on_the_way_to_each_role() -> None:
    """With `via` agent only agent itself and what lies behind it are reached."""
    oracle = _oracle(_move("clerk", "host"), _move("clerk", "agent"), _move("agent", "lead"))
    assert _roles(reach(oracle, {"from": "clerk", "where": {"via": ["agent"]}})) == [
        "agent",
        "lead",
    ]


def test_reach_spares_an_avoided_line_only_at_the_end() -> None:
    """A stage of an avoided line can be reached, but nothing through it."""
    oracle = _oracle(
        _move("clerk", "junior"),
        _move("junior", "senior"),
        _move("junior", "lead"),
        stages=_line("junior", "senior"),
    )
    assert _roles(reach(oracle, {"from": "clerk", "where": {"avoid": ["phone-work"]}})) == [
        "junior"
    ]
    assert reach(oracle, {"from": "clerk", "where": {"avoid": ["clerk"]}}) == []


def test_reach_judges_pay_at_each_end() -> None:
    """A role that pays too little is not listed and is still a way to one that pays enough."""
    pay = [
        {"role": "agent", "low": "4000", "period": "MONTH"},
        {"role": "lead", "low": "9000", "period": "MONTH"},
    ]
    oracle = _oracle(_move("clerk", "agent"), _move("agent", "lead"), pay=pay)
    assert _roles(reach(oracle, {"from": "clerk", "where": {"minPay": 8000}})) == ["lead"]


def test_reach_from_a_line_starts_at_its_first_stage() -> None:
    """The line is not listed and neither is its first stage; its other stages are."""
    oracle = _oracle(
        _move("junior", "senior"), _move("phone-work", "lead"), stages=_line("junior", "senior")
    )
    assert _roles(reach(oracle, {"from": "phone-work"})) == ["lead", "senior"]


def test_feeders_hold_what_each_start_requires() -> None:
    """Each start brings its own skills: who requires typing has nothing to learn."""
    oracle = _oracle(
        _move("agent", "lead"),
        _move("clerk", "lead"),
        requirements=[_ask("lead", "typing"), _ask("clerk", "typing")],
    )
    lines = feeders(oracle, {"to": "lead", "by": "NEW_SKILLS"})
    assert [(line["role"], line["newSkills"], line["previous"]) for line in lines] == [
        ("clerk", [], "lead"),
        ("agent", ["typing"], "lead"),
    ]


def test_feeders_of_a_line_end_at_the_first_of_its_stages() -> None:
    """Routes end at the first stage they reach, and no stage feeds its own line."""
    oracle = _oracle(
        _move("clerk", "host"),
        _move("host", "junior"),
        _move("junior", "senior"),
        stages=_line("junior", "senior"),
    )
    lines = feeders(oracle, {"to": "phone-work"})
    assert [(line["role"], line["moves"], line["previous"]) for line in lines] == [
        ("host", 1, "junior"),
        ("clerk", 2, "host"),
    ]


def test_gap_of_a_stage_has_what_its_line_asks_for() -> None:
    """A stage asks for its own and its line's skills, a line for its own alone."""
    oracle = _oracle(
        requirements=[_ask("junior", "typing"), _ask("phone-work", "calm")],
        stages=_line("junior", "senior"),
    )

    def skills(to: str) -> list[str]:
        return [requirement["skill"] for requirement in gap(oracle, {"to": to})["missing"]]

    assert skills("junior") == ["calm", "typing"]
    assert skills("senior") == skills("phone-work") == ["calm"]


def test_gap_holds_what_from_requires_and_the_profile_has() -> None:
    """What the role to come from requires is held, what it only prefers is missing."""
    oracle = _oracle(
        requirements=[
            _ask("lead", "calm"),
            _ask("lead", "english", necessity="PREFERRED"),
            _ask("lead", "excel"),
            _ask("lead", "typing"),
            _ask("agent", "calm"),
            _ask("agent", "typing", necessity="PREFERRED"),
        ]
    )
    assert gap(oracle, {"from": "agent", "to": "lead", "profile": {"skills": ["english"]}}) == {
        "missing": [
            {"skill": "excel", "necessity": "REQUIRED", "industry": None},
            {"skill": "typing", "necessity": "REQUIRED", "industry": None},
        ],
        "held": [
            {"skill": "calm", "necessity": "REQUIRED", "industry": None},
            {"skill": "english", "necessity": "PREFERRED", "industry": None},
        ],
        "gates": [],
    }


def test_gap_lists_what_an_industry_asks_for_under_its_name() -> None:
    """A bank's English stands beside the English that anyone prefers; its gate is not shown."""
    oracle = _oracle(
        requirements=[
            _ask("lead", "english", industry="bank"),
            _ask("lead", "english", necessity="PREFERRED"),
            _gate("lead", "education", "MASTER", industry="bank"),
        ]
    )
    answer = gap(oracle, {"to": "lead"})
    assert answer["gates"] == []
    assert answer["missing"] == [
        {"skill": "english", "necessity": "PREFERRED", "industry": None},
        {"skill": "english", "necessity": "REQUIRED", "industry": "bank"},
    ]


def test_gap_judges_gates_by_the_profile_alone() -> None:
    """A master's degree meets a bachelor's; certificates left null are unknown."""
    oracle = _oracle(
        requirements=[
            _gate("lead", "education", "BACHELOR"),
            _gate("lead", "certification", "quality", necessity="PREFERRED"),
            _gate("agent", "certification", "quality"),
        ]
    )
    question = {"from": "agent", "to": "lead", "profile": {"education": "MASTER"}}
    gates = gap(oracle, question)["gates"]
    assert [(gate["necessity"], gate["met"]) for gate in gates] == [
        ("REQUIRED", True),
        ("PREFERRED", None),
    ]


def test_what_if_lists_better_roles_biggest_change_first() -> None:
    """Who learns both skills of lead and the one of host sees lead first, and agent not at all."""
    oracle = _oracle(
        _move("clerk", "agent"),
        _move("clerk", "host"),
        _move("clerk", "lead"),
        requirements=[_ask("host", "calm"), _ask("lead", "calm"), _ask("lead", "typing")],
    )
    changes = what_if(oracle, {"from": "clerk", "gain": {"skills": ["calm", "typing"]}})
    assert [
        (change["after"]["role"], change["before"]["newSkills"], change["after"]["newSkills"])
        for change in changes
    ] == [("lead", ["calm", "typing"], []), ("host", ["calm"], [])]


def test_what_if_lists_only_what_is_better_under_the_objective() -> None:
    """A skill gained changes no number of moves."""
    oracle = _oracle(_move("clerk", "lead"), requirements=[_ask("lead", "calm")])
    question = {"from": "clerk", "gain": {"skills": ["calm"]}}
    assert _roles([change["after"] for change in what_if(oracle, question)]) == ["lead"]
    assert what_if(oracle, question | {"by": "MOVES"}) == []


def test_what_if_lists_new_roles_before_better_ones() -> None:
    """A certificate that opens lead comes before the months it saves on the way to agent."""
    oracle = _oracle(
        _move("clerk", "agent", 6),
        _move("clerk", "lead", 6),
        requirements=[
            _gate("agent", "certification", "quality", lead_months="60"),
            _gate("lead", "certification", "quality", lead_months="80"),
        ],
    )
    question = {
        "from": "clerk",
        "by": "TIME",
        "where": {"maxMonths": 70},
        "profile": {"certifications": []},
        "gain": {"certifications": ["quality"]},
    }
    changes = what_if(oracle, question)
    assert [change["before"] and change["before"]["months"]["typical"] for change in changes] == [
        None,
        66,
    ]
    assert _roles([change["after"] for change in changes]) == ["lead", "agent"]


def test_what_if_compares_parts_without_a_time_before_months() -> None:
    """A certificate of unstated length gained outweighs one of five years."""
    oracle = _oracle(
        _move("clerk", "agent", 6),
        _move("clerk", "lead", 6),
        requirements=[
            _gate("agent", "certification", "care", lead_months="60"),
            _gate("lead", "certification", "quality"),
        ],
    )
    question = {
        "from": "clerk",
        "by": "TIME",
        "profile": {"certifications": []},
        "gain": {"certifications": ["care", "quality"]},
    }
    changes = what_if(oracle, question)
    assert _roles([change["after"] for change in changes]) == ["lead", "agent"]


@pytest.mark.parametrize(
    ("kind", "target", "profile", "gain", "opened"),
    [
        ("certification", "quality", {}, {"certifications": ["quality"]}, True),
        ("certification", "quality", {}, {"certifications": ["care"]}, False),
        (
            "certification",
            "quality",
            {"certifications": ["care"]},
            {"certifications": ["quality"]},
            True,
        ),
        ("education", "BACHELOR", {}, {"education": "BACHELOR"}, True),
        ("education", "MASTER", {}, {"education": "BACHELOR"}, False),
        ("education", "MASTER", {"education": "BACHELOR"}, {"education": "DOCTORATE"}, True),
        ("education", "MASTER", {"education": "BACHELOR"}, {"education": "BACHELOR"}, False),
        ("service", "36", {"serviceMonths": 24}, {"serviceMonths": 12}, True),
        ("service", "36", {"serviceMonths": 24}, {"serviceMonths": 6}, False),
        ("service", "36", {}, {"serviceMonths": 36}, True),
        ("service", "36", {}, {"serviceMonths": 35}, False),
    ],
)
def test_what_is_gained_is_held(
    kind: str, target: str, profile: dict[str, Any], gain: dict[str, Any], *, opened: bool
) -> None:
    """A gain opens what it meets, with what the profile has, whatever else is unknown."""
    oracle = _oracle(_move("clerk", "lead"), requirements=[_gate("lead", kind, target)])
    question = {
        "from": "clerk",
        "where": {"gatesMet": True},
        "profile": profile,
        "gain": gain,
    }
    assert [change["before"] for change in what_if(oracle, question)] == [None] * opened


@pytest.mark.parametrize("held", ["BACHELOR", "MASTER"])
def test_a_gain_keeps_what_the_profile_has(held: str) -> None:
    """Education stays the higher of the two: nothing changes by a lower one."""
    oracle = _oracle(
        _move("clerk", "lead"),
        requirements=[_gate("lead", "education", "BACHELOR", lead_months="48")],
    )
    question = {
        "from": "clerk",
        "by": "TIME",
        "profile": {"education": held},
        "gain": {"education": "UPPER_SECONDARY"},
    }
    assert what_if(oracle, question) == []


def test_gained_service_is_added_to_that_of_the_start() -> None:
    """A start entered at 24 months of service, and 12 gained: lead at 60 is 24 months away."""
    oracle = _oracle(
        _move("agent", "lead", 60, basis="TOTAL_SERVICE"),
        stays=[{"role": "agent", "basis": "TOTAL_SERVICE", "months_low": "24"}],
    )
    question = {"from": "agent", "by": "TIME", "gain": {"serviceMonths": 12}}
    (change,) = what_if(oracle, question)
    assert change["before"]["months"]["typical"] == 36
    assert change["after"]["months"]["typical"] == 24


def _tight(oracle: Oracle, where: dict[str, Any], **arguments: Any) -> list[tuple[str, list[Any]]]:
    """The relaxations of a question from clerk to lead, in their order."""
    question = {"from": "clerk", "to": "lead", "where": where} | arguments
    return [(each["argument"], each["change"]) for each in relaxations(oracle, question)]


def test_numbers_are_loosened_to_the_nearest_value() -> None:
    """A way of two moves, 24 months, two skills, 5000 of pay is just out of reach of each."""
    oracle = _oracle(
        _move("clerk", "agent", 12),
        _move("agent", "lead", 12),
        _move("agent", "host", 12),
        _move("host", "lead", 12),
        requirements=[_ask("agent", "calm"), _ask("lead", "typing")],
        pay=[{"role": "lead", "low": "5000", "period": "MONTH"}],
    )
    assert _tight(oracle, {"maxMoves": 1}) == [("maxMoves", ["to", 2])]
    assert _tight(oracle, {"maxMonths": 6, "maxMoves": 9}) == [("maxMonths", ["to", 24])]
    assert _tight(oracle, {"maxNewSkills": 0}) == [("maxNewSkills", ["to", 2])]
    assert _tight(oracle, {"minPay": 8000}) == [("minPay", ["to", 5000])]
    assert _tight(oracle, {"minPay": 8000, "maxMoves": 1}) == []


def test_numbers_that_no_value_helps_are_dropped() -> None:
    """Neither a route that nobody times nor a role that nobody prices ever fits a number."""
    oracle = _oracle(_move("clerk", "lead"))
    assert _tight(oracle, {"maxMonths": 12}) == [("maxMonths", ["drop"])]
    assert _tight(oracle, {"minPay": 1}) == [("minPay", ["drop"])]


def test_lists_lose_or_gain_each_entry_that_helps() -> None:
    """Of two roles to pass one is too many; either kind or document has a way."""
    oracle = _oracle(
        _move("clerk", "agent", kind="PROMOTION", document="one"),
        _move("agent", "lead", kind="PROMOTION", document="one"),
        _move("clerk", "lead", kind="LATERAL", document="two"),
        _move("clerk", "host", kind="TRANSFER", document="one"),
    )
    assert _tight(oracle, {"via": ["agent", "host"]}) == [("via", ["without", "host"])]
    assert _tight(oracle, {"avoid": ["host", "lead"]}) == [("avoid", ["without", "lead"])]
    assert _tight(oracle, {"kinds": ["TRANSFER"]}) == [
        ("kinds", ["with", "PROMOTION"]),
        ("kinds", ["with", "LATERAL"]),
    ]
    assert _tight(oracle, {"documents": []}) == [
        ("documents", ["with", "one"]),
        ("documents", ["with", "two"]),
    ]


def test_lists_that_no_entry_helps_are_dropped_whole() -> None:
    """Two roles that no route passes, two ends avoided, two kinds or documents needed."""
    oracle = _oracle(
        _move("clerk", "agent", kind="PROMOTION", document="one"),
        _move("agent", "lead", kind="LATERAL", document="two"),
    )
    assert _tight(oracle, {"via": ["host", "guide"]}) == [("via", ["drop"])]
    assert _tight(oracle, {"avoid": ["clerk", "lead"]}) == [("avoid", ["drop"])]
    assert _tight(oracle, {"kinds": ["TRANSFER"]}) == [("kinds", ["drop"])]
    assert _tight(oracle, {"documents": []}) == [("documents", ["drop"])]


def test_flags_and_industry_are_relaxed() -> None:
    """Each flag that shuts a way out is turned; an industry that a role does not name is left."""
    inferred = _oracle(_move("clerk", "lead", method="overlap"))
    assert _tight(inferred, {}) == [("inferred", ["to", True])]
    possible = _oracle(_move("clerk", "lead", certainty="POSSIBLE"))
    assert _tight(possible, {"certain": True}) == [("certain", ["to", False])]
    gated = _oracle(
        _move("clerk", "lead"),
        requirements=[_gate("lead", "education", "MASTER")],
        role_industries=[{"role": "lead", "industry": "retail"}],
    )
    assert _tight(gated, {"gatesMet": True}) == [("gatesMet", ["to", False])]
    assert _tight(gated, {"industry": "bank"}) == [("industry", ["drop"])]


def test_numbers_stand_before_lists() -> None:
    """One more move, or one avoided role fewer, and there is a route."""
    oracle = _oracle(
        _move("clerk", "agent"),
        _move("agent", "lead"),
        _move("clerk", "host"),
        _move("host", "guide"),
        _move("guide", "lead"),
    )
    assert _tight(oracle, {"avoid": ["agent"], "maxMoves": 2}) == [
        ("maxMoves", ["to", 3]),
        ("avoid", ["without", "agent"]),
    ]


def test_no_relaxation_makes_a_role_another() -> None:
    """Nothing helps a question to its own start, and a question with a route needs no help."""
    oracle = _oracle(_move("clerk", "lead"))
    assert relaxations(oracle, {"from": "clerk", "to": "clerk", "where": {"maxMoves": 1}}) == []
    assert relaxations(oracle, {"from": "clerk", "to": "lead"}) == []


def test_sensitivity_tries_each_policy_and_document() -> None:
    """Two documents know the way round, one knows the direct move, a third says nothing of it."""
    oracle = _oracle(
        _move("clerk", "lead", document="one"),
        _move("clerk", "agent", document="two"),
        _move("agent", "lead", document="two"),
        documents=[{"id": "one"}, {"id": "three"}, {"id": "two"}],
    )
    direct, round_ = ["clerk", "lead"], ["clerk", "agent", "lead"]
    assert sensitivity(oracle, {"from": "clerk", "to": "lead", "policy": {"rule": "STRICT"}}) == [
        {"policy": "ENVELOPE", "without": None, "same": True, "route": direct},
        {"policy": "CONSENSUS", "without": None, "same": True, "route": direct},
        {"policy": None, "without": "one", "same": False, "route": round_},
        {"policy": None, "without": "three", "same": True, "route": direct},
        {"policy": None, "without": "two", "same": True, "route": direct},
    ]


def test_sensitivity_says_where_nothing_is_left() -> None:
    """Of one accepted document nothing is left without it; the source counts for bare rows."""
    oracle = _oracle(_move("clerk", "lead", document="one"), _move("lead", "clerk"))
    question = {"from": "clerk", "to": "lead", "where": {"documents": ["one"]}}
    assert [(each["without"], each["route"]) for each in sensitivity(oracle, question)[2:]] == [
        ("one", []),
        ("world", ["clerk", "lead"]),
    ]


def test_sensitivity_follows_a_dispute() -> None:
    """A promotion said to take 12 or 60 months loses to 40 months once disputes count nothing."""
    oracle = _oracle(
        _move("clerk", "agent", 18),
        _move("agent", "lead", 22),
        _move("clerk", "lead", 12, document="one"),
        _move("clerk", "lead", 60, document="two"),
    )
    question: dict[str, Any] = {"from": "clerk", "to": "lead", "by": "TIME"}
    found = {each["policy"] or each["without"]: each for each in sensitivity(oracle, question)}
    assert {name: len(each["route"]) for name, each in found.items()} == {
        "CONSENSUS": 2,
        "STRICT": 3,
        "one": 3,
        "two": 2,
        "world": 2,
    }
    question["policy"] = {"prefer": "one"}
    assert all(each["same"] for each in sensitivity(oracle, question)[:2])


@pytest.mark.parametrize("seed", range(3))
def test_reach_and_feeders_are_routes_to_each_end(seed: int) -> None:
    """What is listed for a role is the first route that `routes` gives between the two."""
    rng = random.Random(seed)
    for _ in range(20):
        world = random_world(rng)
        oracle = Oracle(world)
        lines = {row["line"] for row in world.get("stages", ())}
        roles = [row["id"] for row in world["roles"] if row["id"] not in lines]
        for ask, draw, other, place in (
            (reach, random_reach_question, "to", -2),
            (feeders, random_feeders_question, "from", 1),
        ):
            question = draw(rng, world)
            listed = {line["role"]: line for line in ask(oracle, question)}
            for role in roles:
                answer = oracle.routes(question | {other: role})
                assert ("routes" in answer) == (role in listed), (seed, question, role)
                if role in listed:
                    (route,), line = answer["routes"], listed[role]
                    assert line["moves"] == len(route["steps"])
                    assert line["months"] == route["months"]
                    assert line["newSkills"] == route["newSkills"]
                    assert line["previous"] == route["roles"][place]


def _relaxed(where: dict[str, Any], argument: str, change: list[Any]) -> dict[str, Any]:
    """A filter with one relaxation applied."""
    given = where.get(argument) or []
    word, *values = change
    if word == "to":
        return where | {argument: values[0]}
    if word == "drop":
        return {name: value for name, value in where.items() if name != argument}
    if word == "with":
        return where | {argument: [*given, values[0]]}
    return where | {argument: [entry for entry in given if entry != values[0]]}


@pytest.mark.parametrize("seed", range(3))
def test_every_relaxation_gives_a_route(seed: int) -> None:
    """Each relaxation, applied, gives a route; a number one step tighter still gives none."""
    rng, words = random.Random(seed), set()
    for _ in range(60):
        world = random_world(rng)
        oracle, question = Oracle(world), random_tight_question(rng, world)
        for relaxation in relaxations(oracle, question):
            argument, change = relaxation["argument"], relaxation["change"]
            words.add(change[0])
            where = _relaxed(question["where"], argument, change)
            assert "routes" in oracle.routes(question | {"where": where}), (seed, question)
            if change[0] == "to" and not isinstance(change[1], bool):
                tighter = where | {argument: change[1] + (1 if argument == "minPay" else -1)}
                assert "reason" in oracle.routes(question | {"where": tighter}), (seed, question)
    assert words == {"to", "drop", "with", "without"}


@pytest.mark.parametrize("seed", range(3))
def test_gains_open_and_better_and_gaps_are_whole(seed: int) -> None:
    """Random gains both open roles and make some nearer; a gap keeps every skill once."""
    rng, kinds = random.Random(seed), set()
    for _ in range(60):
        world = random_world(rng)
        oracle = Oracle(world)
        for change in what_if(oracle, random_what_if_question(rng, world)):
            kinds.add(change["before"] is None)
        answer = gap(oracle, random_gap_question(rng, world))
        held = {requirement["skill"] for requirement in answer["held"]}
        assert not held & {requirement["skill"] for requirement in answer["missing"]}
    assert kinds == {True, False}

"""How answers change when worlds and questions do: rules that hold whatever the right answer is."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from asking import ask, ask_feeders, open_world, to_question
from worlds import (
    Question,
    World,
    random_feeders_question,
    random_question,
    random_tight_question,
    random_world,
)

from graph.records import Objective
from graph.routes import (
    NoRoute,
    NoRouteReason,
    Reach,
    ReachQuestion,
    RouteFinder,
    RouteList,
)

_WORLDS = 40
_NUMBERS = ("maxMoves", "maxMonths", "maxNewSkills", "minPay")


def _worlds(seed: int, folder: Path) -> Iterator[tuple[random.Random, World, RouteFinder]]:
    """Random worlds with a finder each."""
    rng = random.Random(seed)
    for number in range(_WORLDS):
        world = random_world(rng)
        yield rng, world, RouteFinder(open_world(world, folder / str(number)))


def _without_lines(world: World) -> World:
    """The world without lines of work and what is said of them."""
    lines = {row["line"] for row in world.get("stages", ())}
    return {
        table: [row for row in rows if not lines & set(row.values())]
        for table, rows in world.items()
        if table != "stages"
    }


def _cost(finder: RouteFinder, question: Question) -> tuple[Any, ...] | None:
    """The three costs of the best route in the order of its objective, None without a route."""
    asked = to_question({**question, "first": 1})
    found = finder.routes(asked)
    if isinstance(found, NoRoute):
        return None
    (route,) = found.routes
    untimed = sum(step.move_untimed + step.gates_untimed for step in route.steps)
    moves, new_skills = len(route.steps), len(route.new_skills)
    time = (untimed, route.months.typical)
    return {
        Objective.MOVES: (moves, time, new_skills),
        Objective.TIME: (time, moves, new_skills),
        Objective.NEW_SKILLS: (new_skills, moves, time),
    }[asked.by]


def _no_worse(after: tuple[Any, ...] | None, before: tuple[Any, ...] | None) -> bool:
    return before is None or (after is not None and after <= before)


def test_a_new_move_never_makes_the_best_worse(tmp_path: Path) -> None:
    """Without lines and gates, joining two roles by a move leaves the best as good or better."""
    rng, better = random.Random(1), 0
    for number in range(_WORLDS):
        plain = _without_lines(random_world(rng, gates=False))
        roles = [row["id"] for row in plain["roles"]]
        joined = {(row["from"], row["to"]) for row in plain.get("moves", ())}
        free = [pair for pair in product(roles, roles) if pair[0] != pair[1] and pair not in joined]
        if not free:
            continue
        from_, to = rng.choice(free)
        moves = [*plain.get("moves", ()), {"from": from_, "to": to, "kind": "PROMOTION"}]
        before = RouteFinder(open_world(plain, tmp_path / f"{number}-before"))
        after = RouteFinder(open_world({**plain, "moves": moves}, tmp_path / f"{number}-after"))
        for start, by in product(roles, Objective):
            question = {"from": start, "to": roles[0], "by": by.value}
            old, new = _cost(before, question), _cost(after, question)
            assert _no_worse(new, old), (number, question, from_, to)
            better += new != old
    assert better


def test_a_held_skill_never_raises_new_skills(tmp_path: Path) -> None:
    """Who holds one skill more has no more skills to learn."""
    lower = 0
    for rng, world, finder in _worlds(2, tmp_path):
        for _ in range(4):
            question = {**random_question(rng, world), "by": "NEW_SKILLS"}
            profile = dict(question.get("profile") or {})
            skill = rng.choice([row["id"] for row in world["skills"]])
            profile["skills"] = [*profile.get("skills", ()), skill]
            old, new = _cost(finder, question), _cost(finder, {**question, "profile": profile})
            assert old is None or (new is not None and new[0] <= old[0]), (question, skill)
            lower += old is not None and new is not None and new[0] < old[0]
    assert lower


def test_feeders_are_the_routes_of_every_role(tmp_path: Path) -> None:
    """`feeders` lists what asking every role for its route to the target gives."""
    listed = 0
    for rng, world, finder in _worlds(3, tmp_path):
        question = random_feeders_question(rng, world)
        lines = set(finder.career_graph.stages_of)
        expected = {}
        for role in finder.career_graph.roles.keys() - lines:
            answer = ask(finder, {**question, "from": role, "first": 1})
            if "routes" in answer:
                expected[role] = answer["routes"][0]
        found = ask_feeders(finder, question)
        assert {line["role"] for line in found} == set(expected)
        for line in found:
            route = expected[line["role"]]
            assert line["previous"] == route["roles"][1]
            assert line["months"] == route["months"]
            assert line["newSkills"] == route["newSkills"]
        listed += len(found)
    assert listed


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A world, question or answer with ids replaced wherever they stand."""
    if isinstance(value, dict):
        return {name: _renamed(part, names) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value


def _names(world: World, *, backwards: bool) -> dict[str, str]:
    """Other ids for everything that has one, in the same order or in the other."""
    tables = ("roles", "skills", "certifications", "documents")
    ids = sorted({row["id"] for table in tables for row in world.get(table, ())})
    order = ids[::-1] if backwards else ids
    return {id_: f"x{place:03}" for place, id_ in enumerate(order)}


def test_other_ids_change_nothing_but_ids(tmp_path: Path) -> None:
    """With other ids in the same order every answer is the same, with the other ids."""
    rng, routes = random.Random(4), 0
    for number in range(_WORLDS):
        world = random_world(rng)
        names = _names(world, backwards=False)
        plain = RouteFinder(open_world(world, tmp_path / f"{number}-a"))
        other = RouteFinder(open_world(_renamed(world, names), tmp_path / f"{number}-b"))
        for _ in range(4):
            question = random_question(rng, world)
            before = ask(plain, question)
            assert ask(other, _renamed(question, names)) == _renamed(before, names)
            routes += "routes" in before
    assert routes


def test_the_order_of_ids_decides_ties_alone(tmp_path: Path) -> None:
    """Without lines and gates, ids in the other order leave the costs of the best as they are."""
    rng, routes = random.Random(7), 0
    for number in range(_WORLDS):
        world = _without_lines(random_world(rng, gates=False))
        names = _names(world, backwards=True)
        plain = RouteFinder(open_world(world, tmp_path / f"{number}-a"))
        other = RouteFinder(open_world(_renamed(world, names), tmp_path / f"{number}-b"))
        roles = [row["id"] for row in world["roles"]]
        for from_, by in product(roles, Objective):
            question = {"from": from_, "to": roles[0], "by": by.value}
            cost = _cost(plain, question)
            assert _cost(other, _renamed(question, names)) == cost
            routes += cost is not None
    assert routes


def test_relaxations_are_the_smallest_that_work(tmp_path: Path) -> None:
    """Each relaxation gives a route, and no number between it and the one given does."""
    numbers = 0
    for rng, world, finder in _worlds(5, tmp_path):
        for _ in range(6):
            question = to_question(random_tight_question(rng, world))
            if isinstance(finder.routes(question), RouteList):
                continue
            for relaxation in finder.relaxations(question).changes:
                given = getattr(question.where, relaxation.field)
                change: dict[str, Any] = {relaxation.field: relaxation.value}
                loose = replace(question.where, **change)
                assert isinstance(finder.routes(replace(question, where=loose)), RouteList)
                if not isinstance(relaxation.value, int) or isinstance(relaxation.value, bool):
                    continue
                numbers += 1
                step = 1 if relaxation.value < given else -1
                change = {relaxation.field: relaxation.value + step}
                tight = replace(question.where, **change)
                assert isinstance(finder.routes(replace(question, where=tight)), NoRoute)
    assert numbers


def test_the_same_question_has_the_same_answer_in_any_order(tmp_path: Path) -> None:
    """What was asked before changes no answer, nor whether it is proven, even at a work limit."""
    for rng, world, _ in _worlds(6, tmp_path):
        questions = [to_question(random_question(rng, world)) for _ in range(6)]
        graph = open_world(world, tmp_path / f"again-{rng.random()}")
        for work in (7, 1_000_000):
            finder = RouteFinder(graph, work=work)
            first = [finder.routes(question) for question in questions]
            finder.reach(ReachQuestion(role=questions[0].from_))
            assert [finder.routes(question) for question in questions] == first
            fresh = RouteFinder(graph, work=work)
            assert [fresh.routes(question) for question in questions[::-1]] == first[::-1]


def test_a_work_limit_is_said(tmp_path: Path) -> None:
    """What is proven at a work limit is the whole truth; what is not proven lies within it."""
    limited: set[str] = set()
    for rng, world, finder in _worlds(8, tmp_path):
        asked = to_question(random_question(rng, world) | {"first": 2, "diverse": False})
        end = ReachQuestion(role=asked.to, by=asked.by, where=asked.where, profile=asked.profile)
        whole: dict[str, Any] = {
            "routes": finder.routes(asked),
            "trade-offs": finder.trade_offs(replace(asked, first=50)),
            "reach": _walks(finder.reach(end)),
            "feeders": _walks(finder.feeders(end)),
            "sensitivity": finder.sensitivity(asked),
        }
        for work in (1, 5, 20, 60):
            poor = RouteFinder(finder.career_graph, work=work)
            routes, trade_offs = poor.routes(asked), poor.trade_offs(replace(asked, first=50))
            for name, answer in (("routes", routes), ("trade-offs", trade_offs)):
                if isinstance(answer, NoRoute):
                    unknown = answer == NoRoute(NoRouteReason.WORK_LIMIT)
                    assert unknown or answer == whole[name]
                elif answer.limited:
                    limited.add(name)
                    assert not answer.proven
                else:
                    assert answer == whole[name]
            for name, reach in (("reach", poor.reach(end)), ("feeders", poor.feeders(end))):
                found = _walks(reach)
                assert {role: found[role] for role in found if found[role][1]}.items() <= (
                    whole[name].items()
                )
                assert not reach.proven or found == whole[name]
                limited |= set() if reach.proven else {name}
            for variant, true in zip(poor.sensitivity(asked), whole["sensitivity"], strict=False):
                assert variant == true or not variant.proven
                limited |= set() if variant.proven else {"sensitivity"}
    assert limited == {"routes", "trade-offs", "reach", "feeders", "sensitivity"}


def _walks(reach: Reach) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Each role with the roles of its route, and whether that is proven."""
    return {it.role: (it.route.roles, it.proven) for it in reach.nodes}

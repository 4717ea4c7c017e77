"""The traps of route questions, each in a world so small that the answer is obvious."""

import random
from dataclasses import replace

import pytest
from building import (
    LATERAL,
    TRANSFER,
    asks,
    band,
    build,
    move,
    passage,
    pays,
    role,
    stage,
    stay,
)

from graph.catalog import CareerGraph
from graph.errors import RecordError, UnknownIdError
from graph.records import (
    CityTier,
    Objective,
    PayPeriod,
    PolicyRule,
    Requirement,
    RequirementKind,
    TimeBasis,
)
from graph.routes import (
    Months,
    NoRoute,
    NoRouteReason,
    Policy,
    Profile,
    ReachQuestion,
    Route,
    RouteFilter,
    RouteFinder,
    RouteList,
    RouteQuestion,
)


def _list(career_graph: CareerGraph, from_: str, to: str, **asked: object) -> list[Route]:
    """The routes of an answer that has some."""
    question = RouteQuestion(from_=from_, to=to, **asked)  # type: ignore[arg-type]
    answer = RouteFinder(career_graph).routes(question)
    assert isinstance(answer, RouteList)
    assert answer.proven
    return list(answer.routes)


def _best(career_graph: CareerGraph, from_: str, to: str, **asked: object) -> Route:
    return _list(career_graph, from_, to, **asked)[0]


def _refused(career_graph: CareerGraph, from_: str, to: str, **asked: object) -> NoRouteReason:
    question = RouteQuestion(from_=from_, to=to, **asked)  # type: ignore[arg-type]
    answer = RouteFinder(career_graph).routes(question)
    assert isinstance(answer, NoRoute)
    return answer.reason


def test_fewest_moves_is_not_fastest() -> None:
    """MOVES takes the slow short way, TIME the quick long one."""
    world = build(
        move("agent", "director", months_low=120),
        move("agent", "lead", months_low=12),
        move("lead", "director", months_low=12),
    )
    assert _best(world, "agent", "director").roles == ("agent", "director")
    fastest = _best(world, "agent", "director", by=Objective.TIME)
    assert fastest.roles == ("agent", "lead", "director")
    assert fastest.months == Months(24, 24, None)


def test_total_service_is_not_added_up_twice() -> None:
    """Bands of total service across a ladder arrive at their own low."""
    world = build(
        move("agent", "lead"),
        move("lead", "manager"),
        move("manager", "director"),
        stage("agent", "service", 1),
        band("agent", 12, 24),
        band("lead", 24, 48),
        band("manager", 48, 72),
        band("director", 72, None),
    )
    route = _best(world, "service", "director")
    assert [step.arrive.low for step in route.steps] == [24, 48, 72]
    assert route.months == Months(72, 72, None)


def test_stays_and_bands_of_two_documents_meet() -> None:
    """The envelope of a band and a stay is the earlier low, later high, median typical."""
    world = build(
        move("agent", "lead", "bands"),
        move("lead", "manager", "bands"),
        move("lead", "manager", "stays"),
        stage("agent", "service", 1),
        band("agent", 12, 24, "bands"),
        band("lead", 24, 48, "bands"),
        band("manager", 48, 72, "bands"),
        stay("lead", 36, 60, "stays"),
    )
    first, second = _best(world, "service", "manager").steps
    assert first.arrive == Months(24, 24, 24)
    assert second.arrive == Months(48, 60, 84)
    assert second.stay == Months(36, 48, 60)


def test_untimed_move_is_a_lower_bound() -> None:
    """A move that nobody times adds nothing, opens the high and marks all that follows."""
    world = build(
        move("agent", "lead", months_low=12, months_high=24),
        move("lead", "manager"),
        move("manager", "director", months_low=12, months_high=12),
    )
    route = _best(world, "agent", "director")
    assert [step.arrive for step in route.steps] == [
        Months(12, 18, 24),
        Months(12, 18, None, lower_bound=True),
        Months(24, 30, None, lower_bound=True),
    ]


def test_time_prefers_a_stated_time() -> None:
    """Under TIME a stated decade beats a move without any time."""
    world = build(
        move("agent", "director"),
        move("agent", "lead", months_low=60),
        move("lead", "director", months_low=60),
    )
    route = _best(world, "agent", "director", by=Objective.TIME)
    assert route.roles == ("agent", "lead", "director")


def test_a_disputed_number_disappears_under_strict() -> None:
    """ENVELOPE takes the widest range, CONSENSUS what both share, STRICT drops a dispute."""
    disputed = build(
        move("agent", "lead", "one", months_low=6, months_high=12, basis=TimeBasis.IN_ROLE),
        move("agent", "lead", "two", months_low=24, months_high=36, basis=TimeBasis.IN_ROLE),
    )
    shared = build(
        move("agent", "lead", "one", months_low=6, months_high=24, basis=TimeBasis.IN_ROLE),
        move("agent", "lead", "two", months_low=12, months_high=36, basis=TimeBasis.IN_ROLE),
    )
    consensus, strict = Policy(rule=PolicyRule.CONSENSUS), Policy(rule=PolicyRule.STRICT)
    assert _best(disputed, "agent", "lead").months == Months(6, 20, 36)
    assert _best(disputed, "agent", "lead", policy=consensus).months == Months(6, 20, 36)
    dropped = _best(disputed, "agent", "lead", policy=strict)
    assert dropped.months == Months(0, 0, None, lower_bound=True)
    assert dropped.steps[0].hop.time.disputed
    assert _best(shared, "agent", "lead", policy=strict).months == Months(12, 20, 24)


def test_preferred_document_wins_where_it_speaks() -> None:
    """`prefer` leaves only that document's claims, and only on moves that it times."""
    world = build(
        move("agent", "lead", "one", months_low=6),
        move("agent", "lead", "two", months_low=24),
        move("lead", "manager", "two", months_low=12),
    )
    route = _best(world, "agent", "manager", policy=Policy(prefer="one"))
    assert [step.arrive.low for step in route.steps] == [6, 18]


def test_skills_accumulate() -> None:
    """A skill learned on the way is not learned again; what the start requires is held."""
    world = build(
        move("agent", "lead"),
        move("lead", "manager"),
        asks("agent", "listening"),
        asks("lead", "listening", "coaching"),
        asks("manager", "coaching", "budgeting"),
    )
    route = _best(world, "agent", "manager")
    assert [asked.skill for asked in route.new_skills] == ["coaching", "budgeting"]


def test_fewest_new_skills_over_the_whole_route() -> None:
    """NEW_SKILLS takes a detour whose skills the target asks for anyway."""
    world = build(
        move("agent", "clerk"),
        move("clerk", "director"),
        move("agent", "coach"),
        move("coach", "planner"),
        move("planner", "director"),
        asks("clerk", "filing"),
        asks("coach", "budgeting"),
        asks("planner", "hiring"),
        asks("director", "budgeting", "hiring"),
    )
    route = _best(world, "agent", "director", by=Objective.NEW_SKILLS)
    assert route.roles == ("agent", "coach", "planner", "director")
    held = Profile(skills=frozenset({"filing"}))
    shorter = _best(world, "agent", "director", by=Objective.NEW_SKILLS, profile=held)
    assert shorter.roles == ("agent", "clerk", "director")


def test_cycles_and_demotions_do_not_repeat_a_role() -> None:
    """The k best routes are loopless, and there are no more of them than there are."""
    world = build(
        move("agent", "lead"),
        move("lead", "agent"),
        move("lead", "manager"),
        move("manager", "lead"),
        move("agent", "manager"),
    )
    routes = _list(world, "agent", "manager", first=10)
    assert [route.roles for route in routes] == [
        ("agent", "manager"),
        ("agent", "lead", "manager"),
    ]


def test_equal_costs_come_by_role_id() -> None:
    """Routes that cost the same are listed by the ids of their roles, as text."""
    world = build(
        move("agent", "b-lead"),
        move("agent", "a-lead"),
        move("b-lead", "manager"),
        move("a-lead", "manager"),
    )
    routes = _list(world, "agent", "manager", first=2)
    assert [route.roles[1] for route in routes] == ["a-lead", "b-lead"]


def test_parallel_moves_take_the_first_to_arrive() -> None:
    """Of two moves between the same roles the timed, quicker one is taken; ties go by kind."""
    quick = build(
        move("agent", "lead", months_low=24),
        move("agent", "lead", kind=LATERAL, months_low=12),
        move("agent", "lead", kind=TRANSFER),
    )
    assert _best(quick, "agent", "lead").steps[0].hop.move.kind is LATERAL
    tied = build(move("agent", "lead", kind=TRANSFER), move("agent", "lead", kind=LATERAL))
    assert _best(tied, "agent", "lead").steps[0].hop.move.kind is LATERAL


def test_a_line_ends_at_the_first_stage_that_is_reached() -> None:
    """A route to a line does not pass through one of its stages."""
    world = build(
        move("clerk", "senior"),
        move("senior", "junior"),
        stage("junior", "service", 1),
        stage("senior", "service", 2),
    )
    routes = _list(world, "clerk", "service", first=5)
    assert [route.roles for route in routes] == [("clerk", "senior")]


def test_a_move_out_of_a_line_is_open_to_its_stages() -> None:
    """A stage takes its line's move, unless it has one of its own to the same role."""
    world = build(
        move("service", "trainer", "line"),
        move("senior", "trainer", "own", kind=LATERAL),
        stage("junior", "service", 1),
        stage("senior", "service", 2),
        move("junior", "senior", "own"),
    )
    assert _best(world, "junior", "trainer").steps[0].hop.move.from_ == "service"
    assert _best(world, "senior", "trainer").steps[0].hop.move.from_ == "senior"


def test_same_role_is_said() -> None:
    """A line to its own stage, or a stage to its line, is the same role."""
    world = build(
        stage("junior", "service", 1), stage("senior", "service", 2), move("junior", "senior")
    )
    assert _refused(world, "service", "junior") is NoRouteReason.SAME_ROLE
    assert _refused(world, "senior", "service") is NoRouteReason.SAME_ROLE
    assert _best(world, "service", "senior").roles == ("junior", "senior")


def test_no_route_says_why() -> None:
    """Not connected at all, or only within what the question leaves out."""
    world = build(
        move("agent", "lead"),
        move("lead", "robot", method="overlap", score=0.9),
        role("island"),
    )
    assert _refused(world, "agent", "island") is NoRouteReason.NOT_CONNECTED
    assert _refused(world, "agent", "robot") is NoRouteReason.CONSTRAINTS_TOO_TIGHT
    assert _best(world, "agent", "robot", where=RouteFilter(inferred=True)).roles[-1] == "robot"


def test_an_unknown_role_is_never_a_near_one() -> None:
    """An id that the graph does not hold is an error, however near another is."""
    world = build(move("agent", "lead"))
    finder = RouteFinder(world)
    with pytest.raises(UnknownIdError, match="'agents'"):
        finder.routes(RouteQuestion(from_="agents", to="lead"))


def test_a_year_of_pay_and_a_month_of_pay_never_mix() -> None:
    """Pay is compared by the month; a year's is divided by twelve, halves up."""
    world = build(
        move("agent", "lead"),
        pays("lead", 80_000, 120_000, period=PayPeriod.YEAR),
    )
    enough, too_much = RouteFilter(min_pay=6_667), RouteFilter(min_pay=6_668)
    assert _best(world, "agent", "lead", where=enough).steps[0].pay[0].low == 6_667
    assert _refused(world, "agent", "lead", where=too_much) is NoRouteReason.CONSTRAINTS_TOO_TIGHT


def test_least_pay_is_for_the_city_tier() -> None:
    """A figure of another tier does not count; one without a tier counts for every tier."""
    world = build(
        move("agent", "lead"),
        move("agent", "clerk"),
        pays("lead", 9_000, None, city_tier=CityTier.TIER_1),
        pays("lead", 5_000, None, city_tier=CityTier.TIER_3),
        pays("clerk", 7_000, None),
    )
    where, first, third = RouteFilter(min_pay=6_000), CityTier.TIER_1, CityTier.TIER_3
    assert _best(world, "agent", "lead", where=where, profile=Profile(city_tier=first))
    low = _refused(world, "agent", "lead", where=where, profile=Profile(city_tier=third))
    assert low is NoRouteReason.CONSTRAINTS_TOO_TIGHT
    assert _best(world, "agent", "clerk", where=where, profile=Profile(city_tier=third))


def test_via_may_need_a_detour_that_meets_the_route_again() -> None:
    """A route through `via` stays loopless where the cheapest walk would turn back."""
    world = build(
        move("agent", "hub"),
        move("hub", "expert"),
        move("expert", "hub"),
        move("hub", "director"),
        move("expert", "planner"),
        move("planner", "director"),
    )
    route = _best(world, "agent", "director", where=RouteFilter(via=("expert",)))
    assert route.roles == ("agent", "hub", "expert", "planner", "director")


def test_an_avoided_end_leaves_no_route() -> None:
    """Avoiding an end by name rules the route out; avoiding its line spares the ends."""
    world = build(
        move("junior", "senior"),
        move("junior", "lead"),
        move("lead", "senior"),
        stage("junior", "service", 1),
        stage("senior", "service", 2),
        stage("lead", "service", 2),
    )
    named = RouteFilter(avoid=("senior",))
    assert _refused(world, "junior", "senior", where=named) is NoRouteReason.CONSTRAINTS_TOO_TIGHT
    routes = _list(world, "junior", "senior", first=5, where=RouteFilter(avoid=("service",)))
    assert [route.roles for route in routes] == [("junior", "senior")]


def test_diverse_routes_differ_in_more_than_one_role() -> None:
    """`diverse` skips a route that swaps a single role."""
    world = build(
        move("agent", "a"),
        move("a", "director"),
        move("agent", "b"),
        move("b", "director"),
        move("agent", "c"),
        move("c", "d"),
        move("d", "director"),
    )
    routes = _list(world, "agent", "director", first=3, diverse=True)
    assert [route.roles for route in routes] == [
        ("agent", "a", "director"),
        ("agent", "c", "d", "director"),
    ]


def test_the_work_limit_is_said_and_deterministic() -> None:
    """A search cut short says so: with the best found, or that nothing was found."""
    chain = [move(f"r{number:03}", f"r{number + 1:03}") for number in range(50)]
    world = build(chain, move("r000", "r050"))
    question = RouteQuestion(from_="r000", to="r050", first=2)
    cut = RouteFinder(world, work=20).routes(question)
    assert isinstance(cut, RouteList)
    assert not cut.proven
    assert [route.roles for route in cut.routes] == [("r000", "r050")]
    assert RouteFinder(world, work=20).routes(question) == cut
    any_ = RouteFinder(build(chain), work=20).routes(question)
    assert isinstance(any_, RouteList)
    assert (any_.proven, any_.limited, len(any_.routes[0].steps)) == (False, True, 50)
    detour = build(chain, move("r000", "x"), move("x", "r002"))
    through = replace(question, where=RouteFilter(via=("x",)))
    nothing = RouteFinder(detour, work=20).routes(through)
    assert nothing == NoRoute(NoRouteReason.WORK_LIMIT)


def test_a_gate_that_is_not_on_the_way_costs_nothing() -> None:
    """A gate with service as an option, on a role that nobody reaches, leaves `reach` whole."""
    roles = [f"r{number:02}" for number in range(40)]
    steps = [(one, one + far) for one in range(40) for far in (-2, -1, 1, 2)]
    world = build(
        [move(roles[one], roles[other]) for one, other in steps if 0 <= other < 40],
        role("lone"),
        [
            Requirement(role="lone", kind=kind, target=target, any_of="a", passage=passage())
            for kind, target in (
                (RequirementKind.SERVICE, "24"),
                (RequirementKind.EDUCATION, "BACHELOR"),
            )
        ],
    )
    reached = RouteFinder(world, work=5_000).reach(ReachQuestion(role="r00"))
    assert (len(reached.nodes), reached.proven) == (39, True)


def test_many_routes_in_a_large_graph_need_little_work() -> None:
    """Ten routes among 3,000 roles are proved best within a stated number of labels."""
    rng = random.Random(7)
    roles = [f"r{number:04}" for number in range(3000)]
    moves = {(one, other) for one in roles for other in rng.sample(roles, 3) if one != other}
    world = build(
        [move(from_, to) for from_, to in sorted(moves)],
        [stay(id_, rng.randrange(6, 48), None) for id_ in roles],
    )
    finder = RouteFinder(world, work=100_000)
    for by in (Objective.MOVES, Objective.TIME):
        answer = finder.routes(RouteQuestion(from_="r0000", to="r2999", by=by, first=10))
        assert isinstance(answer, RouteList)
        assert answer.proven
        assert len(answer.routes) == 10


@pytest.mark.parametrize("bound", ["max_moves", "max_months", "max_new_skills", "min_pay"])
def test_bounds_below_zero_are_refused(bound: str) -> None:
    """A question that cannot be meant is refused when it is made."""
    with pytest.raises(RecordError, match=f"{bound} is -1; give 0 or more"):
        RouteFilter(**{bound: -1})  # type: ignore[arg-type]
    with pytest.raises(RecordError, match="first is 0; give 1 or more"):
        RouteQuestion(from_="a", to="b", first=0)

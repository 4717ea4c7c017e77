"""The readable answer to `route`: what a counsellor asks first comes first, the evidence last."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from .options import kebab
from .render import Page
from .render_facts import (
    describe_gates,
    describe_months,
    describe_move,
    describe_skill,
    render_pay,
    summarise_pay,
)
from .render_sources import collect_evidence, list_documents, list_statements

Answer = Mapping[str, Any]

_TABLE_WIDTH = 130  # columns from which the steps fit beside each other in a table
STEP_FIELDS = (
    "cli.move",
    "cli.arrival",
    "cli.stay",
    "cli.new_skills",
    "cli.gates",
    "cli.pay_range",
)


def render_routes(page: Page, answer: Answer, *, sources: bool) -> Iterator[RenderableType]:
    """Yield the routes of a RouteList, what their roles pay, then what all this rests on."""
    routes = answer["routes"]
    ends = f"{answer['from']['name']} → {answer['to']['name']}"
    for number, route in enumerate(routes, 1):
        if number > 1:
            yield page.gap()
        numbered = page.say("cli.route", number=number, total=len(routes), ends=ends)
        yield from _render_route(page, route, ends if len(routes) == 1 else numbered)
    if not answer["proven"]:
        yield page.gap()
        more = page.say("cli.trade_offs.more", number=len(routes))
        yield page.line(page.say("cli.unproven") if answer["limited"] else more)
    yield from _render_sensitivity(page, answer.get("sensitivity", ()))
    yield from _render_held(page, routes)
    pay = {role["name"]: facts for route in routes for role, facts in _list_pay(route)}
    if any(pay.values()):
        yield page.gap()
        yield from render_pay(page, ((name, fact) for name in pay for fact in pay[name]))
    if sources:
        yield from _render_sources(page, routes)


def _render_sensitivity(page: Page, variants: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield what would replace the winner, a line for each other policy and missing document."""
    if not variants:
        return
    yield page.gap()
    yield page.heading(page.say("cli.sensitivity"))
    for variant in variants:
        if variant["without"] is None:
            what = page.say("cli.sensitivity.policy", rule=kebab(variant["policy"]))
        else:
            what = page.say("cli.sensitivity.without", document=variant["without"]["id"])
        if variant["same"]:
            winner = page.say("cli.sensitivity.same")
        else:
            roles = " → ".join(role["name"] for role in variant["route"])
            winner = roles or page.say("cli.sensitivity.none")
        if not variant["proven"]:
            winner = page.marked(winner, [page.say("cli.sensitivity.limited")])
        yield page.line(page.field(what, winner), indent=2)


def _render_route(page: Page, route: Answer, title: str) -> Iterator[RenderableType]:
    """Yield one route: its headline, its roles, its steps."""
    steps = route["steps"]
    yield page.heading(page.field(title, summarise_route(page, route)))
    yield page.line(" → ".join([route["from"]["name"], *(it["to"]["name"] for it in steps)]))
    yield from _render_untimed(page, steps)
    yield page.gap()
    yield from _render_steps(page, route)


def _render_untimed(page: Page, steps: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield a line for the moves, and one for the gates, that nobody times."""
    comma = page.say("cli.comma")
    if moves := [_name_move(step) for step in steps if step["moveUntimed"]]:
        yield page.line(page.say("cli.lower_bound", moves=comma.join(moves)))
    if roles := [step["to"]["name"] for step in steps if step["gatesUntimed"]]:
        yield page.line(page.say("cli.gates_untimed", roles=comma.join(roles)))


def _render_held(page: Page, routes: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield the skills that count as held at each start, named in full once."""
    for name, held in {route["from"]["name"]: route["held"] for route in routes}.items():
        if held:
            counted = page.marked(name, [page.count("cli.held", len(held))])
            skills = page.say("cli.semicolon").join(describe_skill(page, it) for it in held)
            yield page.gap()
            yield page.line(page.field(counted, skills))


def summarise_route(page: Page, route: Answer) -> str:
    """How many moves, how long, how many new skills."""
    months = describe_months(page, route["months"])
    if not route["months"]["lowerBound"]:
        months = page.say("cli.typically", months=months)
    moves = page.count("cli.moves", route["moves"])
    skills = page.count("cli.skills", len(route["newSkills"]))
    return page.say("cli.comma").join((moves, months, skills))


def _name_move(step: Answer) -> str:
    return f"{step['from']['name']} → {step['to']['name']}"


def _list_pay(route: Answer) -> Iterator[tuple[Answer, Sequence[Answer]]]:
    """Yield each role of a route with what it pays."""
    yield route["from"], route["startPay"]
    for step in route["steps"]:
        yield step["to"], step["pay"]


def _render_steps(page: Page, route: Answer) -> Iterator[RenderableType]:
    """Yield the start and the steps: a table where there is room, else a few lines each."""
    roles = [route["from"], *(step["to"] for step in route["steps"])]
    cells = [
        list_start_cells(page, route),
        *(list_step_cells(page, step) for step in route["steps"]),
    ]
    named = [(str(number), role["name"]) for number, role in enumerate(roles)]
    if page.width is None or page.width >= _TABLE_WIDTH:
        rows = ((*name, *map(page.stack, row)) for name, row in zip(named, cells, strict=True))
        yield page.table(("cli.step", "cli.role", *STEP_FIELDS), rows)
        return
    for (number, name), row in zip(named, cells, strict=True):
        yield page.heading(f"{number} {name}")
        for field, cell in zip(STEP_FIELDS, row, strict=True):
            if cell:
                text = page.say("cli.semicolon").join(cell)
                yield page.line(page.field(page.say(field), text), indent=2)


def list_start_cells(page: Page, route: Answer) -> tuple[Sequence[str], ...]:
    """What is said of the role where a route starts, in the order of STEP_FIELDS."""
    return (
        [page.say("cli.start")],
        [],
        [],
        [page.count("cli.held", len(route["held"]))] if route["held"] else [],
        describe_gates(page, route["startGates"]),
        summarise_pay(page, route["startPay"]),
    )


def list_step_cells(page: Page, step: Answer) -> tuple[Sequence[str], ...]:
    """What is said of a step, in the order of STEP_FIELDS; each a list of things."""
    stay = step["stay"]
    return (
        [describe_move(page, step["move"])],
        [describe_months(page, step["arrive"])],
        [] if stay is None else [describe_months(page, stay)],
        [describe_skill(page, skill) for skill in step["newSkills"]],
        describe_gates(page, step["gates"]),
        summarise_pay(page, step["pay"]),
    )


def _render_sources(page: Page, routes: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield what each start and each move of any route rests on, once, then the documents."""
    parts: defaultdict[str, list[Answer]] = defaultdict(list)
    for route in routes:
        start = [route["held"], route["startGates"], route["startPay"]]
        parts[route["from"]["name"]] += collect_evidence(start)
        for step in route["steps"]:
            parts[_name_move(step)] += collect_evidence(step)
    numbers: dict[str, int] = {}
    yield page.gap()
    yield page.heading(page.say("cli.evidence"))
    for part, evidence in parts.items():
        if evidence:
            yield page.line(part)
            yield from list_statements(page, evidence, numbers)
    yield page.gap()
    yield from list_documents(page, (it for route in routes for it in route["documents"]))

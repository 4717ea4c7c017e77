"""The readable answer to `route`: what a counsellor asks first comes first, the evidence last."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

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

_TABLE_WIDTH = 110  # columns from which the steps fit beside each other in a table
_FIELDS = ("cli.move", "cli.arrival", "cli.stay", "cli.new_skills", "cli.gates", "cli.pay_range")


def render_routes(page: Page, answer: Answer, *, sources: bool) -> Iterator[RenderableType]:
    """Yield the routes of a RouteList, then what they rest on."""
    routes = answer["routes"]
    ends = f"{answer['from']['name']} → {answer['to']['name']}"
    for number, route in enumerate(routes, 1):
        numbered = page.say("cli.route", number=number, total=len(routes), ends=ends)
        yield from _render_route(page, route, ends if len(routes) == 1 else numbered)
    if not answer["proven"]:
        yield page.line(page.say("cli.unproven"))
        yield page.gap()
    pay = {step["to"]["id"]: step for route in routes for step in route["steps"]}
    yield from render_pay(
        page, ((step["to"]["name"], fact) for step in pay.values() for fact in step["pay"])
    )
    if sources:
        yield from _render_sources(page, routes)


def _render_route(page: Page, route: Answer, title: str) -> Iterator[RenderableType]:
    """Yield one route: its headline, its roles, its steps, and what they pay."""
    steps = route["steps"]
    yield page.heading(page.field(title, _summarise(page, route)))
    yield page.line(" → ".join([steps[0]["from"]["name"], *(it["to"]["name"] for it in steps)]))
    if route["months"]["lowerBound"]:
        moves = page.say("cli.comma").join(_name_move(step) for step in _untimed(steps))
        yield page.line(page.say("cli.lower_bound", moves=moves))
    yield page.gap()
    yield from _render_steps(page, steps)
    yield page.gap()


def _summarise(page: Page, route: Answer) -> str:
    """How many moves, how long, how many new skills."""
    months = describe_months(page, route["months"])
    if not route["months"]["lowerBound"]:
        months = page.say("cli.typically", months=months)
    moves = page.count("cli.moves", route["moves"])
    skills = page.count("cli.skills", len(route["newSkills"]))
    return page.say("cli.comma").join((moves, months, skills))


def _name_move(step: Answer) -> str:
    return f"{step['from']['name']} → {step['to']['name']}"


def _untimed(steps: Iterable[Answer]) -> Iterator[Answer]:
    """Yield the steps of unknown time: the first of a lower bound, then those without claims."""
    bounded = False
    for step in steps:
        if step["arrive"]["lowerBound"] and not (bounded and step["move"]["times"]):
            yield step
        bounded = step["arrive"]["lowerBound"]


def _render_steps(page: Page, steps: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield the steps: a table where there is room, else a few lines each."""
    if page.width is None or page.width >= _TABLE_WIDTH:
        rows = (
            (str(number), step["to"]["name"], *(page.stack(cell) for cell in _cells(page, step)))
            for number, step in enumerate(steps, 1)
        )
        yield page.table(("cli.step", "cli.role", *_FIELDS), rows)
        return
    for number, step in enumerate(steps, 1):
        yield page.heading(f"{number} {step['to']['name']}")
        for field, cell in zip(_FIELDS, _cells(page, step), strict=True):
            if cell:
                text = page.say("cli.semicolon").join(cell)
                yield page.line(page.field(page.say(field), text), indent=2)


def _cells(page: Page, step: Answer) -> tuple[Sequence[str], ...]:
    """What is said of a step, in the order of _FIELDS; each a list of things."""
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
    """Yield what each move of any route rests on, once, then the documents."""
    moves: defaultdict[str, list[Answer]] = defaultdict(list)
    for route in routes:
        for step in route["steps"]:
            moves[_name_move(step)] += collect_evidence(step)
    numbers: dict[str, int] = {}
    yield page.gap()
    yield page.heading(page.say("cli.evidence"))
    for move, evidence in moves.items():
        yield page.line(move)
        yield from list_statements(page, evidence, numbers)
    yield page.gap()
    yield from list_documents(page, (it for route in routes for it in route["documents"]))

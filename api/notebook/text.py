"""Answers as a line or a few lines of text, in the words of the command line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..cli.output import clean
from ..cli.render import Page
from ..cli.render_facts import (
    describe_gates,
    describe_months,
    describe_move,
    describe_skill,
    describe_times,
    summarise_pay,
)
from ..cli.render_lists import name_matter
from ..cli.render_route import summarise_route
from ..cli.render_sources import describe_place
from .selection import is_entity, is_listing

Answer = Mapping[str, Any]

_LISTED = 20  # items of a list that its text shows; the rest are counted


def describe(language: str, answer: Answer) -> str:
    """An object as text: a list has a line for itself and one for each item."""
    return "\n".join(_list_lines(Page(language), clean(answer)))


def describe_list(language: str, answers: Sequence[Answer]) -> str:
    """Several objects as text, a line for each; [] where there is none."""
    page = Page(language)
    return "\n".join(_list_first_lines(page, [clean(it) for it in answers])) or "[]"


def list_items(answer: Answer) -> Sequence[Answer]:
    """What a list answer lists."""
    items: Sequence[Answer] = answer["routes" if "routes" in answer else "nodes"]
    return items


def describe_line(page: Page, answer: Answer) -> str:
    """An object as one line; `answer` must be clean."""
    type_name = answer["__typename"]
    if is_entity(type_name):
        return f"{answer['name']} ({answer['id']})"
    return LINES.get(type_name, _describe_plain)(page, answer)


def name_path(route: Answer) -> str:
    """The roles of a route in order."""
    return " → ".join([route["from"]["name"], *(step["to"]["name"] for step in route["steps"])])


def name_ends(answer: Answer) -> str:
    """From where to where; only where to, where nobody asked from somewhere."""
    return " → ".join(it["name"] for it in (answer["from"], answer["to"]) if it is not None)


def _list_lines(page: Page, answer: Answer) -> Iterator[str]:
    """Yield the lines of an object."""
    yield describe_line(page, answer)
    if is_listing(answer["__typename"]):
        yield from (f"  {line}" for line in _list_first_lines(page, list_items(answer)))
        if not answer.get("proven", True):
            yield page.say("cli.unproven")
    if answer.get("relaxations"):
        yield page.say("cli.relaxations")
        yield from (f"  {it['message']}" for it in answer["relaxations"])


def _list_first_lines(page: Page, answers: Sequence[Answer]) -> Iterator[str]:
    """Yield a line for each of the first objects, and how many are left."""
    yield from (describe_line(page, it) for it in answers[:_LISTED])
    if len(answers) > _LISTED:
        yield page.say("cli.and_more", number=len(answers) - _LISTED)


def _describe_plain(page: Page, answer: Answer) -> str:
    """The type; of a page how much it shows of how many, else the plain values."""
    type_name = answer["__typename"]
    if is_listing(type_name):
        return page.field(type_name, f"{len(list_items(answer))}/{answer['total']}")
    plain = (
        f"{name}={value!r}"
        for name, value in answer.items()
        if name != "__typename" and isinstance(value, str | int | float)
    )
    return f"{type_name}({', '.join(plain)})"


def _describe_pay(page: Page, pay: Answer) -> str:
    scope = [pay["level"], pay["city"], pay["cityTier"] and page.say(pay["cityTier"])]
    figures = page.say("cli.comma").join(summarise_pay(page, [pay]))
    return page.field(page.marked(pay["role"]["name"], [it for it in scope if it]), figures)


def _describe_option(page: Page, option: Answer) -> str:
    alone = {"options": [option], "necessity": "REQUIRED", "met": None}
    return describe_gates(page, [alone])[0]


def _describe_change(page: Page, change: Answer) -> str:
    """What is reached now, and how it was reached before."""
    before = change["before"]
    was = page.say("notebook.not_before") if before is None else summarise_route(page, before)
    now = summarise_route(page, change["after"])
    return page.field(change["after"]["role"]["name"], page.say("notebook.now", now=now, was=was))


def _describe_sensitivity(page: Page, case: Answer) -> str:
    """The route that wins when one thing is different."""
    changed = case["policy"] or page.say("cli.sensitivity.without", document=case["without"]["id"])
    route = " → ".join(it["name"] for it in case["route"]) or "–"
    return page.field(changed, page.say("notebook.same") if case["same"] else route)


def _describe_conflict(page: Page, conflict: Answer) -> str:
    topic = page.say(f"cli.conflict.{conflict['topic']}")
    says = page.say("cli.semicolon").join(it["says"] for it in conflict["statements"])
    return page.field(page.field(topic, name_matter(page, conflict)), says)


LINES: Mapping[str, Callable[[Page, Answer], str]] = {
    "RouteList": lambda _, it: name_ends(it),
    "Route": lambda page, it: page.field(name_path(it), summarise_route(page, it)),
    "Step": lambda page, it: page.field(
        name_ends(it),
        page.say("cli.comma").join(
            (describe_move(page, it["move"]), describe_months(page, it["arrive"]))
        ),
    ),
    "Months": describe_months,
    "Move": lambda page, it: page.field(name_ends(it), describe_move(page, it)),
    "MoveTime": lambda page, it: describe_times(page, [it])[0],
    "Gate": lambda page, it: describe_gates(page, [it])[0],
    "GateOption": _describe_option,
    "Pay": _describe_pay,
    "Evidence": lambda page, it: page.say(
        "cli.statement", says=it["says"], place=describe_place(page, it)
    ),
    "Document": lambda page, it: page.say("cli.document", text=it["title"], id=it["id"]),
    "Sensitivity": _describe_sensitivity,
    "Requirement": describe_skill,
    "Reached": lambda page, it: page.field(it["role"]["name"], summarise_route(page, it)),
    "Change": _describe_change,
    "Gap": lambda page, it: page.field(
        name_ends(it),
        page.say("notebook.gap", missing=len(it["missing"]), held=len(it["held"])),
    ),
    "Conflict": _describe_conflict,
    "Statement": lambda _, it: it["says"],
    "SearchHit": lambda page, it: page.marked(
        it["item"]["name"], [page.say(f"kind.{it['item']['__typename'].lower()}"), it["item"]["id"]]
    ),
    "NoRoute": lambda _, it: it["message"],
    "UnknownName": lambda _, it: it["message"],
    "Relaxation": lambda _, it: it["message"],
}
"""How an object of each type reads; others show their plain values."""

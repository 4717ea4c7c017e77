"""Answers as Jupyter shows them: tables, with every text escaped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from ..cli.output import clean
from ..cli.render import Page
from ..cli.render_facts import describe_months, describe_skill, summarise_pay
from ..cli.render_lists import name_matter
from ..cli.render_route import STEP_FIELDS, list_start_cells, list_step_cells, summarise_route
from ..cli.render_sources import describe_place
from ..schema import snake_case
from .selection import is_entity, is_listing
from .text import describe_line, list_items, name_path

Answer = Mapping[str, Any]
Column = Callable[[Page, Answer], str]


def render_record(language: str, answer: Answer) -> str:
    """An object: what it lists as a table, or its fields one below the other."""
    page, answer = Page(language), clean(answer)
    heading = f"<p>{escape(describe_line(page, answer))}</p>"
    type_name = answer["__typename"]
    if is_listing(type_name):
        proven = "" if answer.get("proven", True) else f"<p>{escape(page.say('cli.unproven'))}</p>"
        return heading + _render_items(page, list_items(answer)) + proven
    if "message" in answer:
        return heading + _render_ways_out(page, answer)
    if type_name == "Route":
        return heading + _render_steps(page, answer)
    return heading + _render_fields(page, answer)


def render_list(language: str, answers: Sequence[Answer]) -> str:
    """Several objects of one kind as a table."""
    return _render_items(Page(language), [clean(it) for it in answers])


def _render_items(page: Page, answers: Sequence[Answer]) -> str:
    """A row for each object, in the columns of its type."""
    if not answers:
        return "<p>–</p>"
    type_name = answers[0]["__typename"]
    columns = _ENTITY if is_entity(type_name) else COLUMNS.get(type_name)
    if columns is None:
        return _table([], [[describe_line(page, it)] for it in answers])
    headings = [page.say(word) for word in columns]
    return _table(headings, [[cell(page, it) for cell in columns.values()] for it in answers])


def _render_steps(page: Page, route: Answer) -> str:
    """The roles of a route with what the command line says of each."""
    steps = route["steps"]
    names = [route["from"]["name"], *(step["to"]["name"] for step in steps)]
    cells = [list_start_cells(page, route), *(list_step_cells(page, step) for step in steps)]
    headings = [page.say(word) for word in ("cli.step", "cli.role", *STEP_FIELDS)]
    rows = (
        [str(number), name, *map(page.stack, row)]
        for number, (name, row) in enumerate(zip(names, cells, strict=True))
    )
    return _table(headings, rows)


def _render_ways_out(page: Page, problem: Answer) -> str:
    """What may have been meant, or what change would give an answer."""
    notes = problem.get("suggestions") or problem.get("relaxations") or ()
    items = "".join(f"<li>{escape(describe_line(page, it))}</li>" for it in notes)
    lead = f"<p>{escape(page.say('cli.relaxations'))}</p>" if problem.get("relaxations") else ""
    return lead + (f"<ul>{items}</ul>" if items else "")


def _render_fields(page: Page, answer: Answer) -> str:
    """A row for each field that has a value."""
    rows = (
        [snake_case(name), _describe_value(page, value)]
        for name, value in answer.items()
        if name != "__typename" and value not in (None, [])
    )
    return _table([], rows)


def _describe_value(page: Page, value: object) -> str:
    if isinstance(value, Mapping):
        if is_listing(value["__typename"]):
            return _describe_value(page, list_items(value))
        return describe_line(page, value)
    if isinstance(value, list):
        return page.stack(_describe_value(page, it) for it in value)
    return str(value)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts, escaped here and nowhere else."""
    head = "".join(f"<th>{escape(text)}</th>" for text in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows
    )
    top = f"<thead><tr>{head}</tr></thead>" if headings else ""
    return f"<table>{top}<tbody>{body}</tbody></table>"


def _join_names(page: Page, things: Sequence[Answer]) -> str:
    """The names of skills, or of what asks for them."""
    return page.stack((it.get("skill") or it)["name"] for it in things)


_ENTITY: Mapping[str, Column] = {
    "cli.name": lambda _, it: it["name"],
    "cli.id": lambda _, it: it["id"],
}
_COSTS: Mapping[str, Column] = {
    "cli.moves": lambda _, it: str(it["moves"]),
    "cli.time": lambda page, it: describe_months(page, it["months"]),
    "cli.new_skills": lambda page, it: _join_names(page, it["newSkills"]),
}

COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "Route": {"notebook.route": lambda _, it: name_path(it), **_COSTS},
    "Step": {
        "cli.role": lambda _, it: it["to"]["name"],
        "cli.arrival": lambda page, it: describe_months(page, it["arrive"]),
        "cli.new_skills": lambda page, it: _join_names(page, it["newSkills"]),
    },
    "Reached": {"cli.role": lambda _, it: it["role"]["name"], **_COSTS},
    "Change": {
        "cli.role": lambda _, it: it["after"]["role"]["name"],
        "notebook.before": lambda page, it: (
            page.say("notebook.not_before")
            if it["before"] is None
            else summarise_route(page, it["before"])
        ),
        "notebook.after": lambda page, it: summarise_route(page, it["after"]),
    },
    "Requirement": {
        "kind.skill": describe_skill,
        "notebook.necessity": lambda page, it: page.say(it["necessity"]),
    },
    "Pay": {
        "cli.role": lambda _, it: it["role"]["name"],
        "cli.level": lambda _, it: it["level"] or "–",
        "notebook.city": lambda page, it: it["city"] or page.say(it["cityTier"] or "cli.any_city"),
        "cli.pay_range": lambda page, it: page.stack(summarise_pay(page, [it])),
    },
    "Evidence": {
        "notebook.says": lambda _, it: it["says"],
        "cli.location": describe_place,
        "notebook.quote": lambda _, it: it["quote"] or "–",
    },
    "Conflict": {
        "cli.topic": lambda page, it: page.say(f"cli.conflict.{it['topic']}"),
        "notebook.about": name_matter,
        "notebook.says": lambda page, it: page.stack(one["says"] for one in it["statements"]),
    },
    "SearchHit": {
        "cli.kind": lambda page, it: page.say(f"kind.{it['item']['__typename'].lower()}"),
        "cli.name": lambda _, it: it["item"]["name"],
        "cli.id": lambda _, it: it["item"]["id"],
        "cli.matched": lambda _, it: it["matched"],
    },
}
"""The columns of each type by the words that head them; other types have one, their line."""

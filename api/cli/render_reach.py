"""The readable answers to `reach`, `feeders`, `gap` and `what-if`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from graph.records import Necessity

from .render import Page
from .render_facts import describe_gates, describe_months, describe_skill
from .render_sources import collect_evidence, list_documents, list_statements

Answer = Mapping[str, Any]


def render_reached(page: Page, answer: Answer, *, root: str) -> Iterator[RenderableType]:
    """Yield roles with their best routes, nearest first; `root` is `reach` or `feeders`."""
    if answer["total"]:
        yield _count(page, answer)
        headings = (
            "cli.role",
            "cli.id",
            "cli.moves",
            "cli.arrival",
            "cli.new_skills",
            f"cli.{root}.previous",
        )
        yield page.table(headings, (_reached_row(page, it) for it in answer["nodes"]))
    else:
        yield page.line(page.say(f"cli.{root}.none"))
    yield from _render_end(page, answer)


def _count(page: Page, answer: Answer) -> RenderableType:
    """How many are shown, of how many."""
    shown, total = len(answer["nodes"]), answer["total"]
    return page.line(page.say("cli.reached.some", shown=shown, total=total))


def _reached_row(page: Page, reached: Answer) -> tuple[str, ...]:
    role, previous = reached["role"], reached["previous"]
    return (
        role["name"],
        role["id"],
        str(reached["moves"]),
        describe_months(page, reached["months"]),
        page.stack(skill["name"] for skill in reached["newSkills"]),
        previous["name"],
    )


def _render_end(page: Page, answer: Answer) -> Iterator[RenderableType]:
    """Yield where the next page starts, and whether the answer is whole."""
    if answer["pageInfo"]["hasNextPage"]:
        yield page.gap()
        yield page.line(page.say("cli.next_page", cursor=answer["pageInfo"]["endCursor"]))
    if not answer["proven"]:
        yield page.gap()
        yield page.line(page.say("cli.unproven"))


def render_changes(page: Page, answer: Answer) -> Iterator[RenderableType]:
    """Yield what a gain changes, biggest change first: each cost as before → after."""
    if answer["total"]:
        yield _count(page, answer)
        headings = ("cli.role", "cli.id", "cli.moves", "cli.arrival", "cli.new_skills")
        rows = (_change_row(page, it["before"], it["after"]) for it in answer["nodes"])
        yield page.table(headings, rows)
    else:
        yield page.line(page.say("cli.changes.none"))
    yield from _render_end(page, answer)


def _change_row(page: Page, before: Answer | None, after: Answer) -> tuple[str, ...]:
    cells = [_costs(page, it) for it in (before, after) if it is not None]
    if before is None:
        changed = [*cells[0]]
    else:
        changed = [old if old == new else f"{old} → {new}" for old, new in zip(*cells, strict=True)]
    name = page.marked(after["role"]["name"], [] if before else [page.say("cli.opened")])
    return (name, after["role"]["id"], *changed)


def _costs(page: Page, reached: Answer) -> tuple[str, str, str]:
    """Moves, months and the number of new skills."""
    months = describe_months(page, reached["months"])
    return str(reached["moves"]), months, str(len(reached["newSkills"]))


def render_gap(page: Page, gap: Answer, *, sources: bool) -> Iterator[RenderableType]:
    """Yield what is missing, what is there, the gates, then who says so."""
    to = gap["to"]["name"]
    yield page.heading(to if gap["from"] is None else f"{gap['from']['name']} → {to}")
    for part in ("missing", "held"):
        for necessity in Necessity:
            asked = [it for it in gap[part] if it["necessity"] == necessity]
            yield from _render_asked(page, f"cli.gap.{part}", necessity, asked)
    if not (gap["missing"] or gap["held"] or gap["gates"]):
        yield page.line(page.say("cli.gap.silent"), indent=2)
    elif not gap["missing"]:
        yield page.line(page.say("cli.gap.none"), indent=2)
    if gap["gates"]:
        gates = page.say("cli.semicolon").join(describe_gates(page, gap["gates"]))
        yield page.line(page.field(page.say("cli.gates"), gates), indent=2)
    evidence = list(collect_evidence(gap)) if sources else []
    if evidence:
        yield page.gap()
        yield page.heading(page.say("cli.evidence"))
        yield from list_statements(page, evidence, {})
        yield page.gap()
        yield from list_documents(page, (it["document"] for it in evidence))


def _render_asked(
    page: Page, word: str, necessity: Necessity, asked: Sequence[Answer]
) -> Iterator[RenderableType]:
    """Yield a line of skills, nothing where there are none."""
    if asked:
        name = page.marked(page.say(word, number=len(asked)), [page.say(necessity)])
        skills = page.say("cli.semicolon").join(describe_skill(page, it) for it in asked)
        yield page.line(page.field(name, skills), indent=2)

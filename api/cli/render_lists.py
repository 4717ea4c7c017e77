"""The readable answers to `search` and `conflicts`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from .output import clean
from .render import Page
from .render_sources import list_statements

Answer = Mapping[str, Any]


def render_hits(page: Page, hits: Sequence[Answer], text: str) -> Iterator[RenderableType]:
    """Yield what a search found, best match first."""
    if not hits:
        yield page.line(page.say("cli.nothing_found", text=clean(text)))
        return
    yield page.table(
        ("cli.kind", "cli.name", "cli.id", "cli.matched"),
        (
            (
                page.say(f"kind.{hit['item']['__typename'].lower()}"),
                hit["item"]["name"],
                hit["item"]["id"],
                hit["matched"],
            )
            for hit in hits
        ),
    )


def render_conflicts(page: Page, conflicts: Answer) -> Iterator[RenderableType]:
    """Yield each conflict with its statements, then where the next page starts."""
    if not conflicts["total"]:
        yield page.line(page.say("cli.conflicts.none"))
        return
    shown = len(conflicts["nodes"])
    yield page.line(page.say("cli.conflicts.some", shown=shown, total=conflicts["total"]))
    for conflict in conflicts["nodes"]:
        yield page.gap()
        topic = page.say(f"cli.conflict.{conflict['topic']}")
        yield page.heading(page.field(topic, name_matter(page, conflict)))
        numbers: dict[str, int] = {}
        for statement in conflict["statements"]:
            yield from list_statements(page, statement["evidence"], numbers)
    if conflicts["pageInfo"]["hasNextPage"]:
        yield page.gap()
        yield page.line(page.say("cli.next_page", cursor=conflicts["pageInfo"]["endCursor"]))


def render_limits(page: Page, limits: Sequence[Answer]) -> Iterator[RenderableType]:
    """Yield each limit with its value, its variable and what it bounds."""
    headings = ("cli.limit", "cli.value", "cli.unit", "cli.setting", "cli.meaning")
    fields = ("name", "value", "unit", "setting", "meaning")
    yield page.table(headings, ([str(limit[field]) for field in fields] for limit in limits))


def name_matter(page: Page, conflict: Answer) -> str:
    """What a conflict is about: its move, else its roles."""
    move = conflict["move"]
    if move is not None:
        return page.marked(
            f"{move['from']['name']} → {move['to']['name']}", [page.say(move["kind"])]
        )
    return page.say("cli.comma").join(f"{it['name']} ({it['id']})" for it in conflict["roles"])

"""The readable answer to `show`: all that is known of one thing, then who says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from graph.records import Necessity

from .render import Page
from .render_facts import describe_gates, describe_move, describe_skill, describe_times, render_pay
from .render_sources import collect_evidence, list_statements

Answer = Mapping[str, Any]


def render_role(page: Page, role: Answer, *, sources: bool) -> Iterator[RenderableType]:
    """Yield all about a Role."""
    yield from _render_head(page, role)
    yield from _render_fields(page, _role_fields(page, role))
    yield from _render_table(
        page,
        "cli.stages",
        ("cli.rung", "cli.role", "cli.id", "cli.level"),
        [_stage_row(stage, stage["role"]) for stage in role["stages"]],
    )
    yield from _render_table(
        page,
        "cli.stage_of",
        ("cli.rung", "cli.line", "cli.id", "cli.level"),
        [_stage_row(stage, stage["line"]) for stage in role["stageOf"]],
    )
    for name, end in (("movesOut", "to"), ("movesIn", "from")):
        yield from _render_table(
            page,
            "cli.moves_out" if end == "to" else "cli.moves_in",
            ("cli.role", "cli.id", "cli.move", "cli.time"),
            [_move_row(page, move, move[end]) for move in role[name]],
        )
    if role["pay"]:
        yield page.gap()
        yield from render_pay(page, [(role["name"], fact) for fact in role["pay"]])
    yield from _render_sources(page, role, wanted=sources)


def render_thing(page: Page, thing: Answer, *, sources: bool) -> Iterator[RenderableType]:
    """Yield all about a Skill, Certification or Industry."""
    yield from _render_head(page, thing)
    fields = [("cli.issuer", [thing.get("issuer")]), ("cli.grade", [thing.get("grade")])]
    if thing.get("kind"):
        fields.append(("cli.kind", [page.say(thing["kind"])]))
    yield from _render_fields(page, fields)
    word, roles = (
        ("cli.roles_in", thing["roles"])
        if "roles" in thing
        else ("cli.required_by", thing["requiredBy"])
    )
    yield page.gap()
    yield page.heading(page.say(word, total=roles["total"]))
    for role in roles["nodes"]:
        yield page.line(_name(role), indent=2)
    left = roles["total"] - len(roles["nodes"])
    if left:
        yield page.line(page.say("cli.and_more", number=left), indent=2)
    yield from _render_sources(page, thing, wanted=sources)


def _name(thing: Answer) -> str:
    return f"{thing['name']} ({thing['id']})"


def _render_head(page: Page, thing: Answer) -> Iterator[RenderableType]:
    """Yield the name with id and kind, the other names, and the codes."""
    kind = page.say(f"kind.{thing['__typename'].lower()}")
    yield page.heading(page.field(kind, _name(thing)))
    others = [it["text"] for it in thing["names"] if it["text"] != thing["name"]]
    codes = [page.marked(f"{it['scheme']}:{it['code']}", [it["relation"]]) for it in thing["codes"]]
    yield from _render_fields(page, [("cli.aliases", others), ("cli.codes", codes)])


def _render_fields(
    page: Page, fields: Iterable[tuple[str, Sequence[str | None]]]
) -> Iterator[RenderableType]:
    """Yield a line for each field that has something in it."""
    for word, values in fields:
        given = [value for value in values if value]
        if given:
            yield page.line(page.field(page.say(word), page.say("cli.comma").join(given)), indent=2)


def _role_fields(page: Page, role: Answer) -> list[tuple[str, Sequence[str | None]]]:
    """What fits on a line each."""
    skills = {
        necessity: [
            describe_skill(page, it) for it in role["requirements"] if it["necessity"] == necessity
        ]
        for necessity in Necessity
    }
    return [
        ("cli.kind_of", [_name(it) for it in role["kindOf"]]),
        ("cli.kinds", [_name(it) for it in role["kinds"]]),
        ("cli.family", [role["family"]]),
        ("cli.track", [role["track"]]),
        ("cli.level", [None if role["level"] is None else str(role["level"])]),
        ("cli.industries", [it["name"] for it in role["industries"]]),
        ("cli.interests", [page.say(it) for it in role["interests"]]),
        ("cli.required_skills", skills[Necessity.REQUIRED]),
        ("cli.preferred_skills", skills[Necessity.PREFERRED]),
        ("cli.gates", describe_gates(page, role["gates"])),
    ]


def _render_table(
    page: Page, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[RenderableType]:
    """Yield a table with its title, nothing where it has no rows."""
    if rows:
        yield page.gap()
        yield page.heading(page.say(title))
        yield page.table(headings, rows)


def _stage_row(stage: Answer, other: Answer) -> tuple[str, ...]:
    return str(stage["rung"]), other["name"], other["id"], stage["payLevel"] or "–"


def _move_row(page: Page, move: Answer, other: Answer) -> tuple[str, ...]:
    times = page.stack(describe_times(page, move["times"]))
    return other["name"], other["id"], describe_move(page, move), times


def _render_sources(page: Page, thing: Answer, *, wanted: bool) -> Iterator[RenderableType]:
    """Yield who says all this."""
    evidence = list(collect_evidence(thing)) if wanted else []
    if evidence:
        yield page.gap()
        yield page.heading(page.say("cli.evidence"))
        yield from list_statements(page, evidence, {})

"""How facts read: months, skills, gates, moves and pay, as text for cells and lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType

from graph.records import MONTHS_A_YEAR, CityTier, Necessity
from graph.words import say_range

from .render import Page

Answer = Mapping[str, Any]


def describe_span(page: Page, months: int) -> str:
    """Months as years and months."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    parts = [page.count("cli.years", years)] if years else []
    if rest or not years:
        parts.append(page.count("cli.months", rest))
    return " ".join(parts)


def describe_months(page: Page, months: Answer) -> str:
    """Typical months in years, and the range in months."""
    low, high = months["low"], months["high"]
    typical = describe_span(page, months["typical"])
    if months["lowerBound"]:
        if months["typical"] == 0:
            return page.say("cli.unstated")
        typical = page.say("cli.at_least", span=typical)
    if high is None:
        extent = page.say("cli.or_more", months=low)
    else:
        extent = page.say("cli.range", months=say_range(low, high))
    return page.marked(typical, [extent])


def describe_skill(page: Page, asked: Answer) -> str:
    """A skill with its level and the industry it is asked for in."""
    marks = [asked["level"]] if asked["level"] else []
    if asked.get("industry"):
        marks.append(asked["industry"]["name"])
    return page.marked(asked["skill"]["name"], marks)


def describe_move(page: Page, move: Answer) -> str:
    """The kind of a move, and what makes it less than certain."""
    found = {
        "possible": move["certainty"] == "POSSIBLE",
        "score": move["inferred"] and move["score"] is not None,
        "inferred": move["inferred"] and move["score"] is None,
        "disputed": move["disputed"],
    }
    marks = [page.say(f"cli.{it}", score=move["score"]) for it in found if found[it]]
    return page.marked(page.say(move["kind"]), marks)


def describe_times(page: Page, times: Sequence[Answer]) -> list[str]:
    """What is claimed of the time before a move, each with what it is counted from."""
    return [
        page.say(
            "cli.claimed", basis=page.say(it["basis"]), months=say_range(it["low"], it["high"])
        )
        for it in times
    ]


def describe_gates(page: Page, gates: Sequence[Answer]) -> list[str]:
    """The gates, required ones first; all of one necessity together."""
    described = []
    for necessity in Necessity:
        options = [_describe_gate(page, it) for it in gates if it["necessity"] == necessity]
        if options:
            text = page.say("cli.semicolon").join(options)
            described.append(page.field(page.say(necessity), text))
    return described


def _describe_gate(page: Page, gate: Answer) -> str:
    """The options of a gate; what is needed together is joined by +."""
    options = []
    for option in gate["options"]:
        parts = [it["name"] for it in option["certifications"]]
        if option["education"]:
            parts.append(page.say(option["education"]))
        if option["serviceMonths"] is not None:
            parts.append(page.say("says.service", months=option["serviceMonths"]))
        lead = option["leadMonths"]
        marks = [] if lead is None else [page.say("cli.lead", months=lead)]
        options.append(page.marked(" + ".join(parts), marks))
    met = {True: [page.say("cli.met")], False: [page.say("cli.not_met")], None: []}
    return page.marked(page.say("cli.or").join(options), met[gate.get("met")])


def summarise_pay(page: Page, pay: Sequence[Answer]) -> list[str]:
    """The lowest and highest monthly figure in each currency."""
    figures: defaultdict[str, list[int]] = defaultdict(list)
    for fact in pay:
        figures[fact["currency"]] += [it for it in (fact["low"], fact["high"]) if it is not None]
    return [
        page.say("cli.pay", figure=say_range(min(all_), max(all_)), currency=currency)
        for currency, all_ in figures.items()
    ]


def render_pay(page: Page, pay: Iterable[tuple[str, Answer]]) -> Iterator[RenderableType]:
    """Yield pay a month, nothing where there is none: each figure comes with the role it is for.

    A row for each role and level, a column for each city tier, and below them who is quoted.
    """
    facts = list(pay)
    if not facts:
        return
    currencies = dict.fromkeys(fact["currency"] for _, fact in facts)
    present = {fact["cityTier"] for _, fact in facts}
    tiers = [tier for tier in (*CityTier, None) if tier in present]
    rows: defaultdict[tuple[str, str], defaultdict[str | None, list[str]]]
    rows = defaultdict(lambda: defaultdict(list))
    quoted: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for role, fact in facts:
        figure = _describe_figure(page, fact, alone=len(currencies) == 1)
        rows[role, _pay_scope(page, role, fact)][fact["cityTier"]].append(figure)
        quoted[page.say("cli.comma").join(it for it in (fact["source"], fact["asOf"]) if it)][
            role
        ] = None
    yield page.heading(page.say("cli.pay_a_month", currencies=" / ".join(currencies)))
    yield page.table(
        ("cli.role", "cli.level", *("cli.any_city" if it is None else it for it in tiers)),
        ((*key, *(" / ".join(cells[it]) or "–" for it in tiers)) for key, cells in rows.items()),
        whole=len(tiers),
    )
    for source, roles in quoted.items():
        if source:
            of = page.say("cli.comma").join(roles)
            yield page.line(page.marked(page.field(page.say("cli.quoted"), source), [of]))


def _describe_figure(page: Page, fact: Answer, *, alone: bool) -> str:
    """A figure, with its currency where it is not the only one."""
    figure = say_range(fact["low"], fact["high"])
    if not alone:
        figure = f"{figure} {fact['currency']}"
    return page.marked(figure, [page.say("cli.disputed")] if fact["disputed"] else [])


def _pay_scope(page: Page, role: str, fact: Answer) -> str:
    """The level, the place and the experience that a figure is for; whose it is, if a line's."""
    scope = [fact["role"]["name"]] if fact["role"]["name"] != role else []
    scope += [it for it in (fact["level"], fact["city"]) if it]
    low, high = fact.get("experienceLow"), fact.get("experienceHigh")
    if low is not None or high is not None:
        scope.append(page.say("says.experience", months=say_range(low, high)))
    return " ".join(scope) or "–"

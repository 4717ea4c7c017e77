"""Resolvers of `reach`, `feeders`, `whatIf` and `gap`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graph.records import EntityKind, Objective, Skill
from graph.routes import Change, Gap, Reach, Reached, ReachQuestion, WhatIf

from ..context import Context, Fields, Info
from .asking import Input, read_profile, read_terms
from .paging import Page, PageInfo, cut_page
from .refs import UnknownName, UnknownNameError, find_id
from .roles import get_role

_T = TypeVar("_T")
_DIGITS = 17  # of a number in a cursor: more than any cost has
_MIDDLE = 10 ** (_DIGITS - 1)  # what is added to a number that may be below zero


@dataclass(frozen=True, slots=True)
class ProvenPage(Generic[_T]):
    """A page of an answer that a work limit may have cut short."""

    nodes: Sequence[_T]
    page_info: PageInfo
    total: int
    proven: bool


class ReachPage(ProvenPage[Reached]):
    """A page of reached roles."""


class WhatIfPage(ProvenPage[Change]):
    """A page of changes."""


def _page(context: Context, found: Reach | WhatIf, given: Input, of: str) -> Page[Any]:
    """A page of an answer to a question `of` that name; the cursor holds what orders it."""
    first, after = given["first"], given.get("after")
    return cut_page(context, found.nodes, _key, of=of, first=first, after=after)


def _key(node: Reached | Change) -> str:
    """What orders a list, as text that sorts the same way."""
    numbers = ".".join(f"{number + _MIDDLE:0{_DIGITS}}" for number in node.rank)
    role = node.role if isinstance(node, Reached) else node.after.role
    return f"{numbers}.{role}"


def _asker(end: str, answer: str) -> Callable[..., ReachPage | UnknownName]:
    """A resolver of the question that the finder answers under that name."""

    def resolve(_: object, info: Info, *, by: str, **given: Any) -> ReachPage | UnknownName:  # noqa: ANN401 as GraphQL checked them
        context = info.context
        try:
            question = _question(context, given, end, by)
        except UnknownNameError as unknown:
            return unknown.answer
        found = getattr(context.library.finder, answer)(question)
        page = _page(context, found, given, f"{answer}.{by}")
        return ReachPage(page.nodes, page.page_info, page.total, found.proven)

    return resolve


def what_if(
    _: object,
    info: Info,
    *,
    gain: Input,
    by: str,
    **given: Any,  # noqa: ANN401 as GraphQL checked them
) -> WhatIfPage | UnknownName:
    """What a gain opens and brings nearer."""
    context = info.context
    try:
        question = _question(context, given, "from", by)
        gained = read_profile(context, gain, "gain")
    except UnknownNameError as unknown:
        return unknown.answer
    found = context.library.finder.what_if(question, gained)
    page = _page(context, found, given, f"whatIf.{by}")
    return WhatIfPage(page.nodes, page.page_info, page.total, found.proven)


def _question(context: Context, given: Input, end: str, by: str) -> ReachQuestion:
    ref = given["from_" if end == "from" else end]
    terms = read_terms(context, given.get("where"), given.get("profile"), given.get("policy"))
    role = find_id(context, EntityKind.ROLE, ref, end)
    return ReachQuestion(role=role, by=Objective(by), **terms)


def gap(
    _: object, info: Info, *, to: Input, from_: Input | None = None, profile: Input | None = None
) -> Gap | UnknownName:
    """What a role asks for that another, and a profile, do not bring."""
    context = info.context
    try:
        return context.library.finder.gap(
            None if from_ is None else find_id(context, EntityKind.ROLE, from_, "from"),
            find_id(context, EntityKind.ROLE, to, "to"),
            read_profile(context, profile or {}),
        )
    except UnknownNameError as unknown:
        return unknown.answer


def _new_skills(reached: Reached, info: Info) -> list[Skill]:
    skills = info.context.career_graph.skills
    return [skills[asked.skill] for asked in reached.route.new_skills]


reach = _asker("from", "reach")
feeders = _asker("to", "feeders")

REACHED: Fields = {
    "role": lambda reached, info: get_role(reached.role, info),
    "moves": lambda reached, _: reached.costs.moves,
    "months": lambda reached, _: reached.route.months,
    "newSkills": _new_skills,
    "previous": lambda reached, info: get_role(reached.previous, info),
}
GAP: Fields = {
    "from": lambda gap, info: gap.from_ and get_role(gap.from_, info),
    "to": lambda gap, info: get_role(gap.to, info),
}

"""Resolvers of the other root fields: one thing, pages of things, conflicts, search, release."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.conflicts import Conflict, Statement, pick_conflicts
from graph.facts import list_industries
from graph.interrupt import paced
from graph.moves import EVERYTHING, time_stated
from graph.records import Entity, EntityKind, Role
from graph.says import Speaker
from graph.search import Hit

from ..context import Fields, Info
from ..errors import bad_input
from ..limits import LIMITS
from .evidence import evidence_of_claims
from .paging import Page, check_first, cut_page
from .reach import feeders, gap, reach, what_if
from .refs import UnknownName, UnknownNameError, find_id
from .roles import MoveView
from .routes import routes, trade_offs


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release and how much it holds."""

    number: int
    created: str
    sha256: str
    roles: int
    skills: int
    certifications: int
    industries: int
    moves: int
    documents: int


@dataclass(frozen=True, slots=True)
class LimitView:
    """A limit and its value."""

    name: str
    value: int
    unit: str
    setting: str
    meaning: str


def role(_: object, info: Info, *, ref: Mapping[str, Any]) -> Role | UnknownName:
    """One role by any of its names."""
    context = info.context
    try:
        id_ = find_id(context, EntityKind.ROLE, ref, "ref")
    except UnknownNameError as unknown:
        return unknown.answer
    return context.career_graph.roles[id_]


def _one(table: str) -> Callable[..., Any]:
    """A resolver that finds one thing of a table by id."""

    def resolve(_: object, info: Info, *, id_: str) -> object:
        return getattr(info.context.career_graph, table).get(id_)

    return resolve


def _all(table: str) -> Callable[..., Any]:
    """A resolver that pages through a table by id."""

    def resolve(_: object, info: Info, *, first: int, after: str | None = None) -> Page[Any]:
        context = info.context
        things = list(getattr(context.career_graph, table).values())
        return cut_page(context, things, lambda thing: thing.id, of=table, first=first, after=after)

    return resolve


def list_roles(
    _: object,
    info: Info,
    *,
    first: int,
    after: str | None = None,
    where: Mapping[str, str | None] | None = None,
) -> Page[Role]:
    """Every role of a family, track and industry, by id."""
    context = info.context
    where = where or {}
    family, track, industry = where.get("family"), where.get("track"), where.get("industry")
    found = [
        role
        for role in paced(context.career_graph.roles.values())
        if family in (None, role.family)
        and track in (None, role.track)
        and (
            industry is None
            or industry in list_industries(context.career_graph, role.id, EVERYTHING)
        )
    ]
    return cut_page(context, found, lambda role: role.id, of="roles", first=first, after=after)


def conflicts(
    _: object,
    info: Info,
    *,
    first: int,
    role: str | None = None,
    after: str | None = None,
) -> Page[Conflict]:
    """What statements do not agree on."""
    context, library = info.context, info.context.library
    if role is not None and role not in library.career_graph.roles:
        raise bad_input(f"role is {role!r}; no role has that id. Search for its name first.")
    found = library.conflicts
    if role is not None:
        found = pick_conflicts(library.career_graph, found, role)
    return cut_page(context, found, lambda it: it.key, of="conflicts", first=first, after=after)


def search(
    _: object,
    info: Info,
    *,
    text: str,
    first: int,
    kinds: Collection[str] | None = None,
) -> Sequence[Hit]:
    """Things by name, alias or code; best match first."""
    context = info.context
    wanted = None if kinds is None else [EntityKind(kind.lower()) for kind in kinds]
    return context.library.searcher.search(text, wanted, check_first(context, first))


def release(_: object, info: Info) -> ReleaseView:
    """The release that answers."""
    context = info.context
    career_graph = context.career_graph
    return ReleaseView(
        career_graph.release.number,
        career_graph.release.created,
        career_graph.release.sha256,
        roles=len(career_graph.roles),
        skills=len(career_graph.skills),
        certifications=len(career_graph.certifications),
        industries=len(career_graph.industries),
        moves=len(career_graph.moves),
        documents=len(career_graph.documents),
    )


def limits(_: object, info: Info) -> list[LimitView]:
    """Every limit with its value."""
    settings = info.context.settings
    return [
        LimitView(it.name, it.value_in(settings), it.unit, it.setting, it.meaning) for it in LIMITS
    ]


def _item(hit: Hit, info: Info) -> Entity:
    context = info.context
    return context.career_graph.get_entity(hit.kind, hit.id)


def _roles(conflict: Conflict, info: Info) -> list[Role]:
    context = info.context
    return [context.career_graph.roles[id_] for id_ in conflict.roles]


def _move(conflict: Conflict, info: Info) -> MoveView | None:
    context = info.context
    if conflict.move is None:
        return None
    time = time_stated(context.career_graph, conflict.move, EVERYTHING)
    return MoveView(conflict.move, time)


def _says(statement: Statement, info: Info) -> str:
    context = info.context
    speaker = Speaker(context.career_graph, context.language)
    return "; ".join(dict.fromkeys(speaker.says(claim) for claim in statement.claims))


QUERY: Fields = {
    "routes": routes,
    "tradeOffs": trade_offs,
    "reach": reach,
    "feeders": feeders,
    "gap": gap,
    "whatIf": what_if,
    "role": role,
    "skill": _one("skills"),
    "certification": _one("certifications"),
    "industry": _one("industries"),
    "document": _one("documents"),
    "roles": list_roles,
    "skills": _all("skills"),
    "certifications": _all("certifications"),
    "industries": _all("industries"),
    "documents": _all("documents"),
    "conflicts": conflicts,
    "search": search,
    "release": release,
    "limits": limits,
}
CONFLICT: Fields = {"roles": _roles, "move": _move}
STATEMENT: Fields = {"says": _says, "evidence": evidence_of_claims}
SEARCH_HIT: Fields = {"item": _item}

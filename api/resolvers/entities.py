"""Resolvers of what roles, skills, certifications and industries have in common."""

from collections.abc import Sequence
from typing import Any

from graph.names import LANGUAGES, NameFact, list_names, preferred_name
from graph.records import (
    Certification,
    Code,
    Entity,
    EntityKind,
    Industry,
    Role,
    Skill,
)

from ..context import Context, Fields, Info
from ..errors import bad_input
from .evidence import evidence_of_claims
from .paging import Page, cut_page

KINDS: dict[type[Any], EntityKind] = {
    Role: EntityKind.ROLE,
    Skill: EntityKind.SKILL,
    Certification: EntityKind.CERTIFICATION,
    Industry: EntityKind.INDUSTRY,
}


def name(thing: Entity, info: Info, language: str | None = None) -> str:
    """The preferred name in the asked language, else in the request's."""
    if language is None:
        return preferred_name(thing, info.context.language)
    primary = language.partition("-")[0].lower()  # of a tag such as zh-CN (RFC 5646)
    if primary not in LANGUAGES:
        raise bad_input(f"language is {language!r}; give {' or '.join(LANGUAGES)}.")
    return preferred_name(thing, primary)


def names(thing: Entity, info: Info) -> list[NameFact]:
    """Every name of a thing."""
    context = info.context
    return list_names(context.career_graph, KINDS[type(thing)], thing.id)


def codes(thing: Entity, info: Info) -> Sequence[Code]:
    """The codes of a thing."""
    context = info.context
    return context.career_graph.codes_of.get((KINDS[type(thing)], thing.id), ())


def required_by(
    thing: Skill | Certification,
    info: Info,
    *,
    first: int,
    after: str | None = None,
) -> Page[Role]:
    """The roles whose own rows ask for a skill or certification."""
    context = info.context
    kind = KINDS[type(thing)].value
    asking = context.career_graph.asked_by.get((kind, thing.id), ())
    return _page(context, asking, first=first, after=after)


def roles_of_industry(
    industry: Industry, info: Info, *, first: int, after: str | None = None
) -> Page[Role]:
    """The roles whose own rows name an industry."""
    context = info.context
    named = context.career_graph.found_in.get(industry.id, ())
    return _page(context, named, first=first, after=after)


def _page(context: Context, roles: Sequence[str], *, first: int, after: str | None) -> Page[Role]:
    found = [context.career_graph.roles[id_] for id_ in roles]
    return cut_page(context, found, lambda role: role.id, of="roles", first=first, after=after)


THING: Fields = {"name": name, "names": names, "codes": codes}
SKILL: Fields = {**THING, "kind": lambda skill, _: skill.sort, "requiredBy": required_by}
CERTIFICATION: Fields = {**THING, "requiredBy": required_by}
INDUSTRY: Fields = {**THING, "roles": roles_of_industry}
NAME: Fields = {"evidence": evidence_of_claims}

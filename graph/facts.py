"""What accepted claims about one role add up to: skills asked for, industries, interest types.

Each fact keeps its claims. Semantics 1.5, 2.4, 2.5 and 5.6; gates stand in `gates`, pay in `pay`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .catalog import CareerGraph
from .moves import Acceptance
from .records import (
    Necessity,
    Requirement,
    RequirementKind,
)


@dataclass(frozen=True, slots=True)
class SkillRequirement:
    """A skill that a role asks for, in one industry or (None) in all."""

    skill: str
    necessity: Necessity
    level: str | None
    industry: str | None
    claims: tuple[Requirement, ...]


def list_asked(
    career_graph: CareerGraph, role: str, accepts: Acceptance
) -> Iterable[tuple[str, Sequence[Requirement]]]:
    """Yield (who asks, rows): the role, then each of its lines (1.5); accepted rows only (2.1)."""
    for asker in (role, *career_graph.list_lines(role)):
        rows = career_graph.requirements_of.get(asker, ())
        yield asker, [row for row in rows if accepts.hears(row)]


def list_skills(
    career_graph: CareerGraph, role: str, accepts: Acceptance
) -> list[SkillRequirement]:
    """Each skill that a role and its lines ask for, by skill id and industry (none first).

    Industry-bound ones are listed whatever industry is asked for; see `binds` for what counts.
    """
    grouped = defaultdict(list)
    for _, rows in list_asked(career_graph, role, accepts):
        for row in rows:
            if row.kind is RequirementKind.SKILL:
                grouped[row.target, row.industry].append(row)
    ordered = sorted(grouped, key=lambda key: (key[0], key[1] is not None, key[1] or ""))
    return [_skill(skill, industry, grouped[skill, industry]) for skill, industry in ordered]


def _skill(skill: str, industry: str | None, rows: Sequence[Requirement]) -> SkillRequirement:
    """What rows about one skill add up to: REQUIRED if any says so (2.5)."""
    required = any(row.necessity is Necessity.REQUIRED for row in rows)
    necessity = Necessity.REQUIRED if required else Necessity.PREFERRED
    levels = [row.level for row in rows if row.level is not None]
    return SkillRequirement(skill, necessity, levels[0] if levels else None, industry, tuple(rows))


def binds(industry: str | None, accepts: Acceptance) -> bool:
    """Whether a requirement of that scope counts in a question (2.4)."""
    return industry is None or industry == accepts.industry


def list_required_skills(
    career_graph: CareerGraph, role: str, accepts: Acceptance
) -> dict[str, SkillRequirement]:
    """What must be learned for a role, by skill id: required and in scope (2.4, 2.5).

    A skill required both in general and in the asked industry is one, with the claims of both.
    """
    required: dict[str, SkillRequirement] = {}
    for asked in list_skills(career_graph, role, accepts):
        if asked.necessity is not Necessity.REQUIRED or not binds(asked.industry, accepts):
            continue
        general = required.get(asked.skill)
        if general is not None:
            level, claims = general.level or asked.level, general.claims + asked.claims
            asked = replace(general, level=level, claims=claims)  # noqa: PLW2901 both as one
        required[asked.skill] = asked
    return required


def list_industries(career_graph: CareerGraph, role: str, accepts: Acceptance) -> list[str]:
    """The industries that a role or one of its lines names, by id; none means any (5.6)."""
    return sorted(
        {
            row.industry
            for asker in (role, *career_graph.list_lines(role))
            for row in career_graph.industries_of.get(asker, ())
            if accepts.hears(row)
        }
    )


def list_interests(career_graph: CareerGraph, role: str, accepts: Acceptance) -> list[str]:
    """The interest types that a role suits, by rank, each once; its lines' are not its own."""
    rows = [row for row in career_graph.interests_of.get(role, ()) if accepts.hears(row)]
    ranked = sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.interest))
    return list(dict.fromkeys(row.interest.value for row in ranked))

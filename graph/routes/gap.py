"""The gap between what a role asks for and what another role, a profile, or both bring (6.2).

Where the text leaves room: preferred requirements are listed too; a skill is held where the other
role *requires* it or the profile has it; what is scoped to an industry does not count, as the
question names none (2.4); `met` of a gate judges the profile alone.
"""

from dataclasses import dataclass

from ..catalog import CareerGraph
from ..facts import SkillRequirement, list_required_skills, list_skills
from ..gates import list_gates
from ..moves import EVERYTHING
from ..records import Necessity
from .answer import JudgedGate
from .question import Profile, check_profile


@dataclass(frozen=True, slots=True)
class Gap:
    """Skills that a role asks for, missing and held, and its gates; required ones first."""

    from_: str | None
    to: str
    missing: tuple[SkillRequirement, ...]
    held: tuple[SkillRequirement, ...]
    gates: tuple[JudgedGate, ...]


def find_gap(career_graph: CareerGraph, from_: str | None, to: str, profile: Profile) -> Gap:
    """What `to` asks for, itself or by its lines, that `from_` and the profile do not bring.

    A line asks for its own; from a line it is its first stage that brings something. Raises
    UnknownIdError.
    """
    check_profile(career_graph, profile)
    held = set(profile.skills)
    if from_ is not None:
        first = career_graph.first_stage(career_graph.get_role(from_).id)
        held.update(list_required_skills(career_graph, first, EVERYTHING))
    asked = [
        requirement
        for requirement in list_skills(career_graph, career_graph.get_role(to).id, EVERYTHING)
        if requirement.industry is None
    ]
    asked.sort(key=lambda it: (it.necessity is not Necessity.REQUIRED, it.skill))
    service_months = profile.service_months
    return Gap(
        from_,
        to,
        tuple(requirement for requirement in asked if requirement.skill not in held),
        tuple(requirement for requirement in asked if requirement.skill in held),
        tuple(
            JudgedGate(gate, profile.held.meets(gate, service_months))
            for gate in list_gates(career_graph, to, EVERYTHING)
        ),
    )

"""What a claim says, in our words and the asked language, with the numbers as stated."""

from collections.abc import Callable
from typing import Any, Protocol

from .names import preferred_name
from .records import (
    Certainty,
    Claim,
    Education,
    Entity,
    EntityKind,
    Move,
    Name,
    Pay,
    Requirement,
    RequirementKind,
    Role,
    RoleIndustry,
    RoleInterest,
    Stage,
    Stay,
)
from .words import say, say_range


class Things(Protocol):
    """What knows the things that claims name, as a CareerGraph does."""

    def get_entity(self, kind: EntityKind, id_: str) -> Entity:
        """The thing of that kind with that id."""
        ...


class Speaker:
    """Puts claims about some things into words of one language."""

    def __init__(self, things: Things, language: str) -> None:
        """Speak of these in that language."""
        self._things = things
        self._language = language

    def says(self, claim: Claim) -> str:
        """The sentence for a claim."""
        return _SENTENCES[type(claim)](self, claim)

    def name(self, kind: EntityKind, id_: str) -> str:
        """A thing's preferred name."""
        return preferred_name(self._things.get_entity(kind, id_), self._language)

    def word(self, word: str, **values: object) -> str:
        """A word or sentence in this language."""
        return say(self._language, word, **values)

    def role(self, id_: str) -> str:
        """A role's preferred name."""
        return self.name(EntityKind.ROLE, id_)


def _of_role(speaker: Speaker, claim: Role) -> str:
    name = speaker.role(claim.id)
    if claim.kind_of is None:
        return speaker.word("says.role", name=name)
    return speaker.word("says.kind_of", name=name, other=speaker.role(claim.kind_of))


def _of_stage(speaker: Speaker, claim: Stage) -> str:
    name, line = speaker.role(claim.role), speaker.role(claim.line)
    return speaker.word("says.stage", name=name, line=line, rung=claim.rung)


def _of_name(speaker: Speaker, claim: Name) -> str:
    return speaker.word("says.name", name=speaker.name(claim.kind, claim.id), alias=claim.name)


def _of_move(speaker: Speaker, claim: Move) -> str:
    extra = speaker.word("says.possible") if claim.certainty is Certainty.POSSIBLE else ""
    if claim.inferred:
        extra += speaker.word("says.inferred")
    if claim.months_low is not None:
        months = say_range(claim.months_low, claim.months_high)
        extra += speaker.word("says.months", months=months, basis=speaker.word(claim.basis))
    name, other = speaker.role(claim.from_), speaker.role(claim.to)
    kind = speaker.word(claim.kind)
    return speaker.word("says.move", name=name, other=other, kind=kind, extra=extra)


def _of_stay(speaker: Speaker, claim: Stay) -> str:
    months = say_range(claim.months_low, claim.months_high)
    basis = speaker.word(claim.basis)
    return speaker.word("says.stay", name=speaker.role(claim.role), months=months, basis=basis)


def _of_requirement(speaker: Speaker, claim: Requirement) -> str:
    extra = "" if claim.any_of is None else speaker.word("says.any_of")
    if claim.level is not None:
        extra += speaker.word("says.level", level=claim.level)
    if claim.industry is not None:
        industry = speaker.name(EntityKind.INDUSTRY, claim.industry)
        extra += speaker.word("says.industry_bound", industry=industry)
    return speaker.word(
        "says.requirement",
        name=speaker.role(claim.role),
        necessity=speaker.word(claim.necessity),
        thing=_target(speaker, claim),
        extra=extra,
    )


def _target(speaker: Speaker, claim: Requirement) -> str:
    if claim.kind is RequirementKind.EDUCATION:
        return speaker.word(Education(claim.target))
    if claim.kind is RequirementKind.SERVICE:
        return speaker.word("says.service", months=claim.target)
    return speaker.name(EntityKind(claim.kind), claim.target)


def _of_pay(speaker: Speaker, claim: Pay) -> str:
    scope = [speaker.role(claim.role), claim.level, claim.city]
    if claim.city_tier is not None:
        scope.append(speaker.word(claim.city_tier))
    if claim.experience_low is not None or claim.experience_high is not None:
        months = say_range(claim.experience_low, claim.experience_high)
        scope.append(speaker.word("says.experience", months=months))
    return speaker.word(
        "says.pay",
        scope=" ".join(part for part in scope if part is not None),
        figure=say_range(claim.low, claim.high),
        currency=claim.currency,
        period=speaker.word(claim.period),
    )


def _of_industry(speaker: Speaker, claim: RoleIndustry) -> str:
    industry = speaker.name(EntityKind.INDUSTRY, claim.industry)
    return speaker.word("says.industry", name=speaker.role(claim.role), industry=industry)


def _of_interest(speaker: Speaker, claim: RoleInterest) -> str:
    interest = speaker.word(claim.interest)
    return speaker.word("says.interest", name=speaker.role(claim.role), interest=interest)


_SENTENCES: dict[type[Any], Callable[[Speaker, Any], str]] = {
    Role: _of_role,
    Stage: _of_stage,
    Name: _of_name,
    Move: _of_move,
    Stay: _of_stay,
    Requirement: _of_requirement,
    Pay: _of_pay,
    RoleIndustry: _of_industry,
    RoleInterest: _of_interest,
}
"""How each kind of claim is put into words."""

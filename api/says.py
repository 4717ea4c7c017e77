"""What a claim says, in our words and the asked language, with the numbers as stated."""

from collections.abc import Callable
from typing import Any

from graph.catalog import CareerGraph
from graph.names import preferred_name
from graph.records import (
    Certainty,
    Claim,
    Education,
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


class Speaker:
    """Puts claims of one graph into words of one language."""

    def __init__(self, career_graph: CareerGraph, language: str) -> None:
        """Speak of this graph in that language."""
        self._graph = career_graph
        self._language = language

    def says(self, claim: Claim) -> str:
        """The sentence for a claim."""
        return _SENTENCES[type(claim)](self, claim)

    def name(self, kind: EntityKind, id_: str) -> str:
        """A thing's preferred name."""
        return preferred_name(self._graph.get_entity(kind, id_), self._language)

    def word(self, word: str, **values: object) -> str:
        """A word or sentence in this language."""
        return say(self._language, word, **values)

    def _role(self, id_: str) -> str:
        return self.name(EntityKind.ROLE, id_)

    def _of_role(self, claim: Role) -> str:
        name = self._role(claim.id)
        if claim.kind_of is None:
            return self.word("says.role", name=name)
        return self.word("says.kind_of", name=name, other=self._role(claim.kind_of))

    def _of_stage(self, claim: Stage) -> str:
        name, line = self._role(claim.role), self._role(claim.line)
        return self.word("says.stage", name=name, line=line, rung=claim.rung)

    def _of_name(self, claim: Name) -> str:
        return self.word("says.name", name=self.name(claim.kind, claim.id), alias=claim.name)

    def _of_move(self, claim: Move) -> str:
        extra = self.word("says.possible") if claim.certainty is Certainty.POSSIBLE else ""
        if claim.inferred:
            extra += self.word("says.inferred")
        if claim.months_low is not None:
            months = say_range(claim.months_low, claim.months_high)
            extra += self.word("says.months", months=months, basis=self.word(claim.basis))
        name, other = self._role(claim.from_), self._role(claim.to)
        kind = self.word(claim.kind)
        return self.word("says.move", name=name, other=other, kind=kind, extra=extra)

    def _of_stay(self, claim: Stay) -> str:
        months = say_range(claim.months_low, claim.months_high)
        basis = self.word(claim.basis)
        return self.word("says.stay", name=self._role(claim.role), months=months, basis=basis)

    def _of_requirement(self, claim: Requirement) -> str:
        extra = "" if claim.any_of is None else self.word("says.any_of")
        if claim.level is not None:
            extra += self.word("says.level", level=claim.level)
        if claim.industry is not None:
            industry = self.name(EntityKind.INDUSTRY, claim.industry)
            extra += self.word("says.industry_bound", industry=industry)
        return self.word(
            "says.requirement",
            name=self._role(claim.role),
            necessity=self.word(claim.necessity),
            thing=self._target(claim),
            extra=extra,
        )

    def _target(self, claim: Requirement) -> str:
        if claim.kind is RequirementKind.EDUCATION:
            return self.word(Education(claim.target))
        if claim.kind is RequirementKind.SERVICE:
            return self.word("says.service", months=claim.target)
        return self.name(EntityKind(claim.kind), claim.target)

    def _of_pay(self, claim: Pay) -> str:
        scope = [self._role(claim.role), claim.level, claim.city]
        if claim.city_tier is not None:
            scope.append(self.word(claim.city_tier))
        if claim.experience_low is not None or claim.experience_high is not None:
            months = say_range(claim.experience_low, claim.experience_high)
            scope.append(self.word("says.experience", months=months))
        return self.word(
            "says.pay",
            scope=" ".join(part for part in scope if part is not None),
            figure=say_range(claim.low, claim.high),
            currency=claim.currency,
            period=self.word(claim.period),
        )

    def _of_industry(self, claim: RoleIndustry) -> str:
        industry = self.name(EntityKind.INDUSTRY, claim.industry)
        return self.word("says.industry", name=self._role(claim.role), industry=industry)

    def _of_interest(self, claim: RoleInterest) -> str:
        interest = self.word(claim.interest)
        return self.word("says.interest", name=self._role(claim.role), interest=interest)


_SENTENCES: dict[type[Any], Callable[[Speaker, Any], str]] = {
    Role: Speaker._of_role,
    Stage: Speaker._of_stage,
    Name: Speaker._of_name,
    Move: Speaker._of_move,
    Stay: Speaker._of_stay,
    Requirement: Speaker._of_requirement,
    Pay: Speaker._of_pay,
    RoleIndustry: Speaker._of_industry,
    RoleInterest: Speaker._of_interest,
}
"""How each kind of claim is put into words."""

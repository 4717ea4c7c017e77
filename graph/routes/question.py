"""What a route question asks: ends, objective, filter, profile, policy. Ids only, no names."""

from dataclasses import dataclass, field

from ..catalog import CareerGraph
from ..errors import RecordError, UnknownIdError
from ..gates import Held
from ..moves import Acceptance
from ..records import CityTier, Education, MoveKind, Objective, PolicyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFilter:
    """Which routes count (semantics 5.6) and which claims they rest on (2); empty allows all."""

    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    kinds: frozenset[MoveKind] | None = None
    max_moves: int | None = None
    max_months: int | None = None
    max_new_skills: int | None = None
    min_pay: int | None = None
    industry: str | None = None
    documents: frozenset[str] | None = None
    inferred: bool = False
    certain: bool = False
    gates_met: bool = False

    def __post_init__(self) -> None:
        """Refuse bounds below zero."""
        for bound in ("max_moves", "max_months", "max_new_skills", "min_pay"):
            value = getattr(self, bound)
            if value is not None and value < 0:
                raise RecordError(bound, value, "give 0 or more")

    @property
    def accepts(self) -> Acceptance:
        """The part of the filter that says which claims count."""
        return Acceptance(self.documents, self.kinds, self.industry, self.inferred, self.certain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the asker already has; None where unknown."""

    skills: frozenset[str] = frozenset()
    certifications: frozenset[str] | None = None
    education: Education | None = None
    service_months: int | None = None
    city_tier: CityTier | None = None

    @property
    def held(self) -> Held:
        """The part of the profile that gates ask for."""
        return Held(self.certifications, self.education)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How disagreeing times are settled (3.6); `prefer` names the document that wins."""

    rule: PolicyRule = PolicyRule.ENVELOPE
    prefer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuestion:
    """The best routes between two roles; `first` counts routes, best first (5.3 to 5.6)."""

    from_: str
    to: str
    by: Objective = Objective.MOVES
    first: int = 1
    diverse: bool = False
    where: RouteFilter = field(default_factory=RouteFilter)
    profile: Profile = field(default_factory=Profile)
    policy: Policy = field(default_factory=Policy)

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if self.first < 1:
            raise RecordError("first", self.first, "give 1 or more")

    def check(self, career_graph: CareerGraph) -> None:
        """Raise UnknownIdError for the first id that the graph does not hold."""
        for role in (self.from_, self.to, *self.where.via, *self.where.avoid):
            career_graph.get_role(role)
        asked = [
            *(("skill", id_, career_graph.skills) for id_ in sorted(self.profile.skills)),
            *(
                ("certification", id_, career_graph.certifications)
                for id_ in sorted(self.profile.certifications or ())
            ),
            *(("document", id_, career_graph.documents) for id_ in self.where.documents or ()),
        ]
        if self.where.industry is not None:
            asked.append(("industry", self.where.industry, career_graph.industries))
        if self.policy.prefer is not None:
            asked.append(("document", self.policy.prefer, career_graph.documents))
        for kind, id_, known in asked:
            if id_ not in known:
                raise UnknownIdError(kind, id_)

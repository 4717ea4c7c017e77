"""What questions about routes ask: ends, objective, filter, profile, policy. Ids only, no names."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from ..catalog import CareerGraph
from ..errors import RecordError, UnknownIdError
from ..gates import Held, higher
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
    """What the asker already has; None where unknown.

    The last three are what was gained where the rest is unknown: `sure_` things are held, and
    `gained_months` of service come on top of what the start of a route brings (6.3).
    """

    skills: frozenset[str] = frozenset()
    certifications: frozenset[str] | None = None
    education: Education | None = None
    service_months: int | None = None
    city_tier: CityTier | None = None
    sure_certifications: frozenset[str] = frozenset()
    sure_education: Education | None = None
    gained_months: int = 0

    @property
    def held(self) -> Held:
        """The part of the profile that gates ask for."""
        return Held(
            self.certifications,
            self.education,
            self.sure_certifications,
            self.sure_education,
            self.gained_months,
        )

    def adding(self, gain: "Profile") -> "Profile":
        """With what is gained: lists unite, the higher education counts, service adds up (6.3).

        What is unknown stays so, but what is gained is held; the gain's city tier, if any, counts.
        """
        gained = gain.certifications or frozenset()
        months = gain.service_months or 0
        known, level, service = self.certifications, self.education, self.service_months
        return Profile(
            skills=self.skills | gain.skills,
            certifications=None if known is None else known | gained,
            education=level and higher(level, gain.education or level),
            service_months=None if service is None else service + months,
            city_tier=gain.city_tier or self.city_tier,
            sure_certifications=gained,
            sure_education=gain.education,
            gained_months=0 if service is not None else months,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How disagreeing times are settled (3.6); `prefer` names the document that wins."""

    rule: PolicyRule = PolicyRule.ENVELOPE
    prefer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What all questions about routes have: the objective and what counts."""

    by: Objective = Objective.MOVES
    where: RouteFilter = field(default_factory=RouteFilter)
    profile: Profile = field(default_factory=Profile)
    policy: Policy = field(default_factory=Policy)

    def check(self, career_graph: CareerGraph) -> None:
        """Raise UnknownIdError for the first id that the graph does not hold."""
        for role in (*self.named, *self.where.via, *self.where.avoid):
            career_graph.get_role(role)
        check_profile(career_graph, self.profile)
        documents = set(self.where.documents or ())
        if self.policy.prefer is not None:
            documents.add(self.policy.prefer)
        _check("document", documents, career_graph.documents)
        if self.where.industry is not None:
            _check("industry", (self.where.industry,), career_graph.industries)

    @property
    def named(self) -> tuple[str, ...]:
        """The roles that the question names as ends."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteQuestion(Terms):
    """The best routes between two roles; `first` counts routes, best first (5.3 to 5.6)."""

    from_: str
    to: str
    first: int = 1
    diverse: bool = False

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if self.first < 1:
            raise RecordError("first", self.first, "give 1 or more")

    @property
    def named(self) -> tuple[str, ...]:
        """Where the route starts and ends."""
        return self.from_, self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachQuestion(Terms):
    """The best route from a role to each that can be reached, or, backwards, to it (6.1)."""

    role: str

    @property
    def named(self) -> tuple[str, ...]:
        """The role that all routes start from, or lead to."""
        return (self.role,)


def check_profile(career_graph: CareerGraph, profile: Profile) -> None:
    """Raise UnknownIdError for the first id of a profile that the graph does not hold."""
    _check("skill", profile.skills, career_graph.skills)
    held = profile.sure_certifications | (profile.certifications or frozenset())
    _check("certification", held, career_graph.certifications)


def _check(kind: str, asked: Iterable[str], known: Container[str]) -> None:
    for id_ in sorted(asked):
        if id_ not in known:
            raise UnknownIdError(kind, id_)

"""The questions of the benchmark as Strawberry would have them: types written as Python classes.

What is cheap is laid out when an object is made; what rests on evidence, when it is asked for.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Self

import strawberry

from api.context import Context
from api.resolvers.refs import UnknownNameError, find_id
from api.resolvers.routes import refuse
from graph import records, routes
from graph.facts import SkillRequirement
from graph.gates import GateOption as EngineOption
from graph.moves import Hop
from graph.names import preferred_name
from graph.pay import PayFact
from graph.says import Speaker
from graph.times import TimeClaim

MoveKind = strawberry.enum(records.MoveKind)
Certainty = strawberry.enum(records.Certainty)
TimeBasis = strawberry.enum(records.TimeBasis)
Necessity = strawberry.enum(records.Necessity)
Education = strawberry.enum(records.Education)
CityTier = strawberry.enum(records.CityTier)

Info = strawberry.Info[Context, None]


@strawberry.input(one_of=True)
class Ref:
    """A role by its id or a name."""

    id: strawberry.Maybe[strawberry.ID]
    name: strawberry.Maybe[str]


@strawberry.input
class RouteFilter:
    """Which routes count."""

    max_new_skills: int | None = None


@strawberry.type
class Thing:
    """A role, a skill, a certification or a document, as far as it is asked about."""

    id: strawberry.ID
    name: str

    @classmethod
    def of(cls, thing: records.Entity, info: Info) -> Self:
        """What is asked of an entity."""
        return cls(id=thing.id, name=preferred_name(thing, info.context.language))


@strawberry.type
class Document:
    """A source of statements."""

    id: strawberry.ID


@strawberry.type
class Months:
    """Months as low, typical and high."""

    low: int
    typical: int
    high: int | None
    lower_bound: bool

    @classmethod
    def of(cls, months: routes.Months) -> Self:
        """Months of the engine."""
        return cls(
            low=months.low,
            typical=months.typical,
            high=months.high,
            lower_bound=months.lower_bound,
        )


@strawberry.type
class Evidence:
    """Where a statement comes from."""

    claim: strawberry.Private[records.Claim]
    document: Document
    start: int | None
    end: int | None

    @strawberry.field
    def says(self, info: Info) -> str:
        """What it says."""
        context = info.context
        return Speaker(context.career_graph, context.language).says(self.claim)

    @strawberry.field
    def quote(self, info: Info) -> str | None:
        """The passage itself."""
        about = info.context.career_graph.documents[self.document.id]
        return info.context.library.quotes.find_quote(about, self.start, self.end)


def _list_evidence(claims: Iterable[records.Claim]) -> list[Evidence]:
    return [
        Evidence(
            claim=claim,
            document=Document(id=strawberry.ID(claim.passage.document)),
            start=claim.passage.start,
            end=claim.passage.end,
        )
        for claim in dict.fromkeys(claims)
    ]


@strawberry.type
class MoveTime:
    """What a source says of the time before a move."""

    claim: strawberry.Private[TimeClaim]
    low: int
    typical: int
    high: int | None
    basis: TimeBasis

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Who says so."""
        return _list_evidence(self.claim.claims)


@strawberry.type
class Move:
    """A move as its sources state it."""

    hop: strawberry.Private[Hop]
    kind: MoveKind
    certainty: Certainty

    @strawberry.field
    def times(self) -> list[MoveTime]:
        """What each source says of the time before it."""
        return [
            MoveTime(
                claim=claim,
                low=claim.months.low,
                typical=claim.months.typical,
                high=claim.months.high,
                basis=claim.basis,
            )
            for claim in self.hop.time.claims
        ]

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Who says so."""
        return _list_evidence(self.hop.move.rows)


@strawberry.type
class Requirement:
    """A skill that a role asks for."""

    asked: strawberry.Private[SkillRequirement]
    level: str | None

    @strawberry.field
    def skill(self, info: Info) -> Thing:
        """The skill."""
        return Thing.of(info.context.career_graph.skills[self.asked.skill], info)

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Who says so."""
        return _list_evidence(self.asked.claims)


@strawberry.type
class GateOption:
    """One way through a gate."""

    option: strawberry.Private[EngineOption]
    education: Education | None
    service_months: int | None
    lead_months: int | None

    @strawberry.field
    def certifications(self, info: Info) -> list[Thing]:
        """Certifications to hold."""
        known = info.context.career_graph.certifications
        return [Thing.of(known[id_], info) for id_ in self.option.certifications]


@strawberry.type
class Gate:
    """What must be in place in a role."""

    judged: strawberry.Private[routes.JudgedGate]
    necessity: Necessity
    met: bool | None

    @strawberry.field
    def options(self) -> list[GateOption]:
        """The options."""
        return [
            GateOption(
                option=option,
                education=option.education,
                service_months=option.service_months,
                lead_months=option.lead_months,
            )
            for option in self.judged.gate.options
        ]

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Who says so."""
        return _list_evidence(self.judged.claims)


@strawberry.type
class Pay:
    """What a role pays."""

    fact: strawberry.Private[PayFact]
    level: str | None
    city_tier: CityTier | None
    low: int | None
    high: int | None
    currency: str
    source: str | None
    disputed: bool

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Who says so."""
        return _list_evidence(self.fact.claims)


@strawberry.type
class Step:
    """One move of a route."""

    step: strawberry.Private[routes.Step]
    from_: Thing = strawberry.field(name="from")
    to: Thing
    stay: Months | None
    arrive: Months

    @classmethod
    def of(cls, step: routes.Step, info: Info) -> Self:
        """A step of the engine."""
        roles = info.context.career_graph.roles
        return cls(
            step=step,
            from_=Thing.of(roles[step.hop.from_], info),
            to=Thing.of(roles[step.hop.to], info),
            stay=None if step.stay is None else Months.of(step.stay),
            arrive=Months.of(step.arrive),
        )

    @strawberry.field
    def move(self) -> Move:
        """The move as its sources state it."""
        fact = self.step.hop.move
        return Move(hop=self.step.hop, kind=fact.kind, certainty=fact.certainty)

    @strawberry.field
    def new_skills(self) -> list[Requirement]:
        """Skills still to learn."""
        return [Requirement(asked=asked, level=asked.level) for asked in self.step.new_skills]

    @strawberry.field
    def gates(self) -> list[Gate]:
        """What must be in place."""
        return [
            Gate(judged=judged, necessity=judged.gate.necessity, met=judged.met)
            for judged in self.step.gates
        ]

    @strawberry.field
    def pay(self) -> list[Pay]:
        """What the role reached pays."""
        return [
            Pay(
                fact=fact,
                level=fact.scope.level,
                city_tier=fact.scope.city_tier,
                low=fact.low,
                high=fact.high,
                currency=fact.scope.currency,
                source=fact.source,
                disputed=fact.disputed,
            )
            for fact in self.step.pay
        ]


@strawberry.type
class Route:
    """Roles joined by moves."""

    moves: int
    months: Months
    steps: list[Step]


@strawberry.interface
class Problem:
    """A question that has no answer."""

    message: str


@strawberry.type
class RouteList:
    """The routes found."""

    from_: Thing = strawberry.field(name="from")
    to: Thing
    proven: bool
    routes: list[Route]


@strawberry.type
class NoRoute(Problem):
    """That there is no route."""


@strawberry.type
class UnknownName(Problem):
    """That a name fits none or several."""


RoutesResult = Annotated[RouteList | NoRoute | UnknownName, strawberry.union("RoutesResult")]


@strawberry.type
class Query:
    """The one question."""

    @strawberry.field
    def routes(
        self,
        info: Info,
        from_: Annotated[Ref, strawberry.argument(name="from")],
        to: Ref,
        where: RouteFilter | None = None,
    ) -> RoutesResult | None:
        """The best route between two roles."""
        context = info.context
        most = None if where is None else where.max_new_skills
        try:
            question = routes.RouteQuestion(
                from_=find_id(context, records.EntityKind.ROLE, _named(from_), "from"),
                to=find_id(context, records.EntityKind.ROLE, _named(to), "to"),
                where=routes.RouteFilter(max_new_skills=most),
            )
        except UnknownNameError as unknown:
            return UnknownName(message=unknown.answer.message)
        found = context.library.finder.routes(question)
        if isinstance(found, routes.NoRoute):
            return NoRoute(message=refuse(context, question, found.reason).message)
        roles = context.career_graph.roles
        return RouteList(
            from_=Thing.of(roles[question.from_], info),
            to=Thing.of(roles[question.to], info),
            proven=found.proven,
            routes=[
                Route(
                    moves=len(route.steps),
                    months=Months.of(route.months),
                    steps=[Step.of(step, info) for step in route.steps],
                )
                for route in found.routes
            ],
        )


def _named(ref: Ref) -> dict[str, Any]:
    """A Ref as our resolvers are given it."""
    if ref.id is not None:
        return {"id": ref.id.value}
    return {} if ref.name is None else {"name": ref.name.value}

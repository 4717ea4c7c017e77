"""The resolved layer of Neo4j: what the claims of a graph add up to, as people see it in Browser.

A pure function of the graph, made with every document and every policy's default. What Cypher finds
by one STAGE_OF is not repeated at each stage (skills, gates, industries of its line); what follows
rules of its own is: the moves that a line's move opens for its stages, and their pay, `inherited`.
No driver here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalog import CareerGraph
from ..facts import list_skills
from ..gates import Gate, GateOption, list_gates
from ..moves import EVERYTHING, Acceptance, Hop, list_hops, list_moves, time_stated
from ..names import list_names, preferred_name
from ..pay import PayFact, list_pay
from ..records import (
    ISCED_2011,
    Claim,
    Education,
    EntityKind,
    InterestType,
    MoveKind,
    PolicyRule,
    Record,
    Requirement,
    RequirementKind,
    RoleIndustry,
    Stage,
    TimeBasis,
)
from ..tables import KIND_TABLES
from ..times import Arrival, Shape
from ..words import WORDS, say, say_range
from .neo4j_rows import LANGUAGE, THINGS, Evidence, Properties, hashed, key_of

_HEARD = Acceptance(inferred=True)
_OWN_FIELDS = {
    EntityKind.ROLE: ("family", "track", "level"),
    EntityKind.SKILL: ("kind",),
    EntityKind.CERTIFICATION: ("issuer", "grade"),
    EntityKind.INDUSTRY: (),
}
_GATE_LABELS = {
    RequirementKind.CERTIFICATION: "Certification",
    RequirementKind.EDUCATION: "EducationLevel",
}

RelationshipKey = tuple[str, str, str, str]
"""Type, keys of start and end, and the relationship's own id."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node's labels in order, beside CareerGraph, and all its properties."""

    labels: tuple[str, ...]
    properties: Properties


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes by key, and the properties of relationships: all that people see, evidence aside.

    Each relationship has an `id`, which one drawn by hand has not.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    relationships: dict[RelationshipKey, Properties] = field(default_factory=dict)

    def add_node(self, label: str, id_: str, *more: str, **properties: object) -> str:
        """Add a node; what is None or empty is left out. Its key."""
        key = key_of(label, id_)
        self.nodes[key] = Node(
            tuple(sorted((label, *more))), _given({"key": key, "id": id_, **properties})
        )
        return key

    def add_relationship(
        self, type_: str, start: str, end: str, id_: str, **properties: object
    ) -> None:
        """Add a relationship; what is None or empty is left out."""
        self.relationships[type_, start, end, id_] = _given({"id": id_, **properties})


def _given(properties: Mapping[str, Any]) -> Properties:
    return {name: value for name, value in properties.items() if value not in (None, [])}


def draw(career_graph: CareerGraph, evidence: Evidence) -> Drawing:
    """The resolved layer of a graph."""
    return _Artist(career_graph, evidence).draw()


class _Artist:
    """Draws one graph."""

    def __init__(self, career_graph: CareerGraph, evidence: Evidence) -> None:
        self._graph = career_graph
        self._evidence = evidence
        self._drawing = Drawing()

    def draw(self) -> Drawing:
        self._draw_sources()
        for kind in EntityKind:
            self._draw_things(kind)
        self._draw_moves()
        for role in self._graph.roles:
            self._draw_skills(role)
            self._draw_gates(role)
            self._draw_pay(role)
            self._draw_industries(role)
            self._draw_interests(role)
        self._draw_ladders()
        return self._drawing

    def _said_by(self, claims: Iterable[Claim]) -> Properties:
        """The ids of claims, and of the documents that state them."""
        told = list(claims)
        documents = sorted({claim.passage.document for claim in told})
        return {"claims": self._evidence.ids_of(told), "documents": documents}

    def _draw_sources(self) -> None:
        for source in self._graph.sources:
            kept = {name: getattr(source, name) for name in ("name", "format", "location")}
            self._drawing.add_node("Source", source.name, **kept, loaded=source.loaded)
        for document in self._graph.documents.values():
            fields = ("publisher", "url", "published", "language", "file", "sha256", "licence")
            kept = {name: getattr(document, name) for name in fields}
            self._drawing.add_node("Document", document.id, name=document.title, **kept)

    def _draw_things(self, kind: EntityKind) -> None:
        """Draw the nodes of roles, skills, certifications or industries."""
        defined: defaultdict[str, list[Record]] = defaultdict(list)
        for row in self._graph.records[KIND_TABLES[kind]]:
            defined[row.id].append(row)
        for id_, thing in self._graph.entities[kind].items():
            names = list_names(self._graph, kind, id_)
            codes = self._graph.codes_of.get((kind, id_), ())
            properties = {
                "name": preferred_name(thing, LANGUAGE),
                "nameEn": thing.name_en,
                "aliases": list(dict.fromkeys(name.text for name in names if not name.preferred)),
                "codes": [f"{code.scheme}:{code.code}" for code in codes],
                "claims": self._evidence.ids_of(defined[id_]),
                **{name: getattr(thing, name) for name in _OWN_FIELDS[kind]},
            }
            line: tuple[str, ...] = ()
            if kind is EntityKind.ROLE:
                properties |= {"time": self._time_of(id_), "gates": self._gates_of(id_)}
                line = ("Line",) if id_ in self._graph.stages_of else ()
            self._drawing.add_node(THINGS[KIND_TABLES[kind]], id_, *line, **properties)

    def _time_of(self, role: str) -> str | None:
        """What is said of the time of a role, in words."""
        stays = self._graph.stays_of.get(role, ())
        spans = dict.fromkeys(
            _months(stay.months_low, stay.months_high, stay.basis) for stay in stays
        )
        return "；".join(spans) or None

    def _gates_of(self, role: str) -> list[str]:
        """The gates that a role states itself, in words."""
        words: list[str] = []
        for industry, gate in self._own_gates(role):
            options = " 或 ".join(self._option(option) for option in gate.options)
            bound = ""
            if industry is not None:
                name = preferred_name(self._graph.industries[industry], LANGUAGE)
                bound = say(LANGUAGE, "says.industry_bound", industry=name)
            words.append(f"{say(LANGUAGE, gate.necessity)}：{options}{bound}")
        return words

    def _option(self, option: GateOption) -> str:
        certifications = self._graph.certifications
        parts = [preferred_name(certifications[id_], LANGUAGE) for id_ in option.certifications]
        if option.education is not None:
            parts.append(say(LANGUAGE, option.education))
        if option.service_months is not None:
            parts.append(say(LANGUAGE, "says.service", months=option.service_months))
        return " + ".join(parts)

    def _draw_moves(self) -> None:
        """Draw the hops between roles, and the moves of lines as they are stated."""
        lines = self._graph.stages_of
        for move in list_moves(self._graph, _HEARD):
            if move.from_ in lines or move.to in lines:
                stated = time_stated(self._graph, move, _HEARD)
                self._draw_hop(Hop(move.from_, move.to, move, stated))
        for hop in list_hops(self._graph, _HEARD):
            self._draw_hop(hop)

    def _draw_hop(self, hop: Hop) -> None:
        move = hop.move
        inherited = (hop.from_, hop.to) != (move.from_, move.to)
        promotion = move.kind is MoveKind.PROMOTION
        floors = [
            claim.months.low
            for claim in hop.time.claims
            if claim.shape in (Shape.BAND, Shape.MOVE_SERVICE)
        ]
        stay = hop.time.stay(PolicyRule.ENVELOPE, None)
        self._drawing.add_relationship(
            "PROMOTES_TO" if promotion else "MOVES_TO",
            key_of("Role", hop.from_),
            key_of("Role", hop.to),
            f"{hop.from_}--{hop.to}--via--{move.id}" if inherited else move.id,
            kind=None if promotion else move.kind.value,
            certainty=move.certainty.value,
            inferred=move.inferred,
            score=move.score,
            method=move.method,
            disputed=hop.time.disputed,
            inherited=inherited or None,
            **_stay_properties(stay),
            serviceLow=min(floors, default=None),
            time=_time_word(stay, floors),
            **self._said_by(move.rows),
            timeClaims=self._evidence.ids_of(row for it in hop.time.claims for row in it.claims),
        )

    def _draw_skills(self, role: str) -> None:
        for asked in list_skills(self._graph, role, EVERYTHING):
            if not any(claim.role == role for claim in asked.claims):
                continue  # its line asks for it
            parts = (role, asked.skill, *filter(None, [asked.industry]))
            self._drawing.add_relationship(
                "REQUIRES",
                key_of("Role", role),
                key_of("Skill", asked.skill),
                "--".join(parts),
                necessity=asked.necessity.value,
                level=asked.level,
                industry=asked.industry,
                **self._said_by(asked.claims),
            )

    def _own_gates(self, role: str) -> Iterator[tuple[str | None, Gate]]:
        """Yield the gates that a role states itself: those of all industries, then of each."""
        rows = self._graph.requirements_of.get(role, ())
        for industry in (None, *sorted({row.industry for row in rows if row.industry})):
            for gate in list_gates(self._graph, role, Acceptance(industry=industry)):
                bound = industry in {claim.industry for claim in gate.claims}
                if gate.role == role and bound:
                    yield industry, gate

    def _draw_gates(self, role: str) -> None:
        """Draw each certification and education level that a gate of a role names."""
        for industry, gate in self._own_gates(role):
            named: defaultdict[tuple[str, str, str | None], list[Requirement]] = defaultdict(list)
            for row in gate.claims:
                if row.kind in _GATE_LABELS and row.industry == industry:
                    named[row.kind, row.target, row.option].append(row)
            for rows in named.values():
                self._draw_gate(gate, rows)

    def _draw_gate(self, gate: Gate, rows: Sequence[Requirement]) -> None:
        """Draw what rows of one gate ask for: the same thing in the same option."""
        first = rows[0]
        if first.kind is RequirementKind.EDUCATION:
            self._draw_education(Education(first.target))
        leads = (row.lead_months for row in rows if row.lead_months is not None)
        parts = (gate.role, first.target.lower(), first.any_of, first.option, first.industry)
        self._drawing.add_relationship(
            "REQUIRES",
            key_of("Role", gate.role),
            key_of(_GATE_LABELS[first.kind], first.target),
            "--".join(part for part in parts if part is not None),
            necessity=gate.necessity.value,
            anyOf=first.any_of,
            option=first.option,
            industry=first.industry,
            leadMonths=min(leads, default=None),
            **self._said_by(rows),
        )

    def _draw_education(self, level: Education) -> None:
        chinese, english = WORDS[level]
        self._drawing.add_node(
            "EducationLevel", level.value, name=chinese, nameEn=english, isced=ISCED_2011[level]
        )

    def _draw_pay(self, role: str) -> None:
        for fact in list_pay(self._graph, role, EVERYTHING):
            scope = fact.scope
            figures = (scope.experience_low, scope.experience_high, fact.low, fact.high)
            place = (scope.city_tier, scope.city)
            id_ = hashed(scope.role, scope.level, *place, *figures, scope.currency)
            pay = self._drawing.add_node(
                "Pay",
                id_,
                name=_pay_word(fact),
                level=scope.level,
                cityTier=None if scope.city_tier is None else scope.city_tier.value,
                city=scope.city,
                experienceLow=scope.experience_low,
                experienceHigh=scope.experience_high,
                low=fact.low,
                high=fact.high,
                period="MONTH",
                currency=scope.currency,
                disputed=fact.disputed,
                asOf=fact.as_of,
                source=fact.source,
                **self._said_by(fact.claims),
            )
            self._drawing.add_relationship(
                "HAS_PAY",
                key_of("Role", role),
                pay,
                f"{role}--{id_}",
                inherited=(role != scope.role) or None,
            )

    def _draw_industries(self, role: str) -> None:
        grouped: defaultdict[str, list[RoleIndustry]] = defaultdict(list)
        for row in self._graph.industries_of.get(role, ()):
            grouped[row.industry].append(row)
        for industry, rows in grouped.items():
            ends = key_of("Role", role), key_of("Industry", industry)
            said = self._said_by(rows)
            self._drawing.add_relationship("IN_INDUSTRY", *ends, f"{role}--{industry}", **said)

    def _draw_interests(self, role: str) -> None:
        grouped: defaultdict[InterestType, list[Any]] = defaultdict(list)
        for row in self._graph.interests_of.get(role, ()):
            grouped[row.interest].append(row)
        for interest, rows in grouped.items():
            chinese, english = WORDS[interest]
            end = self._drawing.add_node(
                "InterestType", interest.value, name=chinese, nameEn=english
            )
            self._drawing.add_relationship(
                "SUITS",
                key_of("Role", role),
                end,
                f"{role}--{interest.lower()}",
                rank=min((row.rank for row in rows if row.rank is not None), default=None),
                **self._said_by(rows),
            )

    def _draw_ladders(self) -> None:
        """Draw which roles are stages of a line, then which are kinds of another."""
        rungs: defaultdict[tuple[str, str, int, str | None], list[Stage]] = defaultdict(list)
        for stage in self._graph.records["stages"]:
            rungs[stage.role, stage.line, stage.rung, stage.pay_level].append(stage)
        for (role, line, rung, level), rows in rungs.items():
            parts = (role, line, str(rung), *([level] if level else []))
            self._drawing.add_relationship(
                "STAGE_OF",
                key_of("Role", role),
                key_of("Role", line),
                "--".join(parts),
                rung=rung,
                payLevel=level,
                **self._said_by(rows),
            )
        self._draw_kinds()

    def _draw_kinds(self) -> None:
        """Draw which roles are kinds of another."""
        for role in self._graph.roles.values():
            if role.kind_of is not None:
                rows = [row for row in self._graph.role_rows[role.id] if row.kind_of is not None]
                ends = key_of("Role", role.id), key_of("Role", role.kind_of)
                id_ = f"{role.id}--{role.kind_of}"
                self._drawing.add_relationship("KIND_OF", *ends, id_, **self._said_by(rows))


def _stay_properties(stay: Arrival | None) -> Properties:
    """The combined stay of a move."""
    if stay is None:
        return {}
    return {
        "monthsLow": stay.low,
        "monthsTypical": stay.typical,
        "monthsHigh": stay.high,
        "basis": TimeBasis.IN_ROLE.value,
    }


def _time_word(stay: Arrival | None, floors: Sequence[int]) -> str:
    """The time of a move in words: the stay before it, or the service at which it is made."""
    parts = [] if stay is None else [_months(stay.low, stay.high, TimeBasis.IN_ROLE)]
    parts += [_months(low, None, TimeBasis.TOTAL_SERVICE) for low in sorted(set(floors))]
    return "；".join(parts) or say(LANGUAGE, "says.untimed")


def _months(low: int, high: int | None, basis: TimeBasis) -> str:
    """Months and what they are counted from, such as 在岗24–48个月."""
    basis_word = say(LANGUAGE, basis)
    return say(LANGUAGE, "says.span", basis=basis_word, months=say_range(low, high))


def _pay_word(fact: PayFact) -> str:
    """Pay in words, such as 7,000–10,000 CNY/月 一线城市 入门级."""
    scope = fact.scope
    place = None if scope.city_tier is None else say(LANGUAGE, scope.city_tier)
    words = [say_range(fact.low, fact.high), f"{scope.currency}/月", place, scope.city, scope.level]
    if scope.experience_low is not None or scope.experience_high is not None:
        months = say_range(scope.experience_low, scope.experience_high)
        words.append(say(LANGUAGE, "says.experience", months=months))
    return " ".join(word for word in words if word is not None)

"""The graph as flat nodes and edges: what GraphML, GEXF, node-link JSON, CSV and networkx hold.

A node is a role. An edge is a hop: a move as a route can take it (semantics 1.4). A line of work is
a node too, marked and without edges: a route runs over its stages, and starts at `first_stage`.
So the shortest path between two roles that are no lines has as many edges as the route of fewest
moves. Every format gets the same attributes; docs/exports.md lists them.

Attributes are text, whole numbers, decimals and booleans; what is unknown or empty is left out, so
that every format can hold all of them. Lists are joined by SEPARATOR.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalog import CareerGraph
from ..facts import list_industries, list_interests, list_required_skills
from ..interrupt import paced
from ..moves import EVERYTHING, Acceptance, Hop, list_hops
from ..names import LANGUAGES, list_names, preferred_name
from ..pay import list_pay
from ..records import Claim, EntityKind, PolicyRule, TimeBasis
from ..says import Speaker
from ..times import Shape, TimeClaim, median
from ..words import say

SCHEMA_VERSION = 1
"""Of the attributes below; it changes when one is renamed, taken away or means something else."""

SEPARATOR = ";"
"""Between the items of a list; inside an item it is written full-width, ；."""

Value = str | int | float | bool
Attributes = Mapping[str, Value]

ABOUT_ATTRIBUTES = {
    "release": "number of the release",
    "sha256": "digest of the release",
    "created": "when the release was made, ISO 8601",
    "schemaVersion": "version of these tables",
}
"""What the whole graph has, in order, with its meaning."""

NODE_ATTRIBUTES = {
    "label": "preferred name in the asked language, else in the other one",
    "name_zh": "Chinese name",
    "name_en": "English name",
    "family": "job family",
    "track": "career track",
    "level": "level on the track, a whole number",
    "line": "true for a line of work, which has stages and no edges",
    "stages": "list of the stages of a line, lowest rung first, by id",
    "lines": "list of the lines that the role is a stage of, by id",
    "first_stage": "where a route from here starts: a line's first stage, else the role itself",
    "kind_of": "the role that this one is a kind of, by id",
    "aliases": "list of further names",
    "codes": "list of codes in public schemes, as scheme:code",
    "required_skills": "list of required skills, those of its lines included, by id; what only one "
    "industry asks for is left out",
    "required_skill_count": "how many those are",
    "pay_low": "lowest low figure stated, money per month",
    "pay_high": "highest high figure stated, money per month",
    "pay_currency": "currency of the figures; with several there is no pay_low and no pay_high",
    "interests": "list of interest types, by rank",
    "industries": "list of industries that the role or its lines are found in, by id",
    "documents": "list of the documents that say all this, by id",
    "document_count": "how many those are",
}
"""What a node has, in order, with its meaning."""

EDGE_ATTRIBUTES = {
    "id": "the edge's own id, also its key: no two edges share it",
    "label": "word for the kind of move in the asked language",
    "kind": "kind of move",
    "stated_from": "where the sources let the move start: this role, or a line of it",
    "stated_to": "where they let it end: this role, or a line of which it is the first stage",
    "certainty": "POSSIBLE where every source calls the move only possible, else STATED",
    "inferred": "true where no source states the move, only a method",
    "score": "highest score of an inferred move",
    "method": "methods that inferred it",
    "basis": "list of what its months are counted from; left out where nobody times the move",
    "stay_months_low": "months in the role before the move, by the sources that count from there",
    "stay_months_typical": "the same, typically",
    "stay_months_high": "the same, at most; left out where a source sets no end",
    "service_months_low": "months of total service at the move, by the sources that count so",
    "service_months_typical": "the same, typically",
    "service_months_high": "the same, at most; left out where a source sets no end",
    "disputed": "true where sources give months that have none in common",
    "documents": "list of the documents that state the move, by id",
    "time_documents": "list of the documents that its months are from, by id",
    "says": "what the sources say, in the asked language",
}
"""What an edge has, in order, with its meaning."""

_SERVICE = (Shape.BAND, Shape.MOVE_SERVICE)
_UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class FlatEdge:
    """An edge between two node ids; `attributes["id"]` tells parallel ones apart."""

    from_: str
    to: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class FlatGraph:
    """What every network format writes: about the release, nodes by id, edges by their ends."""

    about: Attributes
    nodes: Mapping[str, Attributes]
    edges: Sequence[FlatEdge]


def flatten(
    career_graph: CareerGraph,
    *,
    hops: Iterable[Hop] | None = None,
    inferred: bool = False,
    language: str = LANGUAGES[0],
) -> FlatGraph:
    """The graph as nodes and edges; with `hops`, those of a route, only they and their ends.

    `inferred` adds the moves that no source states, which is for the whole graph: hops are as they
    are. `language` is that of labels and sentences. Cost is linear in roles, hops and claims.
    """
    roles: Iterable[str] = career_graph.roles
    if hops is None:
        hops = list_hops(career_graph, Acceptance(inferred=inferred))
    else:
        hops = list(dict.fromkeys(hops))
        roles = sorted({id_ for hop in hops for id_ in (hop.from_, hop.to)})
    speaker = Speaker(career_graph, language)
    release = career_graph.release
    edges = [FlatEdge(hop.from_, hop.to, _edge(hop, speaker, language)) for hop in paced(hops)]
    return FlatGraph(
        _given(
            release=release.number,
            sha256=release.sha256,
            created=release.created,
            schemaVersion=SCHEMA_VERSION,
        ),
        {id_: _node(career_graph, id_, language) for id_ in paced(roles)},
        sorted(edges, key=lambda edge: (edge.from_, edge.to, edge.attributes["id"])),
    )


def clean(text: str) -> str:
    r"""A text that every format can hold and every reader gives back.

    Line ends become line feeds; each other character that XML 1.0 cannot hold becomes U+FFFD
    (https://www.w3.org/TR/xml/#charsets). Loaders refuse the control characters among them.

    >>> clean("客服\r\n总监\x00")
    '客服\n总监�'
    """
    return _UNSPEAKABLE.sub(_REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def _given(**values: Value | None) -> Attributes:
    """The attributes that are known, their texts clean and their words plain text."""
    return {
        name: clean(str(value)) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None and value != ""
    }


def _joined(items: Iterable[str]) -> str:
    """A list as text, each item once and in order."""
    return SEPARATOR.join(dict.fromkeys(item.replace(SEPARATOR, "；") for item in items))


def _documents(claims: Iterable[Claim]) -> list[str]:
    return sorted({claim.passage.document for claim in claims})


def _node(career_graph: CareerGraph, id_: str, language: str) -> Attributes:
    """The attributes of a role, in the order of NODE_ATTRIBUTES."""
    role = career_graph.get_role(id_)
    names = list_names(career_graph, EntityKind.ROLE, id_)
    skills = list_required_skills(career_graph, id_, EVERYTHING)
    line = id_ in career_graph.stages_of
    documents = _documents(_claims_on(career_graph, id_))
    return _given(
        label=preferred_name(role, language),
        name_zh=role.name_zh,
        name_en=role.name_en,
        family=role.family,
        track=role.track,
        level=role.level,
        line=line,
        stages=_joined(career_graph.list_stages(id_)) if line else None,
        lines=_joined(career_graph.list_lines(id_)),
        first_stage=career_graph.first_stage(id_),
        kind_of=role.kind_of,
        aliases=_joined(name.text for name in names if not name.preferred),
        codes=_joined(
            f"{code.scheme}:{code.code}"
            for code in career_graph.codes_of.get((EntityKind.ROLE, id_), ())
        ),
        required_skills=_joined(skills),
        required_skill_count=len(skills),
        **_pay(career_graph, id_),
        interests=_joined(list_interests(career_graph, id_, EVERYTHING)),
        industries=_joined(list_industries(career_graph, id_, EVERYTHING)),
        documents=_joined(documents),
        document_count=len(documents),
    )


def _pay(career_graph: CareerGraph, id_: str) -> dict[str, Value | None]:
    """The ends of all figures of a role; none over several currencies."""
    facts = list_pay(career_graph, id_, EVERYTHING)
    currencies = sorted({fact.scope.currency for fact in facts})
    lows = [fact.low for fact in facts if fact.low is not None and len(currencies) == 1]
    highs = [fact.high for fact in facts if fact.high is not None and len(currencies) == 1]
    return {
        "pay_low": min(lows, default=None),
        "pay_high": max(highs, default=None),
        "pay_currency": _joined(currencies),
    }


def _claims_on(career_graph: CareerGraph, id_: str) -> Iterator[Claim]:
    """Yield every claim that the attributes of a role rest on."""
    yield from career_graph.role_rows[id_]
    yield from career_graph.names_of.get((EntityKind.ROLE, id_), ())
    yield from career_graph.stages_of.get(id_, ())
    yield from career_graph.lines_of.get(id_, ())
    for asked in list_required_skills(career_graph, id_, EVERYTHING).values():
        yield from asked.claims
    for fact in list_pay(career_graph, id_, EVERYTHING):
        yield from fact.claims
    yield from career_graph.interests_of.get(id_, ())
    for role in (id_, *career_graph.list_lines(id_)):
        yield from career_graph.industries_of.get(role, ())


def _edge(hop: Hop, speaker: Speaker, language: str) -> Attributes:
    """The attributes of a hop, in the order of EDGE_ATTRIBUTES."""
    move, time = hop.move, hop.time
    as_stated = (hop.from_, hop.to) == (move.from_, move.to)
    timing = [row for claim in time.claims for row in claim.claims]
    told = dict.fromkeys((*move.rows, *timing))
    return _given(
        id=move.id if as_stated else f"{hop.from_}--{hop.to}--via--{move.id}",
        label=say(language, move.kind),
        kind=move.kind,
        stated_from=move.from_,
        stated_to=move.to,
        certainty=move.certainty,
        inferred=move.inferred,
        score=_number(move.score),
        method=move.method,
        basis=_joined(_bases(time.claims)),
        **_stay_months(hop),
        **_service_months(time.claims),
        disputed=time.disputed,
        documents=_joined(_documents(move.rows)),
        time_documents=_joined(_documents(timing)),
        says="; ".join(dict.fromkeys(speaker.says(row) for row in told)),
    )


def _number(value: float | None) -> float | None:
    """A decimal, also where it was written as 1; None for what JSON cannot hold (NaN, infinity)."""
    return float(value) if value is not None and math.isfinite(value) else None


def _bases(claims: Iterable[TimeClaim]) -> list[str]:
    """What the months of a move are counted from; an unstated start counts as IN_ROLE (3.2c)."""
    service = TimeBasis.TOTAL_SERVICE
    return sorted({service if it.shape in _SERVICE else TimeBasis.IN_ROLE for it in claims})


def _stay_months(hop: Hop) -> dict[str, Value | None]:
    """The combined months in the role, by the widest range (3.8)."""
    stay = hop.time.stay(PolicyRule.ENVELOPE, None)
    if stay is None:
        return {}
    return {
        "stay_months_low": stay.low,
        "stay_months_typical": stay.typical,
        "stay_months_high": stay.high,
    }


def _service_months(claims: Iterable[TimeClaim]) -> dict[str, Value | None]:
    """The total service at the move, by the widest range; a band counts by its low (3.2b)."""
    spans = [claim.months for claim in claims if claim.shape in _SERVICE]
    if not spans:
        return {}
    highs = [span.high for span in spans if span.high is not None]
    return {
        "service_months_low": min(span.low for span in spans),
        "service_months_typical": median([span.typical for span in spans]),
        "service_months_high": max(highs) if len(highs) == len(spans) else None,
    }

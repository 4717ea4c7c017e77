"""The evidence layer of Neo4j: each row of each source as a Claim, and back. No driver here.

    (:Source)-[:SAYS]->(:Claim)-[:STATED_IN]->(:Passage)-[:PART_OF]->(:Document)
                       (:Claim)-[:ABOUT]->(the roles, skills, certifications, industries it names)

A Claim has the cells of its row in camelCase; those called `id` and `name` are `statedId` and
`statedName`, as every node has an `id` and a `name` of its own. Sources and claims alone give back
the records that were written.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..catalog import CareerGraph, canonical
from ..names import preferred_name
from ..records import Certification, Code, Document, Industry, Passage, Record, Skill
from ..says import Speaker
from ..sources import Source
from ..tables import TABLES, Column, Table, list_references, table_of

LANGUAGE = "zh"
"""The language of names: the preferred one is Chinese where there is one."""

THINGS = {
    "roles": "Role",
    "skills": "Skill",
    "certifications": "Certification",
    "industries": "Industry",
}
"""The label of what a row of each table defines, and what claims are about."""

Properties = dict[str, Any]

_ID_DIGITS = 20  # 80 bits: two equal ids among a million claims are less likely than 1e-12
_TITLE_CHARACTERS = 16  # of a document's title in the name of a passage
_PLACE = ("document", "start", "end")
_STATED = {"id": "statedId", "name": "statedName"}


@dataclass(frozen=True, slots=True)
class PassageNode:
    """A passage and the key of its document."""

    document: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class ClaimNode:
    """A claim, its source's name, the keys of what it is about, and its passage's id or None."""

    source: str
    about: tuple[str, ...]
    passage: str | None
    properties: Properties


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims and passages of a graph by id, and the ids of the claims of each content."""

    claims: dict[str, ClaimNode] = field(default_factory=dict)
    passages: dict[str, PassageNode] = field(default_factory=dict)
    ids: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    contents: dict[int, str] = field(default_factory=dict)
    """The content of each row, by its address: what `canonical` takes its time for."""

    def ids_of(self, records: Iterable[Record]) -> list[str]:
        """The ids of all claims that say what these records of the graph say, in order."""
        contents = (self.contents.get(id(record)) or canonical(record) for record in records)
        return sorted({id_ for content in contents for id_ in self.ids[content]})


def key_of(label: str, id_: str) -> str:
    """What tells our things apart, whatever their label."""
    return f"{label}/{id_}"


def hashed(*parts: object) -> str:
    """A short id that is the same for the same parts, on every machine."""
    text = "\0".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def list_evidence(career_graph: CareerGraph) -> Evidence:
    """The evidence of a graph. A claim keeps its id while source and content stay the same."""
    evidence = Evidence()
    speaker = Speaker(career_graph, LANGUAGE)
    for source in career_graph.sources:
        for table in TABLES.values():
            times: Counter[str] = Counter()
            for position, record in enumerate(source.rows.get(table.name, ())):
                content = canonical(record)
                times[content] += 1
                id_ = hashed(source.name, times[content], content)
                passage = _add_passage(evidence, career_graph, record)
                properties = _properties(table, record, position)
                properties |= {"id": id_, "name": _say(speaker, record)}
                evidence.claims[id_] = ClaimNode(
                    source.name, tuple(_about(record)), passage, properties
                )
                evidence.ids[content].append(id_)
                evidence.contents[id(record)] = content
    return evidence


def _properties(table: Table, record: Record, position: int) -> Properties:
    """Where a row stood, and its cells; empty ones are left out."""
    properties: Properties = {"table": table.name, "position": position}
    passage: Passage | None = getattr(record, "passage", None)
    if passage is not None:
        properties["row"] = passage.row
        if passage.table != table.name:
            properties["sheet"] = passage.table
    for column, name in _CELLS[table.name]:
        holder = passage if column.name in _PLACE else record
        value = getattr(holder, column.field)
        if value is not None:
            properties[name] = value.value if column.words else value
    return properties


def cell_name(column: Column) -> str:
    """The property of a column.

    >>> cell_name(Column("months_low")), cell_name(Column("from")), cell_name(Column("id"))
    ('monthsLow', 'from', 'statedId')
    """
    first, *others = column.name.split("_")
    return _STATED.get(column.name, first + "".join(part.title() for part in others))


def _about(record: Record) -> list[str]:
    """The keys of what a row names, and of what it defines."""
    named = [(table, id_) for _, table, id_ in list_references(record) if table in THINGS]
    table = table_of(record)
    if table.name in THINGS:
        named.append((table.name, getattr(record, table.key or "id")))
    return list(dict.fromkeys(key_of(THINGS[name], id_) for name, id_ in named))


def _add_passage(evidence: Evidence, career_graph: CareerGraph, record: Record) -> str | None:
    """Add the passage of a row: its span, else its whole table; its id, None where it has none.

    A table is one passage, as one for each row would say what the claim says too (its `row`), and
    made loading a third slower.
    """
    passage: Passage | None = getattr(record, "passage", None)
    if passage is None:
        return None
    where: Properties = {"table": passage.table}
    if passage.start is not None:
        where = {"start": passage.start, "end": passage.end}
    id_ = hashed(passage.document, *where.values())
    if id_ not in evidence.passages:
        title = career_graph.documents[passage.document].title
        short = title if len(title) <= _TITLE_CHARACTERS else f"{title[:_TITLE_CHARACTERS]}…"
        place = passage.table if passage.start is None else f"[{passage.start}–{passage.end}]"
        properties = {"id": id_, "name": f"{short} {place}", **where}
        document = key_of("Document", passage.document)
        evidence.passages[id_] = PassageNode(document, properties)
    return id_


def _say(speaker: Speaker, record: Record) -> str:
    """A short name for a row: what it says."""
    say = _SAYS.get(type(record))
    return speaker.says(record) if say is None else say(speaker, record)  # type: ignore[arg-type]


def _say_code(speaker: Speaker, code: Code) -> str:
    return f"{speaker.name(code.kind, code.id)}: {code.scheme} {code.code}"


def _say_thing(_: Speaker, thing: Skill | Certification | Industry) -> str:
    return preferred_name(thing, LANGUAGE)


def _say_document(_: Speaker, document: Document) -> str:
    return document.title


_SAYS: Mapping[type[Any], Callable[[Speaker, Any], str]] = {
    Code: _say_code,
    Document: _say_document,
    Skill: _say_thing,
    Certification: _say_thing,
    Industry: _say_thing,
}
"""How rows are named that state nothing; the others say what they state."""


def seal(sources: Sequence[Mapping[str, Any]], claims: Iterable[tuple[str, Properties]]) -> str:
    """The sha256 of who says what and where it stood, so that a reader knows it has seen all.

    `sources` are their properties, `claims` pairs of a source's name and a claim's properties.
    """
    lines = [f"{it['name']}\0{it['format']}\0{it['location']}\0{it['loaded']}" for it in sources]
    lines += [
        f"{name}\0{it.get('id')}\0{it.get('position')}\0{it.get('sheet')}\0{it.get('row')}"
        for name, it in claims
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def to_sources(
    sources: Iterable[Mapping[str, Any]], claims: Iterable[tuple[str, Properties]]
) -> list[Source]:
    """The sources that were written, with their rows in order.

    Raises KeyError, TypeError or ValueError where somebody else changed what is stored.
    """
    rows: defaultdict[str, defaultdict[str, list[tuple[int, Record]]]]
    rows = defaultdict(lambda: defaultdict(list))
    for source, properties in claims:
        table = TABLES[properties["table"]]
        placed = (properties["position"], _record(table, properties))
        rows[source][table.name].append(placed)
    return [
        Source(
            it["name"],
            it["format"],
            it["location"],
            it["loaded"],
            {
                name: tuple(record for _, record in sorted(placed, key=lambda one: one[0]))
                for name, placed in rows[it["name"]].items()
            },
        )
        for it in sources
    ]


def _record(table: Table, properties: Properties) -> Record:
    """The row of a claim."""
    cells: dict[str, Any] = {}
    for column, name in _CELLS[table.name]:
        value = properties.get(name)
        cells[column.name] = value if value is None or not column.words else column.words(value)
    if not table.stated:
        return table.build(cells)
    sheet = properties.get("sheet", table.name)
    where = Passage(cells["document"], cells["start"], cells["end"], sheet, properties["row"])
    return table.build(cells, where)


_CELLS: Mapping[str, Sequence[tuple[Column, str]]] = {
    table.name: [(column, cell_name(column)) for column in table.columns]
    for table in TABLES.values()
}
"""Each table's columns with the properties that hold them."""

"""What people added or changed in Neo4j by hand: taken over where it is sound, else reported.

What is stored is held against what the release would draw. Roles and moves that no release drew
become rows of the source `by-hand`; what only that source says may be edited and deleted in Neo4j
too. Any other difference is reported with Cypher that finds it, and never used. No driver here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalog import CareerGraph
from ..errors import RecordError
from ..records import EntityKind, Move, MoveKind, Name, Passage, Record
from ..sources import Source
from ..tables import ID, MOST, TABLES, Column, Holds
from .base import Report, now
from .neo4j_facts import Drawing, Node, RelationshipKey
from .neo4j_load import State
from .neo4j_rows import Properties, key_of

BY_HAND = "by-hand"
"""The source that roles and moves added in Neo4j become."""

MOVES = frozenset(("PROMOTES_TO", "MOVES_TO"))

_ROLE_CELLS = {"id": "id", "family": "family", "track": "track", "level": "level"}
_MOVE_CELLS = {
    "kind": "kind",
    "certainty": "certainty",
    "monthsLow": "months_low",
    "monthsTypical": "months_typical",
    "monthsHigh": "months_high",
    "basis": "basis",
}
_NAMES = ("name", "nameEn", "aliases")
_ROLE_PROPERTIES = (*_ROLE_CELLS, *_NAMES)
_CLAIMS = 5  # whose ids Cypher names
_SHOWN = 60  # characters of a value


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node as it is stored; `element` is Neo4j's own id of it."""

    element: str
    labels: tuple[str, ...]
    properties: Properties


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """A relationship as it is stored; `start` and `end` are elements."""

    element: str
    type: str
    start: str
    end: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class Edits:
    """What stands in Neo4j beside the release: see `list_edits`.

    `source` is `by-hand` as it would be, None where nobody has added anything. `refused` and
    `changed` are not used. `adopted` are the keys that nodes drawn by hand get, by element,
    `absorbed` the elements of relationships that the release will draw itself, and `drawing` is
    the release's, without what people deleted of `by-hand`.
    """

    source: Source | None
    refused: tuple[Report, ...]
    changed: tuple[Report, ...]
    adopted: Mapping[str, str]
    absorbed: tuple[str, ...]
    drawing: Drawing


def list_edits(
    career_graph: CareerGraph,
    state: State,
    nodes: Sequence[DrawnNode],
    ties: Sequence[DrawnTie],
    *,
    location: str,
) -> Edits:
    """What people did to a graph's drawing by hand: the rows of `by-hand`, and what is not used."""
    return _Reader(career_graph, state, nodes, ties).read(location)


class _RefusedError(Exception):
    """Why something added by hand cannot be used."""


class _Reader:
    """Reads one stored graph."""

    def __init__(
        self,
        career_graph: CareerGraph,
        state: State,
        nodes: Sequence[DrawnNode],
        ties: Sequence[DrawnTie],
    ) -> None:
        self._graph = career_graph
        self._drawing = state.drawing
        self._nodes = {node.element: node for node in nodes}
        self._ties = ties
        self._stored = {
            node.properties["key"]: node
            for node in nodes
            if "CareerGraph" in node.labels and node.properties.get("key") in state.drawing.nodes
        }
        self._kept = next((it for it in career_graph.sources if it.name == BY_HAND), None)
        self._own = {id_ for id_, it in state.evidence.claims.items() if it.source == BY_HAND}
        self._refused: list[Report] = []
        self._changed: list[Report] = []
        self._deleted: set[str | RelationshipKey] = set()
        self._adopted: dict[str, str] = {}
        self._absorbed: list[str] = []
        self._rows: defaultdict[str, list[Record]] = defaultdict(list)
        self._ids: dict[str, str] = {}  # of roles that a move may lead to, by element

    def read(self, location: str) -> Edits:
        for key, drawn in self._drawing.nodes.items():
            self._compare_node(key, drawn, self._stored.get(key))
        for node in self._nodes.values():
            if self._key_of(node.element) is None:
                self._read_added_node(node)
        self._read_ties()
        return self._finish(location)

    def _finish(self, location: str) -> Edits:
        """Put the rows together."""
        rows = {name: tuple(self._placed(name, found)) for name, found in self._rows.items()}
        if self._kept is not None:
            kept = {name: found for name, found in self._kept.rows.items() if found}
            if kept == {name: found for name, found in rows.items() if found}:
                return self._edits(self._kept)
        source = Source(BY_HAND, "neo4j", location, now(), rows) if any(rows.values()) else None
        return self._edits(source)

    def _edits(self, source: Source | None) -> Edits:
        drawing = Drawing(
            {key: it for key, it in self._drawing.nodes.items() if key not in self._deleted},
            {key: it for key, it in self._drawing.relationships.items() if self._stands(key)},
        )
        return Edits(
            source,
            tuple(self._refused),
            tuple(self._changed),
            self._adopted,
            tuple(self._absorbed),
            drawing,
        )

    def _stands(self, key: RelationshipKey) -> bool:
        """Whether people left a relationship, and its ends, as far as they may delete them."""
        return self._deleted.isdisjoint((key, key[1], key[2]))

    @staticmethod
    def _placed(table: str, rows: Sequence[Record]) -> Iterator[Record]:
        """Yield the rows, each with the place that it has now."""
        for number, row in enumerate(rows, 1):
            cells = TABLES[table].cells(row)
            yield TABLES[table].build(cells, Passage(BY_HAND, None, None, table, number))

    def _refuse(self, found: DrawnNode | DrawnTie, message: str) -> None:
        self._refused.append(Report(message, _find(found)))

    def _key_of(self, element: str) -> str | None:
        """The key of a node of the release, None for any other node."""
        node = self._nodes.get(element)
        key: str | None = None if node is None else node.properties.get("key")
        return key if key in self._stored and self._stored[key] is node else None

    # Nodes

    def _is_own(self, properties: Mapping[str, Any]) -> bool:
        """Whether `by-hand` alone says it."""
        claims = properties.get("claims", ())
        return bool(claims) and self._own.issuperset(claims)

    def _compare_node(self, key: str, drawn: Node, stored: DrawnNode | None) -> None:
        """Note what became of a node of the release."""
        own = "Role" in drawn.labels and self._is_own(drawn.properties)
        if stored is None:
            if own:
                self._deleted.add(key)
            else:
                self._changed.append(
                    Report(f"{_say_node(drawn)} is gone, which sources state", _near(key, drawn))
                )
            return
        changed = _changed(drawn.properties, stored.properties)
        changed += [f":{label}" for label in drawn.labels if label not in stored.labels]
        if "Role" in drawn.labels:
            self._ids[stored.element] = drawn.properties["id"]
        if own:
            self._keep_role(drawn.properties["id"], stored, changed)
        elif changed:
            self._changed.append(Report(_say_change(_say_node(drawn), changed), _find(stored)))

    def _keep_role(self, id_: str, stored: DrawnNode, changed: Sequence[str]) -> None:
        """Keep a role of `by-hand`, as it was edited where that can be used."""
        if changed:
            mine = {
                name: value
                for name, value in stored.properties.items()
                if name in _ROLE_PROPERTIES or name in changed
            }
            try:
                self._add(_build_role({**mine, "id": _same_id(id_, stored)}))
            except _RefusedError as error:
                self._refuse(stored, f"The change of role {id_!r} is not used: {error}")
            else:
                return
        for table in ("roles", "names"):
            kept = () if self._kept is None else self._kept.rows.get(table, ())
            self._rows[table] += [row for row in kept if getattr(row, "id", None) == id_]

    def _read_added_node(self, node: DrawnNode) -> None:
        """Take over a node that no release drew, or say why not."""
        if "Role" not in node.labels:
            name = ":".join(label for label in node.labels if label != "CareerGraph")
            self._refuse(
                node,
                f"A {name} was added; only roles and moves are taken over; "
                "state it in a table, and load that",
            )
            return
        given = {name: value for name, value in node.properties.items() if name != "key"}
        try:
            rows = _build_role(given)
            id_ = self._new_id(given["id"])
        except _RefusedError as error:
            what = f"role {_shown(given['id'])}" if "id" in given else "role without an id"
            self._refuse(node, f"The {what} that was added is not used: {error}")
            return
        self._add(rows)
        self._ids[node.element] = id_
        self._adopted[node.element] = key_of("Role", id_)

    def _new_id(self, id_: str) -> str:
        if id_ in self._graph.roles or id_ in self._ids.values():
            raise _RefusedError("the graph has that role already")
        return id_

    def _add(self, rows: Iterable[Record]) -> None:
        for row in rows:
            self._rows["names" if isinstance(row, Name) else "roles"].append(row)

    # Relationships

    def _read_ties(self) -> None:
        """Note what became of the relationships of the release, and which were added."""
        stored: dict[RelationshipKey, DrawnTie] = {}
        added: list[DrawnTie] = []
        for tie in self._ties:
            start, end = self._key_of(tie.start), self._key_of(tie.end)
            key = (tie.type, str(start), str(end), str(tie.properties.get("id")))
            if key in self._drawing.relationships and key not in stored:
                stored[key] = tie
            else:
                added.append(tie)
        self._keep_moves(stored)
        for key, drawn in self._drawing.relationships.items():
            if not (key[0] in MOVES and self._is_own(drawn)):
                self._compare_tie(key, drawn, stored.get(key))
        for tie in added:
            self._read_added_tie(tie)

    def _compare_tie(
        self, key: RelationshipKey, drawn: Properties, stored: DrawnTie | None
    ) -> None:
        """Report a change to what sources state."""
        if stored is None:
            if {key[1], key[2]} <= self._stored.keys():
                self._changed.append(
                    Report(f"{_say_tie(key)} is gone, which sources state", _between(key))
                )
        elif changed := _changed(drawn, stored.properties):
            self._changed.append(Report(_say_change(_say_tie(key), changed), _find(stored)))

    def _keep_moves(self, stored: Mapping[RelationshipKey, DrawnTie]) -> None:
        """Keep the moves of `by-hand` that are still there, as they were edited."""
        rows = () if self._kept is None else self._kept.rows.get("moves", ())
        grouped: defaultdict[tuple[str, str, MoveKind], list[Move]] = defaultdict(list)
        for row in rows:
            if isinstance(row, Move):
                grouped[row.from_, row.to, row.kind].append(row)
        for (from_, to, kind), moves in grouped.items():
            ends = key_of("Role", from_), key_of("Role", to)
            key, drawn = next(
                (key, drawn)
                for key, drawn in self._drawing.relationships.items()
                if key[:3] == ("PROMOTES_TO" if kind is MoveKind.PROMOTION else "MOVES_TO", *ends)
                and drawn.get("kind", MoveKind.PROMOTION) == kind
                and "--via--" not in key[3]
            )
            tie = stored.get(key)
            if not self._is_own(drawn):
                self._rows["moves"] += moves
            elif tie is None:
                self._deleted.add(key)
            else:
                self._keep_move(key, drawn, tie, moves)

    def _keep_move(
        self, key: RelationshipKey, drawn: Properties, tie: DrawnTie, moves: Sequence[Move]
    ) -> None:
        changed = _changed(drawn, tie.properties)
        try:
            self._rows["moves"] += _edited(moves, tie.properties, changed)
        except _RefusedError as error:
            self._refuse(tie, f"The change of {_say_tie(key)} is not used: {error}")
            self._rows["moves"] += moves

    def _read_added_tie(self, tie: DrawnTie) -> None:
        """Take over a move that no release drew, or say why not."""
        what = f"A {tie.type} that was added"
        if tie.type not in MOVES:
            self._refuse(
                tie,
                f"{what} is not used: only roles and moves are taken over; "
                "state it in a table, and load that",
            )
            return
        try:
            move = self._build_move(tie)
        except _RefusedError as error:
            self._refuse(tie, f"{what} is not used: {error}")
            return
        self._rows["moves"].append(move)
        self._absorbed.append(tie.element)

    def _build_move(self, tie: DrawnTie) -> Move:
        ends = [self._ids.get(tie.start), self._ids.get(tie.end)]
        for word, id_ in zip(("begins", "ends"), ends, strict=True):
            if id_ is None:
                raise _RefusedError(f"it {word} at what is no role of this graph")
        cells = _cells("moves", _MOVE_CELLS, tie.properties)
        kind = cells.get("kind")
        promotes = tie.type == "PROMOTES_TO"
        if promotes and kind not in (None, MoveKind.PROMOTION):
            raise _RefusedError(f"kind is {str(kind)!r}; make it a MOVES_TO")
        if not promotes and kind in (None, MoveKind.PROMOTION):
            others = ", ".join(it for it in MoveKind if it is not MoveKind.PROMOTION)
            raise _RefusedError(f"a MOVES_TO needs a kind: one of {others}")
        move: Move = _build("moves", {**cells, "from": ends[0], "to": ends[1]})
        return move


def _edited(moves: Sequence[Move], properties: Properties, changed: Sequence[str]) -> list[Move]:
    """Rows of one move as somebody edited what they draw."""
    if not changed:
        return list(moves)
    unknown = [name for name in changed if name not in _MOVE_CELLS or name == "kind"]
    if unknown:
        raise _RefusedError(f"{', '.join(unknown)} cannot be edited; delete it and add another")
    given = {name: properties[name] for name in changed if name in properties}
    cells = dict.fromkeys((_MOVE_CELLS[name] for name in changed), None)
    cells |= _cells("moves", _MOVE_CELLS, given)
    return [_build("moves", {**TABLES["moves"].cells(moves[0]), **cells})]


def _same_id(id_: str, stored: DrawnNode) -> str:
    if stored.properties.get("id") != id_:
        raise _RefusedError("its id was changed; add another role instead")
    return id_


def _build_role(properties: Properties) -> list[Record]:
    """The rows of a role with these properties."""
    cells = _cells("roles", _ROLE_CELLS, {k: v for k, v in properties.items() if k not in _NAMES})
    name = properties.get("name")
    if "id" not in cells:
        raise _RefusedError("it has no id; give it one, such as 'phone-agent'")
    if name is None:
        raise _RefusedError("it has no name")
    text = _value(Column("name"), "name", name)
    english = properties.get("nameEn")
    if english is not None and english != name:
        cells |= {"name_zh": text, "name_en": _value(Column("name"), "nameEn", english)}
    else:
        cells["name_en" if text.isascii() else "name_zh"] = text
    aliases: list[object] = properties.get("aliases", [])
    if type(aliases) is not list:
        raise _RefusedError("aliases is no list; write ['…', '…']")
    rows: list[Record] = [_build("roles", cells)]
    for alias in aliases:
        other = _value(Column("name"), "aliases", alias)
        rows.append(_build("names", {"kind": EntityKind.ROLE, "id": cells["id"], "name": other}))
    return rows


def _cells(table: str, names: Mapping[str, str], properties: Properties) -> dict[str, Any]:
    """The cells that properties mean; _RefusedError where one means none."""
    for name in properties:
        if name not in names:
            known = ", ".join((*names, *(_NAMES if table == "roles" else ())))
            raise _RefusedError(f"it has a property {name!r}; those known are {known}")
    return {
        names[name]: _value(TABLES[table].column(names[name]), name, value)
        for name, value in properties.items()
    }


def _value(column: Column, name: str, value: object) -> Any:  # noqa: ANN401 by the column
    """The value of a property for a column."""
    if column.holds is Holds.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise _RefusedError(f"{name} is {_shown(value)}; give a whole number, 0 or more")
        return value
    if not isinstance(value, str) or not value.strip():
        raise _RefusedError(f"{name} is {_shown(value)}; give a text")
    text = value.strip()
    if column.holds is Holds.ID and not ID.fullmatch(text):
        remedy = "an id is lower-case ASCII words joined by hyphens, such as 'phone-agent'"
        raise _RefusedError(f"{name} is {_shown(value)}; {remedy}")
    if column.words is not None:
        words = column.words
        if text not in list(words):
            raise _RefusedError(f"{name} is {_shown(value)}; give one of {', '.join(words)}")
        return words(text)
    return text


def _build(table: str, cells: Mapping[str, Any]) -> Any:  # noqa: ANN401 by the table
    try:
        return TABLES[table].build(cells, Passage(BY_HAND, None, None, table, 1))
    except RecordError as error:
        raise _RefusedError(str(error).rstrip(".")) from error


def _changed(drawn: Properties, stored: Properties) -> list[str]:
    """The names of the properties that differ."""
    names = sorted(drawn.keys() | stored.keys())
    return [name for name in names if drawn.get(name) != stored.get(name)]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _say_change(what: str, changed: Sequence[str]) -> str:
    return f"{what} was changed ({', '.join(changed)}), which sources state"


def _say_node(node: Node) -> str:
    return f"{node.labels[-1]} {node.properties['id']!r}"


def _say_tie(key: RelationshipKey) -> str:
    return f"{key[0]} {key[3]!r}"


def _find(found: DrawnNode | DrawnTie) -> str:
    """Cypher that shows something stored."""
    if isinstance(found, DrawnNode):
        return f"MATCH (n) WHERE elementId(n) = '{found.element}' RETURN n"
    return f"MATCH p = ()-[r]->() WHERE elementId(r) = '{found.element}' RETURN p"


def _near(key: str, node: Node) -> str:
    """Cypher that shows what is left of a node that is gone: the claims that it came from."""
    claims = node.properties.get("claims", ())[:_CLAIMS]
    if claims:
        return f"MATCH (c:Claim) WHERE c.id IN [{', '.join(map(_quoted, claims))}] RETURN c"
    return f"MATCH (n:CareerGraph {{key: {_quoted(key)}}}) RETURN n"


def _between(key: RelationshipKey) -> str:
    """Cypher that shows the ends of a relationship that is gone."""
    start, end = _quoted(key[1]), _quoted(key[2])
    return f"MATCH (a:CareerGraph {{key: {start}}}), (b:CareerGraph {{key: {end}}}) RETURN a, b"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""Finds things by name, code or id: in either script, by part of a name, by pinyin, and nearly."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from .catalog import CareerGraph
from .index import Entry, Index
from .interrupt import holding
from .records import EntityKind
from .scripts import Scripts

# Ratios of rapidfuzz, 0 to 100, from which a spelling is near.
_NEAR = 75  # one of the four signs of 客服总监 is another
_NEAR_SUGGESTED = 65  # one sign of three is another; a suggestion only asks


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the name, id or code of it that matched."""

    kind: EntityKind
    id: str
    matched: str


class Searcher:
    """Searches one graph in memory, so that the answer is alike on every store."""

    def __init__(self, career_graph: CareerGraph) -> None:
        """Index each kind of thing when it is first searched; cost linear in its names."""
        self._graph = career_graph
        self._scripts = Scripts()
        self._indexes: dict[EntityKind, Index] = {}
        self._building = Lock()

    def build_indexes(self) -> None:
        """Build the index of every kind now, spellings and sounds included."""
        for kind in EntityKind:
            self._index(kind).build()

    def search(self, text: str, kinds: Collection[EntityKind] | None, first: int) -> list[Hit]:
        """The `first` best things of these kinds (None: any), each once, best first.

        Ranks: whole name, id or code; whole name in the other script; start of a name; all words,
        each the start of one of the name's, in any order; part of a name; pinyin and its initials,
        whole, from the start, from a later syllable. Only where there is none of these: near
        spellings and sounds. In one rank a preferred name is before an alias, shorter before
        longer, then by id. Blank text finds nothing.
        """
        indexes = [
            (kind, self._index(kind)) for kind in EntityKind if kinds is None or kind in kinds
        ]
        found: list[tuple[float, Entry, EntityKind]] = [
            (rank, entry, kind)
            for kind, index in indexes
            for rank, entry in islice(index.ranked(text), first)
        ]
        if not found:
            found = [
                (-score, entry, kind)
                for kind, index in indexes
                for score, entry in index.near(text, _NEAR)[:first]
            ]
        return [Hit(kind, entry.id, entry.text) for _, entry, kind in sorted(found)[:first]]

    def suggest(self, kind: EntityKind, text: str, first: int = 5) -> list[str]:
        """Ids of the things that a name which names nothing may have meant, nearest first.

        What `search` finds, then near spellings and sounds; empty where nothing is near. They are
        for asking back, never for answering in the name's stead (semantics 1.8).
        """
        index = self._index(kind)
        found = [entry.id for _, entry in islice(index.ranked(text), first)]
        if len(found) < first:
            found += [entry.id for _, entry in index.near(text, _NEAR_SUGGESTED)]
        return list(dict.fromkeys(found))[:first]

    def _index(self, kind: EntityKind) -> Index:
        with holding(self._building):
            if kind not in self._indexes:
                self._indexes[kind] = Index(self._graph, kind, self._scripts)
            return self._indexes[kind]

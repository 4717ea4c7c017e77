"""Names: the preferred one in a language, all others, and whom a name names (semantics 1.8)."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .catalog import CareerGraph
from .interrupt import paced
from .once import BuiltOnce
from .records import Claim, CodeRelation, Entity, EntityKind, Role

LANGUAGES = ("zh", "en")
"""The languages of preferred names; the first is the default."""


@dataclass(frozen=True, slots=True)
class NameFact:
    """A name of a thing; preferred or alias, with the claims that use it where rows say so."""

    text: str
    language: str
    preferred: bool
    reason: str | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a name names: one thing, several at one rank (ambiguous), or none."""

    ids: tuple[str, ...]

    @property
    def ambiguous(self) -> bool:
        """Whether several things have that name."""
        return len(self.ids) > 1


def normal(name: str) -> str:
    """A name as it is compared: NFKC, case-folded, trimmed, inner spaces collapsed."""
    if not name.isascii():  # in ASCII NFKC changes nothing, and takes half of the time
        name = unicodedata.normalize("NFKC", name)
    return " ".join(name.casefold().split())


def preferred_name(thing: Entity, language: str = LANGUAGES[0]) -> str:
    """The preferred name in a language, else in the other one."""
    names = {"zh": thing.name_zh, "en": thing.name_en}
    return names.get(language) or thing.name_zh or thing.name_en or thing.id


def list_names(career_graph: CareerGraph, kind: EntityKind, id_: str) -> list[NameFact]:
    """Every name of a thing: preferred ones by language, then aliases in order of content."""
    thing = career_graph.get_entity(kind, id_)
    rows: Sequence[Claim] = career_graph.role_rows[id_] if isinstance(thing, Role) else ()
    names = [
        NameFact(text, language, preferred=True, reason=None, claims=tuple(rows))
        for language, text in zip(LANGUAGES, (thing.name_zh, thing.name_en), strict=True)
        if text is not None
    ]
    aliases = defaultdict(list)
    for row in career_graph.names_of.get((kind, id_), ()):
        aliases[row.name, row.language or _language(row.name)].append(row)
    for (text, language), same in aliases.items():
        reasons = dict.fromkeys(row.reason for row in same if row.reason is not None)
        reason = "; ".join(reasons) or None
        names.append(NameFact(text, language, False, reason, tuple(same)))  # noqa: FBT003
    return names


def _language(name: str) -> str:
    """The language of an alias whose row names none: zh where it has a Han character."""
    return "zh" if any("CJK" in unicodedata.name(char, "") for char in name) else "en"


class Directory:
    """Looks names up: as an id, else a preferred name, else an alias; never a near match."""

    def __init__(self, career_graph: CareerGraph) -> None:
        """Index on first use; one directory serves one release."""
        self._graph = career_graph

    def build_index(self) -> None:
        """Build the index now; cost linear in the names."""
        _ = self._ranks

    def find(self, kind: EntityKind, name: str) -> Found:
        """Whom a name names."""
        if name in self._graph.entities[kind]:
            return Found((name,))
        wanted = normal(name)
        for rank in self._ranks[kind]:
            if wanted in rank:
                return Found(tuple(sorted(rank[wanted])))
        return Found(())

    def find_code(self, kind: EntityKind, scheme: str, code: str) -> Found:
        """Whom a code of a public scheme names: what it is exactly, else closely, else roughly."""
        rows = self._graph.coded.get((kind, scheme.strip().lower(), code.strip()), ())
        nearest = next((it for it in CodeRelation if any(row.relation is it for row in rows)), None)
        return Found(tuple(sorted({row.id for row in rows if row.relation is nearest})))

    @BuiltOnce
    def _ranks(self) -> Mapping[EntityKind, tuple[Mapping[str, set[str]], ...]]:
        """By kind: ids, preferred names, then aliases, each in normal form."""
        ranks = {}
        for kind, things in self._graph.entities.items():
            ids: defaultdict[str, set[str]] = defaultdict(set)
            preferred: defaultdict[str, set[str]] = defaultdict(set)
            aliases: defaultdict[str, set[str]] = defaultdict(set)
            for id_, thing in paced(things.items()):
                ids[normal(id_)].add(id_)
                for text in (thing.name_zh, thing.name_en):
                    if text is not None:
                        preferred[normal(text)].add(id_)
                for row in self._graph.names_of.get((kind, id_), ()):
                    aliases[normal(row.name)].add(id_)
            ranks[kind] = (ids, preferred, aliases)
        return ranks

"""Finds things by name, code or id: in either script, by part of a name, by pinyin, and nearly.

Every name of a kind is a line of one long text, best lines first: a scan at the speed of `str.find`
meets the hits of one rank in the order of the answer and stops at the last one asked for.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from threading import Lock
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .catalog import CareerGraph
from .names import normal
from .records import CodeRelation, EntityKind

_NEAR = (
    75  # rapidfuzz ratio from which a spelling is near: one of the four signs of 客服总监 is off
)
_NEAR_SUGGESTED = 65  # the same for a suggestion, which only asks: one sign of three is off
_NEAR_SOUND = 85  # the same for pinyin, where unlike words share most letters
_LONGEST = 200  # characters; what is longer is only looked for as a whole name
_SHORTEST_PART = 3  # characters; shorter ASCII text is looked for only where a word begins
_SHORTEST_SOUND = 2  # letters; one letter begins the pinyin of too much
_HEARD = 50_000  # words whose pinyin is kept: more than the Chinese names of a large graph have

_HAN = re.compile("[㐀-鿿豈-\ufaff〇\U00020000-\U000323af]")
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_NO_WORD = re.compile(r"[^\w\n]|_")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the name, id or code of it that matched."""

    kind: EntityKind
    id: str
    matched: str


class _Entry(NamedTuple):
    """A text that a thing is found by; entries sort as hits of one rank do."""

    place: int  # 0 for an id, then preferred names, aliases, and codes, exact ones first
    length: int
    id: str
    text: str


class Searcher:
    """Searches one graph in memory, so that the answer is alike on every store."""

    def __init__(self, career_graph: CareerGraph) -> None:
        """Index each kind of thing when it is first searched; cost linear in its names."""
        self._graph = career_graph
        self._scripts = _Scripts()
        self._indexes: dict[EntityKind, _Index] = {}
        self._building = Lock()

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
        found: list[tuple[float, _Entry, EntityKind]] = [
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

    def _index(self, kind: EntityKind) -> "_Index":
        with self._building:
            if kind not in self._indexes:
                self._indexes[kind] = _Index(self._graph, kind, self._scripts)
            return self._indexes[kind]


class _Scripts:
    """Brings texts into one script; each converter is imported when first needed (pinyin: 0.2 s)."""

    @cached_property
    def _simplify(self) -> Callable[[str], str]:
        from opencc import OpenCC  # noqa: PLC0415 only graphs or questions with Han signs need it

        return OpenCC("t2s").convert

    @cached_property
    def _cut(self) -> Callable[[str], Iterable[str]]:
        from pypinyin.contrib.mmseg import seg  # noqa: PLC0415 only questions by sound need it

        return seg.cut

    @cached_property
    def _pronounce(self) -> Callable[[str], list[str]]:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 only questions by sound need it

        return lru_cache(_HEARD)(lazy_pinyin)

    def fold(self, text: str) -> str:
        """Normal text, of one or more lines, in Simplified signs and without accents."""
        if text.isascii():
            return text
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text)))
        return self._simplify(text) if _HAN.search(text) else text

    def syllables(self, line: str) -> list[str]:
        """The pinyin of folded text, without tones, u for ü; other words stay as they are.

        Words are pronounced one by one, each once: ten times as fast as whole names.
        """
        heard = (sound for word in self._cut(line) for sound in self._pronounce(word))
        return [part for sound in heard for part in _WORD.findall(sound.replace("v", "u"))]


class _Lines:
    """Lines of text that are searched in their order; a part may hold the line breaks around it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._text = "\n".join(["", *lines, ""])
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def find(self, part: str, marks: str | None = None) -> Iterator[int]:
        """Yield the number of each line with `part` in it, at a "^" of `marks` where given."""
        at = self._text.find(part)
        while at >= 0:
            onwards = at + 1
            if marks is None or marks[at] == "^":
                line = bisect_right(self._starts, at) - 1
                onwards = self._starts[line + 1]
                yield line
            at = self._text.find(part, onwards)


class _Sounds:
    """The names with Han signs by pinyin; `entries` are as in the index."""

    def __init__(self, entries: Sequence[_Entry], spoken: Sequence[Sequence[str]]) -> None:
        self.entries = entries
        self.whole = _Lines(["".join(syllables) for syllables in spoken])
        self.initials = _Lines(["".join(sound[0] for sound in syllables) for syllables in spoken])
        marks = ["".join("^" + "." * (len(sound) - 1) for sound in line) for line in spoken]
        self._marks = "\n".join(["", *marks, ""])

    def passes(self, letters: str) -> Iterator[Iterator[_Entry]]:
        """Yield the hits of each rank: whole, from the start, from a later syllable."""
        for part in (f"\n{letters}\n", f"\n{letters}"):
            for lines in (self.whole, self.initials):
                yield (self.entries[line] for line in lines.find(part))
        yield (self.entries[line] for line in self.whole.find(letters, self._marks))


class _Index:
    """The names, ids and codes of the things of one kind."""

    def __init__(self, career_graph: CareerGraph, kind: EntityKind, scripts: _Scripts) -> None:
        self._scripts = scripts
        self._entries = sorted(set(_list_names(career_graph, kind)))
        self._keyed = _list_keys(career_graph, kind)
        self._ids = list(career_graph.entities[kind])
        spelled = scripts.fold("\n".join(normal(entry.text) for entry in self._entries))
        self._spelled = _Lines(spelled.split("\n") if self._entries else [])
        self._worded = _Lines([f" {_NO_WORD.sub(' ', line)}" for line in self._spelled.lines])

    def ranked(self, text: str) -> Iterator[tuple[int, _Entry]]:
        """Yield (rank, entry), each thing once, best first."""
        seen = set()
        for rank, entries in enumerate(self._passes(_clean(text))):
            for entry in entries:
                if entry.id not in seen:
                    seen.add(entry.id)
                    yield rank, entry

    def near(self, text: str, least: float) -> list[tuple[float, _Entry]]:
        """(score, entry) of names and ids of at least that ratio, and of like sounds, best first."""
        folded = self._scripts.fold(_clean(text))
        if not folded or len(folded) > _LONGEST:
            return []
        ids = [_Entry(0, len(id_), id_, id_) for id_ in self._ids]
        found = [
            *_near(folded, self._spelled.lines, self._entries, least),
            *_near(folded, self._ids, ids, least),
        ]
        if self._sounds.entries:
            sound = "".join(self._scripts.syllables(folded))
            found += _near(sound, self._sounds.whole.lines, self._sounds.entries, _NEAR_SOUND)
        best: dict[str, tuple[float, _Entry]] = {}
        for score, entry in sorted(found, key=lambda it: (-it[0], it[1])):
            best.setdefault(entry.id, (score, entry))
        return list(best.values())

    def _passes(self, wanted: str) -> Iterator[Iterable[_Entry]]:
        """Yield the entries of each rank, in order."""
        folded = self._scripts.fold(wanted)
        if not folded:
            return
        whole = self._having(f"\n{folded}\n")
        yield sorted(
            [*self._keyed.get(wanted, ()), *(it for it in whole if normal(it.text) == wanted)]
        )
        yield self._having(f"\n{folded}\n")
        if len(folded) > _LONGEST:
            return
        words = list(dict.fromkeys(_WORD.findall(folded)))
        yield self._having(f"\n{folded}")
        yield self._having_words(words)
        if len(folded) >= _SHORTEST_PART or not folded.isascii():
            yield self._having(folded)
        letters = "".join(words).replace("v", "u")
        if folded.isascii() and len(letters) >= _SHORTEST_SOUND:
            yield from self._sounds.passes(letters)

    def _having(self, part: str) -> Iterator[_Entry]:
        return (self._entries[line] for line in self._spelled.find(part))

    def _having_words(self, words: Sequence[str]) -> Iterator[_Entry]:
        """Yield the names that have all words; Han signs are not spaced and match anywhere."""
        parts = [word if _HAN.match(word) else f" {word}" for word in words]
        for line in self._worded.find(max(parts, key=len)) if parts else ():
            if all(part in self._worded.lines[line] for part in parts):
                yield self._entries[line]

    @cached_property
    def _sounds(self) -> _Sounds:
        """What is found by pinyin, made when the first question needs it."""
        pairs = zip(self._entries, self._spelled.lines, strict=True)
        han = [(entry, line) for entry, line in pairs if _HAN.search(line)]
        spoken = [self._scripts.syllables(line) for _, line in han]
        return _Sounds([entry for entry, _ in han], spoken)


def _clean(text: str) -> str:
    """A question as names are compared; half signs, which no converter takes, are left out."""
    return normal(text.encode(errors="ignore").decode())


def _near(
    wanted: str, lines: Sequence[str], entries: Sequence[_Entry], least: float
) -> Iterator[tuple[float, _Entry]]:
    """Yield (score, entry) of each line that is at least that near."""
    scored = process.extract(wanted, lines, scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return ((score, entries[line]) for _, score, line in scored)


def _list_names(career_graph: CareerGraph, kind: EntityKind) -> Iterator[_Entry]:
    """Yield every name of the things of a kind, preferred ones and aliases."""
    for id_, thing in career_graph.entities[kind].items():
        for text in (thing.name_zh, thing.name_en):
            if text is not None:
                yield _Entry(1, len(text), id_, text)
        for row in career_graph.names_of.get((kind, id_), ()):
            yield _Entry(2, len(row.name), id_, row.name)


def _list_keys(career_graph: CareerGraph, kind: EntityKind) -> dict[str, list[_Entry]]:
    """What names a thing only as a whole, in normal form: its id, its codes with and without scheme."""
    keyed = defaultdict(list)
    for id_ in career_graph.entities[kind]:
        keyed[normal(id_)].append(_Entry(0, len(id_), id_, id_))
        for row in career_graph.codes_of.get((kind, id_), ()):
            text = f"{row.scheme}:{row.code}"
            entry = _Entry(3 + list(CodeRelation).index(row.relation), len(text), id_, text)
            for key in {normal(text), normal(row.code)}:
                keyed[key].append(entry)
    return keyed

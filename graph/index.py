"""The names, ids and codes of one kind of thing, and what a text finds among them.

Every name is a line of one long text, best lines first: a scan at the speed of `str.find` meets the
hits of one rank in the order of the answer and stops at the last one asked for.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .catalog import CareerGraph
from .interrupt import STEPS, checkpoint, in_lots, paced
from .names import normal
from .once import BuiltOnce
from .records import CodeRelation, EntityKind
from .scripts import HAN, WORD, Scripts, spell

# Ratios of rapidfuzz, 0 to 100, from which something is near.
_NEAR_WORD = 75  # a word of a longer name
_NEAR_SOUND = 85  # pinyin, in which unlike words share most letters

_LONGEST = 200  # characters; what is longer is only looked for as a whole name
_MOST_RESPELLED = 8  # words; in longer text no single word is taken for a misspelt one
_SHORTEST_RESPELLED = 4  # letters; shorter words are near to too much
_SHORTEST_PART = 3  # characters; shorter ASCII text is looked for only where a word begins
_SHORTEST_SOUND = 2  # letters; one letter begins the pinyin of too much

_LOT = 10_000  # lines that are compared with a misspelt name at once, in a few milliseconds

_NO_WORD = re.compile(r"[^\w\n]|_")


class Entry(NamedTuple):
    """A text that a thing is found by; entries sort as hits of one rank do."""

    place: int  # 0 for an id, then preferred names, aliases, and codes, exact ones first
    length: int
    id: str
    text: str


class _Lines:
    """Lines of text that are searched in their order; a part may hold the line breaks around it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._text = "\n".join(["", *lines, ""])
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def find(self, part: str, marks: str | None = None) -> Iterator[int]:
        """Yield the number of each line with `part` in it, at a "^" of `marks` where given."""
        at, seen = self._text.find(part), 0
        while at >= 0:
            seen += 1
            if not seen % STEPS:
                checkpoint()
            onwards = at + 1
            if marks is None or marks[at] == "^":
                line = bisect_right(self._starts, at) - 1
                onwards = self._starts[line + 1]
                yield line
            at = self._text.find(part, onwards)


class _Sounds:
    """The names with Han signs by pinyin; `entries` are as in the index."""

    def __init__(self, entries: Sequence[Entry], spoken: Sequence[Sequence[str]]) -> None:
        self.entries = entries
        self.whole = _Lines(["".join(syllables) for syllables in spoken])
        self.initials = _Lines(["".join(sound[0] for sound in line) for line in paced(spoken)])
        marks = ["".join("^" + "." * (len(sound) - 1) for sound in line) for line in paced(spoken)]
        self._marks = "\n".join(["", *marks, ""])
        self._syllables = {sound for syllables in spoken for sound in syllables}

    def passes(self, letters: str) -> Iterator[Iterator[Entry]]:
        """Yield the hits of each rank: whole, from the start, from a later syllable."""
        for part in (f"\n{letters}\n", f"\n{letters}"):
            for lines in (self.whole, self.initials):
                yield (self.entries[line] for line in lines.find(part))
        # What begins no syllable, as ng, is within most names and would be looked at in vain.
        if any(known.startswith(letters) or letters.startswith(known) for known in self._syllables):
            yield (self.entries[line] for line in self.whole.find(letters, self._marks))


class Index:
    """The names, ids and codes of the things of one kind."""

    def __init__(self, career_graph: CareerGraph, kind: EntityKind, scripts: Scripts) -> None:
        """Bring every name into its place and form; cost linear in the names."""
        self._scripts = scripts
        self._entries = sorted(set(_list_names(career_graph, kind)))
        self._keyed = _list_keys(career_graph, kind)
        self._ids = list(career_graph.entities[kind])
        texts = (normal(entry.text) for entry in self._entries)
        spelled = [
            line
            for lot in in_lots(texts, STEPS)
            for line in scripts.fold("\n".join(lot)).split("\n")
        ]
        self._spelled = _Lines(spelled)
        self._worded = _Lines([f" {_NO_WORD.sub(' ', line)}" for line in paced(spelled)])

    @BuiltOnce
    def _words(self) -> list[str]:
        """Every word of a name that is written with letters; for near spellings only."""
        words = {word for line in paced(self._worded.lines) for word in line.split()}
        return sorted(word for word in paced(words) if not HAN.search(word))

    @BuiltOnce
    def _sounds(self) -> _Sounds:
        """What is found by pinyin, made when the first question needs it."""
        pairs = zip(self._entries, self._spelled.lines, strict=True)
        han = [(entry, line) for entry, line in pairs if HAN.search(line)]
        spoken = [self._scripts.syllables(line) for _, line in paced(han)]
        return _Sounds([entry for entry, _ in han], spoken)

    def build(self) -> None:
        """Make now what is else made when the first question needs it."""
        _ = self._words, self._sounds

    def ranked(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Yield (rank, entry), each thing once, best first."""
        seen = set()
        for rank, entries in enumerate(self._passes(_clean(text))):
            for entry in entries:
                if entry.id not in seen:
                    seen.add(entry.id)
                    yield rank, entry

    def near(self, text: str, least: float) -> list[tuple[float, Entry]]:
        """What is spelled or sounds nearly so as (score, entry), each thing once, best first."""
        folded = self._scripts.fold(_clean(text))
        if not folded or len(folded) > _LONGEST:
            return []
        found = [
            *_near(folded, self._spelled.lines, self._entries.__getitem__, least),
            *_near(folded, self._ids, lambda line: _of_id(self._ids[line]), least),
            *self._respelled(WORD.findall(folded)),
        ]
        if self._sounds.entries:
            sound, sounds = "".join(self._scripts.syllables(folded)), self._sounds
            found += _near(sound, sounds.whole.lines, sounds.entries.__getitem__, _NEAR_SOUND)
        best: dict[str, tuple[float, Entry]] = {}
        for score, entry in sorted(found, key=lambda it: (-it[0], it[1])):
            best.setdefault(entry.id, (score, entry))
        return list(best.values())

    def _passes(self, wanted: str) -> Iterator[Iterable[Entry]]:
        """Yield the entries of each rank, in order."""
        folded = self._scripts.fold(wanted)
        if not folded:
            return
        whole = list(self._having(f"\n{folded}\n"))
        same = [entry for entry in whole if normal(entry.text) == wanted]
        yield sorted([*self._keyed.get(wanted, ()), *same])
        yield whole
        if len(folded) > _LONGEST:
            return
        words = WORD.findall(folded)
        yield self._having(f"\n{folded}")
        yield self._having_words(words)
        if len(folded) >= _SHORTEST_PART or not folded.isascii():
            yield self._having(folded)
        letters = spell("".join(words))
        if folded.isascii() and len(letters) >= _SHORTEST_SOUND:
            yield from self._sounds.passes(letters)

    def _having(self, part: str) -> Iterator[Entry]:
        return (self._entries[line] for line in self._spelled.find(part))

    def _having_words(self, words: Iterable[str]) -> Iterator[Entry]:
        """Yield the names that have all words; Han signs are not spaced and match anywhere."""
        parts = sorted((word if HAN.match(word) else f" {word}" for word in words), key=len)
        for line in self._worded.find(parts[-1]) if parts else ():
            if all(part in self._worded.lines[line] for part in parts):
                yield self._entries[line]

    def _respelled(self, words: Sequence[str]) -> Iterator[tuple[float, Entry]]:
        """Yield the names that have the known words which are nearest to each of these."""
        if len(words) > _MOST_RESPELLED:
            return
        nearest = [near for near in map(self._nearest_word, words) if near is not None]
        if words and len(nearest) == len(words):
            score = sum(score for _, score in nearest) / len(words)
            for entry in self._having_words(word for word, _ in nearest):
                yield score, entry

    def _nearest_word(self, word: str) -> tuple[str, float] | None:
        """(word, ratio): itself where it is short or begins a known one, else the nearest."""
        at = bisect_left(self._words, word)
        known = at < len(self._words) and self._words[at].startswith(word)
        if known or len(word) < _SHORTEST_RESPELLED:
            return word, 100
        near = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=_NEAR_WORD)
        return None if near is None else (near[0], near[1])


def _clean(text: str) -> str:
    """A question as names are compared; half signs, which no converter takes, are left out."""
    return normal(text.encode(errors="ignore").decode())


def _near(
    wanted: str, lines: Sequence[str], entry: Callable[[int], Entry], least: float
) -> Iterator[tuple[float, Entry]]:
    """Yield (ratio, entry of the line) for each line that is at least that near."""
    for start in range(0, len(lines), _LOT):
        checkpoint()
        lot = lines[start : start + _LOT]
        scored = process.extract(wanted, lot, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        for _, score, line in scored:
            yield score, entry(start + line)


def _of_id(id_: str) -> Entry:
    return Entry(0, len(id_), id_, id_)


def _list_names(career_graph: CareerGraph, kind: EntityKind) -> Iterator[Entry]:
    """Yield every name of the things of a kind, preferred ones and aliases."""
    for id_, thing in paced(career_graph.entities[kind].items()):
        for text in (thing.name_zh, thing.name_en):
            if text is not None:
                yield Entry(1, len(text), id_, text)
        for row in career_graph.names_of.get((kind, id_), ()):
            yield Entry(2, len(row.name), id_, row.name)


def _list_keys(career_graph: CareerGraph, kind: EntityKind) -> dict[str, list[Entry]]:
    """What finds a thing only as a whole, in normal form: id, and codes with and without scheme."""
    keyed = defaultdict(list)
    for id_ in paced(career_graph.entities[kind]):
        keyed[normal(id_)].append(_of_id(id_))
        for row in career_graph.codes_of.get((kind, id_), ()):
            text = f"{row.scheme}:{row.code}"
            entry = Entry(3 + list(CodeRelation).index(row.relation), len(text), id_, text)
            for key in {normal(text), normal(row.code)}:
                keyed[key].append(entry)
    return keyed

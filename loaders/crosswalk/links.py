"""How the codes of two classifications relate, and those that a chain of tables joins.

No table says it. What counts is how many codes each of two is joined to: where each is joined to
the other alone, they are the same or alike; where one is joined to several that are joined to
nothing else, it holds them. The words are those of SKOS: https://www.w3.org/TR/skos-reference/
"""

from collections import defaultdict
from collections.abc import Iterator

from graph.records import CodeRelation

_ORDER = list(CodeRelation)  # strongest first: exact, close, broad, narrow
_INVERSE = {CodeRelation.BROAD: CodeRelation.NARROW}


class Links:
    """Pairs of codes, left and right."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rights: defaultdict[str, dict[str, CodeRelation]] = defaultdict(dict)
        self._lefts: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, left: str, right: str, best: CodeRelation) -> bool:
        """Join two codes; False where they are joined already.

        `best` is how the right one relates to the left where neither is joined to another: not
        narrow.
        """
        if right in self._rights[left]:
            return False
        self._rights[left][right] = best
        self._lefts[right].add(left)
        return True

    def count(self, left: str, right: str) -> int:
        """How many codes the one of two is joined to that is joined to more."""
        return max(len(self._rights[left]), len(self._lefts[right]))

    def __bool__(self) -> bool:
        """Whether any codes are joined."""
        return bool(self._rights)

    @property
    def lefts(self) -> Iterator[str]:
        """Each left code once."""
        return iter(self._rights)

    @property
    def rights(self) -> Iterator[str]:
        """Each right code once."""
        return iter(self._lefts)

    def from_left(self, left: str) -> Iterator[tuple[str, CodeRelation]]:
        """Yield each right code that a left one is joined to, and what it is beside that.

        Broad where it holds the left one; narrow where it lies in that, or where each is joined to
        further ones, so that only parts of both are the same: there is no weaker word.
        """
        rights = self._rights.get(left, {})
        for right, best in rights.items():
            yield right, _relate(len(rights), len(self._lefts[right]), best)

    def from_right(self, right: str) -> Iterator[tuple[str, CodeRelation]]:
        """Yield each left code that a right one is joined to, and what it is beside that."""
        lefts = self._lefts.get(right, set())
        for left in sorted(lefts):
            best = self._rights[left][right]
            yield (
                left,
                _relate(len(lefts), len(self._rights[left]), _INVERSE.get(best, best)),
            )


def _relate(joined: int, joined_there: int, best: CodeRelation) -> CodeRelation:
    """What a code is beside one that is joined to so many, and is itself joined to so many."""
    if joined > 1:
        return CodeRelation.NARROW
    return weaker(CodeRelation.BROAD, best) if joined_there > 1 else best


def weaker(*relations: CodeRelation) -> CodeRelation:
    """How the ends of a chain relate: as its weakest link. Narrow is weaker than broad."""
    return max(relations, key=_ORDER.index)


def stronger(*relations: CodeRelation) -> CodeRelation:
    """How two codes relate that several chains join: as the strongest of these says."""
    return min(relations, key=_ORDER.index)

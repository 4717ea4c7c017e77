"""Answers of a release never change, so they are kept as they were sent."""

from dataclasses import dataclass

from cachetools import LRUCache

MOST_BYTES = 64 * 2**20
"""Bytes of all answers that a service keeps."""

_MOST_OF_ONE = 2**20  # bytes of an answer that is kept
_BESIDE = 500  # bytes that an entry takes beside its content


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer without errors, and the type of operation that it answers."""

    content: bytes
    operation: str


class AnswerCache:
    """Answers by the identity of what was asked; those that nobody asks for go first.

    For one thread.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep answers of that many bytes together."""
        self._kept: LRUCache[str, Kept] = LRUCache(
            most_bytes, getsizeof=lambda it: len(it.content) + _BESIDE
        )

    def find(self, identity: str) -> Kept | None:
        """The answer that is kept."""
        return self._kept.get(identity)

    def keep(self, identity: str, answer: Kept) -> None:
        """Keep an answer, unless it is very long."""
        if len(answer.content) <= _MOST_OF_ONE:
            self._kept[identity] = answer

"""Tells what keeps a document from running, and knows documents again whatever values they hold.

Validation takes longer than a search for a route. Whether a document is valid depends on its
strings and numbers only in which of them are the same, so that those need not be looked at again
that write another name into the same question.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    GraphQLError,
    NoSchemaIntrospectionCustomRule,
    Token,
    TokenKind,
    specified_rules,
    validate,
)

from .schema import build

_KEPT = 256  # shapes of documents that were valid
_MOST_PROBLEMS = 20  # found in a document before the validation stops
_MOST_DIGITS = 9  # of a number that every Int can hold
_STRINGS = frozenset((TokenKind.STRING, TokenKind.BLOCK_STRING))
_SILENT = frozenset((TokenKind.SOF, TokenKind.COMMENT))


class Validator:
    """Validates documents against the schema."""

    def __init__(self, *, introspection: bool) -> None:
        """Allow introspection, or do not, and suggest no names then."""
        hidden = () if introspection else (NoSchemaIntrospectionCustomRule,)
        self._rules = (*specified_rules, *hidden)
        self._introspection = introspection
        self._valid: LRUCache[bytes, bool] = LRUCache(_KEPT)
        self._lock = Lock()

    def list_problems(self, document: DocumentNode) -> Sequence[GraphQLError]:
        """The errors that keep a document from running."""
        shape = hashlib.sha256(write_shape(document).encode()).digest()
        with self._lock:
            if self._valid.get(shape):  # and is the last to be forgotten
                return ()
        problems = validate(
            build(),
            document,
            self._rules,
            _MOST_PROBLEMS,
            hide_suggestions=not self._introspection,
        )
        if not problems:
            with self._lock:
                self._valid[shape] = True
        return problems


@cache
def get_validator(*, introspection: bool) -> Validator:
    """The validator of all requests."""
    return Validator(introspection=introspection)


def write_shape(document: DocumentNode) -> str:
    """A document without its layout, with a number for each of its strings and whole numbers.

    Equal ones have equal numbers. A number too long for Int stays, as it may be valid or not.

    >>> from graphql import parse
    >>> write_shape(parse('{ a: f(x: "one", n: 7)  b: f(x: "one", n: 8) }'))
    '{ a : f ( x : "0" n : 1 ) b : f ( x : "0" n : 2 ) }'
    """
    numbers: dict[tuple[TokenKind, str], int] = {}
    parts = []
    for token in _list_tokens(document):
        value = token.value or ""
        if token.kind in _STRINGS:
            parts.append(f'"{numbers.setdefault((token.kind, value), len(numbers))}"')
        elif token.kind is TokenKind.INT and len(value) <= _MOST_DIGITS:
            parts.append(f"{numbers.setdefault((token.kind, value), len(numbers))}")
        else:
            parts.append(value or token.kind.value)
    return " ".join(parts)


def _list_tokens(document: DocumentNode) -> Iterator[Token]:
    """Yield the tokens of a document that say something."""
    token = document.loc.start_token if document.loc is not None else None
    while token is not None and token.kind is not TokenKind.EOF:
        if token.kind not in _SILENT:
            yield token
        token = token.next

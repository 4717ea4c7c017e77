"""What a wrong word was meant to be, and how a long one is shown in a message."""

import difflib
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

_NEAR = 0.7  # difflib ratio from which a word is worth suggesting; `notes` is not near `roles`
_NO_TEXT = ("Cc", "Cs", "Zl", "Zp")  # controls, surrogates, ends of lines and of paragraphs
_SHOWN = 60  # characters of a value that a message shows


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelled most like this one, None where none is near."""
    folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(shorten(word).casefold(), folded, n=1, cutoff=_NEAR)
    return folded[near[0]] if near else None


def shorten(text: str) -> str:
    """The text, or its beginning and an ellipsis where it is too long for a message."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def to_line(text: str) -> str:
    """The text with U+FFFD for each character that would end its line, or steer a terminal."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(letter) in _NO_TEXT else letter
        for letter in text
    )


def plain(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes are in it."""
    return os.fsencode(path).decode("utf-8", "replace")


def plain_name(path: Path) -> str:
    """The last part of a path, as `plain` gives it, on one line."""
    return to_line(plain(Path(path.name)))

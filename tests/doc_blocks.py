"""The fenced blocks of a document: what is asked, what is shown, and whether it is so.

A shown answer may leave out two things, each as `…`: the rest of a list, in the place of its last
item, and what differs each time, in the place of a value or within a text.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_LEFT_OUT = "…"
_WIDTH = 116


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what else stands beside that, its text, and where that is."""

    file: Path
    number: int
    language: str
    beside: str
    text: str

    @property
    def place(self) -> str:
        """What a failure calls it."""
        return f"block {self.number} of {self.file.name}"


def list_blocks(file: Path) -> list[Block]:
    """All fenced blocks of a document that name a language, in order."""
    found = []
    for number, fence in enumerate(_FENCE.finditer(file.read_text(encoding="utf-8"))):
        language, _, beside = fence["info"].partition(" ")
        found.append(Block(file, number, language, beside, fence["text"]))
    return found


def write_missing(block: Block, text: str) -> None:
    """Write the text of a block that shows no answer yet, and fail: it has to be read once."""
    document = block.file.read_text(encoding="utf-8")
    fence = list(_FENCE.finditer(document))[block.number]
    start, end = fence.span("text")
    block.file.write_text(f"{document[:start]}{text}{document[end:]}", encoding="utf-8")
    pytest.fail(f"The answer of {block.place} was missing; it is written now: read it.")


def show(value: object, indent: int = 0, before: int = 0) -> str:
    """JSON for readers: what fits on a line stands on one; `before` counts what stands before."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or indent + before + len(line) <= _WIDTH:
        return line
    inner = indent + 2
    if isinstance(value, dict):
        keys = [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
        pairs = zip(keys, value.values(), strict=True)
        parts = [key + show(it, inner, len(key) + 1) for key, it in pairs]
        opens, closes = "{}"
    else:
        parts = [show(it, inner, 1) for it in value]
        opens, closes = "[]"
    body = ",\n".join(" " * inner + part for part in parts)
    return f"{opens}\n{body}\n{' ' * indent}{closes}"


def agrees(shown: Any, real: Any) -> bool:
    """Whether a shown value is the real one, but for what is left out."""
    if shown == _LEFT_OUT:
        return True
    if isinstance(shown, dict) and isinstance(real, dict):
        return list(shown) == list(real) and all(agrees(shown[key], real[key]) for key in shown)
    if isinstance(shown, list) and isinstance(real, list):
        if shown and shown[-1] == _LEFT_OUT:
            some = len(shown) - 1
            return len(real) > some and all(map(agrees, shown[:some], real[:some]))
        return len(shown) == len(real) and all(map(agrees, shown, real))
    if isinstance(shown, str) and isinstance(real, str):
        pattern = ".+".join(map(re.escape, shown.split(_LEFT_OUT)))
        return re.fullmatch(pattern, real, re.DOTALL) is not None
    return type(shown) is type(real) and bool(shown == real)

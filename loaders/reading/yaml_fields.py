"""YAML files that are one mapping: its texts and lists of texts, in bounded time and memory.

The events of PyYAML's parser are read one by one, without its constructors, which would make
objects, and without its composer, which would make trees: what nests deep, repeats a part by an
alias (ten lines may stand for a billion) or is long is refused when it is met. Every scalar is a
text, so that no is no and 1.10 is 1.10.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml

from .opening import UnreadableError
from .spelling import shorten
from .texts import open_text

MOST_CHARACTERS = 1 << 16
"""Characters of a file that is read: fifty times what a certification has."""

_DEEPEST = 8  # levels of lists and mappings within each other
_EMPTY = ("", "~", "null", "Null", "NULL")  # plain scalars that mean nothing is there
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Text(NamedTuple):
    """A text, and the line that it begins on."""

    text: str
    line: int


@dataclass(slots=True)
class Field:
    """What a key has: one text, or a list of them; `nested` where there is more within."""

    line: int
    texts: list[Text] = field(default_factory=list)
    listed: bool = False
    nested: bool = False


def read_fields(path: Path, encoding: str | None = None) -> dict[str, Field]:
    """The fields of a file by key; what is empty has no texts.

    Raises UnreadableError as open_text does, and where it is no YAML, or none of this kind.
    """
    fields = _Fields()
    for event in _parse(_read_text(path, encoding)):
        fields.take(event)
    return fields.found


def _parse(text: str) -> Iterator[yaml.Event]:
    """Yield the events of a text, each when it is asked for; UnreadableError for no YAML."""
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableError(
            f"the file holds {chr(error.character)!r}, which YAML does not allow; delete it.", line
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError(
            f"this is not YAML ({error.problem or error.context}); mend it, or put the text in "
            "quotes.",
            1 if mark is None else mark.line + 1,
        ) from error
    except (ValueError, OverflowError) as error:  # an escape that stands for no character
        raise UnreadableError(
            "the file has an escape, such as \\U00110000, that stands for no character; mend it."
        ) from error


def _read_text(path: Path, encoding: str | None) -> str:
    """The file's text; UnreadableError where it is longer than any that is read."""
    lines, size = [], 0
    with open_text(path, encoding) as text:
        for line in text:
            size += len(line)
            if size > MOST_CHARACTERS:
                raise UnreadableError(
                    f"the file has more than {MOST_CHARACTERS} characters; split it."
                )
            lines.append(line)
    return "".join(lines)


class _Fields:
    """Takes the events of a file one by one, and keeps its fields."""

    def __init__(self) -> None:
        self.found: dict[str, Field] = {}
        self._field: Field | None = None  # of the last key, while its value is not over
        self._depth = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event; UnreadableError where the file is none of fields."""
        line = 1 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise UnreadableError("a second document begins here; give each a file.", line)
        elif isinstance(event, yaml.NodeEvent):
            _check_node(event, line)
            if self._field is not None:
                self._take_value(event, self._field, line)
            elif self._depth == 1:
                self._take_key(event, line)
            elif not isinstance(event, yaml.MappingStartEvent):
                raise UnreadableError("this is no mapping of keys to values.", line)
            if isinstance(event, _STARTS):
                self._depth += 1
        elif isinstance(event, _ENDS):
            self._depth -= 1
            self._field = None if self._depth == 1 else self._field

    def _take_key(self, event: yaml.NodeEvent, line: int) -> None:
        """A key, which is a text that no key before is."""
        if not isinstance(event, yaml.ScalarEvent):
            raise UnreadableError("this key is no text; write a word before the colon.", line)
        key: str = event.value
        if key in self.found:
            raise UnreadableError(
                f"the key {shorten(key)!r} stands on line {self.found[key].line} too; delete one.",
                line,
            )
        self._field = self.found[key] = Field(line)

    def _take_value(self, event: yaml.NodeEvent, field_: Field, line: int) -> None:
        """What a key has: a text, a list, a text of its list, or more within."""
        within = self._depth - 1
        if isinstance(event, yaml.ScalarEvent):
            empty = event.style is None and event.value in _EMPTY
            if not empty and (not within or (within == 1 and field_.listed)):
                field_.texts.append(Text(event.value, line))
            self._field = field_ if within else None
            return
        if within or isinstance(event, yaml.MappingStartEvent):
            field_.nested = True
        else:
            field_.listed = True
        if self._depth == _DEEPEST:
            raise UnreadableError(f"this is nested more than {_DEEPEST} deep.", line)


def _check_node(event: yaml.NodeEvent, line: int) -> None:
    """Refuse aliases and tags: what another node is, and what a text is made into."""
    if event.anchor is not None:
        what = "*" if isinstance(event, yaml.AliasEvent) else "&"
        raise UnreadableError(
            f"{what + shorten(event.anchor)!r} is an alias or is meant for one; write out what it "
            "stands for.",
            line,
        )
    tag: str | None = getattr(event, "tag", None)
    if tag is not None:
        raise UnreadableError(f"{shorten(tag)!r} is a tag; delete it.", line)

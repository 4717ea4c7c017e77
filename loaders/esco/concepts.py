"""The concepts of ESCO: what each is, and its labels in every language of the folder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..published import PublishedTable
from ..reading.spelling import shorten

_URI = re.compile(r"https?://[^/\s]+/esco/([A-Za-z-]+)/(\S+)")
_OWN_TAILS = ("occupation", "skill")  # whose last part says by itself what they are
_WORD = re.compile(r"[a-z0-9]+")
_SEPARATOR = re.compile(r"[\r\n]+| \| ")  # line ends in the files of concepts, bars in collections
_RELEASED = ("", "released")


@dataclass(slots=True)
class Labels:
    """The labels of a concept in one language, and where they stand."""

    preferred: str
    alternative: tuple[str, ...]
    hidden: tuple[str, ...]
    file: str
    line: int

    @property
    def said(self) -> tuple[object, ...]:
        """The labels, wherever they stand."""
        return self.preferred, self.alternative, self.hidden


@dataclass(slots=True)
class Concept:
    """An occupation, an ISCO group, a skill or a group of skills.

    `more` holds the cells of the further columns that its kind has, by name.
    """

    uri: str
    id: str
    more: dict[str, str]
    labels: dict[str, Labels] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Its code in ESCO or ISCO, empty where this version of ESCO has none."""
        return self.more.get("code", "")

    @property
    def first(self) -> Labels:
        """The labels that were read first: English ones where there are any."""
        return next(iter(self.labels.values()))


def to_id(uri: str) -> str | None:
    """The id of a concept: the same in every version and language; None for what is no URI of ESCO.

    >>> to_id("http://data.europa.eu/esco/occupation/00030d09-2b3a-4efd-87cc-c4ea39d27c34")
    'esco-00030d09-2b3a-4efd-87cc-c4ea39d27c34'
    >>> to_id("http://data.europa.eu/esco/isco/C2654")
    'esco-isco-c2654'
    """
    match = _URI.fullmatch(uri)
    if match is None:
        return None
    named = match[2] if match[1] in _OWN_TAILS else f"{match[1]}/{match[2]}"
    words = _WORD.findall(named.lower())
    return "-".join(("esco", *words)) if words else None


class Concepts:
    """The concepts of one kind, by URI, in the order in which they were read."""

    def __init__(self, what: str) -> None:
        """Hold those that messages call `what`, such as an occupation."""
        self._what = what
        self._ids: set[str] = set()
        self.by_uri: dict[str, Concept] = {}

    def __iter__(self) -> Iterator[Concept]:
        """Yield each concept."""
        return iter(self.by_uri.values())

    def __contains__(self, uri: str) -> bool:
        """Whether a concept has this URI."""
        return uri in self.by_uri

    def __len__(self) -> int:
        """How many there are."""
        return len(self.by_uri)

    def add(self, table: PublishedTable, line: int, cells: dict[str, str], language: str) -> None:
        """Take over a row: a new concept, or labels of one in a further language."""
        uri, preferred = cells.pop("conceptUri"), _clean(cells.pop("preferredLabel"))
        alternative, hidden = cells.pop("altLabels"), cells.pop("hiddenLabels")
        status = cells.pop("status").casefold()
        if status not in _RELEASED:
            table.set_aside(line, f"its status is {status}")
            return
        if not preferred:
            table.set_aside(line, "it has no preferredLabel")
            return
        concept = self.by_uri.get(uri) or self._make(table, line, uri, cells)
        if concept is None:
            return
        labels = Labels(preferred, _split(alternative), _split(hidden), table.file, line)
        other = concept.labels.setdefault(language, labels)
        if other.said == labels.said and other is not labels:
            table.set_aside(line, "it says what a row before it says")
        elif other is not labels:
            table.complain(
                line,
                "conceptUri",
                f"conceptUri is {uri!r} again, as on line {other.line} of {other.file}; give each "
                f"{self._what} one row for a language.",
            )

    def _make(
        self, table: PublishedTable, line: int, uri: str, cells: dict[str, str]
    ) -> Concept | None:
        """A new concept; None, and a problem, where its URI cannot be one."""
        id_ = to_id(uri)
        if id_ is None or id_ in self._ids:
            why = "it is no URI of ESCO" if id_ is None else "another one differs only in its signs"
            message = f"conceptUri is {shorten(uri)!r}; {why}, fetch the file again."
            table.complain(line, "conceptUri", message)
            return None
        self._ids.add(id_)
        self.by_uri[uri] = Concept(uri, id_, cells)
        return self.by_uri[uri]


def _split(cell: str) -> tuple[str, ...]:
    """The labels of a cell."""
    labels = (_clean(label) for label in _SEPARATOR.split(cell)) if cell else ()
    return tuple(label for label in labels if label)


def _clean(label: str) -> str:
    """A label without spaces around it, and with plain single ones within."""
    return " ".join(label.split())

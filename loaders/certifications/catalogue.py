"""What the files of the catalogue say: certifications, and the header that lists them."""

import unicodedata
from dataclasses import dataclass, field

from graph.tables import ID

from ..published.ids import make_id
from ..reading.spelling import shorten
from ..reading.yaml_fields import Field, Text

CERTIFICATION_KEYS = frozenset(("id", "name", "provider", "level"))
INDEX_KEYS = frozenset(("catalog", "certifications"))
"""The keys by which the two kinds of files are known."""

LISTS = ("domain_area", "sub_areas", "tracks", "role_groups")
"""What a certification belongs to: lists, or one text."""

_TEXTS = ("id", "name", "provider", "level", "cert_code", "description")


class FieldError(ValueError):
    """A field that is none such; the sentence is about a line of its file."""

    def __init__(self, line: int, message: str) -> None:
        """Say what stands there and what to do."""
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certification: its texts by key, what it belongs to by key, its roles, and its file."""

    file: str
    line: int
    texts: dict[str, str]
    groups: dict[str, tuple[str, ...]]
    roles: tuple[Text, ...]

    @property
    def id(self) -> str:
        """Its id in the catalogue."""
        return self.texts["id"]


@dataclass(slots=True)
class Catalogue:
    """Certifications by id, in the order of their files, and what the header says."""

    certificates: dict[str, Certificate] = field(default_factory=dict)
    index: dict[str, str] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def add_index(self, fields: dict[str, Field]) -> None:
        """Take over the header."""
        self.index = {
            key: _read_text(fields, key) for key in ("catalog", "version", "last_reviewed")
        }
        self.listed = [it.text for it in _read_texts(fields, "certifications")]

    def add_certificate(self, file: str, fields: dict[str, Field]) -> None:
        """Take over a certification; FieldError where it is none such."""
        texts = {key: _read_text(fields, key) for key in _TEXTS}
        line = fields["id"].line
        if not ID.fullmatch(texts["id"]):
            message = f"id is {shorten(texts['id'])!r}; give lower-case words joined by hyphens."
            raise FieldError(line, message)
        if not texts["name"]:
            raise FieldError(fields["name"].line, "name is empty; give the certification's name.")
        roles = _read_texts(fields, "roles")
        for role in roles:
            if make_id(role.text) is None:
                message = f"a role is {shorten(role.text)!r}; give words in Latin letters."
                raise FieldError(role.line, message)
        groups = {key: tuple(it.text for it in _read_texts(fields, key)) for key in LISTS}
        made = Certificate(file, line, texts, groups, tuple(roles))
        known = self.certificates.setdefault(made.id, made)
        if known is not made:
            message = f"id is {made.id!r}, as in {known.file}; give each certification its own."
            raise FieldError(line, message)


def _read_text(fields: dict[str, Field], key: str) -> str:
    """The one text of a field, empty where it has none."""
    texts = _read_texts(fields, key)
    if key in fields and (len(texts) > 1 or fields[key].listed):
        raise FieldError(fields[key].line, f"{key} is a list; give one text.")
    return texts[0].text if texts else ""


def _read_texts(fields: dict[str, Field], key: str) -> list[Text]:
    """The texts of a field, each on one line, without those that are empty or repeat another."""
    if key not in fields:
        return []
    if fields[key].nested:
        raise FieldError(fields[key].line, f"{key} has more within; give a text, or a list.")
    found: dict[str, Text] = {}
    for text, line in fields[key].texts:
        plain = " ".join(text.split())
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in plain):
            message = f"{key} is {shorten(plain)!r}; delete its control character."
            raise FieldError(line, message)
        if plain:
            found.setdefault(plain, Text(plain, line))
    return list(found.values())

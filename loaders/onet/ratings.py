"""What occupations are rated on: skills and the like, interests, education and experience.

What a row rates its Element ID says, whichever table it stands in, and how its Scale ID does.
https://www.onetcenter.org/content.html
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple, TypeVar

from graph.records import SkillKind

from ..reading.spelling import shorten
from .places import Place

IMPORTANCE, LEVEL = "IM", "LV"
INTEREST, HIGH_POINT = "OI", "IH"
EDUCATION, EXPERIENCE = "RL", "RW"

AGAIN = "it says what a row before it says"
SUPPRESSED = "O*NET recommends to suppress it: its precision is low"
_NOT_RELEVANT = "O*NET calls the level not relevant here"
_NO_IMPORTANCE = "the importance that it goes with is not stated"
_YES = "Y"
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_Key = TypeVar("_Key")


class Domain(Enum):
    """What sort of thing an element is: something that a role asks for, or something else."""

    SKILL = auto()
    INTEREST = auto()
    PREPARATION = auto()


DOMAINS: dict[str, Domain | str] = {
    "1.A": Domain.SKILL,
    "1.B.1": Domain.INTEREST,
    "1.B.2": "work values have no place in the graph",
    "1.C": Domain.SKILL,
    "1.D": Domain.SKILL,
    "2.A": Domain.SKILL,
    "2.B": Domain.SKILL,
    "2.C": Domain.SKILL,
    "2.D": Domain.PREPARATION,
    "3.A": Domain.PREPARATION,
    "4.A": "work activities have no place in the graph",
    "4.C": "the context of work has no place in the graph",
}
"""The parts of the content model by where they begin; those with a reason are set aside."""

KINDS = {
    "1.A": SkillKind.TRAIT,
    "1.C": SkillKind.TRAIT,
    "1.D": SkillKind.TRAIT,
    "2.A": SkillKind.SKILL,
    "2.B": SkillKind.SKILL,
    "2.C": SkillKind.KNOWLEDGE,
}
"""What the elements of a part are: abilities and work styles are traits of the worker."""

STYLES = ("1.C", "1.D")
"""The parts that are work styles: how people go about their work, not what they can do."""

_OTHER_PART = "elements of this part of the content model have no place in the graph"
_SCALES = {
    Domain.SKILL: (IMPORTANCE, LEVEL),
    Domain.INTEREST: (INTEREST, HIGH_POINT),
    Domain.PREPARATION: (IMPORTANCE, EDUCATION, EXPERIENCE),
}
"""The scales on which the elements of a domain are read."""

READ_SCALES = frozenset(scale for scales in _SCALES.values() for scale in scales)
"""Every scale that is read."""

_OTHER_SCALES = {
    "PT": "training that comes after one has entered the role has no place in the graph",
    "OJ": "training that comes after one has entered the role has no place in the graph",
}


class Scale(NamedTuple):
    """A scale: what it is called, and between which values it lies."""

    name: str
    least: float
    most: float


class Figure(NamedTuple):
    """A value, and the row that states it."""

    value: float
    place: Place


class Rating(NamedTuple):
    """The cells of a row that rates an element for an occupation, those of COLUMNS and OPTIONAL."""

    code: str
    element: str
    scale: str
    value: str
    name: str
    category: str
    suppress: str
    not_relevant: str


COLUMNS = ("O*NET-SOC Code", "Element ID", "Scale ID", "Data Value", "Element Name")
OPTIONAL = ("Category", "Recommend Suppress", "Not Relevant")

Key = tuple[str, str]
"""An occupation's code, and the id of an element or scale."""


def find_part(element: str) -> str | None:
    """The part of the content model that an element stands in; None where it is not known here."""
    return next((part for part in DOMAINS if f"{element}.".startswith(f"{part}.")), None)


def find_domain(element: str) -> Domain | str:
    """What sort of thing an element is, or why it is set aside."""
    part = find_part(element)
    return _OTHER_PART if part is None else DOMAINS[part]


class Ratings:
    """The ratings that are read; `names` has the elements' names by id.

    Importance and level are by occupation and element, interests by occupation and element too, and
    `shares` by occupation and scale: the percentages of those asked, by category.
    """

    def __init__(self, scales: Mapping[str, Scale]) -> None:
        """Read values on these scales."""
        self._scales = scales
        self._domains: dict[str, Domain | str] = {}
        self.names: dict[str, str] = {}
        self.importance: dict[Key, Figure] = {}
        self.level: dict[Key, Figure] = {}
        self.interests: dict[Key, Figure] = {}
        self.high_points: dict[Key, Figure] = {}
        self.shares: defaultdict[Key, dict[int, Figure]] = defaultdict(dict)

    def add(self, place: Place, row: Rating) -> None:
        """Keep a row, or set it aside."""
        reason = self._refuse(row)
        if reason is not None:
            place.set_aside(reason)
            return
        value = self._read_value(place, row)
        if value is None:
            return
        if not self.names.setdefault(row.element, row.name):
            message = f"Element Name is {row.name!r}; give the name of the element."
            place.complain("Element Name", message)
            return
        figure = Figure(value, place)
        if row.scale in (EDUCATION, EXPERIENCE):
            self._add_share(row, figure)
            return
        kept = {
            IMPORTANCE: self.importance,
            LEVEL: self.level,
            INTEREST: self.interests,
            HIGH_POINT: self.high_points,
        }[row.scale]
        _keep(kept, (row.code, row.element), figure)

    def _refuse(self, row: Rating) -> str | None:
        """Why nothing comes of a row; None where something does."""
        domain = self._domains.get(row.element)
        if domain is None:
            domain = self._domains[row.element] = find_domain(row.element)
        if isinstance(domain, str):
            return domain
        if row.scale not in _SCALES[domain]:
            other = f"what is rated on the scale {shorten(row.scale)} has no place in the graph"
            return _OTHER_SCALES.get(row.scale, other)
        if row.not_relevant == _YES:
            return _NOT_RELEVANT
        return SUPPRESSED if row.suppress == _YES else None

    def _read_value(self, place: Place, row: Rating) -> float | None:
        """The value of a row on its scale; None, and a problem, where it is none."""
        scale = self._scales.get(row.scale)
        if _NUMBER.fullmatch(row.value):
            value = float(row.value)
            if scale is None or scale.least <= value <= scale.most:
                return value
        bounds = "" if scale is None else f" from {say(scale.least)} to {say(scale.most)}"
        place.complain(
            "Data Value",
            f"Data Value is {shorten(row.value)!r}; give a number{bounds}, as the scale "
            f"{shorten(row.scale)} has.",
        )
        return None

    def _add_share(self, row: Rating, figure: Figure) -> None:
        """Keep the percentage of those asked who gave a category."""
        if row.category.isascii() and row.category.isdigit() and len(row.category) < len("100"):
            _keep(self.shares[row.code, row.scale], int(row.category), figure)
            return
        figure.place.complain(
            "Category",
            f"Category is {shorten(row.category)!r}; give the number of a category.",
        )

    def set_levels_aside(self) -> None:
        """Set aside the levels of what has no importance: nothing says that it is asked for."""
        for key, figure in self.level.items():
            if key not in self.importance:
                figure.place.set_aside(_NO_IMPORTANCE)

    def say_on_scale(self, value: float, scale_id: str) -> str:
        """A value with its scale: `importance 4.12 on 1–5`."""
        scale = self._scales.get(scale_id)
        if scale is None:
            return f"{scale_id} {say(value)}"
        return f"{scale.name.lower()} {say(value)} on {say(scale.least)}–{say(scale.most)}"


def _keep(kept: dict[_Key, Figure], key: _Key, figure: Figure) -> None:
    """Keep a figure where none is yet; a second one is set aside, or a problem where it differs."""
    other = kept.setdefault(key, figure)
    if other is figure:
        return
    if other.value == figure.value:
        figure.place.set_aside(AGAIN)
        return
    line, file = other.place.line, other.place.table.name
    figure.place.complain(
        "Data Value",
        f"Data Value is {say(figure.value)!r}, but {say(other.value)!r} on line {line} of {file}, "
        "for the same; give it one row.",
    )


def say(value: float) -> str:
    """A number as it is written by hand: the same whichever edition it comes from.

    >>> say(4.0), say(4.62)
    ('4', '4.62')
    """
    return str(int(value)) if value.is_integer() else repr(value)

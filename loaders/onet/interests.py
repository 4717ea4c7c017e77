"""RIASEC interests: the types that are high points of an occupation, by how much they describe it.

O*NET rates every occupation on all six types. Which of them are its high points, at most three, it
says beside; an occupation suits these, and not what it rates lowest.
"""

from collections import defaultdict
from collections.abc import Iterator

from graph.records import InterestType, RoleInterest

from .codes import to_id
from .ratings import Figure, Ratings

_TYPES = tuple(InterestType)
"""The types in the order of O*NET: its elements 1.B.1.a to f, its high points 1 to 6."""

_ELEMENTS = {type_: f"1.B.1.{letter}" for letter, type_ in zip("abcdef", _TYPES, strict=True)}

_NONE_HIGH = "it names no further high point"
_NOT_RATED = "the interest that it names is not rated"
_NOT_HIGH = "it is no high point of the occupation"


def list_interests(ratings: Ratings, document: str) -> Iterator[RoleInterest]:
    """Yield the interest types of each occupation; those of equal value in the order of O*NET."""
    points: defaultdict[str, list[tuple[str, Figure]]] = defaultdict(list)
    for (code, element), figure in ratings.high_points.items():
        points[code].append((element, figure))
    used = set()
    for code, named in points.items():
        rated = []
        for _, point in sorted(named):
            type_ = _find_type(point)
            key = None if type_ is None else (code, _ELEMENTS[type_])
            if type_ is None or key is None or key not in ratings.interests:
                point.place.set_aside(_NONE_HIGH if type_ is None else _NOT_RATED)
            elif key not in used:
                used.add(key)
                rated.append((type_, ratings.interests[key]))
        rated.sort(key=lambda it: -it[1].value)
        for rank, (type_, figure) in enumerate(rated, 1):
            yield RoleInterest(
                role=to_id(code), interest=type_, rank=rank, passage=figure.place.cite(document)
            )
    for key, figure in ratings.interests.items():
        if key not in used:
            figure.place.set_aside(_NOT_HIGH)


def _find_type(point: Figure) -> InterestType | None:
    """The type that a high point names by its number; None where it names none."""
    number = int(point.value)
    return _TYPES[number - 1] if 0 < number <= len(_TYPES) else None

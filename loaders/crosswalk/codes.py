"""The codes that crosswalks give to the roles of ESCO and O*NET, along chains of their tables."""

from collections.abc import Iterator

from graph.records import Code, CodeRelation, EntityKind

from ..esco.concepts import to_id
from ..onet.codes import to_id as to_onet_id
from ..onet.codes import to_soc
from .links import stronger, weaker
from .reading import Tables

ESCO, ISCO = "esco", "isco-08"
ONET, ONET_2010, SOC_2010 = "onet-soc", "onet-soc-2010", "soc-2010"
"""The schemes; O*NET's without a year is that of 2019, which its releases have since 2020."""

_MOST = 500_000  # codes; 9,000 in the published tables

_Given = tuple[str | None, str, str, CodeRelation]
"""A role's id, a scheme, a code of it, and how that relates to the role."""


class TooManyCodesError(ValueError):
    """The chains of these tables are too many."""


def make_codes(tables: Tables) -> tuple[Code, ...]:
    """Every code once, as the strongest chain has it; TooManyCodesError for no real crosswalk."""
    found: dict[tuple[str, str, str], CodeRelation] = {}
    for number, (id_, scheme, code, relation) in enumerate(_list_given(tables)):
        if number == _MOST:
            raise TooManyCodesError
        if id_ is not None:
            key = (id_, scheme, code)
            found[key] = stronger(relation, found.get(key, relation))
    return tuple(
        Code(kind=EntityKind.ROLE, id=id_, scheme=scheme, code=code, relation=relation)
        for (id_, scheme, code), relation in found.items()
    )


def _list_given(tables: Tables) -> Iterator[_Given]:
    for uri in tables.matches.lefts:
        yield from _list_of_esco(tables, uri)
    for code in tables.revisions.rights:
        yield from _list_of_onet(tables, code)
    for group in tables.groups.rights:
        for soc, relation in tables.groups.from_right(group):
            yield f"esco-isco-c{group}", SOC_2010, soc, relation


def _list_of_esco(tables: Tables, uri: str) -> Iterator[_Given]:
    """Yield the codes in O*NET of an occupation of ESCO."""
    id_ = to_id(uri)
    for old, relation in tables.matches.from_left(uri):
        yield id_, ONET_2010, old, relation
        for new, revised in tables.revisions.from_left(old):
            yield id_, ONET, new, weaker(relation, revised)


def _list_of_onet(tables: Tables, code: str) -> Iterator[_Given]:
    """Yield the codes in ESCO, ISCO and what O*NET was before of an occupation of O*NET."""
    id_ = to_onet_id(code)
    for old, relation in tables.revisions.from_right(code):
        yield id_, ONET_2010, old, relation
        for uri, matched in tables.matches.from_right(old):
            yield id_, ESCO, uri, weaker(relation, matched)
        soc, whole = to_soc(old)
        part = CodeRelation.EXACT if whole else CodeRelation.BROAD
        yield id_, SOC_2010, soc, weaker(relation, part)
        for group, grouped in tables.groups.from_left(soc):
            yield id_, ISCO, group, weaker(relation, part, grouped)

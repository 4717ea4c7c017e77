"""The records that the tables of O*NET become."""

from collections.abc import Iterator

from graph.records import (
    Certainty,
    Code,
    CodeRelation,
    Document,
    EntityKind,
    Move,
    MoveKind,
    Name,
    Role,
)
from graph.tables import Rows

from .codes import are_of_2018, to_id, to_soc, to_whole
from .interests import list_interests
from .reading import Onet
from .release import Release
from .requirements import Requirements

_PUBLISHER = "U.S. Department of Labor, Employment and Training Administration (USDOL/ETA)"
_ADDRESS = "https://www.onetcenter.org/database.html"
_LICENCE = (
    "CC BY 4.0. This work includes information from the {title} by the U.S. Department of Labor, "
    "Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 license, and "
    "modified. O*NET® is a trademark of USDOL/ETA."
)
"""The licence, and the words that it asks for: https://www.onetcenter.org/license_db.html"""

_LANGUAGE = "en"
_SCHEME, _SOC = "onet-soc", "soc-2018"


class Records:
    """Makes the records; each row cites `document` with the table and line that it stands in."""

    def __init__(self, onet: Onet, document: str) -> None:
        """Make the records of what was read."""
        self._onet = onet
        self._document = document

    def rows(self, release: Release) -> Rows:
        """All records by table."""
        requirements = Requirements(self._onet, self._document)
        asked = tuple(requirements.list_all())
        skills = tuple(requirements.list_skills())
        return {
            "documents": (self._make_document(release),),
            "roles": tuple(self._list_roles()),
            "names": tuple(self._list_names()),
            "codes": (*self._list_codes(), *(code for _, codes in skills for code in codes)),
            "skills": tuple(skill for skill, _ in skills),
            "certifications": tuple(requirements.list_certifications()),
            "moves": tuple(self._list_moves()),
            "requirements": asked,
            "role_interests": tuple(list_interests(self._onet.ratings, self._document)),
        }

    def _make_document(self, release: Release) -> Document:
        """The document that all rows cite: this release of O*NET."""
        return Document(
            id=self._document,
            title=release.title,
            publisher=_PUBLISHER,
            url=_ADDRESS,
            published=release.published,
            language=_LANGUAGE,
            licence=_LICENCE.format(title=release.title),
        )

    def _list_roles(self) -> Iterator[Role]:
        """Yield the occupations; a part of a SOC occupation is a kind of the whole of it."""
        occupations = self._onet.occupations
        for code, (title, place) in occupations.items():
            whole = to_whole(code)
            zone = self._onet.job_zones.get(code)
            yield Role(
                id=to_id(code),
                name_en=title,
                kind_of=to_id(whole) if whole != code and whole in occupations else None,
                level=None if zone is None else zone[0],
                passage=place.cite(self._document),
            )

    def _list_names(self) -> Iterator[Name]:
        """Yield the further titles."""
        for (code, name, reason), place in self._onet.names.items():
            yield Name(
                kind=EntityKind.ROLE,
                id=to_id(code),
                name=name,
                language=_LANGUAGE,
                reason=reason,
                passage=place.cite(self._document),
            )

    def _list_codes(self) -> Iterator[Code]:
        """Yield O*NET's code of each occupation, and its code in SOC 2018 where it is based on it.

        Where an occupation is a part of a SOC occupation, the code of that is a broader one.
        """
        based = are_of_2018(self._onet.occupations)
        for code in self._onet.occupations:
            id_ = to_id(code)
            yield Code(kind=EntityKind.ROLE, id=id_, scheme=_SCHEME, code=code)
            soc, whole = to_soc(code)
            relation = CodeRelation.EXACT if whole else CodeRelation.BROAD
            if based:
                yield Code(kind=EntityKind.ROLE, id=id_, scheme=_SOC, code=soc, relation=relation)

    def _list_moves(self) -> Iterator[Move]:
        """Yield the moves; the rank of each is in what its passage calls its place."""
        for (code, other), related in self._onet.related.items():
            tier = f" ({related.tier})" if related.tier else ""
            yield Move(
                from_=to_id(code),
                to=to_id(other),
                kind=MoveKind.TRANSFER,
                certainty=Certainty.POSSIBLE,
                passage=related.place.cite(self._document, f"rank {related.rank}{tier}"),
            )

"""The records that the certifications of the catalogue become."""

from collections.abc import Iterator

from graph.records import (
    Certification,
    Code,
    CodeRelation,
    Document,
    EntityKind,
    Name,
    Necessity,
    Passage,
    Requirement,
    RequirementKind,
    Role,
)
from graph.tables import Rows

from ..published.ids import make_id
from .catalogue import Catalogue, Certificate

_SCHEME = "thecybercerts"
_SCHEMES = {
    "domain_area": f"{_SCHEME}-domain",
    "sub_areas": f"{_SCHEME}-sub-area",
    "tracks": f"{_SCHEME}-track",
    "role_groups": f"{_SCHEME}-role-group",
}
"""The schemes of what a certification belongs to, by the key that says so."""

_TITLE = "TheCyberCerts"
_ADDRESS = "https://github.com/clivoa/thecybercerts"
_LICENCE = (
    "CC BY-SA 4.0. TheCyberCerts (clivoa), derived from the Security Certification Roadmap of Paul "
    "Jerimy."
)


def make_rows(catalogue: Catalogue, document: str) -> Rows:
    """All records by table; each cites `document` with the file and line that it stands in."""
    certificates = list(catalogue.certificates.values())
    return {
        "documents": (_make_document(catalogue, document),),
        "roles": tuple(_list_roles(certificates, document)),
        "names": tuple(name for it in certificates for name in _list_names(it, document)),
        "codes": tuple(code for it in certificates for code in _list_codes(it)),
        "certifications": tuple(
            Certification(
                id=_to_id(it),
                name_en=it.texts["name"],
                issuer=it.texts["provider"] or None,
                grade=it.texts["level"] or None,
            )
            for it in certificates
        ),
        "requirements": tuple(
            Requirement(
                role=f"{_SCHEME}-{make_id(role.text)}",
                kind=RequirementKind.CERTIFICATION,
                target=_to_id(it),
                necessity=Necessity.PREFERRED,
                passage=Passage(document, table=it.file, row=role.line),
            )
            for it in certificates
            for role in it.roles
        ),
    }


def _make_document(catalogue: Catalogue, document: str) -> Document:
    """The document that all rows cite: this edition of the catalogue, as its header has it."""
    index = catalogue.index
    title = " ".join(filter(None, (index.get("catalog") or _TITLE, index.get("version"))))
    return Document(
        id=document,
        title=title,
        publisher=_TITLE,
        url=_ADDRESS,
        published=index.get("last_reviewed") or None,
        language="en",
        licence=_LICENCE,
    )


def _to_id(certificate: Certificate) -> str:
    return f"{_SCHEME}-{certificate.id}"


def _list_roles(certificates: list[Certificate], document: str) -> Iterator[Role]:
    """Yield each role that a certification is for, where it is named first."""
    seen = set()
    for certificate in certificates:
        for text, line in certificate.roles:
            id_ = f"{_SCHEME}-{make_id(text)}"
            if id_ not in seen:
                seen.add(id_)
                yield Role(
                    id=id_,
                    name_en=text.replace("-", " "),
                    passage=Passage(document, table=certificate.file, row=line),
                )


def _list_names(certificate: Certificate, document: str) -> Iterator[Name]:
    """Yield the short name, and the description where that is a name and no sentence."""
    texts = certificate.texts
    sentence = texts["description"].endswith(".")
    further = {texts["cert_code"]: "short name"}
    further |= {} if sentence else {texts["description"]: "full name"}
    for text, reason in further.items():
        if text not in ("", texts["name"]):
            yield Name(
                kind=EntityKind.CERTIFICATION,
                id=_to_id(certificate),
                name=text,
                language="en",
                reason=reason,
                passage=Passage(document, table=certificate.file, row=certificate.line),
            )


def _list_codes(certificate: Certificate) -> Iterator[Code]:
    """Yield its id in the catalogue, and what it belongs to as broader codes."""
    kind, id_ = EntityKind.CERTIFICATION, _to_id(certificate)
    yield Code(kind=kind, id=id_, scheme=_SCHEME, code=certificate.id)
    for key, scheme in _SCHEMES.items():
        for group in certificate.groups[key]:
            yield Code(kind=kind, id=id_, scheme=scheme, code=group, relation=CodeRelation.BROAD)

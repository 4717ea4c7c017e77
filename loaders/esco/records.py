"""The records that the concepts and relations of ESCO become."""

import re
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
    RoleIndustry,
    Skill,
    SkillKind,
)
from graph.tables import Rows

from .concepts import Concept, Labels
from .files import LANGUAGE_SKILLS
from .industries import Nace, read_nace
from .reading import Esco

_PUBLISHER = "European Commission"
_ADDRESS = "https://esco.ec.europa.eu/"
_LICENCE = "CC BY 4.0. This service uses the ESCO classification of the European Commission."
"""The licence, and the words that it asks for: https://esco.ec.europa.eu/en/use-esco/download"""

_SCHEME, _ISCO, _ISCED = "esco", "isco-08", "isced-f-2013"
_REUSE, _COLLECTION = "esco-reuse-level", "esco-collection"  # schemes of ESCO's own in its RDF
_ISCED_URI = re.compile(r".*/isced-f/([0-9]+)")
_FAMILY_DIGITS = 2  # of ISCO's codes: its sub-major groups

KINDS = {"knowledge": SkillKind.KNOWLEDGE, "skill/competence": SkillKind.SKILL}
"""What a skill is, by its skillType."""

_REGULATED = "/regulated"  # how the note of a regulated profession ends; the other is /unregulated
_QUALIFICATION = Certification(
    id="esco-regulated-profession",
    name_zh="受监管职业的专业资格",
    name_en="professional qualification for a regulated profession",
)
"""What a regulated profession asks for where it is regulated: ESCO does not say where that is."""

_PREFERRED, _ALTERNATIVE, _HIDDEN = "preferred label", "alternative label", "hidden label"
"""Why a further name names the same thing, in the words of SKOS."""

MAIN = ("zh", "en")
"""The languages in which roles and skills have a name of their own; labels in others are names."""


class Records:
    """Makes the records; each row cites `document` with the file and line that it stands in."""

    def __init__(self, esco: Esco, document: str) -> None:
        """Make the records of what was read."""
        self._esco = esco
        self._document = document

    def rows(self, version: str | None) -> Rows:
        """All records by table."""
        named = [nace for it in self._esco.occupations for nace in self._list_nace(it)]
        industries = dict.fromkeys(named)
        regulated = tuple(self._list_regulated())
        return {
            "documents": (self._make_document(version),),
            "roles": tuple(self._list_roles()),
            "names": tuple(self._list_names()),
            "codes": (*self._list_codes(), *(nace.row for nace in industries)),
            "skills": tuple(map(self._make_skill, self._esco.skills)),
            "certifications": (_QUALIFICATION,) if regulated else (),
            "industries": tuple(nace.industry for nace in industries),
            "requirements": (*self._list_requirements(), *regulated),
            "role_industries": tuple(self._list_role_industries()),
        }

    def _make_document(self, version: str | None) -> Document:
        """The document that all rows cite: this edition of ESCO."""
        modified = self._esco.modified[: len("2022-08-25")] or None
        title = "ESCO classification" if version is None else f"ESCO classification v{version}"
        languages = {language for it in self._esco.occupations for language in it.labels}
        return Document(
            id=self._document,
            title=title,
            publisher=_PUBLISHER,
            url=_ADDRESS,
            published=modified,
            language=", ".join(sorted(languages)),
            licence=_LICENCE,
        )

    def _passage(self, labels: Labels) -> Passage:
        return Passage(self._document, table=labels.file, row=labels.line)

    def _list_roles(self) -> Iterator[Role]:
        """Yield ISCO's groups and ESCO's occupations, each a kind of the one that is broader."""
        groups = {group.code: group for group in self._esco.isco_groups if group.code}
        for concept in (*self._esco.isco_groups, *self._esco.occupations):
            isco = concept.more.get("iscoGroup") or concept.code
            family = groups.get(isco[:_FAMILY_DIGITS]) if len(isco) >= _FAMILY_DIGITS else None
            name_zh, name_en = _main_names(concept)
            yield Role(
                id=concept.id,
                name_zh=name_zh,
                name_en=name_en,
                kind_of=self._find_broader(concept, groups),
                family=None if family is None else family.first.preferred,
                passage=self._passage(concept.first),
            )

    def _find_broader(self, concept: Concept, groups: dict[str, Concept]) -> str | None:
        """What a role is a kind of; an occupation of its ISCO group where nothing says more."""
        for uri in self._esco.broader.get(concept.uri, ()):
            for concepts in (self._esco.occupations, self._esco.isco_groups):
                if uri in concepts:
                    return concepts.by_uri[uri].id
        group = groups.get(concept.more.get("iscoGroup", ""))
        return None if group is None else group.id

    def _make_skill(self, concept: Concept) -> Skill:
        name_zh, name_en = _main_names(concept)
        kind = KINDS.get(concept.more["skillType"])
        collections = self._esco.collections.get(concept.uri, ())
        return Skill(
            id=concept.id,
            name_zh=name_zh,
            name_en=name_en,
            kind=SkillKind.LANGUAGE if LANGUAGE_SKILLS in collections else kind,
        )

    def _list_names(self) -> Iterator[Name]:
        """Yield every label but those that are the names of roles and skills already."""
        for kind, concepts in (
            (EntityKind.ROLE, self._esco.isco_groups),
            (EntityKind.ROLE, self._esco.occupations),
            (EntityKind.SKILL, self._esco.skills),
        ):
            for concept in concepts:
                for language, labels in concept.labels.items():
                    passage = self._passage(labels)
                    for name, reason in list_labels(language, labels).items():
                        yield Name(
                            kind=kind,
                            id=concept.id,
                            name=name,
                            language=language,
                            reason=reason,
                            passage=passage,
                        )

    def _list_codes(self) -> Iterator[Code]:
        """Yield what each is called in ESCO and ISCO, and the codes of what is broader."""
        for group in self._esco.isco_groups:
            yield _code(EntityKind.ROLE, group, _SCHEME, group.uri)
            if group.code:
                yield _code(EntityKind.ROLE, group, _ISCO, group.code)
        for occupation in self._esco.occupations:
            yield _code(EntityKind.ROLE, occupation, _SCHEME, occupation.uri)
            if occupation.code:
                yield _code(EntityKind.ROLE, occupation, _SCHEME, occupation.code)
            for scheme, code in self._list_broader_of_occupation(occupation):
                yield _code(EntityKind.ROLE, occupation, scheme, code, CodeRelation.BROAD)
        for skill in self._esco.skills:
            yield _code(EntityKind.SKILL, skill, _SCHEME, skill.uri)
            for scheme, code in self._list_broader_of_skill(skill):
                yield _code(EntityKind.SKILL, skill, scheme, code, CodeRelation.BROAD)

    def _list_broader_of_occupation(self, occupation: Concept) -> Iterator[tuple[str, str]]:
        """Yield scheme and code of an occupation's ISCO group and collections."""
        if isco := occupation.more["iscoGroup"]:
            yield _ISCO, isco
        for collection in self._esco.collections.get(occupation.uri, ()):
            yield _COLLECTION, collection

    def _list_broader_of_skill(self, skill: Concept) -> Iterator[tuple[str, str]]:
        """Yield scheme and code of a skill's groups, reuse level and collections."""
        for broader in self._esco.broader.get(skill.uri, ()):
            yield self._name_group(broader)
        if level := skill.more["reuseLevel"]:
            yield _REUSE, level
        for collection in self._esco.collections.get(skill.uri, ()):
            yield _COLLECTION, collection

    def _name_group(self, uri: str) -> tuple[str, str]:
        """Scheme and code of what a skill is a kind of: a group or another skill."""
        isced = _ISCED_URI.fullmatch(uri)
        if isced is not None:
            return _ISCED, isced[1]
        group = self._esco.skill_groups.by_uri.get(uri)
        return _SCHEME, (group and group.code) or uri

    def _list_requirements(self) -> Iterator[Requirement]:
        """Yield the skills that occupations ask for."""
        occupations, skills = self._esco.occupations.by_uri, self._esco.skills.by_uri
        for (occupation, skill, essential), (file, line) in self._esco.asked.items():
            yield Requirement(
                role=occupations[occupation].id,
                kind=RequirementKind.SKILL,
                target=skills[skill].id,
                necessity=Necessity.REQUIRED if essential else Necessity.PREFERRED,
                passage=Passage(self._document, table=file, row=line),
            )

    def _list_regulated(self) -> Iterator[Requirement]:
        """Yield what regulated professions ask for; preferred, as not all states regulate them."""
        for concept in self._esco.occupations:
            if concept.more["regulatedProfessionNote"].endswith(_REGULATED):
                yield Requirement(
                    role=concept.id,
                    kind=RequirementKind.CERTIFICATION,
                    target=_QUALIFICATION.id,
                    necessity=Necessity.PREFERRED,
                    passage=self._passage(concept.first),
                )

    def _list_role_industries(self) -> Iterator[RoleIndustry]:
        """Yield the industries of each occupation."""
        for concept in self._esco.occupations:
            for nace in self._list_nace(concept):
                yield RoleIndustry(
                    role=concept.id, industry=nace.id, passage=self._passage(concept.first)
                )

    @staticmethod
    def _list_nace(occupation: Concept) -> list[Nace]:
        """The industries that an occupation names, each once."""
        found = dict.fromkeys(read_nace(occupation.more["naceCode"]))
        return [nace for nace in found if nace is not None]


def _code(
    kind: EntityKind,
    concept: Concept,
    scheme: str,
    code: str,
    relation: CodeRelation = CodeRelation.EXACT,
) -> Code:
    return Code(kind=kind, id=concept.id, scheme=scheme, code=code, relation=relation)


def _main_names(concept: Concept) -> tuple[str | None, str | None]:
    """The Chinese and the English name; where there is neither, the first as if it were English."""
    zh, en = (concept.labels.get(language) for language in MAIN)
    if zh is None and en is None:
        en = concept.first
    return None if zh is None else zh.preferred, None if en is None else en.preferred


def list_labels(language: str, labels: Labels) -> dict[str, str]:
    """The further names that labels are, and why each names the same thing.

    The preferred label is one in all languages but those that the graph has a column for.
    """
    names = {labels.preferred: _PREFERRED}
    names |= dict.fromkeys((it for it in labels.hidden if it not in names), _HIDDEN)
    names |= dict.fromkeys((it for it in labels.alternative if it not in names), _ALTERNATIVE)
    if language in MAIN:
        del names[labels.preferred]
    return names

"""Reads the files of ESCO: concepts in every language, and the relations between them.

What has no place in the graph is read too, and set aside with the reason, so that the account of
the load has every row of every file.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from ..published import PublishedTable, Reading
from ..reading.spelling import shorten
from .concepts import Concepts
from .files import KNOWN, OPTIONAL, EscoFile, Kind

_FURTHER = ("iscoGroup", "skillType", "reuseLevel", "regulatedProfessionNote", "naceCode")
"""Columns that some concepts have, some of them only in some versions."""
_ISCO, _SKILL_GROUP = "ISCOGroup", "SkillGroup"  # conceptTypes
_RELATIONS = ("essential", "optional")
_AGAIN = "it says what a row before it says"
_NO_CONCEPT = "its conceptUri is in no file of concepts"
_NO_BROADER = "its broaderUri is in no file of concepts"
_OF_SKILL_GROUP = "what a group of skills belongs to has no place in the graph"
_ONE_KIND = "a role is a kind of one other in the graph, and a row before it says of which"

_NO_PLACE = {
    Kind.SKILL_RELATIONS: "relations between skills have no place in the graph",
    Kind.GREEN_SHARES: "green shares have no place in the graph",
    Kind.SCHEMES: "schemes of concepts have no place in the graph",
    Kind.HIERARCHY: "it is a copy of groups of skills, which are read from their own file",
}
"""The files of which nothing comes but the account, and why."""


class Place(NamedTuple):
    """Where a relation stands."""

    file: str
    line: int


class Esco:
    """What the files of one folder say."""

    def __init__(self, reading: Reading) -> None:
        """Begin with nothing."""
        self._reading = reading
        self.occupations = Concepts("occupation")
        self.isco_groups = Concepts("group")
        self.skills = Concepts("skill")
        self.skill_groups = Concepts("group")
        self.collections: defaultdict[str, list[str]] = defaultdict(list)
        self.asked: dict[tuple[str, str, bool], Place] = {}
        self.broader: defaultdict[str, list[str]] = defaultdict(list)
        self.modified = ""

    def read(self, files: Sequence[EscoFile]) -> None:
        """Read all of these; concepts first, in the order of the languages that are given."""
        for file in files:
            with self._reading.open(file.path, known=KNOWN) as table:
                self._readers[file.kind](self, table, file)
        self._set_groups_aside()

    def _read_concepts(self, table: PublishedTable, file: EscoFile) -> None:
        """Occupations, skills, or groups of either, with their labels in one language."""
        if file.language is None:
            table.complain(
                1,
                "",
                f"file is {table.file!r}; its name does not say the language of its labels: name "
                "it such as occupations_en.csv, as it was published.",
            )
            return
        optional = (*OPTIONAL, *_FURTHER, "conceptType")
        columns = ("conceptUri", "preferredLabel", *optional)
        for line, values in table.read(*columns[:2], optional=optional):
            cells = dict(zip(columns, values, strict=True))
            self.modified = max(self.modified, cells.pop("modifiedDate"))
            type_ = cells.pop("conceptType")
            concepts = self._concepts_of(file.kind, type_)
            if concepts is None:
                message = f"conceptType is {shorten(type_)!r}; give {_ISCO} or {_SKILL_GROUP}."
                table.complain(line, "conceptType", message)
            else:
                concepts.add(table, line, cells, file.language)

    def _concepts_of(self, kind: Kind, type_: str) -> Concepts | None:
        """Where the concepts of a file belong; of groups, by the type of each."""
        if kind is Kind.OCCUPATIONS:
            return self.occupations
        if kind is Kind.SKILLS:
            return self.skills
        return {_ISCO: self.isco_groups, _SKILL_GROUP: self.skill_groups}.get(type_)

    def _read_requirements(self, table: PublishedTable, _: EscoFile) -> None:
        """Which skills an occupation asks for; essential ones are required, optional preferred."""
        for line, (occupation, relation, skill) in table.read(*Kind.REQUIREMENTS.value):
            word = relation.casefold()
            if occupation not in self.occupations:
                table.set_aside(line, "its occupationUri is in no file of occupations")
            elif skill not in self.skills:
                table.set_aside(line, "its skillUri is in no file of skills")
            elif word not in _RELATIONS:
                message = f"relationType is {shorten(relation)!r}; give essential or optional."
                table.complain(line, "relationType", message)
            else:
                self._ask(table, line, occupation, skill, essential=word == _RELATIONS[0])

    def _ask(
        self, table: PublishedTable, line: int, occupation: str, skill: str, *, essential: bool
    ) -> None:
        """Keep that an occupation asks for a skill, where no row before says so."""
        place = Place(table.file, line)
        if self.asked.setdefault((occupation, skill, essential), place) is not place:
            table.set_aside(line, _AGAIN)

    def _read_broader(self, table: PublishedTable, _: EscoFile) -> None:
        """What an occupation, a group of occupations or a skill is a kind of."""
        for line, (_type, uri, broader) in table.read(*Kind.BROADER.value):
            reason = self._refuse_broader(uri, broader)
            if reason is None:
                self.broader[uri].append(broader)
            else:
                table.set_aside(line, reason)

    def _refuse_broader(self, uri: str, broader: str) -> str | None:
        """Why a broader concept is not kept, None where it is."""
        among = (self.occupations, self.isco_groups), (self.skills, self.skill_groups)
        pillar = next((pillar for pillar in among if any(uri in it for it in pillar)), None)
        known = self.broader.get(uri, ())
        for refused, reason in (
            (pillar is None, _NO_CONCEPT),
            (uri in self.skill_groups, _OF_SKILL_GROUP),
            (not any(broader in it for it in pillar or ()), _NO_BROADER),
            (broader == uri, "nothing is a kind of itself"),
            (broader in known, _AGAIN),
            (pillar is among[0] and known, _ONE_KIND),
        ):
            if refused:
                return reason
        return None

    def _read_collection(self, table: PublishedTable, file: EscoFile) -> None:
        """The skills or occupations that are in a collection, as that of digital skills."""
        for line, (uri,) in table.read("conceptUri"):
            collections = self.collections[uri]
            if uri not in self.skills and uri not in self.occupations:
                table.set_aside(line, "its conceptUri is in no file of skills or occupations")
            elif file.collection in collections:
                table.set_aside(line, _AGAIN)
            else:
                collections.append(file.collection)

    def _set_all_aside(self, table: PublishedTable, file: EscoFile) -> None:
        """Count the rows of a file that has no place in the graph."""
        for line, _ in table.read():
            table.set_aside(line, _NO_PLACE[file.kind])

    def _set_groups_aside(self) -> None:
        """Set aside the groups of skills that no skill stands in, and their further languages."""
        tables = {table.file: table for table in self._reading.tables}
        used = {broader for skill in self.skills for broader in self.broader.get(skill.uri, ())}
        for group in self.skill_groups:
            for labels in group.labels.values():
                if labels is not group.first:
                    reason = "names of groups of skills have no place in the graph"
                    tables[labels.file].set_aside(labels.line, reason)
                elif group.uri not in used:
                    reason = "no skill stands in this group itself"
                    tables[labels.file].set_aside(labels.line, reason)

    _readers: ClassVar[Mapping[Kind, "_Reader"]] = {
        **dict.fromkeys(Kind, _set_all_aside),
        Kind.OCCUPATIONS: _read_concepts,
        Kind.SKILLS: _read_concepts,
        Kind.GROUPS: _read_concepts,
        Kind.REQUIREMENTS: _read_requirements,
        Kind.BROADER: _read_broader,
        Kind.COLLECTION: _read_collection,
    }


_Reader = Callable[[Esco, PublishedTable, EscoFile], None]

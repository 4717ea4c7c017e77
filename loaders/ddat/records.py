"""The records that the framework's roles, levels and skills become."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from graph.records import (
    Code,
    Document,
    EntityKind,
    Move,
    Name,
    Passage,
    Requirement,
    RequirementKind,
    Role,
    Stage,
)
from graph.records import Skill as SkillRecord
from graph.tables import Rows

from .framework import SCHEME, Framework, FrameworkRole, Job, Place
from .order import Ladder, Level, order_levels

_TITLE = "Government Digital and Data Profession Capability Framework"
_PUBLISHER = "Government Digital and Data, UK"
_ADDRESS = "https://ddat-capability-framework.service.gov.uk/"
_LICENCE = (
    "Open Government Licence v3.0. Contains public sector information licensed under the Open "
    "Government Licence v3.0."
)
"""The licence, and the words that it asks for:
https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"""

_SAME_NAME = "the framework calls the role and one of its levels the same"


class Records:
    """Makes the records; each row cites `document` with the file and line that it stands in."""

    def __init__(self, framework: Framework, document: str) -> None:
        """Put the levels of each role in order."""
        self._framework = framework
        self._document = document
        self.ladders = [
            (role, levels, order_levels([Level(it.name, it.proficiencies) for it in levels]))
            for role in framework.roles.values()
            if (levels := list(role.levels.values()))
        ]

    def rows(self) -> Rows:
        """All records by table."""
        return {
            "documents": (
                Document(
                    id=self._document,
                    title=_TITLE,
                    publisher=_PUBLISHER,
                    url=_ADDRESS,
                    language="en",
                    licence=_LICENCE,
                ),
            ),
            "roles": tuple(self._list_roles()),
            "stages": tuple(self._list_stages()),
            "names": tuple(self._list_names()),
            "codes": tuple(self._list_codes()),
            "skills": tuple(
                SkillRecord(id=skill.id, name_en=skill.name)
                for skill in self._framework.skills.values()
            ),
            "moves": tuple(self._list_moves()),
            "requirements": tuple(self._list_requirements()),
        }

    def _passage(self, place: Place) -> Passage:
        return Passage(self._document, table=place.file, row=place.line)

    def _list_jobs(self) -> Iterator[tuple[FrameworkRole, Job]]:
        """Yield each role and each of its levels, with the role."""
        for role in self._framework.roles.values():
            yield role, role.job
            for level in role.levels.values():
                yield role, level

    def _list_roles(self) -> Iterator[Role]:
        """Yield roles and role levels; a role whose name is that of a level is told from it."""
        for role, job in self._list_jobs():
            track = Level(job.name, {}).track if job is not role.job else role.type
            is_line = job is role.job and _has_namesake(role)
            yield Role(
                id=job.id,
                name_en=f"{job.name} (all levels)" if is_line else job.name,
                family=role.family or None,
                track=track or None,
                passage=self._passage(job.place),
            )

    def _list_names(self) -> Iterator[Name]:
        """Yield the plain names of roles that are told from a level."""
        for role in self._framework.roles.values():
            if _has_namesake(role):
                yield Name(
                    kind=EntityKind.ROLE,
                    id=role.job.id,
                    name=role.name,
                    language="en",
                    reason=_SAME_NAME,
                    passage=self._passage(role.job.place),
                )

    def _list_codes(self) -> Iterator[Code]:
        """Yield what the framework's own addresses call everything."""
        for _, job in self._list_jobs():
            yield Code(kind=EntityKind.ROLE, id=job.id, scheme=SCHEME, code=job.code)
        for skill in self._framework.skills.values():
            yield Code(kind=EntityKind.SKILL, id=skill.id, scheme=SCHEME, code=skill.slug)

    def _list_stages(self) -> Iterator[Stage]:
        """Yield the rungs of each role; none where its levels contradict each other."""
        for role, levels, ladder in self.ladders:
            for level, rung in zip(levels, ladder.rungs, strict=False):
                yield Stage(
                    role=level.id, line=role.job.id, rung=rung, passage=self._passage(level.place)
                )

    def _list_moves(self) -> Iterator[Move]:
        """Yield the promotions; each stands where the level is named that it leads to."""
        for _, levels, ladder in self.ladders:
            for lower, higher in ladder.promotions:
                yield Move(
                    from_=levels[lower].id,
                    to=levels[higher].id,
                    passage=self._passage(levels[higher].place),
                )

    def _list_requirements(self) -> Iterator[Requirement]:
        """Yield the skills that roles and levels ask for, with the word for how much of each."""
        for _, job in self._list_jobs():
            for (skill, level), place in job.asked.items():
                yield Requirement(
                    role=job.id,
                    kind=RequirementKind.SKILL,
                    target=skill.id,
                    level=level,
                    passage=self._passage(place),
                )

    def list_notes(self) -> Iterator[str]:
        """Yield what is open in the ladders, what the skills had to decide, and what differs."""
        for role, _, ladder in self.ladders:
            if not ladder.rungs:
                yield (
                    f"The levels of the role {role.name!r} are in no order: the names of some say "
                    "another one than the skills of others."
                )
        for one, other in self._list_pairs(attrgetter("open")):
            yield (
                f"Neither names nor skills say which of {one!r} and {other!r} is higher; no "
                "promotion leads from one to the other."
            )
        decided = [f"{one} < {other}" for one, other in self._list_pairs(attrgetter("by_skills"))]
        if decided:
            yield (
                "Names do not say which of these role levels is higher, but the skills that they "
                f"ask for do: {'; '.join(decided)}."
            )
        for skill, roles in _group(self._framework.unlisted):
            yield f"The skill {skill!r} is asked for by roles that its own list lacks: {roles}."
        for skill, roles in _group(self._framework.unasked):
            yield f"The skill {skill!r} lists roles that do not ask for it: {roles}."

    def _list_pairs(
        self, of: Callable[[Ladder], Sequence[tuple[int, int]]]
    ) -> Iterator[tuple[str, str]]:
        """Yield the names of two levels for each of some pairs of every ladder."""
        for _, levels, ladder in self.ladders:
            for one, other in of(ladder):
                yield levels[one].name, levels[other].name


def _group(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each skill with the names of its roles, of pairs of role and skill."""
    for skill in dict.fromkeys(skill for _, skill in pairs):
        yield skill, ", ".join(role for role, other in pairs if other == skill)


def _has_namesake(role: FrameworkRole) -> bool:
    """Whether one of a role's levels has the role's name."""
    return role.job.code in role.levels

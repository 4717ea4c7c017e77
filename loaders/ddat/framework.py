"""Reads the framework's tables: roles with their levels, and what each level asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from ..published import PublishedTable
from ..published.ids import make_id
from ..reading.spelling import shorten

ROLES = ("Role Family", "Role", "Role Level", "Skill Name", "Skill Level")
SKILLS = ("Skill Name", "Awareness", "Working", "Practitioner", "Expert")
"""The columns by which the two files are known."""

SCHEME = "ddat"
"""The scheme of the framework's codes, and how ids begin."""

PROFICIENCIES = ("awareness", "working", "practitioner", "expert")
"""The levels of a skill, lowest first."""

_ROLE_TYPE = "Role Type"
_ASKED_BY = "Roles that require Skill"
_UNUSED = ("", "not in use")  # what a role without levels has for its level and those of skills
_MOST_LEVELS = 50  # of a role, as ordering them costs the cube
_AGAIN = "it says what a row before it says"
_Complain = Callable[[str, str], None]
"""Says what is wrong with a column of the row that is read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said first."""

    file: str
    line: int

    def __str__(self) -> str:
        """The words for it."""
        return f"line {self.line} of {self.file}"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill; `slug` is how the framework's addresses call it."""

    id: str
    name: str
    slug: str
    place: Place


@dataclass(slots=True)
class Job:
    """A role level, or a role itself: its code, and the rows that say which skills it asks for.

    `asked` is by skill and the word for its level, None where there is none.
    """

    id: str
    name: str
    code: str
    place: Place
    asked: dict[tuple[Skill, str | None], Place] = field(default_factory=dict)

    @property
    def proficiencies(self) -> dict[str, int]:
        """How much of each skill it asks for, 0 for the lowest level of it, by the skill's id."""
        found: dict[str, int] = {}
        for skill, level in self.asked:
            if level is not None:
                rank = PROFICIENCIES.index(level.casefold())
                found[skill.id] = max(rank, found.get(skill.id, rank))
        return found


@dataclass(slots=True)
class FrameworkRole:
    """A role: the job that it is by itself, and its levels by the words of their names."""

    job: Job
    family: str
    type: str
    levels: dict[str, Job] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name."""
        return self.job.name

    @property
    def place(self) -> Place:
        """Where it is named first."""
        return self.job.place


class Framework:
    """What the files say: roles and skills by the words of their names, in order of reading.

    `unlisted` are pairs of a role and a skill that it asks for, of which the list of the skill's
    roles does not know; `unasked` those that only such a list has.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.roles: dict[str, FrameworkRole] = {}
        self.skills: dict[str, Skill] = {}
        self.unlisted: list[tuple[str, str]] = []
        self.unasked: list[tuple[str, str]] = []
        self._ids: dict[str, Job] = {}
        self._described: set[str] = set()

    def read_roles(self, table: PublishedTable) -> None:
        """Take over the rows that say which skill a role level asks for, and how much of it."""
        for line, cells in table.read(*ROLES, optional=[_ROLE_TYPE]):
            family, role_name, level_name, skill_name, word, type_ = map(_clean, cells)
            complain = partial(table.complain, line)
            place = Place(table.file, line)
            if word.casefold() not in (*PROFICIENCIES, *_UNUSED):
                complain(
                    "Skill Level",
                    f"Skill Level is {shorten(word)!r}; give Awareness, Working, Practitioner or "
                    "Expert.",
                )
                continue
            role = self._find_role(complain, place, role_name, family, type_)
            job = None if role is None else self._find_job(complain, place, role, level_name)
            skill = None if job is None else self._find_skill(complain, place, skill_name)
            if job is not None and skill is not None:
                asked = (skill, None if word.casefold() in _UNUSED else word)
                if job.asked.setdefault(asked, place) is not place:
                    table.set_aside(line, _AGAIN)

    def read_skills(self, table: PublishedTable) -> None:
        """Take over the skills, after the roles; compare the lists of roles with what these ask."""
        asking: dict[str, dict[str, str]] = {}
        for role in self.roles.values():
            for job in (role.job, *role.levels.values()):
                for skill, _ in job.asked:
                    asking.setdefault(skill.slug, {})[role.name.casefold()] = role.name
        for line, (name, roles) in table.read(SKILLS[0], optional=[_ASKED_BY]):
            place = Place(table.file, line)
            described = self._find_skill(partial(table.complain, line), place, _clean(name))
            if described is None:
                continue
            if described.slug in self._described:
                table.set_aside(line, _AGAIN)
                continue
            self._described.add(described.slug)
            if _ASKED_BY in table.columns:
                self._compare(described.name, roles, asking.get(described.slug, {}))

    def _compare(self, skill: str, roles: str, asked: Mapping[str, str]) -> None:
        """Keep what a skill's list of roles and the names of those that ask for it differ in."""
        listed = {it.casefold(): it for it in map(_clean, roles.split(",")) if it}
        self.unlisted += [(asked[it], skill) for it in asked if it not in listed]
        self.unasked += [(listed[it], skill) for it in listed if it not in asked]

    def _find_role(
        self, complain: _Complain, place: Place, name: str, family: str, type_: str
    ) -> FrameworkRole | None:
        """The role of that name, a new one where it is named first; None, and a problem, else."""
        slug = _find_slug(complain, "Role", name, self.roles)
        if slug is None:
            return None
        role = self.roles.get(slug)
        if role is None:
            job = self._make_job(complain, "Role", Job(f"{SCHEME}-{slug}", name, slug, place))
            if job is not None:
                role = self.roles[slug] = FrameworkRole(job, family, type_)
            return role
        for column, said, known in (
            ("Role Family", family, role.family),
            (_ROLE_TYPE, type_, role.type),
        ):
            if said != known:
                complain(
                    column,
                    f"{column} is {shorten(said)!r}, but {shorten(known)!r} on {role.place}; give "
                    f"the role {shorten(name)!r} one.",
                )
                return None
        return role

    def _find_job(
        self, complain: _Complain, place: Place, role: FrameworkRole, name: str
    ) -> Job | None:
        """The level of that name, the role itself where it has none; None, and a problem, else."""
        if name.casefold() in _UNUSED:
            return role.job
        slug = _find_slug(complain, "Role Level", name, role.levels)
        if slug is None:
            return None
        if slug not in role.levels and len(role.levels) == _MOST_LEVELS:
            complain(
                "Role Level",
                f"Role Level is {shorten(name)!r}, and the role has {_MOST_LEVELS} levels before "
                "it; this is no file of the framework.",
            )
            return None
        job = role.levels.get(slug)
        if job is None:
            code = f"{role.job.code}#{slug}"
            made = Job(f"{role.job.id}-{slug}", name, code, place)
            job = self._make_job(complain, "Role Level", made)
            if job is not None:
                role.levels[slug] = job
        return job

    def _make_job(self, complain: _Complain, column: str, job: Job) -> Job | None:
        """The job, where no other has its id; None, and a problem, else."""
        other = self._ids.setdefault(job.id, job)
        if other is job:
            return job
        complain(column, _say_same_id(column, job.name, other.name, other.place, job.id))
        return None

    def _find_skill(self, complain: _Complain, place: Place, name: str) -> Skill | None:
        """The skill of that name, a new one where it is named first; None, and a problem, else."""
        slug = _find_slug(complain, "Skill Name", name, self.skills)
        if slug is None:
            return None
        return self.skills.setdefault(slug, Skill(f"{SCHEME}-{slug}", name, slug, place))


def _find_slug(
    complain: _Complain,
    column: str,
    name: str,
    known: Mapping[str, Skill] | Mapping[str, FrameworkRole] | Mapping[str, Job],
) -> str | None:
    """The words of a name; None, and a problem, where there are none or another name has them."""
    slug = make_id(name)
    other = None if slug is None else known.get(slug)
    if slug is None:
        complain(column, f"{column} is {shorten(name)!r}; give a name, in Latin letters.")
    elif other is not None and other.name != name:
        complain(column, _say_same_id(column, name, other.name, other.place, slug))
        return None
    return slug


def _say_same_id(column: str, name: str, other: str, place: Place, id_: str) -> str:
    return (
        f"{column} is {shorten(name)!r}, and {shorten(other)!r} on {place} has the same id, "
        f"{shorten(id_)!r}; write one name always alike, and two names with other words."
    )


def _clean(cell: str) -> str:
    """A cell without spaces around it, and with plain single ones within."""
    return " ".join(cell.split())

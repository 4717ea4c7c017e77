"""What occupations ask for: skills, tools, education, experience and certificates."""

from collections.abc import Iterator

from graph.records import (
    Certification,
    Code,
    CodeRelation,
    EntityKind,
    Necessity,
    Requirement,
    RequirementKind,
    Skill,
    SkillKind,
)

from .codes import to_id
from .preparation import ZONES, list_asked
from .ratings import IMPORTANCE, KINDS, LEVEL, STYLES, Domain, Figure, find_domain, find_part
from .reading import Onet, Tool

_ELEMENT, _COMMODITY = "onet-element", "unspsc"
_REQUIRED_FROM = 3.0
"""The importance, on 1 to 5, from which on something is asked for and not only of use."""

_FEW = "half of the respondents ask for no level that is known here"
_UNIMPORTANT = f"its importance is below {_REQUIRED_FROM:g}, so that it is not asked for"
_NO_LEVEL = "no level of education comes of this job zone"
_UNUSED = "no occupation uses it"


class Requirements:
    """Makes the requirements of occupations, and what they ask for.

    Each cites `document` with the table and line that it stands in. What is asked for is known once
    the requirements were made.
    """

    def __init__(self, onet: Onet, document: str) -> None:
        """Make the requirements of what was read."""
        self._onet = onet
        self._ratings = onet.ratings
        self._document = document
        self._domains = {element: find_domain(element) for element in self._ratings.names}
        self._certificates: dict[str, None] = {}

    def list_all(self) -> Iterator[Requirement]:
        """Yield every requirement."""
        yield from self._list_rated()
        yield from self._list_tools()
        yield from self._list_preparation()
        yield from self._list_zones()

    def _list_rated(self) -> Iterator[Requirement]:
        """Yield what is rated by its importance: skills, and what prepares for an occupation.

        A skill is required from an importance of 3 on, else preferred. A work style is always
        preferred, as what suits: nearly every occupation has every one important. A certificate or
        an apprenticeship is preferred from there on, as it being important is no rule that asks
        for it.
        """
        for (code, element), figure in self._ratings.importance.items():
            important = figure.value >= _REQUIRED_FROM
            if self._domains[element] is Domain.SKILL:
                kind = RequirementKind.SKILL
                asked = important and find_part(element) not in STYLES
                necessity = Necessity.REQUIRED if asked else Necessity.PREFERRED
            elif important:
                kind, necessity = RequirementKind.CERTIFICATION, Necessity.PREFERRED
                self._certificates[element] = None
            else:
                figure.place.set_aside(_UNIMPORTANT)
                continue
            yield Requirement(
                role=to_id(code),
                kind=kind,
                target=to_id(element),
                necessity=necessity,
                level=self._say_level(code, element, figure),
                passage=figure.place.cite(self._document),
            )

    def _say_level(self, code: str, element: str, importance: Figure) -> str:
        """Importance and level on their scales; the level where O*NET has one that it stands by."""
        said = [self._ratings.say_on_scale(importance.value, IMPORTANCE)]
        level = self._ratings.level.get((code, element))
        if level is not None:
            said.append(self._ratings.say_on_scale(level.value, LEVEL))
        return ", ".join(said)

    def _list_tools(self) -> Iterator[Requirement]:
        """Yield the tools and technologies, each by the commodity that its example is one of."""
        for tool, place in self._onet.tools.items():
            yield Requirement(
                role=to_id(tool.code),
                kind=RequirementKind.SKILL,
                target=to_id(tool.commodity, _COMMODITY),
                necessity=Necessity.PREFERRED,
                level=_say_tool(tool),
                passage=place.cite(self._document),
            )

    def _list_preparation(self) -> Iterator[Requirement]:
        """Yield the education and experience that respondents ask for."""
        for (code, scale), shares in self._ratings.shares.items():
            asked = list(list_asked(scale, shares))
            for it in asked:
                yield Requirement(
                    role=to_id(code),
                    kind=it.kind,
                    target=it.target,
                    necessity=it.necessity,
                    level=it.level,
                    passage=it.figure.place.cite(self._document),
                )
            for figure in () if asked else shares.values():
                figure.place.set_aside(_FEW)

    def _list_zones(self) -> Iterator[Requirement]:
        """Yield the education that most occupations of a job zone ask for."""
        named = set()
        for code, (zone, place) in self._onet.job_zones.items():
            level, described = ZONES.get(zone), self._onet.zones.get(zone)
            if level is None:
                if code not in self._onet.occupations:  # else it is the role's level
                    place.set_aside(_NO_LEVEL)
                continue
            named.add(zone)
            yield Requirement(
                role=to_id(code),
                kind=RequirementKind.EDUCATION,
                target=level.value,
                necessity=Necessity.PREFERRED,
                level=f"Job Zone {zone}" if described is None else described.said,
                passage=place.cite(self._document),
            )
        for zone, described in self._onet.zones.items():
            if zone not in named:
                described.place.set_aside(_NO_LEVEL)

    def list_skills(self) -> Iterator[tuple[Skill, tuple[Code, ...]]]:
        """Yield each skill that is asked for, with its codes."""
        for element in dict.fromkeys(element for _, element in self._ratings.importance):
            part = find_part(element)
            if part in KINDS:
                skill = Skill(
                    id=to_id(element), name_en=self._ratings.names[element], kind=KINDS[part]
                )
                yield skill, (_code(skill, _ELEMENT, element),)
        used = dict.fromkeys(tool.commodity for tool in self._onet.tools)
        for commodity in used:
            title = self._onet.commodities[commodity]
            skill = Skill(id=to_id(commodity, _COMMODITY), name_en=title, kind=SkillKind.TOOL)
            codes = [_code(skill, _COMMODITY, commodity)]
            class_, _ = self._onet.classes.get(commodity, (commodity, None))
            if class_ != commodity:
                codes.append(_code(skill, _COMMODITY, class_, CodeRelation.BROAD))
            yield skill, tuple(codes)
        for commodity, (_, place) in self._onet.classes.items():
            if commodity not in used:
                place.set_aside(_UNUSED)

    def list_certifications(self) -> Iterator[Certification]:
        """Yield what stands for the certificates that are asked for; O*NET does not name them."""
        for element in self._certificates:
            yield Certification(id=to_id(element), name_en=self._ratings.names[element])


def _code(
    skill: Skill, scheme: str, code: str, relation: CodeRelation = CodeRelation.EXACT
) -> Code:
    return Code(kind=EntityKind.SKILL, id=skill.id, scheme=scheme, code=code, relation=relation)


def _say_tool(tool: Tool) -> str | None:
    """The example, and what else is said of it."""
    said = [f"such as {tool.example}"] if tool.example else []
    return "; ".join((*said, *tool.remarks)) or None

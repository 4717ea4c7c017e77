"""Moves inferred from skills, as a source of their own, for sources that state none.

Questions use them only where they ask for inferred moves (semantics 2.2).
"""

from collections.abc import Mapping, Sequence

from .catalog import CareerGraph
from .facts import list_required_skills
from .moves import EVERYTHING
from .names import preferred_name
from .overlap import AT_LEAST, MOST, Asked, score_moves
from .records import Certainty, Document, Move, MoveKind, Passage, RequirementKind, Skill
from .sources import INFERRED, Source

METHOD = "share of required skills"
_NAMED = 3  # skills that evidence names of those that are lacking


def list_asked(career_graph: CareerGraph, basis: str) -> Asked:
    """What each role of a source requires, as questions have it that accept everything, by id.

    Roles that require nothing and lines with stages, which no route passes, are left out.
    """
    roles = {
        role.id
        for source in career_graph.sources
        if source.name == basis
        for role in source.rows.get("roles", ())
    }
    asked = {
        role: frozenset(list_required_skills(career_graph, role, EVERYTHING))
        for role in sorted(roles - career_graph.stages_of.keys())
    }
    return {role: skills for role, skills in asked.items() if skills}


def list_without_moves(career_graph: CareerGraph) -> list[str]:
    """The sources, by name, that have roles and their required skills but state no move."""
    return [
        source.name
        for source in career_graph.sources
        if source.rows.get("roles")
        and any(row.kind is RequirementKind.SKILL for row in source.rows.get("requirements", ()))
        and all(move.inferred for move in source.rows.get("moves", ()))
        and list_asked(career_graph, source.name)
    ]


def name_inferred(basis: str) -> str:
    """What the source is called that is inferred from a source, where nobody says otherwise.

    >>> name_inferred("esco")
    'esco-inferred'
    """
    return f"{basis}-inferred"


def infer_moves(  # noqa: PLR0913 each is an option
    career_graph: CareerGraph,
    basis: str,
    *,
    name: str,
    loaded: str,
    at_least: float = AT_LEAST,
    most: int = MOST,
) -> Source:
    """The source, called `name`, of the moves inferred from another; see score_moves.

    Each is a possible transfer with its score, and says in its passage what it rests on.
    """
    asked = list_asked(career_graph, basis)
    moves = tuple(
        Move(
            from_=from_,
            to=to,
            kind=MoveKind.TRANSFER,
            certainty=Certainty.POSSIBLE,
            score=score,
            method=METHOD,
            passage=Passage(name, table=_say_brought(career_graph, asked, from_, to)),
        )
        for from_, to, score in score_moves(asked, at_least=at_least, most=most)
    )
    document = Document(
        id=name,
        title=f"Inferred from the skills that roles of {basis} require: score {at_least:g} or "
        f"more, at most {most} a role",
        language="en",
    )
    note = (
        f"{len(moves)} moves between {len(asked)} roles that require skills; no move leaves "
        f"{len(asked) - len({move.from_ for move in moves})} of these."
    )
    rows = {"documents": (document,), "moves": moves}
    return Source(name, INFERRED, basis, loaded, rows, notes=(note,))


def _say_brought(career_graph: CareerGraph, asked: Asked, from_: str, to: str) -> str:
    """How many of the required skills are brought, and the first that are lacking, by name."""
    skills = [career_graph.skills[id_] for id_ in asked[to] - asked[from_]]
    lacking = sorted(map(_name, skills))
    said = f"{len(asked[to]) - len(lacking)} of {len(asked[to])} required skills brought"
    if not lacking:
        return said
    named = ", ".join(lacking[:_NAMED])
    more = len(lacking) - _NAMED
    return f"{said}, lacking {named}{f' and {more} more' if more > 0 else ''}"


def _name(skill: Skill) -> str:
    return preferred_name(skill, "en")


def list_outdated(before: CareerGraph, after: CareerGraph) -> list[str]:
    """A sentence for each inferred source whose basis changed, or went, from one to the other."""
    sources: Sequence[Source] = [it for it in before.sources if it.format == INFERRED]
    here = {source.name: source for source in after.sources}
    return [
        sentence
        for source in sources
        if (sentence := _say_outdated(before, after, source, here)) is not None
    ]


def _say_outdated(
    before: CareerGraph, after: CareerGraph, source: Source, here: Mapping[str, Source]
) -> str | None:
    """What to say of one; None where nothing is."""
    basis = source.location
    if source.name not in here:
        if basis in here:
            return None
        return f"{source.name} went with {basis}, which it was inferred from."
    if list_asked(before, basis) == list_asked(after, basis):
        return None
    said = f"{source.name} is inferred from what {basis} said before"
    gone = len(source.rows.get("moves", ())) - len(here[source.name].rows.get("moves", ()))
    if gone > 0:
        said += f", and {gone} of its moves, of roles that are gone, were left out"
    named = "" if source.name == name_inferred(basis) else f" --as {source.name}"
    return f"{said}; infer it anew: career-graph infer {basis}{named}"

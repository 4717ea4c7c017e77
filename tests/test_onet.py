"""O*NET: what of it becomes what."""

from pathlib import Path

import pytest
from onet_world import AGENT, HEAD, PART, load_onet, write_text

from graph.catalog import CareerGraph
from graph.names import Directory
from graph.records import (
    Certainty,
    Certification,
    CodeRelation,
    Education,
    EntityKind,
    InterestType,
    MoveKind,
    Necessity,
    Passage,
    Requirement,
    RequirementKind,
    Role,
    Skill,
    SkillKind,
)
from graph.sources import Aside, Source, Tally
from loaders import AUTO, load_source, recognise
from loaders.onet.codes import to_id

HEAD_ID, PART_ID, AGENT_ID = map(to_id, (HEAD, PART, AGENT))
REQUIRED, PREFERRED = Necessity.REQUIRED, Necessity.PREFERRED


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The tiny O*NET."""
    return load_onet(tmp_path_factory.mktemp("some folder"))


@pytest.fixture(scope="module")
def graph(source: Source) -> CareerGraph:
    """The graph of the tiny O*NET: its references hold."""
    return CareerGraph([source], number=1, created="")


def _list_asked(source: Source, kind: RequirementKind) -> list[tuple[object, ...]]:
    """Role, target, necessity, level and row of the requirements of a kind."""
    return [
        (row.role, row.target, row.necessity, row.level, row.passage.row)
        for row in source.rows["requirements"]
        if row.kind is kind
    ]


def _list_skills(source: Source, table: str) -> list[tuple[object, ...]]:
    """Role, target, necessity and level of the skills that a table asks for."""
    return [
        (row.role, row.target, row.necessity, row.level)
        for row in source.rows["requirements"]
        if row.passage.table == table and row.kind is RequirementKind.SKILL
    ]


def test_it_is_known_by_its_columns(tmp_path: Path) -> None:
    """A folder is O*NET by its tables' columns, whatever it is called, and so is one table."""
    folder = write_text(tmp_path / "new one")
    (folder / "Skills.txt").rename(folder / "Something.txt")
    assert recognise(folder) == "onet"
    assert recognise(folder / "Something.txt") == "onet"
    assert recognise(folder / "Content Model Reference.txt") == "tables"
    assert load_source(str(folder), format_=AUTO, name="onet").tallies != ()
    assert recognise(tmp_path) == "tables"


def test_occupations_are_roles(graph: CareerGraph) -> None:
    """Each has its title, its job zone as level, and is a kind of the SOC occupation it is part of.

    One without a job zone has no level.
    """
    assert graph.roles[HEAD_ID] == Role(
        id=HEAD_ID,
        name_en="Heads of Kites",
        level=4,
        passage=Passage("onet", table="Occupation Data.txt", row=2),
    )
    assert [(it.id, it.name_en, it.kind_of, it.level) for it in graph.roles.values()][1:] == [
        (PART_ID, "Kite Controllers", HEAD_ID, 4),
        (AGENT_ID, "Kite Answerers", None, 1),
        ("onet-45-1099-00", "Kite Workers, All Other", None, None),
    ]


def test_codes_find_an_occupation(graph: CareerGraph) -> None:
    """O*NET's code names an occupation, a SOC code the one that is all of it."""
    directory = Directory(graph)
    assert directory.find_code(EntityKind.ROLE, "onet-soc", PART).ids == (PART_ID,)
    assert directory.find_code(EntityKind.ROLE, "soc-2018", "11-1011").ids == (HEAD_ID,)
    assert directory.find_code(EntityKind.ROLE, "soc-2018", "43-4051").ids == (AGENT_ID,)
    (broader,) = (
        it for it in graph.codes_of[EntityKind.ROLE, PART_ID] if it.relation is CodeRelation.BROAD
    )
    assert (broader.scheme, broader.code) == ("soc-2018", "11-1011")


def test_titles_are_names(source: Source) -> None:
    """Alternate, short and reported titles are names, spaces tidied, none twice for one reason."""
    assert [(it.id, it.name, it.reason, it.passage.row) for it in source.rows["names"]] == [
        (HEAD_ID, "Chief Kite Officer (CKO)", "alternate title", 2),
        (HEAD_ID, "CKO", "short title", 2),
        (AGENT_ID, "Kite Agent", "alternate title", 4),
        (AGENT_ID, "KA", "short title", 5),
        (PART_ID, "Kite Agent", "alternate title", 6),
        (AGENT_ID, "Kite Agent", "sample of reported titles", 2),
        (AGENT_ID, "String Agent", "sample of reported titles", 3),
    ]
    assert {(it.language, it.passage.document) for it in source.rows["names"]} == {("en", "onet")}


def test_elements_and_commodities_are_skills(source: Source, graph: CareerGraph) -> None:
    """Skills and knowledge are what they are; abilities and styles traits, commodities tools."""
    assert source.rows["skills"] == (
        Skill(id="onet-1-a-1-a", name_en="Seeing Kites", kind=SkillKind.TRAIT),
        Skill(id="onet-2-c-1-a", name_en="Law of Kites", kind=SkillKind.KNOWLEDGE),
        Skill(id="onet-2-a-1-a", name_en="Reading Winds", kind=SkillKind.SKILL),
        Skill(id="onet-2-b-1-a", name_en="Untangling", kind=SkillKind.SKILL),
        Skill(id="onet-1-c-1-a", name_en="Patience", kind=SkillKind.TRAIT),
        Skill(id="onet-unspsc-43232110", name_en="Kite sheet software", kind=SkillKind.TOOL),
        Skill(id="onet-unspsc-31161500", name_en="Reels", kind=SkillKind.TOOL),
    )
    codes = [
        (it.id, it.scheme, it.code, it.relation)
        for it in graph.records["codes"]
        if it.kind is EntityKind.SKILL and it.id in ("onet-2-a-1-a", "onet-unspsc-43232110")
    ]
    assert codes == [
        ("onet-2-a-1-a", "onet-element", "2.A.1.a", CodeRelation.EXACT),
        ("onet-unspsc-43232110", "unspsc", "43232100", CodeRelation.BROAD),
        ("onet-unspsc-43232110", "unspsc", "43232110", CodeRelation.EXACT),
    ]


def test_skills_are_required_from_an_importance_of_three(source: Source) -> None:
    """The importance decides, and stands with the level, each on its scale.

    A level that O*NET calls not relevant or recommends to suppress is left out.
    """
    assert _list_skills(source, "Skills.txt") == [
        (HEAD_ID, "onet-2-a-1-a", REQUIRED, "importance 4.12 on 1–5, level 4.62 on 0–7"),
        (HEAD_ID, "onet-2-b-1-a", REQUIRED, "importance 3 on 1–5"),
        (AGENT_ID, "onet-2-a-1-a", PREFERRED, "importance 2.99 on 1–5, level 3 on 0–7"),
        (AGENT_ID, "onet-2-b-1-a", PREFERRED, "importance 1.38 on 1–5"),
    ]


def test_what_has_no_importance_is_not_asked_for(source: Source) -> None:
    """Where O*NET recommends to suppress the importance, there is no requirement."""
    assert _list_skills(source, "Knowledge.txt") == [
        (AGENT_ID, "onet-2-c-1-a", REQUIRED, "importance 5 on 1–5, level 7 on 0–7"),
    ]


def test_abilities_and_work_styles_are_rated_too(source: Source) -> None:
    """Abilities follow the rule of skills; work styles have no level, and are never required."""
    assert _list_skills(source, "Abilities.txt") == [
        (AGENT_ID, "onet-1-a-1-a", REQUIRED, "importance 3.5 on 1–5, level 3.12 on 0–7"),
    ]
    assert _list_skills(source, "Work Styles.txt") == [
        (AGENT_ID, "onet-1-c-1-a", PREFERRED, "importance 4.75 on 1–5"),
        (HEAD_ID, "onet-1-c-1-a", PREFERRED, "importance 2.5 on 1–5"),
    ]


def test_tools_are_preferred_by_commodity(source: Source) -> None:
    """Each row states one example, and what else O*NET says of it."""
    kept = "onet-unspsc-43232110"
    assert _list_skills(source, "Technology Skills.txt") == [
        (HEAD_ID, kept, PREFERRED, "such as Kitesoft Sheet; hot technology; in demand"),
        (HEAD_ID, kept, PREFERRED, "such as KiteCalc"),
        (AGENT_ID, kept, PREFERRED, "such as Kitesoft Sheet; hot technology"),
    ]
    assert _list_skills(source, "Tools Used.txt") == [
        (AGENT_ID, "onet-unspsc-31161500", PREFERRED, 'such as 6" reels'),
        (AGENT_ID, "onet-unspsc-31161500", PREFERRED, "such as Poles"),
    ]


def test_education_is_what_respondents_ask_for(source: Source) -> None:
    """What all of them ask for at least is required, and what half of them do preferred, if more.

    The job zone adds what most of its occupations ask for.
    """
    share = "{} % of respondents ask for this or more"
    zone = "Job Zone Four: Many Kites, SVP 7.0 to < 8.0"
    assert _list_asked(source, RequirementKind.EDUCATION) == [
        (HEAD_ID, Education.UPPER_SECONDARY, REQUIRED, share.format(100), 3),
        (HEAD_ID, Education.MASTER, PREFERRED, share.format(58.1), 9),
        (PART_ID, Education.BACHELOR, REQUIRED, share.format(100), 31),
        (HEAD_ID, Education.BACHELOR, PREFERRED, zone, 2),
        (PART_ID, Education.BACHELOR, PREFERRED, zone, 3),
    ]


def test_experience_is_service(source: Source) -> None:
    """Experience counts from the month that the category is more than; suppressed shares do not."""
    share = "{} % of respondents ask for this or more"
    assert _list_asked(source, RequirementKind.SERVICE) == [
        (HEAD_ID, "24", REQUIRED, share.format(100), 46),
        (HEAD_ID, "48", PREFERRED, share.format(70), 47),
        (AGENT_ID, "6", PREFERRED, share.format(50), 54),
    ]


def test_important_certificates_are_preferred(source: Source) -> None:
    """Where O*NET calls a certificate important, it is preferred; it does not say which."""
    assert _list_asked(source, RequirementKind.CERTIFICATION) == [
        (HEAD_ID, "onet-2-d-4-a", PREFERRED, "importance 3.01 on 1–5", 38),
    ]
    assert source.rows["certifications"] == (
        Certification(id="onet-2-d-4-a", name_en="Job-Related Professional Certification"),
    )


def test_high_points_are_interests(source: Source) -> None:
    """The types that O*NET calls high points are ranked by their value, then as it names them."""
    assert [
        (it.role, it.interest, it.rank, it.passage.row) for it in source.rows["role_interests"]
    ] == [
        (HEAD_ID, InterestType.ENTERPRISING, 1, 6),
        (HEAD_ID, InterestType.CONVENTIONAL, 2, 7),
        (AGENT_ID, InterestType.CONVENTIONAL, 1, 16),
        (AGENT_ID, InterestType.ARTISTIC, 2, 13),
        (AGENT_ID, InterestType.SOCIAL, 3, 14),
    ]


def test_related_occupations_are_possible_moves(source: Source) -> None:
    """A related occupation is a transfer that may happen, stated; its place has rank and tier."""
    moves = source.rows["moves"]
    assert [(it.from_, it.to, it.passage.table, it.passage.row) for it in moves] == [
        (HEAD_ID, PART_ID, "rank 1 (Primary-Short), Related Occupations.txt", 2),
        (AGENT_ID, HEAD_ID, "rank 11 (Supplemental), Related Occupations.txt", 3),
        (AGENT_ID, PART_ID, "rank 1 (Primary-Short), Related Occupations.txt", 4),
    ]
    assert {(it.kind, it.certainty, it.inferred) for it in moves} == {
        (MoveKind.TRANSFER, Certainty.POSSIBLE, False)
    }


def test_every_row_cites_its_table(source: Source) -> None:
    """All that is said cites one document, with table and line."""
    (row,) = (it for it in source.rows["requirements"] if it.target == "onet-2-c-1-a")
    assert row == Requirement(
        role=AGENT_ID,
        kind=RequirementKind.SKILL,
        target="onet-2-c-1-a",
        level="importance 5 on 1–5, level 7 on 0–7",
        passage=Passage("onet", table="Knowledge.txt", row=4),
    )


NO_PLACE = {
    "Content Model Reference.txt": "descriptions of elements have no place in the graph",
    "DWA Reference.txt": "what else is said of elements has no place in the graph",
    "Education, Training, and Experience Categories.txt": (
        "the words for a scale's categories have no place in the graph"
    ),
    "Emerging Tasks.txt": "tasks have no place in the graph",
    "Level Scale Anchors.txt": "the words for a scale's values have no place in the graph",
    "Occupation Level Metadata.txt": "how a survey was answered has no place in the graph",
    "RIASEC Keywords.txt": "what else is said of elements has no place in the graph",
    "Skills to Work Activities.txt": "what else is said of elements has no place in the graph",
    "Task Statements.txt": "tasks have no place in the graph",
    "Work Context.txt": "the context of work has no place in the graph",
    "Work Values.txt": "work values have no place in the graph",
}


def test_every_row_is_accounted_for(source: Source) -> None:
    """Each table's rows are used or set aside with the reason, and nothing else is there."""
    assert source.issues == ()
    tallies = {tally.file: tally for tally in source.tallies}
    for file, reason in NO_PLACE.items():
        assert tallies.pop(file) == Tally(file, 1, 0, (Aside(reason, (2,)),))
    suppressed = "O*NET recommends to suppress it: its precision is low"
    few = "half of the respondents ask for no level that is known here"
    later = "training that comes after one has entered the role has no place in the graph"
    unimportant = "its importance is below 3, so that it is not asked for"
    assert [(it.file, it.rows, it.aside) for it in tallies.values()] == [
        (
            "Scales Reference.txt",
            5,
            (Aside("nothing that is read has this scale", (6,)),),
        ),
        (
            "Job Zone Reference.txt",
            2,
            (Aside("no level of education comes of this job zone", (2,)),),
        ),
        ("UNSPSC Reference.txt", 3, (Aside("no occupation uses it", (4,)),)),
        ("Occupation Data.txt", 4, ()),
        ("Abilities.txt", 2, ()),
        ("Alternate Titles.txt", 5, (Aside("it has no title that is not read already", (3,)),)),
        (
            "Education, Training, and Experience.txt",
            56,
            (
                Aside(suppressed, (53,)),
                Aside(later, (55, 56)),
                Aside(unimportant, (39, 57)),
                Aside(few, tuple(range(14, 26))),
            ),
        ),
        (
            "Interests.txt",
            18,
            (
                Aside("it names no further high point", (10,)),
                Aside("it is no high point of the occupation", (2, 3, 4, 5, 11, 12, 15)),
            ),
        ),
        ("Job Zones.txt", 3, ()),
        (
            "Knowledge.txt",
            4,
            (
                Aside(suppressed, (2,)),
                Aside("the importance that it goes with is not stated", (3,)),
            ),
        ),
        ("Related Occupations.txt", 3, ()),
        ("Sample of Reported Titles.txt", 2, ()),
        (
            "Skills.txt",
            8,
            (
                Aside(suppressed, (5,)),
                Aside("O*NET calls the level not relevant here", (9,)),
            ),
        ),
        ("Technology Skills.txt", 3, ()),
        ("Tools Used.txt", 2, ()),
        (
            "Work Activities.txt",
            2,
            (Aside("work activities have no place in the graph", (2, 3)),),
        ),
        ("Work Styles.txt", 2, ()),
    ]
    for tally in source.tallies:
        assert tally.used == tally.rows - sum(len(aside.lines) for aside in tally.aside)

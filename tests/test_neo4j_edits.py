"""What people add and change in Neo4j by hand: taken over, kept by loads, or reported."""

import json

import pytest
from building import asks, move, stay
from cli_world import Cli
from neo4j_place import ask, credentials, list_everything
from source_worlds import contents, graph_of, source

from graph.catalog import CareerGraph
from graph.records import Certainty, MoveKind, TimeBasis
from graph.sources import Source
from graph.stores import Change, EditableStore, Refresh, open_store
from graph.stores.neo4j_edits import BY_HAND

LADDER = source(
    "ladder", move("agent", "lead"), move("lead", "head"), stay("lead", 12, 24), *asks("lead", "a")
)
COACH = """
    MATCH (a:Role {id: 'lead'}), (b:Role {id: 'head'})
    CREATE (c:Role {id: 'coach', name: '客服教练', nameEn: 'Service coach', aliases: ['教练']})
    CREATE (a)-[:MOVES_TO {kind: 'TRANSFER', certainty: 'POSSIBLE'}]->(c)
    CREATE (c)-[:PROMOTES_TO {monthsLow: 12, monthsHigh: 24}]->(b)
"""


@pytest.fixture
def store_url(empty_neo4j: str) -> str:
    """A server that holds the ladder."""
    with open_store(empty_neo4j, credentials=credentials()) as store:
        store.update(Change(load=(LADDER,)))
    return empty_neo4j


def refresh(url: str, *, restore: bool = False, dry_run: bool = False) -> Refresh:
    """Take over what was edited."""
    with open_store(url, credentials=credentials()) as store:
        assert isinstance(store, EditableStore)
        return store.refresh(restore=restore, dry_run=dry_run)


def read(url: str) -> CareerGraph:
    """What is in a server."""
    with open_store(url, credentials=credentials()) as store:
        return store.read()


def load(url: str, *sources: Source) -> None:
    """Load sources."""
    with open_store(url, credentials=credentials()) as store:
        store.update(Change(load=sources))


def refused(found: Refresh, url: str) -> str:
    """The one thing that was refused; its Cypher finds it."""
    assert found.changed == ()
    (report,) = found.refused
    assert len(ask(url, report.cypher)) == 1
    return report.message


def test_nothing_to_take_over_writes_nothing(store_url: str) -> None:
    """Without edits a refresh reports nothing and leaves every node as it is."""
    before = list_everything(store_url)
    found = refresh(store_url)
    assert not found.update.changed
    assert (found.refused, found.changed) == ((), ())
    assert list_everything(store_url) == before


def test_roles_and_moves_become_a_source(store_url: str) -> None:
    """What was added stands in a new release as said by `by-hand`, with all that it says."""
    ask(store_url, COACH)
    found = refresh(store_url)
    assert (found.refused, found.changed) == ((), ())
    graph = read(store_url)
    assert graph.release == found.update.after.release
    assert graph.release.number == 2
    assert [it.name for it in graph.sources] == [BY_HAND, "ladder"]
    coach = graph.roles["coach"]
    assert (coach.name_zh, coach.name_en) == ("客服教练", "Service coach")
    moves = {(it.from_, it.to): it for it in graph.sources[0].rows["moves"]}
    assert moves["lead", "coach"].kind is MoveKind.TRANSFER
    assert moves["lead", "coach"].certainty is Certainty.POSSIBLE
    up = moves["coach", "head"]
    assert (up.kind, up.months_low, up.months_high) == (MoveKind.PROMOTION, 12, 24)
    assert up.basis is TimeBasis.UNSTATED
    assert [it.name for it in graph.records["names"]] == ["教练"]


def test_what_is_taken_over_looks_like_the_rest(store_url: str) -> None:
    """Nothing is doubled: the graph is the one that a load of the same source would have drawn."""
    ask(store_url, COACH)
    refresh(store_url)
    assert not refresh(store_url).update.changed
    taken_over = drawn(store_url)
    (by_hand,) = (it for it in read(store_url).sources if it.name == BY_HAND)
    with open_store(store_url, credentials=credentials()) as store:
        store.update(Change(forget=frozenset([BY_HAND])))
        assert drawn(store_url) != taken_over
        store.update(Change(load=(by_hand,)))
    assert drawn(store_url) == taken_over


def drawn(url: str) -> list[str]:
    """All that stands in a server, but for which release it came in."""
    ask(url, "MATCH (c:Claim) SET c.since = 1")
    return [it for it in list_everything(url) if "Release/current" not in it]


def test_later_loads_keep_what_was_added(store_url: str) -> None:
    """A source that is loaded later stands beside `by-hand`; a fresh load takes it out."""
    ask(store_url, COACH)
    refresh(store_url)
    more = source("more", move("head", "chief"))
    load(store_url, more)
    graph = read(store_url)
    assert [it.name for it in graph.sources] == [BY_HAND, "ladder", "more"]
    assert "coach" in graph.roles


def test_a_load_between_leaves_what_was_added_for_the_next_refresh(store_url: str) -> None:
    """What was added and not yet taken over outlives a load, and is taken over later."""
    ask(store_url, COACH)
    load(store_url, source("more", move("head", "chief")))
    refresh(store_url)
    assert {"coach", "chief"} <= read(store_url).roles.keys()


def test_a_dry_run_says_and_does_nothing(store_url: str) -> None:
    """A dry run makes the release that it would make, and writes nothing."""
    ask(store_url, COACH)
    before = list_everything(store_url)
    found = refresh(store_url, dry_run=True)
    assert found.update.after.release.number == 2
    assert "coach" in found.update.after.roles
    assert list_everything(store_url) == before


def test_what_was_added_may_be_edited_and_deleted(store_url: str) -> None:
    """What only `by-hand` says follows what people do to it in Neo4j."""
    ask(store_url, COACH)
    refresh(store_url)
    ask(store_url, "MATCH (c:Role {id: 'coach'}) SET c.name = '金牌教练', c.level = 3")
    ask(store_url, "MATCH (:Role {id: 'coach'})-[r:PROMOTES_TO]->() SET r.monthsLow = 18")
    assert refresh(store_url).refused == ()
    graph = read(store_url)
    assert (graph.roles["coach"].name_zh, graph.roles["coach"].level) == ("金牌教练", 3)
    rows = graph.moves["coach", "head", MoveKind.PROMOTION]
    assert [(it.months_low, it.months_high) for it in rows] == [(18, 24)]
    ask(store_url, "MATCH (:Role {id: 'coach'})-[r:PROMOTES_TO]->() DELETE r")
    refresh(store_url)
    assert ("coach", "head", MoveKind.PROMOTION) not in read(store_url).moves
    ask(store_url, "MATCH (c:Role {id: 'coach'}) DETACH DELETE c")
    found = refresh(store_url)
    assert (found.refused, found.changed) == ((), ())
    assert contents(read(store_url))[1:] == contents(graph_of(LADDER))[1:]
    assert not refresh(store_url).update.changed


def test_a_second_opinion_on_a_move_is_a_claim(store_url: str) -> None:
    """A move that a source states already is stated twice then, and its months are its own."""
    ask(
        store_url,
        "MATCH (a:Role {id: 'lead'}), (b:Role {id: 'head'}) "
        "CREATE (a)-[:PROMOTES_TO {monthsLow: 6, basis: 'IN_ROLE'}]->(b)",
    )
    assert refresh(store_url).refused == ()
    rows = read(store_url).moves["lead", "head", MoveKind.PROMOTION]
    assert {it.months_low for it in rows} == {None, 6}
    assert ask(store_url, "MATCH ({id: 'lead'})-[r:PROMOTES_TO]->({id: 'head'}) RETURN r.id") == [
        ("lead--head--promotion",)
    ]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("name: '教练'", "it has no id"),
        ("id: 'coach'", "it has no name"),
        ("id: 'Coach 1', name: '教练'", "id is 'Coach 1'; an id is lower-case"),
        ("id: 7, name: '教练'", "id is 7; give a text"),
        ("id: 'coach', name: '教练', level: 'high'", "level is 'high'; give a whole number"),
        ("id: 'coach', name: '教练', level: -1", "level is -1; give a whole number"),
        ("id: 'coach', name: ' '", "name is ' '; give a text"),
        ("id: 'coach', name: '教练', salary: 3", "it has a property 'salary'; those known are"),
        ("id: 'coach', name: '教练', aliases: '师父'", "aliases is no list"),
    ],
)
def test_a_malformed_role_is_reported(store_url: str, properties: str, said: str) -> None:
    """A role that cannot be read is named with what is wrong, and left where it is."""
    ask(store_url, f"CREATE (:Role {{{properties}}})")
    found = refresh(store_url)
    assert said in refused(found, store_url)
    assert not found.update.changed


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("CREATE (a)-[:MOVES_TO]->(b)", "a MOVES_TO needs a kind: one of LATERAL"),
        ("CREATE (a)-[:MOVES_TO {kind: 'JUMP'}]->(b)", "kind is 'JUMP'; give one of PROMOTION"),
        ("CREATE (a)-[:PROMOTES_TO {kind: 'LATERAL'}]->(b)", "make it a MOVES_TO"),
        ("CREATE (a)-[:PROMOTES_TO {monthsLow: 'soon'}]->(b)", "monthsLow is 'soon'; give a whole"),
        ("CREATE (a)-[:PROMOTES_TO {monthsHigh: 3}]->(b)", "give it where months_high is given"),
        ("CREATE (a)-[:PROMOTES_TO {monthsLow: 9, monthsHigh: 3}]->(b)", "must not be above"),
        ("CREATE (a)-[:PROMOTES_TO {years: 2}]->(b)", "it has a property 'years'; those known"),
        ("CREATE (a)-[:PROMOTES_TO]->(a)", "a move must lead to another role"),
        ("CREATE (a)-[:PROMOTES_TO]->(:Chief {id: 'x'})", "it ends at what is no role"),
        ("CREATE (:Chief {id: 'x'})-[:PROMOTES_TO]->(a)", "it begins at what is no role"),
        ("CREATE (a)-[:KIND_OF]->(b)", "only roles and moves are taken over"),
        ("CREATE (:Skill {id: 'new', name: '新'})", "A Skill was added; only roles and moves"),
    ],
)
def test_what_cannot_be_a_move_is_reported(store_url: str, cypher: str, said: str) -> None:
    """A move that cannot be read, or what is none, is named with what is wrong, and left."""
    ask(store_url, f"MATCH (a:Role {{id: 'agent'}}), (b:Role {{id: 'head'}}) {cypher}")
    found = refresh(store_url)
    assert said in refused(found, store_url)
    assert not found.update.changed


def test_one_bad_addition_does_not_hold_up_the_others(store_url: str) -> None:
    """What is sound is taken over beside what is not."""
    ask(store_url, COACH + "CREATE (:Role {id: 'x'})")
    found = refresh(store_url)
    assert "it has no name" in refused(found, store_url)
    assert "coach" in read(store_url).roles


CHANGES = [
    ("MATCH (n:Role {id: 'lead'}) SET n.name = 'boss'", "Role 'lead' was changed (name)"),
    ("MATCH (n:Role {id: 'lead'}) REMOVE n.nameEn SET n.x = 1", "was changed (nameEn, x)"),
    (
        "MATCH ()-[r:PROMOTES_TO {id: 'lead--head--promotion'}]->() SET r.monthsLow = 1",
        "PROMOTES_TO 'lead--head--promotion' was changed (monthsLow)",
    ),
    (
        "MATCH ()-[r:PROMOTES_TO {id: 'lead--head--promotion'}]->() DELETE r",
        "PROMOTES_TO 'lead--head--promotion' is gone",
    ),
    ("MATCH ()-[r:REQUIRES]->() DELETE r", "REQUIRES 'lead--a' is gone"),
    ("MATCH (n:Skill) DETACH DELETE n", "Skill 'a' is gone"),
    ("MATCH (n:Role {id: 'head'}) REMOVE n:Role", "Role 'head' was changed (:Role)"),
]


@pytest.mark.parametrize(("cypher", "said"), CHANGES)
def test_a_change_to_what_sources_state_is_reported(store_url: str, cypher: str, said: str) -> None:
    """A change is named with Cypher that finds it, and the release stands; restore mends it."""
    before = list_everything(store_url)
    ask(store_url, cypher)
    found = refresh(store_url)
    (report,) = found.changed
    assert said in report.message
    assert len(ask(store_url, report.cypher)) == 1
    assert not found.update.changed
    assert contents(read(store_url))[1:] == contents(graph_of(LADDER))[1:]
    found = refresh(store_url, restore=True)
    assert found.restored
    assert found.update.after.release.number == 2
    assert refresh(store_url).changed == ()
    assert len(list_everything(store_url)) == len(before)


def test_additions_are_taken_over_beside_changes(store_url: str) -> None:
    """Where a role that sources state is gone, what was added still gets in, and it comes back."""
    ask(store_url, COACH)
    refresh(store_url)
    ask(store_url, "MATCH (n:Role {id: 'agent'}) DETACH DELETE n")
    ask(store_url, "CREATE (:Role {id: 'night', name: '夜班'})")
    found = refresh(store_url)
    assert "Role 'agent' is gone" in [it.message.split(",")[0] for it in found.changed]
    assert {"agent", "coach", "night"} <= read(store_url).roles.keys()


def test_the_commands_say_what_to_do(store_url: str, cli: Cli) -> None:
    """check-setup and refresh name what was edited; a dry run first, the rest after it."""
    asked = credentials()
    options = ("--store", store_url)
    assert asked.database == "neo4j"
    assert "edits by hand: none" in cli("check-setup", *options).out
    ask(store_url, COACH + "CREATE (:Role {name: 'nobody'}) SET b.level = 9")
    said = cli("check-setup", *options).out
    assert "to be taken over; see and do it: career-graph refresh --dry-run" in said
    assert "The role without an id that was added is not used" in said
    assert "Role 'head' was changed (level), which sources state; find it: MATCH" in said
    outcome = cli("refresh", *options, "--dry-run")
    assert outcome.code == 1
    assert "dry run: this would be release 2" in outcome.out
    outcome = cli("refresh", *options)
    assert outcome.code == 1
    assert "roles, added:\n  coach: " in outcome.out
    assert "career-graph refresh --restore" in outcome.out
    assert "was put back" in cli("refresh", *options, "--restore").out
    ask(store_url, "MATCH (n:Role {name: 'nobody'}) DELETE n")
    outcome = cli("refresh", *options)
    assert (outcome.code, outcome.out) == (0, "nothing new; still release 3\n")
    listed = json.loads(cli("refresh", *options, "--json").out)
    assert (listed["refused"], listed["changed"], listed["update"]["changed"]) == ([], [], False)
    assert cli("route", "agent", "coach", *options).code == 0

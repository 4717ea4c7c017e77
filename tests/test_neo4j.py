"""What is Neo4j's own about the shared store: what stands in the graph, and who wrote it."""

import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from building import asks, band, move, pays, role, stage, stay
from cli_world import Cli
from neo4j_place import ask, credentials, list_everything, wipe
from source_worlds import bundled, contents, digest, graph_of, seeded_sources, source

from graph.catalog import CareerGraph
from graph.errors import SettingError, StoreError
from graph.moves import EVERYTHING, list_hops
from graph.sources import Source
from graph.stores import STORES, Change, Store, Update, neo4j, neo4j_load, open_store
from graph.stores.neo4j_load import state_of
from graph.stores.neo4j_rows import seal

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Spy:
    """What loads have run: the rows by statement, or the number of runs of one without rows."""

    rows: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    """Notes every statement of a store."""
    noted = Spy()

    def runner(transaction: Any) -> Any:
        run = plain(transaction)

        def note(statement: str, /, **parameters: Any) -> Any:
            rows = parameters.get("rows")
            noted.rows[statement] += len(rows) if isinstance(rows, list) else 1
            return run(statement, **parameters)

        return note

    plain = neo4j.__dict__["_runner"]
    monkeypatch.setattr(neo4j, "_runner", runner)
    return noted


LABELS = {
    *("CareerGraph", "Release", "Source", "Claim", "Passage", "Document", "Role", "Line", "Skill"),
    *("Certification", "Industry", "EducationLevel", "InterestType", "Pay"),
}
TYPES = {
    *("SAYS", "STATED_IN", "PART_OF", "ABOUT", "PROMOTES_TO", "MOVES_TO", "STAGE_OF", "KIND_OF"),
    *("REQUIRES", "HAS_PAY", "IN_INDUSTRY", "SUITS"),
}
LADDER = source(
    "ladder",
    move("agent", "lead"),
    move("lead", "head"),
    stay("lead", 12, 24),
    *asks("lead", "calm"),
    pays("lead", 8000, 9000),
)
SHORTER = source("ladder", move("agent", "lead"), stay("lead", 12, 24), *asks("lead", "calm"))
SKILLS = source("skills", *asks("agent", "calm"), *asks("clerk", "order"))


def opened(url: str) -> Store:
    """The store in a server."""
    return open_store(url, credentials=credentials())


def load(url: str, *sources: Source, fresh: bool = False) -> Update:
    """Load sources into a server."""
    with opened(url) as store:
        return store.update(Change(load=sources, fresh=fresh))


def read(url: str) -> CareerGraph:
    """What is in a server."""
    with opened(url) as store:
        return store.read()


@pytest.fixture
def bundled_neo4j(neo4j_url: str) -> str:
    """A server with the bundled data set; loaded where it is not there from the test before."""
    articles = bundled()
    found = ask(neo4j_url, "MATCH (n:Release) RETURN n.sha256")
    if found != [(digest(articles),)]:
        wipe(neo4j_url)
        load(neo4j_url, articles)
    return neo4j_url


@pytest.fixture
def ladder_neo4j(empty_neo4j: str) -> str:
    """A server with the ladder."""
    load(empty_neo4j, LADDER)
    return empty_neo4j


def test_the_graph_keeps_to_the_conventions(bundled_neo4j: str) -> None:
    """Labels, types and properties are spelled as Neo4j spells them, and are those promised."""
    labels = {it for (it,) in ask(bundled_neo4j, "MATCH (n) UNWIND labels(n) AS it RETURN it")}
    types = {it for (it,) in ask(bundled_neo4j, "MATCH ()-[r]->() RETURN DISTINCT type(r)")}
    names = {it for (it,) in ask(bundled_neo4j, "MATCH (n) UNWIND keys(n) AS it RETURN it")}
    names |= {it for (it,) in ask(bundled_neo4j, "MATCH ()-[r]->() UNWIND keys(r) AS it RETURN it")}
    assert labels == LABELS
    assert types == TYPES
    assert all(re.fullmatch(r"[a-z][a-zA-Z0-9]*", name) for name in names)


def test_every_node_has_an_id_and_a_name(bundled_neo4j: str) -> None:
    """Each node of ours is marked, and has an id, once for its label, and a name."""
    nameless = "MATCH (n) WHERE n.id IS NULL OR n.name IS NULL OR NOT n:CareerGraph RETURN n"
    assert ask(bundled_neo4j, nameless) == []
    twice = "MATCH (n) WITH labels(n) AS l, n.id AS id, count(*) AS c WHERE c > 1 RETURN l, id"
    assert ask(bundled_neo4j, twice) == []


def test_names_are_chinese_where_there_is_one(bundled_neo4j: str) -> None:
    """A role is called by its Chinese name, with the English one and its aliases beside it."""
    found = ask(
        bundled_neo4j,
        "MATCH (r:Role {id: 'customer-service-supervisor'}) RETURN r.name, r.nameEn, r.aliases",
    )
    assert found == [("客服主管", "Customer service supervisor", ["主管", "主管级客服"])]


def test_the_schema_is_there_and_named(bundled_neo4j: str) -> None:
    """Each label has a constraint on its id, and names can be searched; all are called career_…."""
    constraints = ask(
        bundled_neo4j,
        "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties "
        "RETURN name, type, labelsOrTypes[0], properties",
    )
    assert all(name.startswith("career_") and "UNIQ" in type_ for name, type_, *_ in constraints)
    unique = {label for _, _, label, properties in constraints if properties == ["id"]}
    assert unique == LABELS - {"CareerGraph", "Line"}
    found = ask(
        bundled_neo4j,
        "SHOW INDEXES YIELD name, type, state, properties, options WHERE name = 'career_text' "
        "RETURN type, state, properties, options.indexConfig['fulltext.analyzer']",
    )
    assert found == [("FULLTEXT", "ONLINE", ["name", "nameEn", "aliases"], "cjk")]


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("总监", "customer-service-director"),
        ("supervisor", "customer-service-supervisor"),
        ("主管级", "customer-service-supervisor"),
        ("团队管理", "team-management"),
        ("电子商务", "e-commerce"),
    ],
)
def test_names_are_found_by_a_part(bundled_neo4j: str, words: str, id_: str) -> None:
    """The full-text index finds a thing by part of a name or alias, in Chinese and English."""
    cypher = "CALL db.index.fulltext.queryNodes('career_text', $words) YIELD node RETURN node.id"
    assert (id_,) in ask(bundled_neo4j, cypher, words=words)


def test_who_says_so_is_two_steps_away(bundled_neo4j: str) -> None:
    """From a move's claims one step leads to the passage, and one more to the document."""
    found = ask(
        bundled_neo4j,
        "MATCH (:Role {name: '客服经理'})-[r:PROMOTES_TO]->(:Role {name: '客服总监'}) "
        "UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(p)-[:PART_OF]->(d) "
        "RETURN c.name, p.start, p.end, d.id ORDER BY d.id",
    )
    said = "客服经理 → 客服总监(晋升)"
    assert found == [
        (said, 1299, 1338, "director-outlook"),
        (said, 1407, 1416, "specialist-explained"),
    ]


def test_a_claim_is_tied_to_what_it_is_about(ladder_neo4j: str) -> None:
    """Each claim leads to the things that it names, and to the source that says it."""
    found = ask(
        ladder_neo4j,
        "MATCH (s:Source)-[:SAYS]->(c:Claim {table: 'requirements'})-[:ABOUT]->(n) "
        "RETURN s.id, c.role, c.target, c.necessity, collect(labels(n)[1] + ' ' + n.id)",
    )
    assert [(*row[:4], sorted(row[4])) for row in found] == [
        ("ladder", "lead", "calm", "REQUIRED", ["Role lead", "Skill calm"])
    ]


def test_moves_say_how_long_they_take(empty_neo4j: str) -> None:
    """Months of a stay, service on arrival, or that nothing is stated, stand on the move."""
    load(
        empty_neo4j,
        source(
            "s", move("agent", "lead"), stay("agent", 12, 24), move("lead", "head"),
            band("lead", 24, 48), band("head", 48, None), move("head", "chief"),
        ),
    )  # fmt: skip
    found = ask(
        empty_neo4j,
        "MATCH (a)-[r:PROMOTES_TO]->() "
        "RETURN a.id, r.monthsLow, r.monthsHigh, r.serviceLow, r.time ORDER BY a.id",
    )
    assert found == [
        ("agent", 12, 24, 24, "在岗12–24个月；总工龄≥24个月"),
        ("head", None, None, None, "未说明"),
        ("lead", None, None, 48, "总工龄≥48个月"),
    ]


def test_other_moves_say_their_kind(bundled_neo4j: str) -> None:
    """Promotions have a type of their own; every other move says its kind and certainty."""
    kinds = ask(bundled_neo4j, "MATCH ()-[r:MOVES_TO]->() RETURN DISTINCT r.kind ORDER BY r.kind")
    assert kinds == [("LATERAL",), ("SPECIALISATION",), ("TRANSFER",)]
    assert (
        ask(bundled_neo4j, "MATCH ()-[r:PROMOTES_TO]->() WHERE r.kind IS NOT NULL RETURN r") == []
    )
    unsure = "MATCH ()-[r:PROMOTES_TO|MOVES_TO]->() WHERE r.certainty IS NULL RETURN r"
    assert ask(bundled_neo4j, unsure) == []


@pytest.mark.parametrize("seed", range(3))
def test_each_hop_of_the_engine_is_a_relationship(empty_neo4j: str, seed: int) -> None:
    """What a route can walk is what Cypher can walk, lines of work aside, and nothing else."""
    sources = seeded_sources(seed)
    load(empty_neo4j, *sources)
    found = ask(
        empty_neo4j,
        "MATCH (a:Role&!Line)-[:PROMOTES_TO|MOVES_TO]->(b:Role&!Line) RETURN DISTINCT a.id, b.id",
    )
    accepts = replace(EVERYTHING, inferred=True)
    hops = {(hop.from_, hop.to) for hop in list_hops(graph_of(*sources), accepts)}
    assert set(found) == hops


def test_a_line_of_work_is_marked(empty_neo4j: str) -> None:
    """A role with stages is a Line, and no longer one when it has lost them."""
    stages = source("stages", stage("agent", "phone", 1), stage("lead", "phone", 2))
    load(empty_neo4j, LADDER, stages)
    assert ask(empty_neo4j, "MATCH (n:Line) RETURN n.id") == [("phone",)]
    load(empty_neo4j, LADDER, source("stages", role("phone")))
    assert ask(empty_neo4j, "MATCH (n:Line) RETURN n.id") == []
    assert ask(empty_neo4j, "MATCH (n:Role {id: 'phone'}) RETURN n.name") == [("phone",)]


def test_pay_is_readable(bundled_neo4j: str) -> None:
    """Pay says in one line what it is, and a stage has that of its line at its level."""
    found = ask(
        bundled_neo4j,
        "MATCH (:Role {name: '客服主管'})-[r:HAS_PAY]->(p:Pay {cityTier: 'TIER_1'}) "
        "RETURN p.name, p.low, p.high, r.inherited",
    )
    assert found == [("15,000–25,000 CNY/月 一线城市 资深级", 15000, 25000, True)]


def test_gates_are_readable(bundled_neo4j: str) -> None:
    """A gate stands on its role in words, and as a relationship to each thing it takes."""
    assert ask(bundled_neo4j, "MATCH (r:Role {name: '客服主管'}) RETURN r.gates") == [
        (["必备：客户服务管理师 或 客户服务认证"],)
    ]
    found = ask(
        bundled_neo4j,
        "MATCH (:Role {name: '入门级客服专员'})-[r:REQUIRES]->(n:EducationLevel) "
        "RETURN n.name, r.anyOf, r.necessity ORDER BY n.isced",
    )
    assert found == [("高中", "schooling", "REQUIRED"), ("大专", "schooling", "REQUIRED")]


def test_the_same_again_writes_nothing(bundled_neo4j: str, spy: Spy) -> None:
    """Loading the same again takes its turn, reads, and runs nothing that writes."""
    before = list_everything(bundled_neo4j)
    assert not load(bundled_neo4j, bundled()).changed
    assert set(spy.rows) == {"read_release", "read_sources", "read_claims", "take_turn"}
    assert list_everything(bundled_neo4j) == before


def test_a_small_change_writes_little(bundled_neo4j: str, spy: Spy) -> None:
    """Where one move goes, its claim and its relationships are all that is written."""
    articles = bundled()
    rows = {**articles.rows, "moves": articles.rows["moves"][:-1]}
    assert load(bundled_neo4j, replace(articles, rows=rows)).changed
    assert not spy.rows.keys() & {"stage_claims", "write_relationships"}
    assert (spy.rows["retire_claims"], spy.rows["drop_relationships"]) == (1, 1)
    assert spy.rows["write_nodes"] == 1  # when the source was loaded


def test_a_row_that_moved_is_not_written_anew(bundled_neo4j: str, spy: Spy) -> None:
    """Where rows only stand elsewhere in their table, their places are written and nothing else."""
    articles = bundled()
    rows = {**articles.rows, "stays": articles.rows["stays"][::-1]}
    load(bundled_neo4j, replace(articles, rows=rows), source("more", role("more")))
    assert spy.rows["change_claims"] == len(rows["stays"])
    assert spy.rows["stage_claims"] == len(
        [*source("more", role("more")).rows["roles"], "document"]
    )
    assert contents(read(bundled_neo4j))[2][0][4]["stays"] == rows["stays"]


def _dump(url: str) -> list[str]:
    """All that a server holds, but for when it came."""
    strip = "MATCH (n:Claim) REMOVE n.since"
    ask(url, strip)
    ask(url, "MATCH (n:Release) REMOVE n.number, n.created, n.name")
    return list_everything(url)


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("seed", range(30, 33))
def test_by_steps_or_at_once_it_is_the_same(
    empty_neo4j: str, monkeypatch: pytest.MonkeyPatch, seed: int, *, staged: bool
) -> None:
    """Any row of changes leaves what one load of the last state leaves: nothing more or less."""
    if staged:
        _stage_everything(monkeypatch)
    rng = random.Random(seed)
    last: tuple[Source, ...] = ()
    for _ in range(4):
        last = tuple(_thinned(rng, it) for it in seeded_sources(rng.choice((seed, seed + 100))))
        load(empty_neo4j, *last, fresh=True)
        assert read(empty_neo4j).release.sha256 == graph_of(*last).release.sha256
    by_steps = _dump(empty_neo4j)
    wipe(empty_neo4j)
    load(empty_neo4j, *last)
    assert by_steps == _dump(empty_neo4j)


def _thinned(rng: random.Random, read_: Source) -> Source:
    """A source without some of what it states."""
    rows = {
        name: tuple(row for row in all_ if rng.random() < 0.7)
        if name in ("moves", "stays", "requirements", "pay")
        else all_
        for name, all_ in read_.rows.items()
    }
    return replace(read_, rows=rows)


def _stage_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even small loads stage in transactions of their own, a few rows at a time."""
    monkeypatch.setattr(neo4j_load, "STAGED_FROM", 0)
    monkeypatch.setattr(neo4j_load, "_ROWS", 7)


THEIRS = """
CREATE (a:Person {name: 'Ann', id: 'agent'})-[:KNOWS]->(:Person {name: 'Bob'})
CREATE (:Role {name: 'theirs'})<-[:WANTS]-(a)
CREATE (:Claim:Passage {name: 'theirs', since: 1, until: 1})
CREATE (:Pending:Release {id: 'theirs'})
"""


def test_what_is_not_ours_is_left_alone(empty_neo4j: str) -> None:
    """Nodes of others stay as they are through loads and changes, whatever their labels."""
    ask(empty_neo4j, THEIRS)
    theirs = list_everything(empty_neo4j)
    for sources in ((LADDER,), (LADDER, SKILLS), (SHORTER,)):
        load(empty_neo4j, *sources, fresh=True)
    with opened(empty_neo4j) as store:
        store.update(Change(forget=frozenset(["ladder"])))
        assert not store.read().roles
    ask(empty_neo4j, "MATCH (n:CareerGraph) DETACH DELETE n")
    assert list_everything(empty_neo4j) == theirs


def test_a_tie_of_others_to_what_stays_is_left_alone(ladder_neo4j: str) -> None:
    """What others tied to a role stays tied to it while loads change all around it."""
    tie = "MATCH (r:Role {id: 'lead'}) CREATE (:Person {name: 'Ann'})-[:IS {since: 2020}]->(r)"
    ask(ladder_neo4j, tie)
    load(ladder_neo4j, SHORTER)
    load(ladder_neo4j, LADDER, SKILLS)
    assert ask(ladder_neo4j, "MATCH (:Person)-[r:IS]->(n:Role) RETURN r.since, n.id") == [
        (2020, "lead")
    ]


@pytest.mark.parametrize(
    "tie",
    [
        "MATCH (r:Role {id: 'head'}) CREATE (:Person {name: 'Ann'})-[:IS]->(r)",
        "MATCH (r:Role {id: 'head'}) CREATE (:Note {name: 'x'})-[:ABOUT]->(r)",
        "MATCH (r:Role {id: 'head'}), (a:Role {id: 'agent'}) CREATE (r)-[:PROMOTES_TO]->(a)",
    ],
)
def test_what_others_hold_does_not_go(ladder_neo4j: str, tie: str) -> None:
    """A load that would take away what others tied something to is refused, with how to see it."""
    ask(ladder_neo4j, tie)
    before = list_everything(ladder_neo4j)
    with pytest.raises(StoreError, match="Role/head would go") as caught:
        load(ladder_neo4j, SHORTER)
    assert list_everything(ladder_neo4j) == before
    cypher = str(caught.value).partition("first: ")[2]
    assert len(ask(ladder_neo4j, cypher)) == 1
    ask(
        ladder_neo4j,
        "MATCH (:Role {id: 'head'})-[r]-(n) WHERE r.id IS NULL AND NOT n:Claim DELETE r",
    )
    assert load(ladder_neo4j, SHORTER).after.release.number == 2


def test_a_claim_that_others_hold_is_let_go(ladder_neo4j: str) -> None:
    """A claim that goes, and that others tied something to, is theirs from then on."""
    note = "MATCH (c:Claim {table: 'pay'}) CREATE (:Note {name: 'doubtful'})-[:ON]->(c)"
    ask(ladder_neo4j, note)
    load(ladder_neo4j, SHORTER)
    assert ask(ladder_neo4j, "MATCH (:Note)-[:ON]->(c) RETURN labels(c), c.low") == [
        (["FormerEvidence"], 8000)
    ]
    load(ladder_neo4j, LADDER)
    assert contents(read(ladder_neo4j))[1:] == contents(graph_of(LADDER))[1:]


def test_a_node_of_others_with_our_label_and_id_is_refused(empty_neo4j: str) -> None:
    """Where others have a node with the label and id of one to come, the load says which."""
    ask(empty_neo4j, "CREATE (:Role {id: 'lead', name: 'theirs'})")
    before = list_everything(empty_neo4j)
    with pytest.raises(StoreError, match=r"not ours with a label and id of ours: .*lead"):
        load(empty_neo4j, LADDER)
    assert list_everything(empty_neo4j) == before


def test_deletion_follows_the_source(empty_neo4j: str) -> None:
    """What a source no longer says is gone, with all that only it was about."""
    load(empty_neo4j, LADDER, SKILLS)
    load(empty_neo4j, SHORTER)
    assert ask(empty_neo4j, "MATCH (n) WHERE n.id IN ['head', 'lead--head'] RETURN n") == []
    with opened(empty_neo4j) as store:
        store.update(Change(forget=frozenset(["ladder", "skills"])))
    assert ask(empty_neo4j, "MATCH (n) RETURN labels(n)") == [(["CareerGraph", "Release"],)]


def test_what_is_drawn_by_hand_is_told_apart(ladder_neo4j: str) -> None:
    """What people add has no mark (nodes) and no id (relationships); later loads leave it."""
    ask(
        ladder_neo4j,
        "MATCH (a:Role {id: 'agent'}) "
        "CREATE (a)-[:PROMOTES_TO]->(:Role {id: 'night', name: '夜班'})",
    )
    load(ladder_neo4j, LADDER, SKILLS)
    added = "MATCH (n:Role|Skill) WHERE NOT n:CareerGraph RETURN n.id"
    assert ask(ladder_neo4j, added) == [("night",)]
    drawn = "MATCH (:Role)-[r:PROMOTES_TO]->(n) WHERE r.id IS NULL RETURN n.id"
    assert ask(ladder_neo4j, drawn) == [("night",)]
    assert "night" not in read(ladder_neo4j).roles


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Role {id: 'lead'}) DETACH DELETE n",
        "MATCH (:Role)-[r:PROMOTES_TO]->() DELETE r",
        "MATCH (n:Role {id: 'lead'}) SET n.name = 'other', n.level = 9",
        "MATCH (:Role)-[r:PROMOTES_TO {id: 'lead--head--promotion'}]->() SET r.time = 'never'",
        "MATCH (n:Document) DETACH DELETE n",
        "MATCH (n:Passage) DETACH DELETE n",
    ],
)
def test_what_people_damaged_does_not_stop_a_load(ladder_neo4j: str, damage: str) -> None:
    """Where people changed what is drawn, the release can be read and the next load works."""
    ask(ladder_neo4j, damage)
    old = contents(read(ladder_neo4j))
    assert old[1:] == contents(graph_of(LADDER))[1:]
    load(ladder_neo4j, SKILLS)
    load(ladder_neo4j, SHORTER)
    assert read(ladder_neo4j).release.sha256 == graph_of(SHORTER, SKILLS).release.sha256


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:Claim {table: 'moves', to: 'head'}) SET n.to = 'agent'",
        "MATCH (n:Claim {table: 'moves', to: 'head'}) SET n.position = 9",
        "MATCH (n:Claim {table: 'moves'}) REMOVE n.table",
        "MATCH (n:Claim {table: 'moves'}) SET n.table = 'songs'",
        "MATCH (n:Claim {table: 'moves'}) SET n.kind = 'UPWARDS'",
        "MATCH (n:Claim {table: 'moves'}) DETACH DELETE n",
        "MATCH (n:Claim {table: 'moves'}) REMOVE n.id, n.since",
        "MATCH (n:Claim {table: 'moves'}) SET n.until = 1",
        "MATCH (n:Source) DETACH DELETE n",
        "MATCH (n:Source) SET n.location = 'elsewhere'",
        "MATCH (n:Release) SET n.sha256 = 'x'",
        "MATCH (n:Release) SET n.number = 'x', n.created = 3",
        "MATCH (n:Release) REMOVE n.number",
    ],
)
def test_damaged_evidence_is_noticed_and_can_be_mended(
    request: pytest.FixtureRequest, ladder_neo4j: str, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """Where people changed what a source says nothing is read; a fresh load makes it whole."""
    if request.node.name.endswith(("created = 3]", "DETACH DELETE n]")):
        _stage_everything(monkeypatch)
    ask(ladder_neo4j, damage)
    with opened(ladder_neo4j) as store:
        for use in (store.read, lambda: store.update(Change(load=(SKILLS,)))):
            with pytest.raises(StoreError, match="something else changed them"):
                use()
        store.update(Change(load=(LADDER,), fresh=True))
        assert store.read().release.sha256 == graph_of(LADDER).release.sha256
    mended = _dump(ladder_neo4j)
    wipe(ladder_neo4j)
    load(ladder_neo4j, LADDER)
    assert mended == _dump(ladder_neo4j)


def test_progress_is_told(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load says what it writes and how far it is, up to all of it."""
    _stage_everything(monkeypatch)
    told: dict[str, list[tuple[int, int]]] = {}
    with opened(empty_neo4j) as store:
        store.update(
            Change(load=(LADDER,)),
            progress=lambda what, done, of: told.setdefault(what, []).append((done, of)),
        )
    assert list(told) == ["writing claims", "writing what they add up to"]
    for steps in told.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_six_schemes_name_a_server() -> None:
    """Every scheme of Neo4j opens a store, which says its URL and connects to nothing yet."""
    schemes = [f"{name}{how}" for name in ("neo4j", "bolt") for how in ("", "+s", "+ssc")]
    assert set(schemes) == set(STORES) - {"sqlite"}
    for scheme in schemes:
        with open_store(f"{scheme}://db.example.org:7687") as store:
            assert store.url == f"{scheme}://db.example.org:7687"
            assert store.remote


@pytest.mark.parametrize(
    "url",
    [
        *("neo4j://", "neo4j:", "bolt:///x", "neo4j://host/path", "neo4j://host:x", "bolt://h:0"),
        *("bolt://host:99999", "neo4j://ann@host", "bolt://host?x=1", "neo4j://host#top"),
    ],
)
def test_a_bad_url_is_refused(url: str) -> None:
    """A URL that can name no server is refused with what to write."""
    with pytest.raises(SettingError, match=r"write (neo4j|bolt)://HOST:7687"):
        open_store(url)


def test_sqlite_works_without_the_driver(tmp_path: Path) -> None:
    """Where the driver is not installed, the embedded store works, and Neo4j's says what to do."""
    script = f"""
import sys
sys.modules["neo4j"] = None
from graph.stores import open_store
open_store("sqlite:///{tmp_path}/x.db").read_release()
open_store("neo4j://localhost")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stderr.strip().endswith("install the package neo4j, version 6.4 or later.")


def test_a_claim_keeps_its_id() -> None:
    """A claim's id is the same on every machine, and of equal rows each has one of its own."""
    twice = replace(LADDER, rows={**LADDER.rows, "moves": LADDER.rows["moves"] * 2})
    once, again = (state_of(graph_of(it)).evidence.claims for it in (LADDER, twice))
    assert once.keys() < again.keys()
    assert len(again) == len(once) + 2
    first = next(iter(once.values()))
    assert seal([], [("ladder", first.properties)]) != seal([], [("other", first.properties)])


@pytest.mark.parametrize("by", ["moves", "time", "new-skills"])
def test_both_stores_give_the_same_bytes(
    bundled_neo4j: str, cli: Cli, tmp_path: Path, by: str
) -> None:
    """`load` and `route --json` print from Neo4j what they print from SQLite, byte for byte."""
    file = f"sqlite:///{tmp_path / 'career.db'}"
    assert cli("load", "bundled:", "--store", file).code == 0
    asked = ("route", "电话客服", "客服总监", "--by", by, "--first", "5", "--json", "--store")
    said = [cli(*asked, url).out for url in (file, bundled_neo4j)]
    assert said[0] == said[1]
    assert '"steps"' in said[0]

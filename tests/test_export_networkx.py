"""The network exports: the same nodes, edges and attributes in every format, and what they mean."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from building import LATERAL, asks, band, build, move, passage, pays, role, stage, stay
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading_networks import (
    Read,
    content,
    content_of,
    parse_csv,
    parse_gexf,
    parse_graphml,
    parse_node_link,
    read_by_networkx,
    read_sheet,
)
from source_worlds import bundled, graph_of, seeded_sources

from graph.catalog import CareerGraph
from graph.export import EXPORTS, NETWORKS, flatten, to_networkx
from graph.export.flat import (
    ABOUT_ATTRIBUTES,
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    SCHEMA_VERSION,
    FlatGraph,
    clean,
)
from graph.export.spreadsheet import guard, unguard
from graph.moves import EVERYTHING, list_moves
from graph.records import (
    Code,
    CodeRelation,
    EntityKind,
    Industry,
    InterestType,
    MoveKind,
    Name,
    RoleIndustry,
    RoleInterest,
    Stage,
    TimeBasis,
)
from graph.routes import NoRoute, RouteFilter, RouteFinder, RouteQuestion

BUNDLED = CareerGraph([bundled()], number=7, created="2026-11-25T08:00:00+00:00")

TYPES: Mapping[str, type] = {
    "line": bool,
    "inferred": bool,
    "disputed": bool,
    "score": float,
    "level": int,
    "required_skill_count": int,
    "document_count": int,
    "pay_low": int,
    "pay_high": int,
    **{
        f"{basis}_months_{bound}": int
        for basis in ("stay", "service")
        for bound in ("low", "typical", "high")
    },
}
"What is no text."

PARSERS: Mapping[str, Callable[[Path], Read]] = {
    "graphml": parse_graphml,
    "gexf": parse_gexf,
    "node-link": parse_node_link,
    "csv": lambda path: parse_csv(path, TYPES),
}
"The readers that know nothing of networkx."


def test_every_network_format_is_an_export_and_is_read_here() -> None:
    """The formats that hold nodes and edges are exports, and these tests read all of them."""
    assert set(NETWORKS) <= set(EXPORTS)
    assert set(NETWORKS) == set(PARSERS)


def check_round_trips(flat: FlatGraph, folder: Path) -> None:
    """Every format gives back what was written, by networkx and by another parser."""
    nodes, edges, about = content(flat)
    for format_, write in NETWORKS.items():
        (path, *_) = write(flat, folder / format_)
        parsed = PARSERS[format_](path.parent if format_ == "csv" else path)
        assert parsed[:2] == (nodes, edges), format_
        if format_ in ("graphml", "node-link"):
            assert parsed[2] == about
        if format_ == "csv":
            continue  # networkx reads no CSV
        read = content_of(read_by_networkx(format_, path))
        assert read[:2] == (nodes, edges), format_
        assert format_ == "gexf" or read[2] == about


def round_trip(career_graph: CareerGraph) -> FlatGraph:
    """The graph as nodes and edges, checked in every format."""
    flat = flatten(career_graph, inferred=True)
    with tempfile.TemporaryDirectory() as folder:
        check_round_trips(flat, Path(folder))
    return flat


def test_the_bundled_data_set_survives_every_format() -> None:
    """Every attribute of the bundled data set is read back from every format."""
    round_trip(BUNDLED)


@pytest.mark.parametrize("seed", range(12))
def test_a_random_world_survives_every_format(seed: int) -> None:
    """Any world, with parallel and inferred moves and lines, is read back from every format."""
    round_trip(graph_of(*seeded_sources(seed)))


def test_an_empty_graph_survives_every_format() -> None:
    """A graph without roles is a file without nodes."""
    assert round_trip(graph_of()).nodes == {}


NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1) | st.sampled_from(
    [
        "客服总监",
        "🧑‍💼 lead",
        'He said "no", <b>&amp;</b>',
        "</node>",
        "]]>",
        "<![CDATA[x]]>",
        "two\nlines",
        "a\ttab",
        " outer ",
        "=HYPERLINK(1)",
        "'=1",
        "+86",
        "@at",
        "－1",
        "a;b",
        "\x7f\x85\u2028",
        "e\u0301 \u202e",
        "nan",
        "true",
        "00",
        "长" * 5_000,
    ]
)
"Names as a loader may give them."

ANY_TEXT = NAMES | st.text(min_size=1)
"Names that no loader gives, too: control characters. Half signs no graph holds."


@given(st.lists(NAMES, min_size=1, max_size=4))
@settings(max_examples=60)
@example(["a\r\nb"])
def test_odd_names_survive_every_format(names: list[str]) -> None:
    """Whatever a loader takes for a name, every format gives back unchanged."""
    agents = [role(f"r{number}", name_zh=name) for number, name in enumerate(names)]
    aliases = [Name(kind=EntityKind.ROLE, id="r0", name=name, passage=passage()) for name in names]
    flat = round_trip(
        build(*agents, *aliases, *(move("end", it.id, method=it.name_zh) for it in agents))
    )
    for number, name in enumerate(names):
        expected = name.replace("\r\n", "\n")
        assert flat.nodes[f"r{number}"]["name_zh"] == expected
        assert flat.nodes[f"r{number}"]["label"] == expected


@given(ANY_TEXT)
@settings(max_examples=60)
@example("\x00\x01\x1f\ufffe\uffff\r")
def test_what_xml_cannot_hold_is_replaced_alike(name: str) -> None:
    """A character that XML cannot hold is U+FFFD in every format; nothing else changes."""
    flat = round_trip(build(role("a", name_en=name)))
    kept = flat.nodes["a"]["name_en"]
    assert isinstance(kept, str)
    assert len(kept) == len(name.replace("\r\n", "\n"))
    differing = {
        old for old, new in zip(name.replace("\r\n", "\n"), kept, strict=True) if old != new
    }
    assert all(it == "\r" or ord(it) < 32 or it in "\ufffe\uffff" for it in differing)
    assert clean(kept) == kept


def test_every_line_end_is_a_line_feed() -> None:
    """Line ends of other systems, which XML would change in reading, are line feeds everywhere."""
    flat = round_trip(build(role("a", name_en="one\rtwo\r\nthree\n")))
    assert flat.nodes["a"]["name_en"] == "one\ntwo\nthree\n"


@given(ANY_TEXT)
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    """No guarded text begins as a formula does, and unguarding gives every text back."""
    assert guard(text)[0] not in "=+-@＝＋－＠\t\r\n"
    assert unguard(guard(text)) == text


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    """A name that a spreadsheet would run is text in nodes.csv and edges.csv."""
    names = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "＝1"]
    roles = [role(f"r{number}", name_zh=name) for number, name in enumerate(names)]
    moves = [move("r0", "r1", method="=1", score=0.5)]
    NETWORKS["csv"](flatten(build(*roles, *moves), inferred=True), tmp_path)
    cells = [
        cell
        for name in ("nodes.csv", "edges.csv")
        for row in read_sheet(tmp_path / name).rows
        for cell in row.values()
    ]
    assert sum(cell.startswith("'") for cell in cells) >= 2 * len(names)
    assert [cell for cell in cells if cell and cell[0] in "=+-@＝＋－＠\t\r\n"] == []


def test_csv_has_the_columns_that_gephi_asks_for(tmp_path: Path) -> None:
    """The first columns are Gephi's; the others are the attributes, under their names."""
    NETWORKS["csv"](flatten(BUNDLED), tmp_path)
    nodes, edges = (read_sheet(tmp_path / f"{name}.csv").header for name in ("nodes", "edges"))
    assert nodes == ["Id", "Label", *list(NODE_ATTRIBUTES)[1:]]
    assert edges == ["Source", "Target", "Type", "Id", "Label", *list(EDGE_ATTRIBUTES)[2:]]


def test_node_link_is_what_networkx_would_write(tmp_path: Path) -> None:
    """Our JSON is that of networkx, and is the graph that `to_networkx` gives."""
    graph = to_networkx(BUNDLED)
    (path,) = NETWORKS["node-link"](flatten(BUNDLED), tmp_path / "g.json")
    read = read_by_networkx("node-link", path)
    assert nx.utils.graphs_equal(read, graph)
    assert isinstance(read, nx.MultiDiGraph)
    assert nx.node_link_data(read, edges="edges") == nx.node_link_data(graph, edges="edges")


def test_only_plain_values_are_given() -> None:
    """Attributes are listed ones, in the listed order, of one plain type each, never empty."""
    graphs = [BUNDLED, *(graph_of(*seeded_sources(seed)) for seed in range(6))]
    for flat in (flatten(it, inferred=True) for it in graphs):
        _check_values(flat.about, ABOUT_ATTRIBUTES)
        for attributes in flat.nodes.values():
            _check_values(attributes, NODE_ATTRIBUTES)
        for edge in flat.edges:
            _check_values(edge.attributes, EDGE_ATTRIBUTES)


def _check_values(attributes: Mapping[str, Any], listed: Mapping[str, str]) -> None:
    assert list(attributes) == [name for name in listed if name in attributes]
    for name, value in attributes.items():
        assert type(value) is TYPES.get(name, int if name in ("release", "schemaVersion") else str)
        assert value != ""


def test_the_bundled_graph_in_numbers() -> None:
    """37 roles, 4 of them lines without edges; every move is there, as 64 edges."""
    graph = to_networkx(BUNDLED)
    lines = [id_ for id_, line in graph.nodes(data="line") if line]
    assert (len(graph), graph.number_of_edges(), len(lines)) == (37, 64, 4)
    assert [id_ for id_ in lines if graph.degree(id_)] == []
    stated = {(it["stated_from"], it["stated_to"], it["kind"]) for *_, it in graph.edges(data=True)}
    assert stated == {(it.from_, it.to, it.kind) for it in list_moves(BUNDLED, EVERYTHING)}
    assert graph.graph == {
        "release": 7,
        "sha256": BUNDLED.release.sha256,
        "created": "2026-11-25T08:00:00+00:00",
        "schemaVersion": SCHEMA_VERSION,
    }


def count_moves(graph: Any, career_graph: CareerGraph, from_: str, to: str) -> int | None:
    """The fewest edges from where a role's routes start to any role where routes to `to` end."""
    lengths = nx.single_source_shortest_path_length(graph, graph.nodes[from_]["first_stage"])
    ends = [lengths[id_] for id_ in career_graph.list_stages(to) if id_ in lengths]
    return min(ends, default=None)


@pytest.mark.parametrize("inferred", [False, True])
@pytest.mark.parametrize("seed", [None, *range(8)])
def test_shortest_paths_are_routes_of_fewest_moves(seed: int | None, inferred: bool) -> None:  # noqa: FBT001 a parameter
    """Between all pairs of roles networkx and the engine count the same moves, or find no way."""
    career_graph = BUNDLED if seed is None else graph_of(*seeded_sources(seed))
    graph = to_networkx(career_graph, inferred=inferred)
    finder = RouteFinder(career_graph)
    where = RouteFilter(inferred=inferred)
    ways = 0
    for from_ in career_graph.roles:
        for to in career_graph.roles:
            answer = finder.routes(RouteQuestion(from_=from_, to=to, where=where))
            length = count_moves(graph, career_graph, from_, to)
            if isinstance(answer, NoRoute):
                assert length in (None, 0), (from_, to)
            else:
                assert length == len(answer.routes[0].steps), (from_, to)
                ways += 1
    assert ways > len(career_graph.roles)


def test_the_first_question_is_a_shortest_path() -> None:
    """From 电话客服 to 客服总监 networkx finds the route of three moves."""
    graph = to_networkx(BUNDLED)
    start = graph.nodes["phone-agent"]["first_stage"]
    path = nx.shortest_path(graph, start, "customer-service-director")
    assert [graph.nodes[id_]["name_zh"] for id_ in path] == [
        "入门级客服专员",
        "客服主管",
        "客服经理",
        "客服总监",
    ]


def test_parallel_moves_stay_apart() -> None:
    """Two moves between two roles are two edges, also where one is stated of a line."""
    career_graph = build(
        move("a", "b"),
        move("a", "b", kind=LATERAL),
        stage("s", "one", 1),
        stage("s", "two", 1),
        move("one", "b"),
        move("two", "b"),
    )
    graph = to_networkx(career_graph)
    assert sorted(graph["a"]["b"]) == ["a--b--lateral", "a--b--promotion"]
    assert sorted(graph["s"]["b"]) == [
        "s--b--via--one--b--promotion",
        "s--b--via--two--b--promotion",
    ]
    assert graph["s"]["b"]["s--b--via--one--b--promotion"]["stated_from"] == "one"
    round_trip(career_graph)


def test_lines_and_stages_name_each_other() -> None:
    """A line lists its stages by rung and has no edges; a stage lists its lines."""
    graph = to_networkx(
        build(stage("a-senior", "line", 2), stage("z-junior", "line", 1), move("line", "end"))
    )
    assert graph.nodes["line"]["line"] is True
    assert graph.nodes["line"]["stages"] == "z-junior;a-senior"
    assert graph.nodes["line"]["first_stage"] == "z-junior"
    assert graph.degree("line") == 0
    assert graph.nodes["a-senior"]["lines"] == "line"
    assert graph.nodes["a-senior"]["first_stage"] == "a-senior"
    assert graph.nodes["a-senior"]["line"] is False
    assert {(from_, to) for from_, to, _ in graph.edges} == {
        ("a-senior", "end"),
        ("z-junior", "end"),
    }


def edge_between(career_graph: CareerGraph, from_: str, to: str) -> Mapping[str, Any]:
    """The attributes of the one edge between two roles."""
    ((_, attributes),) = to_networkx(career_graph, inferred=True)[from_][to].items()
    found: Mapping[str, Any] = attributes
    return found


def test_months_of_different_bases_are_never_mixed() -> None:
    """Stays and total service have attributes of their own, each the widest range of its claims."""
    edge = edge_between(
        build(
            move("a", "b", "one"),
            stay("a", 12, 24, "one"),
            move("a", "b", "two", months_low=36, months_high=60, basis=TimeBasis.IN_ROLE),
            band("b", 48, 72, "one"),
            move(
                "a", "b", "three", months_low=30, months_typical=40, basis=TimeBasis.TOTAL_SERVICE
            ),
        ),
        "a",
        "b",
    )
    assert edge["basis"] == "IN_ROLE;TOTAL_SERVICE"
    assert (edge["stay_months_low"], edge["stay_months_high"]) == (12, 60)
    assert edge["stay_months_typical"] == 33  # the median of 18 and 48
    assert (edge["service_months_low"], edge["service_months_typical"]) == (30, 44)
    assert "service_months_high" not in edge  # the third document sets no end
    assert edge["documents"] == edge["time_documents"] == "one;three;two"
    assert "12–24" in edge["says"]
    assert "36–60" in edge["says"]


def test_a_dispute_is_marked() -> None:
    """Months of one shape that have none in common are marked, and stand as the widest range."""
    career_graph = build(
        move("a", "b", "one"), move("a", "b", "two"), stay("a", 1, 2, "one"), stay("a", 5, 6, "two")
    )
    edge = edge_between(career_graph, "a", "b")
    assert edge["disputed"] is True
    assert (edge["stay_months_low"], edge["stay_months_high"]) == (1, 6)


def test_a_closed_band_of_nought_has_an_end() -> None:
    """A band from the first day on has a high of 0 months, which is not left out."""
    edge = edge_between(build(move("a", "b"), band("b", 0, 12)), "a", "b")
    assert edge["service_months_low"] == edge["service_months_high"] == 0
    assert edge["basis"] == "TOTAL_SERVICE"
    assert "stay_months_low" not in edge


def test_who_times_a_move_need_not_state_it() -> None:
    """Months borrowed from a document that does not state the move are told apart."""
    edge = edge_between(build(move("a", "b", "one"), stay("a", 12, 24, "two")), "a", "b")
    assert (edge["documents"], edge["time_documents"]) == ("one", "two")


def test_an_untimed_move_has_no_months() -> None:
    """Nothing is invented where nobody times a move: there is no basis and there are no months."""
    edge = edge_between(build(move("a", "b")), "a", "b")
    assert [name for name in edge if "months" in name or name == "basis"] == []
    assert edge["disputed"] is False


def test_inferred_moves_are_left_out_unless_asked_for() -> None:
    """What only a method says is in the graph on request, marked, with score and method."""
    career_graph = build(move("a", "b", score=0.5, method="overlap"), move("b", "c"))
    assert to_networkx(career_graph).number_of_edges() == 1
    edge = edge_between(career_graph, "a", "b")
    assert (edge["inferred"], edge["score"], edge["method"]) == (True, 0.5, "overlap")
    assert edge_between(career_graph, "b", "c")["inferred"] is False


def test_scores_are_decimals_that_every_format_holds() -> None:
    """A score of 1 is 1.0 beside others, and one that is no number is left out."""
    scores = {"b": 1, "c": 0.25, "d": float("nan"), "e": float("inf")}
    flat = round_trip(build(*(move("a", to, score=score) for to, score in scores.items())))
    found = {edge.to: edge.attributes.get("score") for edge in flat.edges}
    assert found == {"b": 1.0, "c": 0.25, "d": None, "e": None}
    assert {type(score) for score in found.values()} == {float, type(None)}


def test_pay_is_the_ends_of_all_figures_of_one_currency() -> None:
    """The lowest low and the highest high a month; with two currencies neither."""
    graph = to_networkx(
        build(
            pays("a", 5000, 8000),
            pays("a", 60_000, None, period="YEAR", level="x"),
            pays("b", 1, 2),
            pays("b", 1, 2, currency="USD"),
            role("c"),
        )
    )
    a, b, c = (graph.nodes[id_] for id_ in "abc")
    assert (a["pay_low"], a["pay_high"], a["pay_currency"]) == (5000, 8000, "CNY")
    assert b["pay_currency"] == "CNY;USD"
    assert [name for node in (b, c) for name in node if name in ("pay_low", "pay_high")] == []
    assert "pay_currency" not in c


def test_a_stage_has_what_its_line_asks_for_with_the_documents() -> None:
    """Skills of the line count, and so do the documents that ask for them."""
    graph = to_networkx(
        build(stage("s", "line", 1), asks("s", "x"), asks("line", "y", document="other"))
    )
    node = graph.nodes["s"]
    assert (node["required_skills"], node["required_skill_count"]) == ("x;y", 2)
    assert (node["documents"], node["document_count"]) == ("d;other", 2)


def test_every_document_that_a_node_rests_on_is_named() -> None:
    """Whoever names, places, pays or suits a role, or finds its line somewhere, is named."""
    retail = Industry(id="retail", name_en="Retail")
    graph = to_networkx(
        build(
            role("s", passage=passage("defines")),
            Name(kind=EntityKind.ROLE, id="s", name="x", passage=passage("names")),
            Stage(role="s", line="line", rung=1, passage=passage("places")),
            pays("s", 1, 2, "pays"),
            stay("s", 1, 2, "times"),
            retail,
            RoleIndustry(role="s", industry="retail", passage=passage("finds")),
            RoleIndustry(role="line", industry="retail", passage=passage("finds-line")),
            RoleInterest(role="s", interest=InterestType.SOCIAL, passage=passage("suits")),
        )
    )
    documents = "defines;finds;finds-line;names;pays;places;suits"  # a stay is told by the edges
    assert graph.nodes["s"]["documents"] == documents
    assert graph.nodes["s"]["document_count"] == 7
    assert graph.nodes["line"]["documents"] == "d;finds-line;places"


def test_names_codes_and_interests_are_lists() -> None:
    """Lists are joined by semicolons; one inside a name is written full-width."""
    named: Any = {"kind": EntityKind.ROLE, "id": "a"}
    graph = to_networkx(
        build(
            role("a", name_zh="甲", name_en="A", level=3, track="t", family="f", kind_of="b"),
            role("b"),
            Name(name="x;y", passage=passage(), **named),
            Name(name="z", passage=passage(), **named),
            Code(scheme="isco-08", code="4222", relation=CodeRelation.CLOSE, **named),
            RoleInterest(role="a", interest=InterestType.ARTISTIC, rank=2, passage=passage()),
            RoleInterest(role="a", interest=InterestType.SOCIAL, rank=1, passage=passage()),
        )
    )
    node = graph.nodes["a"]
    assert node["aliases"] == "x；y;z"
    assert node["codes"] == "isco-08:4222"
    assert node["interests"] == "SOCIAL;ARTISTIC"
    assert (node["level"], node["track"], node["family"], node["kind_of"]) == (3, "t", "f", "b")
    assert node["label"] == "甲"


def test_labels_and_sentences_are_in_the_asked_language() -> None:
    """In English labels are English names and English words."""
    graph = to_networkx(BUNDLED, language="en")
    assert graph.nodes["phone-agent"]["label"] == "Phone agent"
    labels = {label for *_, label in graph.edges(data="label")}
    assert labels <= {"promotion", "lateral", "transfer", "specialisation"}


def test_hops_give_their_part_of_the_graph() -> None:
    """With the hops of a route the graph is that route: its roles, its moves, nothing else."""
    answer = RouteFinder(BUNDLED).routes(
        RouteQuestion(from_="phone-agent", to="customer-service-director")
    )
    assert not isinstance(answer, NoRoute)
    (route,) = answer.routes
    hops = [step.hop for step in route.steps]
    assert len(flatten(BUNDLED, hops=hops + hops).edges) == len(hops)  # each once
    graph = to_networkx(BUNDLED, hops=iter(hops))
    assert list(graph) == sorted(route.roles)
    assert sorted((from_, to) for from_, to, _ in graph.edges) == sorted(
        zip(route.roles, route.roles[1:], strict=False)
    )
    whole = to_networkx(BUNDLED)
    assert all(dict(whole.nodes[id_]) == attributes for id_, attributes in graph.nodes(data=True))
    assert all(whole[u][v][key] == it for u, v, key, it in graph.edges(keys=True, data=True))


def test_gexf_says_which_release_it_is(tmp_path: Path) -> None:
    """GEXF has no attributes of the graph: the description has them; the date is the release's."""
    (path,) = NETWORKS["gexf"](flatten(BUNDLED), tmp_path / "g.gexf")
    description = PARSERS["gexf"](path)[2]["description"]
    assert f"release 7; sha256 {BUNDLED.release.sha256}; " in description
    assert 'lastmodifieddate="2026-11-25"' in path.read_text("utf-8")
    assert "NetworkX" not in path.read_text("utf-8")


@pytest.mark.parametrize("format_", NETWORKS)
def test_what_is_there_is_left_as_it_is(format_: str, tmp_path: Path) -> None:
    """No export writes over something, and a refused one leaves nothing behind."""
    kept = tmp_path / "kept"
    if format_ == "csv":
        kept.mkdir()
        (kept / "mine.txt").write_text("mine")
    else:
        kept.write_text("mine")
    with pytest.raises(FileExistsError, match=r"is there already|is not empty"):
        EXPORTS[format_](BUNDLED, kept)
    written = kept / "mine.txt" if format_ == "csv" else kept
    assert written.read_text() == "mine"
    assert len(list(tmp_path.rglob("*"))) == (2 if format_ == "csv" else 1)


def test_the_kinds_of_move_are_words_of_the_schema() -> None:
    """The kind of an edge is spelled as in GraphQL."""
    assert {it.attributes["kind"] for it in flatten(BUNDLED).edges} <= {it.value for it in MoveKind}

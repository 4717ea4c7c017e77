"""The benchmark runs, compares every answer and says so; how fast is no matter of a test."""

import importlib.util
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from asked import FEWEST, QUESTIONS, Routes
from peers import Peer, list_unbeaten, moves_only, whole
from roads import Pair, Roads, count_moves, draw_pairs, read_stated, read_synthetic
from shape import Shape, skills_for
from synthetic import make_source
from timing import ENGINE, FIRST, measure, percentile

from graph.catalog import CareerGraph
from graph.routes import RouteFinder

_RUN = Path(__file__).resolve().parent.parent / "bench" / "run.py"
_LISTED = "networkx all_simple_paths, ranked"
_BOTH = [
    ("fewest moves", "engine"),
    ("fewest moves", "networkx all_shortest_paths, ranked"),
    ("fewest moves", "networkx bidirectional_shortest_path"),
    ("fastest", "engine"),
    ("fewest new skills, up to 2 moves more", "engine"),
    ("fewest new skills, up to 2 moves more", _LISTED),
    ("five of fewest moves", "engine"),
    ("five of fewest moves", "networkx shortest_simple_paths"),
    ("five of fewest moves", "networkx shortest_simple_paths, ranked"),
    ("five fastest", "engine"),
]
_ROWS = {
    "150": [
        *_BOTH,
        ("fastest", "networkx all_shortest_paths by months, ranked"),
        ("fastest", "networkx dijkstra_path"),
        ("fastest", "networkx bidirectional_dijkstra"),
        ("five fastest", "networkx shortest_simple_paths by months"),
        ("five fastest", "networkx shortest_simple_paths by months, ranked"),
    ],
    "bundled": [
        *_BOTH,
        ("fastest", _LISTED),
        ("five of fewest moves", _LISTED),
        ("five fastest", _LISTED),
    ],
}
"Who is asked what: of months that do not simply add up, no library knows the fastest way."
_TRADE_OFFS = [
    ("trade-offs, up to 2 moves more", "engine"),
    ("trade-offs, up to 2 moves more", "networkx all_simple_paths, compared"),
]


def run_bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The benchmark, run as `make bench` does."""
    return subprocess.run(
        [sys.executable, str(_RUN), *arguments], capture_output=True, text=True, check=False
    )


def list_rows(text: str) -> list[tuple[str, str]]:
    """Question and contender of each row of a table of times."""
    rows, question = [], ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 8 and cells[0] != "question" and not cells[0].startswith("-"):
            question = cells[0] or question
            rows.append((question, cells[1]))
    return rows


@pytest.mark.parametrize("graph", _ROWS)
def test_every_answer_agrees_and_every_row_is_there(graph: str) -> None:
    """On small graphs all engines give the same answers, and the table has all of them."""
    asked = ("--roles", graph, "--pairs", "5", "--seconds", "2", "--engines", "networkx")
    done = run_bench(*asked)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERENT" not in done.stdout
    expected = _ROWS[graph] + (_TRADE_OFFS if hasattr(RouteFinder, "trade_offs") else [])
    expected += [(question, FIRST) for question, who in expected if who == ENGINE]
    assert sorted(list_rows(done.stdout)) == sorted(expected)
    assert "career graph: records" in done.stdout
    assert "work limit" not in done.stdout


def test_several_graphs_are_run_one_after_the_other() -> None:
    """Each graph has its tables, in the order asked for."""
    done = run_bench("--roles", "bundled", "60", "--pairs", "2", "--seconds", "0", "--engines")
    assert done.returncode == 0, done.stderr
    titles = [line for line in done.stdout.splitlines() if line.startswith("## ")]
    assert [title.partition(":")[0] for title in titles] == [
        "## the bundled data set",
        "## synthetic",
    ]


@pytest.mark.skipif(importlib.util.find_spec("igraph") is not None, reason="igraph is installed")
def test_a_library_that_is_not_installed_is_named() -> None:
    """What is not there is left out, and the run says so."""
    asked = ("--roles", "bundled", "--pairs", "1", "--seconds", "0", "--engines", "igraph")
    done = run_bench(*asked)
    assert done.returncode == 0
    assert "igraph is left out: igraph is not installed" in done.stderr


def test_opengds_is_named_where_java_is_missing(tmp_path: Path) -> None:
    """Without what starts a Neo4j, OpenGDS is left out like a library that is not installed."""
    done = subprocess.run(
        [sys.executable, str(_RUN), "--roles=bundled", "--pairs=1", "--engines", "opengds"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path)},
    )
    assert done.returncode == 0
    assert "opengds is left out: Neo4j needs Java" in done.stderr


def test_opengds_runs_in_the_same_neo4j() -> None:
    """The benchmark's server is the one that people and tests get."""
    versions = [
        dict(re.findall(r"<artifactId>(neo4j(?:-server)?)</artifactId>\s*<version>(.+?)<", pom))
        for path in ("neo4j/pom.xml", "bench/opengds/pom.xml")
        for pom in [(_RUN.parent.parent / path).read_text("utf-8").split("<dependencies>")[1]]
    ]
    assert versions[0] == versions[1] != {}


def make_roads(roles: int, seed: int = 7) -> Roads:
    """The roads of a synthetic graph."""
    source = make_source(Shape(roles, skills_for(roles), seed=seed))
    return read_synthetic(CareerGraph([source], number=1, created=""))


def test_the_same_seed_gives_the_same_graph() -> None:
    """Size and seed decide every row."""
    shape = Shape(50, 4_000)
    assert make_source(shape).rows == make_source(shape).rows
    assert make_source(shape).rows["moves"] != make_source(Shape(50, 4_000, seed=8)).rows["moves"]


def test_a_graph_has_the_shape_that_was_measured() -> None:
    """3,000 roles have about 29,500 moves, 109,000 requirements, and moves teach as they should."""
    roads = make_roads(3_000)
    assert skills_for(3_000) == 14_000
    assert skills_for(100_000) == pytest.approx(50_000, rel=0.01)
    assert len(roads.months) == pytest.approx(29_500, rel=0.03)
    assert sum(mask.bit_count() for mask in roads.required) == pytest.approx(109_000, rel=0.03)
    taught: dict[str, list[int]] = {"up": [], "inside": [], "across": []}
    for start, end in roads.months:
        ladders = start // 7, end // 7
        industries = ladders[0] // 20, ladders[1] // 20
        if end == start + 1 and ladders[0] == ladders[1]:
            way = "up"
        elif ladders[0] != ladders[1]:
            way = "inside" if industries[0] == industries[1] else "across"
        else:
            continue
        taught[way].append((roads.required[end] & ~roads.required[start]).bit_count())
    means = {way: sum(new) / len(new) for way, new in taught.items()}
    assert means == pytest.approx({"up": 8, "inside": 28, "across": 34}, abs=1)


def test_pairs_are_the_same_each_time_and_joined() -> None:
    """A seed gives its pairs: up from a low level, by a way of the moves that they say."""
    roads = make_roads(300)
    pairs = draw_pairs(roads, 20, seed=1)
    assert pairs == draw_pairs(roads, 20, seed=1)
    assert len(pairs) == 20
    for pair in pairs:
        assert roads.levels[pair.start] <= 3
        assert roads.levels[pair.end] >= 5
        rings = [{pair.start}]
        while pair.end not in rings[-1]:
            rings.append({to for role in rings[-1] for to in roads.out[role]})
        assert len(rings) - 1 == pair.fewest


def test_no_way_is_none() -> None:
    """Where no moves lead, there is no number of moves."""
    roads = Roads("abc", [0, 0, 0], {(0, 1): 1}, [0, 0, 0], lambda _: (0, 0, 0), additive=True)
    assert count_moves(roads, 0, 1) == 1
    assert count_moves(roads, 1, 0) is None
    assert count_moves(roads, 0, 2) is None


def test_both_readings_of_a_graph_rate_alike() -> None:
    """Sums of months and skills are what semantics 3 and 4 come to where moves state their stay."""
    source = make_source(Shape(40, 3_000))
    career_graph = CareerGraph([source], number=1, created="")
    simple, full = read_synthetic(career_graph), read_stated(career_graph)
    assert list(simple.months) == list(full.months)
    rng = random.Random(3)
    path = [0]
    while len(path) < 8:
        path.append(rng.choice(simple.out[path[-1]]))
        assert simple.rate(path) == full.rate(path)
    assert all(arc in simple.months for arc in pairwise(path))


_PAIRS = [Pair(0, 1, 1), Pair(0, 2, 1)]
_ROUTES: Routes = [(1, 12, 3, (0, 1))]


def test_a_different_answer_is_a_difference() -> None:
    """What a peer answers otherwise is said for each pair, with both answers."""
    peers = [
        Peer(FEWEST, "right", lambda _: [1], moves_only),
        Peer(FEWEST, "wrong", lambda _: [(1, 12, 3, (0, 2))], whole),
    ]
    measured = measure(lambda _: None, lambda _: _ROUTES, peers, _PAIRS, seconds=9)
    assert len(measured.differences) == 2
    assert all("wrong answers [(1, 12, 3, (0, 2))]" in line for line in measured.differences)


def test_who_has_used_up_the_time_is_asked_no_more() -> None:
    """A cap ends a contender's turn after one question at least."""
    peers = [Peer(FEWEST, "peer", lambda _: [1], moves_only)]
    measured = measure(lambda _: None, lambda _: _ROUTES, peers, _PAIRS, seconds=0)
    asked = {name: len(taken) for name, taken in measured.seconds.items()}
    assert asked == {FIRST: 1, ENGINE: 1, "peer": 1}


def test_an_answer_at_the_work_limit_is_counted_not_compared() -> None:
    """Where the engine does not prove its answer, there is nothing to compare with."""
    peers = [Peer(FEWEST, "peer", lambda _: [7], moves_only)]
    measured = measure(lambda _: None, lambda _: None, peers, _PAIRS, seconds=9)
    assert (measured.limited, measured.differences) == (2, [])


def test_percentiles_are_values() -> None:
    """p95 of twenty is the nineteenth, of one the one."""
    assert percentile([float(number) for number in range(20, 0, -1)], 0.95) == 19
    assert percentile([3.0], 0.95) == 3


def test_what_another_beats_is_no_trade_off() -> None:
    """A path that is nowhere better than another is left out; of equal ones the first stays."""
    rated = {(0, 1): (0, 9, 2), (0, 2, 1): (0, 5, 2), (0, 3, 1): (0, 5, 2), (0, 4, 1): (0, 9, 1)}
    roads = Roads("abcde", [0] * 5, {}, [0] * 5, lambda path: rated[tuple(path)], additive=True)
    assert [route[3] for route in list_unbeaten(roads, list(rated))] == [
        (0, 1),
        (0, 2, 1),
        (0, 4, 1),
    ]
    assert "trade_offs" in {asked.method for asked in QUESTIONS.values()}

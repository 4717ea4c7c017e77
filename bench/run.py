"""`make bench`: the route engine against other libraries, and the service against other servers.

Prints tables of times and memory for each graph, and of the service. Every answer is compared; a
difference is printed and fails the run.
"""

import argparse
import gc
import importlib
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial

from asked import FEWEST, QUESTIONS, asking, list_questions, read_answer
from memory import weigh_grown, weigh_traced
from peers import Library, NotHereError, Peer, Weighed
from progress import say
from report import write_times, write_weights
from roads import Pair, Roads, draw_pairs, read_stated, read_synthetic
from service import run_service
from shape import Shape, skills_for
from synthetic import make_source
from timing import Measured, measure

from graph.catalog import CareerGraph
from graph.routes import RouteFinder
from loaders import BUNDLED, load_source

_GRAPHS = ("bundled", "3000", "100000")
_LIBRARIES = {
    "networkx": "with_networkx",
    "igraph": "with_igraph",
    "scipy": "with_scipy",
    "opengds": "with_opengds",
}
"""Each library and the module that asks it."""

_MOST_SECONDS_TRACED = 60

_Weights = list[tuple[str, Weighed]]


def main() -> None:
    """Measure each graph in a process of its own, so that none weighs on another."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as Ctrl-C does: servers end first
    asked = _read_arguments()
    if asked.service:
        sys.exit(run_service(most_pairs=asked.pairs, seed=asked.seed, seconds=asked.seconds))
    if asked.roles and len(asked.roles) == 1:
        sys.exit(_run(asked.roles[0], asked))
    parts = [["--roles", graph] for graph in asked.roles or _GRAPHS]
    if not asked.roles:
        parts.append(["--service"])
    failed = False
    for part in parts:
        options = [f"--{name}={getattr(asked, name)}" for name in ("pairs", "seconds", "seed")]
        engines = ["--engines", *asked.engines, "--skills", str(asked.skills)]
        command = [sys.executable, __file__, *part, *options, *engines]
        failed |= subprocess.run(command, check=False).returncode != 0  # noqa: S603 our own
    sys.exit(failed)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument(
        "--roles",
        nargs="+",
        metavar="N",
        help="these graphs alone: sizes of synthetic ones, or bundled; "
        f"default: {' '.join(_GRAPHS)}, and the service",
    )
    parts.add_argument("--service", action="store_true", help="the service alone")
    parser.add_argument("--pairs", type=int, default=300, help="pairs that are asked, at most")
    parser.add_argument(
        "--seconds",
        type=float,
        default=20,
        help="for each question and engine or server, about; default 20",
    )
    parser.add_argument("--seed", type=int, default=7, help="of the graph and the pairs")
    parser.add_argument(
        "--skills", type=int, default=36, help="that a role asks for, on average; default 36"
    )
    parser.add_argument(
        "--engines",
        nargs="*",
        default=[*_LIBRARIES],
        choices=_LIBRARIES,
        help="libraries to compare with; default: all that are installed",
    )
    return parser.parse_args()


def _run(graph: str, asked: argparse.Namespace) -> int:
    """Measure one graph and print its tables; 1 where an answer differs."""
    gc.disable()  # garbage is collected between questions, and not on anyone's time
    career_graph, roads, weights = _make_graph(graph, asked)
    pairs = draw_pairs(roads, asked.pairs, asked.seed)
    weights.append(("engine: what the pairs compile", _weigh_engine(career_graph, roads, pairs)))
    peers = []
    for name, weighed, found in _build(roads, asked.engines):
        weights.append((name, weighed))
        peers += found
    measured = _ask(career_graph, roads, peers, pairs, asked.seconds)
    times = write_times(peers, measured, roles=len(roads.ids))
    print(_title(graph, career_graph, asked, len(pairs)))
    print(times, write_weights(weights), sep="\n\n", end="\n\n", flush=True)
    differences = [line for found in measured.values() for line in found.differences]
    for line in differences:
        print(f"DIFFERENT: {line}")
    return 1 if differences else 0


def _weigh_engine(career_graph: CareerGraph, roads: Roads, pairs: list[Pair]) -> Weighed:
    """An engine that was asked for the fewest moves of each pair, and what it keeps then."""
    say(f"asking {len(pairs)} pairs, while the engine's memory is traced")

    def make() -> RouteFinder:
        finder = RouteFinder(career_graph)
        engine = asking(finder, roads, FEWEST, pairs)
        until = time.monotonic() + _MOST_SECONDS_TRACED
        for pair in pairs:
            engine(pair)
            if time.monotonic() > until:
                break
        return finder

    return weigh_traced(make)


def _build(roads: Roads, names: Sequence[str]) -> Iterator[tuple[str, Weighed, list[Peer]]]:
    """Yield each library that can be asked here, its graph and its peers; the others are named."""
    for name in names:
        try:
            library: Library = importlib.import_module(_LIBRARIES[name]).LIBRARY
            say(f"building the graph of {library.name}")
            weighed = library.weigh(roads)
        except ModuleNotFoundError as error:
            say(f"{name} is left out: {error.name} is not installed")
        except NotHereError as error:
            say(f"{name} is left out: {error}")
        else:
            yield library.name, weighed, library.list_peers(roads, weighed.built)


def _ask(
    career_graph: CareerGraph,
    roads: Roads,
    peers: Sequence[Peer],
    pairs: list[Pair],
    seconds: float,
) -> dict[str, Measured]:
    """What each question took, asked of a fresh engine and of all peers that can answer it."""
    measured = {}
    for question in list_questions():
        say(f"asking: {question}")
        gc.unfreeze()  # the engine before goes
        few = pairs[: QUESTIONS[question].most]
        engine = asking(RouteFinder(career_graph), roads, question, few)
        rivals = [peer for peer in peers if peer.question == question]
        read = partial(read_answer, roads)
        measured[question] = measure(engine, read, rivals, few, seconds=seconds)
    return measured


def _make_graph(graph: str, asked: argparse.Namespace) -> tuple[CareerGraph, Roads, _Weights]:
    """The graph, what other libraries get of it, and what its records weigh."""

    def make() -> CareerGraph:
        say(f"{graph}: making the source")
        if graph == "bundled":
            source = load_source(BUNDLED)
        else:
            roles = int(graph)
            source = make_source(Shape(roles, skills_for(roles), asked.skills, asked.seed))
        say(f"{graph}: checking and indexing {sum(map(len, source.rows.values())):,} rows")
        return CareerGraph([source], number=1, created="")

    weighed = weigh_grown(make)
    career_graph: CareerGraph = weighed.built
    roads = read_stated(career_graph) if graph == "bundled" else read_synthetic(career_graph)
    return career_graph, roads, [("career graph: records", weighed)]


def _title(graph: str, career_graph: CareerGraph, asked: argparse.Namespace, pairs: int) -> str:
    counts = ", ".join(
        f"{len(career_graph.records[table]):,} {table}"
        for table in ("roles", "skills", "moves", "requirements")
    )
    kind = "the bundled data set" if graph == "bundled" else "synthetic"
    return (
        f"## {kind}: {counts}\n\nCPython {platform.python_version()}, {pairs} pairs, "
        f"seed {asked.seed}, {asked.seconds:g} s for each question and engine\n"
    )


if __name__ == "__main__":
    main()

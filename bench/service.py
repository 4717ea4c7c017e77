"""`make bench BENCH_ARGS='--service'`: the service over HTTP, beside other servers and in a crowd.

All answer from the bundled data set, each in a process of its own with its default settings.
"""

import platform
from collections.abc import Sequence

from crowd import CLIENTS as CROWD
from crowd import measure_crowd
from http_questions import Ids
from http_servers import STRAWBERRY, can_start
from progress import say
from roads import draw_pairs, read_stated
from served import CLIENTS, measure_service
from service_report import write_crowd, write_served

from graph.catalog import CareerGraph
from loaders import BUNDLED, load_source

_CROWDED = 1.5  # the crowd stays as many times as long as each server has for a question


def run_service(*, most_pairs: int, seed: int, seconds: float) -> int:
    """Measure and print two tables; 1 where an answer is not what it should be."""
    if not can_start(STRAWBERRY):
        say(f"{STRAWBERRY} is left out: strawberry is not installed")
    pairs = _draw(most_pairs, seed)
    served = []
    say("asking the service and its peers")
    for asked in measure_service(pairs, seconds=seconds):
        say(f"asked: {asked.question}")
        served.append(asked)
    print(
        "## the service: GraphQL over HTTP\n\n"
        f"CPython {platform.python_version()}, {CLIENTS} clients, {len(pairs)} pairs, seed {seed}, "
        f"{seconds:g} s for each question and server\n\n{write_served(served)}\n",
        flush=True,
    )
    say(f"{CROWD} clients ask at once")
    crowd = measure_crowd(pairs, seconds=seconds * _CROWDED)
    print(f"## {CROWD} clients at once for {seconds * _CROWDED:g} s\n\n{write_crowd(crowd)}\n")
    wrong = [line for asked in served for line in asked.differences] + crowd.list_failures()
    for line in wrong:
        print(f"DIFFERENT: {line}")
    return 1 if wrong else 0


def _draw(most: int, seed: int) -> Sequence[Ids]:
    """Pairs of roles that a route joins."""
    roads = read_stated(CareerGraph([load_source(BUNDLED)], number=1, created=""))
    return [(roads.ids[pair.start], roads.ids[pair.end]) for pair in draw_pairs(roads, most, seed)]

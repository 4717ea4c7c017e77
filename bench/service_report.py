"""The tables of what the service and its peers were asked, in Markdown."""

from collections.abc import Mapping, Sequence

from crowd import MOST_GROWN, CrowdMeasured
from http_servers import SERVICE, STARLETTE, STRAWBERRY
from report import Row, write_goal, write_table
from served import Served
from timing import percentile

_GOALS: Mapping[str, float] = {STARLETTE: 0.6, STRAWBERRY: 2.5}
"""How many times as many answers a second as a peer the service should give, at least."""


def write_served(served: Sequence[Served]) -> str:
    """Answers a second and processor time by question: the service, then each peer."""
    rows: list[Row] = [
        ("question", "who", "a second", "CPU ms", "service : it", "CPU, it : service", "goal")
    ]
    for asked in served:
        for name in asked.rounds:
            cpu, ratio, cpu_ratio = asked.cpu(name), asked.ratio(name), asked.cpu_ratio(name)
            least = _GOALS.get(name)
            goal = "" if least is None else write_goal(f"at least {least:g}", met=ratio >= least)
            rows.append(
                (
                    asked.question if name == SERVICE else "",
                    name,
                    f"{asked.rate(name):,.0f}",
                    "–" if cpu is None else f"{cpu * 1000:,.3f}",
                    f"{ratio:.2f}",
                    "–" if cpu_ratio is None else f"{cpu_ratio:.2f}",
                    goal,
                )
            )
    return write_table(rows, right=(2, 3, 4, 5))


def write_crowd(crowd: CrowdMeasured) -> str:
    """What clients of each kind were told, and what the service weighed."""
    rows: list[Row] = [("questions", "a second", "p50 ms", "p99 ms", "answers by HTTP status")]
    for kind, load in crowd.loads.items():
        told = ", ".join(f"{status}: {load.statuses[status]:,}" for status in sorted(load.statuses))
        late = (f"{percentile(load.seconds, share) * 1000:,.1f}" for share in (0.5, 0.99))
        rows.append((kind, f"{load.answered / load.took:,.0f}", *late, told))
    return f"{write_table(rows, right=(1, 2, 3))}\n\n{_write_weight(crowd)}"


def _write_weight(crowd: CrowdMeasured) -> str:
    """What the service weighed, as a table."""
    when = ("at the start", "after the warm-up", "at the end")
    rows: list[Row] = [("resident memory of the service", "MiB", "goal")]
    rows += [
        (time, "–" if mib is None else f"{mib:,.1f}", "")
        for time, mib in zip(when, crowd.mib, strict=True)
    ]
    if crowd.grown is not None:
        goal = write_goal(f"at most {MOST_GROWN:g} times as much", met=crowd.grown <= MOST_GROWN)
        rows[-1] = (*rows[-1][:2], goal)
    return write_table(rows, right=(1,))

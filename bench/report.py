"""The tables of a run, in Markdown, so that they can be kept where people read them."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from asked import LEAST_RATIO, MOST_SECONDS
from peers import Peer, Weighed
from timing import ENGINE, FIRST, Measured, percentile

Row = tuple[str, ...]
"The cells of a line of a table."


def write_times(peers: Sequence[Peer], measured: Mapping[str, Measured], *, roles: int) -> str:
    """The times by question: the engine, then each peer with the ratio and what it answers."""
    rows: list[Row] = [
        ("question", "who", "median ms", "p95 ms", "pairs", "of the engine", "goal", "answers")
    ]
    for question, found in measured.items():
        limited = f"work limit reached for {found.limited}" if found.limited else ""
        goal = ""
        most = MOST_SECONDS.get(question, {}).get(roles)
        if most is not None:
            goal = write_goal(f"at most {most * 1000:g} ms", met=_middle(found, ENGINE) <= most)
        rows.append((question, ENGINE, *_numbers(found, ENGINE), "1", goal, limited))
        rows.append(("", FIRST, *_numbers(found, FIRST), f"{found.ratio(FIRST):.3g}", "", ""))
        for peer in (peer for peer in peers if peer.question == question):
            ratio = found.ratio(peer.name)
            goal = ""
            least = LEAST_RATIO.get(question, {}).get(roles)
            if peer.judged and least is not None:
                goal = write_goal(f"at least {least:g}", met=ratio >= least)
            numbers = _numbers(found, peer.name)
            rows.append(("", peer.name, *numbers, f"{ratio:.3g}", goal, peer.answers))
    return write_table(rows, right=(2, 3, 4, 5))


def write_weights(weights: Iterable[tuple[str, Weighed]]) -> str:
    """What each representation weighs."""
    rows: list[Row] = [("representation", "MiB", "measured as")]
    for name, it in weights:
        rows.append((name, "–" if it.mib is None else f"{it.mib:,.1f}", it.how))
    return write_table(rows, right=(1,))


def _middle(found: Measured, name: str) -> float:
    return median(found.seconds[name].values())


def write_goal(words: str, *, met: bool) -> str:
    """A goal, and whether it is met."""
    return f"{words}: {'met' if met else 'missed'}"


def _numbers(found: Measured, name: str) -> Row:
    """Median and p95 in milliseconds, and of how many pairs."""
    seconds = list(found.seconds[name].values())
    middle, late = median(seconds), percentile(seconds, 0.95)
    return f"{middle * 1000:,.3f}", f"{late * 1000:,.3f}", str(len(seconds))


def write_table(rows: Sequence[Row], *, right: Sequence[int]) -> str:
    """Rows as a table whose columns are aligned for reading as text, too."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    rule = tuple(
        "-" * (width - 1) + (":" if place in right else "-") for place, width in enumerate(widths)
    )
    lines = []
    for row in (rows[0], rule, *rows[1:]):
        cells = (
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)

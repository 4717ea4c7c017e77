"""The tables of a run, in Markdown, so that they can be kept where people read them."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from asked import TRADE_OFFS
from peers import Peer, Weighed
from timing import ENGINE, Measured, percentile

_MOST_TRADE_OFFS = 0.030
"""Seconds that trade-offs should take at most, median."""

_Row = tuple[str, ...]


def write_times(peers: Sequence[Peer], measured: Mapping[str, Measured]) -> str:
    """The times by question: the engine, then each peer with the ratio and what it answers."""
    rows: list[_Row] = [
        ("question", "who", "median ms", "p95 ms", "pairs", "of the engine", "goal", "answers")
    ]
    for question, found in measured.items():
        limited = f"work limit reached for {found.limited}" if found.limited else ""
        goal = ""
        if question == TRADE_OFFS:
            goal = _goal("at most 30 ms", met=_middle(found, ENGINE) <= _MOST_TRADE_OFFS)
        rows.append((question, ENGINE, *_numbers(found, ENGINE), "1", goal, limited))
        for peer in (peer for peer in peers if peer.question == question):
            ratio = found.ratio(peer.name)
            goal = ""
            if peer.goal is not None:
                goal = _goal(f"at least {peer.goal:g}", met=ratio >= peer.goal)
            numbers = _numbers(found, peer.name)
            rows.append(("", peer.name, *numbers, f"{ratio:.3g}", goal, peer.answers))
    return _table(rows, right=(2, 3, 4, 5))


def write_weights(weights: Iterable[tuple[str, Weighed]]) -> str:
    """What each representation weighs."""
    rows: list[_Row] = [("representation", "MiB", "measured as")]
    for name, it in weights:
        rows.append((name, "–" if it.mib is None else f"{it.mib:,.1f}", it.how))
    return _table(rows, right=(1,))


def _middle(found: Measured, name: str) -> float:
    return median(found.seconds[name].values())


def _goal(words: str, *, met: bool) -> str:
    return f"{words}: {'met' if met else 'missed'}"


def _numbers(found: Measured, name: str) -> _Row:
    """Median and p95 in milliseconds, and of how many pairs."""
    seconds = list(found.seconds[name].values())
    middle, late = median(seconds), percentile(seconds, 0.95)
    return f"{middle * 1000:,.3f}", f"{late * 1000:,.3f}", str(len(seconds))


def _table(rows: Sequence[_Row], *, right: Sequence[int]) -> str:
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

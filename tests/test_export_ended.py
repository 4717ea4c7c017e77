"""An export can be ended from outside while it is written, and then leaves nothing half-written."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from source_worlds import bundled, graph_of

from graph.export import EXPORTS, NETWORKS, write_zip
from graph.interrupt import checked_by

GRAPH = graph_of(bundled())
TRIES = 12  # places at which a long writing is ended


class EndedError(BaseException):
    """What a check raises that has had enough."""


def ending_after(most: int) -> Callable[[], None]:
    """A check that is passed so many times."""
    numbers = count(1)

    def check() -> None:
        if next(numbers) > most:
            raise EndedError

    return check


def count_checkpoints(work: Callable[[], object]) -> int:
    """How often work looks whether it is to end."""
    met: list[None] = []
    with checked_by(lambda: met.append(None)):
        work()
    return len(met)


def read_files(folder: Path) -> dict[str, bytes]:
    """The files in a folder by their place in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def check_ended(folder: Path, write: Callable[[Path], object]) -> int:
    """End a writing at places of it: each file that is there then is whole; how many places."""
    write(folder / "before" / "export")  # what the graph remembers is built once, and counts not
    steps = count_checkpoints(lambda: write(folder / "whole" / "export"))
    whole = read_files(folder / "whole")
    for most in range(0, steps, max(1, steps // TRIES)):
        place = folder / str(most)
        with checked_by(ending_after(most)), pytest.raises(EndedError):
            write(place / "export")
        left = read_files(place)
        assert left == {name: whole[name] for name in left}
        assert len(left) < len(whole)
    return steps


@pytest.mark.parametrize("format_", EXPORTS)
def test_an_export_can_be_ended_at_any_time(format_: str, tmp_path: Path) -> None:
    """Wherever the work is ended no half-written file is left; networkx's part ends too."""
    steps = check_ended(tmp_path, lambda path: EXPORTS[format_](GRAPH, path))
    rows = len(GRAPH.roles) + len(GRAPH.moves)
    assert steps > (rows if format_ in ("graphml", "gexf") else 1)
    assert format_ in NETWORKS or steps > len(EXPORTS[format_](GRAPH, tmp_path / "again"))


def test_an_archive_can_be_ended(tmp_path: Path) -> None:
    """A folder that is being packed is no exception."""
    EXPORTS["tables"](GRAPH, tmp_path / "tables")
    assert check_ended(tmp_path / "zip", lambda path: write_zip(tmp_path / "tables", path))

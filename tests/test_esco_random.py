"""ESCO at random: whatever is in its files, loading gives a source or a LoadError, and no more."""

import contextlib
import tempfile
from pathlib import Path

from esco_world import ESCO, write_esco
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import LoadError
from graph.integrity import list_issues
from loaders import load_source

_NAMES = sorted(ESCO)
_TRICKY = st.text(st.sampled_from('a,";\n\r\t|\0\x1b甲é/0-') | st.characters(), max_size=40)


def _load(folder: Path) -> None:
    """Load and check a folder; every message can be printed, every row is accounted for."""
    with contextlib.suppress(LoadError):
        source = load_source(str(folder), name="x", format_="esco")
        for issue in list_issues([source]):
            str(issue).encode()
        for tally in source.tallies:
            aside = {line for one in tally.aside for line in one.lines}
            assert tally.used <= tally.rows
            assert source.issues or tally.used + len(aside) == tally.rows


@given(st.sampled_from(_NAMES), st.integers(0), st.binary(max_size=8), st.integers(0, 20))
def test_no_damage_makes_the_loader_fall(name: str, place: int, data: bytes, gone: int) -> None:
    """However the bytes of one file change, loading raises nothing but LoadError."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_esco(Path(folder)) / name
        content = bytearray(path.read_bytes())
        at = place % (len(content) + 1)
        content[at : at + gone] = data
        path.write_bytes(content)
        _load(Path(folder))


@given(st.sampled_from(_NAMES), st.data())
def test_no_cell_makes_the_loader_fall(name: str, data: st.DataObject) -> None:
    """Whatever stands in place of a cell, loading raises nothing but LoadError."""
    lines = ESCO[name].splitlines()
    line = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[line].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(_TRICKY)
    lines[line] = ",".join(cells)
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(lines).encode("utf-8", "surrogatepass")
        (write_esco(Path(folder)) / name).write_bytes(text)
        _load(Path(folder))

"""O*NET at random: whatever is in its tables, loading gives a source or a LoadError only."""

import contextlib
import io
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import given
from hypothesis import strategies as st
from onet_world import ONET, to_cells, to_text, write_text
from tables_world import write_workbook

from graph.errors import LoadError
from graph.integrity import list_issues
from loaders import load_source

_NAMES = sorted(ONET)
_TRICKY = st.text(st.sampled_from('a,"\n\r\t|\0\x1b甲é/0-.1') | st.characters(), max_size=40)
_ZONES = "Job Zones"


def _load(place: Path) -> None:
    """Load and check a place; every message can be printed, every row is accounted for."""
    with contextlib.suppress(LoadError):
        source = load_source(str(place), name="x", format_="onet")
        for issue in list_issues([source]):
            str(issue).encode()
        for tally in source.tallies:
            aside = [line for one in tally.aside for line in one.lines]
            assert len(set(aside)) == len(aside)
            assert tally.used <= tally.rows
            assert source.issues or tally.used + len(aside) == tally.rows


@given(st.sampled_from(_NAMES), st.integers(0), st.binary(max_size=8), st.integers(0, 20))
def test_no_damage_makes_the_loader_fall(name: str, place: int, data: bytes, gone: int) -> None:
    """However the bytes of one table change, loading raises nothing but LoadError."""
    content = bytearray(to_text(ONET[name]).encode())
    at = place % (len(content) + 1)
    content[at : at + gone] = data
    with tempfile.TemporaryDirectory() as folder:
        (write_text(Path(folder)) / f"{name}.txt").write_bytes(content)
        _load(Path(folder))


@given(st.sampled_from(_NAMES), st.data())
def test_no_cell_makes_the_loader_fall(name: str, data: st.DataObject) -> None:
    """Whatever stands in place of a cell, loading raises nothing but LoadError."""
    rows = [list(row) for row in ONET[name]]
    row = rows[data.draw(st.integers(0, len(rows) - 1))]
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(_TRICKY)
    text = "\n".join("\t".join(cells) for cells in rows).encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        (write_text(Path(folder)) / f"{name}.txt").write_bytes(text)
        _load(Path(folder))


def _make_book() -> dict[str, bytes]:
    """The parts of a small workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "x.xlsx", {_ZONES: to_cells(ONET[_ZONES])})
        with ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


_PARTS = _make_book()


@given(st.sampled_from(sorted(_PARTS)), st.integers(0), st.binary(max_size=8), st.integers(0, 20))
def test_no_workbook_makes_the_loader_fall(part: str, place: int, data: bytes, gone: int) -> None:
    """However the bytes within a workbook change, loading raises nothing but LoadError."""
    content = bytearray(_PARTS[part])
    at = place % (len(content) + 1)
    content[at : at + gone] = data
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, kept in _PARTS.items():
            package.writestr(name, bytes(content) if name == part else kept)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(packed.getvalue())
        _load(path)

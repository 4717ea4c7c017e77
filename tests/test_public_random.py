"""Public data sets at random: whatever their files hold, a source or a LoadError, and no more."""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from public_worlds import PUBLIC

from graph.errors import LoadError
from graph.integrity import list_issues
from loaders import load_source

_PLACES = [(format_, name) for format_, files in PUBLIC.items() for name in files]
_TRICKY = st.text(
    st.sampled_from("a,\";\n\r\t|\0\x1b\x7f甲é/0-.:[]{}&*'") | st.characters(), max_size=40
)


def _write(folder: Path, format_: str, name: str, data: bytes) -> None:
    """A tiny data set with other bytes in one of its files."""
    for other, text in PUBLIC[format_].items():
        path = folder / other
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data if other == name else text.encode())


def _load(folder: Path, format_: str) -> None:
    """Load and check a folder; every message can be printed, every row is accounted for."""
    with contextlib.suppress(LoadError):
        source = load_source(str(folder), name="x", format_=format_)
        for issue in list_issues([source]):
            str(issue).encode()
        for note in source.notes:
            note.encode()
        for tally in source.tallies:
            aside = {line for one in tally.aside for line in one.lines}
            assert tally.used <= tally.rows
            assert source.issues or tally.used + len(aside) == tally.rows


@given(st.sampled_from(_PLACES), st.integers(0), st.binary(max_size=8), st.integers(0, 20))
def test_no_damage_makes_a_loader_fall(
    file: tuple[str, str], place: int, data: bytes, gone: int
) -> None:
    """However the bytes of one file change, loading raises nothing but LoadError."""
    format_, name = file
    content = bytearray(PUBLIC[format_][name].encode())
    at = place % (len(content) + 1)
    content[at : at + gone] = data
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), format_, name, bytes(content))
        _load(Path(folder), format_)


@given(st.sampled_from(_PLACES), st.data())
def test_no_cell_makes_a_loader_fall(file: tuple[str, str], data: st.DataObject) -> None:
    """Whatever stands in place of a cell or a word, loading raises nothing but LoadError."""
    format_, name = file
    lines = PUBLIC[format_][name].splitlines()
    line = data.draw(st.integers(0, len(lines) - 1))
    separator = next((it for it in (";", "\t", ",", ": ") if it in lines[line]), " ")
    cells = lines[line].split(separator)
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(_TRICKY)
    lines[line] = separator.join(cells)
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), format_, name, text)
        _load(Path(folder), format_)

"""Rejecting at random: no row is lost, and what loads is what the good rows alone say."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from public_worlds import PUBLIC
from rejecting import list_facts, list_reasons, reject, write
from tables_world import write_folder

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.sources import Row, Source
from loaders import load_source

_HEADERS = {
    "roles": "id,name_en,kind_of,level",
    "stages": "role,line,rung",
    "skills": "id,name_en,kind",
    "moves": "from,to,months_low",
    "requirements": "role,kind,target",
}
_IDS = st.integers(0, 5).map(lambda number: f"r{number}")
_NAMES = st.sampled_from(("Plain", '"with, comma"', '"over\ntwo lines"', '"a ""quote"""', "客服"))
_BREAKS = (
    lambda row: row.replace("r", "R", 1),  # no id
    lambda row: f"{row},more",
    lambda row: row[row.index(",") :],  # its first cell is empty
    lambda row: f"{row.rpartition(',')[0]},x y",  # no number, no word, no id
    lambda row: f"{row}\x07",
    lambda row: row.replace(",r", ",nowhere-r", 1),
)
Tables = Mapping[str, list[str]]


@dataclass(frozen=True)
class World:
    """Rows that hold together, by table, and the same with some of them broken."""

    good: Tables
    bad: Tables

    def mend(self, table: str, text: str) -> str:
        """The text of a file of rejected rows, each as it was before it was broken."""
        for bad, good in zip(self.bad[table], self.good[table], strict=True):
            text = text.replace(f'",{bad}\n', f'",{good}\n', 1)
        return text


@st.composite
def _worlds(draw: st.DrawFn) -> World:
    """A few roles, each a kind of one before it, with what refers to them; some rows are broken."""
    number = draw(st.integers(2, 6))
    ids = [f"r{n}" for n in range(number)]
    some = st.sampled_from(ids)
    two = st.tuples(some, some).filter(lambda pair: pair[0] != pair[1])
    good = {
        "roles": [
            f"{id_},{draw(_NAMES)},{draw(st.sampled_from(['', *ids[:n]]))},{n}"
            for n, id_ in enumerate(ids)
        ],
        "stages": [f"{a},{ids[0]},1" for a in draw(st.sets(st.sampled_from(ids[1:]), max_size=2))],
        "skills": [f"rs{n},{draw(_NAMES)}," for n in range(draw(st.integers(0, 2)))],
        "moves": [f"{a},{b},{draw(st.integers(0, 9))}" for a, b in draw(st.lists(two, max_size=4))],
    }
    good["requirements"] = [f"{draw(some)},skill,{row.partition(',')[0]}" for row in good["skills"]]
    bad = {
        name: [draw(st.sampled_from(_BREAKS))(row) if draw(st.booleans()) else row for row in rows]
        for name, rows in good.items()
    }
    return World(good, bad)


def _to_text(name: str, rows: list[str], gone: Mapping[Row, str]) -> str:
    """A table without some rows, every other one on the line where it was."""
    lines, line = [_HEADERS[name]], 2
    for row in rows:
        height = row.count("\n") + 1
        lines.append("\n" * (height - 1) if (name, line) in gone else row)
        line += height
    return "\n".join(lines) + "\n"


def _write(folder: Path, tables: Tables, gone: Mapping[Row, str]) -> Path:
    return write_folder(folder, {name: _to_text(name, tables[name], gone) for name in tables})


def _list_rejected(source: Source) -> dict[Row, str]:
    return {(table.table, row.line): row.text for table in source.rejected for row in table.rows}


@given(_worlds())
def test_good_rows_load_and_no_row_is_lost(world: World) -> None:
    """Loaded and rejected rows are all rows; what loads is what the good rows alone say.

    Each row that is rejected has a problem that a load which stops lists too, or refers to one
    that was rejected; it is kept as it was typed; mended, the whole is there.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _write(folder / "x", world.bad, {})
        stopped = load_source(str(path))
        source = reject(path)
        rejected = _list_rejected(source)
        assert list_issues([source]) == []
        for table, rows in world.bad.items():
            texts = [text for (of, _), text in rejected.items() if of == table]
            assert len(source.rows[table]) + len(texts) == len(rows)
            assert {text.removesuffix("\n") for text in texts} <= set(rows)
        alone = load_source(str(_write(folder / "alone" / "x", world.bad, rejected)))
        assert alone.issues == ()
        assert alone.rows == source.rows
        listed = {str(issue) for issue in list_issues([stopped])}
        for reason in list_reasons(source):
            assert "was rejected (" in reason or any(it in reason for it in listed)
        assert len(listed) == 0 or rejected
        _check_mended(folder, world, source)


def _check_mended(folder: Path, world: World, source: Source) -> None:
    """What is rejected and mended says, beside the rest, what the good rows say."""
    sources = [source]
    for name, text in write(folder, source).items():
        mended = world.mend(Path(name).stem, text)
        (folder / name).write_text(mended, "utf-8", newline="")
        sources[1:] = [load_source(str(folder / "x-rejects"), name="y")]
    whole = load_source(str(_write(folder / "whole" / "x", world.good, {})))
    assert list_facts(sources) == list_facts([whole])


_FORMATS = tuple(name for name in PUBLIC if name != "certifications")  # its rows are files


@given(
    st.sampled_from(_FORMATS), st.integers(0), st.integers(0), st.sampled_from(("", "x", "9,;\t"))
)
def test_a_public_data_set_loads_as_if_bad_rows_were_not_there(
    format_: str, place: int, cell: int, other: str
) -> None:
    """Whatever a cell holds, what loads is what the files without the rejected rows say."""
    files = dict(PUBLIC[format_])
    name = sorted(files)[place % len(files)]
    lines = files[name].split("\n")
    number = 1 + place % (len(lines) - 2)
    mark = max("\t;,", key=lines[0].count)
    cells = lines[number].split(mark)
    cells[cell % len(cells)] = other
    lines[number] = mark.join(cells)
    files[name] = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        _write_files(path, files)
        try:
            source = reject(path)
        except LoadError:
            return
        gone = [row.line for table in source.rejected for row in table.rows if table.table == name]
        assert sum(len(table.rows) for table in source.rejected) >= len(gone)
        for table in source.rejected:
            text = files[table.table].split("\n")
            for row in table.rows:
                height = row.text.rstrip("\n").count("\n") + 1
                assert "\n".join(text[row.line - 1 : row.line - 1 + height]) == row.text.rstrip(
                    "\n"
                )
                text[row.line - 1 : row.line - 1 + height] = [""] * height
            files[table.table] = "\n".join(text)
        _write_files(Path(folder) / "alone" / "x", files)
        alone = load_source(str(Path(folder) / "alone" / "x"), format_=format_)
        assert alone.rows == source.rows
        for tally in source.tallies:
            aside = {line for one in tally.aside for line in one.lines}
            assert tally.used + len(aside) + tally.rejected == tally.rows


def _write_files(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="")

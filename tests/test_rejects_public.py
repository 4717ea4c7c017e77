"""Rejecting rows of public data sets: they are read again without them."""

from pathlib import Path

import pytest
from onet_world import CHANGERS, HEAD, MATRIX, ONET, change, load_onet, write_books, write_text
from public_worlds import INDUSTRIES
from rejecting import list_reasons, reject, write

from graph.errors import LoadError
from loaders import load_source

_ALONE = dict.fromkeys(ONET)
_UNKNOWN = "99-9999.00"
_ROW = (HEAD, "Chief", _UNKNOWN, "Nobody", "2")


@pytest.mark.parametrize("book", [False, True], ids=["text", "xlsx"])
def test_a_row_is_found_by_what_it_is_cited_as(tmp_path: Path, *, book: bool) -> None:
    """A row that refers to what no source defines is left out, whatever remark it is cited with."""
    onet = load_onet(tmp_path / "onet")
    tables = {**_ALONE, **MATRIX, **change(CHANGERS, None, _ROW)}
    folder = (write_books if book else write_text)(tmp_path / "changers", tables)
    source = reject(folder, onet)
    assert len(source.rows["moves"]) == 2
    (reason,) = list_reasons(source)
    assert "to is 'onet-99-9999-00'; no role has that id." in reason
    ((name, text),) = write(tmp_path, source).items()
    header, row = text.splitlines()
    mark = "," if book else "\t"
    assert name == f"changers-rejects/{CHANGERS}{f'-{CHANGERS}.csv' if book else '.txt'}"
    assert header.split(mark) == ["rejected", *MATRIX[CHANGERS][0]]
    assert row.endswith(mark.join(("", *_ROW)))
    (tally,) = source.tallies
    assert (tally.rows, tally.used, tally.rejected) == (3, 2, 1)


def test_what_a_bad_row_defines_is_gone_from_all_files(tmp_path: Path) -> None:
    """Nothing is left of a row that cannot be read: the file is read as if it were not there."""
    folder = tmp_path / "x"
    folder.mkdir()
    files = {**INDUSTRIES, "nace.csv": INDUSTRIES["nace.csv"].replace('"01","A"', '"0-1","A"')}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    source = reject(folder)
    assert {industry.id for industry in source.rows["industries"]} == {"nace-2-a", "nace-2-02"}
    reasons = list_reasons(source)
    assert [reason.partition(": ")[0] for reason in reasons] == [
        "nace.csv:4:3",
        "nace.csv:5:4",
        "nace.csv:6:4",
        "cells.csv:2:1",
        "cells.csv:4:1",
    ]


def test_what_another_source_contradicts_may_be_of_no_row(tmp_path: Path) -> None:
    """A skill has no passage: where another source names it otherwise, the load is refused."""
    first = load_onet(tmp_path / "first")
    skill = first.rows["skills"][0]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "skills.csv").write_text(f"id,name_en\n{skill.id},Otherwise\n")
    with pytest.raises(LoadError) as caught:
        reject(tmp_path / "first", load_source(str(mine)))
    (issue,) = caught.value.issues
    assert issue.endswith("This is not of one row, which could be rejected.")

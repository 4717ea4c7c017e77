"""Bounds of a folder of tables: how many problems are listed, and how many files are looked at."""

from pathlib import Path

import pytest
from tables_world import list_messages, write_folder

from loaders.tables import rows


def test_a_table_of_too_many_problems_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many problems a table is read no further, and that is said at the row."""
    monkeypatch.setattr(rows, "_MOST_PROBLEMS", 3)
    folder = write_folder(tmp_path / "x", {"roles": "id,name_en\n" + ",x\n" * 100})
    messages = list_messages(folder)
    assert len(messages) == 5
    told = [it for it in messages if it.endswith("3 problems; what follows was not read.")]
    assert len(told) == 1
    assert told[0].startswith("roles.csv:5")


def test_a_table_among_many_other_files_is_read(tmp_path: Path) -> None:
    """A folder may hold 20,000 files that are no tables; they are passed over."""
    folder = write_folder(tmp_path / "x", {"roles": "id,name_en\nagent,Agent\n"})
    for number in range(20_000):
        (folder / f"{number}.txt").touch()
    assert list_messages(folder) == []

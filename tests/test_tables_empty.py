"""Tables without a row: what a newcomer begins with is no mistake, and says what to do next."""

from pathlib import Path

import pytest
from cli_world import Cli
from tables_world import write_folder, write_workbook


@pytest.mark.parametrize("book", [False, True])
def test_tables_without_rows_load_and_say_so(cli: Cli, tmp_path: Path, *, book: bool) -> None:
    """A header alone is loaded with the one remark that nothing is in it."""
    path = tmp_path / "own.xlsx"
    if book:
        write_workbook(path, {"roles": [["id", "name_zh"]], "说明": [["看这里"]]})
    else:
        path = write_folder(tmp_path / "own", {"roles": "id,name_zh\n"})
    ended = cli("load", str(path), "--store", f"sqlite:///{tmp_path}/own.db")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[:2] == [
        "own: what was read (tables)",
        "  There is nothing in it yet: no table has a row below its header. Fill in roles first.",
    ]


def test_tables_with_rows_say_nothing_more(cli: Cli, tmp_path: Path) -> None:
    """One row is enough for the remark to be gone."""
    path = write_folder(tmp_path / "own", {"roles": "id,name_zh\nagent,客服\n", "skills": "id\n"})
    ended = cli("load", str(path), "--store", f"sqlite:///{tmp_path}/own.db")
    assert ended.code == 0
    assert "nothing" not in ended.out

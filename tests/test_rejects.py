"""Rejecting rows: which are left out, why, and the files that they are written to."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from rejecting import list_facts, list_reasons, reject, write
from tables_world import SOUND, write_folder, write_workbook

from graph.errors import LoadError
from graph.sources import Rejected, RejectedRow, Source
from loaders import load_source
from loaders.tables.rejects import write_rejects

_BAD = {
    "documents": "id,title\nletter,A letter\n",
    "roles": 'id,name_en,kind_of,level\nagent,Agent,,1\nlead,"Lead,\r\nor so",,two\n'
    "head,Head,lead,\nagent,Again,,\nclerk,Clerk,head,\nhost,Host,,\n",
    "moves": "from,to,document\nagent,clerk,letter\nagent,nobody,letter\nhost,agent,letters\n"
    "agent,guest,letter\n",
}


def _reject(folder: Path, **tables: str) -> list[str]:
    """Why rows of these tables are rejected."""
    return list_reasons(reject(write_folder(folder / "x", tables)))


def test_rows_that_have_a_problem_are_left_out(tmp_path: Path) -> None:
    """A bad cell, an id again and an id that nothing defines reject their row, and no other."""
    roles = "id,name_en,level\nagent,Agent,1\nlead,Lead,two\nagent,Again,\nhead,Head,3,4\n,No,\n"
    source = reject(write_folder(tmp_path / "x", {"roles": roles, "moves": "from,to\nagent,no\n"}))
    assert [(role.id, role.passage.row) for role in source.rows["roles"]] == [("agent", 2)]
    assert source.issues == ()
    assert [reason.partition(":")[2].partition(":")[0] for reason in list_reasons(source)] == [
        "3",
        "4",
        "5",
        "6",
        "2",
    ]
    assert list_reasons(source)[0] == (
        "roles.csv:3:3: level is 'two'; give a whole number, 0 or more."
    )
    assert list_reasons(source)[-1] == (
        "moves.csv:2:2: to is 'no'; no role has that id. Add it to the roles table."
    )


def test_what_refers_to_a_rejected_row_is_rejected_too(tmp_path: Path) -> None:
    """However long the chain is, each row says which cell leads to the row that was rejected."""
    source = reject(write_folder(tmp_path / "x", _BAD))
    assert {row.id for row in source.rows["roles"]} == {"agent", "host"}
    assert source.rows["moves"] == ()
    goes = "and the row that defines it was rejected"
    mend = "mend that one, and this one loads with it."
    assert list_reasons(source) == [
        "roles.csv:3:4: level is 'two'; give a whole number, 0 or more.",
        f"roles.csv:5:3: kind_of is 'lead', {goes} (roles.csv:3:1); {mend}",
        "roles.csv:6:1: id is 'agent' again; give each id one row.",
        f"roles.csv:7:3: kind_of is 'head', {goes} (roles.csv:5:1); {mend}",
        f"moves.csv:2:2: to is 'clerk', {goes} (roles.csv:7:1); {mend}",
        "moves.csv:3:2: to is 'nobody'; no role has that id. Add it to the roles table.",
        "moves.csv:4:3: document is 'letters'; no document has that id. Did you mean 'letter'?",
        "moves.csv:5:2: to is 'guest'; no role has that id. Add it to the roles table.",
    ]


def test_a_source_stands_as_a_document_by_itself(tmp_path: Path) -> None:
    """Rows that name no document stay where the row of the source's own document is rejected."""
    roles = "id,name_en\nagent,Agent\n"
    other = load_source(str(write_folder(tmp_path / "y", {"documents": "id,title\nx,Yours\n"})))
    for row in ("x,", "x,Mine"):  # no title; another one than the other source says
        tables = {"documents": f"id,title\n{row}\n", "roles": roles}
        source = reject(write_folder(tmp_path / "x", tables), other)
        assert [role.id for role in source.rows["roles"]] == ["agent"]
        assert len(list_reasons(source)) == 1
    source = reject(write_folder(tmp_path / "x", {"documents": "id,title\nx,\n", "roles": roles}))
    assert [role.id for role in source.rows["roles"]] == ["agent"]


def test_a_row_says_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    """Two bad cells of a row are one rejected row with two reasons."""
    (reason,) = _reject(tmp_path, roles="id,name_en,level\nBad,A,two\nagent,Agent,\n")
    assert re.findall(r"roles.csv:2:(\d)", reason) == ["1", "3"]


def test_a_circle_is_left_out_whole(tmp_path: Path) -> None:
    """Roles that are kinds of each other are rejected with what refers to them."""
    roles = "id,name_en,kind_of\na,A,b\nb,B,a\nc,C,a\nd,D,\n"
    reasons = _reject(tmp_path, roles=roles, stages="role,line,rung\nd,c,1\n")
    assert [reason[:13] for reason in reasons] == [
        "roles.csv:2:3",
        "roles.csv:3:3",
        "roles.csv:4:3",
        "stages.csv:2:",
    ]


def test_another_row_may_define_what_a_rejected_one_did(tmp_path: Path) -> None:
    """A reference stands as long as any row defines its id, in this source or in another."""
    roles = "id,name_en,level\nlead,Lead,two\nlead,Lead,2\nagent,Agent,one\n"
    moves = "from,to\nagent,lead\n"
    other = load_source(str(write_folder(tmp_path / "other", {"roles": "id,name_en\nagent,Agent"})))
    source = reject(write_folder(tmp_path / "x", {"roles": roles, "moves": moves}), other)
    assert [reason[:12] for reason in list_reasons(source)] == ["roles.csv:2:", "roles.csv:4:"]
    assert len(source.rows["moves"]) == 1


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"roles": "name_en,level\nAgent,two\n"}, "column 'id' is missing"),
        ({"roles": "id,name_en,wage\nagent,Agent,1\nLead,Lead,\n"}, "no such column"),
        ({"roles": b"id,name_en\nagent,\xe9\n"}, "--encoding"),
        ({"roles": 'id,name_en\nBad,Bad\nagent,"Agent\n'}, "is not CSV"),
        ({"roles": ""}, "the table is empty"),
        ({"roles": "id,name_en\nagent,Agent\n", "role": "id\n"}, "no table has that name"),
    ],
    ids=["no column", "column", "encoding", "quote", "empty", "file"],
)
def test_what_is_wrong_with_a_file_is_refused(
    tmp_path: Path, tables: Mapping[str, str | bytes], said: str
) -> None:
    """Where leaving out a row would not help, the load is refused, and says so."""
    with pytest.raises(LoadError) as caught:
        reject(write_folder(tmp_path / "x", tables))
    (about,) = (issue for issue in caught.value.issues if said in issue)
    assert about.endswith("This is not of one row, which could be rejected.")


def test_all_problems_are_said_where_a_file_is_refused(tmp_path: Path) -> None:
    """Beside what is wrong with a file, the rows that have a problem are listed too."""
    tables = {"roles": "id,name_en\nBad,Bad\n", "moves": "from\nagent\n"}
    with pytest.raises(LoadError) as caught:
        reject(write_folder(tmp_path / "x", tables))
    assert [issue[:11] for issue in caught.value.issues] == ["roles.csv:2", "moves.csv:1"]


def test_rows_of_other_sources_are_not_rejected(tmp_path: Path) -> None:
    """A source that was loaded before, and refers to a row that is bad now, makes it refused."""
    moves = {"moves": "from,to\nagent,lead\n"}
    other = load_source(str(write_folder(tmp_path / "other", moves)))
    folder = write_folder(tmp_path / "x", {"roles": "id,name_en\nagent,Agent\nlead,\n"})
    with pytest.raises(LoadError) as caught:
        reject(folder, other)
    bad, dangling = caught.value.issues
    assert bad.startswith("roles.csv:3:")
    assert dangling.endswith("The source 'other' was loaded before; its rows are not rejected.")


def test_the_row_that_contradicts_another_source_is_rejected(tmp_path: Path) -> None:
    """What was loaded before stands, whatever the names of the sources."""
    for name in ("a", "z"):
        folder = write_folder(tmp_path / name, {"roles": "id,name_en\nagent,Agent\nlead,Lead\n"})
        other = load_source(str(folder))
        tables = {"roles": "id,name_en\nagent,Agent\nlead,Leader\n"}
        (reason,) = list_reasons(reject(write_folder(tmp_path / "m", tables), other))
        assert f"source '{name}' says 'Lead'" in reason


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    """Of so many rows all are rejected, of one more none, and each is listed."""
    folder = write_folder(tmp_path / "x", _BAD)
    assert len(list_reasons(reject(folder, most=8))) == 8
    with pytest.raises(LoadError) as caught:
        reject(folder, most=7)
    assert len(caught.value.issues) == 9
    assert caught.value.issues[-1] == (
        "8 rows would be rejected, more than 7; mend what most of them have in common, or allow "
        "more with --max-rejects."
    )


def test_rows_are_written_as_they_were_typed(tmp_path: Path) -> None:
    """After their reason the bytes of a row follow: spaces, quotes and line ends within cells."""
    source = reject(write_folder(tmp_path / "x", _BAD))
    files = write(tmp_path / "bad", source)
    assert sorted(files) == ["x-rejects/moves.csv", "x-rejects/roles.csv"]
    roles = files["x-rejects/roles.csv"]
    assert roles.startswith("rejected,id,name_en,kind_of,level\n\"roles.csv:3:4: level is 'two'; ")
    assert '.",lead,"Lead,\r\nor so",,two\n"' in roles
    assert roles.endswith('.",clerk,Clerk,head,\n')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators_and_line_ends_stay(tmp_path: Path, mark: str, end: str) -> None:
    """What separates cells and rows in a file does so in that of its rejected rows."""
    rows = ("id,name_en", "", " Bad , A", "agent,Agent", "Worse,B")
    text = end.join(rows).replace(",", mark)
    source = reject(write_folder(tmp_path / "x", {"roles": text}))
    ((_, written),) = write(tmp_path, source).items()
    assert written.startswith(f"rejected{mark}id{mark}name_en{end}")
    assert f"{mark} Bad {mark} A{end}" in written
    assert written.endswith(f"{mark}Worse{mark}B\r\n")
    again = load_source(str(tmp_path / "x-rejects"))
    assert [issue.place for issue in again.issues] == ["roles.csv:2:2", "roles.csv:3:2"]


def test_rejected_rows_are_utf_8(tmp_path: Path) -> None:
    """Rows of a file in another encoding are written as UTF-8 with a mark, for spreadsheets."""
    folder = write_folder(tmp_path / "x", {"roles": "id,name_zh\n客服,客服\n".encode("gb18030")})
    row = ("roles", 2)
    source = load_source(str(folder), encoding="gb18030", rejects={row: "why"})
    write(tmp_path, source)
    data = (tmp_path / "x-rejects" / "roles.csv").read_bytes()
    assert data == '\ufeffrejected,id,name_zh\n"why",客服,客服\n'.encode()


def test_the_rows_of_a_workbook_are_written_as_tables(tmp_path: Path) -> None:
    """A sheet's rejected rows become a CSV of their cells; errors in them count no more."""
    sheets: dict[str, list[list[object]]] = {
        "roles": [["id", "name_en", "level"], ["agent", "Agent, say", 1], ["lead", "Lead", "#N/A"]],
        "moves": [["from", "to"], ["agent", "lead"]],
    }
    source = reject(write_workbook(tmp_path / "x.xlsx", sheets))
    assert [role.id for role in source.rows["roles"]] == ["agent"]
    reasons = list_reasons(source)
    assert reasons[0].startswith("x.xlsx: roles!C3: cell is '#N/A'")
    assert "(x.xlsx: roles!A3)" in reasons[1]
    files = write(tmp_path, source)
    assert files["x-rejects/roles.csv"].splitlines()[0] == "rejected,id,name_en,level"
    assert files["x-rejects/roles.csv"].endswith('",lead,Lead,#VALUE!\r\n')
    assert files["x-rejects/moves.csv"].endswith('",agent,lead\r\n')


@pytest.mark.parametrize("book", [False, True], ids=["csv", "xlsx"])
def test_mended_rows_load_beside_the_others(tmp_path: Path, *, book: bool) -> None:
    """Rejected rows, mended and loaded as a source of their own, say what was missing, no more."""
    if book:
        sheets = {
            name: [list[object](line.split(",")) for line in text.splitlines()]
            for name, text in SOUND.items()
        }
        sheets["roles"][2][0] = "Lead"
        source = reject(write_workbook(tmp_path / "x.xlsx", sheets))
    else:
        bad = {**SOUND, "roles": SOUND["roles"].replace("lead,", "Lead,")}
        source = reject(write_folder(tmp_path / "x", bad))
    assert len(list_reasons(source)) == 3
    write(tmp_path, source)
    file = tmp_path / "x-rejects" / "roles.csv"
    file.write_text(file.read_text("utf-8-sig").replace(",Lead,", ",lead,", 1), "utf-8")
    mended = load_source(str(tmp_path / "x-rejects"))
    assert mended.name == "x-rejects"
    whole = load_source(str(write_folder(tmp_path / "whole", SOUND)))
    assert list_facts([source, mended]) == list_facts([whole])


def test_rows_that_are_not_mended_can_be_rejected_again(tmp_path: Path) -> None:
    """A column `rejected` is not read, however often it stands there."""
    source = reject(write_folder(tmp_path / "x", _BAD))
    write(tmp_path, source)
    again = reject(tmp_path / "x-rejects", source)
    assert len(list_reasons(again)) == len(list_reasons(source))
    files = write(tmp_path, again)
    header = "rejected,rejected,from,to,document\n"
    assert files["x-rejects-rejects/moves.csv"].startswith(header)
    assert load_source(str(tmp_path / "x-rejects-rejects")).unread == frozenset()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder that is there, empty or not, is left as it is."""
    source = reject(write_folder(tmp_path / "x", _BAD))
    write(tmp_path, source)
    before = (tmp_path / "x-rejects" / "roles.csv").read_bytes()
    with pytest.raises(LoadError, match="x-rejects'; it is there already; load or move it"):
        write(tmp_path, source)
    assert (tmp_path / "x-rejects" / "roles.csv").read_bytes() == before


def test_what_fails_leaves_no_folder(tmp_path: Path) -> None:
    """Neither a load that is refused after it was written, nor one that cannot be written."""
    source = reject(write_folder(tmp_path / "x", _BAD))
    other = replace(source, name="y")
    place = tmp_path / "bad"
    with pytest.raises(LoadError, match="refused"):
        _fail_after_writing([source, other], place)
    assert list(place.iterdir()) == []
    (place / "y-rejects").write_text("in the way")
    with pytest.raises(LoadError), write_rejects([source, other], place):
        pass
    assert [path.name for path in place.iterdir()] == ["y-rejects"]
    with (
        pytest.raises(LoadError, match="it cannot be written"),
        write_rejects([source], place / "y-rejects"),
    ):
        pass


def _fail_after_writing(sources: list[Source], place: Path) -> None:
    with write_rejects(sources, place) as folders:
        assert all((folder / "roles.csv").is_file() for folder in folders.values())
        assert len(folders) == len(sources) == len(list(place.iterdir()))
        raise LoadError(["refused"])


def test_a_reason_is_no_formula_and_one_line(tmp_path: Path) -> None:
    """A reason that begins like a formula gets an apostrophe; in tabs it has no tab."""
    rows = (RejectedRow(2, "=x.xlsx:\t2: '\"'", "a\tb"),)
    source = load_source(str(write_folder(tmp_path / "x", SOUND)))
    for mark, cell in ((",", '"\'=x.xlsx: 2: \'""\'"'), ("\t", "'=x.xlsx: 2: '\"'")):
        table = Rejected("t", f"a:b/{mark == ','}.csv", mark, f"c{mark}d", rows)
        ((name, text),) = write(tmp_path / mark.strip(), replace(source, rejected=(table,))).items()
        assert name == f"x-rejects/a_b_{mark == ','}.csv"
        assert text == f"rejected{mark}c{mark}d\r\n{cell}{mark}a\tb\r\n"

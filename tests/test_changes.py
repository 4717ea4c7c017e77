"""What differs between two editions of a source: matched, told apart, and exact."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from building import asks, move, pays, role, stage, stay
from hypothesis import given
from hypothesis import strategies as st
from source_worlds import bundled, source

from graph.catalog import canonical
from graph.changes import KEYS, NAMES, RowChange, SourceChange, TableChange, list_changes
from graph.records import Document, EntityKind, Name, Passage, Record, Skill
from graph.sources import Source
from graph.tables import TABLES, table_of


def compare(before: Source | None, after: Source | None) -> SourceChange:
    """What became of the one source that there is."""
    sides = [[it for it in (side,) if it is not None] for side in (before, after)]
    (change,) = list_changes(*sides)
    return change


def of(change: SourceChange, table: str) -> TableChange:
    """What became of a table, which differs."""
    return next(it for it in change.tables if it.table == table)


def test_every_table_says_what_its_rows_are_about() -> None:
    """Each table has a key of columns that it has, and never of those of the place."""
    assert KEYS.keys() == TABLES.keys()
    for name, columns in KEYS.items():
        names = [column.name for column in TABLES[name].columns]
        assert set(columns) <= set(names) - {"document", "start", "end"}


def test_a_source_is_compared_with_itself() -> None:
    """Nothing differs, whether it is the same object or read anew."""
    for other in (bundled(), bundled()):
        (change,) = list_changes([bundled()], [other])
        assert (change.differs, change.tables, change.says_other) == (False, (), 0)


def test_sources_come_and_go() -> None:
    """Each source has its own changes, in order of name; one that is not there has no side."""
    a, b, c = (source(name, role(name)) for name in "abc")
    changes = list_changes([b, a], [c, b])
    assert [it.name for it in changes] == ["a", "b", "c"]
    assert [(it.before, it.after) for it in changes] == [(a, None), (b, b), (None, c)]
    assert [row.id for row in of(changes[0], "roles").removed] == ["a"]
    assert [row.id for row in of(changes[2], "roles").added] == ["c"]
    assert [it.differs for it in changes] == [True, False, True]


def test_a_thing_is_renamed_or_changed_by_its_id() -> None:
    """Another name is a new name whatever else differs; a name that came is a change."""
    before = source("s", role("a"), role("b"), role("c"), role("d", family="f"))
    after = source(
        "s",
        role("a", name_en="A"),
        role("b", name_en="B", level=2),
        role("c", name_zh="丙"),
        role("d"),
    )
    found = of(compare(before, after), "roles")
    assert [(it.before.id, it.columns, it.renamed) for it in found.renamed] == [
        ("a", ("name_en",), ("name_en",)),
        ("b", ("name_en", "level"), ("name_en",)),
    ]
    assert [(it.after.id, it.columns) for it in found.changed] == [
        ("c", ("name_zh",)),
        ("d", ("family",)),
    ]
    assert (found.before, found.after, found.added, found.removed) == (4, 4, (), ())


def test_a_statement_with_another_number_has_changed() -> None:
    """What is about the same is the same row; what is about something else is another one."""
    before = source("s", move("a", "b", months_low=12), stay("a", 3, 6), *asks("a", "x", "y"))
    after = source("s", move("a", "b", months_low=24), stay("b", 3, 6), *asks("a", "x", level="好"))
    change = compare(before, after)
    (moved,) = of(change, "moves").changed
    assert (moved.before.months_low, moved.after.months_low) == (12, 24)
    assert moved.columns == ("months_low",)
    stays = of(change, "stays")
    assert ([it.role for it in stays.added], [it.role for it in stays.removed]) == (["b"], ["a"])
    asked = of(change, "requirements")
    assert [it.columns for it in asked.changed] == [("level",)]
    assert [it.target for it in asked.removed] == ["y"]


def test_a_row_elsewhere_says_what_it_said() -> None:
    """Another line, span or document alone is no change; it is counted by itself."""
    before = source("s", move("a", "b"), move("b", "c"), move("c", "d"), role("z"))
    rows = before.rows["moves"]
    places = [
        Passage("d", table="test", row=9),
        Passage("d", 1, 2, "test", 2),
        Passage("e", table="t"),
    ]
    moved = tuple(replace(row, passage=to) for row, to in zip(rows, places, strict=True))
    documents = (*before.rows["documents"], Document(id="e", title="e"))
    after = replace(before, rows={**before.rows, "moves": moved, "documents": documents})
    change = compare(before, after)
    found = of(change, "moves")
    assert (found.says_other, len(found.relocated)) == (0, 3)
    assert [table.table for table in change.tables] == ["documents", "moves"]
    assert (change.says_other, change.differs) == (1, True)


def test_each_document_keeps_its_row() -> None:
    """Of two claims about the same thing each is compared with that of its own document."""
    before = source("s", stay("a", 12, 24, "x"), stay("a", 36, 48, "y"))
    after = source("s", stay("a", 12, 24, "y"), stay("a", 36, 60, "x"), stay("a", 1, 2, "x"))
    found = of(compare(before, after), "stays")
    assert [it.months_high for it in found.added] == [60]
    assert len(found.relocated) == 1
    changed = [(it.before.passage.document, it.after.passage.document) for it in found.changed]
    assert changed == [("y", "x")]


def test_the_name_of_a_source_is_no_difference() -> None:
    """Under another name a source says the same, also of the document that stands for it."""
    own = Document(id="old", title="ESCO v1", published="2022")
    before = source("old", own, move("a", "b", "old"), role("c", passage=Passage("old")))
    rows = {
        "documents": tuple(
            replace(it, id="new") if it.id == "old" else it for it in before.rows["documents"]
        ),
        "moves": tuple(
            replace(it, passage=replace(it.passage, document="new")) for it in before.rows["moves"]
        ),
        "roles": tuple(
            replace(it, passage=replace(it.passage, document="new"))
            if it.passage.document == "old"
            else it
            for it in before.rows["roles"]
        ),
    }
    after = replace(before, name="new", rows=rows)
    (change,) = list_changes([before], [after], names={"new": "old"})
    assert (change.name, change.differs) == ("new", False)
    apart = list_changes([before], [after])
    assert [(it.name, it.before is None, it.after is None) for it in apart] == [
        ("new", True, False),
        ("old", False, True),
    ]


def test_what_a_source_says_twice_counts_once() -> None:
    """Rows that say the same in the same passage are one row."""
    row = move("a", "b")
    again = replace(row, passage=replace(row.passage, row=7))
    change = compare(source("s", row), source("s", row, again))
    assert not change.differs


_IDS = st.sampled_from("abc")
_PLACES = st.builds(
    Passage,
    document=st.sampled_from(["d", "e", "s"]),
    table=st.just("t"),
    row=st.integers(1, 3),
)
_MONTHS = st.sampled_from([None, 1, 2])


def _unique(rows: Sequence[Any]) -> tuple[Any, ...]:
    """The rows, each id once."""
    return tuple({row.id: row for row in rows}.values())


@st.composite
def editions(draw: st.DrawFn) -> Source:
    """A small source that may contradict and repeat itself wherever tables let it."""
    texts = st.sampled_from([None, "x", "y"])
    words = st.sampled_from(["x", "y"])
    roles = st.builds(role, _IDS, name_en=words, name_zh=texts, family=texts, passage=_PLACES)
    names = st.builds(
        Name, kind=st.just(EntityKind.ROLE), id=_IDS, name=words, reason=texts, passage=_PLACES
    )
    moves = st.builds(
        lambda low, where: replace(move("a", "b", months_low=low), passage=where), _MONTHS, _PLACES
    )
    rungs = st.builds(
        lambda id_, rung, where: replace(stage(id_, "z", rung), passage=where),
        *(_IDS, st.integers(1, 2), _PLACES),
    )
    asked = st.builds(
        lambda id_, level, where: replace(asks(id_, "k", level=level)[0], passage=where),
        *(_IDS, texts, _PLACES),
    )
    paid = st.builds(
        lambda low, city, where: replace(pays("a", low, 9, city=city), passage=where),
        *(_MONTHS, texts, _PLACES),
    )
    skills = st.builds(Skill, id=_IDS, name_en=words)
    titles = st.builds(Document, id=st.sampled_from(["d", "s"]), title=words)
    return Source(
        "s",
        "tables",
        "s",
        "",
        {
            "documents": _unique(draw(st.lists(titles, max_size=2))),
            "roles": _unique(draw(st.lists(roles, max_size=3))),
            "skills": _unique(draw(st.lists(skills, max_size=3))),
            **{
                name: tuple(draw(st.lists(rows, max_size=4)))
                for name, rows in (
                    *(("names", names), ("moves", moves), ("stages", rungs)),
                    *(("requirements", asked), ("pay", paid)),
                )
            },
        },
    )


def contents(edition: Source) -> dict[str, set[str]]:
    """What an edition says, by table, the document that stands for it among the others."""
    own = [it for it in (edition.own_document,) if it is not None]
    rows = {**edition.rows, "documents": (*edition.rows["documents"], *own)}
    return {name: {canonical(row) for row in rows.get(name, ())} for name in TABLES}


@given(editions(), editions())
def test_changes_lead_from_before_to_after(before: Source, after: Source) -> None:
    """Without what was removed and with what was added, what was there is what is there."""
    now = contents(before)
    for change in compare(before, after).tables:
        pairs = (*change.renamed, *change.changed, *change.relocated)
        assert len(now[change.table]) == change.before
        gone = [canonical(row) for row in (*change.removed, *(it.before for it in pairs))]
        come = [canonical(row) for row in (*change.added, *(it.after for it in pairs))]
        assert len(set(gone)) == len(gone)
        assert set(gone) <= now[change.table]
        now[change.table] = (now[change.table] - set(gone)) | set(come)
        assert len(now[change.table]) == change.after
    assert now == contents(after)


@given(editions(), editions())
def test_changes_backwards_mirror_those_forwards(before: Source, after: Source) -> None:
    """What is added one way is removed the other way; what differs differs in the same columns."""
    forwards, backwards = compare(before, after), compare(after, before)
    assert [it.table for it in forwards.tables] == [it.table for it in backwards.tables]
    for there, back in zip(forwards.tables, backwards.tables, strict=True):
        assert (there.added, there.removed) == (back.removed, back.added)
        assert (there.before, there.after) == (back.after, back.before)
        for name in ("renamed", "changed", "relocated"):
            turned = [RowChange(it.after, it.before, it.columns) for it in getattr(back, name)]
            assert _count(getattr(there, name)) == _count(turned)


def _count(rows: Sequence[RowChange]) -> Counter[RowChange]:
    return Counter(rows)


@given(editions())
def test_nothing_differs_from_itself(edition: Source) -> None:
    """The same rows in another order differ in nothing; moved lines are nothing new."""
    turned = replace(edition, rows={name: rows[::-1] for name, rows in edition.rows.items()})
    change = compare(edition, turned)
    assert change.says_other == 0
    assert compare(edition, replace(edition, rows=dict(edition.rows))).differs is False


@given(editions(), editions())
def test_a_slow_comparison_counts_the_same(before: Source, after: Source) -> None:
    """Each row, looked up among all rows of the other side, is matched as the fast way does."""
    change = compare(before, after)
    for name, table in TABLES.items():
        old, new = (_once(side, name) for side in (before, after))
        same = _take(old, new, canonical)
        same += _take(old, new, _facts)
        about = _take(old, new, lambda row: (_about(row), _document(row)))
        about += _take(old, new, _about)
        found = next((it for it in change.tables if it.table == name), TableChange(name, 0, 0))
        assert sorted(map(canonical, found.added)) == sorted(map(canonical, new))
        assert sorted(map(canonical, found.removed)) == sorted(map(canonical, old))
        assert len(found.renamed) + len(found.changed) == len(about)
        assert len(found.renamed) == sum(map(_renamed, about)), table
        elsewhere = [pair for pair in same if _where(pair[0]) != _where(pair[1])]
        assert len(found.relocated) == len(elsewhere)


def _once(side: Source, name: str) -> list[Record]:
    """The rows of a table in order of content, each content once; the first of each."""
    own = side.own_document if name == "documents" else None
    found: dict[str, Record] = {}
    for row in (*side.rows.get(name, ()), *([] if own is None else [own])):
        found.setdefault(canonical(row), row)
    return [found[content] for content in sorted(found)]


def _take(old: list[Record], new: list[Record], key: Any) -> list[tuple[Record, Record]]:
    """Take out of both lists the pairs that have the same key, by looking at all of them."""
    pairs = []
    for row in tuple(old):
        twin = next((it for it in new if key(it) == key(row)), None)
        if twin is not None:
            old.pop(next(number for number, it in enumerate(old) if it is row))
            new.pop(next(number for number, it in enumerate(new) if it is twin))
            pairs.append((row, twin))
    return pairs


def _facts(row: Record) -> dict[str, Any]:
    cells = table_of(row).cells(row)
    return {name: cell for name, cell in cells.items() if name not in ("document", "start", "end")}


def _about(row: Record) -> list[Any]:
    return [_facts(row)[name] for name in KEYS[table_of(row).name]]


def _document(row: Any) -> str | None:
    return row.passage.document if hasattr(row, "passage") else None


def _where(row: Any) -> Passage | None:
    return getattr(row, "passage", None)


def _renamed(pair: tuple[Any, Any]) -> bool:
    old, new = (_facts(row) for row in pair)
    return any(
        None not in (old[name], new[name]) and old[name] != new[name]
        for name in NAMES
        if name in old
    )

"""What differs between two states of the graph."""

from building import build, move, role
from hypothesis import given
from hypothesis import strategies as st

from api.changes import TableChange, list_changes


def test_everything_is_new_at_first() -> None:
    """Against nothing, every table with rows is all added, in the order of the tables."""
    changes = list_changes(None, build(move("a", "b")))
    assert [(it.table, it.added) for it in changes[:2]] == [
        ("documents", ("d",)),
        ("roles", ("a", "b")),
    ]
    assert changes[2].table == "moves"
    assert "from=a to=b" in changes[2].added[0]


def test_a_row_with_an_id_can_change() -> None:
    """A row whose id stays and whose content differs is changed, neither added nor removed."""
    before = build(role("a"), role("b"), role("c"))
    after = build(role("a", family="f"), role("c"), role("d"))
    assert list_changes(before, after) == [TableChange("roles", ("d",), ("a",), ("b",))]


def test_a_statement_is_added_or_removed() -> None:
    """A statement with another number is another statement."""
    before = build(move("a", "b", months_low=12))
    after = build(move("a", "b", months_low=24))
    (change,) = list_changes(before, after)
    assert (change.table, len(change.added), change.changed, len(change.removed)) == (
        "moves",
        1,
        (),
        1,
    )
    assert "months_low=24" in change.added[0]


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sets(st.sampled_from("abcdef")))
def test_changes_lead_from_before_to_after(before: set[str], after: set[str]) -> None:
    """What was there, without what was removed and with what was added, is what is there."""
    changes = list_changes(build(*map(role, sorted(before))), build(*map(role, sorted(after))))
    roles = [it for it in changes if it.table == "roles"]
    added = {id_ for it in roles for id_ in it.added}
    removed = {id_ for it in roles for id_ in it.removed}
    assert (before - removed) | added == after
    assert bool(changes) == (before != after)

"""Codes of what other sources define are left out where it is not there."""

from dataclasses import replace

from source_worlds import source

from graph.integrity import list_issues
from graph.records import Code, EntityKind, Passage, Role
from graph.settling import settle
from graph.sources import Source

_HERE = source("here", Role(id="a-baker", name_en="Baker", passage=Passage("here")))


def _joining(*ids: str) -> Source:
    """A source that gives each of these a code, and leans on what begins with a- and b-."""
    codes = tuple(Code(kind=EntityKind.ROLE, id=id_, scheme="x", code=id_) for id_ in ids)
    leans_on = {"a-": "Alpha", "b-": "Beta"}
    return Source("joining", "crosswalk", "", "", {"codes": codes}, leans_on=leans_on)


def test_codes_of_what_is_not_there_are_left_out() -> None:
    """Of a data set that is there, what it lacks is left out, and named in a note."""
    settled = settle(_joining("a-baker", "a-miller", "a-miller"), [_HERE])
    assert [code.id for code in settled.rows["codes"]] == ["a-baker"]
    assert settled.notes == (
        "2 codes are of what Alpha, as it is loaded, does not have, and were left out: a-miller.",
    )
    assert list_issues([_HERE, settled]) == []


def test_a_data_set_that_is_missing_is_an_issue() -> None:
    """Where nothing of a data set is there, one sentence says so, and nothing is left out of it."""
    settled = settle(_joining("a-baker", "b-guard", "b-chief"), [_HERE])
    (issue,) = list_issues([_HERE, settled])
    assert str(issue) == (
        "joining: nothing of Beta is there, which these codes are of (ids such as b-…); load it "
        "too, with this source or before it."
    )


def test_other_codes_are_checked_as_ever() -> None:
    """What a source does not lean on must be there; one that leans on nothing is as it was."""
    (issue,) = list_issues([_HERE, settle(_joining("a-baker", "c-clerk"), [_HERE])])
    assert "no role has that id" in str(issue)
    strict = replace(_joining("a-miller"), leans_on={})
    assert settle(strict, [_HERE]) is strict

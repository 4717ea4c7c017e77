"""Scores of moves: directional shares of required skills, the best of each role."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.overlap import MOST, score_moves

_SKILLS = "abcdefgh"
_ASKED = st.dictionaries(
    st.sampled_from([f"role-{number}" for number in range(9)]),
    st.frozensets(st.sampled_from(_SKILLS), min_size=1),
    max_size=9,
)
_SCORES = st.sampled_from([0, 0.2, 0.25, 1 / 3, 0.5, 0.6, 2 / 3, 0.75, 1])

Asked = Mapping[str, frozenset[str]]


def _worlds(**asked: str) -> dict[str, frozenset[str]]:
    """Roles by the letters of their skills."""
    return {role: frozenset(skills) for role, skills in asked.items()}


def _scores(asked: Asked) -> dict[tuple[str, str], float]:
    return {(from_, to): score for from_, to, score in score_moves(asked, at_least=0, most=99)}


def _compare_all(asked: Asked, at_least: float, most: int) -> list[tuple[str, str, float]]:
    """The same by comparing every role with every other, in fractions."""
    share = {
        (from_, to): Fraction(len(asked[from_] & asked[to]), len(asked[to]))
        for from_ in asked
        for to in asked
    }
    average = {to: sum(share[from_, to] for from_ in asked) / len(asked) for to in asked}
    moves = []
    for from_ in sorted(asked):
        good = [
            to
            for to in asked
            if to != from_ and share[from_, to] > 0 and float(share[from_, to]) >= at_least
        ]
        good.sort(key=lambda to: (average[to] - share[from_, to], to))
        moves += [(from_, to, round(float(share[from_, to]), 4)) for to in good[:most]]
    return moves


@given(_ASKED, _SCORES, st.integers(1, 9))
def test_it_is_as_comparing_every_role_with_every_other(
    asked: Asked, at_least: float, most: int
) -> None:
    """Scores, choice and order are those of all pairs, reckoned in fractions."""
    found = list(score_moves(asked, at_least=at_least, most=most))
    assert found == _compare_all(asked, at_least, most)


@given(_ASKED.filter(bool), st.data())
def test_one_more_skill_never_lowers_what_a_role_scores(
    asked: dict[str, frozenset[str]], data: st.DataObject
) -> None:
    """Whatever is added to a role, it brings as much to each other role, or more."""
    role = data.draw(st.sampled_from(sorted(asked)))
    skill = data.draw(st.sampled_from(_SKILLS))
    before, after = _scores(asked), _scores({**asked, role: asked[role] | {skill}})
    for to in asked.keys() - {role}:
        assert after.get((role, to), 0) >= before.get((role, to), 0)


@given(_ASKED)
def test_what_is_brought_whole_scores_one(asked: Asked) -> None:
    """The score is 1 where every required skill is brought, and only there."""
    scores = _scores(asked)
    for from_, skills in asked.items():
        for to, others in asked.items():
            if from_ != to:
                assert (scores.get((from_, to)) == 1) == (others <= skills)


def test_the_score_has_a_direction() -> None:
    """The cook brings all that the helper needs, the helper half of what the cook needs."""
    scores = _scores(_worlds(cook="abcd", helper="ab"))
    assert scores == {("cook", "helper"): 1, ("helper", "cook"): 0.5}


def test_what_everyone_brings_comes_last() -> None:
    """Roles that ask for what all have come after one that asks for more, though they score 1."""
    asked = _worlds(chef="abcd", cook="acde", driver="a", porter="ab", sweeper="a")
    ranked = [to for from_, to, _ in score_moves(asked) if from_ == "chef"]
    assert ranked == ["porter", "cook", "driver", "sweeper"]
    assert _scores(asked)["chef", "sweeper"] == 1
    assert _scores(asked)["chef", "cook"] == 0.75


def test_the_least_score_itself_counts() -> None:
    """A score that is what is asked for is enough, also where it is no binary fraction."""
    asked = _worlds(one="abc", other="abcdefghij")
    assert [to for from_, to, _ in score_moves(asked, at_least=0.3) if from_ == "one"] == ["other"]
    assert list(score_moves(asked, at_least=0.301)) == [("other", "one", 1)]


def test_of_equal_ones_those_with_lower_ids_stay() -> None:
    """Of many that are equally good so many are kept, by id, in whatever order they came."""
    asked = {f"role-{number:02}": frozenset("ab") for number in range(30, 0, -1)}
    (kept,) = ([to for from_, to, _ in score_moves(asked) if from_ == "role-30"],)
    assert kept == [f"role-{number:02}" for number in range(1, MOST + 1)]


@pytest.mark.parametrize("asked", [{}, _worlds(one="ab"), _worlds(one="ab", other="cd")])
def test_where_nothing_is_shared_there_is_no_move(asked: Asked) -> None:
    """No role, one role, and roles with nothing in common give none, whatever is asked for."""
    assert list(score_moves(asked, at_least=0, most=99)) == []

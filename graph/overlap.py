"""How much of what a role asks for another brings, and which moves are best by that.

The score is directional: the share of the skills that the target requires which the role that is
left requires, too. docs/inferred.md says what else was tried, and compares it with moves of
experts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from itertools import chain

AT_LEAST, MOST = 0.2, 20
"""The lowest score, and the most moves that leave a role, where nothing else is asked for."""

_DIGITS = 4  # of a score

Asked = Mapping[str, frozenset[str]]
"""The skills that roles require, by role; of each at least one."""

Scored = tuple[str, str, float]
"""A role, a role that it could move to, and the score."""


def score_moves(asked: Asked, *, at_least: float = AT_LEAST, most: int = MOST) -> Iterator[Scored]:
    """Yield the best moves out of each role, by role, best first: at most so many of a role.

    Only those that score at least that, and more than nothing. Best are those of which a role
    brings most beyond what the roles bring on average, so that not all lead to the few roles that
    ask for what everyone has; then those with lower ids. Time grows with the squares of how many
    roles require each skill; memory is linear.
    """
    roles = sorted(asked)
    size = [len(asked[role]) for role in roles]
    asking: defaultdict[str, list[int]] = defaultdict(list)
    for number, role in enumerate(roles):
        for skill in asked[role]:
            asking[skill].append(number)
    usual = [sum(len(asking[skill]) for skill in asked[role]) for role in roles]
    for number, role in enumerate(roles):
        brought = Counter(chain.from_iterable(asking[skill] for skill in asked[role]))
        del brought[number]
        near = [to for to, count in brought.items() if count / size[to] >= at_least]
        beyond = {to: (brought[to] * len(roles) - usual[to]) / size[to] for to in near}
        for to in nsmallest(most, near, key=lambda to: (-beyond[to], to)):
            yield role, roles[to], round(brought[to] / size[to], _DIGITS)

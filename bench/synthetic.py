"""Synthetic career graphs of any size: the same size and seed give the same graph, row for row.

Roles are the rungs of ladders, 20 ladders make an industry. Moves go up and down the own ladder,
to any ladder of the industry, to near industries (how near follows a power law) and to ladders that
attract from everywhere (another). What a role asks for is a window on its ladder's list of skills,
which slides up with the level; places of that list hold what the industry or everybody asks for.
"""

import random
from collections.abc import Iterator, Sequence

from shape import LADDERS, LEVELS, Shape, role_id

from graph.records import (
    Move,
    MoveKind,
    Passage,
    Requirement,
    RequirementKind,
    Role,
    Skill,
    TimeBasis,
)
from graph.sources import Source

NAME = "synthetic"
_SLIDE = 8  # places by which the window of skills slides a level: what is new one rung up
_POOL = 400  # skills that an industry draws from
_SHARE_COMMON, _SHARE_CORE = 0.23, 0.44  # of the places of a ladder's list
_NEARNESS = 0.9  # exponent of the power law: the larger, the nearer
_PULL = 0.4  # the same for ladders that attract: the larger, the fewer draw the most

# Moves out of a role, on average, by where they lead; equal ones fall together.
_UP_TWO, _DOWN, _INSIDE, _NEAR, _HUB = 0.15, 0.5, 5.8, 2.8, 1.1

# Months of stay before a move: the range of its low, and of what high adds to it.
_TIMES = {
    "up": ((12, 48), (12, 36)),
    "up two": ((36, 84), (12, 48)),
    "down": ((3, 12), (3, 12)),
    "inside": ((6, 24), (6, 24)),
    "across": ((12, 36), (12, 36)),
}
_KINDS = {"up": MoveKind.PROMOTION, "up two": MoveKind.PROMOTION, "across": MoveKind.TRANSFER}


def make_source(shape: Shape) -> Source:
    """The graph as one source, with a passage of its own for each row, as a loader gives them."""
    rng = random.Random(shape.seed)
    roles = tuple(
        Role(
            id=role_id(number),
            name_en=f"Role {number}",
            level=number % LEVELS + 1,
            passage=Passage(NAME, table="roles", row=number + 2),
        )
        for number in range(shape.roles)
    )
    skills = tuple(
        Skill(id=f"skill-{number:06d}", name_en=f"Skill {number}") for number in range(shape.skills)
    )
    moves = tuple(_moves(shape, rng))
    requirements = tuple(_requirements(shape, rng, [skill.id for skill in skills]))
    rows = {"roles": roles, "skills": skills, "moves": moves, "requirements": requirements}
    return Source(NAME, "synthetic", f"seed {shape.seed}", "", rows)


def _moves(shape: Shape, rng: random.Random) -> Iterator[Move]:
    """Yield each move once, by from and to."""
    order = list(range(shape.ladders))
    rng.shuffle(order)
    ids = [role_id(number) for number in range(shape.roles)]
    row = 1
    for number, id_ in enumerate(ids):
        ways: dict[int, str] = {}
        for way, to in _ways(shape, rng, order, number):
            if to is not None and to != number:
                ways.setdefault(to, way)
        for to in sorted(ways):
            row += 1
            lows, more = _TIMES[ways[to]]
            low = rng.randint(*lows)
            high = low + rng.randint(*more)
            yield Move(
                from_=id_,
                to=ids[to],
                kind=_KINDS.get(ways[to], MoveKind.LATERAL),
                months_low=low,
                months_typical=rng.randint(low, high),
                months_high=high,
                basis=TimeBasis.IN_ROLE,
                passage=Passage(NAME, table="moves", row=row),
            )


def _ways(
    shape: Shape, rng: random.Random, order: Sequence[int], number: int
) -> Iterator[tuple[str, int | None]]:
    """Yield the way and the role of each move that leaves a role, repeats among them."""
    ladder, level = divmod(number, LEVELS)
    industry = ladder // LADDERS
    yield "up", shape.role(ladder, level + 1)
    if rng.random() < _UP_TWO:
        yield "up two", shape.role(ladder, level + 2)
    if rng.random() < _DOWN:
        yield "down", shape.role(ladder, level - 1)
    for _ in range(_about(rng, _INSIDE)):
        to = _ladder_of(shape, rng, industry)
        yield "inside", shape.role(to, _level_near(rng, level))
    for _ in range(_about(rng, _NEAR)):
        far = min(int(rng.paretovariate(_NEARNESS)), shape.industries // 2 + 1)
        to = (industry + rng.choice((-far, far))) % shape.industries
        yield "across", shape.role(_ladder_of(shape, rng, to), _level_near(rng, level))
    for _ in range(_about(rng, _HUB)):
        place = min(int(rng.paretovariate(_PULL)) - 1, shape.ladders - 1)
        yield "across", shape.role(order[place], _level_near(rng, level))


def _about(rng: random.Random, mean: float) -> int:
    """A number from 0 to twice the mean, with that mean: moves come in unequal numbers."""
    number = rng.uniform(0, 2 * mean)
    return int(number) + (rng.random() < number % 1)


def _ladder_of(shape: Shape, rng: random.Random, industry: int) -> int:
    """Any ladder of an industry."""
    first = industry * LADDERS
    return rng.randrange(first, min(first + LADDERS, shape.ladders))


def _level_near(rng: random.Random, level: int) -> int:
    """Mostly the same level, sometimes the next one, seldom the one before."""
    return level + rng.choices((-1, 0, 1), (10, 70, 20))[0]


def _requirements(shape: Shape, rng: random.Random, skills: Sequence[str]) -> Iterator[Requirement]:
    """Yield what each role asks for, by role and skill."""
    spread = shape.asked // 6
    places = shape.asked + spread + _SLIDE * (LEVELS - 1)
    common = rng.sample(skills, min(places, len(skills)))
    row = 1
    for industry in range(shape.industries):
        pool = rng.sample(skills, min(_POOL, len(skills)))
        core = rng.choices(pool, k=places)
        first = industry * LADDERS
        for ladder in range(first, min(first + LADDERS, shape.ladders)):
            listed = _list_skills(rng, common, core, pool)
            for level in range(LEVELS):
                number = shape.role(ladder, level)
                if number is None:
                    break
                start = level * _SLIDE
                size = shape.asked + rng.randint(-spread, spread)
                for skill in sorted(set(listed[start : start + size])):
                    row += 1
                    yield Requirement(
                        role=role_id(number),
                        kind=RequirementKind.SKILL,
                        target=skill,
                        passage=Passage(NAME, table="requirements", row=row),
                    )


def _list_skills(
    rng: random.Random, common: Sequence[str], core: Sequence[str], pool: Sequence[str]
) -> list[str]:
    """A ladder's skills, lowest first and none twice: common ones, its industry's, its own."""
    own = iter(rng.sample(pool, len(pool)))
    listed: dict[str, None] = {}
    for shared, cored in zip(common, core, strict=False):
        drawn = rng.random()
        skill = shared if drawn < _SHARE_COMMON else cored
        while drawn > _SHARE_COMMON + _SHARE_CORE or skill in listed:
            skill, drawn = next(own), 0
        listed[skill] = None
    return list(listed)

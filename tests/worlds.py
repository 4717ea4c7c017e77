"""Small random worlds of table rows, and questions about them, for comparing two implementations.

Worlds keep the table rules of interfaces.md and are made so that ties, overlaps and disputes are
frequent: months are multiples of 6, few documents say much of the same. The same state of the
random generator gives the same world. `features` names what a world holds, so that a test can
demand that a run has met everything. The module is long because each table, argument and feature
has a few lines of its own; nothing in it depends on anything further away than the function above.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pathlib
    import random
    from collections.abc import Callable, Iterable, Sequence

Row = dict[str, str]
World = dict[str, list[Row]]
"Table name to rows; a row has no entry for an empty cell."
Question = dict[str, Any]

SOURCE = "world"
"The document of rows that name none, as the oracle calls it by default."
KINDS = ("PROMOTION", "LATERAL", "TRANSFER", "SPECIALISATION")
EDUCATION = ("UPPER_SECONDARY", "SHORT_CYCLE_TERTIARY", "BACHELOR", "MASTER", "DOCTORATE")
TIERS = ("TIER_1", "TIER_2", "TIER_3")
LEVELS = ("entry", "middle", "senior")
ROLES = ("agent", "clerk", "expert", "guide", "host", "lead", "planner", "trainer")
LINES = ("chat-work", "phone-work")
SKILLS = ("calm", "english", "excel", "listening", "sales-talk", "typing")
CERTIFICATIONS = ("care-basic", "care-expert", "quality")
INDUSTRIES = ("bank", "retail")
GATE_KINDS = ("certification", "education", "service")


@dataclass(frozen=True)
class _Ids:
    """What a world speaks of."""

    roles: list[str]
    lines: list[str]
    documents: list[str]
    skills: list[str]
    certifications: list[str]

    @property
    def subjects(self) -> list[str]:
        """Whatever a row may name as a role."""
        return self.roles + self.lines


def _chance(rng: random.Random, share: float) -> bool:
    """True in this share of the calls."""
    return rng.random() < share


def _months(rng: random.Random, most: int = 48) -> int:
    """A multiple of 6, small more often than large."""
    return 6 * min(rng.randint(0, most // 6), rng.randint(0, most // 6 + 2))


def _said(rng: random.Random, ids: _Ids, **cells: str) -> Row:
    """A row with a document, or, one time in five, without."""
    row = {column: cell for column, cell in cells.items() if cell}
    if _chance(rng, 0.8):
        row["document"] = rng.choice(ids.documents)
    return row


def _range(rng: random.Random) -> Row:
    """Months as low, typical and high; sometimes open, sometimes with a typical value."""
    low = _months(rng)
    high = low + rng.choice((0, 6, 6, 12, 12, 18, 24))
    cells = {"months_low": str(low)}
    if _chance(rng, 0.85):
        cells["months_high"] = str(high)
    if _chance(rng, 0.2):
        cells["months_typical"] = str(rng.randrange(low, high + 1, 2))
    return cells


def _repeated(rng: random.Random, ids: _Ids, rows: list[Row], share: float) -> list[Row]:
    """The rows, and a share of them again, some word for word, most by another document."""
    again = []
    for row in rows:
        if _chance(rng, share):
            copy = dict(row)
            if _chance(rng, 0.8):
                copy["document"] = rng.choice(ids.documents)
            again.append(copy)
    return rows + again


def _draw_ids(rng: random.Random) -> _Ids:
    """The roles, lines, documents, skills and certifications of a world."""
    return _Ids(
        roles=sorted(rng.sample(ROLES, rng.choice((3, 4, 5, 5, 6, 6, 7, 8)))),
        lines=sorted(rng.sample(LINES, rng.choice((0, 1, 1, 2)))),
        documents=[f"article-{letter}" for letter in "abcd"[: rng.randint(2, 4)]],
        skills=sorted(rng.sample(SKILLS, rng.randint(2, 6))),
        certifications=sorted(rng.sample(CERTIFICATIONS, rng.randint(1, 3))),
    )


def _stages(rng: random.Random, ids: _Ids) -> list[Row]:
    """One to four stages of each line; lines may share stages, stages may share rungs."""
    rows = []
    for line in ids.lines:
        for role in rng.sample(ids.roles, rng.randint(1, min(4, len(ids.roles) - 1))):
            for _ in range(2 if _chance(rng, 0.15) else 1):
                row = _said(rng, ids, role=role, line=line, rung=str(rng.randint(1, 3)))
                if _chance(rng, 0.5):
                    row["pay_level"] = rng.choice(LEVELS)
                rows.append(row)
    return rows


def _move(rng: random.Random, ids: _Ids, start: str, end: str) -> Row:
    """One row of `moves`, with all that it may carry."""
    row = _said(rng, ids)
    row |= {"from": start, "to": end}
    if _chance(rng, 0.6):
        row["kind"] = rng.choice(KINDS)
    if _chance(rng, 0.2):
        row["certainty"] = rng.choice(("POSSIBLE", "POSSIBLE", "STATED"))
    if _chance(rng, 0.35):
        row |= _range(rng)
        row["basis"] = rng.choice(("IN_ROLE", "IN_ROLE", "TOTAL_SERVICE", "UNSTATED", ""))
    if _chance(rng, 0.12):
        row |= rng.choice(({"method": "overlap", "score": "0.5"}, {"method": "x"}, {"score": "1"}))
    return {column: cell for column, cell in row.items() if cell}


def _moves(rng: random.Random, ids: _Ids) -> list[Row]:
    """Two ladders through most roles and moves between any two subjects, lines among them."""
    size = len(ids.roles)
    paths = [rng.sample(ids.roles, rng.randint(size // 2 + 1, size)) for _ in range(2)]
    pairs = [pair for path in paths for pair in pairwise(path) if _chance(rng, 0.9)]
    count = rng.randint(0, 5 * size // 2)
    pairs += [(rng.choice(ids.subjects), rng.choice(ids.subjects)) for _ in range(count)]
    for line in ids.lines:
        other = rng.choice(ids.roles)
        pairs += rng.sample([(line, other), (other, line), (other, rng.choice(ids.lines))], 2)
    pairs += [rng.choice(pairs) for _ in range(rng.randint(0, 3))] if pairs else []
    rows = [_move(rng, ids, start, end) for start, end in pairs if start != end]
    return _repeated(rng, ids, rows, 0.3)


def _stays(rng: random.Random, ids: _Ids) -> list[Row]:
    """Single stays of both bases, and ladders of bands that join up, by one document each."""
    rows = []
    for _ in range(rng.randint(0, 2 * len(ids.roles))):
        basis = rng.choice(("IN_ROLE", "IN_ROLE", "TOTAL_SERVICE"))
        row = _said(rng, ids, role=rng.choice(ids.subjects), basis=basis)
        rows.append(row | _range(rng))
    for _ in range(rng.randint(0, 2)):
        rows += _bands(rng, ids)
    return _repeated(rng, ids, rows, 0.2)


def _bands(rng: random.Random, ids: _Ids) -> list[Row]:
    """Bands of total service up a ladder, the last one open."""
    rungs = rng.sample(ids.subjects, rng.randint(2, min(5, len(ids.roles))))
    document = _said(rng, ids)
    low, rows = rng.choice((0, 12)), []
    for role in rungs:
        high = low + rng.choice((12, 24))
        row = document | {"role": role, "basis": "TOTAL_SERVICE", "months_low": str(low)}
        if role != rungs[-1]:
            row["months_high"] = str(high)
        rows.append(row)
        low = high
    return rows


def _asked(rng: random.Random, ids: _Ids, kind: str, target: str) -> Row:
    """One row of `requirements`."""
    row = _said(rng, ids, role=rng.choice(ids.subjects), kind=kind, target=target)
    if _chance(rng, 0.35):
        row["necessity"] = rng.choice(("PREFERRED", "PREFERRED", "REQUIRED"))
    if _chance(rng, 0.12):
        row["industry"] = rng.choice(INDUSTRIES)
    return row


def _skill_rows(rng: random.Random, ids: _Ids) -> list[Row]:
    """Skills that roles and lines ask for."""
    count = rng.randint(1, 3 * len(ids.roles))
    rows = [_asked(rng, ids, "skill", rng.choice(ids.skills)) for _ in range(count)]
    return _repeated(rng, ids, rows, 0.15)


def _gate_thing(rng: random.Random, ids: _Ids, kind: str) -> str:
    """A target of this kind."""
    if kind == "certification":
        return rng.choice(ids.certifications)
    if kind == "education":
        return rng.choice(EDUCATION[1:4])
    return str(6 * rng.randint(1, 10))


def _gate_row(rng: random.Random, ids: _Ids) -> Row:
    """A row that asks for a certification, an education or service, perhaps with a lead time."""
    kind = rng.choice(("certification", "certification", "education", "service"))
    row = _asked(rng, ids, kind, _gate_thing(rng, ids, kind))
    if kind != "service" and _chance(rng, 0.6):
        row["lead_months"] = str(rng.choice((0, 3, 6, 6, 12, 24)))
    return row


def _gate_choice(rng: random.Random, ids: _Ids) -> list[Row]:
    """Rows of one role that are alternatives, some of them needed together."""
    shared = {key: cell for key, cell in _gate_row(rng, ids).items() if key in _SHARED}
    words = rng.choice((("", ""), ("", "", ""), ("x", "x", ""), ("x", "x", "y", "y")))
    rows = []
    for word in words:
        row = _gate_row(rng, ids)
        kept = {key: cell for key, cell in row.items() if key not in _SHARED}
        if _chance(rng, 0.1) and "necessity" in row:
            kept["necessity"] = row["necessity"]
        rows.append(shared | kept | {"any_of": "a"} | ({"option": word} if word else {}))
    return rows


_SHARED = ("role", "necessity", "industry")
"Cells that the alternatives of one gate mostly have in common."


def _gate_rows(rng: random.Random, ids: _Ids) -> list[Row]:
    """Single gates and gates with options."""
    rows = [_gate_row(rng, ids) for _ in range(rng.randint(1, len(ids.roles)))]
    for _ in range(rng.randint(0, 2)):
        rows += _gate_choice(rng, ids)
    return _repeated(rng, ids, rows, 0.1)


def _pay(rng: random.Random, ids: _Ids) -> list[Row]:
    """Pay of every scope, by month and by year."""
    rows = []
    for _ in range(rng.randint(0, 2 * len(ids.subjects))):
        period, low = rng.choice(("MONTH", "MONTH", "YEAR")), rng.choice((4000, 5000, 6000, 8005))
        low, high = (low, low + 2000) if period == "MONTH" else (12 * low + 6, 12 * low + 24000)
        row = _said(rng, ids, role=rng.choice(ids.subjects), period=period, currency="CNY")
        both = {"low": str(low), "high": str(high)}
        row |= rng.choice(({"low": str(low)}, {"high": str(high)}, both, both))
        if _chance(rng, 0.4):
            row["city_tier"] = rng.choice(TIERS)
        if _chance(rng, 0.4):
            row["level"] = rng.choice(LEVELS)
        if _chance(rng, 0.1):
            row |= {"city": "harbour", "experience_low": "12", "experience_high": "36"}
        rows.append(row)
    return rows


def _role_industries(rng: random.Random, ids: _Ids) -> list[Row]:
    """Which roles and lines name which industry."""
    count = rng.randint(0, len(ids.roles))
    return [
        _said(rng, ids, role=rng.choice(ids.subjects), industry=rng.choice(INDUSTRIES))
        for _ in range(count)
    ]


def _named(ids: Iterable[str]) -> list[Row]:
    """Rows of a table of things with names."""
    return [{"id": key, "name_en": key.replace("-", " ")} for key in ids]


def _role_rows(rng: random.Random, ids: _Ids) -> list[Row]:
    """The roles; some are a kind of another, which must change no answer (semantics 1.7)."""
    rows = _named(ids.subjects)
    if _chance(rng, 0.2):
        rows[1]["kind_of"] = rows[0]["id"]
    return rows


def random_world(rng: random.Random, *, gates: bool = True) -> World:
    """A world of 3 to 8 roles and 0 to 2 lines; without `gates` nobody asks for any."""
    ids = _draw_ids(rng)
    world = {
        "documents": [{"id": key, "title": key} for key in ids.documents],
        "roles": _role_rows(rng, ids),
        "stages": _stages(rng, ids),
        "skills": _named(ids.skills),
        "certifications": _named(ids.certifications),
        "industries": _named(INDUSTRIES),
        "moves": _moves(rng, ids),
        "stays": _stays(rng, ids),
        "requirements": _skill_rows(rng, ids) + (_gate_rows(rng, ids) if gates else []),
        "pay": _pay(rng, ids),
        "role_industries": _role_industries(rng, ids),
    }
    return {table: rows for table, rows in world.items() if rows}


def _column(world: World, table: str, column: str = "id") -> list[str]:
    """The filled cells of a column, in the order of the rows."""
    return [row[column] for row in world.get(table, []) if row.get(column)]


def _has_gates(world: World) -> bool:
    """Whether some role asks for more than skills."""
    return any(kind in GATE_KINDS for kind in _column(world, "requirements", "kind"))


def _drawn(rng: random.Random, share: float, makers: dict[str, Callable[[], Any]]) -> Question:
    """Each argument with this chance, its value from its maker."""
    return {name: make() for name, make in makers.items() if _chance(rng, share)}


def _some(rng: random.Random, values: Sequence[str], most: int) -> list[str]:
    """One to `most` of the values, none twice."""
    return rng.sample(values, rng.randint(1, min(most, len(values))))


def _where(
    rng: random.Random, world: World, shares: Sequence[float] = (0.05, 0.1, 0.2)
) -> Question:
    """A filter with a few arguments, each with a chance drawn from the shares; each occurs."""
    roles, documents = _column(world, "roles"), [*_column(world, "documents"), SOURCE]
    makers: dict[str, Callable[[], Any]] = {
        "via": lambda: _some(rng, roles, 2),
        "avoid": lambda: _some(rng, roles, 2),
        "kinds": lambda: _some(rng, KINDS, 3),
        "maxMoves": lambda: rng.randint(1, 4),
        "maxMonths": lambda: 6 * rng.randint(1, 20),
        "maxNewSkills": lambda: rng.randint(0, 4),
        "minPay": lambda: rng.choice((4000, 5000, 6000, 8005)),
        "industry": lambda: rng.choice(INDUSTRIES),
        "documents": lambda: rng.sample(documents, rng.randint(1, len(documents))),
        "certain": lambda: _chance(rng, 0.9),
    }
    if _has_gates(world):
        makers["gatesMet"] = lambda: _chance(rng, 0.9)
    where = _drawn(rng, rng.choice(shares), makers)
    return where | ({"inferred": True} if _chance(rng, 0.3) else {})


def _profile(rng: random.Random, world: World) -> Question:
    """A profile with some of its parts; each occurs, lists are sometimes empty."""
    certifications = _column(world, "certifications")
    makers: dict[str, Callable[[], Any]] = {
        "skills": lambda: rng.choice(([], _some(rng, _column(world, "skills"), 3))),
        "serviceMonths": lambda: 6 * rng.randint(0, 10),
        "cityTier": lambda: rng.choice(TIERS),
    }
    if _has_gates(world):
        makers["certifications"] = lambda: rng.choice(([], _some(rng, certifications, 2)))
        makers["education"] = lambda: rng.choice(EDUCATION)
    return _drawn(rng, rng.choice((0.3, 0.6, 0.9)), makers)


def _policy(rng: random.Random, world: World) -> Question:
    """A policy: a rule, a preferred document, or both."""
    documents = [*_column(world, "documents"), SOURCE]
    makers: dict[str, Callable[[], Any]] = {
        "rule": lambda: rng.choice(("ENVELOPE", "CONSENSUS", "CONSENSUS", "STRICT")),
        "prefer": lambda: rng.choice(documents),
    }
    return _drawn(rng, 0.6, makers)


def _draw_ends(rng: random.Random, world: World) -> tuple[str, str]:
    """Two ends, seldom the same, of which one is perhaps a line."""
    roles = [role for role in _column(world, "roles") if role not in LINES]
    start, end = rng.sample(roles, 2) if _chance(rng, 0.97) else rng.choices(roles, k=2)
    lines = sorted(set(_column(world, "stages", "line")))
    if lines and _chance(rng, 0.3):
        line = rng.choice(lines)
        return (line, rng.choice([end, end, *lines])) if _chance(rng, 0.5) else (start, line)
    return start, end


def _is_same(world: World, start: str, end: str) -> bool:
    """Whether one end is the other or a stage of it, either way round."""
    stages = {(row["role"], row["line"]) for row in world.get("stages", [])}
    return start == end or (start, end) in stages or (end, start) in stages


def random_question(rng: random.Random, world: World) -> Question:
    """A question about a world; gates are asked about only where it has some.

    Three in ten have a line as an end where the world has one; few ask for where one is.
    """
    start, end = _draw_ends(rng, world)
    if _chance(rng, 0.8) and _is_same(world, start, end):
        start, end = _draw_ends(rng, world)
    makers: dict[str, Callable[[], Any]] = {
        "by": lambda: rng.choice(("MOVES", "TIME", "TIME", "NEW_SKILLS")),
        "first": lambda: rng.randint(1, 4),
        "diverse": lambda: _chance(rng, 0.5),
        "where": lambda: _where(rng, world),
        "profile": lambda: _profile(rng, world),
        "policy": lambda: _policy(rng, world),
    }
    return {"from": start, "to": end} | _drawn(rng, 0.75, makers)


def _person(rng: random.Random, world: World) -> dict[str, Callable[[], Any]]:
    """The arguments that every question about routes has beside its ends."""
    return {
        "where": lambda: _where(rng, world),
        "profile": lambda: _profile(rng, world),
        "policy": lambda: _policy(rng, world),
    }


def _objective(rng: random.Random) -> str:
    """An objective; time, which has most to go wrong, more often."""
    return rng.choice(("MOVES", "TIME", "TIME", "NEW_SKILLS"))


def random_reach_question(rng: random.Random, world: World) -> Question:
    """A question of `reach`: a start, perhaps a line, and what narrows the routes."""
    makers = {"by": lambda: _objective(rng)} | _person(rng, world)
    return {"from": _draw_ends(rng, world)[0]} | _drawn(rng, 0.75, makers)


def random_feeders_question(rng: random.Random, world: World) -> Question:
    """A question of `feeders`: a target, perhaps a line, and what narrows the routes."""
    makers = {"by": lambda: _objective(rng)} | _person(rng, world)
    return {"to": _draw_ends(rng, world)[1]} | _drawn(rng, 0.75, makers)


def random_gap_question(rng: random.Random, world: World) -> Question:
    """A question of `gap`: a target, mostly a role to come from, mostly a profile."""
    start, end = _draw_ends(rng, world)
    makers: dict[str, Callable[[], Any]] = {
        "from": lambda: start,
        "profile": lambda: _profile(rng, world),
    }
    return {"to": end} | _drawn(rng, 0.75, makers)


def random_what_if_question(rng: random.Random, world: World) -> Question:
    """A question of `whatIf`: as `reach`, with a gain of any sort, now and then of nothing.

    One in five asks with `gatesMet`, which a gain of certificates, education or service changes.
    """
    question = random_reach_question(rng, world) | {"gain": _profile(rng, world)}
    if _has_gates(world) and _chance(rng, 0.2):
        question["where"] = question.get("where", {}) | {"gatesMet": True}
    return question


def random_tight_question(rng: random.Random, world: World) -> Question:
    """A question of `routes` whose filter mostly leaves no route, for relaxations."""
    start, end = _draw_ends(rng, world)
    makers = _person(rng, world)
    del makers["where"]
    where = _where(rng, world, (0.1, 0.2, 0.3))
    return {"from": start, "to": end, "where": where} | _drawn(rng, 0.75, makers)


def write_world(world: World, folder: pathlib.Path) -> None:
    """Write one CSV file for each table that has rows; the folder must be there."""
    for table, rows in world.items():
        if rows:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)


def features(world: World) -> set[str]:
    """What occurs in a world, by name; `FEATURES` lists all names."""
    found: set[str] = set()
    for part in (_line_features, _move_features, _time_features, _ask_features, _pay_features):
        found |= {name for name, occurs in part(world).items() if occurs}
    return found


def _repeats(values: Iterable[object]) -> bool:
    """Whether a value occurs twice."""
    seen = list(values)
    return len(set(seen)) < len(seen)


def _line_features(world: World) -> dict[str, bool]:
    """Lines, stages and what names no document."""
    rows = world.get("stages", [])
    stages = {(row["role"], row["line"]) for row in rows}
    rungs = {(row["line"], row["rung"], row["role"]) for row in rows}
    facts = ("moves", "stays", "requirements", "pay", "role_industries")
    all_facts = [row for table in facts for row in world.get(table, [])]
    return {
        "line": bool(rows),
        "two-lines": len({line for _, line in stages}) > 1,
        "stage-of-two-lines": _repeats(role for role, _ in stages),
        "shared-rung": _repeats((line, rung) for line, rung, _ in rungs),
        "stage-stated-twice": len(stages) < len(rows),
        "pay-level": any("pay_level" in row for row in rows),
        "kind-of": bool(_column(world, "roles", "kind_of")),
        "no-document": any("document" not in row for row in all_facts),
        "duplicate-row": _repeats(tuple(sorted(row.items())) for row in all_facts),
        "role-industry": bool(world.get("role_industries")),
    }


def _move_features(world: World) -> dict[str, bool]:
    """Moves: lines as ends, parallel ones, cycles, inferred and possible ones."""
    rows = world.get("moves", [])
    lines = set(_column(world, "stages", "line"))
    stages = {(row["line"], row["role"]) for row in world.get("stages", [])}
    ends = {(row["from"], row["to"]) for row in rows}
    kinds = {(row["from"], row["to"], row.get("kind", "PROMOTION")) for row in rows}
    inferred = {_ends(row) for row in rows if "method" in row or "score" in row}
    stated = {_ends(row) for row in rows if not ("method" in row or "score" in row)}
    possible = {_ends(row) for row in rows if row.get("certainty") == "POSSIBLE"}
    surely = {_ends(row) for row in rows if row.get("certainty") != "POSSIBLE"}
    return {
        "move-from-line": any(start in lines for start, _ in ends),
        "move-to-line": any(end in lines for _, end in ends),
        "move-between-lines": any(start in lines and end in lines for start, end in ends),
        "move-inside-line": any(pair in stages or pair[::-1] in stages for pair in ends),
        "own-move-beside-line": any(
            (line, end) in ends for line, stage in stages for start, end in ends if start == stage
        ),
        "parallel": len(kinds) > len(ends),
        "cycle": any((end, start) in ends for start, end in ends),
        "move-stated-twice": len(kinds) < len(rows),
        "inferred": bool(inferred),
        "inferred-alone": bool(inferred - stated),
        "inferred-beside-stated": bool(inferred & stated),
        "possible": bool(possible - surely),
        "possible-beside-stated": bool(possible & surely),
    } | {f"kind-{kind.lower()}": any(key[2] == kind for key in kinds) for kind in KINDS}


def _ends(row: Row) -> tuple[str, str, str]:
    """The move that a row states."""
    return row["from"], row["to"], row.get("kind", "PROMOTION")


def _time_features(world: World) -> dict[str, bool]:
    """Stays, bands and times on moves, open, repeated and disputed."""
    stays = world.get("stays", [])
    timed = [row for row in world.get("moves", []) if "months_low" in row]
    bands = [row for row in stays if row["basis"] == "TOTAL_SERVICE"]
    in_role = [row for row in stays if row["basis"] == "IN_ROLE"]
    lows = {(row["role"], row["months_low"]) for row in bands if "months_high" in row}
    bases = {row.get("basis", "") for row in timed}
    return {
        "stay": bool(in_role),
        "band": bool(bands),
        "open-range": any("months_high" not in row for row in in_role + timed),
        "open-band": any("months_high" not in row for row in bands),
        "stated-typical": any("months_typical" in row for row in stays + timed),
        "stay-of-line": bool(
            {row["role"] for row in stays} & set(_column(world, "stages", "line"))
        ),
        "disputed": _apart(in_role, lambda row: row["role"])
        or _apart([row for row in timed if row.get("basis") != "TOTAL_SERVICE"], _ends),
        "disputed-service": _repeats(role for role, _ in lows)
        or _apart([row for row in timed if row.get("basis") == "TOTAL_SERVICE"], _ends),
        "time-in-role": "IN_ROLE" in bases,
        "time-in-service": "TOTAL_SERVICE" in bases,
        "time-unstated": "UNSTATED" in bases or "" in bases,
        "move-without-time": len(timed) < len(world.get("moves", [])),
    }


def _apart(rows: Sequence[Row], subject: Callable[[Row], object]) -> bool:
    """Whether two rows of one subject give ranges without a month in common."""
    return any(
        subject(left) == subject(right)
        and int(left.get("months_high", "9999")) < int(right["months_low"])
        for left in rows
        for right in rows
    )


def _ask_features(world: World) -> dict[str, bool]:
    """Requirements: skills and gates of every form."""
    rows = world.get("requirements", [])
    gates = [row for row in rows if row["kind"] in GATE_KINDS]
    choices = [row for row in gates if "any_of" in row]
    lines = set(_column(world, "stages", "line"))
    plain = [(row["role"], row["kind"], row["target"]) for row in gates if "any_of" not in row]
    needs = {(row["role"], row.get("necessity", "REQUIRED")) for row in choices}
    return {
        "skill-of-line": any(row["kind"] == "skill" and row["role"] in lines for row in rows),
        "preferred": any(row.get("necessity") == "PREFERRED" for row in rows),
        "industry-scope": any("industry" in row for row in rows),
        "gate": bool(gates),
        "gate-of-line": any(row["role"] in lines for row in gates),
        "gate-any-of": bool(choices),
        "gate-option": any("option" in row for row in choices),
        "gate-service-option": any(row["kind"] == "service" for row in choices),
        "gate-mixed-necessity": _repeats(role for role, _ in needs),
        "gate-asked-twice": _repeats(plain),
        "lead-time": any("lead_months" in row for row in gates),
        "lead-unstated": any(
            "lead_months" not in row and row["kind"] != "service" for row in gates
        ),
    } | {f"gate-{kind}": any(row["kind"] == kind for row in gates) for kind in GATE_KINDS}


def _pay_features(world: World) -> dict[str, bool]:
    """Pay of every scope."""
    rows = world.get("pay", [])
    lines = set(_column(world, "stages", "line"))
    return {
        "pay": bool(rows),
        "pay-of-line": any(row["role"] in lines for row in rows),
        "pay-with-level": any(row["role"] in lines and "level" in row for row in rows),
        "pay-tier": any("city_tier" in row for row in rows),
        "pay-city": any("city" in row for row in rows),
        "pay-year": any(row["period"] == "YEAR" for row in rows),
        "pay-high-only": any("low" not in row for row in rows),
    }


FEATURES = frozenset(
    name
    for part in (_line_features, _move_features, _time_features, _ask_features, _pay_features)
    for name in part({})
)
"Every name that `features` can give."

"""Facts for the oracle: identity, what a question accepts, moves as taken, pay (semantics 1, 2).

Only the oracle uses this; it shares nothing with the engine that it checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from oracle_gates import Gate, gates_of_role
from oracle_time import Move, Row, Stay, claims_of_rows, find_months, whole

World = Mapping[str, Sequence[Row]]
"Table name to rows, as a CSV DictReader gives them."
MoveKey = tuple[str, str, str]
"From, to and kind, as the rows state them (2.3)."
FACT_TABLES = ("moves", "stays", "requirements", "pay", "role_industries", "role_interests")
"The tables whose rows are statements of fact (2.1)."


def list_documents(world: World, source: str) -> list[str]:
    """The documents of a release by id: those listed, and those that rows of facts name (6.4).

    The source is one of them only where a row of facts names none.
    """
    listed = {row["id"] for row in world.get("documents", ())}
    facts = [row for table in FACT_TABLES for row in world.get(table, ())]
    return sorted(listed | {row.get("document") or source for row in facts})


class Lines:
    """Lines of work and their stages: identity, which no question filters (semantics 1.1, 2.1)."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Read the rows of `stages`; where rows differ on a rung the lowest counts (1.2)."""
        self._rungs: dict[str, dict[str, int]] = {}
        self._levels: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            role, line, rung = row["role"], row["line"], int(row["rung"])
            stages = self._rungs.setdefault(line, {})
            stages[role] = min(rung, stages.get(role, rung))
            self._levels.setdefault((role, line), set()).add(row.get("pay_level") or "")

    def first(self, role: str) -> str:
        """The first stage of a line: lowest rung, then lowest id; any other role itself (1.2)."""
        stages = self._rungs.get(role)
        return min(stages, key=lambda stage: (stages[stage], stage)) if stages else role

    def members(self, role: str) -> frozenset[str]:
        """The stages of a line; of any other role itself (1.3, 1.4)."""
        return frozenset(self._rungs.get(role) or {role})

    def is_line(self, role: str) -> bool:
        """Whether a role has stages (1.1)."""
        return role in self._rungs

    def lines_of(self, role: str) -> list[str]:
        """The lines that a role is a stage of, by id (1.1)."""
        return sorted(line for line, stages in self._rungs.items() if role in stages)

    def owners(self, role: str) -> list[str]:
        """A role and its lines: whose requirements it asks for (1.5)."""
        return [role, *self.lines_of(role)]

    def is_first_stage(self, role: str) -> bool:
        """Whether a role is the first stage of some line (3.5)."""
        return any(self.first(line) == role for line in self.lines_of(role))

    def pay_levels(self, role: str, line: str) -> frozenset[str]:
        """The pay levels that `stages` rows name for this stage of this line (1.6)."""
        return frozenset(self._levels.get((role, line), ())) - {""}


@dataclass(frozen=True)
class Filter:
    """What a question accepts, whose word it prefers, and the limits of its routes (2, 5.6)."""

    where: Mapping[str, Any]

    def accepts_document(self, document: str) -> bool:
        """Whether statements of this document count (2.1)."""
        documents = self.where.get("documents")
        return documents is None or document in documents

    def accepts_row(self, row: Row) -> bool:
        """Whether a row of `moves` counts: inferred ones only where asked for (2.2)."""
        inferred = bool(row.get("method") or row.get("score"))
        return not inferred or bool(self.where.get("inferred"))

    def accepts_move(self, kind: str, rows: Iterable[tuple[str, Row]]) -> bool:
        """Whether a move with these accepted rows counts: its kind, and certainty (2.3).

        POSSIBLE is a move whose every accepted row says so.
        """
        kinds = self.where.get("kinds")
        stated = any((row.get("certainty") or "STATED") == "STATED" for _, row in rows)
        return (kinds is None or kind in kinds) and (stated or not self.where.get("certain"))

    def accepts_requirement(self, row: Row) -> bool:
        """Whether a requirement's industry, if it has one, is the one named (2.4)."""
        return (row.get("industry") or None) in (None, self.where.get("industry"))


class Facts:
    """What a question accepts of a world (semantics 2), and what follows for moves (1.4)."""

    def __init__(self, world: World, source: str, accepted: Filter) -> None:
        """Keep the accepted rows; a row without a document is its source's."""
        self._world, self._source, self._filter = world, source, accepted
        self.lines = Lines(world.get("stages", ()))
        self.stays = tuple(
            Stay(document, row["role"], row["basis"], months)
            for document, row in self._rows("stays")
            if (months := find_months(row)) is not None
        )

    def _rows(self, table: str) -> list[tuple[str, Row]]:
        """The accepted rows of a table of facts, each with its document (2.1)."""
        pairs = [(row.get("document") or self._source, row) for row in self._world.get(table, ())]
        return [pair for pair in pairs if self._filter.accepts_document(pair[0])]

    def _of_role(self, table: str) -> dict[str, list[Row]]:
        """The accepted rows of a table by their role."""
        found: dict[str, list[Row]] = {}
        for _, row in self._rows(table):
            found.setdefault(row["role"], []).append(row)
        return found

    @cached_property
    def _scoped_requirements(self) -> dict[str, list[Row]]:
        """The accepted requirement rows by role, whatever industry they are scoped to."""
        return self._of_role("requirements")

    @cached_property
    def _requirements(self) -> dict[str, list[Row]]:
        """The accepted requirement rows by role that count (2.4)."""
        rows, accepts = self._scoped_requirements, self._filter.accepts_requirement
        return {role: [row for row in said if accepts(row)] for role, said in rows.items()}

    @cached_property
    def _pay(self) -> dict[str, list[Row]]:
        """The accepted pay rows by role."""
        return self._of_role("pay")

    @cached_property
    def _industries(self) -> dict[str, list[Row]]:
        """The accepted rows of `role_industries` by role."""
        return self._of_role("role_industries")

    @cached_property
    def _stated_moves(self) -> dict[MoveKey, list[tuple[str, Row]]]:
        """The accepted moves as stated: (from, to, kind) to its accepted rows (2.1 to 2.3)."""
        found: dict[MoveKey, list[tuple[str, Row]]] = {}
        for document, row in self._rows("moves"):
            if self._filter.accepts_row(row):
                key = (row["from"], row["to"], row.get("kind") or "PROMOTION")
                found.setdefault(key, []).append((document, row))
        accepts = self._filter.accepts_move
        return {key: rows for key, rows in found.items() if accepts(key[2], rows)}

    @cached_property
    def moves_from(self) -> dict[str, dict[str, list[Move]]]:
        """The moves as taken: role left, role reached, the parallel moves between them (1.4)."""
        found: dict[str, dict[str, list[Move]]] = {}
        for key, rows in self._stated_moves.items():
            for move in self._taken(key, rows):
                found.setdefault(move.start, {}).setdefault(move.end, []).append(move)
        return found

    @cached_property
    def _own(self) -> set[tuple[str, str]]:
        """Who has an accepted move of its own to which role, after replacing lines (1.4)."""
        return {(start, self.lines.first(end)) for start, end, _ in self._stated_moves}

    def _taken(self, key: MoveKey, rows: Sequence[tuple[str, Row]]) -> list[Move]:
        """A stated move as it is taken from each role that may take it (1.4).

        Reading: `kinds` and `certain` are part of what the question accepts, so a stage's own
        move that they leave out does not stand in the way of its line's.
        """
        start, end, kind = key
        reached = self.lines.first(end)
        documents = frozenset(document for document, _ in rows)
        own = claims_of_rows(rows)
        return [
            Move(stage, reached, kind, (start, end), documents, own)
            for stage in sorted(self.lines.members(start))
            if stage != reached and (stage == start or (stage, reached) not in self._own)
        ]

    def required_skills(self, role: str) -> frozenset[str]:
        """The skills that a role or a line of its requires (1.5, 2.5)."""
        return frozenset(
            row["target"]
            for owner in self.lines.owners(role)
            for row in self._requirements.get(owner, ())
            if row["kind"] == "skill" and (row.get("necessity") or "REQUIRED") == "REQUIRED"
        )

    def skills_asked(self, role: str) -> dict[tuple[str, str], str]:
        """(skill, industry or "") to necessity, of a role and its lines, by key (1.5, 2.5)."""
        asked: dict[tuple[str, str], str] = {}
        for owner in self.lines.owners(role):
            for row in self._scoped_requirements.get(owner, ()):
                if row["kind"] == "skill":
                    key = row["target"], row.get("industry") or ""
                    said = row.get("necessity") or "REQUIRED"
                    asked[key] = "REQUIRED" if said == "REQUIRED" else asked.get(key, said)
        return dict(sorted(asked.items()))

    def gates(self, role: str, necessity: str = "REQUIRED") -> tuple[Gate, ...]:
        """The gates of a role and of its lines, in the order of `Gate.order` (1.5, 2.5, 4.1).

        Reading: "rows of one role" are rows that name the same role, so a stage and its line
        that ask for the same thing are two gates (that count its lead time once, 4.3).
        """
        found = [
            gate
            for owner in self.lines.owners(role)
            for gate in gates_of_role(owner, self._requirements.get(owner, ()), necessity)
        ]
        return tuple(sorted(found, key=lambda gate: gate.order))

    def names_industry(self, role: str, industry: str) -> bool:
        """Whether a role names an industry, itself or through a line, or names none (5.6)."""
        named = {
            row["industry"]
            for owner in self.lines.owners(role)
            for row in self._industries.get(owner, ())
        }
        return not named or industry in named

    def lowest_pay(self, role: str, tier: str | None) -> int | None:
        """The lowest monthly figure of a role for a city tier, None where there is none (5.6).

        Reading: 1.6 decides whose figures hold before the tier picks among them.
        """
        figures = [
            _monthly(row)
            for row in self._pay_rows(role)
            if tier is None or (row.get("city_tier") or tier) == tier
        ]
        return min(figures, default=None)

    def _pay_rows(self, role: str) -> list[Row]:
        """A role's own figures, else its lines' (1.6).

        Readings: of several lines each gives its figures by itself: those at the levels that
        `stages` rows name, where it has any, else those without a level.
        """
        own = self._pay.get(role)
        if own:
            return own
        found: list[Row] = []
        for line in self.lines.lines_of(role):
            rows, levels = self._pay.get(line, []), self.lines.pay_levels(role, line)
            levelled = [row for row in rows if row.get("level") and row["level"] in levels]
            found += levelled or [row for row in rows if not row.get("level")]
        return found

    def service_at_start(self, start: str, profile: Mapping[str, Any]) -> int:
        """Months of service at the start of a route (3.5); of bands, the start's own only."""
        given = profile.get("serviceMonths")
        if given is not None:
            return int(given)
        if self.lines.is_first_stage(start):
            return 0
        bands = [stay for stay in self.stays if stay.basis == "TOTAL_SERVICE"]
        return min((band.months.low for band in bands if band.role == start), default=0)


def _monthly(row: Row) -> int:
    """The lower figure of a pay row per month; a year's is divided by 12, half up (5.6)."""
    low = whole(row, "low")
    figure = low if low is not None else whole(row, "high")
    if figure is None:
        message = f"a row of pay has neither low nor high: {dict(row)!r}"
        raise ValueError(message)
    return (figure + 6) // 12 if row["period"] == "YEAR" else figure

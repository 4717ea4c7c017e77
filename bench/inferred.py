"""Compares inferred moves with moves that experts rated, and prints the tables of docs/inferred.md.

Give the folder that holds the public data sets, each unpacked in a folder of its own: esco, onet
(its text), onet-career-changers, crosswalk, nesta-transitions. Takes about two minutes.

    .venv/bin/python bench/inferred.py FOLDER
"""

import argparse
import csv
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.catalog import CareerGraph
from graph.inferring import list_asked
from graph.overlap import Asked, score_moves
from graph.records import EntityKind, RequirementKind
from graph.stores import Change
from loaders import load_source
from loaders.esco.concepts import to_id

TOP = 10
SCORES = (0.2, 0.3, 0.4, 0.5, 0.7, 0.9)
MOSTS = (5, 10, 20)
SEED = 7
EVERY = 20  # roles from which what routes reach is counted
_DIGITS = 9  # by which sums of shares are compared, so that equal ones are
_IMPORTANCE = re.compile(r"importance ([0-9.]+) ")

Pairs = set[tuple[str, str]]
Weights = Mapping[str, Mapping[str, float]]
"""What each role asks for, each skill with its weight."""


@dataclass(frozen=True)
class Judge:
    """Which moves somebody calls good; only moves between the roles that are known are judged."""

    name: str
    good: Pairs
    known: frozenset[str]
    alike: Pairs = frozenset()  # type: ignore[assignment]
    """Roles that the judge does not tell apart: moves between them are not judged."""

    def judge(self, moves: Iterable[tuple[str, str]]) -> tuple[int, int]:
        """How many moves are judged, and how many of these are good."""
        judged = [
            pair
            for pair in moves
            if pair[0] in self.known and pair[1] in self.known and pair not in self.alike
        ]
        return len(judged), sum(pair in self.good for pair in judged)

    def say(self, moves: Iterable[tuple[str, str]]) -> str:
        """Precision and recall, in percent."""
        judged, hits = self.judge(moves)
        precision = f"{hits / judged:.1%}" if judged else "–"
        return f"{precision} | {hits / len(self.good):.1%}"

    @property
    def base(self) -> float:
        """The precision of moves that are drawn at random."""
        pairs = len(self.known) * (len(self.known) - 1) - len(self.alike)
        return len(self.good) / pairs


@dataclass(frozen=True)
class World:
    """A data set: what its roles require, and all that they ask for, with who judges its moves."""

    name: str
    asked: Asked
    everything: Asked
    importance: Weights
    judges: Sequence[Judge]


def read_rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def read_world(graph: CareerGraph, name: str, judges: Callable[[Asked], list[Judge]]) -> World:
    """What the roles of a source ask for."""
    asked = list_asked(graph, name)
    everything: defaultdict[str, set[str]] = defaultdict(set)
    importance: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in graph.records["requirements"]:
        if row.kind is RequirementKind.SKILL and row.role in asked:
            everything[row.role].add(row.target)
            rated = _IMPORTANCE.match(row.level or "")
            if rated and row.target in asked[row.role]:
                importance[row.role][row.target] = float(rated[1])
    whole = {role: frozenset(everything[role]) for role in asked}
    return World(name, asked, whole, importance, judges(asked))


def list_stated(graph: CareerGraph, source: str, asked: Asked) -> Pairs:
    """The moves that a source states, between roles that require skills."""
    rows = next(it.rows for it in graph.sources if it.name == source)["moves"]
    return {(it.from_, it.to) for it in rows if it.from_ in asked and it.to in asked}


def judge_by(name: str, good: Pairs, known: Iterable[str], alike: Pairs) -> Judge:
    """The judge of these moves."""
    roles = frozenset(known)
    inside = {it for it in good - alike if it[0] in roles and it[1] in roles}
    return Judge(name, inside, roles, alike)


def judge_onet(graph: CareerGraph, asked: Asked) -> list[Judge]:
    """Related occupations, and career changers, of the occupations that have some."""
    judges = []
    for name, source in (("related occupations", "onet"), ("career changers", "changers")):
        good = list_stated(graph, source, asked)
        judges.append(judge_by(name, good, {from_ for from_, _ in good}, set()))
    return judges


def judge_esco(graph: CareerGraph, folder: Path, asked: Asked) -> list[Judge]:
    """Nesta's sub-sectors, and what O*NET says of the occupations that ESCO's are matched with."""
    sectors: defaultdict[str, list[str]] = defaultdict(list)
    for row in read_rows(folder / "nesta-transitions" / "mcc_skills_based_sectors_All_ESCO.csv"):
        role = to_id(row["concept_uri"])
        if role is not None and role in asked:
            sectors[row["sub_sector_code"]].append(role)
    together = {(a, b) for roles in sectors.values() for a in roles for b in roles if a != b}
    known = [role for roles in sectors.values() for role in roles]
    judges = [judge_by("same sub-sector (Nesta)", together, known, set())]
    matched: defaultdict[str, set[str]] = defaultdict(set)  # occupations of O*NET, by one of ESCO
    named = {
        code.code: code.id
        for code in graph.records["codes"]
        if code.scheme == "onet-soc" and code.kind is EntityKind.ROLE and code.id[:5] == "onet-"
    }
    for code in graph.records["codes"]:
        if code.scheme == "onet-soc" and code.id in asked and code.code in named:
            matched[code.id].add(named[code.code])
    of = defaultdict(set)
    for role, others in matched.items():
        for other in others:
            of[other].add(role)
    alike = {(a, b) for roles in of.values() for a in roles for b in roles if a != b}
    for name, source in (("related occupations", "onet"), ("career changers", "changers")):
        rows = next(it.rows for it in graph.sources if it.name == source)["moves"]
        good = {(a, b) for row in rows for a in of[row.from_] for b in of[row.to] if a != b}
        leaving = {from_ for from_, _ in good - alike}
        judges.append(judge_by(f"{name} (O*NET)", good, leaving, alike))
    return judges


def even(asked: Asked) -> Weights:
    """Every skill weighs the same."""
    return {role: dict.fromkeys(skills, 1.0) for role, skills in asked.items()}


def rare(asked: Asked) -> Weights:
    """A skill weighs more the fewer roles ask for it: the logarithm of one in how many."""
    number: defaultdict[str, int] = defaultdict(int)
    for skills in asked.values():
        for skill in skills:
            number[skill] += 1
    weight = {skill: math.log((len(asked) + 1) / many) for skill, many in number.items()}
    return {role: {it: weight[it] for it in skills} for role, skills in asked.items()}


def rank(brings: Asked, asks: Weights, *, beyond: bool) -> Pairs:
    """The best moves out of each role by the share of what is asked for that it brings.

    With `beyond`, by how far that is above the average share that roles bring.
    """
    asking: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for role in sorted(asks):
        whole = math.fsum(asks[role].values())
        for skill, weight in sorted(asks[role].items()):
            asking[skill].append((role, weight / whole))
    usual: defaultdict[str, float] = defaultdict(float)
    bringing: defaultdict[str, int] = defaultdict(int)
    for skills in brings.values():
        for skill in skills:
            bringing[skill] += 1
    for skill, roles in asking.items():
        for role, share in roles:
            usual[role] += share * bringing[skill] / len(brings) if beyond else 0.0
    found: Pairs = set()
    for role in sorted(brings):
        shares: defaultdict[str, float] = defaultdict(float)
        for skill in sorted(brings[role]):
            for to, share in asking.get(skill, ()):
                shares[to] += share
        shares.pop(role, None)
        best = sorted(shares, key=lambda to: (usual[to] - shares[to], to))[:TOP]
        found |= {(role, to) for to in best}
    return found


def overlap(asked: Asked) -> Pairs:
    """The best moves by the Jaccard index, which has no direction."""
    asking: defaultdict[str, list[str]] = defaultdict(list)
    for role, skills in asked.items():
        for skill in skills:
            asking[skill].append(role)
    found: Pairs = set()
    for role, skills in asked.items():
        shared: defaultdict[str, int] = defaultdict(int)
        for skill in skills:
            for to in asking[skill]:
                shared[to] += 1
        index = {
            to: both / (len(skills) + len(asked[to]) - both)
            for to, both in shared.items()
            if to != role
        }
        found |= {(role, to) for to in sorted(index, key=lambda to: (-index[to], to))[:TOP]}
    return found


def draw(asked: Asked) -> Pairs:
    """Moves at random."""
    rng, roles = random.Random(SEED), sorted(asked)
    return {(role, to) for role in roles for to in rng.sample(roles, TOP) if to != role}


def list_ways(world: World) -> Iterator[tuple[str, Pairs]]:
    """Yield each way to infer moves, and the ten best out of each role."""
    asked, everything = world.asked, world.everything
    chosen = score_moves(asked, at_least=0, most=TOP)
    yield "**share of required skills, best beyond the average**", {it[:2] for it in chosen}
    yield "share of required skills, best share", rank(asked, even(asked), beyond=False)
    yield "the same, rare skills weigh more, beyond", rank(asked, rare(asked), beyond=True)
    yield "the same, rare skills weigh more, best share", rank(asked, rare(asked), beyond=False)
    if world.importance:
        yield "the same, by importance, beyond", rank(asked, world.importance, beyond=True)
        yield "the same, by importance, best share", rank(asked, world.importance, beyond=False)
    yield (
        "required and preferred, rare skills weigh more, beyond",
        rank(everything, rare(everything), beyond=True),
    )
    yield "Jaccard of required skills (no direction)", overlap(asked)
    yield "Jaccard of all skills (no direction)", overlap(everything)
    yield "at random", draw(asked)


def join(asked: Asked, moves: Iterable[tuple[str, str]]) -> float:
    """The share of pairs of roles that a route joins, from every so many-th role."""
    out: defaultdict[str, list[str]] = defaultdict(list)
    for from_, to in moves:
        out[from_].append(to)
    starts = sorted(asked)[::EVERY]
    joined = 0
    for start in starts:
        seen, waiting = {start}, [start]
        while waiting:
            new = set(out.get(waiting.pop(), ())) - seen
            seen |= new
            waiting += new
        joined += len(seen) - 1
    return joined / (len(starts) * (len(asked) - 1))


def print_world(world: World) -> None:
    """Print the two tables of a data set."""
    print(f"### {world.name}: {len(world.asked)} roles with required skills\n")
    for it in world.judges:
        print(
            f"- {it.name}: {len(it.known)} roles, {len(it.good) / len(it.known):.1f} good moves "
            f"out of each, {it.base:.1%} of all pairs"
        )
    heads = " | ".join(f"{it.name}: precision | recall" for it in world.judges)
    lines = "|".join("---:|---:" for _ in world.judges)
    print(f"\n| ten best out of each role | {heads} |\n|---|{lines}|")
    for way, pairs in list_ways(world):
        print(f"| {way} | {' | '.join(it.say(pairs) for it in world.judges)} |")
    print(f"\n| score | at most | moves | roles without | pairs joined | {heads} |")
    print(f"|---:|---:|---:|---:|---:|{lines}|")
    for score in SCORES:
        for most in MOSTS:
            print(say_chosen(world, score, most))
    print()


def say_chosen(world: World, score: float, most: int) -> str:
    """A row of the second table: what these options give, and how the judges find it."""
    moves = [it[:2] for it in score_moves(world.asked, at_least=score, most=most)]
    without = len(world.asked) - len({from_ for from_, _ in moves})
    joined = join(world.asked, moves)
    said = " | ".join(it.say(moves) for it in world.judges)
    return f"| {score} | {most} | {len(moves)} | {without} | {joined:.0%} | {said} |"


def read_worlds(folder: Path) -> tuple[World, World]:
    """ESCO and O*NET, with who judges their moves."""
    changers = folder / "onet-career-changers" / "Career Changers Matrix.txt"
    sources = (
        load_source(str(folder / "esco"), name="esco"),
        load_source(str(folder / "onet" / "text"), name="onet"),
        load_source(str(changers), name="changers"),
        load_source(str(folder / "crosswalk"), name="crosswalk"),
    )
    graph = CareerGraph(Change(load=sources).apply(()), number=1, created="")
    return (
        read_world(graph, "esco", lambda asked: judge_esco(graph, folder, asked)),
        read_world(graph, "onet", lambda asked: judge_onet(graph, asked)),
    )


def main() -> None:
    """Read the data sets and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the data sets are")
    for world in read_worlds(parser.parse_args().folder):
        print_world(world)


if __name__ == "__main__":
    main()

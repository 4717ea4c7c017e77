"""What a load writes to Neo4j, by difference, statement by statement. No driver here.

A load has two parts. *Staging* writes the claims that are new, marked with the release they come
in (`since`), and marks those that go (`until`): readers of the current release see neither.
*Publishing* changes what people see (the resolved layer) and the number of the release in one
transaction. A small load stages in that transaction too; a large one in transactions of its own,
batch by batch, as Neo4j keeps a transaction in its heap: one of 60,000 claims with all their ties
did not fit into 1 GB. Whatever a load that was cut short has staged is swept by the next one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol, TypeVar

from ..catalog import CareerGraph
from ..errors import StoreError
from .base import Progress
from .neo4j_facts import Drawing, RelationshipKey, draw
from .neo4j_rows import ClaimNode, Evidence, Properties, key_of, list_evidence, seal

STAGED_FROM = 10_000  # changed claims from which on a load stages in transactions of its own

_ROWS = 1_000  # of a batch
_NONE = -1  # the number of no release

Row = Mapping[str, Any]

_T = TypeVar("_T")
_K = TypeVar("_K", str, tuple[str, ...])


class Run(Protocol):
    """Runs a statement of the cypher folder in one transaction; the rows it returns."""

    def __call__(self, statement: str, /, **parameters: object) -> Sequence[Row]:
        """Run it."""
        ...


Transact = Callable[[Callable[[Run], object]], object]
"""Calls a function with a Run, and commits."""


class DriftError(Exception):
    """The stored graph is not what its release says; something else changed it."""


@dataclass(frozen=True, slots=True)
class State:
    """What stands in the store, as far as a load needs to know."""

    evidence: Evidence
    drawing: Drawing


def state_of(career_graph: CareerGraph | None) -> State:
    """What a graph is in the store; nothing for None."""
    if career_graph is None:
        return State(Evidence(), Drawing())
    evidence = list_evidence(career_graph)
    return State(evidence, draw(career_graph, evidence))


@dataclass(frozen=True)
class Load:
    """From a state to that of the next release.

    With `mend` no passage is taken to be there because `before` has it. With `renew` all claims
    that are stored go first, whatever they are.
    """

    before: State
    after: State
    number: int
    mend: bool = False
    renew: bool = False

    @cached_property
    def added(self) -> list[str]:
        """The ids of claims that are new."""
        known = self.before.evidence.claims
        return [id_ for id_ in self.after.evidence.claims if id_ not in known]

    @cached_property
    def retired(self) -> list[str]:
        """The ids of claims that go."""
        kept = self.after.evidence.claims
        return [id_ for id_ in self.before.evidence.claims if id_ not in kept]

    @property
    def sheds(self) -> bool:
        """Whether anything goes."""
        old, new = self.before.drawing.nodes, self.after.drawing.nodes
        return self.renew or bool(self.retired) or any(key not in new for key in old)

    @property
    def large(self) -> bool:
        """Whether to stage in transactions of its own."""
        return len(self.added) + len(self.retired) > STAGED_FROM


def stage(load: Load, transact: Transact, progress: Progress) -> None:
    """Write what readers of the current release do not see."""
    evidence = load.after.evidence
    if load.renew:
        sweep(_NONE, transact)
    for batch in _batches(sorted(_keys(evidence, load.added))):
        transact(partial(_write, statement="hold_things", rows=batch))
    done = 0
    for ids in _batches(load.added):
        transact(partial(_stage_claims, load=load, ids=ids))
        done += len(ids)
        progress("writing claims", done, len(load.added))
    for batch in _batches(load.retired):
        transact(partial(_write, statement="retire_claims", rows=batch, until=load.number))


def _keys(evidence: Evidence, ids: Iterable[str]) -> set[str]:
    """The keys of the things that claims and their passages are tied to."""
    keys: set[str] = set()
    for id_ in ids:
        claim = evidence.claims[id_]
        keys.update(claim.about, [key_of("Source", claim.source)])
        if claim.passage is not None:
            keys.add(evidence.passages[claim.passage].document)
    return keys


def _stage_claims(run: Run, load: Load, ids: Iterable[str]) -> None:
    """Write a batch of claims with all that they are tied to."""
    evidence = load.after.evidence
    claims = [evidence.claims[id_] for id_ in ids]
    stated = [claim.passage for claim in claims if claim.passage is not None]
    known = frozenset[str]() if load.mend else load.before.evidence.passages.keys()
    new = (id_ for id_ in dict.fromkeys(stated) if id_ not in known)
    passages = (evidence.passages[id_] for id_ in new)
    rows = [{"document": it.document, "properties": it.properties} for it in passages]
    _write(run, "stage_passages", rows)
    found = run("stage_claims", rows=[_row(claim) for claim in claims], since=load.number)[0]
    ties = len(stated) + sum(len(claim.about) for claim in claims)
    if (found["number"], found["ties"]) != (len(claims), ties):
        raise DriftError("stage_claims")


def _row(claim: ClaimNode) -> Row:
    return {
        "source": key_of("Source", claim.source),
        "properties": claim.properties,
        "passage": claim.passage,
        "about": claim.about,
    }


def publish(load: Load, after: CareerGraph, run: Run, progress: Progress) -> None:
    """Write what people see, and the release, in the one transaction of `run`."""
    old, new = load.before.evidence, load.after.evidence
    claims = ((id_, it.properties) for id_, it in old.claims.items())
    _change(run, "change_claims", claims, {id_: it.properties for id_, it in new.claims.items()})
    passages = ((id_, it.properties) for id_, it in old.passages.items())
    kept = {id_: it.properties for id_, it in new.passages.items()}
    _change(run, "change_passages", passages, kept)
    _publish_drawing(load.before.drawing, load.after.drawing, run, progress)
    sources = [it.properties for it in load.after.drawing.nodes.values() if "Source" in it.labels]
    said = seal(sources, ((it.source, it.properties) for it in new.claims.values()))
    release = after.release
    published = {
        "key": "Release/current",
        "id": "current",
        "name": f"release {release.number}",
        "number": release.number,
        "created": release.created,
        "sha256": release.sha256,
        "evidence": said,
    }
    run("write_release", release=published)


def _change(
    run: Run,
    statement: str,
    before: Iterable[tuple[str, Properties]],
    after: Mapping[str, Properties],
) -> None:
    """Write the properties that differ of what stays; None takes one away."""
    rows: list[Row] = []
    for id_, old in before:
        new = after.get(id_)
        if new is not None and new != old:
            names = old.keys() | new.keys()
            changed = {name: new.get(name) for name in names if new.get(name) != old.get(name)}
            rows.append({"id": id_, "properties": changed})
    _write_all(run, statement, rows)


def _publish_drawing(old: Drawing, new: Drawing, run: Run, progress: Progress) -> None:
    """Turn one drawing into another: relationships go, nodes come, relationships come, nodes go."""
    gone = [(key[0], _ends(key)) for key in old.relationships if key not in new.relationships]
    nodes = [
        (node.labels, node.properties)
        for key, node in new.nodes.items()
        if old.nodes.get(key) != node
    ]
    ties = [
        (
            ("write_relationships" if known is None else "change_relationships", key[0]),
            {**_ends(key), "properties": properties},
        )
        for key, properties in new.relationships.items()
        if (known := old.relationships.get(key)) != properties
    ]
    dropped = [(node.labels, key) for key, node in old.nodes.items() if key not in new.nodes]
    run = _counted(run, progress, len(gone) + len(nodes) + len(ties))
    for type_, rows in _grouped(gone):
        _write_all(run, "drop_relationships", rows, type=type_)
    for labels, rows in _grouped(nodes):
        _write_all(run, "write_nodes", rows, labels=labels)
    for (statement, type_), rows in _grouped(ties):
        _write_all(run, statement, rows, type=type_)
    for labels, keys in _grouped(dropped):
        _drop(run, labels, keys)


def _ends(key: RelationshipKey) -> dict[str, Any]:
    """How a relationship is found again."""
    _, start, end, id_ = key
    return {"start": start, "end": end, "id": id_}


def _grouped(pairs: Iterable[tuple[_K, _T]]) -> list[tuple[_K, list[_T]]]:
    """The second ones by the first, in order of these."""
    groups: defaultdict[_K, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return [(key, groups[key]) for key in sorted(groups)]


def _counted(run: Run, progress: Progress, total: int) -> Run:
    """A Run that tells how many rows of so many it has written."""
    done = 0

    def run_counted(statement: str, /, **parameters: object) -> Sequence[Row]:
        nonlocal done
        found = run(statement, **parameters)
        rows: Any = parameters.get("rows")
        done += len(rows) if rows else 0
        progress("writing what they add up to", min(done, total), total)
        return found

    return run_counted


def _drop(run: Run, labels: Sequence[str], keys: Sequence[str]) -> None:
    """Take nodes out; StoreError where somebody else has tied something to one of them."""
    for batch in _batches(keys):
        held = [row["key"] for row in run("find_foreign_ties", rows=batch)]
        if held:
            raise StoreError(
                f"{', '.join(held)} would go from the graph, but something that no source states "
                "is tied to it; nothing was changed. See it in Neo4j, and take it away first: "
                f"MATCH p = (:CareerGraph {{key: '{held[0]}'}})-[r]-(n) WHERE NOT n:CareerGraph OR "
                "(r.id IS NULL AND NOT r:SAYS|PART_OF|ABOUT) RETURN p"
            )
        _write(run, "drop_nodes", batch, labels=labels)


def clear(number: int, run: Run, transact: Transact) -> None:
    """Undo what loads that never came to their end have left beside release `number`."""
    if run("count_leftovers", number=number)[0]["number"]:
        transact(partial(_keep, number=number))
        sweep(number, transact)


def _keep(run: Run, number: int) -> None:
    run("keep_claims", number=number)


def sweep(number: int, transact: Transact) -> None:
    """Delete what no release that is or was current at `number` reads."""
    swept: list[int] = [_ROWS]

    def sweep_some(run: Run) -> None:
        swept[0] = run("sweep_claims", number=number, rows=_ROWS)[0]["number"]

    while swept[0] == _ROWS:
        transact(sweep_some)
    transact(lambda run: run("sweep_things"))


def _write_all(run: Run, statement: str, rows: Sequence[object], **parameters: object) -> None:
    for batch in _batches(rows):
        _write(run, statement, batch, **parameters)


def _write(run: Run, statement: str, rows: Sequence[object], **parameters: object) -> None:
    """Run a statement on rows, each of which it must find; DriftError where it does not."""
    if not rows:
        return
    found = run(statement, rows=rows, **parameters)[0]["number"]
    if found != len(rows):
        raise DriftError(f"{statement}: {found} of {len(rows)}")


def _batches(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield the rows, so many at a time."""
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]

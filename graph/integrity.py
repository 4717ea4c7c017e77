"""What must hold across all rows of all sources; every breach becomes an issue with its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import process

from .records import Document
from .sources import Issue, Source
from .tables import TABLES, list_references

_NEAR = 70  # rapidfuzz score from which an id is worth suggesting
_SUGGESTED = 200  # unknown ids for which a near one is looked for


def list_issues(sources: Sequence[Source], *, checked: bool = False) -> list[Issue]:
    """Every problem of these sources, alone and together, in order of place.

    Where all that they say was `checked` before, only whether they say it once.
    """
    issues = [issue for source in sources for issue in source.issues]
    issues += _repeated(sources)
    if not checked:
        issues += _dangling(sources)
        issues += _stages_with_stages(sources)
        issues += _kinds_in_a_circle(sources)
    return sorted(set(issues))


def _each(sources: Sequence[Source], table: str) -> Iterator[tuple[Source, int, Any]]:
    """Yield (source, row index, record) for each row of a table."""
    for source in sources:
        for index, record in enumerate(source.rows.get(table, ())):
            yield source, index, record


def _repeated(sources: Sequence[Source]) -> Iterator[Issue]:
    """An id stands once in a source; two sources that define it must not contradict each other."""
    for table in (table for table in TABLES.values() if table.key is not None):
        first: dict[str, tuple[Source, dict[str, Any]]] = {}
        own: set[tuple[int, str]] = set()  # by source, whatever its name
        for source, index, record in _each(sources, table.name):
            cells = {
                name: value
                for name, value in table.cells(record).items()
                if value is not None and name not in ("document", "start", "end")
            }
            if (id(source), record.id) in own:
                yield source.issue(
                    table.name, index, "id", f"id is {record.id!r} again; give each id one row."
                )
                continue
            own.add((id(source), record.id))
            if record.id not in first:
                first[record.id] = (source, cells)
                continue
            other, stated = first[record.id]
            for name, value in cells.items():
                if stated.setdefault(name, value) != value:
                    yield source.issue(
                        table.name,
                        index,
                        name,
                        f"{name} is {_plain(value)}, but source {other.name!r} says "
                        f"{_plain(stated[name])} of "
                        f"{record.id!r}; make them agree, or leave this cell empty.",
                    )


def _plain(value: object) -> str:
    """A value as it is typed, in quotes where it is text."""
    return repr(str(value) if isinstance(value, str) else value)


def list_documents(sources: Sequence[Source]) -> list[Document]:
    """Every document row, and one for each source with rows that name no document."""
    documents = [record for _, _, record in _each(sources, "documents")]
    own = (source.own_document for source in sources)
    return documents + [document for document in own if document is not None]


def _known(sources: Sequence[Source]) -> dict[str, set[str]]:
    """The ids that rows may refer to, by table."""
    known = {
        table.name: {record.id for _, _, record in _each(sources, table.name)}
        for table in TABLES.values()
        if table.key is not None
    }
    known["documents"] = {document.id for document in list_documents(sources)}
    for source in sources:
        for table_name, id_ in source.broken:
            known[table_name].add(id_)
    return known


def _dangling(sources: Sequence[Source]) -> Iterator[Issue]:
    """Every id that a row refers to is defined somewhere; an unread table may define any."""
    known = _known(sources)
    near = _Nearest(known)
    unread = frozenset[str]().union(*(source.unread for source in sources))
    for table in TABLES:
        for source, index, record in _each(sources, table):
            for column, refers, id_ in list_references(record):
                if id_ not in known[refers] and refers not in unread:
                    yield source.issue(
                        table, index, column, _dangling_message(column, refers, id_, near)
                    )


def _dangling_message(column: str, refers: str, id_: str, nearest: "_Nearest") -> str:
    """The sentence for an id that nothing defines, with the nearest one that something does."""
    thing = "industry" if refers == "industries" else refers.removesuffix("s")
    near = nearest.find(refers, id_)
    mend = f"Did you mean {near!r}?" if near else f"Add it to the {refers} table."
    return f"{column} is {id_!r}; no {thing} has that id. {mend}"


class _Nearest:
    """Finds the known id nearest to another; only for the first unknown ones, as each costs."""

    def __init__(self, known: Mapping[str, set[str]]) -> None:
        self._known = {table: sorted(ids) for table, ids in known.items()}
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, table: str, id_: str) -> str | None:
        """The nearest id of a table, None where none is near or too many were asked for."""
        key = (table, id_)
        if key not in self._found and len(self._found) < _SUGGESTED:
            near = process.extractOne(id_, self._known[table], score_cutoff=_NEAR)
            self._found[key] = near[0] if near else None
        return self._found.get(key)


def _stages_with_stages(sources: Sequence[Source]) -> Iterator[Issue]:
    """A stage has no stages of its own (semantics 1.3)."""
    lines = {record.line for _, _, record in _each(sources, "stages")}
    for source, index, record in _each(sources, "stages"):
        if record.role in lines:
            yield source.issue(
                "stages",
                index,
                "role",
                f"role is {record.role!r}, which is a line with stages of its own; "
                "a stage has none, so name the stages of one line only.",
            )


def _kinds_in_a_circle(sources: Sequence[Source]) -> Iterator[Issue]:
    """Nothing is, through others, a kind of itself."""
    above = {
        record.id: record.kind_of
        for _, _, record in _each(sources, "roles")
        if record.kind_of is not None
    }
    for source, index, record in _each(sources, "roles"):
        seen, id_ = {record.id}, record.kind_of
        while id_ is not None and id_ not in seen:
            seen.add(id_)
            id_ = above.get(id_)
        if id_ == record.id:
            yield source.issue(
                "roles",
                index,
                "kind_of",
                f"kind_of is {record.kind_of!r}, which is in turn a kind of {record.id!r}; "
                "break the circle.",
            )

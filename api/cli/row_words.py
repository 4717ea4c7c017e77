"""Rows of any table in words, and how one differs from what it was."""

from collections.abc import Iterable
from typing import Any

from graph.changes import RowChange
from graph.names import preferred_name
from graph.records import Code, CodeRelation, Document, Entity, EntityKind, Industry, Record
from graph.says import Speaker
from graph.sources import Source
from graph.tables import KIND_TABLES, table_of

from ..words import say


class RowWords:
    """Puts rows into words of one language."""

    def __init__(self, known: Iterable[Source], language: str) -> None:
        """Name the things that rows are about as these sources do, the first ones first."""
        sources = tuple(known)
        self._language = language
        self._speaker = Speaker(self, language)
        self._things: dict[tuple[EntityKind, str], Entity] = {
            (kind, row.id): row
            for kind, table in KIND_TABLES.items()
            for source in reversed(sources)
            for row in source.rows.get(table, ())
        }

    def get_entity(self, kind: EntityKind, id_: str) -> Entity:
        """The thing of that kind; one that no source defines has its id as its name."""
        return self._things.get((kind, id_)) or Industry(id=id_, name_en=id_)

    def say(self, row: Record) -> str:
        """What a row says; of what has an id, the id and the name."""
        if isinstance(row, Document):
            return self._word("cli.field", name=row.id, text=row.title)
        if isinstance(row, Code):
            return self._say_code(row)
        if isinstance(row, Entity):
            return self._word("cli.field", name=row.id, text=preferred_name(row, self._language))
        return self._speaker.says(row)

    def say_change(self, change: RowChange) -> str:
        """What a row said, and each column that differs: before → after.

        A thing with another name is its id and both names.
        """
        columns = [name for name in change.columns if name not in change.renamed]
        cells = [f"{name} {say_both(*_cells(change, name))}" for name in columns]
        row = self.say(change.before)
        if change.renamed:
            names = [say_both(*_cells(change, name)) for name in change.renamed]
            row = self._word("cli.field", name=change.before.id, text=self._join(names))
        return self._word("cli.diff.row", row=row, columns=self._join(cells)) if cells else row

    def _say_code(self, code: Code) -> str:
        name = preferred_name(self.get_entity(code.kind, code.id), self._language)
        text = f"{code.scheme} {code.code}"
        if code.relation is not CodeRelation.EXACT:
            text = self._word("cli.marked", text=text, marks=code.relation)
        return self._word("cli.field", name=name, text=text)

    def _join(self, parts: list[str]) -> str:
        return self._word("cli.comma").join(parts)

    def _word(self, word: str, **values: object) -> str:
        return say(self._language, word, **values)


def _cells(change: RowChange, column: str) -> tuple[Any, Any]:
    """A column's cell before and after."""
    field = table_of(change.before).column(column).field
    return getattr(change.before, field), getattr(change.after, field)


def say_both(before: object, after: object) -> str:
    """What was and what is, once where it is the same; nothing is a dash."""
    was, is_ = ("–" if value is None else str(value) for value in (before, after))
    return was if was == is_ else f"{was} → {is_}"

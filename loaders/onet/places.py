"""Places: where something of O*NET is said, so that it can be cited, set aside or complained of."""

from typing import NamedTuple

from graph.records import Passage

from ..published import PublishedTable


class Place(NamedTuple):
    """A row: its table, and the line that it begins on."""

    table: PublishedTable
    line: int

    def cite(self, document: str, remark: str = "") -> Passage:
        """The passage of a document that the row is, with a remark on it before the table."""
        table = self.table.name
        return Passage(document, table=f"{remark}, {table}" if remark else table, row=self.line)

    def set_aside(self, reason: str) -> None:
        """Say why nothing comes of the row; a reason is a clause."""
        self.table.set_aside(self.line, reason)

    def complain(self, column: str, message: str) -> None:
        """Say what is wrong with a cell of the row, as a sentence with the value and the remedy."""
        self.table.complain(self.line, column, message)

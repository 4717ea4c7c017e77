"""Prints answers: for people on a terminal, or plainly, one row a line, into a file or pipe."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..words import say
from .output import close_stdout, print_text

_WIDE = 100_000  # columns of what is no terminal: nothing is ever wrapped or cut


@dataclass(frozen=True, slots=True)
class Page:
    """How answers are laid out: the language, and the terminal's width (None: no terminal)."""

    language: str
    width: int | None = None

    def say(self, word: str, **values: object) -> str:
        """A word or sentence in the page's language."""
        return say(self.language, word, **values)

    def count(self, word: str, number: int) -> str:
        """So many of something; the word has a form for one and one for many."""
        return self.say(f"{word}.{'one' if number == 1 else 'many'}", number=number)

    def marked(self, text: str, marks: Sequence[str]) -> str:
        """The text with its marks in brackets."""
        if not marks:
            return text
        return self.say("cli.marked", text=text, marks=self.say("cli.comma").join(marks))

    def field(self, name: str, text: str) -> str:
        """A name and what it stands for."""
        return self.say("cli.field", name=name, text=text)

    def stack(self, parts: Iterable[str]) -> str:
        """Several things in one cell: below each other on a terminal, else beside each other."""
        return ("; " if self.width is None else "\n").join(parts) or "–"

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], *, whole: int = 0
    ) -> Table:
        """A table of clean text; the headings are words. The last `whole` columns never wrap."""
        table = Table(
            box=None if self.width is None else box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, 2, 0, 0),
            header_style="bold",
        )
        for number, heading in enumerate(headings):
            no_wrap = number >= len(headings) - whole
            table.add_column(Text(self.say(heading)), overflow="fold", no_wrap=no_wrap)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        return table

    def line(self, text: str, *, indent: int = 0, style: str = "") -> RenderableType:
        """A line of text; on a terminal it is wrapped with its indent."""
        content = Text(text, style=style, overflow="fold")
        return Padding(content, (0, 0, 0, indent), expand=False)

    def gap(self) -> RenderableType:
        """An empty line."""
        return Text("")

    def heading(self, text: str) -> RenderableType:
        """A line that begins something."""
        return self.line(text, style="bold")

    def print(self, blocks: Iterable[RenderableType]) -> None:
        """Print the blocks in order."""
        if self.width is not None:
            console = _Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
            for block in blocks:
                console.print(block)
            return
        written = StringIO()
        console = _Console(
            file=written,
            width=_WIDE,
            force_terminal=False,
            no_color=True,
            highlight=False,
            markup=False,
            emoji=False,
        )
        for block in blocks:
            console.print(block)
        print_text("\n".join(line.rstrip() for line in written.getvalue().splitlines()))


def open_page(language: str) -> Page:
    """The page for what stdout is."""
    return Page(language, Console().width if sys.stdout.isatty() else None)


class _Console(Console):
    """A console that ends as a closed pipe ends."""

    def on_broken_pipe(self) -> None:
        raise SystemExit(int(close_stdout()))

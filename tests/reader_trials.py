"""Trials of the readers of sources: a case is loaded, and all that is said of it is judged."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reader_seeds import Case, Target

from graph.errors import LoadError
from graph.integrity import list_issues
from graph.sources import Source
from loaders import AUTO, LOADERS, list_locations, load_source, recognise

_LONGEST = 2000  # characters of a message
_UNPRINTED = {"Cc", "Cs", "Zl", "Zp"}  # controls, surrogates, ends of lines and paragraphs
_INTERNAL = re.compile(
    r"""Traceback|<class '| object at 0x|\(\)|workbook \('[^']*'\)|\w+Error\(|Errno"""
)
"""What shows that a message was made by a program for programmers."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
"""What a message shows of the file, which may hold anything."""


class Ground:
    """A folder with every tiny source, in each of which one file at a time holds other bytes."""

    def __init__(self, folder: Path, targets: list[Target]) -> None:
        """Write the sources of these targets."""
        self._folder = folder
        for target in targets:
            for name, data in target.files.items():
                path = self._place(target) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def _place(self, target: Target) -> Path:
        return self._folder / target.source.replace(" ", "-")

    def attempt(self, case: Case) -> Source | None:
        """Load a case: its source, None where it was refused; AssertionError for a bad message.

        What else is raised is a fault of the reader.
        """
        target = case.target
        path = self._place(target) / target.file
        path.write_bytes(target.pack(case.content))
        try:
            return self._load(case)
        finally:
            path.write_bytes(target.files[target.file])

    def _load(self, case: Case) -> Source | None:
        place = self._place(case.target)
        alone = len(case.target.files) == 1
        location = str(place / case.target.file if alone else place)
        format_ = AUTO if case.auto else case.target.format_
        if case.auto:
            assert recognise(Path(location)) in LOADERS
            assert list_locations(location) == [location]
        try:
            source = load_source(location, name="x", format_=format_, encoding=case.encoding)
        except LoadError as error:
            for message in error.issues:
                self._judge(message, location)
            return None
        for message in _list_messages(source):
            self._judge(message, location)
        _check_tallies(source)
        return source

    def _judge(self, message: str, location: str) -> None:
        """Fail where a message is no line of bounded length for people."""
        assert message, "a message is empty"
        bad = {unicodedata.category(letter) for letter in message} & _UNPRINTED
        assert not bad, f"a message is no line of text: {message!r}"
        assert len(message) <= _LONGEST, f"a message is too long: {message!r}"
        internal = _INTERNAL.search(_QUOTED.sub("''", message))
        assert not internal, f"a message is for programmers: {message!r}"
        told = message.replace(repr(location), "")
        assert str(self._folder) not in told, f"a message tells where files are: {message!r}"


def _list_messages(source: Source) -> Iterator[str]:
    """Yield all that is said of a source."""
    yield from map(str, list_issues([source]))
    yield from source.notes
    for tally in source.tallies:
        yield tally.file
        yield from (one.reason for one in tally.aside)


def _check_tallies(source: Source) -> None:
    """Fail where a row of a file is not accounted for."""
    for tally in source.tallies:
        aside = {line for one in tally.aside for line in one.lines}
        assert tally.used <= tally.rows, tally
        assert source.issues or tally.used + len(aside) == tally.rows, tally

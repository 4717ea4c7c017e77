"""What is said of things that other sources define: left out where these do not have them any more.

A crosswalk is made against one edition of two data sets and loaded beside others: of what the one
at hand lacks it has nothing to say. Where all of a data set is missing, that is a mistake. Moves
that were inferred from a source are of the edition that was there then.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .records import Code
from .sources import INFERRED, Issue, Source
from .tables import KIND_TABLES, TABLES


def settle_all(sources: Sequence[Source]) -> tuple[Source, ...]:
    """These sources settled, without those that were inferred from one that is not among them."""
    names = {source.name for source in sources}
    return tuple(
        settle(source, sources)
        for source in sources
        if source.format != INFERRED or source.location in names
    )


def settle(source: Source, sources: Iterable[Source]) -> Source:
    """A source without its codes of things that none of the sources defines, and a note of these.

    Only codes of a data set that it leans on are left out. One of which no thing is there becomes
    an issue. An inferred source is without its moves of roles that are not there. Any other source
    is as it was.
    """
    if source.format == INFERRED:
        return _settle_inferred(source, sources)
    if not source.leans_on:
        return source
    known = {
        (table, record.id)
        for other in sources
        for table in KIND_TABLES.values()
        for record in other.rows.get(table, ())
    }
    kept, there = [], set()
    missing: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code in source.rows.get("codes", ()):
        begin = _find_begin(source, code)
        if (KIND_TABLES[code.kind], code.id) in known:
            there.add(begin)
        elif begin is not None:
            missing[begin][code.id] = missing[begin].get(code.id, 0) + 1
            continue
        kept.append(code)
    wanted = [begin for begin in missing if begin not in there]
    return replace(
        source,
        rows={**source.rows, "codes": tuple(kept)},
        issues=(*source.issues, *(_want(source, begin) for begin in wanted)),
        notes=(
            *source.notes,
            *(_say(source, begin, missing[begin]) for begin in missing if begin in there),
        ),
    )


def _settle_inferred(source: Source, sources: Iterable[Source]) -> Source:
    roles = {role.id for other in sources for role in other.rows.get("roles", ())}
    moves = source.rows.get("moves", ())
    kept = tuple(move for move in moves if move.from_ in roles and move.to in roles)
    if len(kept) == len(moves):
        return source
    return replace(source, rows={**source.rows, "moves": kept})


def _find_begin(source: Source, code: Code) -> str | None:
    """How the id of what a code is of begins, of what the source leans on; the longest one."""
    begins = [begin for begin in source.leans_on if code.id.startswith(begin)]
    return max(begins, key=len, default=None)


def _want(source: Source, begin: str) -> Issue:
    """The issue that a whole data set is missing."""
    message = (
        f"nothing of {source.leans_on[begin]} is there, which these codes are of (ids such as "
        f"{begin}…); load it too, with this source or before it."
    )
    return Issue(source.name, list(TABLES).index("codes"), 0, 0, source.name, message)


def _say(source: Source, begin: str, missing: dict[str, int]) -> str:
    """The note that codes were left out."""
    return (
        f"{sum(missing.values())} codes are of what {source.leans_on[begin]}, as it is loaded, "
        f"does not have, and were left out: {', '.join(sorted(missing))}."
    )

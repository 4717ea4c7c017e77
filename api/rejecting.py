"""Loads without rejected rows: which are left out of a change, and the change without them."""

from collections.abc import Sequence
from dataclasses import replace

from graph.rejecting import Reread, leave_out
from graph.sources import Source
from graph.stores import Change, Store


def reject_rows(
    change: Change, read: Sequence[Source], store: Store, reread: Reread, *, most: int
) -> tuple[Change, tuple[Source, ...]]:
    """The change without the rows that have a problem, and the sources that were `read` so.

    What the change loads beside these is kept as it is. What the store holds is looked at as it is
    now: where it changes before the change is made, that is checked again and may be refused.
    """
    before = () if store.read_release() is None else store.read().sources
    names = {source.name for source in read}
    kept = [source for source in change.apply(before) if source.name not in names]
    left = leave_out(read, kept, reread, most=most)
    others = (source for source in change.load if source.name not in names)
    return replace(change, load=(*others, *left)), left

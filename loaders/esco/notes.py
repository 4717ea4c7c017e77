"""What a person should know of how ESCO was read, beside the account of its rows."""

from collections import Counter
from collections.abc import Iterator

from .concepts import Concept
from .industries import read_nace
from .reading import Esco
from .records import KINDS, MAIN, list_labels


def list_notes(esco: Esco) -> Iterator[str]:
    """Yield a sentence for each kind of cell that was not read as it stands, with how many."""
    named = [*esco.isco_groups, *esco.occupations, *esco.skills]
    repeated = sum(map(_count_repeated, named))
    if repeated:
        yield f"{repeated} labels repeat another label of the same concept and language."
    foreign = Counter(next(iter(it.labels)) for it in named if not set(MAIN) & set(it.labels))
    for language, times in sorted(foreign.items()):
        yield (
            f"{times} concepts have no label in English; their label in {language!r} stands in "
            "its place."
        )
    types = Counter(it.more["skillType"] for it in esco.skills if it.more["skillType"] not in KINDS)
    for type_, times in sorted(types.items()):
        what = f"the skillType {type_!r}" if type_ else "no skillType"
        yield f"{times} skills have {what}; what kind they are is left open."
    unknown = sum(
        nace is None for it in esco.occupations for nace in read_nace(it.more["naceCode"])
    )
    if unknown:
        yield f"{unknown} addresses in naceCode are no NACE codes; they were not read."


def _count_repeated(concept: Concept) -> int:
    """The labels of a concept that are no further name, as another one is the same."""
    return sum(
        len((labels.preferred, *labels.alternative, *labels.hidden))
        - len({labels.preferred, *list_labels(language, labels)})
        for language, labels in concept.labels.items()
    )

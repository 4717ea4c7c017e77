"""docs/inferred.md has what inferred moves are like, where the data sets are at hand."""

from pathlib import Path

import inferred
from shared import find_shared

from graph.overlap import AT_LEAST, MOST

_DOCS = Path(__file__).resolve().parents[1] / "docs" / "inferred.md"


def test_the_documented_precision_is_the_measured_one() -> None:
    """The rows of the defaults stand there, for ESCO and O*NET, with every figure."""
    parts = ("esco", "onet", "onet-career-changers", "crosswalk", "nesta-transitions")
    folders = [find_shared(f"data/{part}") for part in parts]
    said = _DOCS.read_text("utf-8").replace("**", "")
    for world in inferred.read_worlds(folders[0].parent):
        assert inferred.say_chosen(world, AT_LEAST, MOST) in said

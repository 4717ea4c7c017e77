"""The exports: the graph in a format that others read.

To add one: a module with a `write_…` function, and a line in EXPORTS.
"""

from collections.abc import Callable
from pathlib import Path

from ..catalog import CareerGraph
from .tables import write_tables

__all__ = ["EXPORTS", "write_tables"]

EXPORTS: dict[str, Callable[[CareerGraph, Path], list[Path]]] = {"tables": write_tables}
"""What writes each format to a path; every writer returns the files it wrote."""

"""The career graph as people use it: GraphQL service, command line, notebooks."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .notebook import Graph

__all__ = ["open_graph"]


def open_graph(store: str = "bundled:", *, language: str = "zh") -> "Graph":
    """A release of the career graph for a notebook; close it, or use it in a `with` block.

    `store` is the bundled data set, in memory, or any store URL; `language` is zh or en. Everything
    else is set in the environment, as for the command line. Raises SettingError or StoreError
    where the store cannot be read.

    >>> with open_graph(language="en") as g:
    ...     g.routes("电话客服", "客服总监").routes[0].months
    7 years (72 months or more)
    """
    from .notebook import open_graph as open_  # noqa: PLC0415 `import api` does no work

    return open_(store, language=language)

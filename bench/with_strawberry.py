"""Strawberry as a peer: https://strawberry.rocks (MIT). Its stock ASGI view, on the same engine.

With `--caches` it keeps the documents that it has parsed and validated, as its guide shows.
"""

import sys

import strawberry
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry_schema import Query
from with_starlette import serve

from api.context import Context, Library, open_library
from api.settings import read_settings
from api.stores import read_graph

_KEPT = 256  # documents; our service keeps as many that were valid


class _View(GraphQL[Context, None]):
    """The view, with what our resolvers are given."""

    def __init__(self, schema: strawberry.Schema, library: Library) -> None:
        super().__init__(schema)
        self._context = Context(library)

    async def get_context(
        self,
        request: Request | WebSocket,  # noqa: ARG002 the same for all
        response: Response | WebSocket,  # noqa: ARG002
    ) -> Context:
        """One release, in its first language."""
        return self._context


def main() -> None:
    """Serve the bundled data set."""
    caches = [lambda: ParserCache(_KEPT), lambda: ValidationCache(_KEPT)]
    kept = caches if "--caches" in sys.argv[1:] else []
    settings = read_settings({"CAREER_STORE": "bundled:"})
    library = open_library(read_graph(settings), documents=None, work=settings.limit_work)
    serve(_View(strawberry.Schema(Query, extensions=kept), library))


if __name__ == "__main__":
    main()

"""The pages and files beside GraphQL: the first page, the schema, and how the service is."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from ..context import Library
from ..errors import Code
from ..schema import print_sorted
from ..settings import Settings, variable
from .answering import make_problem, refuse
from .current import CurrentLibrary
from .neo4j_browser import read_style, render_guide

# Neo4j Browser fetches from its own origin, and asks first.
_FOR_ANY_PAGE = Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"])

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Career graph</title>
<h1>Career graph</h1>
<p>Release {number}: {roles} roles, {moves} moves, {documents} documents.</p>
<p>Ask in <a href="/graphiql">GraphiQL</a>, or at <code>/graphql</code> (GraphQL over HTTP, GET or
POST); the schema is at <a href="/schema.graphql">/schema.graphql</a>. For example:
<a href="/graphql?query={query}">the route from 电话客服 to 客服总监</a>.</p>
</html>
"""
_EXAMPLE = (
    '{routes(from:{name:"电话客服"},to:{name:"客服总监"})'
    "{...on RouteList{routes{moves months{low typical high} steps{from{name} to{name}}}}}}"
)


def list_open_pages(settings: Settings, current: CurrentLibrary) -> list[BaseRoute]:
    """The routes that nobody is asked for a key for."""

    async def page(_: Request) -> Response:
        return HTMLResponse(_render_page(current.library))

    async def guide(_: Request) -> Response:
        return HTMLResponse(render_guide())

    async def style(_: Request) -> Response:
        return PlainTextResponse(read_style())

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        return _readiness(current, settings)

    return [
        Route("/", page),
        Route("/livez", live),
        Route("/readyz", ready),
        Mount(
            "/neo4j",
            routes=[Route("/guide.html", guide), Route("/career.grass", style)],
            middleware=[_FOR_ANY_PAGE],
        ),
    ]


def list_guarded_pages(
    settings: Settings, write_metrics: Callable[[], bytes], guards: Sequence[Middleware]
) -> list[BaseRoute]:
    """The routes of the schema and of the numbers."""

    async def schema(request: Request) -> Response:
        if not settings.introspection:
            message = f"The schema is not shown here ({variable('introspection')} is off)."
            return refuse(request, make_problem(Code.BAD_INPUT, message), status=404)
        return PlainTextResponse(print_sorted())

    async def metrics(_: Request) -> Response:
        return Response(write_metrics(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return [
        Route("/schema.graphql", schema, middleware=guards),
        Route("/metrics", metrics, middleware=guards),
    ]


def _readiness(current: CurrentLibrary, settings: Settings) -> Response:
    """Whether a release is loaded, and whether the store is there."""
    library = current.library
    state = {
        "release": None if library is None else library.career_graph.release.number,
        "store": settings.store_url,
        "storeReachable": current.reachable,
        "ageSeconds": None if library is None else current.age_seconds,
    }
    return JSONResponse(state, 503 if library is None else 200)


def _render_page(library: Library | None) -> str:
    if library is None:
        return "<!doctype html><title>Career graph</title><p>The store has not been reached yet."
    career_graph = library.career_graph
    return _PAGE.format(
        number=career_graph.release.number,
        roles=len(career_graph.roles),
        moves=len(career_graph.moves),
        documents=len(career_graph.documents),
        query=quote(_EXAMPLE),
    )

"""The service: GraphQL over HTTP on the store's current release, held in memory."""

import json
import logging
import socket
from contextlib import closing, suppress
from typing import Any
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from graph.names import LANGUAGES

from .context import Context, Library
from .current import CurrentLibrary
from .errors import Code
from .execute import run
from .http_request import (
    PLAIN_JSON,
    GraphQLRequest,
    RequestError,
    choose_language,
    choose_media_type,
    holds_tag,
    make_tag,
    read_request,
)
from .limits import Budget
from .neo4j_browser import read_style, render_guide
from .schema import build, print_sorted
from .settings import Settings

_RETRY_SECONDS = 2  # after which a client may ask again for a release
_TOO_LARGE = 413  # the HTTP status of a body over its limit
_SECONDS_TO_END = 3  # that running requests get when the service is told to end

# Neo4j Browser fetches from its own origin, and asks first.
_FOR_ANY_PAGE = Middleware(CORSMiddleware, allow_origins=["*"], allow_headers=["*"])

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Career graph</title>
<h1>Career graph</h1>
<p>Release {number}: {roles} roles, {moves} moves, {documents} documents.</p>
<p>Ask at <code>/graphql</code> (GraphQL over HTTP, GET or POST); the schema is at
<a href="/schema.graphql">/schema.graphql</a>. For example:
<a href="/graphql?query={query}">the route from 电话客服 to 客服总监</a>.</p>
</html>
"""
_EXAMPLE = (
    '{routes(from:{name:"电话客服"},to:{name:"客服总监"})'
    "{...on RouteList{routes{moves months{low typical high} steps{from{name} to{name}}}}}}"
)


def create_app(settings: Settings, current: CurrentLibrary) -> Starlette:
    """The service as an ASGI application, answering from the library that is current."""

    async def graphql(request: Request) -> Response:
        return await _answer(request, current.library, settings)

    async def page(_: Request) -> Response:
        return HTMLResponse(_render_page(current.library))

    async def schema(_: Request) -> Response:
        return PlainTextResponse(print_sorted())

    async def guide(_: Request) -> Response:
        return HTMLResponse(render_guide())

    async def style(_: Request) -> Response:
        return PlainTextResponse(read_style())

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_: Request) -> Response:
        return _readiness(current, settings)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/graphql", graphql, methods=["GET", "POST"]),
            Route("/schema.graphql", schema),
            Mount(
                "/neo4j",
                routes=[Route("/guide.html", guide), Route("/career.grass", style)],
                middleware=[_FOR_ANY_PAGE],
            ),
            Route("/livez", live),
            Route("/readyz", ready),
        ],
    )


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


def serve(settings: Settings) -> None:
    """Serve until interrupted; prints the address once it answers.

    Raises StoreError where the store cannot be read, unless it is remote: then it is waited for.
    """
    logging.basicConfig(level=settings.log_level.upper())
    if settings.log_level != "debug":  # /readyz says that a store is away; not each try again
        logging.getLogger("neo4j").setLevel(logging.ERROR)
    current = CurrentLibrary(settings)
    build()
    config = uvicorn.Config(
        create_app(settings, current),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_SECONDS_TO_END,
    )
    current.start()
    with closing(current), suppress(KeyboardInterrupt):  # raised once the server ended in order
        _Server(config).run()


class _Server(uvicorn.Server):
    """Says where it answers, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address of each socket."""
        await super().startup(sockets)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
                print(f"Serving http://{place}/ (Ctrl-C stops)", flush=True)  # noqa: T201 for people


async def _answer(request: Request, library: Library | None, settings: Settings) -> Response:
    """The HTTP answer to a GraphQL request, from one release."""
    try:
        media_type = choose_media_type(request)
    except RequestError as error:
        return _refusal(error, PLAIN_JSON)
    try:
        asked = await read_request(request, most_bytes=settings.limit_body_bytes)
    except RequestError as error:
        return _refusal(error, media_type)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    if library is None:
        return _unavailable(media_type)
    language = choose_language(request, LANGUAGES)
    headers = {"Vary": "Accept, Accept-Language"}
    if request.method != "POST":
        release = library.career_graph.release
        tag = make_tag(asked, f"{release.number} {release.sha256}", language, media_type)
        if holds_tag(request, tag):
            return Response(status_code=304, headers={**headers, "ETag": tag})
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
    context = Context(library, language, settings, Budget(settings))
    answer = await run_in_threadpool(_run, context, asked)
    status = 200 if "data" in answer or media_type == PLAIN_JSON else 400
    response = _json(answer, status, media_type)
    if "errors" not in answer:
        response.headers.update(headers)
    return response


def _run(context: Context, asked: GraphQLRequest) -> dict[str, Any]:
    return run(context, asked.query, asked.variables, asked.operation)


def _unavailable(media_type: str) -> Response:
    """The answer as long as no release was read."""
    problem = {
        "message": "The store has not been reached yet; try again soon, and see /readyz.",
        "extensions": {"code": Code.STORE_UNAVAILABLE.value},
    }
    response = _json({"errors": [problem]}, 503, media_type)
    response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _refusal(error: RequestError, media_type: str) -> Response:
    """The answer to something that is no GraphQL request."""
    code = Code.LIMIT_EXCEEDED if error.status == _TOO_LARGE else Code.BAD_INPUT
    problem = {"message": str(error), "extensions": {"code": code.value}}
    return _json({"errors": [problem]}, error.status, media_type)


def _json(answer: dict[str, Any], status: int, media_type: str) -> Response:
    content = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(content, status, media_type=f"{media_type}; charset=utf-8")


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

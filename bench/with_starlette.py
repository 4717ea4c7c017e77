"""Starlette as a peer: https://starlette.dev (BSD). The least that an endpoint with JSON does.

It reads the body as JSON and answers with a dict, as JSON: those that it reads from stdin, by path.
"""

import json
import socket
import sys
from collections.abc import Mapping
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp


def serve(app: ASGIApp) -> None:
    """Serve an application on a free port, with the parser that our service has and no log."""
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY).
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    print(f"Serving http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(app, http="httptools", ws="none", log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def create_app(answers: Mapping[str, Any]) -> ASGIApp:
    """An application that answers with these."""
    return Starlette(routes=[_route(path, answer) for path, answer in answers.items()])


def _route(path: str, answer: Mapping[str, Any]) -> Route:
    async def respond(request: Request) -> Response:
        json.loads(await request.body())
        return JSONResponse(answer)

    return Route(path, respond, methods=["POST"])


if __name__ == "__main__":
    serve(create_app(json.load(sys.stdin)))

"""GraphiQL at /graphiql: the page, its parts, and the examples it opens with."""

from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ..example_queries import list_examples
from ..graphiql_files import File, files_folder, list_files

_OWN = files("api").joinpath("graphiql")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
_FRESH = {"Cache-Control": "no-cache"}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # a name holds its version
_TAGS = {
    ".js": '<script src="graphiql/files/{0.name}" integrity="{0.integrity}" defer></script>',
    ".css": '<link rel="stylesheet" href="graphiql/files/{0.name}" integrity="{0.integrity}">',
}


def list_graphiql_routes() -> list[Route]:
    """The routes under /graphiql; none wants a key: the page asks its user for what /graphql wants.

    Files that are fetched while the service runs are there at once.
    """
    folder = files_folder()
    known = {file.name for file in list_files()}

    async def page(_: Request) -> Response:
        whole = all(folder.joinpath(name).is_file() for name in known)
        content = _render_page() if whole else _OWN.joinpath("missing.html").read_text("utf-8")
        return HTMLResponse(content, headers=_FRESH)

    async def part(request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        content = _OWN.joinpath(name).read_bytes()
        return Response(content, media_type=_TYPES[Path(name).suffix], headers=_FRESH)

    async def foreign(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in known or not folder.joinpath(name).is_file():
            return Response(status_code=404)
        return FileResponse(folder / name, media_type=_TYPES[Path(name).suffix], headers=_FOREVER)

    async def examples(_: Request) -> Response:
        return JSONResponse([asdict(it) for it in list_examples()], headers=_FRESH)

    return [
        Route("/graphiql", page),
        Route("/graphiql/init.js", part),
        Route("/graphiql/style.css", part),
        Route("/graphiql/files/{name}", foreign),
        Route("/graphiql/examples.json", examples),
    ]


def _render_page() -> str:
    """The page with a tag for each of GraphiQL's files that a browser loads."""
    tags = [_tag(file) for file in list_files() if Path(file.name).suffix in _TAGS]
    return Template(_OWN.joinpath("page.html").read_text("utf-8")).substitute(files="\n".join(tags))


def _tag(file: File) -> str:
    return _TAGS[Path(file.name).suffix].format(file)

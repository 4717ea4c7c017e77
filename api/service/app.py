"""The service as an ASGI application: what stands around the answers, and the paths."""

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ..settings import Settings
from .access import Gatekeeper, RateLimit, answer_refused, read_keys
from .current import CurrentLibrary
from .endpoint import Endpoint
from .exporting import ExportEndpoint
from .graphiql import list_graphiql_routes
from .metrics import Metrics
from .observing import Observer, apologise
from .pages import list_guarded_pages, list_open_pages
from .workers import Workers

# Headers that pages of other origins may read, and send.
_READ = ("Content-Disposition", "ETag", "Retry-After", "X-Request-ID")
_SENT = ("Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match")


def create_app(settings: Settings, current: CurrentLibrary) -> ASGIApp:
    """The service, answering from the library that is current.

    Every request is observed, its host and its origin are looked at; where it is about the graph,
    also who asks, and how often. Raises SettingError where the keys cannot be read.
    """
    workers = Workers(settings)
    metrics = Metrics(current, lambda: workers.busy)
    rate = RateLimit(settings) if settings.requests_per_minute else None
    keys = read_keys(settings.api_keys_file) if settings.api_keys_file else None
    gate = Middleware(
        AuthenticationMiddleware, backend=Gatekeeper(keys, rate), on_error=answer_refused
    )
    guards = [] if keys is None and rate is None else [gate]
    endpoint = Endpoint(settings, current, workers, rate)
    export = ExportEndpoint(settings, current, workers, rate)
    app = Starlette(
        routes=[
            Route("/graphql", endpoint.answer, methods=["GET", "POST"], middleware=guards),
            Route("/export/{format:path}", export.answer, middleware=guards),
            *list_open_pages(settings, current),
            *list_guarded_pages(settings, metrics.write, guards),
            *list_graphiql_routes(),
        ],
        middleware=list(_list_layers(settings)),
        exception_handlers={Exception: apologise},
    )
    return Observer(app, metrics)


def _list_layers(settings: Settings) -> Iterator[Middleware]:
    """Yield what stands around every path: the names and the origins that are answered."""
    hosts = list(settings.hosts)
    yield Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    if settings.cors_origins:
        yield Middleware(
            _CrossOrigin,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "POST"),
            allow_headers=_SENT,
            expose_headers=_READ,
        )


class _CrossOrigin(CORSMiddleware):
    """Lets pages of some origins ask; Neo4j Browser's part of the paths has a rule of its own."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the origins, or pass on."""
        apart = scope["type"] == "lifespan" or scope["path"].startswith("/neo4j/")
        await (self.app if apart else super().__call__)(scope, receive, send)

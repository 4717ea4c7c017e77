"""The service as an ASGI application: what stands around the answers, and the paths."""

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp

from ..settings import Settings
from .access import Gatekeeper, KeyRing, RateLimit, answer_refused, read_keys
from .current import CurrentLibrary
from .endpoint import Endpoint
            *list_guarded_pages(settings, metrics.write, guards),
            *list_graphiql_routes(),
from .pages import list_guarded_pages, list_open_pages
from .workers import Workers

_READ = ("ETag", "Retry-After", "X-Request-ID")  # headers that pages of other origins may read
_SENT = ("Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match")


def create_app(settings: Settings, current: CurrentLibrary) -> ASGIApp:
    """The service, answering from the library that is current.

    Every request is observed and its host looked at; where it is about the graph, also its origin,
    who asks, and how often.
    Raises SettingError where the keys cannot be read.
    """
    workers = Workers(settings)
    metrics = Metrics(current, lambda: workers.busy)
    rate = RateLimit(settings) if settings.requests_per_minute else None
    keys = read_keys(settings.api_keys_file) if settings.api_keys_file else None
    endpoint = Endpoint(settings, current, workers, rate)
    guards = list(_list_guards(settings, keys, rate))
    app = Starlette(
        routes=[
            Route("/graphql", endpoint.answer, methods=["GET", "POST"], middleware=guards),
            *list_open_pages(settings, current),
<<<<<<< HEAD
            *list_guarded_pages(settings, metrics.write, guards),
=======
            *list_graphiql_routes(),
            Mount(
                "",
                routes=[
                    Route("/graphql", endpoint.answer, methods=["GET", "POST"]),
                    *list_guarded_pages(settings, metrics.write),
                ],
                middleware=[
                    Middleware(
                        CORSMiddleware,
                        allow_origins=settings.cors_origins,
                        allow_headers=_SENT,
                        expose_headers=_READ,
                    ),
                    Middleware(
                        AuthenticationMiddleware,
                        backend=Gatekeeper(settings, rate),
                        on_error=answer_refused,
                    ),
                ],
            ),
>>>>>>> e285bc0 (Serve GraphiQL at /graphiql under a strict policy, with the example queries)
        ],
        middleware=[
            Middleware(
                TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False
            )
        ],
    )
    return Observer(app, metrics)


def _list_guards(
    settings: Settings, keys: KeyRing | None, rate: RateLimit | None
) -> Iterator[Middleware]:
    """Yield what stands before everything about the graph, as far as there is anything to guard."""
    if settings.cors_origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_headers=_SENT,
            expose_headers=_READ,
        )
    if keys is not None or rate is not None:
        yield Middleware(
            AuthenticationMiddleware, backend=Gatekeeper(keys, rate), on_error=answer_refused
        )

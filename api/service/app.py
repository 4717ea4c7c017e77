"""The service as an ASGI application: what stands around the answers, and the paths."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from ..settings import Settings
from .access import Gatekeeper, RateLimit, answer_refused
from .current import CurrentLibrary
from .endpoint import Endpoint
from .headers import SafeHeaders
from .observing import Metrics, Observer
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
    rate = RateLimit(settings)
    endpoint = Endpoint(settings, current, workers, rate)
    app = Starlette(
        routes=[
            *list_open_pages(settings, current),
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
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(
                TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False
            ),
        ],
    )
    return Observer(app, metrics)

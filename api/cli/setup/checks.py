"""Every check of `check-setup`, in the order of its lines; to add one, write its line in a table.

A check yields lines, or gives one, or None where it has nothing to look at.
"""

import os
from collections.abc import Callable, Iterator

from graph.catalog import CareerGraph
from graph.errors import SettingError

from ...settings import Settings
from ..service import settings_to_serve
from .access import look_at_address, look_at_hosts, look_at_keys, look_at_origins, look_at_rate
from .deployment import (
    look_at_graphiql,
    look_at_neo4j,
    look_at_open_files,
    look_at_port,
    look_at_tls,
    look_at_user,
)
from .finding import Finding, wrong
from .place import Place, look_around
from .program import look_at_packages, look_at_python
from .release import describe_release, look_at_documents
from .settings import (
    look_at_introspection,
    look_at_limits,
    look_at_log_level,
    look_at_names,
    look_at_settings,
)
from .store import look_at_store

OF_RELEASE: tuple[Callable[[Settings, CareerGraph], Iterator[Finding]], ...] = (
    describe_release,
    look_at_documents,
)
"""What the store holds, where it can be read."""

OF_PLACE: tuple[Callable[[Place], Finding | None], ...] = (
    look_at_address,
    look_at_keys,
    look_at_hosts,
    look_at_origins,
    look_at_rate,
    look_at_limits,
    look_at_introspection,
    look_at_log_level,
    look_at_tls,
    look_at_neo4j,
    look_at_user,
    look_at_open_files,
    look_at_port,
    look_at_graphiql,
)
"""How the service stands to those who ask, and to what is around it."""

OF_PROGRAM: tuple[Callable[[], Finding], ...] = (look_at_python, look_at_packages)
"""What runs here."""


def look(
    *, store: str | None, host: str | None, port: int | None, insecure: bool
) -> Iterator[Finding]:
    """Yield what is found, settings first."""
    yield from look_at_names(os.environ)
    try:
        settings = settings_to_serve(store=store, host=host, port=port)
    except SettingError as error:
        yield wrong("settings", str(error))
    else:
        yield look_at_settings(os.environ)
        yield from _look_at_release(settings)
        yield from look_at_place(look_around(settings, insecure=insecure))
    yield from (check() for check in OF_PROGRAM)


def _look_at_release(settings: Settings) -> Iterator[Finding]:
    """Yield what is found in the store."""
    career_graph = yield from look_at_store(settings)
    if career_graph is not None:
        for check in OF_RELEASE:
            yield from check(settings, career_graph)


def look_at_place(place: Place) -> Iterator[Finding]:
    """Yield what is found of a place."""
    yield from filter(None, (check(place) for check in OF_PLACE))

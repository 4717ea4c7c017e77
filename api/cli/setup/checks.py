"""Every check of `check-setup`, in the order of its lines; to add one, write its line in a table.

A check of the release yields lines, any other gives one.
"""

from collections.abc import Callable, Iterator

from graph.catalog import CareerGraph
from graph.errors import SettingError

from ...settings import Settings
from ..asking import settings_for
from .deployment import look_at_port
from .finding import Finding, wrong
from .program import look_at_packages, look_at_python
from .release import describe_release, look_at_documents
from .settings import look_at_settings
from .store import look_at_store

OF_SETTINGS: tuple[Callable[[], Finding], ...] = (look_at_settings,)
"""What is set."""

OF_RELEASE: tuple[Callable[[Settings, CareerGraph], Iterator[Finding]], ...] = (
    describe_release,
    look_at_documents,
)
"""What the store holds, where it can be read."""

OF_DEPLOYMENT: tuple[Callable[[Settings], Finding], ...] = (look_at_port,)
"""How the service stands to those who ask."""

OF_PROGRAM: tuple[Callable[[], Finding], ...] = (look_at_python, look_at_packages)
"""What runs here."""


def look(store: str | None) -> Iterator[Finding]:
    """Yield what is found, settings first."""
    try:
        settings = settings_for(store)
    except SettingError as error:
        yield wrong("settings", str(error))
    else:
        yield from (check() for check in OF_SETTINGS)
        career_graph = yield from look_at_store(settings)
        if career_graph is not None:
            for check_release in OF_RELEASE:
                yield from check_release(settings, career_graph)
        yield from (check(settings) for check in OF_DEPLOYMENT)
    yield from (check() for check in OF_PROGRAM)

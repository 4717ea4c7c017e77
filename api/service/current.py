"""The release that answers now: read from the store, watched, and swapped when there is another.

One thread of its own does all that touches the store, so no request ever waits for it. A request
takes the library once and keeps it, so it never mixes two releases.
"""

import logging
import time
from threading import Event, Thread

from graph.catalog import CareerGraph
from graph.errors import CareerGraphError, StoreError
from graph.stores import Store

from ..context import Library, open_library
from ..settings import Settings
from ..stores import BUNDLED, open_readable, read_graph
from .collector import Collector

_WATCH_SECONDS = 1.0  # between two looks at the store's release number

_LOG = logging.getLogger(__name__)


class CurrentLibrary:
    """Holds the library of the store's current release, None until one was read."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before `start`."""
        self.library: Library | None = None
        self.reachable = False
        self._settings = settings
        self._confirmed = time.monotonic()
        self._ended = Event()
        self._thread: Thread | None = None
        self._reported = ""
        self._collector = Collector()

    @property
    def number(self) -> int:
        """The number of the release that answers, 0 before there is one."""
        return 0 if self.library is None else self.library.career_graph.release.number

    @property
    def age_seconds(self) -> int:
        """Seconds since the store last confirmed that this release is its current one."""
        return 0 if self._thread is None else int(time.monotonic() - self._confirmed)

    def start(self) -> None:
        """Read the release, then watch the store until `close`.

        A remote store may be away; then it is waited for. Any other store that cannot be read
        raises StoreError.
        """
        self._collector.start()
        if self._settings.store_url == BUNDLED:
            self._hold(self._open(read_graph(self._settings)))
            Thread(target=self._prepare, name="prepare", daemon=True).start()
            return
        store = open_readable(self._settings)
        try:
            self._renew(store)
        except StoreError as error:
            if not store.remote:
                store.close()
                raise
            self._report(error)
        self._thread = Thread(target=self._watch, args=[store], name="watch-store", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the watch and let go of the store."""
        self._ended.set()
        self._collector.close()
        if self._thread is not None:
            self._thread.join()

    def _watch(self, store: Store) -> None:
        """Look at the store now and then; keep what there is while it is away."""
        self._prepare()
        with store:
            while not self._ended.wait(_WATCH_SECONDS):
                try:
                    self._renew(store)
                except CareerGraphError as error:
                    self._report(error)
                except Exception:  # noqa: BLE001 the watch outlives a fault of ours, and says so
                    _LOG.exception("the store could not be looked at")
                    self.reachable = False

    def _renew(self, store: Store) -> None:
        """Read the store's release if it is another than the one at hand."""
        held = self.library
        if held is None:
            with self._collector.left_alone():
                self._hold(self._open(store.read()))
        elif store.read_release() != held.career_graph.release:
            held = self._open(store.read())
            held.prepare()
            self._hold(held)
            self._collector.leave_out()
        else:
            self._hold(held)

    def _open(self, career_graph: CareerGraph) -> Library:
        return open_library(
            career_graph, documents=self._settings.documents, work=self._settings.limit_work
        )

    def _prepare(self) -> None:
        """Build what the first questions would wait for, while they can be asked already."""
        if self.library is None:
            return
        with self._collector.left_alone():
            try:
                self.library.prepare()
            except Exception:  # noqa: BLE001 the question that needs it says what is wrong
                _LOG.warning("not all that questions share could be built before they come")

    def _hold(self, library: Library) -> None:
        if self.library is not library:
            _LOG.info("release %d", library.career_graph.release.number)
            for changed in library.quotes.list_changed():
                _LOG.warning("%s", changed)
        self.library, self.reachable, self._confirmed = library, True, time.monotonic()
        self._reported = ""

    def _report(self, error: CareerGraphError) -> None:
        """Log that the store is away or cannot be read: once, not at every look."""
        message = str(error)
        if message != self._reported:
            _LOG.warning("%s", message)
        self._reported, self.reachable = message, False

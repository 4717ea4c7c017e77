"""What the service would start with: its settings, and what its process may do."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from ...graphiql_files import files_folder
from ...settings import LOCAL_HOSTS, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Settings, whether everyone may ask (`--insecure`), and what the process is given.

    `user_id` is that of POSIX, and `open_files` how many it may have; None where there is no such
    thing, or no bound. `graphiql` is the folder of GraphiQL's files.
    """

    settings: Settings
    insecure: bool
    user_id: int | None
    open_files: int | None
    graphiql: Path

    @property
    def others_may_ask(self) -> bool:
        """Whether others than this machine's user are meant to ask, through a proxy or without."""
        settings = self.settings
        names_others = not set(settings.allowed_hosts or ()) <= set(LOCAL_HOSTS)
        return not settings.is_local or settings.api_keys_file is not None or names_others


def look_around(settings: Settings, *, insecure: bool) -> Place:
    """The place where this process is."""
    return Place(
        settings=settings,
        insecure=insecure,
        user_id=os.geteuid() if sys.platform != "win32" else None,
        open_files=_count_open_files(),
        graphiql=files_folder(),
    )


def _count_open_files() -> int | None:
    """How many files and connections this process may have open at a time."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 POSIX has it

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if most == resource.RLIM_INFINITY else most

"""Places for the tests of check-setup: what the service would start with, all well in them."""

from pathlib import Path
from typing import Any

from api.cli.setup.place import Place
from api.settings import Settings

OTHERS = "0.0.0.0"  # noqa: S104 what most services listen on that others may ask


def place(
    *,
    insecure: bool = False,
    user_id: int | None = 1000,
    open_files: int | None = 1024,
    graphiql: Path = Path(),
    **settings: Any,
) -> Place:
    """A place with these settings."""
    return Place(
        settings=Settings(**settings),
        insecure=insecure,
        user_id=user_id,
        open_files=open_files,
        graphiql=graphiql,
    )

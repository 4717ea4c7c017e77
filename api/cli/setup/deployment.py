"""Checks of how the service stands to those who ask."""

from graph.errors import SettingError

from ...settings import Settings
from ..exits import ExitCode
from ..service import require_port
from .finding import Finding, ok, to_do


def look_at_port(settings: Settings) -> Finding:
    """Whether the service could listen there."""
    try:
        require_port(settings.host, settings.port)
    except SettingError as error:
        return to_do("port", str(error), ExitCode.WRONG)
    return ok("port", f"{settings.port} on {settings.host} is free")

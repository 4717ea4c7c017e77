"""Checks of what stands around the service: the port."""

from graph.errors import SettingError

from ..exits import ExitCode
from ..service import require_port
from .finding import Finding, ok, to_do
from .place import Place


def look_at_port(place: Place) -> Finding:
    """Whether the service could listen there."""
    settings = place.settings
    try:
        require_port(settings.host, settings.port)
    except SettingError as error:
        return to_do("port", str(error), ExitCode.WRONG)
    return ok("port", f"{settings.port} on {settings.host} is free")

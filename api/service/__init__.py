"""The service: GraphQL over HTTP on the store's current release, held in memory."""

from .app import create_app
from .current import CurrentLibrary
from .server import serve

__all__ = ["CurrentLibrary", "create_app", "serve"]

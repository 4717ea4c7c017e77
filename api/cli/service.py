"""The commands around the service: serve, new-key, schema, version."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

import os
import socket
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING, Annotated

import typer

from graph.errors import SettingError

from .exits import NAME, ExitCode
from .options import HostOption, InsecureOption, PortOption, StoreOption
from .output import print_text

if TYPE_CHECKING:
    from ..settings import Settings


def serve(
    *,
    host: HostOption = None,
    port: PortOption = None,
    insecure: InsecureOption = False,
    store: StoreOption = None,
) -> int:
    """Serve the page and GraphQL until Ctrl-C.

    Beyond this machine it serves whoever has a key; see new-key. Check-setup says what is missing.
    """
    settings = settings_to_serve(store=store, host=host, port=port)
    require_port(settings.host, settings.port)

    from ..service import serve as serve_until_stopped

    serve_until_stopped(settings, insecure=insecure)
    return ExitCode.ANSWERED


def new_key(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Who gets the key: letters, digits, . - and _.")
    ],
) -> int:
    """Make an API key: print it, this once, and its line for the keys file.

    The service reads the file that CAREER_API_KEYS_FILE names when it starts.
    """
    from ..service.access import make_key

    key, line = make_key(name)
    print_text(f"Key, shown this once; send it as `Authorization: Bearer KEY`:\n{key}")
    print_text(f"Line for the file that CAREER_API_KEYS_FILE names:\n{line}")
    return ExitCode.ANSWERED


def schema() -> int:
    """Print the GraphQL schema, sorted, so that two versions compare line by line."""
    from ..schema import print_sorted

    print_text(print_sorted())
    return ExitCode.ANSWERED


def version() -> int:
    """Print the version of this program."""
    print_text(find_version())
    return ExitCode.ANSWERED


def settings_to_serve(*, store: str | None, host: str | None, port: int | None) -> "Settings":
    """The settings of the environment, with what the options of serve name."""
    from .asking import settings_for

    settings = settings_for(store)
    settings = replace(settings, host=host or settings.host)
    return settings if port is None else replace(settings, port=port)


def require_port(host: str, port: int) -> None:
    """Raise SettingError unless a service could listen there."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in places:
            with socket.socket(family, kind, protocol) as listener:
                if os.name == "posix":  # as asyncio does: a port that was just left is free
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
    except OSError as error:
        raise SettingError(
            f"Port {port} on {host} cannot be had: {error.strerror}. Choose others with --host and "
            "--port, or CAREER_HOST and CAREER_PORT."
        ) from error


def find_version() -> str:
    """The version that is installed."""
    try:
        return version_of(NAME)
    except PackageNotFoundError:
        return "unknown (not installed)"

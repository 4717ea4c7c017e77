"""The service as a process: where it listens, who may reach it, and how it ends."""

import socket
from contextlib import closing, suppress

import uvicorn

from graph.errors import SettingError

from ..schema import build
from ..settings import Settings, variable
from .app import create_app
from .current import CurrentLibrary
from .logs import write_logs_as_json
from .protocol import make_protocol


def serve(settings: Settings, *, insecure: bool = False) -> None:
    """Serve until interrupted; prints the address once it answers.

    Raises SettingError where others than this machine could ask without a key, unless that is
    meant (`insecure`), and StoreError where the store cannot be read, unless it is remote: then it
    is waited for.
    """
    require_access(settings, insecure=insecure)
    write_logs_as_json(settings.log_level)
    current = CurrentLibrary(settings)
    build()
    config = uvicorn.Config(
        create_app(settings, current),
        host=settings.host,
        port=settings.port,
        http=make_protocol(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.limit_deadline_ms // 1000 + 1,
    )
    current.start()
    with closing(current), suppress(KeyboardInterrupt):  # raised once the server ended in order
        _Server(config).run()


def require_access(settings: Settings, *, insecure: bool) -> None:
    """Raise SettingError where anybody who reaches this machine could ask."""
    if settings.is_local or insecure or settings.api_keys_file is not None:
        return
    raise SettingError(
        f"{settings.host} can be reached from other machines, and nobody would be asked for a key. "
        f"Make one with `career-graph new-key NAME`, put its line into a file and name that in "
        f"{variable('api_keys_file')}; or serve to everyone with --insecure; or listen on "
        "127.0.0.1."
    )


class _Server(uvicorn.Server):
    """Says where it answers, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address of each socket."""
        await super().startup(sockets)
        for server in self.servers:
            for listening in server.sockets:
                host, port = listening.getsockname()[:2]
                place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
                print(f"Serving http://{place}/ (Ctrl-C stops)", flush=True)  # noqa: T201 for people

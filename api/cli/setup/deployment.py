"""Checks of what stands around the service: encryption, user, open files, port, GraphiQL."""

from urllib.parse import urlsplit

from graph.errors import SettingError

from ...graphiql_files import list_wrong
from ...settings import is_this_machine, variable
from ..exits import NAME, ExitCode
from ..service import require_port
from .finding import Finding, ok, remark, to_do
from .place import Place

_OTHER_FILES = 100  # that are open beside the connections of clients: the store's, logs, pages
_ROOT = 0


def look_at_tls(place: Place) -> Finding:
    """Whether what is asked and answered can be read on its way."""
    if place.settings.is_local:
        return ok("TLS", "not needed on this machine alone")
    return remark("TLS", "the service speaks plain HTTP; a proxy with TLS must stand before it")


def look_at_neo4j(place: Place) -> Finding | None:
    """Whether what Neo4j is asked, its password included, can be read on its way."""
    scheme, host = _split(place.settings.store_url)
    kind, _, security = scheme.partition("+")
    if kind not in ("neo4j", "bolt") or host is None:
        return None
    if security == "ssc":
        found = (
            f"encrypted, but whoever takes {host}'s place is believed; {kind}+s:// is not fooled"
        )
        return remark("Neo4j", found)
    if security or is_this_machine(host):
        return ok("Neo4j", f"{host}, {'encrypted' if security else 'on this machine'}")
    if not {".", ":"} & set(host):  # the name of a container, or of a neighbour
        found = f"{host} is asked unencrypted; beyond a network of containers use {kind}+s://"
        return remark("Neo4j", found)
    return to_do("Neo4j", f"{host} is asked unencrypted; use {kind}+s://")


def _split(url: str) -> tuple[str, str | None]:
    """The scheme and the host of a URL; no host where it has none that can be one."""
    try:
        parts = urlsplit(url)
    except ValueError:  # the store's line says so
        return "", None
    return parts.scheme, parts.hostname


def look_at_user(place: Place) -> Finding | None:
    """Who runs it."""
    if place.user_id is None:
        return None
    if place.user_id == _ROOT and not place.settings.is_local:
        return to_do("user", "root, who may do anything here; run it as a user of its own")
    return ok("user", "root" if place.user_id == _ROOT else f"number {place.user_id}")


def look_at_open_files(place: Place) -> Finding:
    """Whether the process may have as many connections as the service takes."""
    connections = place.settings.limit_connections
    most, needed = place.open_files, connections + _OTHER_FILES
    if most is None or most >= needed:
        return ok("open files", "no bound" if most is None else f"up to {most}")
    if not place.others_may_ask:
        return ok("open files", f"up to {most}, which is enough on this machine alone")
    found = (
        f"up to {most}, and the service takes {connections} connections; start it after "
        f"ulimit -n {needed}, or with LimitNOFILE={needed} in systemd, or lower "
        f"{variable('limit_connections')}"
    )
    return to_do("open files", found)


def look_at_port(place: Place) -> Finding:
    """Whether the service could listen there."""
    settings = place.settings
    try:
        require_port(settings.host, settings.port)
    except SettingError as error:
        return to_do("port", str(error), ExitCode.WRONG)
    return ok("port", f"{settings.port} on {settings.host} is free")


def look_at_graphiql(place: Place) -> Finding:
    """Whether the page /graphiql has what it is made of."""
    if any(list_wrong(place.graphiql)):
        found = f"not all of it is in {place.graphiql}; for the page /graphiql: {NAME} get-graphiql"
        return remark("GraphiQL", found)
    return ok("GraphiQL", f"all of it is in {place.graphiql}")

"""Checks of who may ask: where the service listens, keys, host names, origins, and how often."""

import os
import shlex
import stat
from pathlib import Path

from graph.errors import SettingError

from ...service.access import read_keys
from ...service.server import require_access
from ...settings import variable
from ..exits import ExitCode
from .finding import Finding, ok, remark, to_do, wrong
from .place import Place


def look_at_address(place: Place) -> Finding:
    """Where the service listens, and whether it dares to."""
    settings = place.settings
    try:
        require_access(settings, insecure=place.insecure)
    except SettingError as error:
        return to_do("address", str(error), ExitCode.WRONG)
    reach = "this machine alone" if settings.is_local else "other machines too"
    return ok("address", f"{settings.host}, for {reach}")


def look_at_keys(place: Place) -> Finding | None:
    """Who is asked for a key, and whether the file of keys is good and its owner's alone."""
    file = place.settings.api_keys_file
    if file is None:
        return _judge_no_keys(place)
    try:
        number = len(read_keys(file))
    except SettingError as error:
        return wrong("keys", str(error))
    found = f"who asks needs one of {number} in {file}"
    mode = _find_mode(file)
    remedy = f"chmod 600 {shlex.quote(str(file))}"
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return to_do("keys", f"{found}, to which others than its owner may add some: {remedy}")
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        return remark("keys", f"{found}, whose names others than its owner may read: {remedy}")
    return ok("keys", found)


def _judge_no_keys(place: Place) -> Finding | None:
    """What it means that nobody is asked for one; None where the address is refused for it."""
    settings = place.settings
    if not settings.is_local:
        found = (
            f"nobody is asked for one (--insecure); only who may ask should reach {settings.host}"
        )
        return remark("keys", found) if place.insecure else None
    if place.others_may_ask:
        found = (
            "nobody is asked for one; where a proxy passes on what is asked of "
            f"{', '.join(settings.hosts)}, set {variable('api_keys_file')}"
        )
        return remark("keys", found)
    return ok("keys", "nobody is asked for one, on this machine alone")


def _find_mode(file: Path) -> int:
    """What its owner, group and others may do with a file; 0 where that is not told so."""
    return file.stat().st_mode if os.name == "posix" else 0


def look_at_hosts(place: Place) -> Finding:
    """Which names the service answers to."""
    hosts = place.settings.hosts
    if "*" in hosts:
        found = (
            f"any name is answered; set {variable('allowed_hosts')} to those that clients use, "
            "such as graph.example.org"
        )
        return to_do("hosts", found)
    return ok("hosts", ", ".join(hosts))


def look_at_origins(place: Place) -> Finding:
    """Whose pages may ask."""
    origins = place.settings.cors_origins
    if "*" in origins and (place.settings.is_local or place.settings.api_keys_file):
        found = f"pages of any site may ask; name those that you mean in {variable('cors_origins')}"
        return remark("origins", found)
    return ok("origins", ", ".join(origins) or "no other site's pages may ask")


def look_at_rate(place: Place) -> Finding:
    """How often one client may ask."""
    most = place.settings.requests_per_minute
    if most:
        return ok("rate", f"{most} requests a minute of each key, or else each address")
    if place.others_may_ask:
        found = f"any number of requests; set {variable('limit_requests_per_minute')}, such as 600"
        return to_do("rate", found)
    return ok("rate", "any number of requests, on this machine alone")

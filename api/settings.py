"""Settings: read once from the environment into one frozen record; SettingError for a bad value."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from graph.errors import SettingError
from graph.routes import DEFAULT_WORK
from graph.stores import Credentials

PREFIX = "CAREER_"
PASSWORD_FILE = f"{PREFIX}NEO4J_PASSWORD_FILE"
"""The variable that names a file with the password; the one that is no field of Settings."""
_MOST_PORT = 65_535
_MOST_HEAD_BYTES = 65_000  # httptools reads URLs up to 65,535
LOG_LEVELS = ("debug", "info", "warning", "error")
"""How much is logged, most first; debug also shows where an unexpected error happened."""
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""What a service is called by who uses it on its own machine."""
_REQUESTS_PER_MINUTE = 600  # of a key or an address, where others than this machine may ask
_SWITCH = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
_ORIGIN = re.compile(r"\*|https?://[^\s/?#,]+")
_HOST = re.compile(r"\*|(\*\.)?[\w.-]+|\[[0-9a-f:.]+\]", re.ASCII | re.IGNORECASE)
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in "%?#"}  # what a URL reads otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set; each field is CAREER_ and its name in capitals.

    `store` None means the default store, `neo4j_…` who asks it where it is a server; the password
    may stand in the file that CAREER_NEO4J_PASSWORD_FILE names. `documents` is a folder with the
    documents' texts; what each `limit_…` bounds stands in `api.limits`; `api_keys_file` holds who
    may ask (`api.service.access`), `allowed_hosts` the names that the service answers to, and
    `cors_origins` the origins whose pages may ask; `log_level` is one of LOG_LEVELS.
    """

    store: str | None = None
    neo4j_user: str = "neo4j"
    neo4j_password: str | None = field(default=None, repr=False)
    neo4j_database: str = "neo4j"
    documents: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    api_keys_file: Path | None = None
    allowed_hosts: tuple[str, ...] | None = None
    cors_origins: tuple[str, ...] = ()
    introspection: bool = True
    limit_work: int = DEFAULT_WORK
    limit_first: int = 100
    limit_body_bytes: int = 100_000
    limit_tokens: int = 8_000
    limit_depth: int = 20
    limit_fields: int = 2_000
    limit_aliases: int = 200
    limit_directives: int = 100
    limit_cost: int = 1_000_000
    limit_objects: int = 100_000
    limit_errors: int = 20
    limit_deadline_ms: int = 10_000
    limit_head_bytes: int = 64_000
    limit_connections: int = 900
    limit_concurrency: int = 100
    limit_requests_per_minute: int | None = None
    limit_receive_ms: int = 10_000
    log_level: str = "info"

    def __post_init__(self) -> None:
        """Refuse a store URL with a password in it, before anything can show it."""
        place = (self.store or "").partition("//")[2].partition("/")[0]
        if ":" in place.rpartition("@")[0]:
            raise SettingError(
                "The store URL holds a password; set CAREER_NEO4J_PASSWORD or _FILE instead."
            )

    @property
    def credentials(self) -> Credentials:
        """Who asks a server."""
        return Credentials(
            user=self.neo4j_user, password=self.neo4j_password, database=self.neo4j_database
        )

    @property
    def is_local(self) -> bool:
        """Whether the service can be reached from this machine alone."""
        return is_this_machine(self.host)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The Host headers that are answered; on this machine alone no name of another's making.

        A page could make its own name mean 127.0.0.1, and ask on behalf of whoever looks at it.
        """
        return self.allowed_hosts or (LOCAL_HOSTS if self.is_local else ("*",))

    @property
    def requests_per_minute(self) -> int:
        """What a key or an address may ask for in a minute; 0 for any number.

        Where nothing is set it is limited as soon as others than this machine's user may ask.
        """
        if self.limit_requests_per_minute is not None:
            return self.limit_requests_per_minute
        return 0 if self.is_local and self.api_keys_file is None else _REQUESTS_PER_MINUTE

    @property
    def store_url(self) -> str:
        """The store's URL, the default one's where none is set."""
        return self.store or default_store_url()


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def is_this_machine(host: str) -> bool:
    """Whether a name or an address leads to this machine, whoever uses it."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # another name, which may mean any address
        return False


def default_store_url() -> str:
    """The store used where none is named: career.db in the user's data folder."""
    path = user_data_path("career-graph", appauthor=False) / "career.db"
    return f"sqlite:///{path.as_posix().translate(_ESCAPES)}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment; an empty variable counts as unset.

    >>> read_settings({"CAREER_PORT": "9000"}).port
    9000
    """
    given: dict[str, Any] = {}
    for setting in fields(Settings):
        name = variable(setting.name)
        text = environment.get(name, "").strip()
        if text:
            given[setting.name] = _READERS.get(setting.name, _text)(name, text)
    file = environment.get(PASSWORD_FILE, "").strip()
    if file:
        given["neo4j_password"] = _read_secret(PASSWORD_FILE, file)
    return Settings(**given)


def _read_secret(name: str, file: str) -> str:
    """The first line of a file; its text is never part of a message."""
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SettingError(f"{name} is {file!r}, which cannot be read: {reason}.") from error


def _text(_: str, text: str) -> str:
    return text


def _number(name: str, text: str, least: int = 1, most: int | None = None) -> int:
    """A whole number within bounds."""
    bounds = f"{least} or more" if most is None else f"{least} to {most}"
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:  # noqa: PLR2004 fits in 64 bits
        raise SettingError(f"{name} is {text!r}; give a whole number, {bounds}.")
    number = int(text)
    if number < least or (most is not None and number > most):
        raise SettingError(f"{name} is {text!r}; give {bounds}.")
    return number


def _path(name: str, text: str, kind: str, is_there: Callable[[Path], bool]) -> Path:
    """The path of a `kind` of thing that is there."""
    try:
        path = Path(text).expanduser()
        found = is_there(path)
    except (OSError, RuntimeError) as error:  # not reachable, or the home of nobody
        raise SettingError(f"{name} is {text!r}: {error}; give a {kind}, or unset it.") from error
    if not found:
        raise SettingError(f"{name} is {text!r}, which is no {kind}; give one, or unset it.")
    return path


def _switch(name: str, text: str) -> bool:
    if text.lower() not in _SWITCH:
        raise SettingError(f"{name} is {text!r}; give on or off.")
    return _SWITCH[text.lower()]


def _list(name: str, text: str, known: re.Pattern[str], remedy: str) -> tuple[str, ...]:
    """What is parted by commas, each of a known form."""
    parts = tuple(filter(None, (part.strip() for part in text.split(","))))
    for part in parts:
        if not known.fullmatch(part):
            raise SettingError(f"{name} has {part!r}; give {remedy}, parted by commas.")
    return parts


def _level(name: str, text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise SettingError(f"{name} is {text!r}; give one of {', '.join(LOG_LEVELS)}.")
    return text.lower()


_HOST_NAMES = "names without port, such as graph.example.org, *.example.org or *"
_READERS: Mapping[str, Any] = {
    "documents": partial(_path, kind="folder", is_there=Path.is_dir),
    "port": partial(_number, least=0, most=_MOST_PORT),
    "api_keys_file": partial(_path, kind="file", is_there=Path.is_file),
    "allowed_hosts": partial(_list, known=_HOST, remedy=_HOST_NAMES),
    "cors_origins": partial(
        _list, known=_ORIGIN, remedy="origins such as https://example.org, or *"
    ),
    "introspection": _switch,
    **{it.name: _number for it in fields(Settings) if it.name.startswith("limit_")},
    "limit_head_bytes": partial(_number, most=_MOST_HEAD_BYTES),
    "limit_requests_per_minute": partial(_number, least=0),
    "log_level": _level,
}
"""How the text of a setting is read, where it is not taken as it is."""

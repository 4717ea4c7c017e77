"""Settings: read once from the environment into one frozen record; SettingError for a bad value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from graph.errors import SettingError
from graph.routes import DEFAULT_WORK
from graph.stores import Credentials

PREFIX = "CAREER_"
_MOST_PORT = 65_535
LOG_LEVELS = ("debug", "info", "warning", "error")
"""How much is logged, most first; debug also shows where an unexpected error happened."""
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in "%?#"}  # what a URL reads otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set; each field is CAREER_ and its name in capitals.

    `store` None means the default store, `neo4j_…` who asks it where it is a server; the password
    may stand in the file that CAREER_NEO4J_PASSWORD_FILE names. `documents` is a folder with the
    documents' texts; what each `limit_…` bounds stands in `api.limits`; `log_level` is one of
    LOG_LEVELS.
    """

    store: str | None = None
    neo4j_user: str = "neo4j"
    neo4j_password: str | None = field(default=None, repr=False)
    neo4j_database: str = "neo4j"
    documents: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    limit_work: int = DEFAULT_WORK
    limit_first: int = 100
    limit_body_bytes: int = 100_000
    limit_depth: int = 20
    limit_fields: int = 2_000
    limit_aliases: int = 200
    limit_directives: int = 100
    limit_cost: int = 1_000_000
    limit_objects: int = 100_000
    limit_errors: int = 20
    limit_deadline_ms: int = 10_000
    log_level: str = "warning"

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
    def store_url(self) -> str:
        """The store's URL, the default one's where none is set."""
        return self.store or default_store_url()


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


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
    file = environment.get(f"{variable('neo4j_password')}_FILE", "").strip()
    if file:
        given["neo4j_password"] = _read_secret(f"{variable('neo4j_password')}_FILE", file)
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


def _port(name: str, text: str) -> int:
    return _number(name, text, least=0, most=_MOST_PORT)


def _folder(name: str, text: str) -> Path:
    try:
        path = Path(text).expanduser()
        found = path.is_dir()
    except (OSError, RuntimeError) as error:  # not reachable, or the home of nobody
        raise SettingError(f"{name} is {text!r}: {error}; give a folder, or unset it.") from error
    if not found:
        raise SettingError(f"{name} is {text!r}, which is no folder; give one, or unset it.")
    return path


def _level(name: str, text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise SettingError(f"{name} is {text!r}; give one of {', '.join(LOG_LEVELS)}.")
    return text.lower()


_READERS: Mapping[str, Any] = {
    "documents": _folder,
    "port": _port,
    **{it.name: _number for it in fields(Settings) if it.name.startswith("limit_")},
    "log_level": _level,
}
"""How the text of a setting is read, where it is not taken as it is."""

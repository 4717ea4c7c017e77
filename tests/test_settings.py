"""The settings: what each variable does, what it is without one, and which values are refused."""

import os
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from platformdirs import user_data_path

from api.settings import Settings, default_store_url, read_settings, variable
from graph.errors import SettingError, StoreUnavailableError
from graph.routes import DEFAULT_WORK
from graph.stores import open_store

DEFAULTS = {
    "CAREER_STORE": None,
    "CAREER_NEO4J_USER": "neo4j",
    "CAREER_NEO4J_PASSWORD": None,
    "CAREER_NEO4J_DATABASE": "neo4j",
    "CAREER_DOCUMENTS": None,
    "CAREER_HOST": "127.0.0.1",
    "CAREER_PORT": 8000,
    "CAREER_API_KEYS_FILE": None,
    "CAREER_ALLOWED_HOSTS": None,
    "CAREER_CORS_ORIGINS": (),
    "CAREER_INTROSPECTION": True,
    "CAREER_LIMIT_WORK": DEFAULT_WORK,
    "CAREER_LIMIT_FIRST": 100,
    "CAREER_LIMIT_BODY_BYTES": 100_000,
    "CAREER_LIMIT_TOKENS": 8_000,
    "CAREER_LIMIT_DEPTH": 20,
    "CAREER_LIMIT_FIELDS": 2_000,
    "CAREER_LIMIT_ALIASES": 200,
    "CAREER_LIMIT_DIRECTIVES": 100,
    "CAREER_LIMIT_COST": 1_000_000,
    "CAREER_LIMIT_OBJECTS": 100_000,
    "CAREER_LIMIT_ERRORS": 20,
    "CAREER_LIMIT_DEADLINE_MS": 10_000,
    "CAREER_LIMIT_HEAD_BYTES": 64_000,
    "CAREER_LIMIT_CONNECTIONS": 900,
    "CAREER_LIMIT_CONCURRENCY": 100,
    "CAREER_LIMIT_REQUESTS_PER_MINUTE": None,
    "CAREER_LIMIT_RECEIVE_MS": 10_000,
    "CAREER_LOG_LEVEL": "info",
}
"Every variable of interfaces.md that is read, and what holds without it."

_PER_MINUTE = "CAREER_LIMIT_REQUESTS_PER_MINUTE"  # may be 0: any number
_HEAD_BYTES = "CAREER_LIMIT_HEAD_BYTES"  # has a bound above
LIMITS = tuple(
    it for it in DEFAULTS if it.startswith("CAREER_LIMIT_") and it not in (_PER_MINUTE, _HEAD_BYTES)
)


def value_of(settings: Settings, name: str) -> object:
    """The setting that a variable sets."""
    (field,) = (field.name for field in fields(Settings) if variable(field.name) == name)
    found: object = getattr(settings, field)
    return found


def test_the_variables_are_those_promised() -> None:
    """Every setting has the variable that interfaces.md names, and no other is read."""
    assert {variable(field.name) for field in fields(Settings)} == set(DEFAULTS)


@pytest.mark.parametrize("name", DEFAULTS)
@pytest.mark.parametrize("text", [None, "", "  "])
def test_unset_or_empty_is_the_default(name: str, text: str | None) -> None:
    """A variable that is not set, or holds nothing, leaves the default."""
    environment = {} if text is None else {name: text}
    assert value_of(read_settings(environment), name) == DEFAULTS[name]
    assert read_settings(environment) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("CAREER_STORE", "sqlite:///a b/库.db", "sqlite:///a b/库.db"),
        ("CAREER_STORE", " bundled: ", "bundled:"),
        ("CAREER_HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104 a text like any other here
        ("CAREER_HOST", "::1", "::1"),
        ("CAREER_PORT", "0", 0),
        (
            "CAREER_ALLOWED_HOSTS",
            "a.example, *.b.example,[::1]",
            ("a.example", "*.b.example", "[::1]"),
        ),
        (
            "CAREER_CORS_ORIGINS",
            "https://a.example,http://b:81",
            ("https://a.example", "http://b:81"),
        ),
        ("CAREER_INTROSPECTION", "Off", False),
        (_PER_MINUTE, "0", 0),
        (_PER_MINUTE, "60", 60),
        (_HEAD_BYTES, "65000", 65_000),
        ("CAREER_PORT", "65535", 65535),
        ("CAREER_PORT", " 9000\n", 9000),
        *((name, "1", 1) for name in LIMITS),
        *((name, "2500000", 2_500_000) for name in LIMITS),
    ],
)
def test_a_variable_sets_its_setting(name: str, text: str, value: object) -> None:
    """A good value is taken, without the blanks around it, and changes no other setting."""
    settings = read_settings({name: text, "CAREER_SHARED": "/elsewhere", "PORT": "1"})
    assert value_of(settings, name) == value
    assert [other for other in DEFAULTS if value_of(settings, other) != DEFAULTS[other]] == [name]


def test_documents_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CAREER_DOCUMENTS names a folder, also from the user's home."""
    (tmp_path / "文件").mkdir()
    assert (
        read_settings({"CAREER_DOCUMENTS": str(tmp_path / "文件")}).documents == tmp_path / "文件"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings({"CAREER_DOCUMENTS": "~/文件"}).documents == tmp_path / "文件"


@pytest.mark.parametrize(
    "text", ["/nowhere/at/all", __file__, "~nobody-of-that-name/texts", "x" * 5000]
)
def test_documents_must_be_there(text: str) -> None:
    """A CAREER_DOCUMENTS that is no folder stops the start, with the value and the remedy."""
    with pytest.raises(SettingError) as caught:
        read_settings({"CAREER_DOCUMENTS": text})
    assert str(caught.value).startswith(f"CAREER_DOCUMENTS is {text!r}")
    assert "unset it" in str(caught.value)


@pytest.mark.parametrize("name", ["CAREER_PORT", *LIMITS])
@pytest.mark.parametrize("text", ["x", "-1", "1.5", "1e3", "0x10", "1_000", "１", "9" * 5000])
def test_a_number_must_be_one(name: str, text: str) -> None:
    """What is no whole number, or one beyond all bounds, is refused with the bounds."""
    with pytest.raises(SettingError) as caught:
        read_settings({name: text})
    least = "0 to 65535" if name == "CAREER_PORT" else "1 or more"
    assert str(caught.value) == f"{name} is {text!r}; give a whole number, {least}."


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("CAREER_PORT", "65536", "give 0 to 65535"),
        (_HEAD_BYTES, "65001", "give 1 to 65000"),
        *((name, "0", "give 1 or more") for name in LIMITS),
    ],
)
def test_a_number_must_be_within_bounds(name: str, text: str, said: str) -> None:
    """A number out of bounds is refused with the bounds."""
    with pytest.raises(SettingError, match=f"^{name} is {text!r}; {said}"):
        read_settings({name: text})


def test_settings_do_not_change() -> None:
    """Settings are read once; nothing can change them afterwards."""
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]  # that it must not is the point


def test_the_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument it is the process's environment that is read, each time."""
    monkeypatch.setenv("CAREER_PORT", "9001")
    assert read_settings().port == 9001
    monkeypatch.setenv("CAREER_PORT", "9002")
    assert read_settings().port == 9002


def test_the_default_store_is_a_file_of_the_user() -> None:
    """Without CAREER_STORE the store is career.db in the user's data folder."""
    path = user_data_path("career-graph", appauthor=False) / "career.db"
    assert default_store_url() == f"sqlite:///{path.as_posix()}"
    assert Settings().store_url == default_store_url()
    assert Settings(store="bundled:").store_url == "bundled:"


@pytest.mark.parametrize("home", ["a b", "王 小明", "100%41", "c#", "why?"])
def test_the_default_store_may_be_in_any_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    """Whatever the user's home is called, the default store's URL names the file in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / home))
    monkeypatch.setenv("HOME", str(tmp_path / home))
    path = user_data_path("career-graph", appauthor=False) / "career.db"
    with (
        open_store(default_store_url()) as store,
        pytest.raises(StoreUnavailableError, match=re.escape(str(path))),
    ):
        store.read()


def test_importing_reads_no_setting() -> None:
    """A bad value stops what reads the settings, not what imports the module."""
    done = subprocess.run(
        [sys.executable, "-c", "import api.settings, api.stores"],
        env={**os.environ, "CAREER_PORT": "x"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_log_level_is_a_word() -> None:
    """A log level is one of four words, in any case; another stops the start."""
    assert read_settings({"CAREER_LOG_LEVEL": "DEBUG"}).log_level == "debug"
    with pytest.raises(SettingError, match="'loud'; give one of debug, info, warning, error"):
        read_settings({"CAREER_LOG_LEVEL": "loud"})


def test_a_password_in_a_store_url_is_refused_unseen() -> None:
    """Settings never hold a store URL with a password, and the refusal does not repeat it."""
    with pytest.raises(SettingError) as caught:
        read_settings({"CAREER_STORE": "neo4j://bob:s3cret@localhost:7687"})
    assert "s3cret" not in str(caught.value)
    assert read_settings({"CAREER_STORE": "neo4j://localhost:7687"}).store is not None


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    """CAREER_NEO4J_PASSWORD_FILE names a file with the password, which no repr shows."""
    file = tmp_path / "secret"
    file.write_text("s3cret\n", encoding="utf-8")
    settings = read_settings({"CAREER_NEO4J_PASSWORD_FILE": str(file)})
    assert settings.credentials.password == "s3cret"  # noqa: S105 the test's own
    assert "s3cret" not in repr(settings) + repr(settings.credentials)
    with pytest.raises(SettingError, match="which cannot be read"):
        read_settings({"CAREER_NEO4J_PASSWORD_FILE": str(tmp_path / "none")})

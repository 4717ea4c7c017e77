"""What check-setup says of what is set: names, limits, introspection, log level."""

import re
from pathlib import Path
from typing import Any

import pytest
from places import OTHERS, place

from api.cli.exits import ExitCode
from api.cli.setup.settings import (
    look_at_introspection,
    look_at_limits,
    look_at_log_level,
    look_at_names,
    look_at_settings,
)
from api.limits import LIMITS, Limit
from api.settings import Settings

_ROOT = Path(__file__).resolve().parent.parent
_LIMITED = [limit for limit in LIMITS if limit.value_in(Settings(host=OTHERS)) > 0]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("CAREER_LIMIT_WORKS", "did you mean CAREER_LIMIT_WORK?"),
        ("CAREER_API_KEY_FILE", "did you mean CAREER_API_KEYS_FILE?"),
        ("CAREER_NEO4J_PASSWROD", "did you mean CAREER_NEO4J_PASSWORD?"),
        ("CAREER_NEO4J_PASSWORDFILE", "did you mean CAREER_NEO4J_PASSWORD_FILE?"),
        ("CAREER_port", "did you mean CAREER_PORT?"),
        ("CAREER_REQUIRE", "unset it."),
        ("CAREER_", "unset it."),
        ("CAREER_FAVOURITE_COLOUR", "unset it."),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest(name: str, remedy: str) -> None:
    """A variable that no setting reads is wrong, with the nearest one; its value is not shown."""
    (found,) = look_at_names({name: "geheim", "CAREER_PORT": "0", "PATH": "geheim"})
    assert (found.state, found.what, found.code) == ("wrong", "settings", ExitCode.WRONG)
    assert found.found == f"{name} is no setting, and nothing reads it; {remedy}"


def test_the_names_that_there_are_mean_something() -> None:
    """No variable of the README, of CI or of what the tests read is called wrong."""
    readers = (
        "README.md",
        ".ci/run",
        "tests/shared.py",
        "tests/neo4j_place.py",
        "tests/test_audit.py",
    )
    text = "".join((_ROOT / file).read_text("utf-8") for file in readers)
    names = set(re.findall(r"\bCAREER_[A-Z0-9_]*[A-Z0-9]\b", text))
    assert {"CAREER_STORE", "CAREER_SHARED", "CAREER_REQUIRE_NEO4J"} <= names
    assert {"CAREER_NEO4J_PASSWORD_FILE", "CAREER_TEST_NEO4J_URI"} <= names
    assert list(look_at_names(dict.fromkeys(names, "1"))) == []


def test_what_is_set_is_told_by_name() -> None:
    """The settings that are set are named, without values; an empty one counts as unset."""
    given = {"CAREER_PORT": "9", "CAREER_NEO4J_PASSWORD": "geheim", "CAREER_HOST": " "}
    found = look_at_settings({**given, "CAREER_PROT": "1", "PORT": "1"})
    assert (found.state, found.found) == ("ok", "CAREER_NEO4J_PASSWORD, CAREER_PORT")
    assert look_at_settings({}).found == "all at their defaults"
    assert list(look_at_names({"CAREER_PROT": " "})) == []


@pytest.mark.parametrize("limit", _LIMITED, ids=lambda limit: limit.name)
def test_a_limit_that_bounds_nothing_is_told(limit: Limit) -> None:
    """Over ten times its default a limit is to be lowered where others ask, else a remark."""
    default = limit.value_in(Settings(host=OTHERS))
    high: dict[str, Any] = {limit.attribute: default * 10 + 1}
    found = look_at_limits(place(host=OTHERS, **high))
    assert (found.state, found.code) == ("to do", ExitCode.NO)
    assert f"{limit.setting} is {default * 10 + 1}, 10 times its default {default}" in found.found
    assert "lower or unset" in found.found
    high[limit.attribute] -= 1
    found = look_at_limits(place(host=OTHERS, **high))
    assert found.state == "ok"
    assert found.found == f"{limit.setting} is {default * 10} (default {default})"


def test_limits_of_ones_own() -> None:
    """Where nobody else asks a limit may be anything, and it is told."""
    found = look_at_limits(place(limit_work=10**9, limit_first=10**4, limit_depth=5))
    assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
    assert "CAREER_LIMIT_WORK is 1000000000, 4000 times" in found.found
    assert "CAREER_LIMIT_FIRST is 10000, 100 times" in found.found
    assert "DEPTH" not in found.found
    assert look_at_limits(place()).found == "all at their defaults"
    lower = look_at_limits(place(host=OTHERS, limit_depth=5))
    assert (lower.state, lower.found) == ("ok", "CAREER_LIMIT_DEPTH is 5 (default 20)")


def test_introspection_is_told() -> None:
    """Whether the schema is shown stands there; either is well."""
    on, off = look_at_introspection(place()), look_at_introspection(place(introspection=False))
    assert (on.state, on.found) == ("ok", "on: the schema is shown")
    assert (off.state, off.found) == ("ok", "off: the schema is hidden")


def test_a_service_for_others_does_not_log_everything(tmp_path: Path) -> None:
    """The log level debug is for this machine alone; others are well everywhere."""
    for reached in ({"host": OTHERS}, {"api_keys_file": tmp_path}, {"allowed_hosts": ("a.org",)}):
        found = look_at_log_level(place(log_level="debug", **reached))
        assert (found.state, found.code) == ("to do", ExitCode.NO)
        assert "CAREER_LOG_LEVEL=info" in found.found
    for level in ("info", "warning", "error"):
        found = look_at_log_level(place(log_level=level, host=OTHERS))
        assert (found.state, found.found) == ("ok", level)
    assert look_at_log_level(place(log_level="debug", allowed_hosts=("localhost",))).state == "ok"

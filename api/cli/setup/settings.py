"""Checks of what is set: names that mean nothing, limits that bound nothing, what is told.

No value is shown that could be a secret.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from loaders.reading.spelling import find_nearest

from ...limits import LIMITS, Limit
from ...settings import PASSWORD_FILE, PREFIX, Settings, variable
from .finding import Finding, ok, remark, to_do, wrong
from .place import Place

_NAMES = (*(variable(field.name) for field in fields(Settings)), PASSWORD_FILE)
_OF_TESTS = re.compile("CAREER_(REQUIRE_[A-Z0-9]+|TEST_NEO4J_URI|SHARED)")
_MOST_TIMES = 10  # its default that a limit may be and still bound who means harm


def look_at_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield each variable that looks like one of ours and is none; an empty one counts as unset."""
    for name in _list_given(environment):
        if name not in _NAMES and not _OF_TESTS.fullmatch(name):
            near = find_nearest(
                name.removeprefix(PREFIX), (it.removeprefix(PREFIX) for it in _NAMES)
            )
            remedy = f"did you mean {PREFIX}{near}?" if near else "unset it."
            yield wrong("settings", f"{name} is no setting, and nothing reads it; {remedy}")


def look_at_settings(environment: Mapping[str, str]) -> Finding:
    """Which settings are set, by name alone."""
    given = [name for name in _list_given(environment) if name in _NAMES]
    return ok("settings", ", ".join(given) or "all at their defaults")


def _list_given(environment: Mapping[str, str]) -> list[str]:
    return sorted(it for it, text in environment.items() if it.startswith(PREFIX) and text.strip())


def look_at_limits(place: Place) -> Finding:
    """Whether each limit still bounds something."""
    settings = place.settings
    defaults = replace(
        settings, **{it.attribute: getattr(Settings(), it.attribute) for it in LIMITS}
    )
    values = [(limit, limit.value_in(settings), limit.value_in(defaults)) for limit in LIMITS]
    raised = [it for it in values if it[1] > _MOST_TIMES * it[2] > 0]
    if raised:
        said = f"{'; '.join(map(_describe_raised, raised))}; lower or unset them"
        return to_do("limits", said) if place.others_may_ask else remark("limits", said)
    changed = [
        f"{limit.setting} is {value} (default {default})"
        for limit, value, default in values
        if value != default
    ]
    return ok("limits", ", ".join(changed) or "all at their defaults")


def _describe_raised(raised: tuple[Limit, int, int]) -> str:
    limit, value, default = raised
    return f"{limit.setting} is {value}, {value // default} times its default {default}"


def look_at_introspection(place: Place) -> Finding:
    """Whether the schema is shown."""
    shown = place.settings.introspection
    return ok("introspection", "on: the schema is shown" if shown else "off: the schema is hidden")


def look_at_log_level(place: Place) -> Finding:
    """Whether more is logged than who runs a service for others should keep."""
    level = place.settings.log_level
    if level == "debug" and place.others_may_ask:
        found = f"debug also logs all that libraries say; set {variable('log_level')}=info"
        return to_do("log level", found)
    return ok("log level", level)

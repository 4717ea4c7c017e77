"""Checks of what runs here: Python, this program, and the packages that it needs."""

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version

from ..exits import NAME
from ..service import find_version
from .finding import Finding, ok, wrong

_DISTRIBUTION = re.compile(r"[\w.-]+")  # the name that a requirement starts with


def look_at_python() -> Finding:
    """Which Python, on which system."""
    return ok("Python", f"{platform.python_version()} on {platform.platform(terse=True)}")


def look_at_packages() -> Finding:
    """The versions of this program and of what it needs, as far as it is installed."""
    found = [f"{NAME} {find_version()}"]
    for name in _list_needed():
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return wrong("packages", f"{name} is not installed; install {NAME} again")
    return ok("packages", ", ".join(found))


def _list_needed() -> list[str]:
    """The distributions that this program needs, by name."""
    try:
        needed = requires(NAME) or []
    except PackageNotFoundError:  # run from its folder, without being installed
        return []
    return sorted(
        match[0] for it in needed if "extra ==" not in it and (match := _DISTRIBUTION.match(it))
    )

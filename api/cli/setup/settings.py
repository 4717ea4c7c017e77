"""Checks of what is set."""

import os

from ...settings import PREFIX
from .finding import Finding, ok


def look_at_settings() -> Finding:
    """Which variables are set, by name alone."""
    given = sorted(name for name in os.environ if name.startswith(PREFIX))
    return ok("settings", ", ".join(given) or "all at their defaults")

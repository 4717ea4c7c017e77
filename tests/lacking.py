"""What a test needs and this machine may lack: then the test skips, or fails where it must run."""

import os
from typing import NoReturn

import pytest


def lack(what: str, *, required: str) -> NoReturn:
    """Skip with the reason; fail where the environment sets `required`."""
    if os.environ.get(required):
        pytest.fail(f"{what} ({required} is set.)")
    pytest.skip(what)

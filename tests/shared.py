"""Real inputs that are not part of the project: tests that need one skip where it is absent."""

import os
from pathlib import Path

import pytest


def find_shared(name: str) -> Path:
    """A file or folder of the shared inputs: in CAREER_SHARED, else beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    path = Path(os.environ.get("CAREER_SHARED") or beside) / name
    if not path.exists():
        pytest.skip(f"{path} is not here; set CAREER_SHARED to a folder that has {name}")
    return path

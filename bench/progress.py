"""How far a run is, apart from what it prints."""

import sys
import time

_BEGAN = time.monotonic()


def say(text: str) -> None:
    """Tell on stderr what is begun, and after how many seconds."""
    print(f"[{time.monotonic() - _BEGAN:6.1f} s] {text} …", file=sys.stderr, flush=True)

"""What the service writes about itself: a JSON object a line, on stderr."""

import logging

from pythonjsonlogger.json import JsonFormatter

_QUIET = {"neo4j": logging.ERROR, "uvicorn.error": logging.ERROR, "asyncio": logging.ERROR}
"""Loggers that tell of every client's mistake and of each try again; /readyz says of the store."""


def write_logs_as_json(level: str) -> None:
    """Write what is logged from this level on; with `debug` everything that libraries log too."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            timestamp="time",
            json_ensure_ascii=False,
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    if level != "debug":
        for name, least in _QUIET.items():
            logging.getLogger(name).setLevel(least)

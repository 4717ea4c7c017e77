"""Asks a service for exports, and reads what it answers."""

from pathlib import Path
from typing import Any

import httpx
from serving import Service


def read_files(path: Path) -> dict[str, bytes]:
    """What the command wrote: files by name, one file by no name."""
    if path.is_file():
        return {"": path.read_bytes()}
    files = (file for file in path.rglob("*") if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def get(service: Service, path: str, **headers: str) -> httpx.Response:
    """What is answered to GET."""
    return httpx.get(f"{service.url}export/{path}", headers=headers, timeout=60)


def read_problem(response: httpx.Response) -> tuple[int, str, dict[str, Any]]:
    """The status, message and extensions of a refusal."""
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    (error,) = response.json()["errors"]
    return response.status_code, error["message"], error["extensions"]


def count_busy(service: Service) -> float:
    """How many requests are worked on."""
    lines = httpx.get(f"{service.url}metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith("career_graph_busy ")).split()[1])

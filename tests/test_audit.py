"""The service is GraphQL over HTTP: the public audit of graphql-http finds nothing.

https://github.com/graphql/graphql-http
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lacking import lack
from serving import Service, serving

_FOLDER = Path(__file__).with_name("audit")
_MODULES = _FOLDER / "node_modules"
_REQUIRED = "CAREER_REQUIRE_NODE"
_AUDITS = 61
_PATIENCE_SECONDS = 120  # a process that takes longer hangs

Audit = Callable[[str], list[dict[str, Any]]]
"What each audit says of the service at a URL."

pytestmark = pytest.mark.xdist_group("audit")


@pytest.fixture(scope="module")
def audit() -> Audit:
    """The audits, installed; skips, or fails, where Node is away or cannot install them."""
    node, npm = _find("node"), _find("npm")
    with (_FOLDER / ".lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)  # until it is closed: one run installs, others wait
        _install(npm)
    return lambda url: json.loads(_run([node, "audit.js", url]).stdout)


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        lack(f"The audit runs in Node, and {program} is not here; install it.", required=_REQUIRED)
    return found


def _install(npm: str) -> None:
    """Install what the lock names, unless it is there."""
    digest = hashlib.sha256((_FOLDER / "package-lock.json").read_bytes()).hexdigest()
    installed = _MODULES / ".digest"
    if installed.exists() and installed.read_text("ascii") == digest:
        return
    done = _run([npm, "ci", "--ignore-scripts"])
    if done.returncode:
        lack(f"npm cannot install the audit: {done.stderr}", required=_REQUIRED)
    installed.write_text(digest, "ascii")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=_FOLDER,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service; it must not have complained at the end."""
    with serving(tmp_path_factory.mktemp("service")) as running:
        yield running
        assert running.read_errors() == ""


def list_failures(results: Sequence[dict[str, Any]]) -> list[str]:
    """The audits that are not ok: id, name, reason and answer."""
    return [
        f"{one['id']} {one['name']}: {one['status']}, {one['reason']}; {one.get('answer')}"
        for one in results
        if one["status"] != "ok"
    ]


def test_every_audit_is_ok(audit: Audit, service: Service) -> None:
    """All audits run, and the service passes each, those too that only recommend."""
    results = audit(f"{service.url}graphql")
    failures = list_failures(results)
    assert not failures, "\n".join(failures)
    assert len({one["id"] for one in results}) == len(results) == _AUDITS


def test_the_audit_finds_what_is_not_graphql(audit: Audit, service: Service) -> None:
    """At a path that answers, but not with GraphQL, audits fail and say so by id and name."""
    results = audit(f"{service.url}schema.graphql")
    failures = list_failures(results)
    assert len(results) == _AUDITS
    assert len(failures) > _AUDITS / 2
    said = next(failure for failure in failures if failure.startswith("4655 "))
    assert "MUST accept application/json and match the content-type: error, " in said
    assert "; 405 text/plain" in said


def test_the_audit_finds_that_nobody_answers(audit: Audit) -> None:
    """Where nothing answers every audit fails."""
    failures = list_failures(audit("http://127.0.0.1:1/graphql"))
    assert len(failures) == _AUDITS
    assert all(": fatal, " in failure for failure in failures)


def test_the_lock_has_hashes_and_no_addresses() -> None:
    """What is installed is pinned by hashes, and comes from whatever registry npm is set to."""
    lock = json.loads((_FOLDER / "package-lock.json").read_text("utf-8"))
    asked = json.loads((_FOLDER / "package.json").read_text("utf-8"))["dependencies"]
    packages = {name: it for name, it in lock["packages"].items() if name}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all("integrity" in it and "resolved" not in it for it in packages.values())

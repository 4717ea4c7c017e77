"""The notes in docs/ hold, as far as they name what is in the code."""

import re
from pathlib import Path

import httpx
from serving import serving

from api.settings import Settings, variable
from graph.export.flat import ABOUT_ATTRIBUTES, EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from graph.stores import STORES
from loaders import LOADERS

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_CLUSTER = (_DOCS / "cluster.md").read_text(encoding="utf-8")


def test_every_scheme_of_a_server_is_explained() -> None:
    """The notes on clusters have a row for each scheme that leads to a server, and no other."""
    rows = re.findall(r"^\| `(.+?)://` \|", _CLUSTER, re.MULTILINE)
    assert sorted(rows) == sorted(STORES.keys() - {"sqlite"})


def test_every_setting_that_is_named_is_one() -> None:
    """The settings that notes name are settings."""
    known = {variable(name) for name in Settings.__dataclass_fields__}
    known |= {f"{variable('neo4j_password')}_FILE"}
    for file in _DOCS.rglob("*.md"):
        named = set(re.findall(r"CAREER_[A-Z0-9_]+", file.read_text(encoding="utf-8")))
        assert named <= known, file


def test_every_path_that_is_named_is_answered(tmp_path: Path) -> None:
    """The paths of the service that the notes name are ones that it answers."""
    named = set(re.findall(r"`(/[a-z.]+)`", _CLUSTER))
    assert named
    with serving(tmp_path) as service:
        assert [path for path in named if httpx.get(service.url + path[1:]).is_error] == []


def test_every_loader_is_explained() -> None:
    """The notes on loaders list each format, in the order in which content is tried."""
    text = (_DOCS / "loaders.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z][a-z-]+)` \|", text, re.MULTILINE)
    assert rows[: len(LOADERS)] == list(LOADERS)
    for link in re.findall(r"\]\((\.\.[^)#]+)", text):
        assert (_DOCS / link).exists(), link


def test_every_attribute_of_the_exports_is_explained() -> None:
    """The notes on exports list every attribute with its meaning, in order, and no other."""
    text = (_DOCS / "exports.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE)
    listed = (ABOUT_ATTRIBUTES, NODE_ATTRIBUTES, EDGE_ATTRIBUTES)
    assert rows == [row for attributes in listed for row in attributes.items()]

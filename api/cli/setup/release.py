"""Checks of what the store holds: the release, and the texts that it quotes."""

from collections.abc import Iterator

from graph.catalog import CareerGraph
from graph.quotes import Quotes

from ...settings import Settings
from ..exits import ExitCode
from .finding import Finding, ok, to_do, wrong


def describe_release(_: Settings, career_graph: CareerGraph) -> Iterator[Finding]:
    """Yield which release it is, and how much it holds."""
    release = career_graph.release
    counts = ", ".join(
        f"{len(career_graph.records[table])} {table}"
        for table in ("roles", "moves", "skills", "certifications", "industries", "documents")
    )
    found = f"{release.number} of {release.created}, sha256 {release.sha256}: {counts}"
    yield ok("release", found)


def look_at_documents(settings: Settings, career_graph: CareerGraph) -> Iterator[Finding]:
    """Yield whether the texts are at hand that quotes are cut from."""
    if settings.documents is None:
        found = "CAREER_DOCUMENTS is not set; answers say where things stand, but do not quote"
        yield ok("documents", found)
        return
    quotes = Quotes(settings.documents, career_graph.documents.values())
    changed = quotes.list_changed()
    for sentence in changed:
        yield wrong("documents", sentence, ExitCode.NO)
    known = [it for it in career_graph.documents.values() if it.sha256 is not None]
    missing = [it.id for it in known if quotes.find_quote(it, 0, 1) is None]
    if not missing:
        yield ok("documents", f"{settings.documents} has the text of all {len(known)}")
    elif not changed:
        found = f"{settings.documents} has no text of {', '.join(missing)}; put the originals there"
        yield to_do("documents", found)

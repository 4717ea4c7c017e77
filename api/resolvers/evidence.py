"""Resolvers of evidence: who says something, where, and in which words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.records import Claim, Document
from graph.says import Speaker

from ..context import Fields, Info


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as something that a client can read."""

    claim: Claim


def list_evidence(claims: Iterable[Claim]) -> list[Evidence]:
    """The claims as evidence, each once, in their order."""
    return [Evidence(claim) for claim in dict.fromkeys(claims)]


class _Fact(Protocol):
    """Anything that keeps its claims."""

    @property
    def claims(self) -> Sequence[Claim]:
        """The claims that it adds up."""
        ...


def evidence_of_claims(fact: _Fact, _: Info) -> list[Evidence]:
    """The evidence of anything that keeps its claims."""
    return list_evidence(fact.claims)


def document(evidence: Evidence, info: Info) -> Document:
    """The document that says so."""
    context = info.context
    return context.career_graph.documents[evidence.claim.passage.document]


def row(evidence: Evidence, _: Info) -> int | None:
    """The row of the table where the passage is one, not a span of text or of no table."""
    passage = evidence.claim.passage
    return (passage.row or None) if passage.start is None else None


def sheet(evidence: Evidence, _: Info) -> str | None:
    """The table of that row."""
    passage = evidence.claim.passage
    return passage.table if passage.start is None else None


def says(evidence: Evidence, info: Info) -> str:
    """What the claim says."""
    context = info.context
    return Speaker(context.career_graph, context.language).says(evidence.claim)


def quote(evidence: Evidence, info: Info) -> str | None:
    """The passage, where the document's text is at hand."""
    context = info.context
    passage = evidence.claim.passage
    about = context.career_graph.documents[passage.document]
    return context.library.quotes.find_quote(about, passage.start, passage.end)


EVIDENCE: Fields = {
    "document": document,
    "start": lambda evidence, _: evidence.claim.passage.start,
    "end": lambda evidence, _: evidence.claim.passage.end,
    "row": row,
    "sheet": sheet,
    "says": says,
    "quote": quote,
}

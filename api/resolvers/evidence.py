"""Resolvers of evidence: who says something, where, and in which words."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import GraphQLResolveInfo

from graph.records import Claim, Document

from ..context import Context
from ..says import Speaker


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim as something that a client can read."""

    claim: Claim


def list_evidence(claims: Iterable[Claim]) -> list[Evidence]:
    """The claims as evidence, each once, in their order."""
    return [Evidence(claim) for claim in dict.fromkeys(claims)]


def evidence_of_claims(source: "object", _: GraphQLResolveInfo) -> list[Evidence]:
    """The evidence of anything that keeps its `claims`."""
    claims: Iterable[Claim] = getattr(source, "claims")  # noqa: B009 any fact with claims
    return list_evidence(claims)


def document(evidence: Evidence, info: GraphQLResolveInfo) -> Document:
    """The document that says so."""
    context: Context = info.context
    return context.career_graph.documents[evidence.claim.passage.document]


def row(evidence: Evidence, _: GraphQLResolveInfo) -> int | None:
    """The row of the table where the passage is one, not a span of text."""
    passage = evidence.claim.passage
    return passage.row if passage.start is None else None


def sheet(evidence: Evidence, _: GraphQLResolveInfo) -> str | None:
    """The table of that row."""
    passage = evidence.claim.passage
    return passage.table if passage.start is None else None


def says(evidence: Evidence, info: GraphQLResolveInfo) -> str:
    """What the claim says."""
    context: Context = info.context
    return Speaker(context.career_graph, context.language).says(evidence.claim)


def quote(evidence: Evidence, info: GraphQLResolveInfo) -> str | None:
    """The passage, where the document's text is at hand."""
    context: Context = info.context
    passage = evidence.claim.passage
    about = context.career_graph.documents[passage.document]
    return context.library.quotes.find_quote(about, passage.start, passage.end)


EVIDENCE = {
    "document": document,
    "start": lambda evidence, _: evidence.claim.passage.start,
    "end": lambda evidence, _: evidence.claim.passage.end,
    "row": row,
    "sheet": sheet,
    "says": says,
    "quote": quote,
}

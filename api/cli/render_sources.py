"""Who says what, and where: numbered statements, their quotes, and the documents they stand in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from rich.console import RenderableType

from .render import Page

Answer = Mapping[str, Any]


def describe_place(page: Page, evidence: Answer) -> str:
    """The document, and the span of its text, the row of its table, or what stands for one."""
    document = evidence["document"]["id"]
    if evidence["start"] is not None:
        return page.say(
            "cli.characters", document=document, start=evidence["start"], end=evidence["end"]
        )
    if evidence["row"] is None:
        return page.say("cli.sheet", document=document, sheet=evidence["sheet"])
    return page.say("cli.row", document=document, sheet=evidence["sheet"], row=evidence["row"])


def list_statements(
    page: Page, evidence: Iterable[Answer], numbers: MutableMapping[str, int]
) -> Iterator[RenderableType]:
    """Yield a numbered line for each place, with all that it says there, and its quote.

    `numbers` holds those given so far, by place and words; what has one is only referred to.
    """
    said: defaultdict[str, dict[str, None]] = defaultdict(dict)
    quotes = {}
    for one in evidence:
        place = describe_place(page, one)
        said[place][one["says"]] = None
        quotes[place] = one["quote"]
    again = []
    for place, says in said.items():
        text = page.say("cli.statement", says=page.say("cli.semicolon").join(says), place=place)
        if text in numbers:
            again.append(f"[{numbers[text]}]")
            continue
        numbers[text] = len(numbers) + 1
        yield page.line(f"[{numbers[text]}] {text}", indent=2)
        if quotes[place] is not None:
            yield page.line(page.say("cli.quote", quote=quotes[place]), indent=6, style="italic")
    if again:
        yield page.line(page.say("cli.see_also", numbers=" ".join(again)), indent=2)


def list_documents(page: Page, documents: Iterable[Answer]) -> Iterator[RenderableType]:
    """Yield each document once: its id, title, publisher and date."""
    yield page.heading(page.say("cli.documents"))
    for id_, document in sorted({it["id"]: it for it in documents}.items()):
        known = [document[it] for it in ("title", "publisher", "published") if document[it]]
        text = page.say("cli.comma").join(known)
        yield page.line(page.say("cli.document", text=text, id=id_), indent=2)


def collect_evidence(answer: object) -> Iterator[Answer]:
    """Yield all evidence within an answer, however deep it stands: a thing's own first."""
    if isinstance(answer, Mapping):
        yield from answer.get("evidence", ())
        for name, value in answer.items():
            if name != "evidence":
                yield from collect_evidence(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from collect_evidence(value)

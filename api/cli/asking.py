"""Runs a shipped query for a command, prints the answer, and says how the command ends."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .exits import ExitCode
from .options import kebab
from .output import clean, complain, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..context import Context
    from ..settings import Settings
    from .render import Page

Answer = Mapping[str, Any]
Render = Callable[["Page", Answer], "Iterable[RenderableType]"]

_ERRORS = {
    "BAD_INPUT": ExitCode.WRONG,
    "STORE_UNAVAILABLE": ExitCode.STORE,
    "LIMIT_EXCEEDED": ExitCode.LIMIT,
    "DEADLINE_EXCEEDED": ExitCode.LIMIT,
}
"""How a command ends by the code of an error; any other is unexpected."""

_LISTS = ("ReachList", "WhatIf")  # answers that are no where they list nothing


def settings_for(store: str | None) -> "Settings":
    """The settings of the environment, with the store that --store names."""
    from ..settings import read_settings

    settings = read_settings()
    return settings if store is None else replace(settings, store=store)


def open_context(store: str | None, language: str) -> "Context":
    """The release that answers; a text that is not its document's any more is complained of."""
    from ..context import Context, open_library
    from ..stores import read_graph

    settings = settings_for(store)
    library = open_library(
        read_graph(settings), documents=settings.documents, work=settings.limit_work
    )
    for changed in library.quotes.list_changed():
        complain(changed)
    return Context(library, language, settings)


def ask(
    context: "Context", name: str, variables: Answer, operation: str | None = None
) -> dict[str, Any]:
    """The answer to the shipped query of that name, as `/graphql` gives it."""
    from ..execute import run

    query = files("api").joinpath("queries", f"{name}.graphql").read_text(encoding="utf-8")
    return run(context, query, variables, operation)


def finish(answer: Answer, render: Render, *, language: str, json: bool) -> ExitCode:
    """Print an answer and say how the command ends.

    A refusal that can be read is an answer; errors and unknown names are for stderr.
    """
    problem = _find_problem(answer)
    code = _judge(answer) if problem is None else problem[0]
    if json:
        print_json(answer)
        return code

    from .render import open_page

    page = open_page(language)
    if problem is None:
        page.print(render(page, clean(answer["data"])))
    elif code is ExitCode.NO:
        page.print(_refuse(page, clean(answer["data"])))
    else:
        complain(problem[1])
    return code


def _judge(answer: Answer) -> ExitCode:
    """How a command ends that has an answer: one that is cut short, or lists nothing, says so."""
    for root in answer["data"].values():
        if not isinstance(root, Mapping):
            continue
        proven = root.get("proven") is not False
        if root.get("limited", not proven) or not all(
            variant["proven"] for variant in root.get("sensitivity", ())
        ):
            return ExitCode.LIMIT
        if root.get("__typename") in _LISTS and not root["total"]:
            return ExitCode.NO
    return ExitCode.ANSWERED


def _find_problem(answer: Answer) -> tuple[ExitCode, str] | None:
    """How a command ends that has no answer to show, and the words for it."""
    if "errors" in answer:
        first = answer["errors"][0]["extensions"]["code"]
        message = "\n".join(error["message"] for error in answer["errors"])
        return _ERRORS.get(first, ExitCode.UNEXPECTED), message
    for root in answer["data"].values():
        if not isinstance(root, Mapping):
            continue
        if root.get("__typename") == "UnknownName":
            return ExitCode.WRONG, root["message"]
        if root.get("__typename") == "NoRoute":
            limited = root["reason"] == "WORK_LIMIT"
            return ExitCode.LIMIT if limited else ExitCode.NO, root["message"]
    return None


def _refuse(page: "Page", data: Answer) -> "Iterable[RenderableType]":
    """Yield why there is no route, and what to change so that there is one."""
    (refusal,) = data.values()
    yield page.line(refusal["message"])
    if refusal["relaxations"]:
        yield page.line(page.say("cli.relaxations"))
    for relaxation in refusal["relaxations"]:
        option, value = f"--{to_option(relaxation['argument'])}", relaxation["value"]
        entries = re.findall(r'"([^"]*)"|\b([A-Z_]+)\b', value)
        if value in ("false", "null"):
            typed = page.say("cli.without_option", option=option)
        elif entries:
            typed = " ".join(f"{option} {kebab(name or word)}" for name, word in entries)
        else:
            typed = option if value == "true" else f"{option} {value}"
        yield page.line(page.marked(relaxation["message"], [typed]), indent=2)
    if not refusal["proven"]:
        yield page.line(page.say("cli.relaxations.limited"))


def to_option(argument: str) -> str:
    """The option of an argument of `where`; lists are repeated in the singular.

    >>> to_option("where.maxMoves"), to_option("where.documents")
    ('max-moves', 'document')
    """
    name = argument.removeprefix("where.")
    words = re.sub("([A-Z])", lambda match: f"-{match[1].lower()}", name)
    return words.removesuffix("s") if name in ("kinds", "documents") else words

"""What commands are given: the options they share, and how words become GraphQL inputs.

Options are the GraphQL arguments in kebab-case, and so are the words of enumerations:
`--by new-skills` is `by: NEW_SKILLS`. Either spelling is read, in capitals or not.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from graph.names import LANGUAGES
from graph.records import EntityKind, Objective

_MOST_PORT = 65_535
_NAME_HELP = "an id, any name in any language, or scheme:code"


def kebab(word: str) -> str:
    """A word of an enumeration as it is typed.

    >>> kebab("NEW_SKILLS")
    'new-skills'
    """
    return word.lower().replace("_", "-")


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given: None, an empty list and a flag that is off mean the default; 0 is given."""
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != []
    }


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words, as GraphQL spells it."""

    def read(text: str) -> str:
        for word in words:
            if kebab(text.strip()) == kebab(word):
                return word
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(kebab, words))}.")

    return read


def words_of(words: type[StrEnum]) -> dict[str, Any]:
    """The settings of an option that takes a word of an enumeration, by member name."""
    names = [word.name for word in words]
    return {"parser": one_of(*names), "metavar": "|".join(map(kebab, names))}


def _not_empty(url: str | None) -> str | None:
    """An empty URL comes from an unset variable; the default store must not stand in for it."""
    if url is not None and not url.strip():
        raise typer.BadParameter("it is empty; give a store URL or leave the option out.")
    return url


def _name(what: str, metavar: str = "NAME") -> Any:  # noqa: ANN401 as typer declares it
    return typer.Argument(help=f"{what}: {_NAME_HELP}.", metavar=metavar, show_default=False)


FromArgument = Annotated[str, _name("The role where the route starts", "FROM")]
ToArgument = Annotated[str, _name("The role where it ends", "TO")]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="ROLE", help=f"What one is now: {_NAME_HELP}.", show_default=False
    ),
]
NameArgument = Annotated[str, _name("A role, skill, certification or industry")]
RoleArgument = Annotated[str | None, _name("Only conflicts that this role takes part in", "ROLE")]
TextArgument = Annotated[
    str,
    typer.Argument(
        help="Part of a name in any language, pinyin, a code or an id.",
        metavar="TEXT",
        show_default=False,
    ),
]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        callback=_not_empty,
        help="The store: sqlite:///relative.db, sqlite:////absolute.db, neo4j://host or bundled: "
        "(else CAREER_STORE, else the default store).",
        show_default=False,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="The encoding of the text files that are not UTF-8, such as gb18030.",
        show_default=False,
    ),
]
HostOption = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="HOST",
        help="The address to listen on (else CAREER_HOST, else 127.0.0.1: this machine only).",
        show_default=False,
    ),
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        min=0,
        max=_MOST_PORT,
        help="The port, 0 for any free one (else CAREER_PORT, else 8000).",
        show_default=False,
    ),
]
InsecureOption = Annotated[
    bool,
    typer.Option(
        "--insecure",
        help="Listen beyond this machine although nobody is asked for a key "
        "(CAREER_API_KEYS_FILE).",
    ),
]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        parser=one_of(*LANGUAGES),
        metavar="|".join(LANGUAGES),
        help="The language of names and words.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON instead, exactly as GraphQL answers.")
]
SourcesOption = Annotated[
    bool, typer.Option("--sources/--no-sources", help="Whether to list who says what, and where.")
]

ByOption = Annotated[
    str, typer.Option("--by", **words_of(Objective), help="What makes one route better.")
]
FirstRoutesOption = Annotated[
    int, typer.Option("--first", metavar="N", help="How many routes, best first.")
]
FirstOption = Annotated[
    int, typer.Option("--first", min=1, metavar="N", help="How many, best first.")
]
DiverseOption = Annotated[
    bool, typer.Option("--diverse", help="Only routes that differ in more than one role.")
]
SensitivityOption = Annotated[
    bool,
    typer.Option(
        "--sensitivity",
        help="Also say whether another policy, or the absence of one document, changes the winner.",
    ),
]
EntityKindOption = Annotated[
    str | None,
    typer.Option("--kind", **words_of(EntityKind), help="What it is, where several have the name."),
]
EntityKindsOption = Annotated[
    list[str] | None,
    typer.Option("--kind", **words_of(EntityKind), help="Only this kind; may be repeated."),
]
AfterOption = Annotated[
    str | None,
    typer.Option("--after", metavar="CURSOR", help="Continue after the page that ended here."),
]

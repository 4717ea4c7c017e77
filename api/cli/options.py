"""What commands are given: the options they share, and how words and names become GraphQL inputs.

Options are the GraphQL arguments in kebab-case, and so are the words of enumerations:
`--by new-skills` is `by: NEW_SKILLS`. Either spelling is read, in capitals or not.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer

from graph.names import LANGUAGES
from graph.records import CityTier, Education, EntityKind, MoveKind, Objective, PolicyRule

SCHEMES = ("esco", "isco-08", "onet-soc", "soc-2018", "nace-2", "csco-2022", "ddat")
"""The schemes of codes; a name that starts with one and a colon is a code."""

_NAME_HELP = "an id, any name in any language, or scheme:code"


def kebab(word: str) -> str:
    """A word of an enumeration as it is typed.

    >>> kebab("NEW_SKILLS")
    'new-skills'
    """
    return word.lower().replace("_", "-")


def to_ref(name: str) -> dict[str, Any]:
    """The Ref that a name argument means.

    >>> to_ref("客服总监"), to_ref("isco-08:4222")
    ({'name': '客服总监'}, {'code': {'scheme': 'isco-08', 'code': '4222'}})
    """
    scheme, colon, code = name.partition(":")
    if colon and scheme.strip().lower() in SCHEMES:
        return {"code": {"scheme": scheme.strip().lower(), "code": code.strip()}}
    return {"name": name}


def to_refs(names: Iterable[str] | None) -> list[dict[str, Any]]:
    """The Refs that name options mean."""
    return [to_ref(name) for name in names or ()]


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given: None, an empty list and a flag that is off mean the default; 0 is given."""
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != []
    }


def _one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words, as GraphQL spells it."""

    def read(text: str) -> str:
        for word in words:
            if kebab(text.strip()) == kebab(word):
                return word
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(kebab, words))}.")

    return read


def _words(words: type[StrEnum]) -> dict[str, Any]:
    """The settings of an option that takes a word of an enumeration, by member name."""
    names = [word.name for word in words]
    return {"parser": _one_of(*names), "metavar": "|".join(map(kebab, names))}


def _not_empty(url: str | None) -> str | None:
    """An empty URL comes from an unset variable; the default store must not stand in for it."""
    if url is not None and not url.strip():
        raise typer.BadParameter("it is empty; give a store URL or leave the option out.")
    return url


def _name(what: str, metavar: str = "NAME") -> Any:  # noqa: ANN401 as typer declares it
    return typer.Argument(help=f"{what}: {_NAME_HELP}.", metavar=metavar, show_default=False)


FromArgument = Annotated[str, _name("The role where the route starts", "FROM")]
ToArgument = Annotated[str, _name("The role where it ends", "TO")]
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
        help="The store: sqlite:///relative.db, sqlite:////absolute.db or bundled: "
        "(else CAREER_STORE, else the default store).",
        show_default=False,
    ),
]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang",
        parser=_one_of(*LANGUAGES),
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
    str, typer.Option("--by", **_words(Objective), help="What makes one route better.")
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
ViaOption = Annotated[
    list[str] | None,
    typer.Option("--via", metavar="ROLE", help="Go through this role; may be repeated."),
]
AvoidOption = Annotated[
    list[str] | None,
    typer.Option("--avoid", metavar="ROLE", help="Do not touch this role; may be repeated."),
]
MoveKindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", **_words(MoveKind), help="Only moves of this kind; may be repeated."),
]
MaxMovesOption = Annotated[
    int | None, typer.Option("--max-moves", metavar="N", help="At most so many moves.")
]
MaxMonthsOption = Annotated[
    int | None,
    typer.Option("--max-months", metavar="N", help="At most so many months, typically."),
]
MaxNewSkillsOption = Annotated[
    int | None,
    typer.Option("--max-new-skills", metavar="N", help="At most so many skills to learn."),
]
MinPayOption = Annotated[
    int | None,
    typer.Option(
        "--min-pay",
        metavar="N",
        help="At the end pay of at least this a month, in the graph's currency.",
    ),
]
IndustryOption = Annotated[
    str | None,
    typer.Option("--industry", metavar="NAME", help="Only roles found in this industry."),
]
DocumentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document", metavar="ID", help="Use only what this document says; may be repeated."
    ),
]
InferredOption = Annotated[
    bool, typer.Option("--inferred", help="Also moves that no source states, only a method.")
]
CertainOption = Annotated[
    bool, typer.Option("--certain", help="No moves that sources call only possible.")
]
GatesMetOption = Annotated[
    bool,
    typer.Option("--gates-met", help="Only routes whose required gates the asker already meets."),
]
CertificationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--certification", metavar="NAME", help="A certification already held; may be repeated."
    ),
]
UncertifiedOption = Annotated[
    bool,
    typer.Option("--uncertified", help="No certification is held (else: unknown)."),
]
EducationOption = Annotated[
    str | None,
    typer.Option(
        "--education",
        parser=_one_of(*(level.name for level in Education)),
        metavar="LEVEL",
        help=f"The highest education level: {', '.join(kebab(it.name) for it in Education)}.",
    ),
]
SkillOption = Annotated[
    list[str] | None,
    typer.Option("--skill", metavar="NAME", help="A skill already held; may be repeated."),
]
ServiceMonthsOption = Annotated[
    int | None,
    typer.Option("--service-months", metavar="N", help="Months already worked in the field."),
]
CityTierOption = Annotated[
    str | None, typer.Option("--city-tier", **_words(CityTier), help="The city to be paid in.")
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--policy", **_words(PolicyRule), help="How sources that disagree on time are settled."
    ),
]
PreferOption = Annotated[
    str | None,
    typer.Option("--prefer", metavar="ID", help="The document that wins where sources disagree."),
]
EntityKindOption = Annotated[
    str | None,
    typer.Option("--kind", **_words(EntityKind), help="What it is, where several have the name."),
]
EntityKindsOption = Annotated[
    list[str] | None,
    typer.Option("--kind", **_words(EntityKind), help="Only this kind; may be repeated."),
]
AfterOption = Annotated[
    str | None,
    typer.Option("--after", metavar="CURSOR", help="Continue after the page that ended here."),
]

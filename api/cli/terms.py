"""The options that questions about routes share: the filter, the profile, the policy.

A command takes them with `with_options`, and turns what was given into GraphQL inputs with the
`read_` functions.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

import typer

from graph.records import CityTier, Education, MoveKind, PolicyRule

from ..references import to_ref, to_refs
from .options import kebab, one_of, without_none, words_of

_F = TypeVar("_F", bound=Callable[..., Any])
_Option = tuple[Any, Any]  # the annotation and the default of a parameter

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
    typer.Option("--kind", **words_of(MoveKind), help="Only moves of this kind; may be repeated."),
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
        parser=one_of(*(level.name for level in Education)),
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
    str | None, typer.Option("--city-tier", **words_of(CityTier), help="The city to be paid in.")
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--policy", **words_of(PolicyRule), help="How sources that disagree on time are settled."
    ),
]
PreferOption = Annotated[
    str | None,
    typer.Option("--prefer", metavar="ID", help="The document that wins where sources disagree."),
]
GainSkillOption = Annotated[
    list[str] | None,
    typer.Option("--gain-skill", metavar="NAME", help="A skill to gain; may be repeated."),
]
GainCertificationOption = Annotated[
    list[str] | None,
    typer.Option(
        "--gain-certification", metavar="NAME", help="A certification to gain; may be repeated."
    ),
]
GainEducationOption = Annotated[
    str | None,
    typer.Option(
        "--gain-education",
        parser=one_of(*(level.name for level in Education)),
        metavar="LEVEL",
        help="An education level to gain.",
    ),
]
GainServiceMonthsOption = Annotated[
    int | None,
    typer.Option("--gain-service-months", metavar="N", help="Months of service to gain."),
]
GainCityTierOption = Annotated[
    str | None,
    typer.Option("--gain-city-tier", **words_of(CityTier), help="The city to be paid in then."),
]

FILTER: Mapping[str, _Option] = {
    "via": (ViaOption, None),
    "avoid": (AvoidOption, None),
    "kind": (MoveKindOption, None),
    "max_moves": (MaxMovesOption, None),
    "max_months": (MaxMonthsOption, None),
    "max_new_skills": (MaxNewSkillsOption, None),
    "min_pay": (MinPayOption, None),
    "industry": (IndustryOption, None),
    "document": (DocumentOption, None),
    "inferred": (InferredOption, False),
    "certain": (CertainOption, False),
    "gates_met": (GatesMetOption, False),
}
PROFILE: Mapping[str, _Option] = {
    "skill": (SkillOption, None),
    "certification": (CertificationOption, None),
    "uncertified": (UncertifiedOption, False),
    "education": (EducationOption, None),
    "service_months": (ServiceMonthsOption, None),
    "city_tier": (CityTierOption, None),
}
GAIN: Mapping[str, _Option] = {
    "gain_skill": (GainSkillOption, None),
    "gain_certification": (GainCertificationOption, None),
    "gain_education": (GainEducationOption, None),
    "gain_service_months": (GainServiceMonthsOption, None),
    "gain_city_tier": (GainCityTierOption, None),
}
POLICY: Mapping[str, _Option] = {"policy": (PolicyOption, None), "prefer": (PreferOption, None)}


def with_options(*groups: Mapping[str, _Option]) -> Callable[[_F], _F]:
    """Give a command the options of these groups in place of its `**given`."""

    def change(command: _F) -> _F:
        own = inspect.signature(command, eval_str=True).parameters.values()
        kept = [it for it in own if it.kind is not inspect.Parameter.VAR_KEYWORD]
        shared = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=it)
            for group in groups
            for name, (it, default) in group.items()
        ]
        command.__signature__ = inspect.Signature([*kept, *shared])  # type: ignore[attr-defined]
        command.__annotations__ = {it.name: it.annotation for it in (*kept, *shared)}
        return command

    return change


def read_terms(given: Mapping[str, Any]) -> dict[str, Any]:
    """The GraphQL arguments that the options of FILTER, PROFILE and POLICY mean."""
    industry = given["industry"]
    return {
        "where": without_none(
            {
                "via": to_refs(given["via"]),
                "avoid": to_refs(given["avoid"]),
                "kinds": given["kind"],
                "maxMoves": given["max_moves"],
                "maxMonths": given["max_months"],
                "maxNewSkills": given["max_new_skills"],
                "minPay": given["min_pay"],
                "industry": None if industry is None else to_ref(industry),
                "documents": given["document"],
                "inferred": given["inferred"],
                "certain": given["certain"],
                "gatesMet": given["gates_met"],
            }
        ),
        "profile": read_profile(given),
        "policy": without_none({"rule": given["policy"], "prefer": given["prefer"]}),
    }


def read_profile(given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The Profile that the options of PROFILE mean, or, with the prefix `gain_`, of GAIN."""
    certifications = given[f"{prefix}certification"]
    uncertified = given.get(f"{prefix}uncertified", False)
    if certifications and uncertified:
        raise typer.BadParameter("--uncertified says that there is no --certification.")
    profile = without_none(
        {
            "skills": to_refs(given[f"{prefix}skill"]),
            "certifications": to_refs(certifications),
            "education": given[f"{prefix}education"],
            "serviceMonths": given[f"{prefix}service_months"],
            "cityTier": given[f"{prefix}city_tier"],
        }
    )
    return profile | ({"certifications": []} if uncertified else {})

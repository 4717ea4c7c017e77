"""From the arguments of a question about routes to what the engine is asked: ids for names."""

from collections.abc import Mapping
from typing import Any

from graph.records import CityTier, Education, EntityKind, MoveKind, PolicyRule
from graph.routes import Policy, Profile, RouteFilter

from ..context import Context
from ..errors import bad_input
from .refs import check_documents, find_id, find_ids

Input = Mapping[str, Any]


def read_terms(
    context: Context, where: Input | None, profile: Input | None, policy: Input | None
) -> dict[str, Any]:
    """What all questions have beside their ends; UnknownNameError for a name that fits none."""
    return {
        "where": _read_filter(context, where or {}),
        "profile": read_profile(context, profile or {}),
        "policy": _read_policy(context, policy or {}),
    }


def _read_filter(context: Context, where: Input) -> RouteFilter:
    """The filter with its names looked up; null arguments allow everything."""
    for limit in ("maxMoves", "maxMonths", "maxNewSkills", "minPay"):
        if (where.get(limit) or 0) < 0:
            raise bad_input(f"where.{limit} is {where[limit]}; give 0 or more.")
    kinds, documents, industry = where.get("kinds"), where.get("documents"), where.get("industry")
    return RouteFilter(
        via=find_ids(context, EntityKind.ROLE, where.get("via"), "where.via"),
        avoid=find_ids(context, EntityKind.ROLE, where.get("avoid"), "where.avoid"),
        kinds=None if kinds is None else frozenset(MoveKind(kind) for kind in kinds),
        max_moves=where.get("maxMoves"),
        max_months=where.get("maxMonths"),
        max_new_skills=where.get("maxNewSkills"),
        min_pay=where.get("minPay"),
        industry=None
        if industry is None
        else find_id(context, EntityKind.INDUSTRY, industry, "where.industry"),
        documents=None
        if documents is None
        else check_documents(context, documents, "where.documents"),
        inferred=where.get("inferred", False),
        certain=where.get("certain", False),
        gates_met=where.get("gatesMet", False),
    )


def read_profile(context: Context, profile: Input, argument: str = "profile") -> Profile:
    """A profile with its names looked up; `argument` is what it is called in messages."""
    service, tier = profile.get("serviceMonths"), profile.get("cityTier")
    if (service or 0) < 0:
        raise bad_input(f"{argument}.serviceMonths is {service}; give 0 or more.")
    skills = find_ids(context, EntityKind.SKILL, profile.get("skills"), f"{argument}.skills")
    certifications, education = profile.get("certifications"), profile.get("education")
    held = find_ids(context, EntityKind.CERTIFICATION, certifications, f"{argument}.certifications")
    return Profile(
        skills=frozenset(skills),
        certifications=None if certifications is None else frozenset(held),
        education=None if education is None else Education(education),
        service_months=service,
        city_tier=None if tier is None else CityTier(tier),
    )


def _read_policy(context: Context, policy: Input) -> Policy:
    prefer = policy.get("prefer")
    if prefer is not None:
        check_documents(context, [prefer], "policy.prefer")
    return Policy(rule=PolicyRule(policy.get("rule", PolicyRule.ENVELOPE)), prefer=prefer)

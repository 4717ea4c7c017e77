"""The resolvers: what each field of the schema reads. A field without one reads an attribute."""

from collections.abc import Mapping
from typing import Any

from graph.records import Certification, Industry, Role, Skill
from graph.routes import Gap

from ..context import Fields
from . import entities, evidence, query, reach, roles, routes
from .reach import ReachPage, WhatIfPage
from .refs import UnknownName
from .routes import Refusal, Routes

RESOLVERS: Mapping[str, Fields] = {
    "Query": query.QUERY,
    "RouteList": routes.ROUTE_LIST,
    "NoRoute": routes.NO_ROUTE,
    "Sensitivity": routes.SENSITIVITY,
    "Reached": reach.REACHED,
    "Gap": reach.GAP,
    "Route": routes.ROUTE,
    "Step": routes.STEP,
    "Move": roles.MOVE,
    "MoveTime": roles.MOVE_TIME,
    "Gate": roles.GATE,
    "GateOption": roles.GATE_OPTION,
    "Pay": roles.PAY,
    "Requirement": roles.REQUIREMENT,
    "Role": roles.ROLE,
    "Stage": roles.STAGE,
    "Name": entities.NAME,
    "Skill": entities.SKILL,
    "Certification": entities.CERTIFICATION,
    "Industry": entities.INDUSTRY,
    "Evidence": evidence.EVIDENCE,
    "Conflict": query.CONFLICT,
    "Statement": query.STATEMENT,
    "SearchHit": query.SEARCH_HIT,
}
"""By type and field."""

MEMBERS: Mapping[type[Any], str] = {
    Role: "Role",
    Skill: "Skill",
    Certification: "Certification",
    Industry: "Industry",
    Routes: "RouteList",
    Refusal: "NoRoute",
    ReachPage: "ReachList",
    WhatIfPage: "WhatIf",
    Gap: "Gap",
    UnknownName: "UnknownName",
}
"""The object type of each class that a union or interface can hold."""

"""A call of each question of the notebook interface, and the same in GraphQL."""

from typing import Any

_ENDS = '(from: {name: "电话客服"}, to: {name: "客服总监"}'
_ROUTE = "from{id} to{id} moves months{low typical high lowerBound} newSkills{skill{id}}"

QUESTIONS: dict[str, tuple[tuple[Any, ...], dict[str, Any], str]] = {
    "routes": (
        ("电话客服", "客服总监"),
        {"by": "time", "first": 3, "diverse": True, "max_months": 120},
        (
            f"{_ENDS}, by: TIME, first: 3, diverse: true, where: {{maxMonths: 120}}) {{ __typename "
            f"... on RouteList {{ from{{id name}} to{{id name}} proven routes {{ {_ROUTE} "
            "held{skill{id} level} startGates{necessity} startPay{low high} documents{id} steps "
            "{from{id} to{id name} stay{low} arrive{typical} moveUntimed gatesUntimed gates{met "
            "options{education certifications{id}}} pay{role{id} low high cityTier} move{id kind "
            "times{low high basis about} evidence{says start document{id}}}}} "
            "sensitivity{policy without{id} same route{id}} } }"
        ),
    ),
    "tradeOffs": (
        ("电话客服", "客服总监"),
        {},
        f"{_ENDS}) {{ ... on RouteList {{ proven routes {{ {_ROUTE} }} sensitivity{{same}} }} }}",
    ),
    "reach": (
        ("电话客服",),
        {"by": "new-skills", "first": 5},
        (
            '(from: {name: "电话客服"}, by: NEW_SKILLS, first: 5) {... on ReachList {total proven '
            "pageInfo{endCursor hasNextPage} nodes{role{id names{text}} moves months{typical} "
            "newSkills{id name kind} previous{id}}}}"
        ),
    ),
    "feeders": (
        ("customer-service-director",),
        {"kinds": "promotion"},
        (
            '(to: {id: "customer-service-director"}, where: {kinds: [PROMOTION]}) '
            "{... on ReachList {total nodes{role{id} moves previous{id}}}}"
        ),
    ),
    "gap": (
        ("客服主管", "客服总监"),
        {"education": "BACHELOR", "skills": ["数据分析能力"]},
        (
            '(from: {name: "客服主管"}, to: {name: "客服总监"}, profile: {education: BACHELOR, '
            'skills: [{name: "数据分析能力"}]}) {... on Gap {from{id} to{id} missing{skill{id} '
            "necessity level} held{skill{id}} gates{met necessity options{education}}}}"
        ),
    ),
    "whatIf": (
        ("电话客服",),
        {"gain_skills": ["领导力"], "gain_education": "bachelor", "certifications": []},
        (
            '(from: {name: "电话客服"}, gain: {skills: [{name: "领导力"}], education: BACHELOR}, '
            "profile: {certifications: []}) {... on WhatIf {total proven nodes{before{moves "
            "newSkills{id}} after{role{id} moves newSkills{id}}}}}"
        ),
    ),
    "role": (
        ("客服主管",),
        {},
        (
            '(ref: {name: "客服主管"}) {__typename ... on Role {id name names{text preferred '
            "evidence{start}} family track level stages{rung} stageOf{rung payLevel line{id}} "
            "kindOf{id} kinds{id} requirements{skill{id} necessity} gates{necessity} pay{low} "
            "interests industries{id} movesOut{id kind} movesIn{id} codes{code} evidence{end}}}"
        ),
    ),
    "skill": (
        ("领导力",),
        {},
        '(id: "leadership") {id name kind codes{code} requiredBy(first: 100){total nodes{id}}}',
    ),
    "certification": (
        ("客户服务管理师",),
        {},
        (
            '(id: "certified-customer-service-manager") {id name issuer grade names{text} '
            "requiredBy(first: 100){nodes{id}}}"
        ),
    ),
    "industry": (
        ("finance",),
        {},
        '(id: "finance") {id name names{text} roles(first: 100){total nodes{id name}}}',
    ),
    "document": (
        ("promotion-guide",),
        {},
        '(id: "promotion-guide") {id title publisher published language url sha256 licence}',
    ),
    "roles": (
        (),
        {"first": 7, "industry": "finance"},
        '(first: 7, where: {industry: "finance"}) {total pageInfo{hasNextPage} nodes{id name}}',
    ),
    "skills": ((), {"first": 3}, "(first: 3) {total pageInfo{endCursor} nodes{id kind}}"),
    "certifications": ((), {}, "{total nodes{id issuer}}"),
    "industries": ((), {}, "{total nodes{id name}}"),
    "documents": ((), {}, "{total nodes{id title sha256}}"),
    "conflicts": (
        ("客服主管",),
        {},
        (
            '(role: "customer-service-supervisor") {total nodes{topic roles{id} move{id} '
            "statements{says evidence{document{id} start end}}}}"
        ),
    ),
    "search": (
        ("kefu",),
        {"kinds": ["role", "CERTIFICATION"], "first": 6},
        (
            '(text: "kefu", kinds: [ROLE, CERTIFICATION], first: 6) '
            "{matched item{__typename id name codes{code}}}"
        ),
    ),
}
"""By root field: the arguments and keywords of a call, and what follows the field in GraphQL."""

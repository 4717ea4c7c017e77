"""What each kind of claim says, in both languages, with the numbers as stated."""

import pytest
from building import asks, build, move, passage, pays, role, stage, stay

from graph.records import (
    Certainty,
    CityTier,
    Claim,
    Education,
    EntityKind,
    Industry,
    InterestType,
    Name,
    Necessity,
    PayPeriod,
    Requirement,
    RequirementKind,
    RoleIndustry,
    RoleInterest,
    TimeBasis,
)
from graph.says import Speaker

_LEAD = role("lead", name_zh="组长", name_en="Team lead", kind_of="agent")
_AGENT = role("agent", name_zh="组员", name_en="Agent")
_RETAIL = Industry(id="retail", name_zh="零售", name_en="Retail")
_MOVE = move(
    "agent",
    "lead",
    certainty=Certainty.POSSIBLE,
    months_low=12,
    months_high=24,
    basis=TimeBasis.TOTAL_SERVICE,
    method="overlap",
)
_TYPING = asks("lead", "typing", level="基本的", industry="retail")[0]
_SERVICE = Requirement(
    role="lead", kind=RequirementKind.SERVICE, target="24", any_of="x", passage=passage()
)
_DEGREE = Requirement(
    role="lead",
    kind=RequirementKind.EDUCATION,
    target=Education.BACHELOR,
    necessity=Necessity.PREFERRED,
    passage=passage(),
)
_PAY = pays(
    "lead",
    None,
    120_000,
    level="初级",
    city="苏州",
    city_tier=CityTier.TIER_2,
    period=PayPeriod.YEAR,
    experience_low=12,
)
_NAME = Name(kind=EntityKind.ROLE, id="lead", name="班长", passage=passage())

_SAID: list[tuple[Claim, str, str]] = [
    (_AGENT, "职位:组员", "role: Agent"),
    (_LEAD, "组长是组员的一种", "Team lead is a kind of Agent"),
    (stage("lead", "agent", 2), "组长是组员的第2级", "Team lead is rung 2 of Agent"),
    (_NAME, "组长又称“班长”", "Team lead is also called “班长”"),
    (
        _MOVE,
        "组员 → 组长(晋升,可能,推断,总工龄12–24个月)",
        "Agent → Team lead (promotion, possible, inferred, 12–24 months of total service)",
    ),
    (stay("lead", 60, None), "组长:在岗≥60个月", "Team lead: ≥60 months in the role"),
    (
        _TYPING,
        "组长:必备 typing(基本的)[零售行业]",
        "Team lead: required typing (基本的) [in Retail]",
    ),
    (
        _SERVICE,
        "组长:必备 24个月工龄(其一)",
        "Team lead: required 24 months of service (one of several)",
    ),
    (_DEGREE, "组长:优先 本科", "Team lead: preferred bachelor (本科)"),
    (
        _PAY,
        "组长 初级 苏州 二线城市 ≥12个月经验:≤120,000 CNY/年",
        "Team lead 初级 苏州 tier-2 cities ≥12 months of experience: ≤120,000 CNY a year",
    ),
    (
        RoleIndustry(role="lead", industry="retail", passage=passage()),
        "组长属于零售行业",
        "Team lead is found in Retail",
    ),
    (
        RoleInterest(role="lead", interest=InterestType.SOCIAL, passage=passage()),
        "组长适合社会型",
        "Team lead suits the social type",
    ),
]


@pytest.mark.parametrize(("claim", "chinese", "english"), _SAID, ids=range(len(_SAID)))
def test_a_claim_says_its_words_and_numbers(claim: Claim, chinese: str, english: str) -> None:
    """Each kind of claim is one sentence in each language, with its own numbers and scope."""
    world = build(_LEAD, _AGENT, _RETAIL, _MOVE, [_TYPING])
    assert Speaker(world, "zh").says(claim) == chinese
    assert Speaker(world, "en").says(claim) == english

"""The words for what sources state, in Chinese and English; `api.words` adds those of answers."""

from collections.abc import Mapping

from .records import (
    CityTier,
    Education,
    InterestType,
    MoveKind,
    Necessity,
    PayPeriod,
    SkillKind,
    TimeBasis,
)

WORDS: Mapping[str, tuple[str, str]] = {
    # enumerations
    MoveKind.PROMOTION: ("晋升", "promotion"),
    MoveKind.LATERAL: ("横向", "lateral"),
    MoveKind.TRANSFER: ("转岗", "transfer"),
    MoveKind.SPECIALISATION: ("专业化", "specialisation"),
    CityTier.TIER_1: ("一线城市", "tier-1 cities"),
    CityTier.TIER_2: ("二线城市", "tier-2 cities"),
    CityTier.TIER_3: ("三线及以下城市", "tier-3 cities"),
    Education.UPPER_SECONDARY: ("高中", "upper secondary (高中)"),
    Education.SHORT_CYCLE_TERTIARY: ("大专", "short-cycle tertiary (大专)"),
    Education.BACHELOR: ("本科", "bachelor (本科)"),
    Education.MASTER: ("硕士", "master (硕士)"),
    Education.DOCTORATE: ("博士", "doctorate (博士)"),
    InterestType.REALISTIC: ("实际型", "realistic"),
    InterestType.INVESTIGATIVE: ("研究型", "investigative"),
    InterestType.ARTISTIC: ("艺术型", "artistic"),
    InterestType.SOCIAL: ("社会型", "social"),
    InterestType.ENTERPRISING: ("企业型", "enterprising"),
    InterestType.CONVENTIONAL: ("常规型", "conventional"),
    Necessity.REQUIRED: ("必备", "required"),
    Necessity.PREFERRED: ("优先", "preferred"),
    PayPeriod.MONTH: ("月", "a month"),
    PayPeriod.YEAR: ("年", "a year"),
    SkillKind.SKILL: ("技能", "skill"),
    SkillKind.KNOWLEDGE: ("知识", "knowledge"),
    SkillKind.TRAIT: ("特质", "trait"),
    SkillKind.TOOL: ("工具", "tool"),
    SkillKind.LANGUAGE: ("语言", "language"),
    TimeBasis.IN_ROLE: ("在岗", "in the role"),
    TimeBasis.TOTAL_SERVICE: ("总工龄", "of total service"),
    TimeBasis.UNSTATED: ("未说明起点", "counted from an unstated start"),
    # what claims say
    "says.role": ("职位:{name}", "role: {name}"),
    "says.kind_of": ("{name}是{other}的一种", "{name} is a kind of {other}"),
    "says.stage": ("{name}是{line}的第{rung}级", "{name} is rung {rung} of {line}"),
    "says.name": ("{name}又称“{alias}”", "{name} is also called “{alias}”"),
    "says.move": ("{name} → {other}({kind}{extra})", "{name} → {other} ({kind}{extra})"),
    "says.possible": (",可能", ", possible"),
    "says.inferred": (",推断", ", inferred"),
    "says.months": (",{basis}{months}个月", ", {months} months {basis}"),
    "says.span": ("{basis}{months}个月", "{months} months {basis}"),
    "says.untimed": ("未说明", "not stated"),
    "says.stay": ("{name}:{basis}{months}个月", "{name}: {months} months {basis}"),
    "says.requirement": ("{name}:{necessity} {thing}{extra}", "{name}: {necessity} {thing}{extra}"),
    "says.service": ("{months}个月工龄", "{months} months of service"),
    "says.any_of": ("(其一)", " (one of several)"),
    "says.level": ("({level})", " ({level})"),
    "says.industry_bound": ("[{industry}行业]", " [in {industry}]"),
    "says.pay": ("{scope}:{figure} {currency}/{period}", "{scope}: {figure} {currency} {period}"),
    "says.experience": ("{months}个月经验", "{months} months of experience"),
    "says.industry": ("{name}属于{industry}行业", "{name} is found in {industry}"),
    "says.interest": ("{name}适合{interest}", "{name} suits the {interest} type"),
}
"""Each word or sentence as (Chinese, English)."""


def say(language: str, word: str, **values: object) -> str:
    """The word or sentence in a language (zh, else en), with its values filled in.

    >>> say("en", "says.stage", name="Supervisor", line="Phone agent", rung=3)
    'Supervisor is rung 3 of Phone agent'
    """
    return fill(WORDS[word], language, **values)


def fill(words: tuple[str, str], language: str, **values: object) -> str:
    """The one of (Chinese, English) for a language (zh, else en), with its values filled in."""
    chinese, english = words
    return (chinese if language == "zh" else english).format(**values)


def say_range(low: int | None, high: int | None) -> str:
    """A range of whole numbers with thousands marked; open ends as ≥ and ≤.

    >>> say_range(5000, 6667), say_range(60, None), say_range(24, 24)
    ('5,000–6,667', '≥60', '24')
    """
    if low is None:
        return f"≤{high:,}"
    if high is None:
        return f"≥{low:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"

"""The words of answers and messages in Chinese and English; the one home of both."""

from collections.abc import Mapping

from graph.records import (
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
    # messages
    "no_route.NOT_CONNECTED": (
        "没有任何来源说明从{from_}到{to}的路线。",
        "No source states a way from {from_} to {to}.",
    ),
    "no_route.CONSTRAINTS_TOO_TIGHT": (
        "从{from_}到{to}有路线,但不满足所给条件。",
        "There is a way from {from_} to {to}, but none within what `where` allows.",
    ),
    "no_route.SAME_ROLE": (
        "{from_}已经是{to},或是它的一级。",
        "{from_} already is {to}, or one of its stages.",
    ),
    "no_route.WORK_LIMIT": (
        "在搜索上限内没有找到从{from_}到{to}的路线;请缩小条件,或提高 CAREER_LIMIT_WORK。",
        "The work limit ended the search for {from_} to {to}; ask less or raise CAREER_LIMIT_WORK.",
    ),
    "unknown.none": (
        "{argument}:没有叫“{given}”的{kind}。",
        "{argument}: no {kind} is called “{given}”.",
    ),
    "unknown.near": ("您是否要找:{names}?", "Did you mean {names}?"),
    "unknown.several": (
        "{argument}:“{given}”是多个{kind}的名称:{names}。请用其中一个的名称或 id。",
        "{argument}: “{given}” names several {kind}s: {names}. Use the name or id of one of them.",
    ),
    "kind.role": ("职位", "role"),
    "kind.skill": ("技能", "skill"),
    "kind.certification": ("证书", "certification"),
    "kind.industry": ("行业", "industry"),
    "kind.document": ("文档", "document"),
    # the command line's readable answers
    "cli.and_more": ("……另有 {number} 个", "… and {number} more"),
    "cli.any_city": ("不限城市", "any city"),
    "cli.arrival": ("到达", "reached after"),
    "cli.at_least": ("至少 {span}", "at least {span}"),
    "cli.added": ("新增", "added"),
    "cli.aliases": ("又称", "also called"),
    "cli.changed": ("更改", "changed"),
    "cli.characters": ("{document} 第 {start}–{end} 字", "{document}, characters {start}–{end}"),
    "cli.claimed": ("{basis} {months} 个月", "{months} months {basis}"),
    "cli.codes": ("编码", "codes"),
    "cli.comma": ("，", ", "),
    "cli.conflict": ("{topic}：{about}", "{topic}: {about}"),
    "cli.conflict.NAME": ("名称", "name"),
    "cli.conflict.STAGE": ("级别", "stage"),
    "cli.conflict.TIME": ("时间", "time"),
    "cli.conflict.REQUIREMENT": ("要求", "requirement"),
    "cli.conflict.GATE": ("门槛", "gate"),
    "cli.conflict.PAY": ("薪酬", "pay"),
    "cli.conflicts.none": ("来源之间没有冲突。", "The sources do not disagree."),
    "cli.conflicts.some": ("冲突 {shown}/{total}", "conflicts {shown} of {total}"),
    "cli.did_you_mean": ("您是否要找：", " Did you mean:"),
    "cli.disputed": ("有争议", "disputed"),
    "cli.document": ("{text} [{id}]", "{text} [{id}]"),
    "cli.documents": ("文档", "Documents"),
    "cli.evidence": ("依据", "Who says so"),
    "cli.family": ("职类", "family"),
    "cli.field": ("{name}：{text}", "{name}: {text}"),
    "cli.format": ("格式", "format"),
    "cli.gates": ("门槛", "gates"),
    "cli.grade": ("等级", "grade"),
    "cli.held.one": ("视为已具备 {number} 项技能", "{number} skill counts as held"),
    "cli.held.many": ("视为已具备 {number} 项技能", "{number} skills count as held"),
    "cli.id": ("id", "id"),
    "cli.industries": ("行业", "industries"),
    "cli.inferred": ("推断", "inferred"),
    "cli.interests": ("适合的兴趣类型", "interest types"),
    "cli.issuer": ("颁发者", "issuer"),
    "cli.kind": ("类别", "kind"),
    "cli.kind_of": ("属于", "a kind of"),
    "cli.kinds": ("包括", "its kinds"),
    "cli.level": ("级别", "level"),
    "cli.line": ("职业阶梯", "line of work"),
    "cli.loaded": ("加载时间", "loaded"),
    "cli.location": ("位置", "location"),
    "cli.lower_bound": (
        "时间只是下限：没有来源说明这些步骤要多久：{moves}",
        "The time is a lower bound: no source says how long these moves take: {moves}",
    ),
    "cli.marked": ("{text}（{marks}）", "{text} ({marks})"),
    "cli.matched": ("匹配", "matched"),
    "cli.months.one": ("{number} 个月", "{number} month"),
    "cli.months.many": ("{number} 个月", "{number} months"),
    "cli.move": ("方式", "move"),
    "cli.moves.one": ("{number} 步", "{number} move"),
    "cli.moves.many": ("{number} 步", "{number} moves"),
    "cli.moves_in": ("从何而来", "Moves into it"),
    "cli.moves_out": ("去向", "Moves out of it"),
    "cli.name": ("名称", "name"),
    "cli.new_skills": ("新技能", "new skills"),
    "cli.next_page": (
        "下一页：--after {cursor}",
        "Next page: --after {cursor}",
    ),
    "cli.none": ("没有叫“{name}”的职位、技能、证书或行业。", "No such thing is called “{name}”."),
    "cli.nothing_found": ("没有找到“{text}”。", "Nothing is called “{text}”."),
    "cli.or": (" 或 ", " or "),
    "cli.or_more": ("{months} 个月以上", "{months} months or more"),
    "cli.other": ("职位", "role"),
    "cli.pay": ("{figure} {currency}/月", "{figure} {currency} a month"),
    "cli.pay_a_month": ("薪酬（每月，{currencies}）", "Pay a month ({currencies})"),
    "cli.pay_range": ("薪酬", "pay"),
    "cli.possible": ("可能", "possible"),
    "cli.preferred_skills": ("优先技能", "preferred skills"),
    "cli.quote": ("“{quote}”", "“{quote}”"),
    "cli.quoted": ("数据来源", "quoted from"),
    "cli.range": ("{months} 个月", "{months} months"),
    "cli.removed": ("删除", "removed"),
    "cli.required_by": ("要求它的职位（{total} 个）", "roles that ask for it ({total})"),
    "cli.required_skills": ("必备技能", "required skills"),
    "cli.role": ("职位", "role"),
    "cli.roles_in": ("其中的职位（{total} 个）", "roles found in it ({total})"),
    "cli.route": ("路线 {number}/{total} {ends}", "Route {number} of {total}, {ends}"),
    "cli.row": ("{document} {sheet} 第 {row} 行", "{document}, {sheet} row {row}"),
    "cli.rows": ("行数", "rows"),
    "cli.rung": ("级", "rung"),
    "cli.semicolon": ("；", "; "),
    "cli.see_also": ("另见 {numbers}", "see also {numbers}"),
    "cli.several": (
        "“{name}”是多个事物的名称；请用其中一个的 id，或用 --kind 指明类别：",
        "“{name}” names several things; use the id of one of them, or say its --kind:",
    ),
    "cli.skills.one": ("新学 {number} 项技能", "{number} new skill"),
    "cli.skills.many": ("新学 {number} 项技能", "{number} new skills"),
    "cli.start": ("起点", "start"),
    "cli.stage_of": ("所在阶梯", "Stage of"),
    "cli.stages": ("各级", "Stages"),
    "cli.statement": ("{says} — {place}", "{says} — {place}"),
    "cli.stay": ("上一岗位停留", "stay before it"),
    "cli.step": ("步", "step"),
    "cli.table": ("表", "table"),
    "cli.time": ("时间", "time"),
    "cli.topic": ("冲突", "conflict"),
    "cli.track": ("通道", "track"),
    "cli.typically": ("通常 {months}", "typically {months}"),
    "cli.unproven": (
        "达到了搜索上限：这些路线未必是最好的；提高 CAREER_LIMIT_WORK 可继续搜索。",
        "A work limit ended the search: there may be better routes; raise CAREER_LIMIT_WORK.",
    ),
    "cli.unstated": ("未说明", "not stated"),
    "cli.years.one": ("{number} 年", "{number} year"),
    "cli.years.many": ("{number} 年", "{number} years"),
}
"""Each word or sentence as (Chinese, English)."""


def say(language: str, word: str, **values: object) -> str:
    """The word or sentence in a language (zh, else en), with its values filled in.

    >>> say("en", "says.stage", name="Supervisor", line="Phone agent", rung=3)
    'Supervisor is rung 3 of Phone agent'
    """
    chinese, english = WORDS[word]
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

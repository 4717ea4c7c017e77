"""What each table and column is for, in Chinese and English, for a workbook to be filled in."""

from collections.abc import Mapping

from ..tables import Column, Table

Words = tuple[str, str]

TABLE_MEANINGS: Mapping[str, Words] = {
    "documents": (
        "依据的文件，一行一份；可以不填",
        "documents that say it, one a row; may stay empty",
    ),
    "roles": ("职位，一行一个；先填这张表", "roles, one a row; fill in this table first"),
    "stages": ("一条职业线由哪些级别组成", "which rungs a line of work has"),
    "names": ("职位、技能等的其他叫法", "other names of roles, skills and so on"),
    "codes": ("职位、技能等在公共分类里的编码", "codes of public classifications"),
    "skills": ("技能，一行一个", "skills, one a row"),
    "certifications": ("证书，一行一个", "certificates, one a row"),
    "industries": ("行业，一行一个", "industries, one a row"),
    "moves": (
        "从哪个职位可以到哪个职位；路线由此而来",
        "who may move where: routes are made of these",
    ),
    "stays": ("在一个职位上要待多久", "how long one stays in a role"),
    "requirements": ("一个职位要求什么，一行一项", "what a role asks for, one a row"),
    "pay": ("一个职位的薪酬", "what a role is paid"),
    "role_industries": ("职位属于哪些行业", "the industries of a role"),
    "role_interests": ("职位适合哪种职业兴趣", "the interests that a role suits"),
}

_COLUMN_MEANINGS: Mapping[str, Words] = {
    "any_of": (
        "同一职位里写同一个词的行，满足其一即可",
        "rows of a role with the same word: one is enough",
    ),
    "as_of": ("薪酬数据的时间，如 2026 或 2026-05", "when it was so, such as 2026 or 2026-05"),
    "basis": (
        "IN_ROLE：在本岗位的时间；TOTAL_SERVICE：入职以来的总时间",
        "IN_ROLE: time in the role; TOTAL_SERVICE: time since the start",
    ),
    "certainty": (
        "不填即 STATED；POSSIBLE：只是可能",
        "empty: STATED; POSSIBLE: it only may happen",
    ),
    "city": ("城市", "a city"),
    "city_tier": ("城市级别", "tier of the city"),
    "code": ("编码，按文本填写", "the code, typed as text"),
    "currency": ("币种，三个大写字母，如 CNY", "three capital letters, such as CNY"),
    "document": ("documents 里的 id", "an id of documents"),
    "end": ("句子在文件里的结束位置", "where the sentence ends in the document"),
    "experience_high": ("最多多少个月经验", "at most so many months of experience"),
    "experience_low": ("最少多少个月经验", "at least so many months of experience"),
    "family": ("职族", "job family"),
    "file": ("文件名", "name of the file"),
    "from": ("从哪个职位，roles 里的 id", "the role one leaves, an id of roles"),
    "grade": ("证书的等级", "grade of the certificate"),
    "high": ("最高，每期多少钱", "at most, for a period"),
    "id": (
        "小写英文词，以连字符相连，如 phone-agent",
        "lower-case words joined by hyphens: phone-agent",
    ),
    "industry": ("industries 里的 id", "an id of industries"),
    "interest": ("职业兴趣", "the interest"),
    "issuer": ("发证机构", "who issues it"),
    "kind": ("种类", "which kind"),
    "kind_of": ("属于哪个更一般的职位，roles 里的 id", "the more general role, an id of roles"),
    "language": ("语言，如 zh、en", "language, such as zh or en"),
    "lead_months": ("取得它要多少个月", "months that it takes to get it"),
    "level": ("级别或水平", "level"),
    "licence": ("许可", "licence"),
    "line": ("属于哪条职业线，roles 里的 id", "the line of work, an id of roles"),
    "low": ("最低，每期多少钱", "at least, for a period"),
    "method": ("推断的方法；明文所写的不填", "how it was inferred; empty where it is stated"),
    "months_high": ("最多多少个月；不封顶就不填", "at most so many months; empty where open"),
    "months_low": ("最少多少个月，整数", "at least so many months, a whole number"),
    "months_typical": ("通常多少个月", "usually so many months"),
    "name": ("另一种叫法", "the other name"),
    "name_en": ("英文名；中英文至少填一个", "English name; give at least one name"),
    "name_zh": ("中文名；中英文至少填一个", "Chinese name; give at least one name"),
    "necessity": ("不填即 REQUIRED（必备）；PREFERRED：优先", "empty: REQUIRED; or PREFERRED"),
    "note": ("备注", "a note"),
    "option": (
        "同一个 any_of 里写同一个词的行，要一起满足",
        "rows of an any_of with the same word: all of them",
    ),
    "pay_level": ("在职业线薪酬里的级别", "the line's word for its pay"),
    "period": ("每月还是每年", "a month or a year"),
    "published": ("发布日期", "date of publication"),
    "publisher": ("发布者", "who published it"),
    "rank": ("第几位", "which place it has"),
    "reason": ("为什么是同一个", "why it is the same"),
    "relation": ("与编码的关系；不填即 exact", "how they relate; empty: exact"),
    "role": ("哪个职位，roles 里的 id", "the role, an id of roles"),
    "rung": ("第几级，1、2……", "which rung: 1, 2, …"),
    "scheme": ("分类体系，如 isco-08", "the classification, such as isco-08"),
    "score": ("推断的分数", "how strongly it was inferred"),
    "sha256": ("文件的 SHA-256", "SHA-256 of the file"),
    "source": ("数据是谁说的", "who is quoted"),
    "start": ("句子在文件里的开始位置", "where the sentence starts in the document"),
    "target": (
        "skill、certification：id；education：学历；service：月数",
        "of a skill or certification its id; an education level; months of service",
    ),
    "title": ("标题", "title"),
    "to": ("到哪个职位，roles 里的 id", "the role one reaches, an id of roles"),
    "track": ("发展通道", "career track"),
    "url": ("网址", "address on the web"),
}

_OF_TABLE: Mapping[str, Words] = {
    "documents.id": ("文件的编号，任何文字", "any text that names the document"),
    "roles.level": ("职级，整数", "grade, a whole number"),
    "requirements.level": ("要求的水平，如 良好", "the level that is asked for"),
    "requirements.kind": (
        "skill 技能；certification 证书；education 学历；service 工龄",
        "skill, certification, education or service",
    ),
    "requirements.industry": (
        "只在这个行业要求；industries 里的 id",
        "only in this industry; its id",
    ),
    "moves.kind": (
        "不填即 PROMOTION（晋升）；LATERAL 平级；TRANSFER 转岗；SPECIALISATION 专业化",
        "empty: PROMOTION",
    ),
}


def explain(table: Table, column: Column) -> Words:
    """What a column of a table is for, in Chinese and English."""
    return _OF_TABLE.get(f"{table.name}.{column.name}") or _COLUMN_MEANINGS[column.name]

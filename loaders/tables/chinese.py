"""Chinese words that people write where a table or a column is named: what each may be meant as.

They are suggested and never taken: the names of tables and columns are English, so that a workbook
means the same to everyone.
"""

from collections.abc import Mapping

from graph.tables import Table

_ENDINGS = ("清单", "一览", "列表", "表")  # 职位表 is 职位

_TABLES: Mapping[str, str] = {
    "documents": "文档 文件 资料 来源 出处",
    "roles": "职位 岗位 角色 职务",
    "stages": "阶段 职级 级别 台阶",
    "names": "名称 别名 又名",
    "codes": "代码 编码",
    "skills": "技能 能力",
    "certifications": "证书 认证",
    "industries": "行业",
    "moves": "晋升 路径 晋升路径 发展路径 流动 调动 转岗",
    "stays": "年限 任期 停留 在岗时间",
    "requirements": "要求 任职要求 任职资格 条件",
    "pay": "薪酬 薪资 工资 薪水",
    "role_industries": "职位行业 岗位行业",
    "role_interests": "职位兴趣 岗位兴趣 兴趣",
}

_COLUMNS: Mapping[str, str] = {
    "any_of": "任选 任选其一 其一",
    "as_of": "日期 截至 截至日期 时间",
    "basis": "口径 计算口径",
    "certainty": "确定性",
    "city": "城市",
    "city_tier": "城市级别 城市等级",
    "code": "代码 编码",
    "currency": "币种 货币",
    "document": "文档 依据 出处",
    "end": "结束 终点位置",
    "experience_high": "经验上限 最多经验",
    "experience_low": "经验下限 最少经验",
    "family": "职族 职系 序列 职位族",
    "file": "文件 文件名",
    "from": "从 起点 原职位 原岗位 当前职位 当前岗位",
    "grade": "证书等级 等级",
    "high": "最高 上限 最高薪酬 最高工资",
    "id": "编号 标识 序号 职位编号 岗位编号 技能编号",
    "industry": "行业",
    "interest": "兴趣",
    "issuer": "发证机构 颁发机构",
    "kind": "类型 类别 种类",
    "kind_of": "上级类别 所属类别",
    "language": "语言",
    "lead_months": "准备月数 准备时间",
    "level": "级别 等级 职级 水平 熟练度",
    "licence": "许可",
    "line": "职业线 所属职位",
    "low": "最低 下限 最低薪酬 最低工资",
    "method": "方法",
    "months_high": "最多月数 最长月数",
    "months_low": "最少月数 最短月数 最低月数 月数",
    "months_typical": "通常月数 一般月数",
    "name": "名称 别名",
    "name_en": "英文名 英文名称 英文",
    "name_zh": "中文名 中文名称 中文 名称 职位名称 岗位名称 职位 岗位 技能名称 技能",
    "necessity": "必要性 是否必须 是否必备",
    "note": "备注 说明",
    "option": "选项",
    "pay_level": "薪酬级别 薪级",
    "period": "周期 计薪周期",
    "published": "发布日期 出版日期 日期",
    "publisher": "发布者 发布机构 出版者",
    "rank": "排名 名次",
    "reason": "理由 原因",
    "relation": "关系",
    "role": "职位 岗位 职位编号 岗位编号",
    "rung": "级 层级 第几级",
    "scheme": "体系 分类体系",
    "score": "分数",
    "source": "来源 数据来源",
    "start": "开始 起点位置",
    "target": "对象 要求 内容",
    "title": "标题 题目",
    "to": "到 终点 目标 目标职位 目标岗位",
    "track": "通道 发展通道",
    "url": "网址 链接",
}


def find_table(name: str) -> str | None:
    """The table that a Chinese name may be meant as, None where it is none of these words."""
    return next((table for table, words in _TABLES.items() if _bare(name) in words.split()), None)


def list_columns(table: Table) -> dict[str, str]:
    """The table's columns by the Chinese words that may be meant as them."""
    return {
        word: column.name
        for column in reversed(table.columns)  # of two that share a word, the first
        for word in _COLUMNS.get(column.name, "").split()
    }


def _bare(name: str) -> str:
    """The name without what only says that it is a table."""
    ending = next((it for it in _ENDINGS if name.endswith(it)), "")
    return name.strip().removesuffix(ending)

"""The bundled data set: what it says, and that its passages say so where the texts are at hand."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from shared import find_shared

from api.settings import Settings
from api.stores import BUNDLED, read_graph
from graph.catalog import CareerGraph
from graph.names import Directory, list_names
from graph.quotes import Quotes
from graph.records import (
    Certainty,
    Claim,
    Education,
    EntityKind,
    Move,
    MoveKind,
    Name,
    Pay,
    PayPeriod,
    Requirement,
    RequirementKind,
    Role,
    RoleIndustry,
    RoleInterest,
    Stage,
    Stay,
)
from graph.tables import TABLES
from loaders import load_source

_EDUCATION = {
    Education.UPPER_SECONDARY: "高中",
    Education.SHORT_CYCLE_TERTIARY: "大专",
    Education.BACHELOR: "本科",
}
_INTERESTS = {
    "SOCIAL": ("社会型", "社交型"),
    "CONVENTIONAL": ("常规型",),
    "ENTERPRISING": ("企业型",),
}


@pytest.fixture(scope="module")
def articles() -> CareerGraph:
    """The bundled data set."""
    return read_graph(Settings(store=BUNDLED))


def _claims(career_graph: CareerGraph) -> list[Claim]:
    """Every claim of the data set."""
    stated = [name for name, table in TABLES.items() if table.stated]
    return [record for name in stated for record in career_graph.records[name]]


def _quoted(career_graph: CareerGraph, texts: Path, claim: Claim) -> str:
    """The passage of a claim, cut from its document."""
    document = career_graph.documents[claim.passage.document]
    quote = Quotes(texts, [document]).find_quote(document, claim.passage.start, claim.passage.end)
    assert quote is not None, claim
    return quote


def _words(career_graph: CareerGraph, kind: EntityKind, id_: str) -> set[str]:
    """What a thing may be called in a passage; the rungs of 售前客服 are not called so there."""
    names = {name.text for name in list_names(career_graph, kind, id_)}
    return names | {name.replace("售前", "") for name in names}


def _expected_words(career_graph: CareerGraph, claim: Claim) -> list[set[str]]:
    """For each part of a claim the words of which its passage must hold at least one."""
    things = [_words(career_graph, kind, id_) for kind, id_ in _named(claim)]
    if isinstance(claim, Role):
        return [{word.removesuffix("客服").removesuffix("部门") for word in things[0]}]
    return things + _other_words(claim)


def _named(claim: Claim) -> list[tuple[EntityKind, str]]:
    """The things that a claim's passage names; many a move's passage leaves out whom it is of."""
    roles: list[str] = []
    match claim:
        case Requirement(kind=RequirementKind.SKILL | RequirementKind.CERTIFICATION):
            return [(EntityKind(claim.kind), claim.target)]
        case RoleIndustry():
            return [(EntityKind.INDUSTRY, claim.industry)]
        case Move(kind=MoveKind.PROMOTION):
            roles = [claim.from_, claim.to]
        case Move():
            roles = [claim.to]
        case Role():
            roles = [claim.id]
        case Stage() | Stay():
            roles = [claim.role]
    return [(EntityKind.ROLE, id_) for id_ in roles]


def _other_words(claim: Claim) -> list[set[str]]:
    """The words and numbers of a claim that are no names of things."""
    match claim:
        case Stay():
            return [{_years(claim)}]
        case Name():
            return [{claim.name}]
        case Pay():
            return [{claim.level or ""}, *({_figure(it, claim)} for it in (claim.low, claim.high))]
        case Requirement(kind=RequirementKind.EDUCATION):
            return [{_EDUCATION[Education(claim.target)]}]
        case RoleInterest():
            return [set(_INTERESTS[claim.interest])]
    return []


def _years(claim: Stay) -> str:
    """The months of a claim as the articles print them, in years."""
    low = claim.months_low // 12
    if claim.months_high is None:
        return f"{low}年以上"
    return f"{low}-{claim.months_high // 12}年"


def _figure(figure: int | None, claim: Pay) -> str:
    """A figure as the article prints it."""
    assert figure is not None
    if claim.period is PayPeriod.YEAR:
        assert figure % 10_000 == 0
        return f"{figure // 10_000}万"
    return str(figure)


def test_every_passage_says_what_its_claim_says(articles: CareerGraph) -> None:
    """Each passage, cut from the text of its hash, has the words and numbers of its claim."""
    texts = find_shared("documents")
    for claim in _claims(articles):
        quote = _quoted(articles, texts, claim)
        for words in _expected_words(articles, claim):
            assert any(word in quote for word in words), (claim, words, quote)


def test_passages_lie_inside_their_documents() -> None:
    """The loader finds nothing to mend when it checks the passages against the texts."""
    source = load_source(BUNDLED, documents=find_shared("documents"))
    assert source.issues == ()


def test_every_claim_has_a_span(articles: CareerGraph) -> None:
    """No claim stands without document and offsets, and no sentence is stored."""
    for claim in _claims(articles):
        assert claim.passage.start is not None
        assert claim.passage.document in articles.documents
    assert len(articles.documents) == 5
    assert all(document.sha256 for document in articles.documents.values())


def test_five_ladders(articles: CareerGraph) -> None:
    """Each article's ladder stands with its rungs, and says of its time what it says."""
    moves: dict[str, set[tuple[str | None, str | None]]] = {
        id_: set() for id_ in articles.documents
    }
    for move in articles.records["moves"]:
        if move.kind is MoveKind.PROMOTION:
            from_, to = articles.roles[move.from_], articles.roles[move.to]
            moves[move.passage.document].add((from_.name_zh, to.name_zh))
    assert moves == {
        "phone-agent-outlook": {
            ("入门级客服专员", "中级客服代表"),
            ("中级客服代表", "资深客服专员"),
            ("中级客服代表", "客服主管"),
            ("资深客服专员", "客服经理"),
            ("资深客服专员", "运营经理"),
            ("客服主管", "客服经理"),
            ("客服主管", "运营经理"),
        },
        "director-outlook": set(pairwise(["入门级客服专员", "客服主管", "客服经理", "客服总监"])),
        "pre-sales-profile": {
            ("初级售前客服", "中级售前客服"),
            ("中级售前客服", "高级售前客服"),
            ("中级售前客服", "售前经理"),
        },
        "specialist-explained": set(
            pairwise(["入门级客服专员", "高级客服", "客服主管", "客服经理", "客服总监"])
        ),
        "promotion-guide": set(
            pairwise(["入门级客服专员", "中级客服代表", "高级客服", "客服主管", "团队负责人"])
        ),
    }


def test_identity_decisions(articles: CareerGraph) -> None:
    """Names that are one role find it, and names that are not are kept apart."""
    directory = Directory(articles)

    def find(name: str) -> tuple[str, ...]:
        return directory.find(EntityKind.ROLE, name).ids

    assert find("初级客服专员") == find("初级客服") == find("入门级客服专员")
    assert find("中级客服") == find("中级客服代表")
    assert find("主管") == find("主管级客服") == find("客服主管")
    assert len({find("资深客服专员"), find("高级客服"), find("团队负责人"), find("客服经理")}) == 4
    assert find("客户服务专员") == ("phone-agent", "pre-sales-agent")
    certificates = {
        directory.find(EntityKind.CERTIFICATION, name).ids
        for name in ("客服管理师", "客户服务管理师", "客户服务认证", "国际客户服务认证")
    }
    assert len(certificates) == 3
    assert all(row.reason for row in articles.records["names"])


def test_pay_figures(articles: CareerGraph) -> None:
    """Three tiers by three levels for two roles, three levels for a third, in their own period."""
    count = Counter((row.role, row.period) for row in articles.records["pay"])
    assert count == {
        ("phone-agent", PayPeriod.MONTH): 9,
        ("customer-service-director", PayPeriod.YEAR): 9,
        ("pre-sales-agent", PayPeriod.YEAR): 3,
    }
    assert {row.currency for row in articles.records["pay"]} == {"CNY"}
    assert all(row.source for row in articles.records["pay"])


def test_possible_moves_are_marked(articles: CareerGraph) -> None:
    """What an article says that may happen is POSSIBLE; nothing else is."""
    possible: dict[str, Any] = {}
    for move in articles.records["moves"]:
        if move.certainty is Certainty.POSSIBLE:
            possible.setdefault(move.from_, set()).add(articles.roles[move.to].name_zh)
    assert possible == {
        "phone-agent": {"社交媒体", "在线客服", "技术支持"},
        "customer-service-director": {"客户体验官", "产品运营总监"},
        "pre-sales-agent": {"市场推广", "产品经理", "智能客服", "数据分析"},
    }

"""Searching by any name, in any script, and suggesting what a misspelt name may have meant."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.catalog import CareerGraph
from graph.names import normal
from graph.records import (
    Certification,
    Code,
    CodeRelation,
    EntityKind,
    Industry,
    Name,
    Passage,
    Record,
    Role,
    Skill,
)
from graph.search import Hit, Searcher
from graph.sources import Source
from graph.tables import table_of

CREATED = "2026-01-01T00:00:00+00:00"
HERE = Passage("test")


def searcher(*records: Record) -> Searcher:
    """A searcher over a graph of these records."""
    rows: dict[str, tuple[Record, ...]] = {}
    for record in records:
        table = table_of(record).name
        rows[table] = (*rows.get(table, ()), record)
    source = Source("test", "tables", "test", CREATED, rows)
    return Searcher(CareerGraph([source], number=1, created=CREATED))


def role(id_: str, name_zh: str | None = None, name_en: str | None = None) -> Role:
    """A role of these names."""
    return Role(id=id_, name_zh=name_zh, name_en=name_en, passage=HERE)


def alias(id_: str, name: str, kind: EntityKind = EntityKind.ROLE) -> Name:
    """A further name of a thing."""
    return Name(kind=kind, id=id_, name=name, passage=HERE)


def ids(hits: list[Hit]) -> list[str]:
    """The ids of hits, in their order."""
    return [hit.id for hit in hits]


@pytest.fixture(scope="module")
def careers() -> Searcher:
    """A few roles around 客服总监, and one thing of each other kind."""
    return searcher(
        role("customer-service-director", "客服总监", "Director of Customer Service"),
        alias("customer-service-director", "客户服务总监"),
        role("customer-service-manager", "客服经理", "Customer Service Manager"),
        role("phone-agent", "电话客服", "Phone Agent"),
        role("lawyer", "律师", "Lawyer"),
        role("bank-president", "银行行长", "Bank President"),
        Skill(id="crm", name_zh="CRM系统", name_en="CRM systems"),
        Certification(id="icss", name_zh="国际客户服务认证"),
        Industry(id="e-commerce", name_zh="电子商务", name_en="E-commerce"),
        Code(
            kind=EntityKind.ROLE,
            id="customer-service-director",
            scheme="isco-08",
            code="1221",
            relation=CodeRelation.BROAD,
        ),
    )


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("客服总监", "客服总监"),
        ("客服总", "客服总监"),
        ("总监", "客服总监"),
        ("  客服总监 ", "客服总监"),
        ("客服 总监", "客服总监"),
        ("客户服务总监", "客户服务总监"),
        ("客服總監", "客服总监"),
        ("總監", "客服总监"),
        ("director", "Director of Customer Service"),
        ("DIRECTOR  of customer", "Director of Customer Service"),
        ("service dir", "Director of Customer Service"),
        ("irect", "Director of Customer Service"),
        ("kefu zongjian", "客服总监"),
        ("kefuzongjian", "客服总监"),
        ("ke fu zong jian", "客服总监"),
        ("Kèfú Zǒngjiān", "客服总监"),
        ("kefuzong", "客服总监"),
        ("kfzj", "客服总监"),
        ("zongjian", "客服总监"),
        ("customer-service-director", "customer-service-director"),
        ("isco-08:1221", "isco-08:1221"),
        ("ISCO-08:1221", "isco-08:1221"),
        ("1221", "isco-08:1221"),
    ],
)
def test_one_role_is_found_by_all_its_names(careers: Searcher, text: str, matched: str) -> None:
    """客服总监 comes first by name, part, alias, script, sound, id and code; the hit says which."""
    hit = careers.search(text, [EntityKind.ROLE], 10)[0]
    assert hit == Hit(EntityKind.ROLE, "customer-service-director", matched)


@pytest.mark.parametrize("text", ["lvshi", "lushi", "lüshi", "LǙSHĪ"])
def test_the_sound_u_with_dots_is_found_however_it_is_typed(careers: Searcher, text: str) -> None:
    """律师 is found by v, u and ü, with or without tones."""
    assert ids(careers.search(text, None, 10)) == ["lawyer"]


def test_phrases_decide_how_a_sign_is_read(careers: Searcher) -> None:
    """行 is read hang in 银行行长, so that xing does not find it."""
    assert ids(careers.search("yinhang hangzhang", None, 1)) == ["bank-president"]
    assert careers.search("yinxing", None, 1) == []


def test_latin_words_within_a_chinese_name_are_part_of_its_pinyin(careers: Searcher) -> None:
    """CRM系统 is found as crm xitong."""
    assert ids(careers.search("crm xitong", None, 1)) == ["crm"]


def test_what_begins_no_syllable_is_no_pinyin(careers: Searcher) -> None:
    """Letters from the middle of syllables find nothing: ongjian is no part of 客服总监's sound."""
    assert careers.search("ongjia", [EntityKind.ROLE], 10) == []


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000", "\u0301", "\ud800"])
def test_blank_text_finds_nothing(careers: Searcher, text: str) -> None:
    """Text without any sign finds and suggests nothing."""
    assert careers.search(text, None, 10) == []
    assert careers.suggest(EntityKind.ROLE, text) == []


def test_a_half_sign_is_left_out(careers: Searcher) -> None:
    """Half of a surrogate pair, which JSON can carry, does not stop a search."""
    assert ids(careers.search("客服總監\ud800", None, 1)) == ["customer-service-director"]


def test_ranks_go_from_the_whole_name_to_its_sound() -> None:
    """Whole before start, start before word, then pinyin, then initials; en is no sound in gen."""
    found = searcher(
        role("g-within-a-syllable", "根"),
        role("f-initials", "呃恩"),
        role("e-sound", "恩"),
        role("d-part", name_en="Garden"),
        role("c-word", name_en="An En-tity"),
        role("b-start", name_en="Engineer"),
        role("a-whole", name_en="EN"),
    )
    expected = ["a-whole", "b-start", "c-word", "e-sound", "f-initials"]
    assert ids(found.search("en", None, 10)) == expected
    assert ids(found.search("den", None, 10)) == ["d-part"]


def test_a_name_in_the_asked_script_is_before_its_counterpart() -> None:
    """A name written as asked comes before the same name in the other script."""
    found = searcher(role("a", "总监"), role("b", "x"), alias("b", "總監"))
    assert ids(found.search("總監", None, 10)) == ["b", "a"]
    assert ids(found.search("总监", None, 10)) == ["a", "b"]


def test_one_rank_is_ordered_by_preference_length_and_id() -> None:
    """Of one rank a preferred name is before an alias, shorter before longer, then by id."""
    found = searcher(
        role("d", name_en="Other"),
        alias("d", "Agent"),
        role("c", name_en="Agent of sales"),
        role("b", name_en="Agent of ages"),
        role("a", name_en="Agent of ages"),
    )
    assert ids(found.search("agen", None, 10)) == ["a", "b", "c", "d"]
    assert ids(found.search("agent", None, 10)) == ["d", "a", "b", "c"]


def test_an_exact_code_is_before_a_broader_one() -> None:
    """Of the things that a code names, the one whose code is exact comes first."""
    found = searcher(
        role("a", name_en="One"),
        role("b", name_en="Two"),
        Code(kind=EntityKind.ROLE, id="a", scheme="isco-08", code="1", relation=CodeRelation.BROAD),
        Code(kind=EntityKind.ROLE, id="b", scheme="isco-08", code="1"),
    )
    assert ids(found.search("1", None, 10)) == ["b", "a"]


def test_each_thing_is_listed_once_by_its_best_name() -> None:
    """A thing with several matching names is one hit, by the best of them."""
    found = searcher(role("a", name_en="Sales agent"), alias("a", "Agent"), alias("a", "Agent S"))
    assert found.search("agent", None, 10) == [Hit(EntityKind.ROLE, "a", "Agent")]


def test_only_the_asked_kinds_are_searched(careers: Searcher) -> None:
    """`kinds` leaves out all others, None leaves out none, and an empty list all."""
    assert ids(careers.search("客户服务", [EntityKind.CERTIFICATION], 10)) == ["icss"]
    assert set(ids(careers.search("客户服务", None, 10))) == {"icss", "customer-service-director"}
    assert careers.search("客户服务", [], 10) == []


def test_kinds_share_one_order() -> None:
    """A whole name of a later kind comes before the start of a name of an earlier one."""
    found = searcher(role("a", name_en="Sales agent"), Skill(id="b", name_en="Sales"))
    assert ids(found.search("sales", None, 10)) == ["b", "a"]


def test_no_more_than_first_are_listed(careers: Searcher) -> None:
    """`first` cuts the list where it stands; 0 gives none."""
    everyone = careers.search("客服", None, 10)
    assert len(everyone) == 3
    assert careers.search("客服", None, 2) == everyone[:2]
    assert careers.search("客服", None, 0) == []


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("客服总鉴", "customer-service-director"),
        ("客服总管", "customer-service-director"),
        ("kefu zongjan", "customer-service-director"),
        ("phone agnet", "phone-agent"),
        ("custmer servise manager", "customer-service-manager"),
        ("presidant", "bank-president"),
    ],
)
def test_a_slip_of_the_pen_finds_the_near_name(careers: Searcher, text: str, id_: str) -> None:
    """A misspelt name, word or sound finds the near one."""
    assert ids(careers.search(text, [EntityKind.ROLE], 10))[0] == id_
    assert careers.suggest(EntityKind.ROLE, text)[0] == id_


def test_near_names_are_no_match_beside_real_ones() -> None:
    """A near spelling is listed only where nothing is really found."""
    found = searcher(role("a", name_en="Agent"), role("b", name_en="Agents"), role("c", "Agenz"))
    assert ids(found.search("agents", None, 10)) == ["b"]


def test_in_long_text_no_word_is_respelled() -> None:
    """Words are taken for misspelt ones in text of up to eight words only."""
    words = "alpha bravo charlie delta foxtrot hotel juliett oscar"
    found = searcher(role("a", name_en=f"{words} and much more than anybody would say of a job"))
    slips = words.replace("l", "ll")
    assert ids(found.search(slips, None, 10)) == ["a"]
    assert found.search(f"{slips} much", None, 10) == []


@pytest.mark.parametrize("text", ["宇航员", "qqqqqq", "x" * 500, "!?", "astronaut", "un de xx yy"])
def test_nothing_near_is_nothing(careers: Searcher, text: str) -> None:
    """What is near to nothing finds and suggests nothing."""
    assert careers.search(text, None, 10) == []
    assert careers.suggest(EntityKind.ROLE, text) == []


def test_long_text_is_a_whole_name_or_nothing() -> None:
    """Text of more than 200 characters finds the name that it is, and no part of one."""
    name = "very " * 50 + "long"
    found = searcher(role("a", name_en=name), role("b", name_en=name + " and longer"))
    assert ids(found.search(name, None, 10)) == ["a"]
    assert found.search(name[:-1], None, 10) == []


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("客服总監们", ["customer-service-director"]),
        ("電話客伏", ["phone-agent"]),
        ("phone-agnt", ["phone-agent"]),
        ("dianhua kefuu", ["phone-agent"]),
        ("客服", ["customer-service-director", "customer-service-manager", "phone-agent"]),
    ],
)
def test_suggestions_are_the_nearest_of_the_kind(
    careers: Searcher, text: str, suggested: list[str]
) -> None:
    """Suggestions come by spelling, sound and script, nearest first."""
    assert careers.suggest(EntityKind.ROLE, text)[: len(suggested)] == suggested
    assert careers.suggest(EntityKind.INDUSTRY, text) == []


def test_suggestions_are_few_and_each_thing_once(careers: Searcher) -> None:
    """There are no more suggestions than asked for, and none twice."""
    assert len(careers.suggest(EntityKind.ROLE, "客服", 2)) == 2
    many = careers.suggest(EntityKind.ROLE, "kefu")
    assert len(many) == len(set(many))


def test_a_graph_without_things_finds_nothing() -> None:
    """An empty graph answers, with nothing."""
    assert searcher().search("客服", None, 10) == []
    assert searcher().suggest(EntityKind.ROLE, "kefu") == []


def test_threads_share_one_index() -> None:
    """Questions asked at the same time before any index is built get the same answer."""
    found = searcher(*(role(f"r{number}", f"客服{number}") for number in range(200)))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: found.search("kefu", None, 10), range(16)))
    assert answers == [answers[0]] * 16
    assert len(answers[0]) == 10


@given(
    names=st.lists(st.text("ab 客服總总-é", min_size=1, max_size=6), min_size=1, max_size=6),
    text=st.text("ab 客服總总-é", min_size=3, max_size=5),
)
def test_every_name_is_found_by_every_part_of_it(names: list[str], text: str) -> None:
    """Whatever three characters or more stand in a name find that name, once."""
    found = searcher(*(role(f"r{number}", name) for number, name in enumerate(names)))
    hits = ids(found.search(text, None, 20))
    assert len(hits) == len(set(hits))
    if len(normal(text)) > 2:
        having = {f"r{at}" for at, name in enumerate(names) if normal(text) in normal(name)}
        assert having <= set(hits)


def test_the_converters_are_imported_only_when_needed() -> None:
    """Importing the search, and searching English, load neither pypinyin nor opencc."""
    program = (
        "import sys\n"
        "from test_search import role, searcher\n"
        "assert searcher(role('a', name_en='Agent')).search('agnet', None, 1)\n"
        "assert not {'pypinyin', 'opencc'} & set(sys.modules)\n"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)

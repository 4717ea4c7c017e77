"""How a notebook shows answers: a few readable lines, and tables in which nothing runs."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from cli_world import Cli, write_tables
from graphql import is_object_type
from notebook_questions import QUESTIONS

from api import open_graph
from api.notebook import Graph
from api.notebook.html import COLUMNS
from api.notebook.text import LINES
from api.schema import build, snake_case

ROUTE_EN = (
    "Entry-level customer service specialist → Customer service supervisor → "
    "Customer service manager → Customer service director: "
    "3 moves, typically 7 years (72 months or more), 4 new skills"
)
ROUTE_ZH = (
    "入门级客服专员 → 客服主管 → 客服经理 → 客服总监：3 步，通常 7 年（72 个月以上），新学 4 项技能"
)


class Reader(HTMLParser):
    """Reads a piece of HTML: its tags must close in order; keeps the cells of its tables."""

    def __init__(self, html: str) -> None:
        """Read it to its end."""
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; none has attributes."""
        assert attrs == []
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text of a cell."""
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def ask_everything(g: Graph) -> Iterator[Any]:
    """Yield an answer to each question, and to some that have none."""
    for root, (values, named, _) in QUESTIONS.items():
        yield getattr(g, snake_case(root))(*values, **named)
    yield g.release()
    yield g.routes("电话客服", "客服总监", max_moves=2)
    yield g.role("客户服务专员")
    yield g.what_if("电话客服", gain={"education": "bachelor"}, gates_met=True, certifications=[])
    yield g.routes("电话客服", "客服总监").sensitivity
    yield g.role("客服总监")
    yield g.role("电话客服")


def walk(shown: Any) -> Iterator[Any]:
    """Yield everything in an answer that is shown by itself: objects, and lists of them."""
    if hasattr(shown, "_repr_html_"):
        yield shown
    if hasattr(shown, "type_name"):
        for name in shown.to_dict():
            yield from walk(getattr(shown, name))
    elif isinstance(shown, list | tuple) or hasattr(shown, "to_dicts"):
        for one in shown:
            yield from walk(one)


def test_a_route_reads_as_a_sentence(g: Graph) -> None:
    """A route is its roles, how many moves, how long, and how many new skills, in one line."""
    expected = ROUTE_EN if g.language == "en" else ROUTE_ZH
    answer = g.routes("电话客服", "客服总监")
    assert repr(answer[0]) == expected
    ends = (
        "Phone agent → Customer service director" if g.language == "en" else "电话客服 → 客服总监"
    )
    assert repr(answer) == f"{ends}\n  {expected}"


def best(g: Graph) -> Any:
    """The answer to the first question."""
    return g.routes("电话客服", "客服总监")[0]


_UNCERTIFIED: dict[str, Any] = {"gates_met": True, "certifications": []}
_MANY = "at least 10 years (96 months or more)"
TEXTS: dict[str, tuple[Callable[[Graph], Any], str]] = {
    "release": (lambda g: g.release(), "Release(number=1, created='2026-11-25T00:00:00+00:00'"),
    "role": (lambda g: g.role("培训师"), "Trainer (trainer)"),
    "months": (lambda g: best(g).months, "7 years (72 months or more)"),
    "step": (
        lambda g: best(g).steps[1:],
        (
            "Customer service supervisor → Customer service manager: promotion, 5 years (48–84"
            " months)\nCustomer service manager → Customer service director: promotion, 7 years"
        ),
    ),
    "gate": (
        lambda g: best(g).steps[0].gates[0],
        "required: Certified customer service manager or Customer service certification",
    ),
    "evidence": (
        lambda g: best(g).steps[1].move.evidence[0],
        "Customer service supervisor → Customer service manager (promotion) — ",
    ),
    "time": (lambda g: best(g).steps[1].move.times[0], "48 months of total service"),
    "pay": (
        lambda g: best(g).start_pay[0],
        "Phone agent (入门级, tier-1 cities): 7,000–10,000 CNY a month",
    ),
    "requirement": (lambda g: best(g).new_skills[1], "Management (较强的)"),
    "reach": (
        lambda g: g.feeders("客服总监", first=2),
        (
            "ReachList: 2/6\n  Customer service manager: 1 move, typically 2 years (24 months or"
            " more), 3 new skills\n  Customer service supervisor: 2 moves, "
        ),
    ),
    "gap": (
        lambda g: g.gap("客服主管", "客服总监"),
        "Customer service supervisor → Customer service director: 2 skills missing, 5 held",
    ),
    "gap from nowhere": (
        lambda g: g.gap(None, "客服总监"),
        "Customer service director: 7 skills missing, 0 held",
    ),
    "change": (
        lambda g: g.what_if("电话客服", gain_skills="领导力", first=1),
        (
            f"WhatIf: 1/9\n  Customer experience officer: 5 moves, {_MANY}, 2 new skills; "
            f"before: 5 moves, {_MANY}, 3 new skills"
        ),
    ),
    "new role": (
        lambda g: g.what_if(
            "电话客服", gain_education="bachelor", gates_met=True, certifications=[]
        ),
        (
            "WhatIf: 2/2\n  Intermediate customer service representative: 1 move, typically 1 year "
            "6 months (12–24 months), 1 new skill; before: not reached"
        ),
    ),
    "hit": (
        lambda g: g.search("客服总监"),
        "Customer service director (role, customer-service-director)",
    ),
    "conflict": (
        lambda g: g.conflicts("客服主管")[0],
        (
            "time: Customer service supervisor (customer-service-supervisor): Customer service "
            "supervisor: 36–60 months in the role; Customer service supervisor: 24–48 months"
        ),
    ),
    "sensitivity": (
        lambda g: g.routes("电话客服", "客服总监").sensitivity[:3],
        "CONSENSUS: the same route\nSTRICT: the same route\nwithout director-outlook: Entry-level",
    ),
    "nothing": (lambda g: g.search("zzzzqq"), "[]"),
}
"""What an answer's text begins with, in English."""


@pytest.mark.parametrize("name", TEXTS)
def test_each_answer_reads_as_it_should(name: str) -> None:
    """Answers read in the words of the command line."""
    ask, text = TEXTS[name]
    with open_graph(language="en") as g:
        shown = repr(ask(g))
    assert shown[: len(text)] == text


def test_a_long_list_is_cut(g: Graph) -> None:
    """The text of a list has twenty lines and says how many are left; the table has all."""
    found = g.skills(first=45).nodes
    *shown, last = repr(found).splitlines()
    assert len(shown) == 20
    assert last == ("… and 25 more" if g.language == "en" else "……另有 25 个")
    assert len(Reader(found._repr_html_()).rows) == 46


def test_everything_can_be_shown(g: Graph, small_store: str) -> None:
    """Every object of every answer has a text, and HTML that closes."""
    seen = set()
    with open_graph(small_store) as small:
        coded = small.role("agent")  # the bundled data set has no codes
    for answer in (*ask_everything(g), coded, *g.limits()):
        for shown in walk(answer):
            assert repr(shown).strip()
            Reader(shown._repr_html_())
            seen.add(getattr(shown, "type_name", ""))
    objects = {name for name, it in build().type_map.items() if is_object_type(it)}
    assert {it for it in objects if not it.startswith("__")} - seen == {"Query"}
    assert (LINES.keys() | COLUMNS.keys()) - seen == set()


def test_a_route_is_a_table_of_its_steps() -> None:
    """In Jupyter a route is a table: its start and each step with time, skills, gates and pay."""
    with open_graph(language="en") as g:
        rows = Reader(g.routes("电话客服", "客服总监")[0]._repr_html_()).rows
    assert rows[0][:5] == ["step", "role", "move", "reached after", "stay before it"]
    assert [row[:4] for row in rows[2:4]] == [
        ["1", "Customer service supervisor", "promotion", "2 years (24 months)"],
        ["2", "Customer service manager", "promotion", "5 years (48–84 months)"],
    ]
    assert rows[4][-1] == "12,500–100,000 CNY a month"


def test_lists_are_tables_with_headings() -> None:
    """Routes and roles reached are rows under headings."""
    with open_graph(language="en") as g:
        routes = Reader(g.trade_offs("电话客服", "客服总监")._repr_html_()).rows
        reached = Reader(g.feeders("客服总监", first=1)._repr_html_()).rows
        hits = Reader(g.search("客服总监", first=1)._repr_html_()).rows
        role = Reader(g.role("客服主管")._repr_html_()).rows
    assert routes[0] == ["route", "moves", "time", "new skills"]
    assert [row[1] for row in routes[1:]] == ["3", "4"]
    assert reached[1][:3] == ["Customer service manager", "1", "2 years (24 months or more)"]
    assert hits[1][0] == "role"
    assert ["id", "customer-service-supervisor"] in role


_SCRIPT = "<script>alert('x')</script>"
_MARK = "\u202e"  # writes from right to left
_HOSTILE = {
    "documents": f"id,title\nd,{_SCRIPT}\n",
    "roles": f"id,name_zh,document\na,甲 & 乙,d\nb,{_SCRIPT},d\nc,{_MARK}abc,d\n",
    "skills": f"id,name_zh\ns,{_SCRIPT}\n",
    "moves": "from,to,document\na,b,d\nb,c,d\n",
    "requirements": f"role,kind,target,level,document\nb,skill,s,{_SCRIPT},d\n",
    "pay": f"role,level,low,period,currency,source,document\nb,{_SCRIPT},1,MONTH,CNY,x,d\n",
}


@pytest.fixture
def hostile(cli: Cli, tmp_path: Path) -> Iterator[Graph]:
    """A world whose names are HTML, its store's too."""
    url = f"sqlite:///{tmp_path}/<b>.db"
    loaded = cli("load", str(write_tables(tmp_path / "hostile", **_HOSTILE)), "--store", url)
    assert loaded.code == 0, loaded.err
    with open_graph(url) as g:
        yield g


def test_no_name_is_run(hostile: Graph) -> None:
    """HTML in names, titles, levels and given names is shown as text wherever it stands."""
    answers = [
        hostile.routes("a", "b"),
        hostile.reach("a"),
        hostile.role("b"),
        hostile.role(_SCRIPT + "?"),
        hostile.gap("a", "b"),
        hostile.what_if("a", gain_skills="s"),
        hostile.search("script"),
        hostile.documents(),
        hostile.routes("a", "b", max_moves=0),
        hostile,
    ]
    shown = [it for answer in answers for it in walk(answer)]
    assert len(shown) > 50
    for it in shown:
        reader = Reader(it._repr_html_())
        assert reader.tags <= {"p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
    texts = [hostile.role("b"), hostile.routes("a", "b")[0], hostile.documents()[0]]
    for it in texts:
        assert _SCRIPT in "".join(map("".join, Reader(it._repr_html_()).rows))
    assert "甲 &amp; 乙" in hostile.role("a")._repr_html_()


def test_no_name_steers_a_terminal(hostile: Graph) -> None:
    """Direction marks in a name are replaced where it is shown, and kept in its attribute."""
    role = hostile.role("c")
    assert _MARK in role.name
    assert _MARK not in repr(role) + role._repr_html_()

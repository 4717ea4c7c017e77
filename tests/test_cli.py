"""The command line: what it answers and prints, and how each command ends."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from cli_world import TEXT, Cli, write_tables
from graphql import GraphQLInputObjectType, get_named_type

from api.cli.asking import ask
from api.cli.commands import COMMANDS, build
from api.cli.output import clean
from api.context import Context, open_library
from api.execute import run
from api.schema import build as build_schema
from api.settings import Settings
from api.stores import read_graph

_NAMES = [name for name, *_ in COMMANDS]
_ASKING = [
    example for _, _, group, examples in COMMANDS for example in examples if group == "Questions"
]


def _execute(
    cli_store: str, name: str, variables: dict[str, Any], operation: str | None = None
) -> Any:
    """The answer that GraphQL gives to a shipped query."""
    library = open_library(read_graph(Settings(store=cli_store)), documents=None, work=1000)
    query = files("api").joinpath("queries", f"{name}.graphql").read_text("utf-8")
    return run(Context(library), query, variables, operation)


_TERMS: dict[str, Any] = {"where": {}, "profile": {}, "policy": {}}
_ROUTE = {"by": "MOVES", "first": 1, "diverse": False, "sensitivity": False, **_TERMS}
_ALL = {"by": "MOVES", "first": 25, "after": None, **_TERMS}


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (
            ("route", "组员", "director"),
            ("route", {**_ROUTE, "from": {"name": "组员"}, "to": {"name": "director"}}),
        ),
        (
            ("route", "组员", "nobody"),
            ("route", {**_ROUTE, "from": {"name": "组员"}, "to": {"name": "nobody"}}),
        ),
        (
            ("route", "组员", "director", "--max-moves", "0", "--sensitivity"),
            (
                "route",
                {
                    **_ROUTE,
                    "from": {"name": "组员"},
                    "to": {"name": "director"},
                    "where": {"maxMoves": 0},
                    "sensitivity": True,
                },
            ),
        ),
        (
            ("trade-offs", "组员", "director"),
            (
                "trade-offs",
                {**_TERMS, "first": 10, "from": {"name": "组员"}, "to": {"name": "director"}},
            ),
        ),
        (("reach", "组员"), ("reach", {**_ALL, "from": {"name": "组员"}})),
        (("feeders", "总监"), ("feeders", {**_ALL, "to": {"name": "总监"}})),
        (
            ("gap", "组长", "--from", "组员", "--education", "bachelor"),
            (
                "gap",
                {
                    "from": {"name": "组员"},
                    "to": {"name": "组长"},
                    "profile": {"education": "BACHELOR"},
                },
            ),
        ),
        (
            ("what-if", "组员", "--gain-skill", "带人", "--gain-service-months", "12"),
            (
                "what-if",
                {
                    **_ALL,
                    "by": "NEW_SKILLS",
                    "from": {"name": "组员"},
                    "gain": {"skills": [{"name": "带人"}], "serviceMonths": 12},
                },
            ),
        ),
        (("show", "Team lead"), ("show", {"ref": {"id": "lead"}}, "ShowRole")),
        (("show", "带人"), ("show", {"id": "leading"}, "ShowSkill")),
        (("show", "班组长证"), ("show", {"id": "team-certificate"}, "ShowCertification")),
        (("show", "零售"), ("show", {"id": "retail"}, "ShowIndustry")),
        (("search", "组"), ("search", {"text": "组", "kinds": None, "first": 10})),
        (("conflicts",), ("conflicts", {"role": None, "first": 25, "after": None})),
        (("conflicts", "总监"), ("conflicts", {"role": "director", "first": 25})),
    ],
)
def test_json_is_the_answer(
    cli: Cli, cli_store: str, arguments: tuple[str, ...], asked: tuple[Any, ...]
) -> None:
    """--json prints what GraphQL answers to the shipped query, to the letter."""
    answer = _execute(cli_store, *asked)
    printed = cli(*arguments, "--json").out
    assert printed == json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.usefixtures("cli_store")
def test_options_are_the_arguments(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option of route is the GraphQL argument of its name; words and names become inputs."""
    asked: list[Any] = []

    def ask(_: object, __: str, variables: object) -> Any:
        asked.append(variables)
        return {"errors": [{"message": "asked", "extensions": {"code": "BAD_INPUT"}}]}

    monkeypatch.setattr("api.cli.questions.ask", ask)
    options = (
        "--by New-Skills --first 3 --diverse --via lead --via isco-08:4222 --avoid 文员 "
        "--kind promotion --kind LATERAL --max-moves 0 --max-months 60 --max-new-skills 2 "
        "--min-pay 9000 --industry 零售 --document handbook --document survey --inferred --certain "
        "--skill 带人 --service-months 0 --city-tier tier-1 --policy strict --prefer survey"
    )
    cli("route", "ISCO-08: 4222", "经理", *options.split())
    assert asked == [
        {
            "from": {"code": {"scheme": "isco-08", "code": "4222"}},
            "to": {"name": "经理"},
            "by": "NEW_SKILLS",
            "first": 3,
            "diverse": True,
            "sensitivity": False,
            "where": {
                "via": [{"name": "lead"}, {"code": {"scheme": "isco-08", "code": "4222"}}],
                "avoid": [{"name": "文员"}],
                "kinds": ["PROMOTION", "LATERAL"],
                "maxMoves": 0,
                "maxMonths": 60,
                "maxNewSkills": 2,
                "minPay": 9000,
                "industry": {"name": "零售"},
                "documents": ["handbook", "survey"],
                "inferred": True,
                "certain": True,
            },
            "profile": {"skills": [{"name": "带人"}], "serviceMonths": 0, "cityTier": "TIER_1"},
            "policy": {"rule": "STRICT", "prefer": "survey"},
        }
    ]


def test_every_argument_has_its_option(cli: Cli) -> None:
    """What routes takes in GraphQL, route takes as an option."""
    irregular = {"kinds": "kind", "documents": "document", "skills": "skill", "rule": "policy"}
    irregular["certifications"] = "certification"
    query = build_schema().query_type
    assert query is not None
    expected: list[str] = []
    for name, argument in query.fields["routes"].args.items():
        type_ = get_named_type(argument.type)
        if isinstance(type_, GraphQLInputObjectType) and name not in ("from", "to"):
            expected += type_.fields
        else:
            expected.append(name)
    shown = cli("route", "--help").out
    for name in expected:
        kebab = re.sub("([A-Z])", r"-\1", irregular.get(name, name)).lower()
        assert (kebab.upper() if name in ("from", "to") else f"--{kebab}") in shown


@pytest.mark.parametrize("name", _NAMES)
def test_help_is_whole(cli: Cli, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of each command says what it does, names every option, and has an example."""
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    shown = cli(name, "--help")
    command: Any = build()
    options = [it for parameter in command.commands[name].params for it in parameter.opts]
    assert shown.code == 0
    assert command.commands[name].help
    assert [it for it in options if it.startswith("--") and it not in shown.out] == []
    assert f"career-graph {name}" in shown.out.partition("Examples:")[2]


def test_the_help_lists_commands_and_codes(cli: Cli) -> None:
    """The help lists every command and every exit code; without a command, too, it."""
    shown = cli("--help")
    assert shown.code == 0
    assert all(f" {name} " in shown.out for name in _NAMES)
    assert all(f"\n {code} " in shown.out for code in (0, 1, 2, 3, 4, 5, 70))
    bare = cli()
    assert (bare.code, bare.out) == (2, shown.out)


@pytest.mark.parametrize("example", _ASKING)
def test_examples_work(cli: Cli, example: str) -> None:
    """Every example of a question has an answer in the bundled data set."""
    assert cli(*example.split(), "--store", "bundled:").code == 0


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, "route 组员 总监"),
        (0, "route isco-08:4222 director --certain"),
        (0, "conflicts 文员"),
        (1, "route 组员 文员"),
        (1, "route 组员 总监 --max-moves 1"),
        (1, "route 组员 组员"),
        (1, "search 不存在的东西"),
        (2, "rute 组员 总监"),
        (2, "route 组员"),
        (2, "route 组员 总监 --by luck"),
        (2, "route 组员 总监 --first many"),
        (2, "route 组员 总监 --first 0"),
        (2, "route 组员 总监 --max-moves -1"),
        (2, "route 组员 总监 --max-moves 3000000000"),
        (2, "route 组员 总监 --city-tier tier-9"),
        (2, "route 组员 总监 --lang fr"),
        (2, "route 组员 总监 --document nothing"),
        (2, "route 组员 总监 --prefer nothing"),
        (2, "route 组员 总监 --skill nothing"),
        (2, "route 组员 总监 --industry nothing"),
        (2, "route 组员 总监 --via nothing"),
        (2, "route 专员 总监"),
        (2, "route 组员 isco-08:1"),
        (2, "show nothing"),
        (2, "show 专员"),
        (2, "show 文员"),
        (2, "show 带人 --kind role"),
        (2, "conflicts nothing"),
        (2, "conflicts --after nonsense"),
        (5, "search 组 --first 1000000"),
        (2, "search 组 --kind animal"),
        (2, "route 组员 总监 --store redis://here"),
        (2, "route 组员 总监 --store sqlite:///"),
        (2, "route 组员 总监 --store="),
        (2, "load --as x"),
        (2, "load bundled: --store bundled:"),
        (2, "forget nothing"),
        (2, "export --format pdf --out x"),
        (2, "serve --port 70000"),
        (3, "route 组员 总监 --store sqlite:////nowhere/at/all.db"),
        (3, "sources --store sqlite:////nowhere/at/all.db"),
        (3, "forget world --store sqlite:////nowhere/at/all.db"),
        (4, "load /nowhere/at/all"),
    ],
)
@pytest.mark.usefixtures("cli_store")
def test_exit_codes(cli: Cli, code: int, arguments: str) -> None:
    """A command ends as documented: answers are on stdout only, what is wrong on stderr only."""
    ended = cli(*arguments.split())
    assert ended.code == code, ended
    assert bool(ended.out) == (code < 2)
    assert bool(ended.err) == (code >= 2)
    assert "Traceback" not in ended.err


@pytest.mark.usefixtures("cli_store")
def test_a_limit_has_its_code(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that ends at its limit exits 5 and names the limit, with a route or without."""
    monkeypatch.setenv("CAREER_LIMIT_WORK", "1")
    ended = cli("route", "组员", "总监")
    assert (ended.code, ended.err) == (5, "")
    assert "CAREER_LIMIT_WORK" in ended.out
    assert cli("route", "组员", "总监", "--json").code == 5
    nothing = cli("route", "组员", "总监", "--via", "组长")
    assert (nothing.code, nothing.out) == (5, "")
    assert "CAREER_LIMIT_WORK" in nothing.err


def test_a_bad_setting_is_wrong_usage(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be read ends every command with 2 and its name."""
    monkeypatch.setenv("CAREER_PORT", "http")
    ended = cli("route", "组员", "总监")
    assert ended.code == 2
    assert "CAREER_PORT is 'http'" in ended.err


def test_an_unexpected_error_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected exits 70 with one line that says how to see the traceback."""

    def break_(_: object) -> None:
        raise RuntimeError("a bug\nin two lines")

    monkeypatch.setattr("api.stores.read_graph", break_)
    ended = cli("route", "组员", "总监")
    assert ended.code == 70
    assert ended.err == (
        "Unexpected error: RuntimeError: a bug in two lines (CAREER_LOG_LEVEL=debug shows where)\n"
    )
    monkeypatch.setenv("CAREER_LOG_LEVEL", "debug")
    assert "Traceback" in cli("route", "组员", "总监").err


@pytest.mark.usefixtures("cli_store")
def test_names_that_fit_badly(cli: Cli) -> None:
    """A name that fits nothing or several things brings those it may have meant, with their ids."""
    assert "经理 (manager)" in cli("route", "组员", "经里").err
    several = cli("route", "专员", "总监").err
    assert "组员 (agent)" in several
    assert "文员 (clerk)" in several
    assert "经理 (职位, manager)" in cli("show", "经里").err
    shown = cli("show", "文员").err
    assert "文员 (职位, clerk)" in shown
    assert "文员 (技能, clerking)" in shown
    assert cli("show", "文员", "--kind", "skill").code == 0
    assert "总监 (director)" in cli("conflicts", "总鉴").err


@pytest.mark.usefixtures("cli_store")
def test_route_to_read(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A route has each step's role, time, skills, gates and pay, and who says so, quoted."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "handbook.txt").write_bytes(TEXT.encode())
    monkeypatch.setenv("CAREER_DOCUMENTS", str(texts))
    lines = cli("route", "组员", "组长").out.splitlines()
    assert lines[:2] == [
        "组员 → 组长：1 步，通常 1 年 6 个月（12–24 个月），新学 1 项技能",
        "组员 → 组长",
    ]
    step = next(line for line in lines if line.startswith("1 "))
    for part in (
        "组长",
        "晋升",
        "1 年 6 个月（12–24 个月）",
        "带人",
        "班组长证",
        "本科",
        "8,000–10,000 CNY/月",
    ):
        assert part in step
    shown = "\n".join(lines)
    assert "] 组长:必备 带人 — handbook 第 15–21 字\n      “组长要会带人”\n" in shown
    assert "  员工手册，人事部，2026-01 [handbook]" in lines
    assert "数据来源：人事部（组长）" in lines


@pytest.mark.usefixtures("cli_store")
def test_unproven_routes_say_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes that a work limit kept from being proved best are shown, with that said."""

    def unproven(*question: Any) -> Any:
        answer = ask(*question)
        answer["data"]["routes"] |= {"proven": False, "limited": True}
        return answer

    monkeypatch.setattr("api.cli.questions.ask", unproven)
    ended = cli("route", "组员", "组长")
    assert ended.code == 5
    assert "达到了搜索上限：这些路线未必是最好的" in ended.out


@pytest.mark.usefixtures("cli_store")
def test_reach_lists_whom_one_can_become(cli: Cli) -> None:
    """`reach` and `feeders` list roles with moves, time, new skills and the role beside them."""
    reached = cli("reach", "组员").out.splitlines()
    assert reached[0] == "职位 3/3"
    assert [line.split()[:3] for line in reached[2:]] == [
        ["组长", "lead", "1"],
        ["经理", "manager", "1"],
        ["总监", "director", "2"],
    ]
    assert cli("feeders", "组长", "--lang", "en").out.splitlines()[2].split()[-2:] == [
        "Team",
        "lead",
    ]
    page = cli("reach", "组员", "--first", "1")
    cursor = page.out.split("--after ")[1].strip()
    second = cli("reach", "组员", "--first", "1", "--after", cursor).out.splitlines()
    assert second[2].startswith("经理")


@pytest.mark.usefixtures("cli_store")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("reach", "总监"), "没有可以到达的职位。"),
        (("feeders", "组员"), "没有可以通往它的职位。"),
        (("what-if", "组员", "--gain-city-tier", "tier-1"), "这样没有任何变化。"),
    ],
)
def test_a_list_of_nothing_is_a_no(cli: Cli, arguments: tuple[str, ...], said: str) -> None:
    """A question that lists nothing is answered with a sentence and exit code 1."""
    ended = cli(*arguments)
    assert (ended.code, ended.out) == (1, f"{said}\n")
    assert cli(*arguments, "--json").code == 1


@pytest.mark.usefixtures("cli_store")
def test_a_gain_shows_before_and_after(cli: Cli) -> None:
    """`what-if` shows each cost before and after, and marks the roles that the gain opens."""
    rows = cli("what-if", "组员", "--gain-skill", "带人").out.splitlines()[2:]
    assert [row.split() for row in rows] == [
        ["组长", "lead", "1", "1", "年", "6", "个月（12–24", "个月）", "1", "→", "0"]
    ]
    opened = cli(
        "what-if",
        "组员",
        "--by",
        "moves",
        "--gates-met",
        "--uncertified",
        "--education",
        "short-cycle-tertiary",
        "--gain-education",
        "bachelor",
    )
    assert "组长（新增）  lead  1 " in opened.out
    assert cli("what-if", "组员").code == 2


@pytest.mark.usefixtures("cli_store")
def test_a_gap_is_shown(cli: Cli) -> None:
    """`gap` shows what is missing and held, the gates and whether they are met, and who says so."""
    out = cli("gap", "组长", "--from", "组员", "--education", "bachelor").out
    assert out.startswith("组员 → 组长\n  还缺 1 项（必备）：带人\n  门槛：必备：")
    assert "（已满足）" in out
    assert "handbook 第 15–21 字" in out
    held = cli("gap", "组长", "--skill", "带人", "--no-sources").out
    assert held.startswith("组长\n  已具备 1 项（必备）：带人\n  不缺任何技能。\n")
    assert "handbook" not in held


@pytest.mark.usefixtures("cli_store")
def test_a_refusal_names_what_would_help(cli: Cli) -> None:
    """Where the filter leaves no route, the options to change stand under the reason."""
    ended = cli("route", "组员", "总监", "--max-moves", "1", "--document", "handbook")
    assert ended.code == 1
    assert ended.out.splitlines()[1:] == []
    ended = cli("route", "组员", "总监", "--max-moves", "1", "--lang", "en")
    assert ended.out.splitlines()[1:] == [
        "There is one if a single thing changes:",
        "  most moves: 2 (--max-moves 2)",
    ]
    ended = cli("route", "组员", "总监", "--gates-met", "--uncertified", "--max-moves", "1")
    assert ended.code == 1
    ended = cli("route", "组员", "组长", "--gates-met", "--lang", "en")
    assert ended.out.splitlines()[2:] == [
        "  roles whose gates are not met yet, too (without --gates-met)"
    ]
    ended = cli("route", "组员", "总监", "--document", "handbook", "--lang", "en")
    assert (
        ended.out.splitlines()[2]
        == "  documents: with survey too (--document handbook --document survey)"
    )


@pytest.mark.usefixtures("cli_store")
def test_sensitivity_names_who_matters(cli: Cli) -> None:
    """--sensitivity lists the winner under each other policy and without each document."""
    lines = cli("route", "组员", "总监", "--sensitivity", "--no-sources").out.splitlines()
    place = lines.index("换一种条件，最佳路线会变吗？")
    assert lines[place + 1 : place + 5] == [
        "  --policy consensus：不变",
        "  --policy strict：不变",
        "  不用 handbook：不变",
        "  不用 survey：没有路线",
    ]


def test_trade_offs_say_when_there_are_more(cli: Cli) -> None:
    """Where --first cuts the list of trade-offs it says so, and that is no limit reached."""
    question = ("trade-offs", "电话客服", "客服总监", "--store", "bundled:", "--lang", "en")
    ended = cli(*question, "--first", "1")
    assert ended.code == 0
    assert "Listed: 1; --first lists more." in ended.out
    assert "--first lists" not in cli(*question).out


def test_pay_is_shown_in_its_scope(cli: Cli, tmp_path: Path) -> None:
    """Figures stand with level, place, experience and currency, and say where they are disputed."""
    pay = (
        "role,level,city_tier,city,experience_low,experience_high,low,high,period,currency\n"
        "b,初级,TIER_1,,,,5000,,MONTH,CNY\n"
        "b,初级,TIER_1,,,,6000,7000,MONTH,CNY\n"
        "b,,,香港,12,36,,120000,YEAR,HKD\n"
    )
    tables = {"roles": "id,name_zh\na,甲\nb,乙\n", "moves": "from,to\na,b\n", "pay": pay}
    url = f"sqlite:///{tmp_path}/x.db"
    assert cli("load", str(write_tables(tmp_path / "x", **tables)), "--store", url).code == 0
    out = cli("route", "a", "b", "--store", url).out
    assert "10,000 HKD/月; 5,000–7,000 CNY/月" in out
    assert "薪酬（每月，HKD / CNY）\n" in out
    assert re.search(r"乙 +初级 +≥5,000 CNY（有争议） / 6,000–7,000 CNY（有争议） +–\n", out)
    assert re.search(r"乙 +香港 12–36个月经验 +– +≤10,000 HKD\n", out)


@pytest.mark.usefixtures("cli_store")
def test_a_lower_bound_is_said(cli: Cli) -> None:
    """Where a move has no stated time the route says so in words and names the move."""
    out = cli("route", "组员", "总监", "--avoid", "文员", "--certain").out
    assert "至少 3 年 6 个月（36 个月以上）" in out
    assert "没有来源说明这些步骤要多久：组长 → 经理\n" in out
    out = cli("route", "组长", "经理", "--lang", "en").out
    assert out.startswith("Team lead → Manager: 1 move, not stated, 0 new skills\n")


@pytest.mark.usefixtures("cli_store")
def test_several_routes_are_numbered(cli: Cli) -> None:
    """Routes are numbered, best first; what they share is stated once below all of them."""
    out = cli("route", "组员", "总监", "--first", "3").out
    assert "路线 1/2 组员 → 总监：2 步，" in out
    assert "路线 2/2 组员 → 总监：3 步，" in out
    assert "横向（可能）" in out
    assert out.count("经理 → 总监(晋升") == 1
    assert "20,000" in out


@pytest.mark.usefixtures("cli_store")
def test_sources_can_be_left_out(cli: Cli) -> None:
    """--no-sources leaves out who says so, and nothing else."""
    with_sources = cli("route", "组员", "组长").out
    without = cli("route", "组员", "组长", "--no-sources").out
    assert with_sources.startswith(without)
    assert "handbook" not in without
    assert "handbook" not in cli("show", "组长", "--no-sources").out


@pytest.mark.usefixtures("cli_store")
def test_the_language_of_the_answer(cli: Cli) -> None:
    """--lang en turns names, headings, words and refusals into English."""
    out = cli("route", "组员", "组长", "--lang", "en").out
    assert "Agent → Team lead: 1 move, typically 1 year 6 months (12–24 months), 1 new skill" in out
    assert "Who says so" in out
    assert cli("route", "组员", "文员", "--lang", "en").out.startswith("No source states a way")
    assert "Did you mean" in cli("show", "组员x", "--lang", "en").err


@pytest.mark.usefixtures("cli_store")
def test_things_to_read(cli: Cli) -> None:
    """The command show has all that is known of a thing of any kind, with id and all names."""
    role = cli("show", "isco-08:4222").out
    assert role.startswith(
        "职位：组员 (agent)\n  又称：Agent，专员\n  编码：isco-08:4222（exact）\n"
    )
    assert re.search(r"经理 +manager +横向（可能） +在岗 ≥60 个月", role)
    assert "要求它的职位（1 个）\n  组长 (lead)" in cli("show", "leading").out
    assert "颁发者：人事部" in cli("show", "班组长证").out
    assert "其中的职位（1 个）\n  组员 (agent)" in cli("show", "零售").out


@pytest.mark.usefixtures("cli_store")
def test_lists_to_read(cli: Cli) -> None:
    """The commands search and conflicts name what they found, and where more is to be had."""
    assert re.search(r"职位 +组长 +lead +组长\n", cli("search", "组", "--kind", "role").out)
    first = cli("conflicts", "--first", "1").out
    assert first.startswith("冲突 1/2\n\n名称：组员 (agent)，文员 (clerk)\n")
    cursor = first.rpartition("--after ")[2].strip()
    second = cli("conflicts", "--after", cursor).out
    assert "时间：总监 (director)" in second
    assert "总监:在岗12–24个月" in second
    assert cli("conflicts", "组长").out == "来源之间没有冲突。\n"


def test_version_and_schema(cli: Cli) -> None:
    """The commands version and schema print one thing each, and need no store."""
    assert cli("version").out.strip()
    assert cli("schema").out.startswith('"""')


@pytest.mark.parametrize("command", [("route", "a", "b"), ("show", "a"), ("search", "role")])
def test_names_cannot_steer_the_terminal(
    cli: Cli, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """What turns the reading direction and breaks lines in someone's data is shown harmlessly."""
    tables = {
        "roles": 'id,name_en\na,"role\u202eelor\nnext"\nb,Brole\u202eelor\n',
        "moves": "from,to\na,b\n",
    }
    url = f"sqlite:///{tmp_path}/x.db"
    assert cli("load", str(write_tables(tmp_path / "x", **tables)), "--store", url).code == 0
    shown = cli(*command, "--store", url)
    assert shown.code == 0
    assert "\u202e" not in shown.out
    assert "role\ufffdelor next" in shown.out


def test_control_characters_are_replaced() -> None:
    """No control character of an answer reaches the terminal, however deep it stands in it."""
    assert clean({"a": ["x\x1b]0;owned\x07y\x9b", None, 1]}) == {
        "a": ["x\ufffd]0;owned\ufffdy\ufffd", None, 1]
    }


def test_a_changed_text_is_noticed_and_not_quoted(
    cli: Cli, cli_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another text under a document's name the answer has no quote, and stderr says why."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "handbook.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("CAREER_DOCUMENTS", str(texts))
    quoted = cli("route", "agent", "lead", "--store", cli_store)
    assert "组员做满一到两年可以升为组长" in quoted.out
    assert quoted.err == ""
    (texts / "handbook.txt").write_text(TEXT + "!", encoding="utf-8")
    changed = cli("route", "agent", "lead", "--store", cli_store)
    assert changed.code == 0
    assert "组员做满一到两年" not in changed.out
    assert "nothing is quoted from it" in changed.err


def test_shipped_queries_ask_the_same_of_a_route() -> None:
    """`route` and `trade-offs` ask for the same of each route: their fragments are equal."""
    queries = [
        files("api").joinpath("queries", f"{name}.graphql").read_text("utf-8")
        for name in ("route", "trade-offs")
    ]
    one, other = (query.partition("\nfragment ")[2] for query in queries)
    assert one == other != ""

"""Every command with its examples; to add one, write its function and its line in COMMANDS."""

from collections.abc import Callable
from typing import Any

import typer

from . import answers, diff, export, graphiql, infer, loading, questions, service, setup, sources
from .exits import NAME

_ASK, _KEEP, _RUN = "Questions", "Data", "Service"

_HELP = """How to get from one job to another: steps, time, skills, pay, and who says so.

Exit codes:
  0  answered
  1  understood, and the answer is no: no route, nothing found
  2  wrong usage, bad input, or a name that fits nothing or several things
  3  the store cannot be reached or used
  4  a load was refused; nothing was changed
  5  a limit was reached
  70 an unexpected error; CAREER_LOG_LEVEL=debug shows where
"""

COMMANDS: tuple[tuple[str, Callable[..., Any], str, tuple[str, ...]], ...] = (
    (
        "route",
        questions.route,
        _ASK,
        (
            "route 电话客服 客服总监",
            "route 电话客服 客服总监 --by time --first 3 --diverse",
            "route 电话客服 客服总监 --avoid 客服主管 --skill 领导力 --max-months 120",
            "route 电话客服 客服总监 --sensitivity --no-sources",
            "route phone-agent customer-service-director --lang en --json",
        ),
    ),
    (
        "trade-offs",
        questions.trade_offs,
        _ASK,
        ("trade-offs 电话客服 客服总监", "trade-offs 电话客服 客服总监 --first 3 --lang en"),
    ),
    (
        "reach",
        questions.reach,
        _ASK,
        ("reach 客服主管", "reach 客服主管 --by time --max-months 60 --kind promotion"),
    ),
    (
        "feeders",
        questions.feeders,
        _ASK,
        ("feeders 客服总监", "feeders 客服总监 --max-moves 2 --lang en"),
    ),
    (
        "gap",
        questions.gap,
        _ASK,
        ("gap 客服总监 --from 客服主管", "gap 客服总监 --skill 领导力 --education bachelor"),
    ),
    (
        "what-if",
        questions.what_if,
        _ASK,
        (
            "what-if 电话客服 --gain-skill 领导力",
            "what-if 客服经理 --by moves --gates-met --uncertified --gain-education bachelor",
        ),
    ),
    (
        "show",
        answers.show,
        _ASK,
        ("show 电话客服", "show 领导力", "show phone-agent --lang en --no-sources"),
    ),
    ("search", answers.search, _ASK, ("search 客服", "search zongjian --kind role --first 3")),
    ("conflicts", answers.conflicts, _ASK, ("conflicts", "conflicts 客服经理 --json")),
    (
        "load",
        loading.load,
        _KEEP,
        (
            "load bundled: --store sqlite:///career.db",
            "load my-tables/ salaries.xlsx --dry-run",
            "load my-tables/ --as survey-2026 --documents texts/",
            "load my-tables/ --on-error reject --rejects bad/",
            "load bad/my-tables-rejects/",
        ),
    ),
    (
        "diff",
        diff.diff,
        _KEEP,
        (
            "diff sqlite:///2025.db sqlite:///2026.db",
            "diff survey-2025.xlsx survey-2026.xlsx --lang en",
            "diff sqlite:///career.db ESCO-1.2/ --source esco",
            "diff backup/ sqlite:///career.db --json",
        ),
    ),
    (
        "infer",
        infer.infer,
        _KEEP,
        (
            "infer",
            "infer esco --dry-run",
            "infer esco --at-least 0.5 --most 5 --as esco-close",
        ),
    ),
    ("sources", sources.list_sources, _KEEP, ("sources", "sources --json")),
    ("forget", sources.forget, _KEEP, ("forget survey-2026", "forget survey-2026 --dry-run")),
    (
        "refresh",
        sources.refresh,
        _KEEP,
        ("refresh --store neo4j://localhost:7687 --dry-run", "refresh --restore"),
    ),
    (
        "export",
        export.export,
        _KEEP,
        (
            "export --format tables --out backup/",
            "export --format graphml --out careers.graphml --lang en",
            "export --format csv --out route/ --from 电话客服 --to 客服总监",
        ),
    ),
    (
        "serve",
        service.serve,
        _RUN,
        ("serve", "serve --host 0.0.0.0 --port 9000", "serve --host 192.168.1.4 --insecure"),
    ),
    ("new-key", service.new_key, _RUN, ("new-key notebook-of-mei",)),
    ("get-graphiql", graphiql.get_graphiql, _RUN, ("get-graphiql",)),
    (
        "check-setup",
        setup.check_setup,
        _RUN,
        ("check-setup", "check-setup --host 0.0.0.0", "check-setup --store sqlite:///career.db"),
    ),
    ("limits", answers.limits, _RUN, ("limits", "limits --json")),
    ("schema", service.schema, _RUN, ("schema > schema.graphql",)),
    ("version", service.version, _RUN, ("version",)),
)
"""Each command: its name, its function, the group it is listed in, and examples."""


def build(asked: str | None = None) -> Callable[..., Any]:
    """The whole command, to be called with arguments; returns an exit code or None for 0.

    Where `asked` is a command's name only that one is built: typer takes long over each option.
    """
    app = typer.Typer(
        name=NAME,
        help=_HELP,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(lambda: None)  # with one command, too, its name is asked for
    known = [name for name, *_ in COMMANDS]
    for name, function, group, examples in COMMANDS:
        if asked in (name, None) or asked not in known:
            epilog = "\n".join(("Examples:", *(f"  {NAME} {example}" for example in examples)))
            app.command(name, rich_help_panel=group, epilog=epilog)(function)
    return typer.main.get_command(app)

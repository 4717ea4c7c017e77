"""Inferred moves: a source of their own, used only where asked for, in the way of no load."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from building import asks, move, role, stage
from cli_world import Cli, write_tables
from source_worlds import graph_of, read_world, source
from worlds import random_world

from graph.inferring import METHOD, infer_moves, list_asked, list_outdated, list_without_moves
from graph.records import Certainty, Move, MoveKind, Necessity, Skill
from graph.routes import Profile, RouteFinder
from graph.settling import settle_all
from graph.sources import INFERRED, Source

KITCHEN = source(
    "kitchen",
    *asks("chef", "cooking", "buying", "leading"),
    *asks("cook", "cooking", "buying"),
    *asks("helper", "cooking"),
    *asks("driver", "driving"),
    *asks("driver", "cooking", necessity=Necessity.PREFERRED),
    role("waiter"),
    Skill(id="buying", name_zh="采购"),
)
"Roles that bring each other some of what they require; the driver shares only what is preferred."


def _infer(*sources: Source, basis: str = "kitchen", name: str = "found", most: int = 9) -> Source:
    graph = graph_of(*sources)
    return infer_moves(graph, basis, name=name, loaded="2026-11", at_least=0, most=most)


def _moves(found: Source) -> dict[tuple[str, str], Move]:
    return {(it.from_, it.to): it for it in found.rows["moves"]}


def test_a_move_says_how_it_was_found_and_what_it_rests_on() -> None:
    """It is a possible transfer with method, score and no months; its place counts the skills."""
    found = _infer(KITCHEN)
    moves = _moves(found)
    assert {pair: it.score for pair, it in moves.items()} == {
        ("chef", "cook"): 1,
        ("chef", "helper"): 1,
        ("cook", "chef"): 0.6667,
        ("cook", "helper"): 1,
        ("helper", "chef"): 0.3333,
        ("helper", "cook"): 0.5,
    }
    for it in moves.values():
        assert (it.kind, it.certainty, it.method) == (
            MoveKind.TRANSFER,
            Certainty.POSSIBLE,
            METHOD,
        )
        assert it.months is None
        assert it.inferred
        assert it.passage.document == "found"
    places = {pair: it.passage.table for pair, it in moves.items()}
    assert places["chef", "cook"] == "2 of 2 required skills brought"
    assert places["cook", "chef"] == "2 of 3 required skills brought, lacking leading"
    assert places["helper", "chef"] == "1 of 3 required skills brought, lacking leading, 采购"
    assert (found.format, found.location) == (INFERRED, "kitchen")
    assert found.notes == (
        "6 moves between 4 roles that require skills; no move leaves 1 of these.",
    )


def test_a_place_names_a_few_of_the_skills_that_are_lacking() -> None:
    """The first three by name; the others are counted."""
    found = _infer(source("kitchen", *asks("a", "s1"), *asks("b", "s5", "s4", "s3", "s2", "s1")))
    place = _moves(found)["a", "b"].passage.table
    assert place == "1 of 5 required skills brought, lacking s2, s3, s4 and 1 more"


@pytest.mark.parametrize("seed", range(20))
def test_the_score_is_what_gap_says(seed: int) -> None:
    """Of any world, it is the share of the required skills that `gap` calls held."""
    world = read_world(random_world(random.Random(seed)), "world")
    graph = graph_of(world)
    finder = RouteFinder(graph)
    nothing = Profile()
    found = _infer(world, basis="world", most=99)
    for it in found.rows["moves"]:
        gap = finder.gap(it.from_, it.to, nothing)
        required = [
            [
                asked
                for asked in part
                if asked.necessity is Necessity.REQUIRED and not asked.industry
            ]
            for part in (gap.held, gap.missing)
        ]
        held, missing = ({asked.skill for asked in part} for part in required)
        assert it.score == round(len(held) / len(held | missing), 4)
    assert not {it.from_ for it in found.rows["moves"]} & graph.stages_of.keys()


def test_lines_are_left_out_and_stages_ask_for_what_they_ask_for() -> None:
    """A line with stages is on no route; what it requires, its stages require (1.4, 1.5)."""
    line = source(
        "kitchen",
        *asks("work", "cooking"),
        *asks("senior", "leading"),
        stage("junior", "work", 1),
        stage("senior", "work", 2),
    )
    assert list_asked(graph_of(line), "kitchen") == {
        "junior": {"cooking"},
        "senior": {"cooking", "leading"},
    }


def test_only_what_states_no_moves_is_taken_unasked() -> None:
    """Not sources with moves, without roles or without required skills, nor inferred ones."""
    stated = source("ladder", *asks("agent", "calm"), *asks("lead", "calm"), move("agent", "lead"))
    others = (source("names", role("porter")), source("skills", *asks("porter", "calm")))
    without = replace(others[1], rows={**others[1].rows, "roles": ()})
    preferred = source("soft", *asks("host", "calm", necessity=Necessity.PREFERRED))
    graph = graph_of(KITCHEN, stated, others[0], without, preferred, _infer(KITCHEN))
    assert list_without_moves(graph) == ["kitchen"]


def _without_cook() -> Source:
    """The kitchen in an edition that has no cook any more."""
    rows = {
        name: tuple(
            it for it in rows if "cook" not in (getattr(it, "id", ""), getattr(it, "role", ""))
        )
        for name, rows in KITCHEN.rows.items()
    }
    return replace(KITCHEN, rows=rows)


def test_moves_of_roles_that_are_gone_are_left_out() -> None:
    """An edition without the cook leaves the other moves, and the sources hold together."""
    found = _infer(KITCHEN)
    kitchen, settled = settle_all((_without_cook(), found))
    assert set(_moves(settled)) == {("chef", "helper"), ("helper", "chef")}
    before, after = graph_of(KITCHEN, found), graph_of(kitchen, settled)
    (said,) = list_outdated(before, after)
    assert said == (
        "found is inferred from what kitchen said before, and 4 of its moves, of roles that are "
        "gone, were left out; infer it anew: career-graph infer kitchen --as found"
    )
    assert list_outdated(before, before) == []


def test_where_the_basis_is_gone_what_was_inferred_goes_too() -> None:
    """It has nothing to rest on; other sources stay, and are no less checked."""
    other = source("other", role("porter"))
    assert settle_all((other, _infer(KITCHEN))) == (other,)
    before = graph_of(KITCHEN, other, _infer(KITCHEN, name="kitchen-inferred"))
    assert list_outdated(before, graph_of(other)) == [
        "kitchen-inferred went with kitchen, which it was inferred from."
    ]
    assert list_outdated(before, graph_of(KITCHEN, other)) == []


def test_names_and_other_changes_make_nothing_outdated() -> None:
    """Only what the roles require counts."""
    found = _infer(KITCHEN, name="kitchen-inferred")
    more = replace(
        KITCHEN, rows={**KITCHEN.rows, "roles": (*KITCHEN.rows["roles"], role("porter"))}
    )
    before = graph_of(KITCHEN, found)
    assert list_outdated(before, graph_of(more, found)) == []
    asked = source("more", *asks("cook", "leading"))
    later = graph_of(KITCHEN, found, replace(asked, rows={**asked.rows, "roles": ()}))
    (said,) = list_outdated(before, later)
    assert said == (
        "kitchen-inferred is inferred from what kitchen said before; infer it anew: career-graph "
        "infer kitchen"
    )


# the command

_TABLES = {
    "roles": "id,name_en\nchef,Chef\ncook,Cook\nhelper,Kitchen helper\ndriver,Driver\n",
    "skills": "id,name_en\ncooking,Cooking\nbuying,Buying\nleading,Leading\ndriving,Driving\n",
    "requirements": "role,kind,target\n"
    "chef,skill,cooking\nchef,skill,buying\nchef,skill,leading\n"
    "cook,skill,cooking\ncook,skill,buying\nhelper,skill,cooking\ndriver,skill,driving\n",
}


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs commands."""
    return Cli(capsys)


@pytest.fixture
def store(tmp_path: Path, cli: Cli) -> str:
    """A store with the kitchen's tables and the small world, which states moves."""
    url = f"sqlite:///{tmp_path / 'career.db'}"
    sources = (write_tables(tmp_path / "kitchen", **_TABLES), write_tables(tmp_path / "office"))
    assert cli("load", *map(str, sources), "--store", url).code == 0
    return url


def test_they_are_used_only_where_asked_for(cli: Cli, store: str) -> None:
    """Without --inferred no question knows them; with it they are marked, with their score."""
    route = ("route", "helper", "chef", "--store", store, "--lang", "en")
    assert cli(*route).code == 1
    inferred = cli("infer", "--store", store)
    assert (inferred.code, inferred.err) == (0, "")
    assert inferred.out.splitlines()[:2] == [
        "kitchen-inferred: inferred from kitchen",
        "  6 moves between 4 roles that require skills; no move leaves 1 of these.",
    ]
    refused = cli(*route)
    assert refused.code == 1
    assert "inferred moves, too (--inferred)" in refused.out
    answered = cli(*route, "--inferred")
    assert answered.code == 0
    assert "transfer (possible, inferred, score 0.3333)" in answered.out
    assert (
        "kitchen-inferred, 1 of 3 required skills brought, lacking Buying, Leading" in answered.out
    )
    assert cli(*route, "--inferred", "--certain").code == 1
    for question in ("reach", "feeders"):
        asked = (question, "helper", "--store", store)
        assert (cli(*asked).code, cli(*asked, "--inferred").code) == (1, 0)


def test_show_has_them_where_asked_for(cli: Cli, store: str) -> None:
    """`show` lists moves that sources state; with --inferred these, too, marked as such."""
    assert cli("infer", "--store", store).code == 0
    show = ("show", "cook", "--store", store, "--lang", "en")
    assert "transfer" not in cli(*show).out
    assert "transfer (possible, inferred, score 0.6667)" in cli(*show, "--inferred").out
    (_, found) = json.loads(cli(*show, "--inferred", "--json").out)["data"]["role"]["movesOut"]
    assert (found["to"]["id"], found["inferred"], found["score"]) == ("helper", True, 1)
    assert found["method"] == METHOD


def test_the_same_again_changes_nothing_and_other_options_replace(cli: Cli, store: str) -> None:
    """The same makes no release, other options another in its place, --dry-run none."""
    tried = cli("infer", "--dry-run", "--store", store, "--json")
    assert json.loads(tried.out)["dryRun"] is True
    first = json.loads(cli("infer", "--store", store, "--json").out)
    assert first["release"]["number"] == 2
    assert first["sources"][0]["name"] == "kitchen-inferred"
    assert first["release"]["sha256"] == json.loads(tried.out)["release"]["sha256"]
    again = cli("infer", "kitchen", "kitchen", "--store", store)
    assert "nothing new; still release 2" in again.out
    fewer = cli("infer", "--at-least", "0.6", "--most", "1", "--store", store)
    assert "2 moves between 4 roles" in fewer.out
    sources = json.loads(cli("sources", "--store", store, "--json").out)
    (found,) = (it for it in sources if it["format"] == INFERRED)
    assert found["rows"] == {"documents": 1, "moves": 2}
    assert found["location"] == "kitchen"


def test_a_new_edition_is_loaded_and_says_what_to_do(cli: Cli, store: str, tmp_path: Path) -> None:
    """A load is not refused for inferred moves; the next `infer` has those of the new edition."""
    assert cli("infer", "--store", store).code == 0
    newer = {name: _drop("cook,", text) for name, text in _TABLES.items()}
    folder = write_tables(tmp_path / "new", **newer)
    loaded = cli("load", str(folder), "--as", "kitchen", "--store", store)
    assert loaded.code == 0
    assert (
        "kitchen-inferred is inferred from what kitchen said before, and 4 of its moves, of roles "
        "that are gone, were left out; infer it anew: career-graph infer kitchen\n"
    ) in loaded.out
    again = cli("infer", "--store", store, "--json")
    assert json.loads(again.out)["outdated"] == []
    assert cli("show", "cook", "--store", store).code == 2
    forgot = cli("forget", "kitchen", "--store", store)
    assert forgot.code == 0
    assert "kitchen-inferred went with kitchen, which it was inferred from." in forgot.out
    assert "inferred" not in cli("sources", "--store", store).out


def test_a_new_edition_loads_with_rows_rejected_too(cli: Cli, store: str, tmp_path: Path) -> None:
    """Inferred moves of roles that are gone are no problem of a load that leaves bad rows out."""
    assert cli("infer", "--store", store).code == 0
    newer = {name: _drop("cook,", text) for name, text in _TABLES.items()}
    newer["requirements"] += "chef,skill,juggling\n"
    folder = write_tables(tmp_path / "new", **newer)
    load = ("load", str(folder), "--as", "kitchen", "--store", store, "--on-error", "reject")
    loaded = cli(*load, "--rejects", str(tmp_path / "rejects"))
    assert loaded.code == 0, loaded.err
    assert "and 4 of its moves, of roles that are gone, were left out" in loaded.out


def _drop(begin: str, text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(begin))


def test_what_was_inferred_can_be_taken_out(cli: Cli, store: str) -> None:
    """`forget` gives the release that was there before, and says no more."""
    before = json.loads(cli("forget", "office", "--dry-run", "--json", "--store", store).out)
    assert before["outdated"] == []
    assert cli("infer", "kitchen", "--as", "close ones", "--store", store).code == 0
    forgot = cli("forget", "close ones", "--store", store)
    assert (forgot.code, "went with" in forgot.out) == (0, False)


def test_where_all_state_moves_there_is_nothing_to_infer(cli: Cli, store: str) -> None:
    """It is no error, but no answer; a source that is named is taken all the same."""
    assert cli("forget", "kitchen", "--store", store).code == 0
    none = cli("infer", "--store", store)
    assert none.code == 1
    assert none.err.startswith("Each source states moves, or has no roles that require skills;")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("kitchn",), "No source is called 'kitchn'; those loaded are kitchen, office."),
        (("kitchen", "--as", "office"), "'office' is a source that was loaded; give the inferred"),
        (("kitchen", "--as", "kitchen"), "'kitchen' is a source that was loaded;"),
        (
            ("kitchen", "office", "--as", "x"),
            "--as names the moves of one source; these are kitchen",
        ),
        (("kitchen", "--at-least", "1.5"), "'--at-least': Input should be less than or equal to 1"),
        (("kitchen", "--at-least", "nan"), "'--at-least': Input should be"),
        (("kitchen", "--at-least", "half"), "'--at-least': Input should be a valid number"),
        (("kitchen", "--most", "0"), "'--most': Input should be greater than or equal to 1"),
    ],
)
def test_wrong_input_is_refused_with_what_to_do(
    cli: Cli, store: str, arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is changed; the message has the value and the remedy."""
    refused = cli("infer", *arguments, "--store", store)
    assert refused.code == 2
    assert message in refused.err
    assert "release 1," not in cli("infer", "--store", store, "--dry-run").out


def test_a_source_without_required_skills_is_refused(cli: Cli, store: str, tmp_path: Path) -> None:
    """There is nothing to infer from; so it says, also of moves that were inferred before."""
    folder = write_tables(tmp_path / "names", roles="id,name_en\nporter,Porter\n")
    assert cli("load", str(folder), "--store", store).code == 0
    assert cli("infer", "--store", store).code == 0
    for name in ("names", "kitchen-inferred"):
        refused = cli("infer", name, "--store", store)
        assert refused.code == 2
        assert f"No role of '{name}' requires a skill" in refused.err


def test_names_that_none_can_be_are_refused(cli: Cli, store: str) -> None:
    """As names of sources are."""
    refused = cli("infer", "kitchen", "--as", "a/b", "--store", store)
    assert refused.code == 4
    assert "source name is 'a/b'; give one (--as NAME)" in refused.err


def test_a_store_that_is_read_only_is_refused(cli: Cli) -> None:
    """The bundled data set is."""
    refused = cli("infer", "--store", "bundled:")
    assert refused.code == 2
    assert "is read only; name another with --store" in refused.err


def test_exported_and_loaded_again_it_is_the_same(cli: Cli, store: str, tmp_path: Path) -> None:
    """Tables keep method and score: the moves are inferred ones wherever they were read."""
    made = json.loads(cli("infer", "--store", store, "--json").out)["release"]["sha256"]
    out, other = str(tmp_path / "out"), f"sqlite:///{tmp_path / 'other.db'}"
    assert cli("export", "--format", "tables", "--out", out, "--store", store).code == 0
    loaded = cli("load", out, "--fresh", "--store", other, "--json")
    assert json.loads(loaded.out)["release"]["sha256"] == made
    route = ("route", "helper", "chef", "--store", other)
    assert (cli(*route).code, cli(*route, "--inferred").code) == (1, 0)

"""Neo4j Browser: its saved queries answer, agree with the engine, and are drawn in the real one."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lacking import lack
from neo4j_place import credentials, driver, started_neo4j, wipe
from playwright.sync_api import Page, sync_playwright
from serving import serving
from source_worlds import bundled

from api.service.neo4j_browser import list_favourites, read_style, render_guide
from graph.catalog import CareerGraph
from graph.routes import RouteFinder, RouteList, RouteQuestion
from graph.stores import Change, Credentials, open_store

PASSWORD = "for-the-browser"  # noqa: S105 of a server that ends with the test
CHROMIUM = shutil.which("chromium")
LADDER, SHORTEST, *_ = list_favourites()
HEADLINE = ["入门级客服专员", "客服主管", "客服经理", "客服总监"]
PATIENCE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def loaded(neo4j_url: str) -> Iterator[str]:
    """A server with the bundled data set."""
    wipe(neo4j_url)
    with open_store(neo4j_url, credentials=credentials()) as store:
        store.update(Change(load=(bundled(),)))
    yield neo4j_url
    wipe(neo4j_url)


def test_favourites_have_titles_and_are_those_promised() -> None:
    """Each saved query has a title in Chinese and English, and the guide shows it."""
    titles = [it.title for it in list_favourites()]
    words = ("ladder", "route", "asks for", "Who says so", "Conflicts", "Skills shared", "Hubs")
    assert len(titles) == len(words)
    guide = render_guide()
    for title, word in zip(titles, words, strict=True):
        assert word in title
        assert re.match(r"[一-鿿]+ · ", title)
        assert title in guide
    assert guide.count("runnable") == len(titles)
    assert "--by time" in guide


def test_every_favourite_answers(loaded: str) -> None:
    """Each saved query finds something in the bundled data set."""
    with driver(loaded) as asked:
        for favourite in list_favourites():
            found = asked.execute_query(favourite.cypher, database_=credentials().database)
            assert found.records, favourite.title


def test_the_shortest_route_is_the_engine_s(loaded: str) -> None:
    """For every two roles, lines included, Cypher's shortest routes hold the engine's first."""
    graph = CareerGraph([bundled()], number=1, created="")
    finder = RouteFinder(graph)
    asked_for = SHORTEST.cypher.replace("'电话客服'", "$from").replace("'客服总监'", "$to")
    assert asked_for.count("$") == len(("from", "to"))
    compared = 0
    with driver(loaded) as asked, asked.session(database=credentials().database) as session:
        for from_ in graph.roles:
            start = graph.first_stage(from_)
            for to in graph.roles:
                if start in {to, *graph.list_stages(to)}:
                    continue  # there already
                rows = session.run(asked_for, {"from": from_, "to": to})
                found = {tuple(node["id"] for node in row["p"].nodes) for row in rows}
                answer = finder.routes(RouteQuestion(from_=from_, to=to))
                if isinstance(answer, RouteList):
                    compared += 1
                    assert answer.routes[0].roles in found
                    assert {len(roles) for roles in found} == {len(answer.routes[0].roles)}
                else:
                    assert found == set()
    assert compared > len(graph.roles)


def test_any_page_may_fetch_guide_and_style(tmp_path: Path) -> None:
    """Guide and style are served to Neo4j Browser, which comes from another origin and asks."""
    asks = {
        "Origin": "http://localhost:7474",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "x-requested-with",
    }
    with serving(tmp_path) as service, httpx.Client(base_url=service.url, timeout=60) as client:
        for path, text in (("guide.html", render_guide()), ("career.grass", read_style())):
            allowed = client.options(f"/neo4j/{path}", headers=asks)
            assert allowed.status_code == httpx.codes.OK
            found = client.get(f"/neo4j/{path}", headers={"Origin": asks["Origin"]})
            assert found.text == text
            assert found.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in client.get("/livez", headers=asks).headers


@pytest.fixture(scope="module")
def browser_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The real Browser of a real server with the bundled data set, logged in."""
    if CHROMIUM is None:
        what = "There is no chromium here; install Debian's package chromium."
        lack(what, required="CAREER_REQUIRE_NEO4J")
    folder = tmp_path_factory.mktemp("browser")
    with started_neo4j(folder, PASSWORD, {}) as server, sync_playwright() as playwright:
        with open_store(server.bolt, credentials=Credentials(password=PASSWORD)) as store:
            store.update(Change(load=(bundled(),)))
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(f"{server.http}/browser/")
        page.fill("[data-testid=username]", "neo4j")
        page.fill("[data-testid=password]", PASSWORD)
        page.click("[data-testid=connect]")
        page.wait_for_selector("#monaco-main-editor")
        page.wait_for_selector("text=You are connected")
        yield page
        chromium.close()


def run(page: Page, text: str) -> None:
    """Run a command or a query in the editor of the Browser."""
    page.click("#monaco-main-editor")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def test_the_browser_draws_the_headline_route(browser_page: Page, tmp_path: Path) -> None:
    """With guide and style from the service, the favourite's roles are drawn with their names."""
    page = browser_page
    with serving(tmp_path) as service:
        base = service.url.replace("127.0.0.1", "localhost").rstrip("/")
        run(page, f":style {base}/neo4j/career.grass")
        page.wait_for_selector("text=node.Role {")
        run(page, f":play {base}/neo4j/guide.html")
        page.wait_for_selector("h3:has-text('The career graph')")
    run(page, SHORTEST.cypher)
    page.wait_for_selector("svg g.node")
    nodes: Any = page.locator("svg g.node")
    names = [nodes.nth(index).text_content().strip() for index in range(nodes.count())]
    assert sorted(names) == sorted(HEADLINE)
    assert page.locator("svg g.node circle[fill='#1f6feb']").count() == len(HEADLINE)

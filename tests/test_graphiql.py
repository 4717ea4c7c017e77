"""GraphiQL at /graphiql: in the real Chromium, with nothing from elsewhere and none of it there."""

import http.client
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from lacking import lack
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, sync_playwright
from playwright.sync_api import Error as PageError
from serving import SERVE, Service, serving

from api.example_queries import list_examples
from api.graphiql_fetch import FetchError, fetch_graphiql
from api.graphiql_files import files_folder, list_files
from api.service.access import make_key
from api.service.headers import PAGE_POLICY

CHROMIUM = shutil.which("chromium")
_REQUIRED = "CAREER_REQUIRE_NODE"
PATIENCE = 60_000  # milliseconds
EDITOR, RESULT = ".graphiql-query-editor .CodeMirror", ".result-window .CodeMirror"
HEADERS = "section[aria-label=Headers] .graphiql-editor:not(.hidden) .CodeMirror"
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (it) =>
  violations.push(`${it.effectiveDirective} ${it.blockedURI}`));
"""


@dataclass
class Seen:
    """What a page did that it should not: requests to elsewhere, and errors in its console."""

    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The real Chromium, once GraphiQL's files are where they belong."""
    if CHROMIUM is None:
        lack("There is no chromium here; install Debian's package chromium.", required=_REQUIRED)
    try:
        fetch_graphiql(files_folder())
    except FetchError as error:
        lack(str(error), required=_REQUIRED)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service on the bundled data set."""
    with serving(tmp_path_factory.mktemp("graphiql")) as running:
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A Chromium that has seen nothing yet, of someone who reads Chinese."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    yield context
    context.close()


def open_page(context: BrowserContext, service: Service) -> tuple[Page, Seen]:
    """GraphiQL, ready to be used, cut off from everything but the service."""
    seen = Seen()

    def stay(route: Route) -> None:
        if route.request.url.startswith((service.url, "data:")):
            route.continue_()
        else:
            seen.elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", stay)
    page = context.new_page()
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda it: seen.errors.append(it.text) if it.type == "error" else None)
    page.goto(f"{service.url}graphiql")
    page.wait_for_selector(EDITOR)
    return page, seen


def read(page: Page, editor: str) -> str:
    """The whole text of an editor; on the page stands what is in sight."""
    return str(page.eval_on_selector(editor, "it => it.CodeMirror.getValue()"))


def write(page: Page, editor: str, text: str) -> None:
    """Type a text into an editor, over what is there."""
    page.click(editor)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def _is_answer(response: Response) -> bool:
    """Whether it answers what someone asked, and not GraphiQL's own question for the schema."""
    request = response.request
    return request.url.endswith("/graphql") and "__schema" not in (request.post_data or "")


def await_reading(page: Page) -> None:
    """Wait until GraphiQL has read what is in the editor, and knows its operation."""
    page.wait_for_function(
        """(editor) => {
          const query = document.querySelector(editor).CodeMirror;
          const name = /^query (\\w+)/m.exec(query.getValue())?.[1];
          return (query.operationName ?? undefined) === name;
        }""",
        arg=EDITOR,
    )


def run(page: Page) -> Any:
    """Run what is in the editor, by its key, once GraphiQL has read it; the answer."""
    await_reading(page)
    with page.expect_response(_is_answer) as answer:
        page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([result, text]) => document.querySelector(result).CodeMirror.getValue() === text",
        arg=[RESULT, json.dumps(answer.value.json(), indent=2, ensure_ascii=False)],
    )
    return json.loads(read(page, RESULT))


def test_the_headline_is_answered(context: BrowserContext, service: Service) -> None:
    """Nothing is from elsewhere, no policy is broken, and the headline answer can be read."""
    page, seen = open_page(context, service)
    assert page.title() == "GraphiQL · Career graph"
    first, headline, *_ = list_examples()
    assert read(page, EDITOR) == first.query
    page.click(f".examples button:text-is('{headline.title}')")
    assert read(page, EDITOR) == headline.query
    await_reading(page)
    page.click(".graphiql-execute-button")
    page.wait_for_selector(f"{RESULT} >> text=客服主管")
    route = json.loads(read(page, RESULT))["data"]["routes"]["routes"][0]
    assert route["months"]["typical"] == 84
    assert [step["to"]["name"] for step in route["steps"]] == ["客服主管", "客服经理", "客服总监"]
    page.click("button[aria-label='Show Documentation Explorer']")
    page.click(".graphiql-doc-explorer a:text-is('Query')")
    page.wait_for_selector(".graphiql-doc-explorer a:text-is('tradeOffs')")
    page.click("button[aria-label='Add tab']")
    write(page, EDITOR, "{ limits { name } }")
    assert {"name": "depth"} in run(page)["data"]["limits"]
    assert page.locator("[role=tab]").count() >= 2
    assert page.evaluate("violations") == []
    assert (seen.elsewhere, seen.errors) == ([], [])


def test_every_example_is_a_tab_that_runs(context: BrowserContext, service: Service) -> None:
    """Each is listed with its title; chosen there, it is in the editor, and runs well."""
    page, seen = open_page(context, service)
    examples = list_examples()
    listed = page.locator(".examples button")
    assert listed.all_text_contents() == [example.title for example in examples]
    stored = "() => localStorage.getItem('career-graph:graphiql:tabState')"
    tabs = json.loads(page.wait_for_function(stored).json_value())["tabs"]
    assert [tab["query"] for tab in tabs] == [example.query for example in examples]
    for index, example in enumerate(examples):
        listed.nth(index).click()
        assert read(page, EDITOR) == example.query
        page.focus(f"{EDITOR} textarea")
        assert "errors" not in run(page), example.title
    assert page.evaluate("violations") == []
    assert (seen.elsewhere, seen.errors) == ([], [])


def test_an_example_can_be_had_again(context: BrowserContext, service: Service) -> None:
    """An example that was typed over comes back when it is chosen."""
    page, _ = open_page(context, service)
    write(page, EDITOR, "{ limits { name } }")
    page.click(".examples button >> nth=0")
    assert read(page, EDITOR) == list_examples()[0].query


def test_a_key_is_asked_for_and_not_kept(context: BrowserContext, tmp_path: Path) -> None:
    """Where the service wants a key the page says how to give it, and stores it nowhere."""
    key, line = make_key("mei")
    keys = tmp_path / "keys.txt"
    keys.write_text(line, "utf-8")
    with serving(tmp_path, CAREER_API_KEYS_FILE=str(keys)) as running:
        page = context.new_page()
        page.goto(f"{running.url}graphiql")
        give_key(page, key)
        stored = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "limits" in stored
    assert key not in stored


def give_key(page: Page, key: str) -> None:
    """Give the key that is asked for, and ask twice with it, until all is stored that will be."""
    page.wait_for_selector("#key:has-text('Authorization')")
    page.click("button:text-is('Headers')")
    write(page, HEADERS, json.dumps({"Authorization": f"Bearer {key}"}))
    assert "data" in run(page)
    page.wait_for_selector("#key", state="hidden")
    page.click("button[aria-label='Show Documentation Explorer']")
    page.wait_for_selector(".graphiql-doc-explorer a:text-is('Query')")  # asked for again
    write(page, EDITOR, "{ limits { value } }")
    assert "data" in run(page)
    page.wait_for_function(  # tabs are stored after a while
        "() => localStorage.getItem('career-graph:graphiql:tabState')?.includes('value')"
    )


def test_the_policy_is_in_force(context: BrowserContext, service: Service) -> None:
    """What is inline or from elsewhere is refused, and these tests would see it."""
    page, seen = open_page(context, service)
    page.evaluate(
        """async () => {
          const script = document.createElement("script");
          script.textContent = "window.inline = true";
          document.head.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>");
          await fetch("https://example.org/").catch(() => {});
        }"""
    )
    refused = {
        "script-src-elem inline",
        "style-src-attr inline",
        "connect-src https://example.org/",
    }
    assert set(page.evaluate("violations")) == refused
    assert page.evaluate("window.inline") is None
    assert seen.errors
    answer = httpx.get(f"{service.url}graphiql", timeout=60)
    assert answer.headers["content-security-policy"] == PAGE_POLICY
    assert not any(word in PAGE_POLICY for word in ("unsafe", "http", "*"))


def test_requests_to_elsewhere_are_seen(context: BrowserContext, service: Service) -> None:
    """A page that asks for something from elsewhere is stopped and found out."""
    page, seen = open_page(context, service)
    with pytest.raises(PageError, match="ERR_FAILED"):
        page.goto("https://example.org/")
    assert seen.elsewhere == ["https://example.org/"]


@dataclass(frozen=True)
class Answer:
    """How the service answered."""

    status: int
    cached: str
    body: bytes


def ask(service: Service, path: str) -> Answer:
    """The answer to a path that is sent as it is written."""
    with closing(http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=60)) as asked:
        asked.request("GET", path)
        answer = asked.getresponse()
        return Answer(answer.status, answer.headers.get("cache-control", ""), answer.read())


@pytest.mark.usefixtures("chromium")  # the files are there
def test_files_are_kept_by_browsers_and_pages_are_not(service: Service) -> None:
    """What holds its version in its name is cached for good; what is ours is asked for again."""
    for file in list_files():
        answer = ask(service, f"/graphiql/files/{file.name}")
        assert answer.status == 200
        assert answer.body == files_folder().joinpath(file.name).read_bytes()
        assert "immutable" in answer.cached
    for path in ("", "/init.js", "/style.css", "/examples.json"):
        answer = ask(service, f"/graphiql{path}")
        assert (answer.status, answer.cached) == (200, "no-cache")


def test_only_known_files_are_given(tmp_path: Path) -> None:
    """No other file can be had, be it beside the known ones, above them, or a page of ours."""
    folder = place(tmp_path)
    folder.mkdir(parents=True)
    for bait in (folder / "bait.js", folder.parent / "bait.js"):
        bait.write_text("bait", "utf-8")
    with serving(tmp_path, script=elsewhere(tmp_path)) as running:
        for path in ("bait.js", "../bait.js", "..%2fbait.js", "%2e%2e/bait.js", "..%5cbait.js", ""):
            assert ask(running, f"/graphiql/files/{path}").status == 404, path
        assert ask(running, f"/graphiql/files/{folder}/bait.js").status == 404
        assert ask(running, f"/graphiql/files/{list_files()[0].name}").status == 404  # not here
        assert ask(running, "/graphiql/missing.html").status == 404


def place(prefix: Path) -> Path:
    """Where GraphiQL's files belong in an environment."""
    return prefix / "share" / "career-graph" / "graphiql"


def elsewhere(prefix: Path) -> str:
    """What starts the service as if it was installed in another environment."""
    return f"import sys; sys.prefix = {str(prefix)!r}; {SERVE}"


def test_without_the_files_a_page_says_how_to_get_them(chromium: Browser, tmp_path: Path) -> None:
    """The plain page names the command and what works; with the files GraphiQL is there at once."""
    with serving(tmp_path, script=elsewhere(tmp_path)) as running, chromium.new_page() as page:
        page.set_default_timeout(PATIENCE)
        answer = page.goto(f"{running.url}graphiql")
        assert answer is not None
        assert answer.status == 200
        assert answer.headers["content-security-policy"] == PAGE_POLICY
        text = page.inner_text("main")
        assert all(
            it in text for it in ("career-graph get-graphiql", "/graphql", "/schema.graphql")
        )
        page.click("a:text('schema')")
        assert "type Query" in page.content()
        shutil.copytree(files_folder(), place(tmp_path))
        page.goto(f"{running.url}graphiql")
        page.wait_for_selector(EDITOR)


def test_a_file_that_is_not_right_is_not_run(chromium: Browser, tmp_path: Path) -> None:
    """The browser refuses a file with another hash, and the page says what to do."""
    shutil.copytree(files_folder(), place(tmp_path))
    wrong = next(file for file in list_files() if file.name.startswith("graphiql"))
    place(tmp_path).joinpath(wrong.name).write_text("window.GraphiQL = true", "utf-8")
    with serving(tmp_path, script=elsewhere(tmp_path)) as running, chromium.new_page() as page:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{running.url}graphiql")
        page.wait_for_selector("#state:has-text('career-graph get-graphiql')")


def test_examples_have_titles_and_variables() -> None:
    """Each example begins with its title as a comment; its variables, if any, are an object."""
    examples = list_examples()
    assert examples
    titles = [example.title for example in examples]
    assert len(set(titles)) == len(titles)
    for example in examples:
        assert example.query.startswith(f"# {example.title}\n")
        assert isinstance(json.loads(example.variables or "{}"), dict)

"""The service over real HTTP: GraphQL over HTTP, the other paths, languages, and what it refuses.

The status codes are those of https://graphql.github.io/graphql-over-http/draft/.
"""

import json
import re
import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from serving import Service, serving

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
NAME = "query Name($id: ID!) { role(ref: {id: $id}) { ... on Role { name } } }"
PHONE_AGENT = {"id": "phone-agent"}
UNKNOWN = "query U($name: String!) { role(ref: {name: $name}) { ... on UnknownName { message } } }"
BODY_BYTES = 20_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service, once for all tests; it must not have complained at the end."""
    folder = tmp_path_factory.mktemp("service")
    with serving(folder, CAREER_LIMIT_BODY_BYTES=str(BODY_BYTES)) as running:
        yield running
        assert running.read_errors() == ""


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """A client that says nothing of types and languages unless a test does."""
    with httpx.Client(base_url=service.url, timeout=60) as opened:
        for header in ("accept", "user-agent"):
            del opened.headers[header]
        yield opened


def post(client: httpx.Client, body: object, **headers: str) -> httpx.Response:
    """Post a JSON body, or bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/graphql", content=content, headers={"content-type": JSON, **given})


def media_type(response: httpx.Response) -> str:
    """The type of an answer; it must be UTF-8."""
    type_, _, charset = response.headers["content-type"].partition(";")
    assert charset.strip() == "charset=utf-8"
    return str(type_)


def errors_of(response: httpx.Response, code: str = "BAD_INPUT") -> list[Mapping[str, Any]]:
    """The errors of an answer: a list that is not empty, each with a message and that code."""
    errors: list[Mapping[str, Any]] = response.json()["errors"]
    assert errors
    assert all(error["message"] and error["extensions"]["code"] == code for error in errors)
    return errors


def test_post_is_answered(client: httpx.Client) -> None:
    """A question that is posted as JSON gets its answer and the release that gave it."""
    response = post(client, {"query": NAME, "variables": PHONE_AGENT})
    assert response.status_code == 200
    assert response.json() == {"data": {"role": {"name": "电话客服"}}, "extensions": {"release": 1}}


def test_get_is_answered(client: httpx.Client) -> None:
    """A question in the URL gets the same answer, byte for byte, as one that is posted."""
    asked = {"query": NAME, "variables": json.dumps(PHONE_AGENT), "operationName": "Name"}
    response = client.get("/graphql", params=asked)
    assert response.status_code == 200
    assert response.content == post(client, {"query": NAME, "variables": PHONE_AGENT}).content


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    """A GET has an ETag of release, question and language; who sends it back gets 304."""
    asked = {"query": NAME, "variables": json.dumps(PHONE_AGENT)}
    answer = client.get("/graphql", params=asked)
    tag = answer.headers["etag"]
    assert answer.headers["vary"] == "Accept, Accept-Language"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get("/graphql", params=asked, headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/graphql", params=asked, headers={"if-none-match": '"x"'}).status_code == 200
    others = [
        client.get("/graphql", params=asked, headers={"accept-language": "en"}),
        client.get("/graphql", params=asked, headers={"accept": GRAPHQL_JSON}),
        client.get("/graphql", params={"query": "{ __typename }"}),
        client.get("/graphql", params={**asked, "variables": '{"id": "trainer"}'}),
    ]
    tags = {tag, *(other.headers["etag"] for other in others)}
    assert len(tags) == 5
    assert "etag" not in client.get("/graphql", params={"query": "{ nothing }"}).headers
    assert "etag" not in post(client, {"query": NAME, "variables": PHONE_AGENT}).headers


def test_head_is_get_without_its_body(client: httpx.Client) -> None:
    """HEAD has the status and headers of GET."""
    asked = {"query": "{ __typename }"}
    head, get = client.head("/graphql", params=asked), client.get("/graphql", params=asked)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}, {JSON};q=0.9, */*;q=0.1", GRAPHQL_JSON),
        (f"{JSON};q=0.5, {GRAPHQL_JSON};q=0.9", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("Application/GraphQL-Response+JSON", GRAPHQL_JSON),
        (f"{JSON};q=0, */*", GRAPHQL_JSON),
        (f"text/html,, {JSON}", JSON),
    ],
)
def test_the_answer_has_the_type_that_is_asked_for(
    client: httpx.Client, accept: str | None, type_: str
) -> None:
    """Accept chooses between the two types by weight, then order; else it is plain JSON."""
    headers = {} if accept is None else {"accept": accept}
    response = post(client, {"query": "{ __typename }"}, **headers)
    assert response.status_code == 200
    assert media_type(response) == type_


@pytest.mark.parametrize(
    "accept", ["text/html", "application/xml", f"{JSON};q=0", f"{JSON};q=0.0", f"{JSON};q=x"]
)
def test_a_type_that_we_have_not_is_refused(client: httpx.Client, accept: str) -> None:
    """Where Accept allows neither type the answer is 406 and names both."""
    response = post(client, {"query": "{ __typename }"}, accept=accept)
    assert response.status_code == 406
    assert GRAPHQL_JSON in errors_of(response)[0]["message"]


BAD_DOCUMENTS = {
    "no GraphQL": "{",
    "no such field": "{ nothing }",
    "an unused variable": "query ($a: Int) { __typename }",
    "a wrong argument": '{ roles(first: "many") { total } }',
    "two operations": "query A { __typename } query B { __typename }",
    "a missing variable": NAME,
    "nothing": "# only a comment",
    "a mutation": "mutation { x }",
}


@pytest.mark.parametrize("query", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
def test_a_document_that_cannot_run(client: httpx.Client, query: str) -> None:
    """What cannot run has errors and no data: 400 as GraphQL's type, 200 as plain JSON."""
    for type_, status in ((GRAPHQL_JSON, 400), (JSON, 200)):
        response = post(client, {"query": query}, accept=type_)
        assert (response.status_code, media_type(response)) == (status, type_)
        assert errors_of(response)
        assert "data" not in response.json()


def test_an_error_says_where(client: httpx.Client) -> None:
    """The error of a document has its line and column."""
    response = post(client, {"query": "{\n  nothing\n}"})
    assert errors_of(response)[0]["locations"] == [{"line": 2, "column": 3}]


def test_an_argument_that_cannot_be_used(client: httpx.Client) -> None:
    """An error of one field leaves 200 and the data of the others."""
    query = "{ roles(first: 99999) { total } release { number } }"
    for type_ in (GRAPHQL_JSON, JSON):
        response = post(client, {"query": query}, accept=type_)
        assert response.status_code == 200
        assert errors_of(response, "LIMIT_EXCEEDED")[0]["path"] == ["roles"]
        assert response.json()["data"] == {"roles": None, "release": {"number": 1}}


def test_a_null_for_what_must_not_be_null_is_bad_input(client: httpx.Client) -> None:
    """A variable that is null where its argument cannot be is the client's mistake."""
    query = "query ($n: Int = 5) { roles(first: $n) { total } }"
    response = post(client, {"query": query, "variables": {"n": None}})
    assert errors_of(response)


BAD_BODIES: dict[str, bytes | object] = {
    "no JSON": b"{",
    "empty": b"",
    "an array": [{"query": "{ __typename }"}],
    "a string": "{ __typename }",
    "null": None,
    "no query": {},
    "an empty query": {"query": " "},
    "a query that is no text": {"query": {"a": 1}},
    "variables that are a list": {"query": NAME, "variables": [1]},
    "variables that are a string": {"query": NAME, "variables": "{}"},
    "an operation name that is no text": {"query": NAME, "operationName": 1},
    "extensions that are no object": {"query": NAME, "extensions": "x"},
    "deep arrays": b"[" * 10_000,
    "deep variables": b'{"query":"{ __typename }","variables":' + b'{"a":' * 3000,
    "no UTF-8": b'{"query": "{ __typename }\xff"}',
    "UTF-16": '{"query": "{ __typename }"}'.encode("utf-16"),
    "half of a surrogate pair": b'{"query": "{ __typename }", "variables": {"a": "\\ud83d"}}',
    "a number of many digits": b'{"query": "{ __typename }", "variables": {"a": '
    + b"9" * 5000
    + b"}}",
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_body_that_is_no_request(client: httpx.Client, body: object) -> None:
    """A body that is no GraphQL request is 400 in both types, with what is wrong."""
    for type_ in (GRAPHQL_JSON, JSON):
        response = post(client, body, accept=type_)
        assert (response.status_code, media_type(response)) == (400, type_)
        assert errors_of(response)
        assert "data" not in response.json()


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"query": ""},
        {"query": NAME, "variables": "{"},
        {"query": NAME, "variables": "[]"},
        {"query": NAME, "variables": '{"id": "\\ud800"}'},
        {"query": NAME, "extensions": "1"},
    ],
)
def test_a_url_that_is_no_request(client: httpx.Client, params: dict[str, str]) -> None:
    """A URL without a query, or with variables that are no JSON object, is 400."""
    response = client.get("/graphql", params=params)
    assert response.status_code == 400
    assert errors_of(response)


@pytest.mark.parametrize(
    "type_",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gb18030",
        "application/jsonx",
    ],
)
def test_a_body_of_another_type_is_refused(client: httpx.Client, type_: str) -> None:
    """A body that does not call itself JSON in UTF-8 is 415, so that no form can send one."""
    response = post(client, {"query": "{ __typename }"}, content_type=type_)
    assert response.status_code == 415
    assert errors_of(response)[0]["message"].startswith(f"Content-Type is {type_!r}; send ")


@pytest.mark.parametrize(
    "type_", ["application/json;charset=UTF-8", 'Application/JSON; charset="utf-8"', f"{JSON};v=1"]
)
def test_a_body_of_json_in_utf_8_is_read(client: httpx.Client, type_: str) -> None:
    """However the client writes the type of JSON in UTF-8, its body is read."""
    response = post(client, {"query": "{ __typename }"}, content_type=type_)
    assert response.json()["data"] == {"__typename": "Query"}


def test_a_body_is_read_up_to_its_limit(client: httpx.Client) -> None:
    """A body of CAREER_LIMIT_BODY_BYTES is read, and one byte more is 413, however it is sent."""
    body = b'{"query":"{ __typename }"}'
    assert post(client, body.ljust(BODY_BYTES)).status_code == 200
    response = post(client, body.ljust(BODY_BYTES + 1))
    assert response.status_code == 413
    assert "CAREER_LIMIT_BODY_BYTES" in errors_of(response, "LIMIT_EXCEEDED")[0]["message"]

    def chunks() -> Iterator[bytes]:
        yield body
        yield b" " * BODY_BYTES

    chunked = client.post("/graphql", content=chunks(), headers={"content-type": JSON})
    assert chunked.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_not_allowed(client: httpx.Client, method: str) -> None:
    """Any other method is 405 and says which are allowed."""
    response = client.request(method, "/graphql")
    assert response.status_code == 405
    assert {word.strip() for word in response.headers["allow"].split(",")} == {
        "GET",
        "HEAD",
        "POST",
    }


TWO = """
query A { role(ref: {id: "phone-agent"}) { ... on Role { id } } }
query B { release { number } }
"""


def test_the_operation_is_chosen_by_name(client: httpx.Client) -> None:
    """Of several operations the named one runs; an unknown name is an error."""
    first = post(client, {"query": TWO, "operationName": "A"}).json()
    second = post(client, {"query": TWO, "operationName": "B"}).json()
    assert first["data"] == {"role": {"id": "phone-agent"}}
    assert second["data"] == {"release": {"number": 1}}
    unknown = post(client, {"query": TWO, "operationName": "C"}, accept=GRAPHQL_JSON)
    assert unknown.status_code == 400
    assert errors_of(unknown)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        (None, "电话客服"),
        ("", "电话客服"),
        ("en", "Phone agent"),
        ("en-GB", "Phone agent"),
        ("EN", "Phone agent"),
        ("zh-TW, en;q=0.9", "电话客服"),
        ("zh;q=0.2, en;q=0.8", "Phone agent"),
        ("en; q=0.8, zh; q=0.9", "电话客服"),
        ("fr, de;q=0.9", "电话客服"),
        ("fr, en;q=0.1", "Phone agent"),
        ("zh;q=0, *", "Phone agent"),
        ("*", "电话客服"),
        ("en;q=x", "电话客服"),
        ("en;q=0", "电话客服"),
    ],
)
def test_names_follow_accept_language(
    client: httpx.Client, language: str | None, name: str
) -> None:
    """Names come in the language that Accept-Language likes best among ours, else Chinese."""
    headers = {} if language is None else {"accept_language": language}
    response = post(client, {"query": NAME, "variables": PHONE_AGENT}, **headers)
    assert response.json()["data"]["role"]["name"] == name


def test_messages_follow_accept_language(client: httpx.Client) -> None:
    """What is said of a name that fits nothing is said in the same language."""
    asked = {"query": UNKNOWN, "variables": {"name": "宇航员"}}
    english = post(client, asked, accept_language="en").json()["data"]["role"]["message"]
    chinese = post(client, asked).json()["data"]["role"]["message"]
    assert "宇航员" in english
    assert "宇航员" in chinese
    assert re.search("[a-z]{3}", english)
    assert not re.search("[a-z]{3} [a-z]", chinese.partition("(")[0])
    assert english != chinese


@pytest.mark.parametrize(
    "name", ["客服😀", "\N{RIGHT-TO-LEFT OVERRIDE}x", "a\u0000b", "\ufeff", "ñ" * 500]
)
def test_any_text_is_read_and_sent(client: httpx.Client, name: str) -> None:
    """Text of any script, in a body or a URL, comes back as it was sent."""
    asked = {"query": UNKNOWN, "variables": {"name": name}}
    posted = post(client, asked)
    assert name in posted.json()["data"]["role"]["message"]
    assert "\\u" not in posted.text.replace("\\u0000", "")
    got = client.get("/graphql", params={"query": UNKNOWN, "variables": json.dumps({"name": name})})
    assert got.content == posted.content


def test_requests_at_once_are_answered_alike(service: Service) -> None:
    """Many clients at once, each in its language, get what one alone gets."""
    query = (
        '{ routes(from: {name: "电话客服"}, to: {name: "客服总监"}, first: 3) { ... on RouteList '
        "{ routes { moves months { low typical high } steps { from { name } to { name } } } } } }"
    )

    def ask(language: str) -> bytes:
        with httpx.Client(base_url=service.url, timeout=60) as client:
            return post(client, {"query": query}, accept_language=language).content

    alone = {language: ask(language) for language in ("zh", "en")}
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(ask, ["zh", "en"] * 24))
    assert answers == [alone["zh"], alone["en"]] * 24
    assert b'"errors"' not in alone["zh"] + alone["en"]


def test_live_and_ready(client: httpx.Client) -> None:
    """/livez says that the process is up, /readyz which release of which store it answers from."""
    live, ready = client.get("/livez"), client.get("/readyz")
    assert (live.status_code, live.text) == (200, "ok")
    assert ready.status_code == 200
    assert ready.json() == {
        "release": 1,
        "store": "bundled:",
        "storeReachable": True,
        "ageSeconds": 0,
    }


class _Links(HTMLParser):
    """Collects where links lead, and the page's text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        if tag == "a":
            self.links.append(unescape(dict(attrs).get("href") or ""))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def test_the_page_has_links_that_work(client: httpx.Client) -> None:
    """The page is HTML, tells what is loaded, and every link on it answers; one has a route."""
    response = client.get("/")
    assert (response.status_code, media_type(response)) == (200, "text/html")
    page = _Links()
    page.feed(response.text)
    assert "Release 1: " in page.text
    answers = {
        link: client.get(link, headers={"accept": "text/html, */*;q=0.8"}) for link in page.links
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    (route,) = (answer.json() for link, answer in answers.items() if "query=" in link)
    assert route["data"]["routes"]["routes"][0]["moves"] > 1


@pytest.mark.parametrize("path", ["/nothing", "/graphql/x", "/..%2fpyproject.toml", "/schema"])
def test_an_unknown_path_is_404(client: httpx.Client, path: str) -> None:
    """What is not there is 404."""
    assert client.get(path).status_code == 404


def test_a_client_that_goes_away_disturbs_nobody(service: Service, client: httpx.Client) -> None:
    """A client that leaves in the middle of its body is not waited for, nor complained of."""
    parts = urlsplit(service.url)
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nContent-Length: 999\r\n\r\n"
    )
    for _ in range(3):
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(head.encode() + b'{"query": "{')
    assert client.get("/livez").status_code == 200


def test_no_page_is_another_file(client: httpx.Client) -> None:
    """Whatever path is asked for, no file of the project is sent."""
    for path in ("/api/settings.py", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/static/"):
        assert client.get(path).status_code == 404

"""Who may ask the service: keys, rates, hosts and origins, and where it dares to listen."""

import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from serving import SERVE, Service, serving, start_process

from api.service.access import KeyRing, hash_key, make_key, read_keys
from api.service.server import require_access
from api.settings import Settings
from graph.errors import SettingError

_QUESTION = {"query": "{ release { number } }"}
_SEARCHES = (
    f'a{it}: routes(from: {{id: "a"}}, to: {{id: "b"}}) {{ __typename }}' for it in range(9)
)
_COSTLY = {"query": f"{{ {' '.join(_SEARCHES)} }}"}
_GUARDED = ("graphql?query={__typename}", "schema.graphql", "metrics", "export/csv")
_OPEN = ("", "livez", "readyz", "neo4j/guide.html", "neo4j/career.grass")


@pytest.fixture(scope="module")
def key() -> tuple[str, str]:
    """A key and its line in the file of keys."""
    return make_key("mei")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, key: tuple[str, str]) -> Iterator[Service]:
    """A service that asks for a key."""
    folder = tmp_path_factory.mktemp("guarded")
    file = folder / "keys.txt"
    file.write_text(f"# who may ask\n\n{make_key('li')[1]}\n{key[1]}\n", encoding="utf-8")
    with serving(folder, CAREER_API_KEYS_FILE=str(file)) as running:
        yield running


def _code(response: httpx.Response) -> str:
    """The code of an answer's first error."""
    code: str = response.json()["errors"][0]["extensions"]["code"]
    return code


def test_a_key_is_asked_for(guarded: Service, key: tuple[str, str]) -> None:
    """With a file of keys everything about the graph wants one; another key opens nothing."""
    wrong: list[dict[str, str]] = [
        {},
        {"authorization": "Bearer"},
        {"authorization": f"Bearer {key[0]}x"},
        {"authorization": f"Basic {key[0]}"},
        {"authorization": f"Bearer {hash_key(key[0])}"},
        {"authorization": f"Bearer {make_key('mei')[0]}"},
        {"x-api-key": key[0]},
    ]
    for path in _GUARDED:
        for headers in wrong:
            refused = httpx.get(guarded.url + path, headers=headers)
            assert (refused.status_code, _code(refused)) == (401, "UNAUTHENTICATED"), path
            assert refused.headers["www-authenticate"].startswith("Bearer")
            assert "new-key" in refused.text
        given = httpx.get(guarded.url + path, headers={"authorization": f"bearer {key[0]}"})
        assert given.status_code == 200, path
    for path in _OPEN:
        assert httpx.get(guarded.url + path).status_code == 200, path


def test_a_key_is_kept_as_its_hash_only() -> None:
    """A key's line holds the name and the SHA-256, each key is another, and names are checked."""
    key, line = make_key("a.b-c_9")
    assert line == f"a.b-c_9:{hashlib.sha256(key.encode()).hexdigest()}"
    assert key != make_key("a.b-c_9")[0]
    assert len(key) >= 40
    for name in ("", "a b", "a:b", "李", "x" * 65, "a\n"):
        with pytest.raises(SettingError, match="letters"):
            make_key(name)


def test_keys_are_found_by_whose_they_are() -> None:
    """A ring of keys finds the name of each, and of no other text."""
    ring = KeyRing({name: hash_key(f"key of {name}") for name in "abc"})
    assert [ring.find_name(f"key of {name}") for name in "abcd"] == ["a", "b", "c", None]
    assert ring.find_name("") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no key"),
        ("# none\n\n", "holds no key"),
        ("mei\n", ":1: "),
        (f"mei:{'0' * 64}\nli:xyz\n", ":2: "),
        (f"mei:{'0' * 64}\nmei:{'1' * 64}\n", ":2: "),
        (f"m i:{'0' * 64}\n", ":1: "),
    ],
)
def test_a_file_of_keys_that_is_none_stops_the_start(tmp_path: Path, text: str, said: str) -> None:
    """A file without keys, or with a line that is none, is refused; the message says which line."""
    file = tmp_path / "keys.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match="new-key") as caught:
        read_keys(file)
    assert said in str(caught.value)
    file.write_bytes(b"\xff")
    with pytest.raises(SettingError, match="it is no text"):
        read_keys(file)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])  # noqa: S104 refused
def test_it_does_not_listen_to_all_without_keys(tmp_path: Path, host: str) -> None:
    """Beyond this machine the service wants keys, or to be told that everyone may ask."""
    with pytest.raises(SettingError, match="--insecure") as caught:
        require_access(Settings(host=host), insecure=False)
    assert "CAREER_API_KEYS_FILE" in str(caught.value)
    require_access(Settings(host=host), insecure=True)
    require_access(Settings(host=host, api_keys_file=tmp_path), insecure=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_on_this_machine_nobody_is_asked(host: str) -> None:
    """Where only this machine can reach it the service needs no key and counts no requests."""
    require_access(Settings(host=host), insecure=False)
    assert Settings(host=host).requests_per_minute == 0
    assert Settings(host=host, limit_requests_per_minute=5).requests_per_minute == 5
    assert Settings(host="10.0.0.1").requests_per_minute > 0


def test_the_process_does_not_start_open_to_all(tmp_path: Path) -> None:
    """A service that would be open to all ends before it reads anything, and says what to do."""
    with (tmp_path / "stderr.txt").open("w+", encoding="utf-8") as errors:
        with start_process(SERVE, errors, CAREER_HOST="0.0.0.0") as process:  # noqa: S104 refused
            assert process.wait(60) != 0
        errors.seek(0)
        assert "--insecure" in errors.read()


def test_who_asks_too_often_has_to_wait(tmp_path: Path) -> None:
    """Over the requests a minute there is 429, with the seconds to wait; pages stay open."""
    with serving(tmp_path, CAREER_LIMIT_REQUESTS_PER_MINUTE="3") as service:
        answers = [httpx.post(f"{service.url}graphql", json=_QUESTION) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert _code(answers[3]) == "RATE_LIMITED"
        told = answers[3].json()["errors"][0]["extensions"]
        assert (told["limit"], told["value"]) == ("requests_per_minute", 3)
        assert 1 <= int(answers[3].headers["retry-after"]) == told["retryAfter"] <= 60
        assert httpx.get(f"{service.url}readyz").status_code == 200


def test_a_costly_request_counts_as_several(tmp_path: Path) -> None:
    """What costs more leaves less of the minute; one beyond a whole minute's worth is answered."""
    with serving(tmp_path, CAREER_LIMIT_REQUESTS_PER_MINUTE="4") as service:
        assert httpx.post(f"{service.url}graphql", json=_COSTLY).status_code == 200
        assert httpx.post(f"{service.url}graphql", json=_QUESTION).status_code == 429


def test_each_key_has_its_own_minute(tmp_path: Path) -> None:
    """Requests are counted by key, and those without one by address."""
    (mei, line), (li, other) = make_key("mei"), make_key("li")
    file = tmp_path / "keys.txt"
    file.write_text(f"{line}\n{other}\n", encoding="utf-8")
    settings = {"CAREER_API_KEYS_FILE": str(file), "CAREER_LIMIT_REQUESTS_PER_MINUTE": "2"}
    with serving(tmp_path, **settings) as service:

        def ask(key: str) -> int:
            headers = {"authorization": f"Bearer {key}"}
            return httpx.post(f"{service.url}graphql", json=_QUESTION, headers=headers).status_code

        assert [ask(mei) for _ in range(3)] == [200, 200, 429]
        assert [ask("guess") for _ in range(3)] == [401, 401, 429]
        assert ask(li) == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ],
)
def test_only_its_own_names_are_answered(tmp_path: Path, host: str, status: int) -> None:
    """On this machine no page can reach the service under a name of its own (DNS rebinding)."""
    with serving(tmp_path) as service:
        assert httpx.get(f"{service.url}readyz", headers={"host": host}).status_code == status


def test_other_names_can_be_allowed(tmp_path: Path) -> None:
    """CAREER_ALLOWED_HOSTS says which names are answered, and then only those are."""
    allowed = "graph.example, *.teams.example"
    with serving(tmp_path, CAREER_ALLOWED_HOSTS=allowed) as service:

        def ask(host: str) -> int:
            return httpx.get(f"{service.url}livez", headers={"host": host}).status_code

        assert [ask("graph.example"), ask("a.teams.example:80"), ask("127.0.0.1")] == [
            200,
            200,
            400,
        ]


def test_pages_of_other_origins_may_ask_where_they_are_named(tmp_path: Path) -> None:
    """Without CAREER_CORS_ORIGINS no other page can ask; with it those can, and read headers."""
    ours, theirs = {"origin": "https://a.example"}, {"origin": "https://b.example"}
    asks = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    with serving(tmp_path, CAREER_CORS_ORIGINS=ours["origin"]) as service:
        url = f"{service.url}graphql"
        answer = httpx.post(url, json=_QUESTION, headers=ours)
        assert answer.headers["access-control-allow-origin"] == ours["origin"]
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert httpx.options(url, headers={**ours, **asks}).status_code == 200
        assert httpx.options(url, headers={**theirs, **asks}).status_code == 400
        refused = httpx.post(url, json=_QUESTION, headers=theirs)
        assert "access-control-allow-origin" not in refused.headers
    with serving(tmp_path) as service:
        answer = httpx.post(f"{service.url}graphql", json=_QUESTION, headers=ours)
        assert "access-control-allow-origin" not in answer.headers
        assert "set-cookie" not in answer.headers


def test_the_schema_can_be_hidden(tmp_path: Path) -> None:
    """With CAREER_INTROSPECTION off nothing tells what the schema holds; questions are answered."""
    with serving(tmp_path, CAREER_INTROSPECTION="off") as service:

        def ask(query: str, variables: dict[str, Any] | None = None) -> httpx.Response:
            asked = {"query": query, "variables": variables}
            return httpx.post(f"{service.url}graphql", json=asked)

        assert ask("{ __typename release { __typename number } }").json()["data"]
        for query in ("{ __schema { types { name } } }", '{ __type(name: "Role") { name } }'):
            assert _code(ask(query)) == "BAD_INPUT"
        for query in (
            "{ rolees { total } }",
            "{ roles { nodes { nam } } }",
            "{ search(txt: 1) { id } }",
        ):
            assert "Did you mean" not in ask(query).text
        given = {"where": {"maxMove": 3}}
        query = (
            "query Q($where: RouteFilter) "
            '{ reach(from: {id: "trainer"}, where: $where) { __typename } }'
        )
        refused = ask(query, given)
        assert _code(refused) == "BAD_INPUT"
        assert "Did you mean" not in refused.text
        hidden = httpx.get(f"{service.url}schema.graphql")
        assert hidden.status_code == 404
        assert "type " not in hidden.text


def test_a_page_is_told_what_it_may_do(tmp_path: Path) -> None:
    """Pages come with a policy that lets nothing in from elsewhere; no type is guessed."""
    with serving(tmp_path) as service:
        page = httpx.get(service.url)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["referrer-policy"] == "no-referrer"
        answer = httpx.post(f"{service.url}graphql", json=_QUESTION)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


def test_a_socket_is_not_held_by_a_wrong_upgrade(tmp_path: Path) -> None:
    """A request for a WebSocket is answered as the plain request that it is, without complaint."""
    with serving(tmp_path) as service:
        parts = urlsplit(service.url)
        body = json.dumps(_QUESTION).encode()
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: upgrade\r\n"
            "Upgrade: websocket\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((parts.hostname, parts.port), 10) as connection:
            connection.sendall(head.encode() + body)
            assert connection.recv(100).startswith(b"HTTP/1.1 ")
        assert service.read_errors() == ""

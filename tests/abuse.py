"""Requests that nobody means well with, each with the code of its answer.

`tests/test_abuse.py` sends them to the real service; run as a script it prints how long each took:
`python tests/abuse.py http://127.0.0.1:8000/`.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx

JSON = "application/json"
OVER, BAD, FINE = "LIMIT_EXCEEDED", "BAD_INPUT", None
ENDS = 'from: {name: "电话客服"}, to: {name: "客服总监"}'
HEADLINE = f"{{ routes({ENDS}) {{ ... on RouteList {{ routes {{ moves }} }} }} }}"

LUCENE = '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /'
CYPHER = "'}) DETACH DELETE n //`` RETURN $x UNION CALL db.labels()"
MARKUP = "<script>alert(1)</script>\"'&\u2028"


@dataclass(frozen=True)
class Abuse:
    """One request, and what has to come of it: a code, or None for an answer without errors."""

    name: str
    code: str | None
    body: bytes | None
    path: str = "graphql"
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": JSON})

    def send(self, client: httpx.Client) -> httpx.Response:
        """Send it."""
        return client.request(self.method, self.path, content=self.body, headers=self.headers)


def _ask(name: str, code: str | None, query: str, **variables: object) -> Abuse:
    body = json.dumps({"query": query, "variables": variables})
    return Abuse(name, code, body.encode())


def _doubling(fragments: int) -> str:
    parts = (f" fragment f{it} on Query {{ ...f{it + 1} ...f{it + 1} }}" for it in range(fragments))
    return (
        "{ ...f0 }" + "".join(parts) + f" fragment f{fragments} on Query {{ release {{ number }} }}"
    )


def _documents() -> Iterator[Abuse]:
    """Yield documents that are deep, or grow by their fragments."""
    for fragments in (20, 60, 200):
        yield _ask(
            f"{fragments} fragments, each spreading the next twice", OVER, _doubling(fragments)
        )
    yield _ask("a fragment of itself", BAD, "{ ...a } fragment a on Query { ...a }")
    cycle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...a }"
    yield _ask("fragments in a circle", BAD, cycle)
    chain = "".join(f" fragment f{it} on Query {{ ...f{it + 1} }}" for it in range(1_000))
    yield _ask("a chain of 1,000 fragments", OVER, "{ ...f0 }" + chain)
    yield _ask("an unknown fragment 1,000 times", BAD, "{" + "...nix " * 1_000 + "}")
    for levels in (30, 150, 500, 3_000):
        yield _ask(f"{levels} levels", OVER, "{" + "a {" * levels + "b" + "}" * levels + "}")
    lists = "[" * 3_000 + "]" * 3_000
    yield _ask("a list 3,000 deep", OVER, f"{{ routes(from: {lists}) {{ __typename }} }}")
    objects = "{a:" * 3_000 + "1" + "}" * 3_000
    yield _ask("an object 3,000 deep", OVER, f"{{ routes(from: {objects}) {{ __typename }} }}")
    deep_type = "query Q($x: " + "[" * 3_000 + "Int" + "]" * 3_000 + ") { __typename }"
    yield _ask("a type 3,000 deep", OVER, deep_type)


def _widths() -> Iterator[Abuse]:
    """Yield documents that ask for too many things at once."""
    aliases = "".join(f"a{it}: release {{ number }} " for it in range(1_000))
    yield _ask("1,000 aliases", OVER, f"{{ {aliases} }}")
    routes = "".join(f"a{it}: routes({ENDS}, first: 9) {{ __typename }} " for it in range(150))
    yield _ask("150 searches", OVER, f"{{ {routes} }}")
    yield _ask("10,000 fields", OVER, "{" + "__typename " * 10_000 + "}")
    yield _ask("20,000 fields", OVER, "{" + "__typename " * 20_000 + "}")
    yield _ask("1,900 times one field", OVER, "{" + "__typename " * 1_900 + "}")
    names = "".join(f"nix{it} " for it in range(1_900))
    yield _ask("1,900 unknown fields", BAD, f"{{ {names} }}")
    same = "release { number created } " * 600
    yield _ask("600 equal selections", OVER, f"{{ {same} }}")
    other = "".join(f'r: role(ref: {{id: "{it}"}}) {{ __typename }} ' for it in range(900))
    yield _ask("900 selections that contradict each other", OVER, f"{{ {other} }}")
    yield _ask("500 unknown directives", OVER, "{ __typename " + "@nix " * 500 + "}")
    skips = "@skip(if: false) " * 3_000
    yield _ask("3,000 directives", OVER, f"{{ __typename {skips} }}")
    yield _ask("90 repeated directives", BAD, "{ __typename " + "@skip(if: false) " * 90 + "}")
    many = "".join(f"query Q{it} {{ __typename }} " for it in range(500))
    yield _ask("500 operations", BAD, many)
    variables = ", ".join(f"$v{it}: Int" for it in range(2_000))
    yield _ask("2,000 variables", OVER, f"query Q({variables}) {{ __typename }}")
    nested = "movesOut { to { " * 8 + "id" + " } }" * 8
    yield _ask(
        "moves of moves of moves", OVER, f"{{ roles(first: 100) {{ nodes {{ {nested} }} }} }}"
    )
    yield _ask("a billion items", OVER, "{ roles(first: 1000000000) { nodes { id } } }")
    yield _ask(
        "a billion by variable", OVER, "query Q($n: Int) { roles(first: $n) { total } }", n=10**9
    )
    yield _ask("no items", BAD, "{ roles(first: -1) { total } }")
    yield _ask(
        "an introspection of introspection",
        BAD,
        "{ __schema { types { " + "fields { type { " * 4 + "name" + " } }" * 4 + " } } }",
    )


def _texts() -> Iterator[Abuse]:
    """Yield documents that are long, or hold what is no query."""
    yield _ask("comments", FINE, "#" + "x" * 90_000 + "\n{ __typename }")
    yield _ask("blanks", FINE, " " * 90_000 + "{ __typename }")
    yield _ask("nothing but brackets", BAD, "{" * 30_000)
    yield _ask("deferred parts", BAD, "{ ... @defer { release { number } } }")
    yield _ask("a mutation", BAD, "mutation { deleteRole(id: 1) }")
    yield _ask("a subscription", BAD, "subscription { roles { total } }")
    yield _ask("a schema", BAD, "type Query { a: Int }")
    yield _ask("nothing selected", BAD, '{ role(ref: {id: "x"}) {} }')
    yield _ask("an empty selection", BAD, "{}")


def _literals() -> Iterator[Abuse]:
    """Yield values that are too long, or none, or mean something elsewhere."""
    yield _ask("a number of 10,000 digits", OVER, f"{{ roles(first: {'9' * 10_000}) {{ total }} }}")
    number = '{"query": "query Q($n: Int) { roles(first: $n) { total } }", "variables": {"n": %s}}'
    for value in ("9" * 10_000, "1e400", "NaN", "-Infinity", "1.5", '"1"', "true", "[]", "{}"):
        yield Abuse(f"first is {value[:9]}", BAD, (number % value).encode())
    yield _ask("a string of 90,000", FINE, f'{{ search(text: "{"x" * 90_000}") {{ matched }} }}')
    block = '"""' + "\\n" * 30_000 + '"""'
    yield _ask("a block string", FINE, f"{{ search(text: {block}) {{ matched }} }}")
    for name, text in (("Lucene", LUCENE), ("Cypher", CYPHER), ("markup", MARKUP), ("NUL", "a\0b")):
        for field_, query in (
            ("search", "query Q($t: String!) { search(text: $t) { matched item { __typename } } }"),
            ("name", "query Q($t: String!) { role(ref: {name: $t}) { __typename } }"),
            ("id", "query Q($t: ID!) { role(ref: {id: $t}) { __typename } }"),
            (
                "code",
                "query Q($t: String!) { role(ref: {code: {scheme: $t, code: $t}}) { __typename } }",
            ),
        ):
            yield _ask(f"{name} in {field_}", FINE, query, t=text)
        document = "query Q($t: ID!) { document(id: $t) { title } }"
        yield _ask(f"{name} as a document", FINE, document, t=text)
        cursor = "query Q($t: String!) { roles(after: $t) { total } }"
        yield _ask(f"{name} as a cursor", BAD, cursor, t=text)
        filtered = (
            f"query Q($t: ID!) {{ routes({ENDS}, where: {{documents: [$t]}}) {{ __typename }} }}"
        )
        yield _ask(f"{name} as a filter", FINE, filtered, t=text)
    for name, cursor in (
        ("offset", "YXJyYXljb25uZWN0aW9uOjA="),
        ("broken Base64", "////"),
        ("bytes", "//79/A=="),
        ("empty", ""),
        ("long", "A" * 50_000),
    ):
        query = "query Q($c: String) { roles(after: $c) { nodes { id } } }"
        yield _ask(f"a cursor: {name}", BAD, query, c=cursor)
    for name, id_ in (
        ("a relay id", "Um9sZTpwaG9uZS1hZ2VudA=="),
        ("a path", "../../etc/passwd"),
        ("long", "x" * 50_000),
        ("another's", "leadership"),
    ):
        query = "query Q($i: ID!) { role(ref: {id: $i}) { __typename } }"
        yield _ask(f"an id: {name}", FINE, query, i=id_)
    two = '{ role(ref: {id: "a", name: "b"}) { __typename } }'
    yield _ask("two names at once", BAD, two)
    roles = ", ".join(['{id: "trainer"}'] * 3_000)
    yield _ask(
        "3,000 roles to avoid",
        OVER,
        f"{{ routes({ENDS}, where: {{avoid: [{roles}]}}) {{ __typename }} }}",
    )
    unknown = {"where": {"avoid": [{"id": f"nix-{it}"} for it in range(2_000)]}}
    yield _ask(
        "2,000 unknown roles",
        FINE,
        f"query Q($where: RouteFilter) {{ routes({ENDS}, where: $where) {{ __typename }} }}",
        **unknown,
    )


def _bodies() -> Iterator[Abuse]:
    """Yield bodies that are no GraphQL request."""
    for name, body in (
        ("nothing", b""),
        ("no JSON", b"{"),
        ("no UTF-8", b'{"query": "\xff\xfe{ __typename }"}'),
        ("UTF-16", '{"query": "{ __typename }"}'.encode("utf-16")),
        ("half a surrogate pair", b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}'),
        ("a string", b'"{ __typename }"'),
        ("a number", b"1"),
        ("null", b"null"),
        ("a batch", b'[{"query": "{ __typename }"}, {"query": "{ __typename }"}]'),
        ("an infinite number", b'{"query": "{ __typename }", "variables": {"a": 1e999}}'),
        ("a JSON bomb", b"[" * 50_000 + b"]" * 49_000),
        ("an object bomb", b'{"a":' * 16_000 + b"1" + b"}" * 16_000),
        (
            "deep variables",
            b'{"query":"{__typename}","variables":' + b'{"a":' * 900 + b"1" + b"}" * 901,
        ),
        ("a number bomb", b'{"query": "{__typename}", "variables": {"a": ' + b"9" * 90_000 + b"}}"),
        ("a query that is none", b'{"query": 1}'),
        ("a query that is null", b'{"query": null}'),
        ("variables that are none", b'{"query": "{ __typename }", "variables": [1]}'),
        ("an operation that is none", b'{"query": "{ __typename }", "operationName": {}}'),
        ("extensions that are none", b'{"query": "{ __typename }", "extensions": "x"}'),
        ("a persisted query", b'{"extensions": {"persistedQuery": {"version": 1}}}'),
    ):
        yield Abuse(f"body: {name}", None if name == "deep variables" else BAD, body)
    yield Abuse("body: 1 MB", OVER, b'{"query": "' + b"x" * 1_000_000 + b'"}')
    unknown = b'{"query": "query A { __typename } query B { __typename }", "operationName": "C"}'
    yield Abuse("an unknown operation", BAD, unknown)
    asked = json.dumps({"query": "{ __typename }"}).encode()
    for type_ in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=gb18030",
        "",
    ):
        yield Abuse(f"type: {type_ or 'none'}", BAD, asked, headers={"content-type": type_})
    zipped = {"content-type": JSON, "content-encoding": "gzip"}
    yield Abuse("encoding: gzip", BAD, asked, headers=zipped)
    for accept in ("text/html", "image/*;q=0.1", "application/json;q=0"):
        headers = {"content-type": JSON, "accept": accept}
        yield Abuse(f"accept: {accept}", BAD, asked, headers=headers)


def _urls() -> Iterator[Abuse]:
    """Yield requests by GET that are none."""
    for name, code, query in (
        ("a mutation", BAD, "query=" + quote("mutation { deleteRole(id: 1) }")),
        (
            "a mutation beside a query",
            BAD,
            "query=" + quote("query A { __typename } mutation B { x }") + "&operationName=B",
        ),
        ("nothing", BAD, ""),
        ("variables that are none", BAD, "query={__typename}&variables={"),
        ("a broken escape", BAD, "query=%ff%fe"),
        ("1,000 parameters", FINE, "query={__typename}" + "&a=1" * 1_000),
        ("60,000 bytes", FINE, "query={__typename}&x=" + "x" * 60_000),
        ("the headline", FINE, "query=" + quote(HEADLINE)),
    ):
        path = f"graphql?{query}"
        yield Abuse(f"GET: {name}", code, None, path, "GET", headers={})


def list_abuses() -> list[Abuse]:
    """All of them."""
    return [*_documents(), *_widths(), *_texts(), *_literals(), *_bodies(), *_urls()]


def main() -> None:
    """Send them all, and print how long each took, slowest last."""
    with httpx.Client(base_url=sys.argv[1], timeout=60) as client:
        took = []
        for abuse in list_abuses():
            began = time.perf_counter()
            answer = abuse.send(client)
            seconds = time.perf_counter() - began
            took.append((seconds, len(answer.content), answer.status_code, abuse.name))
    for seconds, size, status, name in sorted(took):
        print(f"{seconds * 1000:8.1f} ms {size:8} B {status} {name}")  # noqa: T201 for people
    print(f"{len(took)} requests")  # noqa: T201 for people


if __name__ == "__main__":
    main()

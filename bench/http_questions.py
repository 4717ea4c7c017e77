"""What the service is asked over HTTP: the same again and again, or something else each time."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from http_load import make_request

Ids = tuple[str, str]
"The ids of two roles that a route joins."

_TIMES = 150  # that a list is asked for at once
_MANY = 100_000  # new skills, more than there are
_START, _END = "电话客服", "客服总监"

_FEW = """\
    ... on RouteList {
      routes {
        moves
        months { low typical high lowerBound }
        steps { from { id name } to { id name } arrive { low typical high } }
      }
    }
    ... on Problem { message }
"""
_ROUTE = f"""\
query Route($from: Ref!, $to: Ref!) {{
  routes(from: $from, to: $to) {{
{_FEW}  }}
}}
"""
_WHOLE = """\
query Route($from: Ref!, $to: Ref!) {
  routes(from: $from, to: $to) {
    ... on RouteList { proven from { id name } to { id name } routes { ...route } }
    ... on Problem { message }
  }
}
fragment route on Route {
  moves
  months { ...months }
  steps {
    from { id name }
    to { id name }
    move {
      kind
      certainty
      times { low typical high basis evidence { ...evidence } }
      evidence { ...evidence }
    }
    stay { ...months }
    arrive { ...months }
    newSkills { skill { id name } level evidence { ...evidence } }
    gates {
      necessity
      met
      options { certifications { id name } education serviceMonths leadMonths }
      evidence { ...evidence }
    }
    pay { level cityTier low high currency source disputed evidence { ...evidence } }
  }
}
fragment months on Months { low typical high lowerBound }
fragment evidence on Evidence { document { id } start end says quote }
"""


@dataclass(frozen=True, slots=True)
class HttpQuestion:
    """A question: how it is called, and the body that asks it the nth time."""

    name: str
    body: Callable[[int], bytes]

    def requests(self, path: str, turns: Iterator[int]) -> Iterator[bytes]:
        """Yield requests for ever, one a turn."""
        return (make_request(path, self.body(turn)) for turn in turns)


def list_cached() -> list[HttpQuestion]:
    """Questions that are the same each time."""
    file = files("api").joinpath("queries", "route.graphql").read_text(encoding="utf-8")
    asked: dict[str, Any] = {"by": "MOVES", "first": 1, "diverse": False}
    return [
        HttpQuestion("kept: a short answer", _same(_ROUTE, {})),
        HttpQuestion("kept: a long answer", _same(file, asked)),
    ]


def list_uncached(pairs: Sequence[Ids]) -> list[HttpQuestion]:
    """Questions that nobody has asked before: about each pair in turn, each time with a number."""

    def with_variables(query: str) -> Callable[[int], bytes]:
        def body(turn: int) -> bytes:
            start, end = pairs[turn % len(pairs)]
            return _body(query, {"from": {"id": start}, "to": {"id": end}, "turn": turn})

        return body

    def write(turn: int, operation: str) -> bytes:
        start, end = pairs[turn % len(pairs)]
        ends = f'from: {{id: "{start}"}}, to: {{id: "{end}"}}'
        where = f"where: {{maxNewSkills: {_MANY + turn}}}"
        return _body(f"query {operation} {{\n  routes({ends}, {where}) {{\n{_FEW}  }}\n}}\n", {})

    return [
        HttpQuestion("new: other variables", with_variables(_ROUTE)),
        HttpQuestion("new: other variables, a long answer", with_variables(_WHOLE)),
        HttpQuestion("new: other values", lambda turn: write(turn, "Route")),
        HttpQuestion("new: another document", lambda turn: write(turn, f"Route{turn}")),
    ]


def fill(turn: int) -> bytes:
    """A request that nobody has sent before, with an answer of some hundred thousand bytes."""
    fields = "\n".join(f"  a{number}: limits {{ name unit meaning }}" for number in range(_TIMES))
    return make_request("/graphql", _body(f"{{\n{fields}\n}}", {"turn": turn}))


def list_bad() -> list[bytes]:
    """Requests that are refused, or answered with an error, as they are sent."""
    unknown = {"from": {"name": "nobody"}, "to": {"name": _END}}
    deep = "{roles{nodes{" + "kindOf{" * 30 + "id" + "}" * 30 + "}}}"
    bodies = (
        b"this is no JSON",
        b"[]",
        _body("{ routes(", {}),
        _body("{ nothing }", {}),
        _body(_ROUTE, {"from": 7, "to": 8}),
        _body(_ROUTE, unknown),
        _body(deep, {}),
    )
    wrong = make_request("/graphql", b"<p>", media_type="text/html")
    return [*(make_request("/graphql", body) for body in bodies), wrong]


def _same(query: str, more: dict[str, Any]) -> Callable[[int], bytes]:
    body = _body(query, {"from": {"name": _START}, "to": {"name": _END}, **more})
    return lambda _: body


def _body(query: str, variables: dict[str, Any]) -> bytes:
    asked = {"query": query, "variables": variables}
    return json.dumps(asked, ensure_ascii=False).encode()

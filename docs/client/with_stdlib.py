"""Asks a career graph with Python alone: python with_stdlib.py http://127.0.0.1:8000."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from email.message import Message
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TYPES = "application/graphql-response+json, application/json;q=0.9"
LATER = (429, 503)  # the HTTP statuses that say when to ask again
TRIES = 3

ROUTE = """
query Route($from: Ref!, $to: Ref!, $where: RouteFilter) {
  routes(from: $from, to: $to, where: $where) {
    __typename
    ... on RouteList {
      proven
      routes { moves months { typical high lowerBound } steps { to { name } arrive { typical } } }
    }
    ... on NoRoute { reason message relaxations { argument value } }
    ... on UnknownName { message argument suggestions { id name } }
    ... on Problem { message }
  }
}
"""
ROLES = """
query Roles($first: Int!, $after: String) {
  roles(first: $first, after: $after) {
    nodes { id name }
    pageInfo { endCursor hasNextPage }
  }
}
"""


class RefusedError(Exception):
    """An answer with errors: the code and the message of the first."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        """Keep all of them, each with `extensions.code`, `locations` and `path`."""
        super().__init__(f"{errors[0]['extensions']['code']}: {errors[0]['message']}")
        self.errors = errors


class Response(NamedTuple):
    """What came back over HTTP, whichever its status."""

    status: int
    headers: Message
    body: bytes


def send(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """Post a body, or get without one; OSError where no service is reached."""
    given = {"Accept": TYPES, "Accept-Language": "en", **(headers or {})}
    try:
        with urlopen(Request(url, body, given), timeout=30) as response:
            return Response(response.status, response.headers, response.read())
    except HTTPError as error:  # a status of 300 or more, 304 too
        with error:
            return Response(error.code, error.headers, error.read())


def ask(url: str, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an answer; RefusedError where there are errors, OSError without one."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    for remaining in reversed(range(TRIES)):
        response = send(f"{url}/graphql", body, {"Content-Type": "application/json"})
        if response.status not in LATER or not remaining:
            break
        time.sleep(int(response.headers.get("Retry-After", "1")))
    if "json" not in response.headers.get("Content-Type", ""):  # no answer of /graphql
        raise OSError(response.status, response.body.decode(errors="replace"))
    answer = json.loads(response.body)
    if "errors" in answer:
        raise RefusedError(answer["errors"])
    data: dict[str, Any] = answer["data"]
    return data


def describe(found: Mapping[str, Any]) -> Iterator[str]:
    """What an answer to ROUTE says, line by line, whichever kind it is."""
    match found["__typename"]:
        case "RouteList":
            for route in found["routes"]:
                months = route["months"]
                least = "at least " if months["lowerBound"] else ""
                end = "open" if months["high"] is None else months["high"]
                yield f"{route['moves']} moves, {least}{months['typical']} months (longest: {end})"
                for step in route["steps"]:
                    yield f"  {step['to']['name']} after {step['arrive']['typical']} months"
            if not found["proven"]:
                yield "The search was cut short: there may be better routes."
        case "NoRoute":
            yield f"{found['reason']}: {found['message']}"
            for change in found["relaxations"]:
                yield f"  try {change['argument']}: {change['value']}"
        case "UnknownName":
            yield found["message"]
            for thing in found["suggestions"]:
                yield f"  {thing['id']}: {thing['name']}"
        case _:  # a kind of Problem that was added later
            yield found["message"]


def list_roles(url: str, first: int) -> Iterator[dict[str, Any]]:
    """Every role, from pages of that many."""
    after = None
    while True:
        page = ask(url, ROLES, {"first": first, "after": after})["roles"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main(url: str) -> None:
    """Ask the headline question, two without a route, one that is refused; page; revalidate."""
    ends = {"from": {"name": "电话客服"}, "to": {"name": "客服总监"}}
    for changed in ({}, {"where": {"maxMoves": 2}}, {"to": {"name": "客服总裁"}}):
        print(*describe(ask(url, ROUTE, ends | changed)["routes"]), sep="\n")
    try:
        ask(url, ROLES, {"first": 1000})
    except RefusedError as refused:
        print(refused)
    print(sum(1 for _ in list_roles(url, first=10)), "roles")

    asked = urlencode({"query": ROUTE, "variables": json.dumps(ends)})
    kept = send(f"{url}/graphql?{asked}")
    again = send(f"{url}/graphql?{asked}", headers={"If-None-Match": kept.headers["ETag"]})
    print(kept.status, again.status)  # 304: the kept answer still holds


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))

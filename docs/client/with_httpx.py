"""Asks a career graph with httpx: python with_httpx.py http://127.0.0.1:8000."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

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


def ask(client: httpx.Client, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an answer; RefusedError where there are errors, httpx.HTTPError without one."""
    body = {"query": query, "variables": variables}
    for remaining in reversed(range(TRIES)):
        response = client.post("/graphql", json=body)
        if response.status_code not in LATER or not remaining:
            break
        time.sleep(int(response.headers.get("Retry-After", "1")))
    if "json" not in response.headers.get("Content-Type", ""):  # no answer of /graphql
        response.raise_for_status()
    answer = response.json()
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


def list_roles(client: httpx.Client, first: int) -> Iterator[dict[str, Any]]:
    """Every role, from pages of that many."""
    after = None
    while True:
        page = ask(client, ROLES, {"first": first, "after": after})["roles"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main(url: str) -> None:
    """Ask the headline question, two without a route, one that is refused; page; revalidate."""
    headers = {"Accept": TYPES, "Accept-Language": "en"}
    with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
        ends = {"from": {"name": "电话客服"}, "to": {"name": "客服总监"}}
        for changed in ({}, {"where": {"maxMoves": 2}}, {"to": {"name": "客服总裁"}}):
            print(*describe(ask(client, ROUTE, ends | changed)["routes"]), sep="\n")
        try:
            ask(client, ROLES, {"first": 1000})
        except RefusedError as refused:
            print(refused)
        print(sum(1 for _ in list_roles(client, first=10)), "roles")

        asked = {"query": ROUTE, "variables": json.dumps(ends, ensure_ascii=False)}
        kept = client.get("/graphql", params=asked)
        held = {"If-None-Match": kept.headers["ETag"]}
        again = client.get("/graphql", params=asked, headers=held)
        print(kept.status_code, again.status_code)  # 304: the kept answer still holds


if __name__ == "__main__":
    main(sys.argv[1])

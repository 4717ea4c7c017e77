"""Pages of a list: every item once, in order, whatever the size of the pages."""

import base64
from collections.abc import Callable

import pytest
from building import role
from graphql import GraphQLError
from hypothesis import given, settings
from hypothesis import strategies as st
from source_worlds import graph_of, source

from api.context import Context, open_library
from api.errors import Code
from api.execute import run
from api.resolvers.paging import Page, check_first, cut_page
from api.settings import Settings

MOST = 7
CONTEXT = Context(
    open_library(graph_of(), documents=None, work=1), settings=Settings(limit_first=MOST)
)
NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), unique=True)


def cut(items: list[str], first: int, after: str | None = None) -> Page[str]:
    """A page of texts."""
    return cut_page(CONTEXT, items, str, of="texts", first=first, after=after)


@settings(deadline=None)
@given(NAMES.map(sorted), st.integers(1, MOST))
def test_pages_together_are_the_list(items: list[str], first: int) -> None:
    """Page after page gives every item once and in order, and says where the list ends."""
    page = cut(items, first)
    found = [*page.nodes]
    while page.page_info.has_next_page:
        assert len(page.nodes) == first
        page = cut(items, first, page.page_info.end_cursor)
        found += page.nodes
    assert found == items
    assert page.total == len(items)


@settings(deadline=None)
@given(NAMES.map(sorted), st.integers(1, MOST), st.data())
def test_what_comes_and_goes_moves_no_page(
    items: list[str], first: int, data: st.DataObject
) -> None:
    """After a cursor comes what follows its item, though items were added and removed."""
    page = cut(items, first)
    if not page.nodes:
        return
    gone = data.draw(st.sets(st.sampled_from(items)))
    later = sorted({*items, *data.draw(NAMES)} - gone)
    rest = cut(later, MOST, page.page_info.end_cursor)
    assert rest.nodes == [name for name in later if name > page.nodes[-1]][:MOST]


def test_a_page_of_none_is_empty() -> None:
    """With first 0 there is no item and no cursor, but the total, and whether there are any."""
    page = cut(["a", "b"], 0)
    assert (page.nodes, page.total) == ([], 2)
    assert (page.page_info.end_cursor, page.page_info.has_next_page) == (None, True)
    assert not cut([], 0).page_info.has_next_page


@pytest.mark.parametrize("first", [-1, MOST + 1, 2**31 - 1])
def test_first_has_bounds(first: int) -> None:
    """A first beyond the limit is refused with the bounds; none is ever cut silently."""
    for ask in (lambda: check_first(CONTEXT, first), lambda: cut(["a"], first)):
        over = {"limit": "first", "value": MOST, "given": first} if first > MOST else {}
        _expect_bad_input(ask, f"first is {first}; give 0 to {MOST}", **over)


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "YQ==", "客服", "YWZ0ZXI6YQ", "YWZ0ZXI6YQ==\n", "!" * 9),
        base64.b64encode(b"after:\xff").decode(),
    ],
)
def test_a_cursor_must_be_ours(cursor: str) -> None:
    """What is no endCursor of ours is refused with the value."""
    _expect_bad_input(lambda: cut(["a"], 1, cursor), f"after is {cursor!r}; give the endCursor")


def _expect_bad_input(ask: Callable[[], object], said: str, **over: object) -> None:
    with pytest.raises(GraphQLError) as caught:
        ask()
    assert caught.value.message.startswith(said)
    code = Code.LIMIT_EXCEEDED if over else Code.BAD_INPUT
    assert caught.value.extensions == {"code": code.value, **over}


def test_roles_are_paged_through_graphql() -> None:
    """A client that follows endCursor gets every role once, by id."""
    ids = [f"role-{number}" for number in (1, 10, 2, 3)]
    career_graph = graph_of(source("s", *(role(id_) for id_ in ids)))
    context = Context(open_library(career_graph, documents=None, work=1))
    query = (
        "query ($after: String) { roles(first: 3, after: $after) "
        "{ total nodes { id } pageInfo { endCursor hasNextPage } } }"
    )
    first = run(context, query)["data"]["roles"]
    second = run(context, query, {"after": first["pageInfo"]["endCursor"]})["data"]["roles"]
    assert [it["id"] for it in first["nodes"] + second["nodes"]] == sorted(ids)
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    assert (first["total"], second["total"]) == (4, 4)

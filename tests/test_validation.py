"""What was valid once is not looked at again, and nothing becomes valid by that."""

import pytest
from graphql import parse, specified_rules, validate

from api.schema import build
from api.validation import Validator, write_shape

_ROLE = '{ role(ref: {name: "agent"}) { __typename } }'
_TWICE = '{ a: role(ref: {id: "x"}) { __typename } a: role(ref: {id: "x"}) { __typename } }'


@pytest.mark.parametrize(
    ("valid", "other"),
    [
        (_ROLE, _ROLE.replace('"agent"', '"lead"')),
        (_ROLE, _ROLE.replace('"agent"', "7")),
        (_ROLE, _ROLE.replace('"agent"', "agent")),
        (_ROLE, _ROLE.replace("name:", "id:")),
        (_ROLE, _ROLE.replace("name:", "nick:")),
        (_ROLE, _ROLE.replace("__typename", "name")),
        (_ROLE, f"query A {_ROLE} query A {_ROLE}"),
        (_TWICE, _TWICE.replace('"x"', '"y"')),
        (_TWICE, _TWICE.replace('"x"', '"y"', 1)),
        (_TWICE, _TWICE.replace('"x"', '"""x"""', 1)),
        (_TWICE, _TWICE.replace('"x"', "1", 1)),
        ("{ roles(first: 1) { total } }", "{ roles(first: 123456789) { total } }"),
        ("{ roles(first: 1) { total } }", "{ roles(first: 2147483648) { total } }"),
        ("{ roles(first: 1) { total } }", '{ roles(first: "1") { total } }'),
        ("{ roles(first: 1) { total } }", "{ roles(first: 1.5) { total } }"),
        ("query ($n: Int = 1) { roles(first: $n) { total } }", "query ($n: Int = -1) { release }"),
    ],
)
def test_a_document_is_judged_alike_whatever_came_before(valid: str, other: str) -> None:
    """After a valid document another has the problems that it has by itself, and first too."""
    alone = validate(build(), parse(other), specified_rules)
    validator = Validator(introspection=True)
    for query, problems in ((valid, []), (other, alone), (valid, []), (other, alone)):
        assert list(validator.list_problems(parse(query))) == problems


def test_what_differs_in_values_only_is_validated_once() -> None:
    """Layout, comments, strings and whole numbers make no other document; names do."""
    shape = write_shape(parse('{ search(text: "a", first: 1) { name } }'))
    same = write_shape(parse('{\n  search(text: """b""" # c\n, first: -22) { name }\n}'))
    assert same == shape
    assert write_shape(parse('{ search(text: "a", first: 1) { id } }')) != shape


def test_introspection_is_refused_where_it_is_hidden() -> None:
    """What one validator finds valid is nothing to one that hides the schema."""
    document = parse("{ __schema { types { name } } }")
    assert not Validator(introspection=True).list_problems(document)
    assert Validator(introspection=False).list_problems(document)

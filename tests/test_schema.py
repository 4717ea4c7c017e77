"""The schema keeps its clients: docs/schema.graphql says what they were promised, and it holds.

To change a promise one renews that file, so a reviewer sees it in the file's diff. Beside what
GraphQL calls breaking, these of the changes that it calls dangerous count as breaks:

- another default: the same question gets another answer, and nobody is told;
- a new value of an enum that answers hold, and a new member of a union: a client that knows all of
  them meets one that it does not know. A member that is a Problem is no break, since clients are
  told to ask for `... on Problem`.

So does `@oneOf` on an input that had none, of which graphql-core says nothing. What a client need
not notice is no break: new fields, types, interfaces, optional arguments and input fields, values
of an enum that only questions hold.
"""

import difflib
import re
from itertools import islice
from pathlib import Path

import httpx
import pytest
from cli_world import Cli
from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_introspection_type,
    is_object_type,
    is_specified_directive,
    is_specified_scalar_type,
    is_union_type,
    print_schema,
)
from graphql.utilities import BreakingChangeType, DangerousChangeType, find_schema_changes
from serving import serving
from shared import find_shared

from api.schema import build

_FILE = Path(__file__).resolve().parent.parent / "docs" / "schema.graphql"
_PROMISED = _FILE.read_text(encoding="utf-8")
_RENEW = "career-graph schema > docs/schema.graphql"
_SHOWN = 40  # lines of a difference

_OTHER_DEFAULT = frozenset(
    (
        DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
        DangerousChangeType.INPUT_FIELD_DEFAULT_VALUE_CHANGE,
    )
)


def list_breaks(promised: GraphQLSchema, present: GraphQLSchema) -> list[str]:
    """What a client of the promised schema would miss in the present one, in order."""
    breaks = [
        change.description
        for change in find_schema_changes(promised, present)
        if isinstance(change.type, BreakingChangeType) or change.type in _OTHER_DEFAULT
    ]
    held = _held_in_answers(promised)
    for name, old in promised.type_map.items():
        new = present.type_map.get(name)
        if is_enum_type(old) and is_enum_type(new) and name in held:
            added = new.values.keys() - old.values.keys()
            breaks += [f"Answers may hold the new value {name}.{it}." for it in added]
        if is_union_type(old) and is_union_type(new):
            added = {it.name for it in new.types if not _is_problem(it)}
            added -= {it.name for it in old.types}
            breaks += [f"{name} may be the new {it}, which is no Problem." for it in added]
        if is_input_object_type(old) and is_input_object_type(new):
            breaks += [f"{name} is now @oneOf."] * (new.is_one_of and not old.is_one_of)
    return sorted(breaks)


def _is_problem(type_: GraphQLObjectType) -> bool:
    return "Problem" in {interface.name for interface in type_.interfaces}


def _held_in_answers(schema: GraphQLSchema) -> set[str]:
    """The types that an answer may hold."""
    holders = [it for it in schema.type_map.values() if is_object_type(it) or is_interface_type(it)]
    return {get_named_type(field.type).name for it in holders for field in it.fields.values()}


def list_undescribed(schema: GraphQLSchema) -> list[str]:
    """Types, fields, arguments, enum values, input fields and directives without a description."""
    parts: dict[str, str | None] = {}
    for name, type_ in schema.type_map.items():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        parts[name] = type_.description
        for field_name, field in getattr(type_, "fields", {}).items():
            parts[f"{name}.{field_name}"] = field.description
            for argument, definition in getattr(field, "args", {}).items():
                parts[f"{name}.{field_name}({argument}:)"] = definition.description
        if is_enum_type(type_):
            parts |= {f"{name}.{value}": it.description for value, it in type_.values.items()}
    for directive in schema.directives:
        if not is_specified_directive(directive):
            parts[f"@{directive.name}"] = directive.description
    return [part for part, description in parts.items() if not (description or "").strip()]


def require_promised(present: str) -> None:
    """Fail where a schema is not the file's, line by line, and say what renews the file."""
    if present == _PROMISED:
        return
    differ = difflib.unified_diff(
        _PROMISED.splitlines(), present.splitlines(), "docs/schema.graphql", "now", lineterm=""
    )
    lines = "\n".join(islice(differ, _SHOWN))
    pytest.fail(f"docs/schema.graphql is not the schema. If it should be: {_RENEW}\n{lines}")


def test_no_client_is_broken() -> None:
    """Whoever asks by docs/schema.graphql gets what stands there."""
    assert list_breaks(build_schema(_PROMISED), build()) == []


def test_the_file_is_what_is_printed(cli: Cli) -> None:
    """docs/schema.graphql is what `career-graph schema` prints."""
    require_promised(cli("schema").out)


def test_the_file_is_what_is_served(tmp_path: Path) -> None:
    """docs/schema.graphql is what the service has at /schema.graphql, as text in UTF-8."""
    with serving(tmp_path) as service:
        response = httpx.get(f"{service.url}schema.graphql")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    require_promised(f"{response.text}\n")


def test_another_schema_is_not_taken_for_the_file() -> None:
    """A schema that differs is refused with the difference and the command that renews the file."""
    other = _PROMISED.replace("  MOVES\n", "  STEPS\n", 1)
    with pytest.raises(pytest.fail.Exception) as failed:
        require_promised(other)
    said = str(failed.value)
    assert f": {_RENEW}\n" in said
    assert "\n-  MOVES\n+  STEPS\n" in said


def test_the_schema_keeps_the_contract() -> None:
    """A client written to the shared contract misses nothing."""
    contract = find_shared("contract/schema.graphql").read_text("utf-8")
    assert list_breaks(build_schema(contract), build()) == []


BREAKS = {
    "a field goes": ("  score: Float\n", "", "Field Move.score was removed"),
    "a field is renamed": ("  sha256: String!\n", "  hash: String!\n", "Release.sha256"),
    "a field may be null": ("  moves: Int!\n", "  moves: Int\n", "Route.moves changed type"),
    "a field is a list": ("  kind: MoveKind!\n", "  kind: [MoveKind!]!\n", "Move.kind changed"),
    "a field is of another type": ("  score: Float\n", "  score: ID\n", "Move.score changed"),
    "a type is renamed": ("PageInfo", "PageEnd", "PageInfo was removed"),
    "a type is of another kind": ("type Name {", "interface Name {", "Name changed from"),
    "a type is no Problem": (" implements Problem", "", "NoRoute no longer implements"),
    "a union loses a type": ("Gap | UnknownName", "Gap", "UnknownName was removed from union type"),
    "a union gains a type": ("Role | Unk", "Role | Skill | Unk", "the new Skill, which is no Prob"),
    "an enum loses a value": ("  PROMOTION\n", "", "MoveKind.PROMOTION was removed"),
    "answers gain an enum value": ("  PROMOTION\n", "  PROMOTION\n  EXIT\n", "MoveKind.EXIT"),
    "an argument goes": (", role: ID)", ")", "conflicts(role:) was removed"),
    "an argument is renamed": ("text: String!)", "words: String!)", "search(text:) was removed"),
    "an argument must be given": (", role: ID)", ", role: ID!)", "conflicts(role:) has changed"),
    "an argument has no default": ("first: Int! = 25", "first: Int!", "skills(first:)"),
    "an argument has another default": (" = NEW_SKILLS", " = TIME", "whatIf(by:)"),
    "a required argument is added": ("release:", "release(n: Int!):", "Query.release(n:)"),
    "an input field goes": ("  maxMonths: Int\n", "", "RouteFilter.maxMonths was removed"),
    "an input field has another default": (" = ENVELOPE", " = STRICT", "Policy.rule"),
    "an input field must be given": ("  prefer: ID\n", "  prefer: ID!\n", "Policy.prefer"),
    "a required input field is added": ("  prefer:", "  one: Int!\n  prefer:", "Policy.one"),
    "an input becomes @oneOf": ("input RoleFilter", "input RoleFilter @oneOf", "RoleFilter is now"),
}
"""Changes that break a client: what is written, what instead, and what is said of it."""

ADDITIONS = {
    "nothing": ("", ""),
    "a field": ("  score: Float\n", "  score: Float\n  rank: Int\n"),
    "a type": ("type Name {", "type Nickname {\n  text: String\n}\n\ntype Name {"),
    "an interface": (
        "type Name {",
        "interface Said {\n  text: String!\n}\n\ntype Name implements Said {",
    ),
    "a Problem in a union": ("Gap | Unk", "Gap | NoRoute | Unk"),
    "a value that only questions hold": ("enum Objective {\n", "enum Objective {\n  PAY\n"),
    "an argument": ("release:", "release(number: Int):"),
    "an argument with a default": ("release:", "release(number: Int! = 1):"),
    "an argument may be left out": ("text: String!)", "text: String)"),
    "an input field": ("  prefer: ID\n", "  prefer: ID\n  other: ID\n"),
    "a field is never null": ("  score: Float\n", "  score: Float!\n"),
    "an input is no longer @oneOf": (" @oneOf", ""),
}
"""Changes that leave every client what it has."""


def change(right: str, wrong: str) -> GraphQLSchema:
    """The promised schema, without its descriptions, with other words."""
    bare = re.sub(r'^ *""".*?"""\n', "", _PROMISED, flags=re.DOTALL | re.MULTILINE)
    text = print_schema(build_schema(bare))
    assert right in text
    return build_schema(text.replace(right, wrong) if right else text)


@pytest.mark.parametrize(("right", "wrong", "said"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_found(right: str, wrong: str, said: str) -> None:
    """Each of these changes breaks a client, and the gate says which promise is broken."""
    breaks = list_breaks(build_schema(_PROMISED), change(right, wrong))
    assert any(said in one for one in breaks), breaks


@pytest.mark.parametrize(("right", "wrong"), ADDITIONS.values(), ids=ADDITIONS)
def test_an_addition_breaks_nobody(right: str, wrong: str) -> None:
    """Each of these changes is one that clients need not notice."""
    assert list_breaks(build_schema(_PROMISED), change(right, wrong)) == []


def test_everything_is_described() -> None:
    """Every type, field, argument, enum value and input field has a description."""
    assert list_undescribed(build()) == []


@pytest.mark.parametrize(
    ("sdl", "missing"),
    [
        ('type Query { "A." a: Int }', "Query"),
        ('"Q." type Query { a: Int }', "Query.a"),
        ('"Q." type Query { "A." a(b: Int): Int }', "Query.a(b:)"),
        ('"Q." type Query { " " a: Int }', "Query.a"),
        ('"Q." type Query { "A." a: E } "E." enum E { X }', "E.X"),
        ('"Q." type Query { "A." a("B." b: I): Int } "I." input I { c: Int }', "I.c"),
        ('"Q." type Query { "A." a: U } union U = Query', "U"),
        ('"Q." type Query { "A." a: S } scalar S', "S"),
        ('"Q." type Query { "A." a: Int } directive @d on FIELD', "@d"),
    ],
)
def test_what_is_not_described_is_found(sdl: str, missing: str) -> None:
    """Whatever lacks its description is named."""
    assert list_undescribed(build_schema(sdl)) == [missing]


def test_find_shared_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the contract is not at hand its test skips and says what to set."""
    monkeypatch.setenv("CAREER_SHARED", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="set CAREER_SHARED"):
        find_shared("contract/schema.graphql")

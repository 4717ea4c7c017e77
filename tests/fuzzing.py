"""Random questions for a running service, made from its schema.

Schemathesis makes documents: valid ones, and ones with one fault. In most valid ones real ids,
names and cursors take the place of made-up ones, variables that of literals, and some arguments
go; else hardly a question would get a route.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from graphql import (
    REMOVE,
    ArgumentNode,
    FieldNode,
    IntValueNode,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_input_object_type,
    is_non_null_type,
    parse,
    parse_type,
    print_ast,
    value_from_ast_untyped,
    visit,
)
from graphql.language.visitor import VisitorAction
from hypothesis import strategies as st
from judging import GRAPHQL_JSON, PLAIN_JSON
from schemathesis import GenerationMode
from schemathesis.schemas import APIOperation

from api.schema import build

_LONGEST_URL = 4_000  # characters of a document that a URL may carry

_KNOWN = """{
  roles(first: 100) { nodes { id names { text } movesOut { id } movesIn { id } } }
  skills(first: 100) { nodes { id names { text } } }
  certifications(first: 100) { nodes { id names { text } } }
  industries(first: 100) { nodes { id names { text } } }
  documents(first: 100) { nodes { id } }
  first: roles(first: 1) { pageInfo { endCursor } }
  reach(from: {id: "phone-agent"}, first: 1) {
    ... on ReachList { pageInfo { endCursor } }
  }
}"""
_PLACES = {
    "from": "left",
    "to": "reached",
    "skills": "skills",
    "skill": "skills",
    "certifications": "certifications",
    "certification": "certifications",
    "industry": "industries",
    "documents": "documents",
    "document": "documents",
    "prefer": "documents",
}
"""What stands at an argument, an input field or a field that takes an id; else it is a role."""


@dataclass(frozen=True)
class Known:
    """What the running service knows: ids and names by kind, and cursors.

    Beside the kinds of things these are the roles that are left by a move, and that are reached.
    """

    ids: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    cursors: Sequence[str]


@dataclass(frozen=True)
class Question:
    """A request, and whether its document has a fault."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    media_type: str = PLAIN_JSON
    by_get: bool = False
    faulty: bool = False


def ask(client: httpx.Client, question: Question) -> httpx.Response:
    """The answer, over HTTP."""
    headers = {"accept": question.media_type}
    query, variables = question.document, question.variables
    if question.by_get:
        params = {"query": query, "variables": json.dumps(variables)}
        return client.get("/graphql", params=params, headers=headers)
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


def read_known(client: httpx.Client) -> Known:
    """Ask the service what it knows."""
    data = ask(client, Question(_KNOWN)).json()["data"]
    kinds = ("roles", "skills", "certifications", "industries", "documents")
    nodes = {kind: data[kind]["nodes"] for kind in kinds}
    nodes["left"] = [it for it in nodes["roles"] if len(it["movesOut"]) > 1]
    nodes["reached"] = [it for it in reversed(nodes["roles"]) if len(it["movesIn"]) > 1]
    return Known(
        ids={kind: [it["id"] for it in those] for kind, those in nodes.items()},
        names={
            kind: [name["text"] for it in those for name in it.get("names", ())]
            for kind, those in nodes.items()
        },
        cursors=[data[page]["pageInfo"]["endCursor"] for page in ("first", "reach")],
    )


@st.composite
def make_questions(
    draw: st.DrawFn, operation: APIOperation[Any, Any, Any, Any], known: Known
) -> Question:
    """A question about one field of Query; one of four has a fault."""
    faulty = draw(st.integers(0, 3)) == 3
    mode = GenerationMode.NEGATIVE if faulty else GenerationMode.POSITIVE
    case = draw(operation.as_strategy(mode))
    document, variables = str(case.body), {}
    assert case.meta is not None
    faulty = case.meta.generation.mode.is_negative  # some fields offer nothing to do wrong
    if not faulty:
        editor = _Editor(draw, TypeInfo(build()), known)
        document = print_ast(visit(parse(document), TypeInfoVisitor(editor.info, editor)))
        variables = editor.variables
    by_get = draw(st.booleans()) and len(document) + len(str(variables)) < _LONGEST_URL
    return Question(
        document, variables, draw(st.sampled_from((PLAIN_JSON, GRAPHQL_JSON))), by_get, faulty
    )


class _Editor(Visitor):
    """Puts real things for made-up ones, and variables for literals, as Hypothesis chooses."""

    def __init__(self, draw: st.DrawFn, info: TypeInfo, known: Known) -> None:
        """Begin a document."""
        super().__init__()
        self.info = info
        self.variables: dict[str, Any] = {}
        self._definitions: list[VariableDefinitionNode] = []
        self._draw = draw
        self._known = known

    def leave_object_value(self, node: ObjectValueNode, *where: Any) -> ObjectValueNode | None:
        """Name a thing in one way."""
        type_ = get_named_type(self.info.get_input_type())
        if not (is_input_object_type(type_) and type_.is_one_of):
            return None
        if not self._chooses():
            return ObjectValueNode(fields=node.fields[:1])
        kind = _find_kind(where)
        ways = [("id", self._known.ids[kind])]
        if self._known.names[kind]:
            ways.append(("name", self._known.names[kind]))
        way, values = self._draw(st.sampled_from(ways))
        value = StringValueNode(value=self._draw(st.sampled_from(values)))
        return ObjectValueNode(fields=(ObjectFieldNode(name=NameNode(value=way), value=value),))

    def leave_string_value(self, _node: StringValueNode, *where: Any) -> ValueNode | None:
        """An id, a text to search for, a cursor, a language."""
        type_ = get_named_type(self.info.get_input_type())
        place = _list_places(where)[0]
        kind = _find_kind(where)
        found: Sequence[str] = ()
        if type_ is not None and type_.name == "ID":
            found = self._known.ids[kind]
        elif place == "text":
            found = self._known.names[kind]
        elif place == "after":
            found = self._known.cursors
        elif place == "language":
            found = ("zh", "en", "zh-CN")
        if not found or not self._chooses():
            return None
        return StringValueNode(value=self._draw(st.sampled_from(found)))

    def leave_int_value(self, _node: IntValueNode, *_: Any) -> ValueNode | None:
        """A number that may make sense."""
        type_ = get_named_type(self.info.get_input_type())
        if type_ is None or type_.name != "Int" or not self._chooses():
            return None
        return IntValueNode(value=str(self._draw(st.integers(1, 6) | st.integers(0, 120))))

    def leave_argument(self, node: ArgumentNode, *_: Any) -> ArgumentNode | VisitorAction:
        """Less to ask for, or a variable for the argument."""
        argument = self.info.get_argument()
        assert argument is not None
        if not is_non_null_type(argument.type) and not self._draw(st.booleans()):
            return REMOVE
        if not self._draw(st.booleans()):
            return None
        name = f"v{len(self.variables)}"
        self.variables[name] = value_from_ast_untyped(node.value)
        variable = VariableNode(name=NameNode(value=name))
        self._definitions.append(
            VariableDefinitionNode(
                variable=variable, type=parse_type(str(argument.type)), directives=()
            )
        )
        return ArgumentNode(name=node.name, value=variable)

    def leave_operation_definition(
        self, node: OperationDefinitionNode, *_: Any
    ) -> OperationDefinitionNode:
        """The variables' definitions."""
        return OperationDefinitionNode(
            operation=node.operation,
            variable_definitions=tuple(self._definitions),
            directives=node.directives,
            selection_set=node.selection_set,
        )

    def _chooses(self) -> bool:
        """Seven times of eight."""
        return self._draw(st.integers(0, 7)) < 7


def _list_places(where: Sequence[Any]) -> list[str]:
    """The names of what holds a value, inmost first: input fields, argument, fields."""
    _, parent, _, ancestors = where
    holders = (ArgumentNode, FieldNode, ObjectFieldNode)
    nodes = [it for it in (*ancestors, parent) if isinstance(it, holders)]
    return [it.name.value for it in reversed(nodes)]


def _find_kind(where: Sequence[Any]) -> str:
    return next((_PLACES[it] for it in _list_places(where) if it in _PLACES), "roles")

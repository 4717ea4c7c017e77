"""What a document asks for, counted before it is validated or run.

In time linear in its text: each fragment is measured once, however often it is spread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_list_type,
    is_object_type,
    type_from_ast,
)

MOST = 10**9
"""What counts are cut at: doubling fragments reach numbers that take long to write."""

SEARCH_COST = 20_000
"""Objects that a search for routes counts as."""

SCHEMA_COST = 500_000
"""Objects that introspection of the whole schema counts as."""

_LISTED = 4  # objects that a list without `first` is taken to have
_COSTS = {
    "routes": SEARCH_COST,
    "tradeOffs": SEARCH_COST,
    "reach": SEARCH_COST,
    "feeders": SEARCH_COST,
    "whatIf": SEARCH_COST,
    "__schema": SCHEMA_COST,
    "__type": SCHEMA_COST // 5,
}
"""Fields of a query that take more than their objects."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a selection asks for; counts are cut at a number beyond every limit."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both of them, side by side."""
        return Measure(
            max(self.depth, other.depth),
            min(MOST, self.fields + other.fields),
            min(MOST, self.aliases + other.aliases),
            min(MOST, self.directives + other.directives),
            min(MOST, self.cost + other.cost),
        )


MEASURED = ("depth", "fields", "aliases", "directives", "cost")
"""The limits that a document is measured against."""


def measure(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any] | None = None
) -> Measure:
    """What the largest operation of a document asks for.

    The document need not be valid: what the schema does not know costs one object, and a fragment
    that spreads itself is not gone into again.
    """
    return _Meter(schema, document, variables or {}).measure_document()


class DocumentMeter:
    """Measures a document as often as it is asked, and anew where a `first` in it has changed."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        """Measure nothing yet."""
        self.document = document
        self._schema = schema
        self._last: tuple[Mapping[str, Any], Measure] | None = None
        self._repeats: int | None = None

    def measure(self, variables: Mapping[str, Any]) -> Measure:
        """What `measure` says."""
        last = self._last
        if last is not None:
            counted, found = last
            if all(variables.get(name, _ABSENT) == value for name, value in counted.items()):
                return found
        meter = _Meter(self._schema, self.document, variables)
        found = meter.measure_document()
        counted = {name: variables.get(name, _ABSENT) for name in meter.counted}
        self._last = counted, found
        return found

    def count_repeats(self, measured: Measure) -> int:
        """Fields that stand in one place with another of the same name, whatever the variables.

        Validation compares every pair of them, with all that they select.
        """
        if self._repeats is None:
            self._repeats = _count_repeats(self.document, measured.fields)
        return self._repeats


_ABSENT = object()
"""Stands for the value of a variable that is not given."""


def _values(measured: Measure) -> tuple[int, ...]:
    return tuple(getattr(measured, name) for name in MEASURED)


@dataclass
class _Meter:
    """Measures the selections of one document; each fragment once."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    counted: set[str] = field(default_factory=set)  # variables that a `first` has
    _known: dict[str, Measure] = field(default_factory=dict)
    _within: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._fragments = {
            it.name.value: it
            for it in self.document.definitions
            if isinstance(it, FragmentDefinitionNode)
        }
        self._values = {**_read_defaults(self.document), **self.variables}

    def measure_document(self) -> Measure:
        """What the largest operation asks for."""
        found = Measure()
        for definition in self.document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                root = self.schema.get_root_type(definition.operation)
                one = self.measure(definition.selection_set, root)
                directives = one.directives + len(definition.directives or ())
                one = replace(one, directives=directives)
                pairs = zip(_values(found), _values(one), strict=True)
                found = Measure(*(max(pair) for pair in pairs))
        return found

    def measure(
        self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None
    ) -> Measure:
        """What a selection set asks for."""
        found = Measure()
        for selection in selections.selections if selections is not None else ():
            directives = len(selection.directives or ())
            if isinstance(selection, FieldNode):
                one = self._field(selection, parent)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                inner = parent if condition is None else type_from_ast(self.schema, condition)
                one = self.measure(selection.selection_set, inner)
            elif isinstance(selection, FragmentSpreadNode):
                one = self._spread(selection.name.value)
            else:
                one = Measure()
            found = found.beside(one).beside(Measure(directives=directives))
        return found

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Measure:
        """A field with what it selects, as often as its list may have items."""
        definition = getattr(parent, "fields", {}).get(node.name.value)
        inner = self.measure(
            node.selection_set, None if definition is None else get_named_type(definition.type)
        )
        alias = int(node.alias is not None)
        times = 1 if definition is None else self._times(node, definition)
        holds = int(node.selection_set is not None)
        beside = _COSTS.get(node.name.value, 0) if parent is self.schema.query_type else 0
        return Measure(
            inner.depth + 1,
            min(MOST, inner.fields + 1),
            min(MOST, inner.aliases + alias),
            inner.directives,
            min(MOST, times * (inner.cost + holds) + beside),
        )

    def _times(self, node: FieldNode, definition: GraphQLField) -> int:
        """How many items a field may have: its `first`, or what a list is taken to have."""
        if "first" in definition.args:
            return self._first(node, definition)
        type_ = getattr(definition.type, "of_type", definition.type)
        holds = is_object_type(get_named_type(type_)) and node.selection_set is not None
        return _LISTED if holds and is_list_type(type_) and node.name.value != "nodes" else 1

    def _first(self, node: FieldNode, definition: GraphQLField) -> int:
        """The `first` of a field: given, from a variable, or the default."""
        written = definition.args["first"].ast_node
        given = None if written is None else written.default_value
        default = _read_number(given) if isinstance(given, IntValueNode) else 1
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value: Any = argument.value
                if isinstance(value, VariableNode):
                    self.counted.add(value.name.value)
                    value = self._values.get(value.name.value, default)
                elif isinstance(value, IntValueNode):
                    value = _read_number(value)
                if isinstance(value, float) and value.is_integer():  # 100.0 is an Int in JSON
                    value = int(value)
                return value if isinstance(value, int) and value > 0 else 1
        return default

    def _spread(self, name: str) -> Measure:
        """A fragment, measured once."""
        if name not in self._known:
            fragment = self._fragments.get(name)
            if fragment is None or name in self._within:
                return Measure()
            self._within.add(name)
            type_ = type_from_ast(self.schema, fragment.type_condition)
            self._known[name] = self.measure(fragment.selection_set, type_)
            self._within.discard(name)
        return self._known[name]


def _read_defaults(document: DocumentNode) -> dict[str, int]:
    """The whole numbers that variables are by default; the largest where operations differ."""
    defaults: dict[str, int] = {}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            for variable in operation.variable_definitions or ():
                if isinstance(variable.default_value, IntValueNode):
                    name, value = variable.variable.name.value, _read_number(variable.default_value)
                    defaults[name] = max(value, defaults.get(name, value))
    return defaults


def _read_number(node: IntValueNode) -> int:
    """A number as written, cut where it is beyond every limit: a long one takes long to read."""
    return int(node.value[:12])


def _count_repeats(document: DocumentNode, most_fields: int) -> int:
    """Fields of a document that stand in one place with another of the same name.

    It was measured to have `most_fields`; one with more selections has fragments in a circle.
    """
    fragments = {
        it.name.value: it.selection_set
        for it in document.definitions
        if isinstance(it, FragmentDefinitionNode)
    }
    repeats = 0
    waiting = [
        it.selection_set for it in document.definitions if isinstance(it, OperationDefinitionNode)
    ]
    for _ in range(most_fields):
        if not waiting:
            break
        fields = _list_fields(waiting.pop(), fragments)
        repeats += len(fields) - len({(it.alias or it.name).value for it in fields})
        waiting.extend(it.selection_set for it in fields if it.selection_set is not None)
    return repeats


def _list_fields(
    selections: SelectionSetNode, fragments: Mapping[str, SelectionSetNode]
) -> list[FieldNode]:
    """The fields of a selection set, those of the fragments that it spreads once each."""
    fields: list[FieldNode] = []
    spread: set[str] = set()
    waiting = [selections]
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                fields.append(selection)
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in fragments and name not in spread:
                    spread.add(name)
                    waiting.append(fragments[name])
    return fields

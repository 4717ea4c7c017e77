"""What a request may ask for and an answer may hold: limits, each with a setting, and who counts.

A document is measured before it is validated or run, in time linear in its text: each fragment
once, however often it is spread. While it runs, a Budget counts the objects of the answer and the
time. Over a limit nothing is answered but one error that names the limit, the value and the remedy.
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
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

from .errors import Code, over_limit
from .settings import Settings, variable

_MOST = 10**9  # what counts are cut at: doubling fragments reach numbers that take long to write
_LISTED = 4  # objects that a list without `first` is taken to have


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: its name in errors, the unit of its value, and what it bounds."""

    name: str
    unit: str
    meaning: str

    @property
    def setting(self) -> str:
        """The environment variable that sets it."""
        return variable(self.attribute)

    @property
    def attribute(self) -> str:
        """The attribute of Settings that is set."""
        return f"limit_{self.name}"

    def value_in(self, settings: Settings) -> int:
        """What holds with these settings."""
        if self.name == "requests_per_minute":  # depends on who can reach the service
            return settings.requests_per_minute
        value: int = getattr(settings, self.attribute)
        return value


LIMITS = (
    Limit("depth", "levels", "Fields within fields of a query, fragments included."),
    Limit(
        "fields", "fields", "Fields of a query, each counted as often as its fragment is spread."
    ),
    Limit("aliases", "aliases", "Fields under another name, counted as fields are."),
    Limit("directives", "directives", "Directives of a query, counted as fields are."),
    Limit("cost", "objects", "Objects that a query may list, by the `first` of its lists."),
    Limit("first", "items", "Items that one list of an answer may have."),
    Limit("objects", "objects", "Objects that an answer may hold."),
    Limit("errors", "errors", "Errors that an answer may list."),
    Limit("work", "labels", "Labels that a route search may pop or compare."),
    Limit("deadline_ms", "milliseconds", "Time that a request may take."),
    Limit("body_bytes", "bytes", "Bytes of an HTTP request's body."),
    Limit(
        "receive_ms",
        "milliseconds",
        "Time in which a request must arrive, and an answer be taken in.",
    ),
    Limit("concurrency", "requests", "Requests that are worked on, or wait to be, at a time."),
    Limit(
        "requests_per_minute",
        "requests",
        "Requests of one key, or else one address, a minute; one that costs more counts as "
        "several. 0: any number.",
    ),
)
"""Every limit that a request can meet."""


class LimitExceededError(BaseException):
    """A request went over a limit; no resolver and no part of the executor may swallow it."""

    def __init__(self, error: GraphQLError) -> None:
        """Carry the error to the answer."""
        super().__init__(error.message)
        self.error = error


_CODES = {"deadline_ms": Code.DEADLINE_EXCEEDED, "requests_per_minute": Code.RATE_LIMITED}
"""Limits with an error code of their own."""


def exceeded(
    settings: Settings, name: str, given: int | None, *, retry_after: int | None = None
) -> GraphQLError:
    """The error for a limit that a request exceeds: its name, both values, and the remedy."""
    limit = next(limit for limit in LIMITS if limit.name == name)
    most = limit.value_in(settings)
    code = _CODES.get(name, Code.LIMIT_EXCEEDED)
    remedy = "Ask for less, in several requests"
    if retry_after is not None:
        remedy = f"Ask again in {retry_after} second{'s' if retry_after > 1 else ''}"
    has = "more" if given is None else str(given) if given < _MOST else f"{_MOST} or more"
    return over_limit(
        f"The limit {name} is {most} {limit.unit}, and this request has {has}. {limit.meaning} "
        f"{remedy}; who runs the service sets it with {limit.setting}.",
        limit=name,
        value=most,
        given=given,
        code=code,
        retry_after=retry_after,
    )


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
            min(_MOST, self.fields + other.fields),
            min(_MOST, self.aliases + other.aliases),
            min(_MOST, self.directives + other.directives),
            min(_MOST, self.cost + other.cost),
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
    meter = _Meter(schema, document, variables or {})
    found = Measure()
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            root = schema.get_root_type(definition.operation)
            one = meter.measure(definition.selection_set, root)
            directives = one.directives + len(definition.directives or ())
            one = Measure(one.depth, one.fields, one.aliases, directives, one.cost)
            found = Measure(*(max(pair) for pair in zip(_values(found), _values(one), strict=True)))
    return found


def _values(measured: Measure) -> tuple[int, ...]:
    return tuple(getattr(measured, name) for name in MEASURED)


@dataclass
class _Meter:
    """Measures the selections of one document; each fragment once."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    _known: dict[str, Measure] = field(default_factory=dict)
    _within: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._fragments = {
            it.name.value: it
            for it in self.document.definitions
            if isinstance(it, FragmentDefinitionNode)
        }

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
        return Measure(
            inner.depth + 1,
            min(_MOST, inner.fields + 1),
            min(_MOST, inner.aliases + alias),
            inner.directives,
            min(_MOST, times * (inner.cost + holds)),
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
        default = definition.args["first"].default_value
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value: Any = argument.value
                if isinstance(value, VariableNode):
                    value = self.variables.get(value.name.value, default)
                elif isinstance(value, IntValueNode):
                    value = int(value.value[:12])
                return value if isinstance(value, int) and value > 0 else 1
        return default if isinstance(default, int) else 1

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


class Budget:
    """What one request may use, and what is left of it while it runs."""

    def __init__(
        self, settings: Settings, *, charge: Callable[[int], None] = lambda _: None
    ) -> None:
        """Start the clock; `charge` is told what a document costs, and may refuse it."""
        self._settings = settings
        self._charge = charge
        self._ends = time.monotonic() + settings.limit_deadline_ms / 1000
        self._objects = settings.limit_objects

    def check_document(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
    ) -> None:
        """LimitExceededError where a document asks for more than a limit allows."""
        measured = measure(schema, document, variables)
        for name in MEASURED:
            given = getattr(measured, name)
            if given > getattr(self._settings, f"limit_{name}"):
                raise LimitExceededError(exceeded(self._settings, name, given))
        self._charge(measured.cost)

    @property
    def seconds_left(self) -> float:
        """Time until the deadline, 0 after it."""
        return max(0.0, self._ends - time.monotonic())

    def cancel(self) -> None:
        """End what is done for the request, at its next look at the time; from any thread."""
        self._ends = -math.inf

    def count(self, objects: int) -> None:
        """Count objects of the answer; LimitExceededError beyond the limit, or the deadline."""
        self._objects -= objects
        if self._objects < 0:
            raise LimitExceededError(exceeded(self._settings, "objects", None))
        self.check_time()

    def check_time(self) -> None:
        """LimitExceededError where the time is over."""
        if time.monotonic() > self._ends:
            raise LimitExceededError(exceeded(self._settings, "deadline_ms", None))

"""A span for each GraphQL request that is executed, where somebody collects traces.

https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/ — the span is named by the type
of operation, never by a client's words, and its document is told without the values in it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from graphql import (
    BooleanValueNode,
    FloatValueNode,
    IntValueNode,
    Node,
    StringValueNode,
    Visitor,
    print_ast,
    visit,
)
from opentelemetry import propagate, trace

from ..execute import Prepared

_HIDDEN = StringValueNode(value="*")
_VALUES = (BooleanValueNode, FloatValueNode, IntValueNode, StringValueNode)


@contextmanager
def tracing(prepared: Prepared, headers: Mapping[str, str]) -> Iterator[None]:
    """A span around the execution, within the trace that the headers of the request name."""
    tracer = trace.get_tracer("career-graph")
    operation = prepared.operation
    type_ = "operation" if operation is None else operation.operation.value
    parent = propagate.extract(headers)
    with tracer.start_as_current_span(type_, parent, trace.SpanKind.SERVER) as span:
        if span.is_recording():
            span.set_attribute("graphql.operation.type", type_)
            if operation is not None and operation.name is not None:
                span.set_attribute("graphql.operation.name", operation.name.value)
            span.set_attribute("graphql.document", print_ast(visit(prepared.document, _Hide())))
        yield


class _Hide(Visitor):
    """Hides the values of a document."""

    def enter(self, node: Node, *_: object) -> Node | None:
        """Put a sign in place of a value."""
        return _HIDDEN if isinstance(node, _VALUES) and node is not _HIDDEN else None

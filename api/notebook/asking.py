"""Asks a root field: the call's arguments become a query, the answer becomes objects."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLField

from graph.errors import CareerGraphError
from graph.names import preferred_name

from ..context import Context
from ..errors import Code
from ..execute import run
from ..references import to_ref
from ..resolvers import MEMBERS
from ..resolvers.refs import UnknownName, UnknownNameError, check_documents, find_id
from ..schema import snake_case
from .arguments import NAMED, list_arguments, make_signature, read_arguments
from .errors import QuestionError
from .records import Answer, Origin, wrap
from .selection import fields_of, is_entity, select_field, select_root

Ask = Callable[..., Any]


def make_questions(find_context: Callable[[], Context]) -> dict[str, Ask]:
    """A function for each root field, by its name in snake_case.

    `find_context` gives what answers, and raises where the graph is closed.
    """
    fields = fields_of("Query").items()
    return {snake_case(root): _make_question(root, it, find_context) for root, it in fields}


def _make_question(root: str, field: GraphQLField, find_context: Callable[[], Context]) -> Ask:
    """The function that asks a root field, with signature and docstring from the schema."""
    name, arguments = snake_case(root), list_arguments(root, field)

    def ask(*values: object, **named: object) -> object:
        given = read_arguments(name, arguments, values, named)
        return _answer(find_context, root, given)

    told = (f"{it}: {argument.definition.description}" for it, argument in arguments.items())
    ask.__name__ = ask.__qualname__ = name
    ask.__doc__ = "\n".join((str(field.description), *(("", *told) if arguments else ())))
    ask.__signature__ = make_signature(arguments)  # type: ignore[attr-defined]
    return ask


def _answer(find_context: Callable[[], Context], root: str, given: Answer) -> Any:  # noqa: ANN401
    """The answer of a root field as a notebook has it."""
    context = find_context()
    most = context.most_listed

    def ask_more(answer: Answer, field: str) -> object:
        """Ask for one field of something in the answer: of a thing, or of the answer itself."""
        type_name = answer["__typename"]
        selection = f"{{ ... on {type_name} {{ {select_field(type_name, field, most)} }} }}"
        if not is_entity(type_name):
            return _run(find_context(), root, found, selection)[field]
        ref = {"id": answer["id"]}
        one = {"ref": ref} if type_name == "Role" else ref
        return _run(find_context(), type_name.lower(), one, selection)[field]

    try:
        found = _look_up(context, root, given)
    except UnknownNameError as unknown:
        value: object = _describe_unknown(unknown.answer, context.language)
    else:
        value = _run(context, root, found, select_root(root, most))
    return wrap(value, Origin(context.language, ask_more))


def _run(context: Context, root: str, given: Answer, selection: str) -> Any:  # noqa: ANN401
    """What GraphQL answers; QuestionError where it cannot answer as asked."""
    types = fields_of("Query")[root].args
    declared = ", ".join(f"${name}: {types[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    head, arguments = (f"({declared})", f"({passed})") if given else ("", "")
    answer = run(context, f"query{head} {{ {root}{arguments} {selection} }}", given)
    for error in answer.get("errors", ()):
        internal = error["extensions"]["code"] == Code.INTERNAL
        raise (CareerGraphError if internal else QuestionError)(error["message"])
    return answer["data"][root]


def _look_up(context: Context, root: str, given: Answer) -> Answer:
    """The arguments with ids for names where GraphQL asks for ids; UnknownNameError for no id."""
    found = dict(given)
    if root == "document":
        check_documents(context, [given["id"]], "id")
    for (field, path), kind in NAMED.items():
        head, _, inner = path.partition(".")
        if field != root or head not in given:
            continue
        name = given[head].get(inner) if inner else given[head]
        if name is not None:
            id_ = find_id(context, kind, to_ref(name), path)
            found[head] = given[head] | {inner: id_} if inner else id_
    return found


def _describe_unknown(unknown: UnknownName, language: str) -> Answer:
    """The answer that GraphQL gives elsewhere to a name that fits none or several."""
    return {
        "__typename": MEMBERS[UnknownName],
        "message": unknown.message,
        "argument": unknown.argument,
        "given": unknown.given,
        "suggestions": [
            {
                "__typename": MEMBERS[type(it)],
                "id": it.id,
                "name": preferred_name(it, language),
            }
            for it in unknown.suggestions
        ],
        "ambiguous": unknown.ambiguous,
    }

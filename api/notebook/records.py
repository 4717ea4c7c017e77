"""Answers as read-only objects: the fields of GraphQL as attributes in snake_case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from loaders.reading.spelling import find_nearest

from ..schema import snake_case
from .errors import NoAnswerError
from .html import render_list, render_record
from .selection import attributes_of, is_listing, is_problem
from .text import describe, describe_list, list_items

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer is from: the language it is shown in, and what asks for a further field.

    `ask` gets the answer and the name of the field, and gives the field's value.
    """

    language: str
    ask: Callable[[Answer, str], Any]


class Record:
    """One object of an answer.

    Its attributes are the fields of its GraphQL type, `from_` for `from`; a field that was not
    answered yet is asked for when it is read. Things with an id are equal where their ids are.
    """

    __slots__ = ("_answer", "_origin")
    _answer: Answer
    _origin: Origin

    def __init__(self, answer: Answer, origin: Origin) -> None:
        """Show an answer that has its `__typename`."""
        object.__setattr__(self, "_answer", answer)
        object.__setattr__(self, "_origin", origin)

    @property
    def type_name(self) -> str:
        """The name of its GraphQL type, such as Route, NoRoute or UnknownName."""
        return str(self._answer["__typename"])

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 whatever the schema says
        """A field's value; AttributeError where the type has no such field."""
        if name.startswith("_"):  # Jupyter asks for many
            raise AttributeError(name)
        field = attributes_of(self.type_name).get(name)
        if field is None:
            raise AttributeError(self._say_unknown(name), name=name, obj=self)
        if field not in self._answer:
            return wrap(self._origin.ask(self._answer, field), self._origin)
        return wrap(self._answer[field], self._origin)

    def _say_unknown(self, name: str) -> str:
        near = find_nearest(name, attributes_of(self.type_name))
        hint = f" Did you mean {near!r}?" if near else ""
        return f"{self.type_name} has no {name!r}.{hint}"

    def __setattr__(self, name: str, _: object) -> NoReturn:
        """Refuse: answers are read only."""
        raise AttributeError(f"{name!r} cannot be set: answers are read only.")

    def __dir__(self) -> list[str]:
        """What a notebook completes."""
        return [*super().__dir__(), *attributes_of(self.type_name)]

    def __eq__(self, other: object) -> bool:
        """Whether it is the same thing, or says the same where it has no id."""
        return isinstance(other, Record) and self._key() == other._key()

    def __hash__(self) -> int:
        """Agrees with equality."""
        return hash((self.type_name, self._answer.get("id")))

    def _key(self) -> tuple[str, object]:
        return self.type_name, self._answer.get("id", self._answer)

    def __repr__(self) -> str:
        """One or a few lines, in the graph's language."""
        return describe(self._origin.language, self._answer)

    def _repr_html_(self) -> str:
        """What Jupyter shows; every text is escaped."""
        return render_record(self._origin.language, self._answer)

    def to_dict(self) -> dict[str, Any]:
        """What was answered as plain dicts and lists, keys spelled as the attributes."""
        return dict(_to_plain(self._answer))


class Problem(Record):
    """An answer that there is none, and why: it counts as false, and cannot be used as a list."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Never: `if answer:` asks whether there is one."""
        return False

    def _refuse(self, *_: object) -> NoReturn:
        """Raise, so that a wrong name is not taken for an empty answer."""
        raise NoAnswerError(self._answer["message"])

    __iter__ = __len__ = __getitem__ = _refuse

    def _say_unknown(self, name: str) -> str:
        return f"{super()._say_unknown(name)} {self._answer['message']}"


class Listing(Record, Sequence[Any]):
    """An answer that lists something: it has a length and can be looped over and indexed."""

    __slots__ = ()

    def _records(self) -> "Records":
        return Records(list_items(self._answer), self._origin)

    def __len__(self) -> int:
        """How many are listed here; `total` counts those of other pages too."""
        return len(self._records())

    def __getitem__(self, index: int | slice) -> Any:  # noqa: ANN401 one, or several
        """The item at a place, or several by a slice."""
        return self._records()[index]


class Records(Sequence[Any]):
    """A list of objects inside an answer; read only, and a table in Jupyter."""

    __slots__ = ("_answers", "_origin")

    def __init__(self, answers: Sequence[Answer], origin: Origin) -> None:
        """Show answers that have their `__typename`."""
        self._answers = tuple(answers)
        self._origin = origin

    def __len__(self) -> int:
        """How many there are."""
        return len(self._answers)

    def __getitem__(self, index: int | slice) -> Any:  # noqa: ANN401 one, or several
        """The object at a place, or several by a slice."""
        if isinstance(index, slice):
            return Records(self._answers[index], self._origin)
        return _open(self._answers[index], self._origin)

    def __eq__(self, other: object) -> bool:
        """Whether the same objects stand in the same order."""
        return isinstance(other, Records) and list(self) == list(other)

    def __hash__(self) -> int:
        """Agrees with equality."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """A line for each."""
        return describe_list(self._origin.language, self._answers)

    def _repr_html_(self) -> str:
        """What Jupyter shows; every text is escaped."""
        return render_list(self._origin.language, self._answers)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each as Record.to_dict gives it: what `pandas.DataFrame` takes."""
        return [record.to_dict() for record in self]


def wrap(value: Any, origin: Origin) -> Any:  # noqa: ANN401 a value of any type of the schema
    """A value of an answer as a notebook has it: objects and lists as above, others as they are."""
    if isinstance(value, Mapping):
        return _open(value, origin)
    if isinstance(value, list):
        objects = not value or isinstance(value[0], Mapping)
        return Records(value, origin) if objects else tuple(value)
    return value


def _open(answer: Answer, origin: Origin) -> Record:
    """The object that shows an answer."""
    type_name = answer["__typename"]
    if is_problem(type_name):
        return Problem(answer, origin)
    return (Listing if is_listing(type_name) else Record)(answer, origin)


def _to_plain(value: object) -> Any:  # noqa: ANN401 the same shape comes out
    """A value with attribute names for field names, and without type names."""
    if isinstance(value, Mapping):
        fields = ((name, it) for name, it in value.items() if name != "__typename")
        return {snake_case(name): _to_plain(it) for name, it in fields}
    return [_to_plain(it) for it in value] if isinstance(value, list) else value

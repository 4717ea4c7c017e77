"""Properties that are built once, by one thread, and that others need not wait for in vain."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar, overload

from .interrupt import holding

_T = TypeVar("_T")


class BuiltOnce(Generic[_T]):
    """A property that is built when it is first read, and kept.

    For what takes long and many threads read: one builds it, and who waits for that meets
    checkpoints. Python 3.11's cached_property waits without, and later ones build it in each thread
    at once. A build that was ended leaves nothing; the next reader begins anew.
    """

    def __init__(self, build: Callable[[Any], _T]) -> None:
        """Decorate the method that builds it; its class needs a `__dict__`."""
        self._build = build
        self._name = build.__name__
        self.__doc__ = build.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "BuiltOnce[_T]": ...

    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...

    def __get__(self, instance: object | None, owner: type) -> "BuiltOnce[_T] | _T":
        """What is kept, built if need be; once it is there, Python no longer asks here."""
        if instance is None:
            return self
        kept = vars(instance)
        with holding(kept.setdefault(f"_building_{self._name}", Lock())):
            if self._name not in kept:
                kept[self._name] = self._build(instance)
        found: _T = kept[self._name]
        return found

"""The exceptions of the career graph; each derives from the nearest builtin too.

CareerGraphError
├── RecordError     (ValueError)    a record that cannot be true
├── UnknownIdError  (LookupError)   an id that the graph does not hold
├── LoadError       (ValueError)    a source that cannot be loaded; lists every issue
├── StoreError      (RuntimeError)  a store that cannot be read or written
│   └── StoreUnavailableError       ... because it cannot be reached
├── SettingError    (ValueError)    a setting or store URL that cannot be used
└── MissingPackageError (ImportError)   an optional package that is not installed
"""

from collections.abc import Sequence

_LISTED = 10  # issues that the text of a LoadError lists; the rest are counted


class CareerGraphError(Exception):
    """The root: everything that this project raises on purpose."""


class RecordError(CareerGraphError, ValueError):
    """A record that cannot be true; `field` names the value at fault."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        """Say what `field` holds and how to mend it; `remedy` is a clause without a full stop."""
        self.field = field
        self.value = value
        self.remedy = remedy
        super().__init__(f"{field} is {value!r}; {remedy}.")


class UnknownIdError(CareerGraphError, LookupError):
    """An id that the graph does not hold."""

    def __init__(self, kind: str, id_: str) -> None:
        """Name what was looked for."""
        self.kind = kind
        self.id = id_
        super().__init__(f"{kind} {id_!r} is not in this graph; search for its name first.")


class LoadError(CareerGraphError, ValueError):
    """A source that was not loaded; `issues` holds one sentence for each problem, in file order."""

    def __init__(self, issues: Sequence[str]) -> None:
        """List the first ten issues and count the rest."""
        self.issues = tuple(issues)
        lines = list(self.issues[:_LISTED])
        if len(self.issues) > _LISTED:
            lines.append(f"... and {len(self.issues) - _LISTED} more.")
        super().__init__("\n".join(lines))


class StoreError(CareerGraphError, RuntimeError):
    """A store that cannot be read or written."""


class StoreUnavailableError(StoreError):
    """A store that cannot be reached at all."""


class SettingError(CareerGraphError, ValueError):
    """A setting, option or store URL that cannot be used."""


class MissingPackageError(CareerGraphError, ImportError):
    """An optional package that is not installed."""

    def __init__(self, package: str) -> None:
        """Say how to install it."""
        super().__init__(
            f"This needs the package {package}, which is not installed; install it with "
            f"`python -m pip install {package}`, or in the checkout with `make install`.",
            name=package,
        )

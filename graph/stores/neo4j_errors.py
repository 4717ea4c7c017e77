"""What the errors of Neo4j's driver mean to who runs the career graph. No driver here.

They are told apart by their class names, and by their codes:
https://neo4j.com/docs/status-codes/current/errors/all-errors/
"""

from ..errors import StoreError, StoreUnavailableError
from .base import Credentials

_OLDEST = "5.26"  # the first version that understands `SET n:$(labels)`


def explain(error: Exception, url: str, credentials: Credentials) -> StoreError:
    """Our error for one of the driver's, with what to do about it."""
    names = {class_.__name__ for class_ in type(error).__mro__}
    code = str(getattr(error, "code", None) or "")
    said = " ".join(str(getattr(error, "message", None) or error).split()).rstrip(".")
    for names_or_codes, kind, sentence in _MEANINGS:
        if names & names_or_codes or any(part in code for part in names_or_codes):
            known = {"user": credentials.user, "database": credentials.database}
            return kind(f"The store {url!r} {sentence.format(said=said, oldest=_OLDEST, **known)}")
    return StoreError(f"The store {url!r} cannot be used: {said}.")


_MEANINGS: tuple[tuple[frozenset[str], type[StoreError], str], ...] = (
    (
        frozenset(("Security.Forbidden", "ForbiddenOnReadOnlyDatabase", "ReadOnly", "NotALeader")),
        StoreError,
        (
            "cannot be written: user {user!r} may only read the database {database!r}, or it is "
            "read-only ({said}). Use another user, or a neo4j:// address that leads to the writer."
        ),
    ),
    (
        frozenset(("AuthenticationRateLimit",)),
        StoreUnavailableError,
        "lets user {user!r} not try again yet: {said}. Wait some seconds, then give the right one.",
    ),
    (
        frozenset(("AuthError", "AuthConfigurationError", "ClientError.Security")),
        StoreUnavailableError,
        (
            "does not let user {user!r} in: {said}. Set CAREER_NEO4J_USER, and "
            "CAREER_NEO4J_PASSWORD or CAREER_NEO4J_PASSWORD_FILE."
        ),
    ),
    (
        frozenset(("DatabaseNotFound",)),
        StoreUnavailableError,
        "has no database {database!r}; set CAREER_NEO4J_DATABASE to one that it has.",
    ),
    (
        frozenset(("ConnectionAcquisitionTimeoutError",)),
        StoreUnavailableError,
        "has no connection left for this, all are in use; try again.",
    ),
    (
        frozenset(("TransactionTimedOut", "LockAcquisitionTimeout", "LockClientStopped")),
        StoreUnavailableError,
        "took too long to answer, or another load took too long to end; try again.",
    ),
    (
        frozenset(("OutOfMemory",)),
        StoreError,
        "has too little memory for this load; raise server.memory.heap.max_size in neo4j.conf.",
    ),
    (
        frozenset(("ConstraintValidation", "ConstraintError")),
        StoreError,
        (
            "holds a node that is not ours with a label and id of ours: {said}. Give it another "
            "label or id, or use another database; nothing was changed."
        ),
    ),
    (
        frozenset(("CypherSyntaxError",)),
        StoreError,
        "does not understand what is asked; it must be Neo4j {oldest} or later ({said}).",
    ),
    (
        frozenset(("ServiceUnavailable", "SessionExpired", "DatabaseUnavailable")),
        StoreUnavailableError,
        "cannot be reached: {said}. Check the address, and that Neo4j runs there.",
    ),
    (
        frozenset(("TransientError",)),
        StoreUnavailableError,
        "is busy ({said}); try again.",
    ),
    (
        frozenset(("ConfigurationError",)),
        StoreUnavailableError,
        "cannot be used: {said}. Check that its address is one of Neo4j's Bolt port.",
    ),
)
"""Class names and parts of codes, what such an error is to us, and how it reads; first fit wins."""

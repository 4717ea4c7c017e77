"""`check-setup`: looks at settings, store, release, texts and deployment, and says what to do."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from ..exits import ExitCode
from ..options import StoreOption


def check_setup(*, store: StoreOption = None) -> int:
    """Check settings, store, release, texts, port and packages; say for each ok or what to do.

    Ends with the exit code of the worst line. Writes nothing.
    """
    from ..output import clean, print_text
    from .checks import look

    worst = ExitCode.ANSWERED
    for finding in look(store):
        print_text(f"{finding.state:<6} {clean(finding.what)}: {clean(finding.found)}")
        worst = max(worst, finding.code)
    return worst

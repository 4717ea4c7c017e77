"""`check-setup`: looks at settings, store, release, texts and deployment, and says what to do."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from ..exits import ExitCode
from ..options import HostOption, InsecureOption, PortOption, StoreOption


def check_setup(
    *,
    host: HostOption = None,
    port: PortOption = None,
    insecure: InsecureOption = False,
    store: StoreOption = None,
) -> int:
    """Check what serve would start with; say for each thing: ok, a remark, to do, or wrong.

    Takes the options of serve. Ends with the exit code of the worst line, 0 where there are only
    remarks. Writes nothing.
    """
    from ..output import clean, print_text
    from .checks import look

    worst = ExitCode.ANSWERED
    for finding in look(store=store, host=host, port=port, insecure=insecure):
        print_text(f"{finding.state:<6} {clean(finding.what)}: {clean(finding.found)}")
        worst = max(worst, finding.code)
    return worst

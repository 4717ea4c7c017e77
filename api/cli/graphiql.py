"""The command get-graphiql: fetches what the page /graphiql is made of."""
# ruff: noqa: PLC0415 - each command imports what it needs when it runs: all start fast

from .exits import NAME, ExitCode
from .output import complain, print_text


def get_graphiql() -> int:
    """Fetch GraphiQL with npm, for the page /graphiql; does nothing where it is there already.

    What npm gives is kept only if it has the hashes that this program knows. Nothing of it is run
    here, and a service that is running need not be started again.
    """
    from ..graphiql_fetch import FetchError, fetch_graphiql
    from ..graphiql_files import files_folder

    folder = files_folder()
    try:
        fetched = fetch_graphiql(folder)
    except FetchError as error:
        complain(f"{error} All but the page /graphiql works; to try again: {NAME} get-graphiql")
        return ExitCode.NO
    print_text(f"GraphiQL is {'now' if fetched else 'already'} in {folder}")
    return ExitCode.ANSWERED

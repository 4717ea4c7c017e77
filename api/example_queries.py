"""The example queries for people who explore the schema: `examples/*.graphql`, by name of file.

The first line of a file is a comment with its title; a `.json` of the same name beside it holds its
variables.
"""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try: its title, its text, and its variables as JSON, None where it has none."""

    title: str
    query: str
    variables: str | None


def list_examples() -> list[Example]:
    """The examples, in the order of their files' names."""
    folder = {file.name: file for file in files("api").joinpath("examples").iterdir()}
    found = []
    for name in sorted(name for name in folder if name.endswith(".graphql")):
        query = folder[name].read_text("utf-8")
        variables = folder.get(f"{name.removesuffix('.graphql')}.json")
        found.append(
            Example(
                title=query.partition("\n")[0].removeprefix("#").strip(),
                query=query,
                variables=variables.read_text("utf-8") if variables else None,
            )
        )
    return found

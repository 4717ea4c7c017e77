"""Which file of ESCO a file is, by its columns, and the language of its labels, by its name.

The files differ between versions: 1.0 has fewer columns, 1.1 publishes the relations apart from the
languages, 1.2 once more in each, with labels and NACE codes beside. Only columns that all have in
common tell what a file is; further ones are read where they are there.
"""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ..published import read_columns
from ..reading.opening import file_name


class Kind(Enum):
    """The files of ESCO, each with the columns that it has in every version; the first that fits.

    What every row of the later ones is, its `conceptType` says.
    """

    REQUIREMENTS = ("occupationUri", "relationType", "skillUri")
    SKILL_RELATIONS = ("originalSkillUri", "relatedSkillUri")
    BROADER = ("conceptType", "conceptUri", "broaderUri")
    COLLECTION = ("conceptUri", "preferredLabel", "broaderConceptUri")
    OCCUPATIONS = ("conceptUri", "preferredLabel", "iscoGroup")
    SKILLS = ("conceptUri", "preferredLabel", "skillType", "reuseLevel")
    GREEN_SHARES = ("conceptUri", "greenShare")
    GROUPS = ("conceptType", "conceptUri", "preferredLabel")
    SCHEMES = ("conceptSchemeUri",)
    HIERARCHY = ("Level 0 URI", "Level 1 URI")


OPTIONAL = ("altLabels", "hiddenLabels", "status", "modifiedDate", "code")
"""Columns of concepts that not every version has."""

KNOWN = frozenset(column for kind in Kind for column in kind.value) | set(OPTIONAL)
"""Every column that is looked for, to tell how a file separates its cells."""

_ENDINGS = (".csv", ".csv.gz")
_LANGUAGE = re.compile(r"_([a-z]{2}(?:-[a-z]{2,4})?)\.csv$", re.IGNORECASE)
_COLLECTION = "Collection"  # how their names end; their columns are alike

LANGUAGE_SKILLS = "languageSkills"
"""The collection of the skills in languages."""


@dataclass(frozen=True, slots=True)
class EscoFile:
    """A file of ESCO: what it is, and the language of its labels, None where its name has none."""

    path: Path
    kind: Kind
    language: str | None

    @property
    def collection(self) -> str:
        """The name of a collection, as its file has it: digitalSkills, languageSkills."""
        stem = file_name(self.path).partition(".")[0].partition("_")[0]
        return stem.removesuffix(_COLLECTION)


def may_be_table(path: Path) -> bool:
    """Whether a file's name is that of a table."""
    return path.name.lower().endswith(_ENDINGS)


def find_file(path: Path) -> EscoFile | None:
    """The file of ESCO that a file is, None where it is none."""
    if not may_be_table(path):
        return None
    columns = set(read_columns(path, KNOWN))
    kind = next((kind for kind in Kind if columns.issuperset(kind.value)), None)
    if kind is None:
        return None
    language = _LANGUAGE.search(file_name(path))
    return EscoFile(path, kind, None if language is None else language[1].lower())

"""The UK Government's Digital and Data Profession Capability Framework, as published in CSV.

A role becomes a line of work, its levels become the stages, and each level asks for its skills.
docs/loaders.md says what is read into what.
"""

from pathlib import Path

from graph.errors import LoadError
from graph.sources import Source

from ..published import Reading
from ..published.told_files import recognises_files, tell_files
from ..reading.spelling import plain
from ..request import Request
from .framework import ROLES, SKILLS, Framework
from .records import Records

__all__ = ["read_ddat", "recognises"]

_FILES = {"roles": ROLES, "skills": SKILLS}
_NO_ROLES = (
    "it has no file of roles, which names a Role, a Role Level and a Skill Level. Give the role "
    "content of the framework, as its page offers it for download."
)
_NO_SKILLS = "there is no file of skills here; the skills are those that roles ask for."


def recognises(path: Path) -> bool:
    """Whether a folder has a file with columns of the framework's, or a file is one."""
    return recognises_files(path, _FILES)


def read_ddat(request: Request) -> Source:
    """What the files of a folder, or one file, say; LoadError where there are no roles."""
    told = tell_files(request.path, _FILES)
    kinds = [kind for kind, _ in told.files]
    if "roles" not in kinds:
        raise LoadError([f"source is {plain(request.path)!r}; {_NO_ROLES}"])
    framework = Framework()
    readers = {"roles": framework.read_roles, "skills": framework.read_skills}
    reading = Reading(request, "ddat", [file for _, file in told.files])
    for kind, file in told.files:
        with reading.open(file, known=_FILES[kind]) as table:
            readers[kind](table)
    records = Records(framework, request.name)
    reading.notes += told.notes
    reading.notes += [] if "skills" in kinds else [_NO_SKILLS]
    reading.notes += records.list_notes()
    return reading.source(records.rows())

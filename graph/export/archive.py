"""A folder as one ZIP file: the same folder gives the same bytes, whenever and wherever."""

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .files import open_new

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, as ZIP has it
_UNIX = 3  # whose rights follow
_READABLE = 0o100644 << 16  # a file that all may read


def write_zip(folder: Path, path: Path) -> Path:
    """Write what a folder holds, its files by name and none with a time of its own."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*")}
    with open_new(path) as target, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in sorted(name for name, file in files.items() if file.is_file()):
            entry = ZipInfo(name, _BEGINNING)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
            entry.external_attr, entry.file_size = _READABLE, files[name].stat().st_size
            with files[name].open("rb") as content, archive.open(entry, "w") as place:
                shutil.copyfileobj(content, place)
    return path

"""Fetches GraphiQL's own files with npm, and keeps only what has the hashes that we know."""

import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import CareerGraphError, LoadError

from .graphiql_files import PACKAGES, Package, hash_like, list_files, list_wrong

_PATIENCE_SECONDS = 120  # npm by itself waits for minutes where the network swallows what is sent
_OPTIONS = (
    "--ignore-scripts",
    "--prefer-offline",  # what has the right hash is the right one, however old
    "--fetch-retries=2",
    "--fetch-retry-mintimeout=500",  # milliseconds
    "--fetch-retry-maxtimeout=2000",
)
_CODE = re.compile(r"^npm (?:error|ERR!) code (\S+)", re.MULTILINE)


class FetchError(CareerGraphError, RuntimeError):
    """Files that cannot be had now: no npm, no network, or no place to put them."""


def fetch_graphiql(folder: Path) -> bool:
    """Put GraphiQL's files into a folder and nothing else; False where they are there already.

    A file appears whole or not at all. Raises FetchError where npm cannot give them, and LoadError
    where what it gives is not what we know; either way the folder stays as it was.
    """
    if not any(list_wrong(folder)):
        return False
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("GraphiQL is fetched with npm, which is not here; install Node.js.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".graphiql-") as name:
            new = Path(name)
            _pack(npm, new)
            _require_known(new)
            _take_out(new)
            _put(new, folder)
    except OSError as error:
        place = error.filename or folder
        raise FetchError(f"GraphiQL cannot be put into {place}: {error.strerror}.") from error
    return True


def _pack(npm: str, folder: Path) -> None:
    """Let npm put the packages into a folder, each a tarball; it runs and changes nothing else."""
    command = [npm, "pack", *_OPTIONS, *(package.spec for package in PACKAGES)]
    try:
        done = subprocess.run(  # noqa: S603 nothing in it is from outside
            command,
            cwd=folder,  # so that no project's settings count
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"npm gave nothing within {_PATIENCE_SECONDS} seconds.") from error
    if done.returncode:
        code = _CODE.search(done.stderr)
        why = code[1] if code else f"it ended with {done.returncode}"
        raise FetchError(f"npm cannot fetch GraphiQL: {why}; is there a network?")


def _require_known(folder: Path) -> None:
    """Raise LoadError unless every tarball is there and is the one that we know."""
    issues = [issue for package in PACKAGES for issue in _issues_of(package, folder)]
    if issues:
        raise LoadError(issues)


def _issues_of(package: Package, folder: Path) -> list[str]:
    """What is wrong with the tarball of a package, as a sentence, if anything is."""
    place = folder / package.tarball
    if not place.is_file():
        return [f"{package.spec}: npm gave no {package.tarball}."]
    found = hash_like(package.integrity, place.read_bytes())
    if found != package.integrity:
        return [f"{package.spec} is not what it was: {found} instead of {package.integrity}."]
    return []


def _take_out(folder: Path) -> None:
    """Take the files that are needed out of the tarballs, into the same folder."""
    for package in PACKAGES:
        with tarfile.open(folder / package.tarball) as tar:
            for file in package.files:
                if content := tar.extractfile(f"package/{file.path}"):
                    folder.joinpath(file.name).write_bytes(content.read())
    if wrong := [f"{file.name} is not what it was." for file in list_wrong(folder)]:
        raise LoadError(wrong)


def _put(new: Path, folder: Path) -> None:
    """Move the files to where they are kept, and throw away what else is there."""
    folder.mkdir(exist_ok=True)
    names = {file.name for file in list_files()}
    for name in sorted(names):
        new.joinpath(name).replace(folder / name)
    for other in folder.iterdir():
        if other.name not in names:
            other.unlink()

"""New files: what exports write, whole and never over something."""

from pathlib import Path


def write_new(path: Path, content: bytes) -> Path:
    """Write a file that is not there yet, its folders too; FileExistsError where it is."""
    if path.exists():
        raise FileExistsError(f"{path} is there already; give the name of a new file.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
    return path


def check_empty(folder: Path) -> None:
    """Raise FileExistsError where a folder holds something; it need not be there."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder.")

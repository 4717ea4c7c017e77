"""An environment without networkx, for the tests of what says so."""

import sysconfig
from pathlib import Path


def link_packages(folder: Path) -> Path:
    """A folder with all installed packages but networkx, for PYTHONPATH."""
    links = folder / "packages"
    links.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if not package.name.startswith("networkx") and package.suffix != ".pth":
            (links / package.name).symlink_to(package)
    return links

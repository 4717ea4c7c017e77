"""GraphiQL's own files: which there are, how each is known to be right, and where they are kept.

Nothing of them is in this repository: `api.graphiql_fetch` gets them from npm. To take another
version, change it here with the hashes, which are in the form of https://www.w3.org/TR/sri/: of a
package as npm lists it (`npm view NAME@VERSION dist.integrity`), of a file by
`openssl dgst -sha384 -binary FILE | base64`.
"""

import hashlib
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """A file of a package: where it stands in there, what we call it, and its hash."""

    path: str
    name: str
    integrity: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package of npm: its name, version and hash, and the files of it that are needed."""

    name: str
    version: str
    integrity: str
    files: tuple[File, ...]

    @property
    def spec(self) -> str:
        """How npm is asked for it."""
        return f"{self.name}@{self.version}"

    @property
    def tarball(self) -> str:
        """What npm calls the file that it packs it into."""
        return f"{self.name}-{self.version}.tgz"


# A name holds its version: what was cached under it never changes.
PACKAGES = (
    Package(
        "react",
        "18.2.0",
        "sha512-/3IjMdb2L9QbBdWiW5e3P2/npwMBaU9mHCSCUzNln0ZCYbcfTsGbTJrU/kGemdH2IWmB2ioZ+zkxtmq6g0"
        "9fGQ==",
        (
            File(
                "umd/react.production.min.js",
                "react-18.2.0.js",
                "sha384-tMH8h3BGESGckSAVGZ82T9n90ztNXxvdwvdM6UoR56cYcf+0iGXBliJ29D+wZ/x8",
            ),
            File(
                "LICENSE",
                "react-18.2.0.txt",
                "sha384-dIN5gxuW3odCH42AKpxql36fRQlrVsjCi4EJgGC2Ty8Ihkcq9cdrChEZpKhSAfks",
            ),
        ),
    ),
    Package(
        "react-dom",
        "18.2.0",
        "sha512-6IMTriUmvsjHUjNtEDudZfuDQUoWXVxKHhlEGSk81n4YFS+r/Kl99wXiwlVXtPBtJenozv2P+hxDsw9eA7"
        "Xo6g==",
        (
            File(
                "umd/react-dom.production.min.js",
                "react-dom-18.2.0.js",
                "sha384-bm7MnzvK++ykSwVJ2tynSE5TRdN+xL418osEVF2DE/L/gfWHj91J2Sphe582B1Bh",
            ),
            File(
                "LICENSE",
                "react-dom-18.2.0.txt",
                "sha384-dIN5gxuW3odCH42AKpxql36fRQlrVsjCi4EJgGC2Ty8Ihkcq9cdrChEZpKhSAfks",
            ),
        ),
    ),
    Package(
        "graphiql",
        "3.8.3",
        "sha512-cuPDYtXVKV86Pu5PHBX642Odi/uVEE2y1Jxq5rGO/Qy1G2lRp7ZZ7a/T30RzxhuLSWo9zUbzq0P3U49//H"
        "0Ugw==",
        (
            File(
                "graphiql.min.js",
                "graphiql-3.8.3.js",
                "sha384-HbRVEFG0JGJZeAHCJ9Xm2+tpknBQ7QZmNlO/DgZtkZ0aJSypT96YYGRNod99l9Ie",
            ),
            File(
                "graphiql.min.css",
                "graphiql-3.8.3.css",
                "sha384-Mq3vbRBY71jfjQAt/DcjxUIYY33ksal4cgdRt9U/hNPvHBCaT2JfJ/PTRiPKf0aM",
            ),
            File(
                "LICENSE",
                "graphiql-3.8.3.txt",
                "sha384-9JPX1agGTIUB7wtQt2kO3PUO7clmCJp+9e50VMjw1yd8briI77AZnMDBz5VcerBH",
            ),
        ),
    ),
)
"""What GraphiQL needs, in the order in which a page loads it; each licence is a `.txt`."""


def files_folder() -> Path:
    """Where the files are kept: beside what is installed, apart from what is ours."""
    return Path(sys.prefix) / "share" / "career-graph" / "graphiql"


def list_files() -> list[File]:
    """Every file, in the order in which a page loads them."""
    return [file for package in PACKAGES for file in package.files]


def list_wrong(folder: Path) -> Iterator[File]:
    """Yield the files that the folder does not hold as they should be."""
    for file in list_files():
        place = folder / file.name
        if not (
            place.is_file() and hash_like(file.integrity, place.read_bytes()) == file.integrity
        ):
            yield file


def hash_like(integrity: str, content: bytes) -> str:
    """The hash of some content, by the algorithm and in the form of another hash.

    >>> hash_like("sha256-?", b"")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    algorithm = integrity.partition("-")[0]
    return f"{algorithm}-{b64encode(hashlib.new(algorithm, content).digest()).decode()}"

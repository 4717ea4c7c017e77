"""Fuzz the readers of sources, guided by coverage: `make fuzz-loaders`.

Atheris (https://github.com/google/atheris) changes one file of a tiny source at a time, and keeps
what reaches code that nothing reached before. It stops at the first case that raises anything but
LoadError, is answered by a message which nobody could read, or takes too much time or memory; the
case is written to a file, and run alone by `fuzz_loaders.py FILE`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

atheris.enabled_hooks.add("str")  # the hook for regular expressions knows no places to search from
with atheris.instrument_imports(
    include=["loaders", "graph", "yaml", "zipfile", "xml", "gzip", "csv"]
):
    from reader_seeds import Case, from_bytes, list_targets, to_bytes
    from reader_trials import Ground

_FOLDER = Path(".fuzz")
_SLOWEST_SECONDS = 5
_MOST_MEGABYTES = 1024
_LONGEST = 16_384  # bytes of a case
_WORDS = (
    *(b'"', b'""', b",", b";", b"\\x09", b"\\x0a", b"\\x0d\\x0a", b"\\x00", b"\\xef\\xbb\\xbf"),
    *(b"\\xff\\xfe", b"\\x1f\\x8b\\x08", b"PK\\x03\\x04", b"PK\\x05\\x06", b"n/a", b"#N/A"),
    *(b"&a ", b"*a", b"!!str ", b"---", b"...", b"<<: ", b"? ", b"- ", b"[", b"{", b": ", b"| "),
    *(b"<row>", b"<c r=\\x22A1\\x22", b"<v>", b"</v>", b"<f>", b"<is><t>", b"<!DOCTYPE x [", b"-1"),
    *(b"<!ENTITY a \\x22b\\x22>", b"&a;", b"<![CDATA[", b"1048577", b"XFD1", b"1e999", b"NaN"),
    *(b"Occupation", b"occupationUri", b"conceptUri", b"O*NET-SOC Code", b"soc2010_code"),
)
"""Words that files are made of, in the spelling of a dictionary of libFuzzer."""


def main() -> None:
    """Run the fuzzer, or one case."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("case", nargs="?", type=Path, help="a case to run alone")
    parser.add_argument("--seconds", type=int, default=60, help="how long to run")
    parser.add_argument("--seed", type=int, default=0, help="what to start from; 0 is any")
    parser.add_argument("--about", default="", help="only targets whose name begins so")
    options = parser.parse_args()
    targets = [it for it in list_targets() if it.name.startswith(options.about)]
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder), targets)

        def attempt(data: bytes) -> None:
            if len(data) > 1:
                ground.attempt(from_bytes(data, targets))

        if options.case is not None:
            print(from_bytes(options.case.read_bytes(), targets))  # noqa: T201 a command's answer
            attempt(options.case.read_bytes())
            return
        cases = [
            Case(target, target.sound, auto=auto) for target in targets for auto in (False, True)
        ]
        arguments = _write_corpus([to_bytes(case, targets) for case in cases])
        arguments += (f"-max_total_time={options.seconds}", f"-seed={options.seed}")
        atheris.Setup([sys.argv[0], *arguments], attempt)
        atheris.Fuzz()


def _write_corpus(cases: list[bytes]) -> list[str]:
    """Write what the fuzzer starts from: its arguments."""
    corpus, found = _FOLDER / "corpus", _FOLDER / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(cases):
        (corpus / f"seed-{number}").write_bytes(case)
    words = _FOLDER / "words"
    words.write_bytes(b"".join(b'"%s"\n' % word.replace(b'"', b"\\x22") for word in _WORDS))
    return [
        str(corpus),
        f"-dict={words}",
        f"-artifact_prefix={found}/",
        f"-timeout={_SLOWEST_SECONDS}",
        f"-rss_limit_mb={_MOST_MEGABYTES}",
        f"-max_len={_LONGEST}",
        "-print_final_stats=1",
    ]


if __name__ == "__main__":
    main()

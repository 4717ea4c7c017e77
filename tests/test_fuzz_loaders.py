"""The fuzzer of the loaders: its trials see what is wrong, and a few hundred find nothing."""

import random

import pytest
from reader_seeds import ENCODINGS, Case, Target, from_bytes, list_targets, to_bytes
from reader_trials import Ground

from graph.errors import LoadError
from loaders import LOADERS, Loader
from loaders.request import Request

TARGETS = list_targets()
_CASES = 400
_PIECES = (
    b"\0",
    b'"',
    b",",
    b"\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"&a",
    b"*a",
    b"[",
    b"<",
    b"-1",
    b"PK",
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """A folder of tiny sources."""
    return Ground(tmp_path_factory.mktemp("ground"), TARGETS)


def test_every_format_is_tried_and_loads(ground: Ground) -> None:
    """There is a tiny source of each format, and it loads as it is, found by its content too."""
    assert {target.format_ for target in TARGETS} == set(LOADERS)
    for target in {it.source: it for it in TARGETS}.values():
        for auto in (False, True):
            source = ground.attempt(Case(target, target.sound, auto=auto))
            assert source is not None
            assert source.format == target.format_


def test_a_case_is_its_bytes() -> None:
    """What the fuzzer writes down is the case that it found."""
    for target in TARGETS:
        case = Case(target, b"x", ENCODINGS[2], auto=True)
        assert from_bytes(to_bytes(case, TARGETS), TARGETS) == case


def test_what_a_message_shows_of_a_file_is_not_judged(ground: Ground) -> None:
    """A file may hold `()`, and a message may show that."""
    target = next(it for it in TARGETS if it.file == "index.yaml")
    source = ground.attempt(Case(target, b"catalog: ((\xff()((\n", auto=True))
    assert source is not None
    assert "()" in str(source.issues[0])


def _damage(target: Target, rng: random.Random) -> bytes:
    """The target's content with a few pieces of it cut out, doubled or put in."""
    content = bytearray(target.sound)
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(content))
        piece = bytes(content[at : at + rng.randint(0, 20)])
        put = rng.choice((b"", piece * 2, rng.choice(_PIECES), rng.randbytes(2)))
        content[at : at + len(piece)] = put
    return bytes(content)


def test_damaged_files_are_loaded_or_refused(ground: Ground) -> None:
    """Whatever is damaged, there is a source or a LoadError, and every message can be read."""
    rng = random.Random(7)
    for number in range(_CASES):
        target = TARGETS[number % len(TARGETS)]
        encoding, auto = rng.choice(ENCODINGS), rng.random() < 0.5
        ground.attempt(Case(target, _damage(target, rng), encoding, auto=auto))


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (KeyError("x"), KeyError),
        (LoadError(["two\nlines"]), AssertionError),
        (LoadError(["it fell (KeyError('x'))."]), AssertionError),
        (LoadError(["x" * 3000]), AssertionError),
    ],
)
def test_a_fault_is_seen(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, error: Exception, seen: type[Exception]
) -> None:
    """A loader that falls, or says what nobody can read, fails the trial."""

    def fall(_request: Request) -> None:
        raise error

    loader = Loader(LOADERS["csco"].recognises, fall)  # type: ignore[arg-type] # it never returns
    monkeypatch.setitem(LOADERS, "csco", loader)
    target = next(it for it in TARGETS if it.format_ == "csco")
    with pytest.raises(seen):
        ground.attempt(Case(target, target.sound))

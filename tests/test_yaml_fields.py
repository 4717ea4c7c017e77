"""YAML files of fields: texts and lists of texts, and nothing that grows when it is read."""

import contextlib
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.opening import UnreadableError
from loaders.reading.yaml_fields import MOST_CHARACTERS, Field, Text, read_fields


def _read(folder: Path, text: str) -> dict[str, Field]:
    """The fields of a file with this text."""
    path = folder / "x.yaml"
    path.write_text(text, "utf-8")
    return read_fields(path)


def _refusal(folder: Path, text: str) -> tuple[int, str]:
    """The line and the sentence with which a file of this text is refused."""
    with pytest.raises(UnreadableError) as caught:
        _read(folder, text)
    return caught.value.line, str(caught.value)


def test_scalars_are_texts(tmp_path: Path) -> None:
    """No number, date or truth is made of a text; folded lines are one; nothing is nothing."""
    fields = _read(
        tmp_path,
        "id: no\nversion: 1.10\nday: 2026-01-02\nsaid: two\n  lines\nquoted: '~'\nempty:\nnone: ~\n"
        "listed:\n- a\n- ''\n-\n",
    )
    assert {key: [it.text for it in found.texts] for key, found in fields.items()} == {
        "id": ["no"],
        "version": ["1.10"],
        "day": ["2026-01-02"],
        "said": ["two lines"],
        "quoted": ["~"],
        "empty": [],
        "none": [],
        "listed": ["a", ""],
    }
    assert fields["listed"] == Field(9, [Text("a", 10), Text("", 11)], listed=True)


def test_what_nests_is_known(tmp_path: Path) -> None:
    """A field with more than a list is marked, and what stands deeper is no text of it."""
    fields = _read(tmp_path, "a:\n  b: c\nd: [e, [f], {g: h}, i]\nj: k\n")
    assert fields == {
        "a": Field(1, nested=True),
        "d": Field(3, [Text("e", 3), Text("i", 3)], listed=True, nested=True),
        "j": Field(4, [Text("k", 4)]),
    }


_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (_BOMB, 1, "'&a' is an alias or is meant for one; write out what it stands for."),
        ("a: *b\n", 1, "'*b' is an alias or is meant for one; write out what it stands for."),
        ("a: 1\nb: !!python/object:x y\n", 2, "'tag:yaml.org,2002:python/object:x' is a tag"),
        ("a: " + "[" * 60_000, 1, "this is nested more than 8 deep."),
        ("- a\n", 1, "this is no mapping of keys to values."),
        ("a: b\n---\nc: d\n", 2, "a second document begins here; give each a file."),
        ("? [a]\n: b\n", 1, "this key is no text; write a word before the colon."),
        ("a: b\nc: d\na: e\n", 3, "the key 'a' stands on line 1 too; delete one."),
        ("a: b\nc: d: e\n", 2, "this is not YAML (mapping values are not allowed here); mend it"),
        ("a: b\nc: \x07\n", 2, "the file holds '\\x07', which YAML does not allow; delete it."),
        ('a: "\\U00110000"\n', 0, "the file has an escape, such as \\U00110000, that stands for"),
        ("a: " + "b" * MOST_CHARACTERS, 0, "the file has more than 65536 characters; split it."),
    ],
)
def test_each_defect_has_its_message(tmp_path: Path, text: str, line: int, said: str) -> None:
    """What is none of fields is refused with its line and what to do."""
    refused = _refusal(tmp_path, text)
    assert (refused[0], refused[1][: len(said)]) == (line, said)


@pytest.mark.parametrize(
    "text",
    [
        "a: '" + "x\n" * 32_000 + "'",
        "a: " + "x " * 32_000,
        "a:\n" + "- x\n" * 16_000,
        "".join(f"k{number}: x\n" for number in range(6_000)),
        "a: {" + ", ".join(f"k{number}: x" for number in range(5_000)) + "}",
        "a:" + "\n" * 65_000,
        "#" * 65_000,
        "? " * 30_000,
        "- " * 30_000,
        "a: " + "{x: " * 15_000,
        "%TAG ! x\n" * 7_000,
    ],
)
def test_the_longest_file_takes_little_memory(tmp_path: Path, text: str) -> None:
    """Whatever the longest file is full of, it is read or refused in a thousand times its size."""
    tracemalloc.start()
    with contextlib.suppress(UnreadableError):
        _read(tmp_path, text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1000 * MOST_CHARACTERS


_TRICKY = st.text(
    st.sampled_from("ab:-?*&!|>%@`'\"#[]{}, \t\n\r\\x0U~") | st.characters(), max_size=80
)


@given(_TRICKY)
def test_no_text_makes_the_reader_fall(text: str) -> None:
    """Whatever a file holds, reading gives fields or raises UnreadableError with a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            fields = read_fields(path)
        except UnreadableError as error:
            str(error).encode()
        else:
            assert all(found.line > 0 for found in fields.values())

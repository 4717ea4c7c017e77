"""Quotes: cut from the text whose hash is the document's, and from nothing else."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from graph.quotes import Quotes
from graph.records import Document

TEXT = "\ufeff电话客服😀\r\n客服总监, 6年以上\n"
SHARED = Path(os.environ.get("CAREER_SHARED", Path(__file__).parents[2] / "shared"))
LARGEST = 10 * 1024 * 1024


def document(content: bytes, file: str | None = "a.txt") -> Document:
    """A document of this content."""
    return Document(id="a", title="A", file=file, sha256=sha256(content).hexdigest())


def put(folder: Path, content: bytes = TEXT.encode(), name: str = "a.txt") -> Document:
    """Write a document's file, and give the document."""
    (folder / name).write_bytes(content)
    return document(content, name)


def whole(quotes: Quotes, about: Document, length: int = len(TEXT)) -> str | None:
    """The quote of a whole text."""
    return quotes.find_quote(about, 0, length)


def test_a_quote_is_exactly_the_span(tmp_path: Path) -> None:
    """Offsets count code points of the bytes as they are: BOM, emoji and CRLF one by one."""
    about = put(tmp_path)
    quotes = Quotes(tmp_path, [about])
    assert quotes.find_quote(about, 1, 5) == "电话客服"
    assert quotes.find_quote(about, 5, 8) == "😀\r\n"
    assert whole(quotes, about) == TEXT


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, None), (None, 3), (0, None), (-1, 2), (3, 3), (4, 3), (0, len(TEXT) + 1), (99, 100)],
)
def test_a_span_outside_the_text_is_not_quoted(
    tmp_path: Path, start: int | None, end: int | None
) -> None:
    """Half a span, an empty one and one that leaves the text give no quote."""
    about = put(tmp_path)
    assert Quotes(tmp_path, [about]).find_quote(about, start, end) is None


def test_without_a_folder_nothing_is_quoted() -> None:
    """No folder, or one that is not there, gives no quotes and no complaints."""
    about = document(TEXT.encode())
    for folder in (None, Path("nowhere")):
        assert whole(Quotes(folder, [about]), about) is None
        assert Quotes(folder, [about]).list_changed() == []


def test_a_document_without_a_hash_is_never_quoted(tmp_path: Path) -> None:
    """Where nobody said what the text is, no text is it."""
    put(tmp_path)
    about = Document(id="a", title="A", file="a.txt")
    quotes = Quotes(tmp_path, [about])
    assert whole(quotes, about) is None
    assert quotes.list_changed() == []


@pytest.mark.parametrize("file", [None, "gone.txt", "other.txt"])
def test_a_renamed_file_is_found_by_its_hash(tmp_path: Path, file: str | None) -> None:
    """A text under another name, or of a document that names none, is found by its hash."""
    put(tmp_path, name="renamed.txt")
    put(tmp_path, b"another text", "other.txt")
    about = document(TEXT.encode(), file)
    assert whole(Quotes(tmp_path, [about]), about) == TEXT


def test_a_changed_text_is_not_quoted_until_it_is_put_back(tmp_path: Path) -> None:
    """A change of the file ends its quotes at once, also in a running service; undoing it heals."""
    about = put(tmp_path)
    quotes = Quotes(tmp_path, [about])
    assert whole(quotes, about) == TEXT
    put(tmp_path, TEXT.encode() + b".")
    assert whole(quotes, about) is None
    put(tmp_path)
    assert whole(quotes, about) == TEXT
    (tmp_path / "a.txt").unlink()
    assert whole(quotes, about) is None


def test_a_file_that_arrives_later_is_found(tmp_path: Path) -> None:
    """A text that is put into the folder after the first question is quoted from then on."""
    about = document(TEXT.encode(), None)
    quotes = Quotes(tmp_path, [about])
    assert whole(quotes, about) is None
    put(tmp_path, name="new.txt")
    assert whole(quotes, about) == TEXT


def test_a_text_that_is_no_utf_8_is_not_quoted(tmp_path: Path) -> None:
    """Bytes of another encoding are not guessed at."""
    about = put(tmp_path, "电话客服".encode("gb18030"))
    assert whole(Quotes(tmp_path, [about]), about, 2) is None


def test_a_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged file is opened only for its hash and for its text, however often it is asked."""
    about = put(tmp_path)
    put(tmp_path, b"another text", "b.txt")
    absent = document(b"absent", "c.txt")
    opened = []
    real_open = os.open

    def remember(path: Path, flags: int) -> int:
        opened.append(path.name)
        return real_open(path, flags)

    monkeypatch.setattr("graph.quotes.os.open", remember)
    quotes = Quotes(tmp_path, [about])
    for _ in range(3):
        assert whole(quotes, about) == TEXT
        assert whole(quotes, absent) is None
    assert sorted(opened) == ["a.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize("file", ["a\0b", "x" * 300])
def test_no_file_name_breaks_the_search(tmp_path: Path, file: str) -> None:
    """A name that no file can have is as good as an absent one; paths no document can have."""
    put(tmp_path)
    folder = tmp_path / "documents"
    folder.mkdir()
    about = document(TEXT.encode(), file)
    quotes = Quotes(folder, [about])
    assert whole(quotes, about) is None
    changed = Document(id="a", title="A", file=about.file, sha256="0" * 64)
    assert Quotes(folder, [changed]).list_changed() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets only administrators make links")
def test_links_are_followed_within_the_folder_only(tmp_path: Path) -> None:
    """A link to a file outside is as good as absent; one to a file inside is that file."""
    about = put(tmp_path)
    folder = tmp_path / "documents"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").symlink_to(tmp_path / "a.txt")
    (folder / "circle").symlink_to(folder / "circle")
    quotes = Quotes(folder, [about])
    assert whole(quotes, about) is None
    assert whole(quotes, document(TEXT.encode(), "circle")) is None
    put(folder / "sub")
    assert whole(quotes, about) is None
    (folder / "b.txt").symlink_to(folder / "sub" / "a.txt")
    assert whole(quotes, about) == TEXT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes in folders")
def test_a_pipe_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    """What is no regular file is not read, and does not make the search wait."""
    os.mkfifo(tmp_path / "a.txt")
    about = put(tmp_path, name="b.txt")
    assert whole(Quotes(tmp_path, [about]), document(TEXT.encode())) == TEXT


def test_a_file_above_10_mib_is_not_read(tmp_path: Path) -> None:
    """A file of 10 MiB is quoted, one of a byte more is passed over and not called changed."""
    content = b"x" * LARGEST
    about = put(tmp_path, content)
    assert Quotes(tmp_path, [about]).find_quote(about, 0, 3) == "xxx"
    large = put(tmp_path, content + b"x")
    quotes = Quotes(tmp_path, [large])
    assert quotes.find_quote(large, 0, 3) is None
    assert quotes.list_changed() == []


def test_a_file_that_cannot_be_opened_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the system refuses to open gives no quote."""
    about = put(tmp_path)

    def refuse(*_: object) -> int:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr("graph.quotes.os.open", refuse)
        assert whole(Quotes(tmp_path, [about]), about) is None
    assert whole(Quotes(tmp_path, [about]), about) == TEXT


def test_a_file_that_changes_while_it_is_read_is_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change between hash and text gives no quote, and no lasting harm."""
    about = put(tmp_path)
    quotes = Quotes(tmp_path, [about])
    real_open = os.open
    opened = []

    def change(path: Path, flags: int) -> int:
        opened.append(path)
        if len(opened) == 2:
            put(tmp_path, b"edited")
        return real_open(path, flags)

    with monkeypatch.context() as patch:
        patch.setattr("graph.quotes.os.open", change)
        assert whole(quotes, about) is None
    put(tmp_path)
    assert whole(quotes, about) == TEXT


def test_changed_files_are_named_with_the_remedy(tmp_path: Path) -> None:
    """A document whose own file has another hash is named with both hashes and what to do."""
    same = put(tmp_path)
    put(tmp_path, b"edited", "b.txt")
    edited = Document(id="b", title="B", file="b.txt", sha256="0" * 64)
    gone = Document(id="c", title="C", file="c.txt", sha256="0" * 64)
    (sentence,) = Quotes(tmp_path, [gone, edited, same]).list_changed()
    assert sentence.startswith(f"document 'b': {tmp_path.resolve() / 'b.txt'} has sha256 ")
    for part in (sha256(b"edited").hexdigest(), "0" * 64, "put the original text back"):
        assert part in sentence


def test_threads_may_share_the_quotes(tmp_path: Path) -> None:
    """Questions at the same time get the same quote."""
    about = put(tmp_path)
    quotes = Quotes(tmp_path, [about])
    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(lambda _: whole(quotes, about), range(64)))
    assert answers == {TEXT}


@pytest.mark.skipif(
    not (SHARED / "documents").is_dir(), reason=f"no documents in {SHARED}; set CAREER_SHARED"
)
def test_real_articles_are_quoted() -> None:
    """A sentence of a real article is found where it stands, and not in another's text."""
    folder = SHARED / "documents"
    articles = {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}
    documents = [document(content, name) for name, content in articles.items()]
    quotes = Quotes(folder, documents)
    for about, content in zip(documents, articles.values(), strict=True):
        text = content.decode()
        start = text.index("客服")
        assert quotes.find_quote(about, start, start + 2) == "客服"
        assert whole(quotes, about, len(text)) == text
        assert quotes.find_quote(about, 0, len(text) + 1) is None
    assert quotes.list_changed() == []

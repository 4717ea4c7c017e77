"""Passages against the documents at hand."""

import hashlib
from pathlib import Path

import pytest
from tables_world import SOUND, list_messages, write_folder

from graph.errors import LoadError
from loaders import load_source
from loaders.reading import opening

TEXT = "第一行\r\n二".encode()  # six code points: a carriage return and a line feed are two
HASH = hashlib.sha256(TEXT).hexdigest()


def _write(tmp_path: Path, documents: str, spans: str) -> tuple[Path, Path]:
    """A tables folder with these rows, and a folder of texts with `a.txt`."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_bytes(TEXT)
    tables = {
        "documents": f"id,title,file,sha256\n{documents}\n",
        "roles": f"id,name_en,document,start,end\n{spans}\n",
    }
    return write_folder(tmp_path / "ladder", tables), texts


def test_a_span_may_end_where_the_text_ends(tmp_path: Path) -> None:
    """Spans count code points of the bytes as they are, line ends untouched."""
    folder, texts = _write(tmp_path, f"a,A,a.txt,{HASH}", "agent,Agent,a,0,6")
    assert list_messages(folder, texts) == []


def test_a_span_beyond_the_text_is_an_issue(tmp_path: Path) -> None:
    """A span that ends after its document's last character is an issue at its end."""
    folder, texts = _write(tmp_path, f"a,A,a.txt,{HASH}", "agent,Agent,a,0,6\nlead,Lead,a,3,7")
    assert list_messages(folder, texts) == [
        "roles.csv:3:5: end is 7, but the text of 'a' has 6 characters; count start and end again."
    ]
    assert list_messages(folder) == []


def test_a_changed_document_is_an_issue_and_its_spans_are_not(tmp_path: Path) -> None:
    """Where the hash differs the document changed, and nobody knows what its spans mean."""
    folder, texts = _write(tmp_path, f"a,A,a.txt,{'0' * 64}", "agent,Agent,a,0,99")
    assert list_messages(folder, texts) == [
        (
            f"documents.csv:2:4: sha256 is '{'0' * 64}', but 'a.txt' has '{HASH}': the document "
            "changed; bring back the old file, or count start and end again and renew sha256."
        )
    ]


@pytest.mark.parametrize("document", ["a,A,a.txt,", f"a,A,,{HASH}", f"a,A,elsewhere.txt,{HASH}"])
def test_a_document_without_hash_or_file_is_not_checked(tmp_path: Path, document: str) -> None:
    """Without hash, file name or file there is nothing to compare with."""
    folder, texts = _write(tmp_path, document, "agent,Agent,a,0,99")
    assert list_messages(folder, texts) == []


def test_a_document_that_is_no_text_is_an_issue(tmp_path: Path) -> None:
    """A document whose bytes are not UTF-8 has no characters to count."""
    digest = hashlib.sha256(b"\xb5\xe7").hexdigest()
    folder, texts = _write(tmp_path, f"b,B,b.txt,{digest}", "agent,Agent,b,0,1")
    (texts / "b.txt").write_bytes(b"\xb5\xe7")
    assert list_messages(folder, texts) == [
        (
            "documents.csv:2:3: file is 'b.txt'; it is not UTF-8 text, so that start and end count "
            "nothing; save it as UTF-8 and renew sha256."
        )
    ]


def test_a_document_is_read_as_other_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that is too large, or is a link, is an issue, and is not read."""
    folder, texts = _write(tmp_path, f"a,A,a.txt,{HASH}", "agent,Agent,a,0,6")
    monkeypatch.setattr(opening, "MOST_BYTES", 500)
    (texts / "a.txt").write_bytes(b"a" * 501)
    begin = "documents.csv:2:3: file is 'a.txt'; "
    message = f"{begin}the file has 501 bytes, more than 500; split it."
    assert list_messages(folder, texts) == [message]
    (texts / "a.txt").rename(texts / "b.txt")
    (texts / "a.txt").symlink_to(texts / "b.txt")
    assert list_messages(folder, texts) == [f"{begin}this is a link; put the file itself here."]


@pytest.mark.parametrize("name", ["../texts/a.txt", "/etc/passwd", "..", "x\\a.txt"])
def test_a_document_is_never_looked_for_outside_its_folder(tmp_path: Path, name: str) -> None:
    """`file` is a name; one with folders in it is an issue and nothing is opened."""
    folder, texts = _write(tmp_path, f"a,A,{name},{'0' * 64}", "agent,Agent,a,0,1")
    (message,) = list_messages(folder, texts)
    assert message.startswith(f"documents.csv:2:3: file is {name!r}; ")


def test_a_documents_folder_must_be_there(tmp_path: Path) -> None:
    """A documents folder that is none is refused: nothing would be checked."""
    folder = write_folder(tmp_path / "x", SOUND)
    with pytest.raises(
        LoadError, match=r"documents folder is '.*nope'; there is nothing like that"
    ):
        load_source(str(folder), documents=tmp_path / "nope")

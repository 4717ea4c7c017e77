"""TheCyberCerts: certifications, one YAML file each, with issuer, grade and roles."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from public_worlds import CERTIFICATIONS, KNIFE, OVEN
from shared import find_shared

from graph.catalog import CareerGraph
from graph.errors import LoadError
from graph.names import Directory
from graph.records import (
    Certification,
    EntityKind,
    Name,
    Necessity,
    Passage,
    Requirement,
    RequirementKind,
)
from graph.sources import Source, Tally
from loaders import certifications, load_source, recognise


def _write(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """A folder with the tiny catalogue, some of its files changed or (None) left out."""
    (folder / "all").mkdir(parents=True, exist_ok=True)
    for name, text in {**CERTIFICATIONS, **(files or {})}.items():
        if text is not None:
            (folder / name).write_text(text, "utf-8")
    return folder


def _load(folder: Path, files: Mapping[str, str | None] | None = None) -> Source:
    """The tiny catalogue as the source `certs`."""
    return load_source(str(_write(folder, files)), name="certs")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The tiny catalogue."""
    return _load(tmp_path / "x")


def test_it_is_known_by_its_keys(tmp_path: Path) -> None:
    """A folder is the catalogue by what its files hold, as is the folder within, and one file."""
    folder = _write(tmp_path / "x")
    for path in (folder, folder / "all", folder / "all" / "oven-1.yaml"):
        assert recognise(path) == "certifications"
    for path in (folder / "index.yaml", tmp_path / "none", Path("/dev/null")):
        assert not certifications.recognises(path)
    (tmp_path / "y").mkdir()
    with pytest.raises(LoadError, match="it has no certification"):
        load_source(str(tmp_path / "y"), format_="certifications")


def test_certifications_have_issuer_and_grade(source: Source) -> None:
    """A name that looks like a number is what is written; the level is the grade."""
    assert source.rows["certifications"] == (
        Certification(id="thecybercerts-knife-2", name_en="1.10", issuer="Millers", grade="expert"),
        Certification(
            id="thecybercerts-oven-1",
            name_en="Oven+",
            issuer="Bakers' Guild",
            grade="foundational",
        ),
    )


def test_short_and_full_names_are_names(source: Source) -> None:
    """A description is a full name unless it is a sentence; what repeats the name is none."""
    assert source.rows["names"] == tuple(
        Name(
            kind=EntityKind.CERTIFICATION,
            id="thecybercerts-oven-1",
            name=name,
            language="en",
            reason=reason,
            passage=Passage("certs", table="all/oven-1.yaml", row=1),
        )
        for name, reason in [("OV1", "short name"), ("Guild Certified Oven Operator", "full name")]
    )


def test_roles_prefer_their_certifications(source: Source) -> None:
    """Each role that a certification is for asks for it, as advice, at the line that names it."""
    assert [(it.id, it.name_en) for it in source.rows["roles"]] == [
        ("thecybercerts-baker", "baker"),
        ("thecybercerts-head-baker", "head baker"),
    ]
    assert source.rows["requirements"] == tuple(
        Requirement(
            role=f"thecybercerts-{role}",
            kind=RequirementKind.CERTIFICATION,
            target=f"thecybercerts-{id_}",
            necessity=Necessity.PREFERRED,
            passage=Passage("certs", table=f"all/{id_}.yaml", row=line),
        )
        for role, id_, line in [
            ("baker", "knife-2", 6),
            ("head-baker", "oven-1", 14),
            ("baker", "oven-1", 15),
        ]
    )


def test_codes_find_a_certification(source: Source) -> None:
    """Its id in the catalogue is an exact code; what it belongs to are broad ones."""
    directory = Directory(CareerGraph([source], number=1, created=""))
    found = directory.find_code(EntityKind.CERTIFICATION, "thecybercerts", "oven-1")
    assert found.ids == ("thecybercerts-oven-1",)
    assert [
        (it.scheme, it.code, it.relation.value)
        for it in source.rows["codes"]
        if it.id == "thecybercerts-oven-1"
    ] == [
        ("thecybercerts", "oven-1", "exact"),
        ("thecybercerts-domain", "Baking", "broad"),
        ("thecybercerts-sub-area", "Bread", "broad"),
        ("thecybercerts-track", "bread-and-cake", "broad"),
        ("thecybercerts-role-group", "Kitchen", "broad"),
    ]


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    """Files are counted by folder; what is no certification, or not in the header, is said."""
    source = _load(tmp_path / "x")
    assert (source.issues, source.notes) == ((), ())
    assert source.tallies == (Tally("all/*.yaml", 2, 2), Tally("index.yaml", 1, 1))
    assert (source.rows["documents"][0].title, source.rows["documents"][0].published) == (
        "Baking Certificates 2026.03",
        "2026-03-15",
    )
    files = {
        "compose.yaml": "services:\n  a: {image: b}\n",
        "all/knife-2.yaml": None,
        "all/fork.yml": KNIFE,
    }
    source = _load(tmp_path / "y", files)
    assert source.issues == ()
    assert source.notes == (
        "compose.yaml is no certification; it was not read.",
        "knife-2.yaml: listed in the header, and there is no such file.",
        "fork.yml: there, and not listed in the header.",
    )


def test_one_file_is_a_source(tmp_path: Path) -> None:
    """A certification alone loads, without a header to name the catalogue."""
    folder = _write(tmp_path / "x")
    source = load_source(str(folder / "all" / "oven-1.yaml"))
    assert (source.name, source.issues) == ("oven-1", ())
    assert source.tallies == (Tally("*.yaml", 1, 1),)
    assert source.rows["documents"][0].title == "TheCyberCerts"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: oven-1", "id: Oven 1", "1:1: id is 'Oven 1'; give lower-case words joined by"),
        ("id: oven-1", "id: knife-2", "1:1: id is 'knife-2', as in all/knife-2.yaml; give each"),
        ("name: Oven+", "name:", "2:1: name is empty; give the certification's name."),
        ("name: Oven+", "name: [a, b]", "2:1: name is a list; give one text."),
        ("- Bread", "- Bread: white", "7:1: sub_areas has more within; give a text, or a list."),
        ("- head-baker", "- 面包师", "14:1: a role is '面包师'; give words in Latin letters."),
        ("name: Oven+", 'name: "a\\x7fb"', "2:1: name is 'a\\x7fb'; delete its control character."),
        ("name: Oven+", 'name: "a\\ud800b"', "2:1: name is 'a\\ud800b'; delete its control"),
        ("name: Oven+", "name: &n Oven+", "2:1: '&n' is an alias or is meant for one;"),
    ],
)
def test_each_defect_has_its_message(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A defect is one sentence with its file, line, the value and what to do."""
    (issue,) = _load(tmp_path / "x", {"all/oven-1.yaml": OVEN.replace(old, new)}).issues
    assert str(issue).startswith(f"all/oven-1.yaml:{expected}")


def test_links_and_pipes_are_refused(tmp_path: Path) -> None:
    """A file that is none is an issue, and none is followed or waited for."""
    folder = _write(tmp_path / "x")
    (folder / "all" / "link.yaml").symlink_to(folder / "index.yaml")
    os.mkfifo(folder / "all" / "pipe.yaml")
    assert [str(issue) for issue in load_source(str(folder)).issues] == [
        "all/link.yaml:1:1: this is a link; put the file itself here.",
        "all/pipe.yaml:1:1: this is a pipe or a device; put a plain file here.",
    ]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of more files than any catalogue has is refused before they are read."""
    monkeypatch.setattr(certifications, "_MOST_FILES", 2)
    with pytest.raises(LoadError, match="it has more than 2 YAML files; split it"):
        _load(tmp_path / "x")


def test_the_published_catalogue_is_read_whole() -> None:
    """Every file is a certification with issuer and grade, as the notes beside them count."""
    source = load_source(str(find_shared("data/certifications")))
    assert (source.issues, source.notes) == ((), ())
    assert source.tallies == (Tally("certifications/*.yaml", 503, 503), Tally("index.yaml", 1, 1))
    graph = CareerGraph([source], number=1, created="")
    assert len(graph.certifications) == 503
    assert len(graph.roles) == 31
    grades = [it.grade for it in graph.certifications.values()]
    assert {grade: grades.count(grade) for grade in set(grades)} == {
        "foundational": 188,
        "intermediate": 172,
        "advanced": 107,
        "expert": 36,
    }
    assert len({it.issuer for it in graph.certifications.values()}) == 99

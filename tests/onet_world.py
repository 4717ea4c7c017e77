"""A tiny O*NET for tests, with invented content: every table, in each edition."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tables_world import write_workbook

from graph.sources import Source
from loaders import load_source

HEAD, PART, AGENT, OTHER = "11-1011.00", "11-1011.01", "43-4051.00", "45-1099.00"

_TITLES = {
    HEAD: "Heads of Kites",
    PART: "Kite Controllers",
    AGENT: "Kite Answerers",
    OTHER: "Kite Workers, All Other",
}
_SCALES = {
    "IM": "Importance",
    "LV": "Level",
    "OI": "Occupational Interests",
    "IH": "Occupational Interest High-Point",
    "RL": "Required Level Of Education (Categories 1-12)",
    "RW": "Related Work Experience (Categories 1-11)",
    "PT": "On-Site Or In-Plant Training (Categories 1-9)",
    "OJ": "On-The-Job Training (Categories 1-9)",
    "EX": "Extent",
    "CX": "Context",
}
_NAMES = {
    "1.A.1.a": "Seeing Kites",
    "1.B.1.a": "Realistic",
    "1.B.1.b": "Investigative",
    "1.B.1.c": "Artistic",
    "1.B.1.d": "Social",
    "1.B.1.e": "Enterprising",
    "1.B.1.f": "Conventional",
    "1.B.1.g": "First Interest High-Point",
    "1.B.1.h": "Second Interest High-Point",
    "1.B.1.i": "Third Interest High-Point",
    "1.B.2.a": "Achievement",
    "1.C.1.a": "Patience",
    "2.A.1.a": "Reading Winds",
    "2.B.1.a": "Untangling",
    "2.C.1.a": "Law of Kites",
    "2.D.1": "Required Level of Education",
    "2.D.4.a": "Job-Related Professional Certification",
    "3.A.1": "Related Work Experience",
    "3.A.2": "On-Site or In-Plant Training",
    "3.A.3": "On-the-Job Training",
    "3.A.4.a": "Job-related Apprenticeship",
    "4.A.1.a": "Getting Kites",
    "4.C.1.a": "Wind",
}

Row = tuple[str, ...]
Table = tuple[Row, ...]
"""The header, then the rows, as the workbooks have them but all as text."""


def _rate(code: str, element: str, scale: str, value: str, *more: str) -> Row:
    """A row of ratings up to its value, and then these cells."""
    named = (code, _TITLES[code], element, _NAMES[element], scale, _SCALES[scale])
    return (*named, value, *more)


_RATED = ("O*NET-SOC Code", "Title", "Element ID", "Element Name", "Scale ID", "Scale Name")
_BOUNDS = ("N", "Standard Error", "Lower CI Bound", "Upper CI Bound", "Recommend Suppress")
_DATED = ("Date", "Domain Source")
_SKILL_HEADER = (*_RATED, "Data Value", *_BOUNDS, "Not Relevant", *_DATED)
_ASKED_HEADER = (*_RATED, "Category", "Data Value", *_BOUNDS, *_DATED)


def skill(code: str, element: str, scale: str, value: str, **flags: str) -> Row:
    """A row of skills, knowledge or abilities; flags are `suppress` (N) and `relevant` (empty)."""
    stated = ("8", "0.125", "3.88", "4.37", flags.get("suppress", "N"), flags.get("relevant", ""))
    return _rate(code, element, scale, value, *stated, "08/2023", "Analyst")


def asked(code: str, element: str, scale: str, *given: str, suppress: str = "N") -> Row:
    """A row of education, training and experience; given are its category and its value."""
    category, value = given
    rated = _rate(code, element, scale, value, "28", "", "", "", suppress, "08/2023", "Incumbent")
    return (*rated[: len(_RATED)], category, *rated[len(_RATED) :])


def _shares(code: str, element: str, scale: str, most: int, given: Mapping[int, str]) -> Table:
    """The rows of a scale with that many categories, whose other shares are 0."""
    categories = range(1, most + 1)
    return tuple(asked(code, element, scale, str(it), given.get(it, "0")) for it in categories)


def _interests(code: str, values: str, points: str) -> Table:
    """The rows of an occupation's interests: a value for each type, then the high points."""
    rated = zip("abcdef", values.split(), strict=True)
    high = zip("ghi", points.split(), strict=True)
    more = ("11/2023", "Machine Learning")
    return (
        *(_rate(code, f"1.B.1.{letter}", "OI", value, *more) for letter, value in rated),
        *(_rate(code, f"1.B.1.{letter}", "IH", value, *more) for letter, value in high),
    )


def _titled(*rows: Row) -> Table:
    """Rows with the title of their occupation after its code."""
    return tuple((code, _TITLES[code], *cells) for code, *cells in rows)


ONET: dict[str, Table] = {
    "Occupation Data": (
        ("O*NET-SOC Code", "Title", "Description"),
        *_titled((HEAD, "Lead."), (PART, "Count."), (AGENT, 'Say "yes".'), (OTHER, "All else.")),
    ),
    "Alternate Titles": (
        ("O*NET-SOC Code", "Title", "Alternate Title", "Short Title", "Source(s)"),
        *_titled(
            (HEAD, "Chief Kite Officer (CKO)", "CKO", "02,08"),
            (HEAD, "heads of kites", "", "08"),
            (AGENT, "Kite  Agent", "", "10"),
            (AGENT, "Kite Agent", "KA", "10"),
            (PART, "Kite Agent", "", "10"),
        ),
    ),
    "Sample of Reported Titles": (
        ("O*NET-SOC Code", "Title", "Reported Job Title", "Shown in My Next Move"),
        *_titled((AGENT, "Kite Agent", "Y"), (AGENT, "String Agent", "N")),
    ),
    "Skills": (
        _SKILL_HEADER,
        skill(HEAD, "2.A.1.a", "IM", "4.12"),
        skill(HEAD, "2.A.1.a", "LV", "4.62", relevant="N"),
        skill(HEAD, "2.B.1.a", "IM", "3"),
        skill(HEAD, "2.B.1.a", "LV", "2.5", suppress="Y", relevant="N"),
        skill(AGENT, "2.A.1.a", "IM", "2.99"),
        skill(AGENT, "2.A.1.a", "LV", "3", relevant="N"),
        skill(AGENT, "2.B.1.a", "IM", "1.38"),
        skill(AGENT, "2.B.1.a", "LV", "0.25", relevant="Y"),
    ),
    "Knowledge": (
        _SKILL_HEADER,
        skill(HEAD, "2.C.1.a", "IM", "3.01", suppress="Y"),
        skill(HEAD, "2.C.1.a", "LV", "4", relevant="N"),
        skill(AGENT, "2.C.1.a", "IM", "5"),
        skill(AGENT, "2.C.1.a", "LV", "7", relevant="N"),
    ),
    "Abilities": (
        _SKILL_HEADER,
        skill(AGENT, "1.A.1.a", "IM", "3.5"),
        skill(AGENT, "1.A.1.a", "LV", "3.12", relevant="N"),
    ),
    "Work Styles": (
        (*_RATED, "Data Value", *_BOUNDS, *_DATED),
        _rate(AGENT, "1.C.1.a", "IM", "4.75", "28", "", "", "", "", "08/2023", "Incumbent"),
        _rate(HEAD, "1.C.1.a", "IM", "2.5", "28", "", "", "", "", "08/2023", "Incumbent"),
    ),
    "Work Values": (
        (*_RATED, "Data Value", *_DATED),
        _rate(HEAD, "1.B.2.a", "EX", "6.33", "06/2008", "Analyst"),
    ),
    "Work Activities": (
        _SKILL_HEADER,
        skill(HEAD, "4.A.1.a", "IM", "4"),
        skill(HEAD, "4.A.1.a", "LV", "4", relevant="N"),
    ),
    "Work Context": (
        (*_RATED, "Category", "Data Value", *_BOUNDS, "Not Relevant", *_DATED),
        (*asked(HEAD, "4.C.1.a", "CX", "", "3.5")[:-2], "", "08/2023", "Incumbent"),
    ),
    "Interests": (
        (*_RATED, "Data Value", *_DATED),
        *_interests(HEAD, "1.3 3.24 2.08 3.52 6.88 5", "5 6 0"),
        *_interests(AGENT, "1 1 4 4 2 4.5", "6 3 4"),
    ),
    "Job Zones": (
        ("O*NET-SOC Code", "Title", "Job Zone", *_DATED),
        *_titled(
            (HEAD, "4", "08/2023", "Analyst"),
            (PART, "4", "08/2023", "Analyst"),
            (AGENT, "1", "08/2023", "Analyst"),
        ),
    ),
    "Job Zone Reference": (
        ("Job Zone", "Name", "Experience", "Education", "Job Training", "Examples", "SVP Range"),
        ("1", "Job Zone One: No Kites", "None.", "None.", "Days.", "Kiters.", "(Below 4.0)"),
        ("4", "Job Zone Four: Many Kites", "Some.", "Most.", "Years.", "Heads.", "(7.0 to < 8.0)"),
    ),
    "Education, Training, and Experience": (
        _ASKED_HEADER,
        *_shares(HEAD, "2.D.1", "RL", 12, {2: "4.46", 5: "5.15", 6: "32.29", 8: "58.09"}),
        *_shares(AGENT, "2.D.1", "RL", 12, {1: "60", 2: "40"}),
        *_shares(PART, "2.D.1", "RL", 12, {6: "99.97"}),
        asked(HEAD, "2.D.4.a", "IM", "", "3.01"),
        asked(AGENT, "2.D.4.a", "IM", "", "2.2"),
        *_shares(HEAD, "3.A.1", "RW", 11, {7: "30", 8: "25", 11: "45"}),
        asked(AGENT, "3.A.1", "RW", "1", "45"),
        asked(AGENT, "3.A.1", "RW", "2", "0"),
        asked(AGENT, "3.A.1", "RW", "3", "5", suppress="Y"),
        asked(AGENT, "3.A.1", "RW", "5", "50"),
        asked(HEAD, "3.A.2", "PT", "1", "100"),
        asked(HEAD, "3.A.3", "OJ", "1", "100"),
        asked(HEAD, "3.A.4.a", "IM", "", "2"),
    ),
    "Education, Training, and Experience Categories": (
        (*_RATED[2:], "Category", "Category Description"),
        ("2.D.1", _NAMES["2.D.1"], "RL", _SCALES["RL"], "1", "Less than a high school diploma"),
    ),
    "Technology Skills": (
        (
            *("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title"),
            *("Hot Technology", "In Demand"),
        ),
        *_titled(
            (HEAD, "Kitesoft Sheet", "43232110", "Kite sheet software", "Y", "Y"),
            (HEAD, "KiteCalc", "43232110", "Kite sheet software", "N", "N"),
            (AGENT, "Kitesoft Sheet", "43232110", "Kite sheet software", "Y", "N"),
        ),
    ),
    "Tools Used": (
        ("O*NET-SOC Code", "Title", "Example", "Commodity Code", "Commodity Title"),
        *_titled((AGENT, '6" reels', "31161500", "Reels"), (AGENT, "Poles", "31161500", "Reels")),
    ),
    "UNSPSC Reference": (
        (
            *("Commodity Code", "Commodity Title", "Class Code", "Class Title"),
            *("Family Code", "Family Title", "Segment Code", "Segment Title"),
        ),
        ("43232110", "Kite sheet software", "43232100", "Sheets", "43230000", "S", "43000000", "I"),
        ("31161500", "Reels", "31161500", "Reels", "31160000", "H", "31000000", "M"),
        ("10111302", "Kite grooming", "10111300", "Grooming", "10110000", "G", "10000000", "A"),
    ),
    "Related Occupations": (
        (
            *("O*NET-SOC Code", "Title", "Related O*NET-SOC Code", "Related Title"),
            *("Relatedness Tier", "Index"),
        ),
        (HEAD, _TITLES[HEAD], PART, _TITLES[PART], "Primary-Short", "1"),
        (AGENT, _TITLES[AGENT], HEAD, _TITLES[HEAD], "Supplemental", "11"),
        (AGENT, _TITLES[AGENT], PART, _TITLES[PART], "Primary-Short", "1"),
    ),
    "Scales Reference": (
        ("Scale ID", "Scale Name", "Minimum", "Maximum"),
        *(
            (id_, _SCALES[id_], low, high)
            for id_, low, high in (("IM", "1", "5"), ("LV", "0", "7"))
        ),
        ("OI", _SCALES["OI"], "1", "7"),
        ("RL", _SCALES["RL"], "0", "100"),
        ("CX", _SCALES["CX"], "1", "5"),
    ),
    "Content Model Reference": (
        ("Element ID", "Element Name", "Description"),
        ("2.A.1.a", "Reading Winds", "Knowing the wind."),
    ),
    "Level Scale Anchors": (
        (*_RATED[2:], "Anchor Value", "Anchor Description"),
        ("2.A.1.a", "Reading Winds", "LV", "Level", "2", "Feel a breeze"),
    ),
    "Task Statements": (
        (
            *("O*NET-SOC Code", "Title", "Task ID", "Task", "Task Type", "Incumbents Responding"),
            *_DATED,
        ),
        *_titled((HEAD, "8823", "Fly kites.", "Core", "95", "08/2023", "Incumbent")),
    ),
    "Emerging Tasks": (
        (
            *("O*NET-SOC Code", "Title", "Task", "Category", "Original Task ID", "Original Task"),
            *_DATED,
        ),
        *_titled((HEAD, "Fly drones.", "New", "", "", "08/2023", "Incumbent")),
    ),
    "DWA Reference": (
        ("Element ID", "Element Name", "IWA ID", "IWA Title", "DWA ID", "DWA Title"),
        ("4.A.1.a", "Getting Kites", "4.A.1.a.I01", "Get kites.", "4.A.1.a.I01.D01", "Get one."),
    ),
    "Skills to Work Activities": (
        (
            *("Skills Element ID", "Skills Element Name"),
            *("Work Activities Element ID", "Work Activities Element Name"),
        ),
        ("2.A.1.a", "Reading Winds", "4.A.1.a", "Getting Kites"),
    ),
    "RIASEC Keywords": (
        ("Element ID", "Element Name", "Keyword", "Keyword Type"),
        ("1.B.1.a", "Realistic", "Build", "Action"),
    ),
    "Occupation Level Metadata": (
        ("O*NET-SOC Code", "Title", "Item", "Response", "N", "Percent", "Date"),
        *_titled((HEAD, "Data Collection Mode", "Web", "95", "81.1", "08/2023")),
    ),
}
"""Every table by name."""

CHANGERS = "Career Changers Matrix"
MATRIX: dict[str, Table] = {
    CHANGERS: (
        ("O*NET-SOC Code", "Title", "Related O*NET-SOC Code", "Related Title", "Index"),
        (HEAD, _TITLES[HEAD], AGENT, _TITLES[AGENT], "1"),
        (AGENT, _TITLES[AGENT], HEAD, _TITLES[HEAD], "1"),
    )
}
READ_ME = "O*NET 29.2 Database\nFebruary 2025 Release\n---------------------\n"

_ONLY_IN_BOOKS = ("Title", "Scale Name", "Related Title")
_TITLE_TABLES = ("Occupation Data", "Scales Reference")  # where these columns are the content
_NUMBERS = frozenset(
    (
        *("Data Value", "N", "Standard Error", "Lower CI Bound", "Upper CI Bound", "Job Zone"),
        *("Category", "Index", "Minimum", "Maximum", "Commodity Code", "Class Code", "Task ID"),
        *("Family Code", "Segment Code", "Percent", "Anchor Value"),
    )
)
_TWO_PLACES = ("Data Value", "Standard Error", "Lower CI Bound", "Upper CI Bound")


def to_text(table: Table) -> str:
    """The table in tab-separated text."""
    return "".join("\t".join(row) + "\n" for row in table)


def to_official(name: str, table: Table) -> Table:
    """The table as the official text has it: less repeated, two places, n/a for what is empty."""
    header = table[0]
    kept = [
        position
        for position, column in enumerate(header)
        if name in _TITLE_TABLES or column not in _ONLY_IN_BOOKS
    ]
    rows = (
        tuple(_official_cell(header[position], row[position]) for position in kept)
        for row in table[1:]
    )
    return (tuple(header[position] for position in kept), *rows)


def _official_cell(column: str, cell: str) -> str:
    if cell and column in _TWO_PLACES:
        return f"{float(cell):.2f}"
    return cell or "n/a"


def to_cells(table: Table) -> list[list[object]]:
    """The table as a sheet: numbers are numbers, and what is empty is blank."""
    header = table[0]
    rows = [[_to_cell(*pair) for pair in zip(header, row, strict=True)] for row in table[1:]]
    return [list(header), *rows]


def _to_cell(column: str, cell: str) -> object:
    if column in _NUMBERS and cell.replace(".", "", 1).isdigit():
        return float(cell)
    return cell or None


def change(name: str, old: Row | None, *new: Row) -> dict[str, Table]:
    """One table with a row replaced by others, or with others at its end."""
    table = (ONET | MATRIX)[name]
    if old is None:
        return {name: (*table, *new)}
    assert old in table
    at = table.index(old)
    return {name: (*table[:at], *new, *table[at + 1 :])}


def write_text(folder: Path, tables: Mapping[str, Table | None] | None = None) -> Path:
    """Write the text with all columns of the workbooks; None leaves a table out."""
    return _write(folder, tables, lambda _, table: to_text(table))


def write_official(folder: Path, tables: Mapping[str, Table | None] | None = None) -> Path:
    """Write the official text, with its note."""
    _write(folder, tables, lambda name, table: to_text(to_official(name, table)))
    (folder / "Read Me.txt").write_text(READ_ME, "utf-8")
    return folder


def _write(
    folder: Path, tables: Mapping[str, Table | None] | None, write: Callable[[str, Table], str]
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {**ONET, **(tables or {})}.items():
        if table is not None:
            (folder / f"{name}.txt").write_text(write(name, table), "utf-8", newline="")
    return folder


def write_books(folder: Path, tables: Mapping[str, Table | None] | None = None) -> Path:
    """Write the workbooks, with their note."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {**ONET, **(tables or {})}.items():
        if table is not None:
            write_workbook(folder / f"{name}.xlsx", {name[:31]: to_cells(table)})
    (folder / "Read Me.txt").write_text(READ_ME, "utf-8")
    return folder


def load_onet(folder: Path, tables: Mapping[str, Table | None] | None = None) -> Source:
    """The tiny O*NET in text, changed so, as the source `onet`."""
    return load_source(str(write_text(folder, tables)), name="onet")

"""Tables for tests: a small sound folder, and ways to write and read one."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from graph.integrity import list_issues
from loaders import load_source

SOUND = {
    "documents": "id,title\nletter,A letter\n",
    "roles": "id,name_zh,name_en\nagent,客服,Agent\nlead,组长,Lead\nhead,总监,Head\n",
    "moves": "from,to,months_low,months_high,document\nagent,lead,12,24,letter\nlead,head,36,,\n",
}


def write_folder(folder: Path, tables: Mapping[str, str | bytes]) -> Path:
    """Write `NAME.csv` for each table, byte for byte, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def write_workbook(path: Path, sheets: Mapping[str, list[list[object]]]) -> Path:
    """Write a workbook with these sheets and return its path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def list_messages(path: Path, documents: Path | None = None) -> list[str]:
    """What reading alone finds, as people see it."""
    return [str(issue) for issue in load_source(str(path), documents=documents).issues]


def list_all_messages(path: Path) -> list[str]:
    """What reading and checking the references finds."""
    return [str(issue) for issue in list_issues([load_source(str(path))])]

"""A small data set on disk for the command line's tests, and two ways to run a command on it."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main

ROOT = Path(__file__).resolve().parent.parent

TEXT = "组员做满一到两年可以升为组长。组长要会带人。组长月薪八千到一万。"

TABLES = {
    "documents": "id,title,publisher,published,file,sha256\n"
    f"handbook,员工手册,人事部,2026-01,handbook.txt,{hashlib.sha256(TEXT.encode()).hexdigest()}\n"
    "survey,薪酬调查,,,,\n",
    "roles": "id,name_zh,name_en,document,start,end\n"
    "agent,组员,Agent,handbook,0,2\n"
    "lead,组长,Team lead,handbook,12,14\n"
    "manager,经理,Manager,,,\n"
    "director,总监,Director,,,\n"
    "clerk,文员,Clerk,,,\n",
    "names": "kind,id,name,document\nrole,agent,专员,survey\nrole,clerk,专员,survey\n",
    "codes": "kind,id,scheme,code\nrole,agent,isco-08,4222\n",
    "skills": "id,name_zh,name_en\nleading,带人,Leading\nclerking,文员,\n",
    "certifications": "id,name_zh,issuer\nteam-certificate,班组长证,人事部\n",
    "industries": "id,name_zh\nretail,零售\n",
    "moves": "from,to,kind,certainty,months_low,months_high,basis,document,start,end\n"
    "agent,lead,PROMOTION,STATED,12,24,IN_ROLE,handbook,0,15\n"
    "lead,manager,PROMOTION,STATED,,,,survey,,\n"
    "manager,director,PROMOTION,STATED,24,,IN_ROLE,survey,,\n"
    "agent,manager,LATERAL,POSSIBLE,60,,IN_ROLE,survey,,\n",
    "stays": "role,months_low,months_high,basis,document\n"
    "director,12,24,IN_ROLE,handbook\ndirector,36,48,IN_ROLE,survey\n",
    "requirements": "role,kind,target,necessity,any_of,document,start,end\n"
    "lead,skill,leading,REQUIRED,,handbook,15,21\n"
    "lead,certification,team-certificate,REQUIRED,one,survey,,\n"
    "lead,education,BACHELOR,REQUIRED,one,survey,,\n",
    "pay": "role,city_tier,low,high,period,currency,source,document,start,end\n"
    "lead,TIER_1,8000,10000,MONTH,CNY,人事部,handbook,21,32\n"
    "director,,240000,,YEAR,CNY,,survey,,\n",
    "role_industries": "role,industry\nagent,retail\n",
}


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class Cli:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Read what they write through pytest."""
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Outcome:
        """Run one command."""
        self._capsys.readouterr()
        code = main(arguments)
        written = self._capsys.readouterr()
        return Outcome(code, written.out, written.err)


def write_tables(folder: Path, **tables: str) -> Path:
    """A folder with these tables, or with those of the small world."""
    folder.mkdir()
    for name, text in (tables or TABLES).items():
        folder.joinpath(f"{name}.csv").write_text(text, "utf-8")
    return folder


def start_command(*arguments: str, stdout: int, **environment: str) -> subprocess.Popen[bytes]:
    """The command in its own process, its output as bytes."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=given,
    )


def run_command(*arguments: str, **environment: str) -> Outcome:
    """Run the command in its own process to its end; its output must be UTF-8."""
    process = start_command(*arguments, stdout=subprocess.PIPE, **environment)
    out, err = process.communicate(timeout=60)
    return Outcome(process.returncode, out.decode("utf-8"), err.decode("utf-8"))

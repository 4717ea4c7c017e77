"""`/export/{format}`: over HTTP there are the very bytes that the command writes, or a reason."""

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from building import move, role
from cli_world import ROOT, Cli, Outcome
from export_service import get, read_files, read_problem
from serving import SERVE, Service, serving, wait_until
from source_worlds import source
from without_networkx import link_packages

from api.settings import Settings
from api.stores import BUNDLED, read_graph
from graph.export import EXPORTS, FILES, NETWORKS
from graph.stores import Change, open_store

Export = Callable[[str, Path, Mapping[str, str]], Outcome]

ROUTE = {"from": "phone agent", "to": "客服总监"}
ASKED: list[tuple[str, Mapping[str, str]]] = [
    *((format_, {}) for format_ in EXPORTS),
    *((format_, ROUTE) for format_ in NETWORKS),
    *((format_, {"lang": "en", "inferred": "true"}) for format_ in NETWORKS),
    ("gexf", {**ROUTE, "lang": "en", "inferred": "false"}),
    ("tables", {"lang": "en"}),
]
"Formats with parameters that are answered."

WITHOUT_SITE = f"""
import sys
sys.path = [path for path in sys.path if not path.endswith("site-packages")]
{SERVE}
"""
"The service in an environment that is PYTHONPATH alone."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of two sources, whose tables are folders in a folder."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/two.db"
    ladder = source("阶梯", role("top"), move("top", "peak"), move("peak", "top", method="guess"))
    with open_store(url) as opened:
        opened.update(Change(load=(*read_graph(Settings(store=BUNDLED)).sources, ladder)))
    return url


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, store: str) -> Iterator[Service]:
    """A service on that store, which complains of nothing."""
    with serving(tmp_path_factory.mktemp("service"), CAREER_STORE=store) as running:
        yield running
        assert running.read_errors() == ""


def load(url: str, *ladder: str) -> None:
    """Put a ladder of these roles into a store, instead of the one before."""
    with open_store(url) as opened:
        moves = (move(*step) for step in pairwise(ladder))
        opened.update(Change(load=(source("ladder", *moves),)))


def unpack(format_: str, content: bytes) -> dict[str, bytes]:
    """What the service sent, the same way."""
    if format_ in FILES:
        return {"": content}
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def to_options(parameters: Mapping[str, str]) -> list[str]:
    """The command's options for the parameters of a request."""
    flags = {"true": ["--inferred"], "false": []}
    options = {
        name: flags[value] if name == "inferred" else [f"--{name}", value]
        for name, value in parameters.items()
    }
    return list(chain.from_iterable(options.values()))


@pytest.fixture
def export(cli: Cli, store: str) -> Export:
    """Runs the command with the options that parameters mean."""

    def run(format_: str, out: Path, parameters: Mapping[str, str]) -> Outcome:
        options = ("--format", format_, "--out", str(out), "--store", store)
        return cli("export", *options, *to_options(parameters))

    return run


@pytest.mark.parametrize(("format_", "parameters"), ASKED)
def test_the_bytes_are_those_of_the_command(
    service: Service,
    export: Export,
    tmp_path: Path,
    format_: str,
    parameters: Mapping[str, str],
) -> None:
    """Every format holds, file by file, what the command writes with the same options."""
    out = tmp_path / "out"
    assert export(format_, out, parameters).code == 0
    answer = httpx.get(f"{service.url}export/{format_}", params=parameters)
    assert answer.status_code == 200
    assert unpack(format_, answer.content) == read_files(out)


def test_every_format_that_is_one_file_is_known_as_such(tmp_path: Path) -> None:
    """FILES lists the exports that write a file, and no other."""
    career_graph = read_graph(Settings(store=BUNDLED))
    for format_, write in EXPORTS.items():
        write(career_graph, tmp_path / format_)
        assert tmp_path.joinpath(format_).is_file() == (format_ in FILES)


@pytest.mark.parametrize(
    ("path", "type_", "name"),
    [
        ("graphml", "application/graphml+xml", "career-graph-1.graphml"),
        ("gexf?from=phone-agent&to=trainer", "application/gexf+xml", "career-graph-1-route.gexf"),
        ("node-link?lang=en", "application/json", "career-graph-1.json"),
        ("csv", "application/zip", "career-graph-1-csv.zip"),
        ("csv?from=phone-agent&to=trainer", "application/zip", "career-graph-1-route-csv.zip"),
        ("tables", "application/zip", "career-graph-1-tables.zip"),
    ],
)
def test_a_file_has_a_type_a_name_and_a_length(
    service: Service, path: str, type_: str, name: str
) -> None:
    """The name has the release's number in it; HEAD tells all that GET tells, without the file."""
    answer = get(service, path)
    assert answer.headers["content-type"] == type_
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["vary"] == "Accept-Language"
    head = httpx.head(f"{service.url}export/{path}")
    assert head.content == b""
    own = ("date", "x-request-id")
    told = [{k: v for k, v in it.headers.items() if k not in own} for it in (answer, head)]
    assert told[0] == told[1]


@pytest.mark.parametrize("format_", EXPORTS)
def test_the_same_release_is_the_same_bytes(
    service: Service, store: str, tmp_path: Path, format_: str
) -> None:
    """Another process, with other hash seeds, sends the same file; archives have no times."""
    with serving(tmp_path, CAREER_STORE=store, PYTHONHASHSEED="4242") as other:
        assert get(other, format_).content == get(service, format_).content
    if format_ not in FILES:
        with ZipFile(io.BytesIO(get(service, format_).content)) as archive:
            names = archive.namelist()
            assert names == sorted(names)
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_language_is_the_parameters_else_the_clients(service: Service) -> None:
    """Accept-Language counts where `lang` is not given, and Chinese where neither is."""
    chinese, english = get(service, "node-link?lang=zh"), get(service, "node-link?lang=en")
    assert chinese.content != english.content
    assert get(service, "node-link").content == chinese.content
    asked = {"accept-language": "fr, en-GB;q=0.8"}
    assert get(service, "node-link", **asked).content == english.content
    assert get(service, "node-link?lang=zh", **asked).content == chinese.content
    assert get(service, "node-link", **asked).headers["etag"] == english.headers["etag"]


def test_the_examples_hold(service: Service) -> None:
    """Each address of an export in the notes is answered, and the Python there gives the route."""
    notes = [ROOT / name for name in ("README.md", "docs/exports.md")]
    texts = [
        note.read_text("utf-8").replace("http://127.0.0.1:8000/", service.url) for note in notes
    ]
    urls = [url for text in texts for url in re.findall(rf"{service.url}export/[^'\">]+", text)]
    assert len(urls) == 3
    assert [httpx.get(url).status_code for url in urls] == [200] * 3
    (example,) = re.findall(r"^```python\n(.*?)^```$", texts[1], re.DOTALL | re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-c", f"{example}\nprint(len(G), G.number_of_edges())"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "4 3\n"


def test_who_has_the_file_is_sent_none(tmp_path: Path) -> None:
    """304 for the ETag of the same question and release; another has another."""
    url = f"sqlite:///{tmp_path}/ladder.db"
    load(url, "a", "b", "c")
    with serving(tmp_path, CAREER_STORE=url) as service:
        whole = get(service, "gexf").headers["etag"]
        same = get(service, "gexf", **{"if-none-match": f'"x", W/{whole}'})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == whole
        assert same.headers["vary"] == "Accept-Language"
        others = (
            "csv",
            "gexf?lang=en",
            "gexf?inferred=true",
            "gexf?from=a&to=b",
            "gexf?from=a&to=c",
        )
        answers = [get(service, path, **{"if-none-match": whole}) for path in others]
        assert {answer.status_code for answer in answers} == {200}
        assert len({whole, *(answer.headers["etag"] for answer in answers)}) == len(others) + 1
        load(url, "a", "b", "d")
        wait_until(lambda: httpx.get(f"{service.url}readyz").json()["release"] == 2)
        renewed = get(service, "gexf", **{"if-none-match": whole})
        assert renewed.status_code == 200
        assert '"career-graph-2.gexf"' in renewed.headers["content-disposition"]


@pytest.mark.parametrize(
    ("status", "path", "parameters"),
    [
        (404, "pdf", {}),
        (404, "", {}),
        (404, "csv/nodes.csv", ROUTE),
        (400, "gexf", {"from": "电话客服"}),
        (400, "gexf", {"to": "电话客服"}),
        (400, "tables", ROUTE),
        (400, "tables", {"inferred": "true"}),
        (400, "gexf", {"from": "客户服务专员", "to": "客服总监"}),
        (400, "gexf", {"from": "电话客服", "to": "nowhere", "lang": "en"}),
        (400, "gexf", {"from": "isco-08:0", "to": "客服总监"}),
        (404, "gexf", {"from": "客服总监", "to": "电话客服"}),
        (404, "csv", {"from": "客服总监", "to": "客服总监", "lang": "en"}),
    ],
)
def test_what_the_command_refuses_is_refused(
    service: Service, export: Export, status: int, path: str, parameters: Mapping[str, str]
) -> None:
    """The sentence is the command's, with parameters for options; the status tells the kind."""
    ended = export(path, Path("nowhere"), parameters)
    answer = httpx.get(f"{service.url}export/{path}", params=parameters)
    found, message, told = read_problem(answer)
    assert (found, told["code"]) == (status, "BAD_INPUT")
    assert message in ended.err.replace("--", "")
    assert ended.code == (1 if "reason" in told else 2)


def test_why_there_is_no_route_is_told(service: Service) -> None:
    """Programs read the reason, in the words of the schema; inferred moves may be the remedy."""
    assert read_problem(get(service, "csv?from=trainer&to=trainer"))[2]["reason"] == "SAME_ROLE"
    no_way = read_problem(get(service, "csv?from=top&to=trainer"))
    assert no_way[2] == {"code": "BAD_INPUT", "reason": "NOT_CONNECTED"}
    path = "csv?from=peak&to=top"
    assert read_problem(get(service, path))[2]["reason"] == "CONSTRAINTS_TOO_TIGHT"
    assert get(service, f"{path}&inferred=true").status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("form=a", "'form'; give one of from, to, inferred, lang."),
        ("from=a&from=b", "from is given twice"),
        ("inferred=yes", "inferred is 'yes'; give one of false, true."),
        ("inferred", "inferred is ''"),
        ("lang=fr", "lang is 'fr'; give one of zh, en."),
    ],
)
def test_a_parameter_that_is_none_is_refused(service: Service, query: str, said: str) -> None:
    """A misspelt parameter is never passed over; the message names those that there are."""
    status, message, told = read_problem(get(service, f"gexf?{query}"))
    assert (status, told["code"]) == (400, "BAD_INPUT")
    assert said in message


def test_only_reading_is_answered(service: Service) -> None:
    """An export cannot be posted, put or deleted."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert httpx.request(method, f"{service.url}export/csv").status_code == 405


def test_a_search_that_reaches_its_limit_is_refused(tmp_path: Path) -> None:
    """Where the work limit ended the search there is no file, but the limit with its value."""
    with serving(tmp_path, CAREER_LIMIT_WORK="1") as service:
        path = "gexf?from=phone-agent&to=customer-service-director"
        status, message, told = read_problem(get(service, path))
        assert status == 400
        assert (told["code"], told["limit"], told["value"]) == ("LIMIT_EXCEEDED", "work", 1)
        assert "CAREER_LIMIT_WORK" in message
        assert get(service, "gexf").status_code == 200


def test_without_networkx_it_says_what_to_install(tmp_path: Path) -> None:
    """Two formats need a package that a service may not have; the others are answered."""
    links = link_packages(tmp_path)
    with serving(tmp_path, script=WITHOUT_SITE, PYTHONPATH=f"{ROOT}:{links}") as service:
        for format_ in EXPORTS:
            answer = get(service, format_)
            if format_ in ("graphml", "gexf"):
                status, message, told = read_problem(answer)
                assert (status, told["code"]) == (501, "BAD_INPUT")
                assert "`python -m pip install networkx`" in message
            else:
                assert answer.status_code == 200
        assert service.read_errors() == ""


def test_without_a_release_it_asks_to_wait(tmp_path: Path) -> None:
    """As long as the store has not been reached there is 503 with Retry-After."""
    with serving(tmp_path, CAREER_STORE="bolt://127.0.0.1:1") as service:
        answer = get(service, "csv")
        assert read_problem(answer)[0] == 503
        assert read_problem(answer)[2]["code"] == "STORE_UNAVAILABLE"
        assert int(answer.headers["retry-after"]) >= 1


def test_a_whole_export_counts_as_several_requests(tmp_path: Path) -> None:
    """All of a release costs more of the minute than one route, or what the client has already."""
    with serving(tmp_path, CAREER_LIMIT_REQUESTS_PER_MINUTE="20") as service:
        route = "node-link?from=phone-agent&to=trainer"
        assert [get(service, route).status_code for _ in range(3)] == [200] * 3
        tag = get(service, "node-link").headers["etag"]
        assert get(service, "node-link", **{"if-none-match": tag}).status_code == 304
        refused = get(service, "node-link")
        status, _, told = read_problem(refused)
        assert (status, told["code"]) == (429, "RATE_LIMITED")
        assert int(refused.headers["retry-after"]) >= 1

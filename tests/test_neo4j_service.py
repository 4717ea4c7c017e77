"""The service on a real Neo4j: it waits for it, follows each release, and outlives its absence."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from bolt_proxy import bolt_proxy
from building import move, role
from neo4j_place import credentials
from serving import serving
from source_worlds import source

from graph.sources import Source
from graph.stores import Change, open_store

PATIENCE_SECONDS = 60
ASKED = {"query": "{ release { number } roles { nodes { family } } }"}


def release(number: int) -> Source:
    """A source in which every role bears the number of the release it is loaded as."""
    roles = (role(id_, name_en=f"{id_} {number}", family=str(number)) for id_ in ("agent", "lead"))
    return source("ladder", *roles, move("agent", "lead"))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never held"
        time.sleep(0.05)


def environment(url: str) -> dict[str, str]:
    """The settings of a service on a server."""
    asks = credentials()
    known = {"CAREER_NEO4J_USER": asks.user, "CAREER_NEO4J_DATABASE": asks.database}
    if asks.password is not None:
        known["CAREER_NEO4J_PASSWORD"] = asks.password
    return {"CAREER_STORE": url, **known}


def test_the_service_waits_for_its_store_and_outlives_it(empty_neo4j: str, tmp_path: Path) -> None:
    """Without Neo4j it is not ready, then it is; when Neo4j goes it answers, and says so."""
    with open_store(empty_neo4j, credentials=credentials()) as store:
        store.update(Change(load=(release(1),)))
    with bolt_proxy(empty_neo4j) as proxy:
        proxy.refuse(refusing=True)
        with (
            serving(tmp_path, **environment(proxy.url)) as service,
            httpx.Client(base_url=service.url, timeout=60) as client,
        ):
            assert client.get("/livez").status_code == httpx.codes.OK
            unready = httpx.codes.SERVICE_UNAVAILABLE
            ready = client.get("/readyz")
            assert ready.status_code == unready
            assert ready.json()["storeReachable"] is False
            assert client.get("/graphql", params=ASKED).status_code == unready
            proxy.refuse(refusing=False)
            until(lambda: client.get("/readyz").status_code == httpx.codes.OK)
            assert client.get("/readyz").json()["storeReachable"] is True
            proxy.refuse(refusing=True)
            until(lambda: client.get("/readyz").json()["storeReachable"] is False)
            assert client.get("/readyz").status_code == httpx.codes.OK
            found = client.get("/graphql", params=ASKED).json()["data"]
            assert found["release"]["number"] == 1


@pytest.mark.parametrize("reloads", [20])
def test_no_answer_mixes_two_releases(empty_neo4j: str, tmp_path: Path, reloads: int) -> None:
    """While sources are loaded again and again, each request is answered from one release."""
    seen: set[int] = set()
    faults: list[object] = []
    ended = Event()

    def read(client: httpx.Client) -> None:
        while not ended.is_set():
            response = client.get("/graphql", params=ASKED)
            if response.status_code != httpx.codes.OK or "errors" in response.json():
                faults.append(response.text)
                return
            data = response.json()["data"]
            number = data["release"]["number"]
            numbers = {it["family"] for it in data["roles"]["nodes"]}
            seen.add(number)
            if numbers != {str(number)}:
                faults.append((number, numbers))

    with open_store(empty_neo4j, credentials=credentials()) as store:
        store.update(Change(load=(release(1),)))
        with (
            serving(tmp_path, **environment(empty_neo4j)) as service,
            httpx.Client(base_url=service.url, timeout=60) as client,
        ):
            until(lambda: client.get("/readyz").status_code == httpx.codes.OK)
            readers = [Thread(target=read, args=[client]) for _ in range(2)]
            for reader in readers:
                reader.start()
            for number in range(2, reloads + 2):
                store.update(Change(load=(release(number),)))
                time.sleep(0.1)  # so that the service sees more than the last one
            until(lambda: bool(faults) or reloads + 1 in seen)
            ended.set()
            for reader in readers:
                reader.join()
    assert faults == []
    assert {1, reloads + 1} < seen  # the first, the last, and some between

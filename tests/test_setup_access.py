"""What check-setup says of who may ask: address, keys, names, origins and the rate."""

import os
from pathlib import Path

import pytest
from places import OTHERS, place

from api.cli.exits import ExitCode
from api.cli.setup.access import (
    look_at_address,
    look_at_hosts,
    look_at_keys,
    look_at_origins,
    look_at_rate,
)
from api.service.access import make_key
from api.service.server import require_access
from api.settings import Settings
from graph.errors import SettingError


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A file with two keys that its owner alone may read."""
    file = tmp_path / "the keys.txt"
    file.write_text(f"# who may ask\n{make_key('mei')[1]}\n{make_key('li')[1]}\n", "utf-8")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_alone_needs_no_key(host: str) -> None:
    """On a loopback address nobody has to be asked for a key."""
    address = look_at_address(place(host=host))
    assert (address.state, address.found) == ("ok", f"{host}, for this machine alone")
    keys = look_at_keys(place(host=host))
    assert keys is not None
    assert (keys.state, keys.found) == ("ok", "nobody is asked for one, on this machine alone")


@pytest.mark.parametrize("host", [OTHERS, "::", "192.168.1.4", "graph.example.org"])
def test_beyond_this_machine_keys_are_asked_for(host: str, keys: Path) -> None:
    """What serve refuses is to do, in the same words; with keys or --insecure it is well."""
    refused = look_at_address(place(host=host))
    assert (refused.state, refused.code) == ("to do", ExitCode.WRONG)
    with pytest.raises(SettingError) as caught:
        require_access(Settings(host=host), insecure=False)
    assert refused.found == str(caught.value)
    assert look_at_keys(place(host=host)) is None
    for allowed in (place(host=host, insecure=True), place(host=host, api_keys_file=keys)):
        address = look_at_address(allowed)
        assert (address.state, address.found) == ("ok", f"{host}, for other machines too")


def test_serving_everyone_is_remarked_on(keys: Path) -> None:
    """--insecure is what somebody meant, and is told; where there are keys it changes nothing."""
    found = look_at_keys(place(host=OTHERS, insecure=True))
    assert found is not None
    assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
    assert "nobody is asked for one (--insecure)" in found.found
    found = look_at_keys(place(host=OTHERS, insecure=True, api_keys_file=keys))
    assert found is not None
    assert found.found == f"who asks needs one of 2 in {keys}"


def test_a_proxy_without_keys_is_remarked_on(keys: Path) -> None:
    """A service of this machine that answers to a name of elsewhere may have a proxy before it."""
    found = look_at_keys(place(allowed_hosts=("graph.example.org", "localhost")))
    assert found is not None
    assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
    assert "graph.example.org" in found.found
    assert "CAREER_API_KEYS_FILE" in found.found
    named = look_at_keys(place(allowed_hosts=("graph.example.org",), api_keys_file=keys))
    assert named is not None
    assert named.state == "ok"


@pytest.mark.skipif(os.name != "posix", reason="files have other permissions here")
@pytest.mark.parametrize(
    ("mode", "state"),
    [
        (0o600, "ok"),
        (0o400, "ok"),
        (0o700, "ok"),
        (0o640, "remark"),
        (0o604, "remark"),
        (0o444, "remark"),
        (0o620, "to do"),
        (0o602, "to do"),
        (0o666, "to do"),
    ],
)
def test_the_file_of_keys_is_its_owners(keys: Path, mode: int, state: str) -> None:
    """Who may write to the file can let themselves in; who may read it sees names and hashes."""
    keys.chmod(mode)
    found = look_at_keys(place(api_keys_file=keys))
    assert found is not None
    assert (found.state, found.code) == (state, 1 if state == "to do" else 0)
    assert f"one of 2 in {keys}" in found.found
    assert (f"chmod 600 '{keys}'" in found.found) == (state != "ok")
    assert not any(line.split(":")[-1] in found.found for line in _list_lines(keys))


def _list_lines(keys: Path) -> list[str]:
    return [line for line in keys.read_text("utf-8").splitlines() if ":" in line]


def test_a_file_of_keys_that_is_none_is_wrong(keys: Path) -> None:
    """A line that is no key is named by its number, and nothing of it is shown."""
    keys.write_text(f"{make_key('mei')[1]}\ncareer_geheim\n", "utf-8")
    found = look_at_keys(place(api_keys_file=keys))
    assert found is not None
    assert (found.state, found.code) == ("wrong", ExitCode.WRONG)
    assert f"{keys}:2: " in found.found
    assert "geheim" not in found.found
    keys.unlink()
    found = look_at_keys(place(api_keys_file=keys))
    assert found is not None
    assert (found.state, found.code) == ("wrong", ExitCode.WRONG)
    assert "cannot be read" in found.found


def test_names_are_to_be_given_where_others_ask(keys: Path) -> None:
    """Where any name is answered, those that clients use are to be set; here those of here do."""
    assert look_at_hosts(place()).found == "localhost, 127.0.0.1, [::1]"
    for any_name in (
        place(host=OTHERS, api_keys_file=keys),
        place(host=OTHERS, insecure=True),
        place(host=OTHERS, allowed_hosts=("localhost", "*")),
        place(allowed_hosts=("*",)),
    ):
        found = look_at_hosts(any_name)
        assert (found.state, found.code) == ("to do", ExitCode.NO)
        assert "CAREER_ALLOWED_HOSTS" in found.found
    named = look_at_hosts(place(host=OTHERS, allowed_hosts=("a.example.org", "*.b.org")))
    assert (named.state, named.found) == ("ok", "a.example.org, *.b.org")


def test_pages_of_every_site_are_remarked_on(keys: Path) -> None:
    """Origins are named; any origin is remarked on unless everyone may ask as it is."""
    assert look_at_origins(place()).state == "ok"
    named = look_at_origins(place(cors_origins=("https://a.org", "http://b.org:81")))
    assert (named.state, named.found) == ("ok", "https://a.org, http://b.org:81")
    for guarded in ({"api_keys_file": keys, "host": OTHERS}, {"api_keys_file": keys}, {}):
        found = look_at_origins(place(cors_origins=("*",), **guarded))
        assert (found.state, found.code) == ("remark", ExitCode.ANSWERED)
        assert "CAREER_CORS_ORIGINS" in found.found
    assert look_at_origins(place(cors_origins=("*",), host=OTHERS, insecure=True)).state == "ok"


def test_a_rate_is_to_be_set_where_others_ask(keys: Path) -> None:
    """Any number of requests is for this machine's user alone."""
    own = look_at_rate(place())
    assert (own.state, own.found) == ("ok", "any number of requests, on this machine alone")
    for reached in ({"host": OTHERS}, {"api_keys_file": keys}):
        found = look_at_rate(place(**reached))
        assert (found.state, found.found.split()[0]) == ("ok", "600")
        found = look_at_rate(place(limit_requests_per_minute=0, **reached))
        assert (found.state, found.code) == ("to do", ExitCode.NO)
        assert "CAREER_LIMIT_REQUESTS_PER_MINUTE" in found.found
    assert look_at_rate(place(allowed_hosts=("graph.example.org",))).state == "to do"
    assert look_at_rate(place(limit_requests_per_minute=60)).found.startswith("60 requests")

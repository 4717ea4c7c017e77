"""Who may ask, and how often: API keys, kept as hashes, and a weight of requests a minute."""

import asyncio
import hashlib
import hmac
import math
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

from graphql import GraphQLError
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.authentication import (
    AuthCredentials,
    AuthenticationBackend,
    AuthenticationError,
    BaseUser,
)
from starlette.requests import HTTPConnection
from starlette.responses import Response

from graph.errors import SettingError

from ..errors import Code
from ..limits import LimitExceededError, exceeded
from ..settings import Settings, variable
from .answering import make_problem, refuse
from .http_request import PLAIN_JSON, find_media_type

_NAME = re.compile(r"[\w.-]{1,64}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")
_KEY_PREFIX = "career_"  # by which who finds a key somewhere knows what it opens
_COST_OF_ONE = 25_000  # objects that a query may list as one request; api.measuring
_IPV6_NETWORK = 64  # bits that one client's addresses share
_NETWORKS_KEPT = 1024  # of hosts that asked lately


class KeyRing:
    """The keys that open the service, by name; it holds their hashes only."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        """SHA-256 of each key, in hex, by the name of who has it."""
        self._hashes = dict(hashes)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._hashes)

    def find_name(self, key: str) -> str | None:
        """Whose key it is; takes the same time whichever key is near it."""
        hashed = hash_key(key)
        found = None
        for name, known in self._hashes.items():
            if hmac.compare_digest(known, hashed):
                found = name
        return found


def make_key(name: str) -> tuple[str, str]:
    """A new key, and its line for the keys file; SettingError for a name that no line can have."""
    if not _NAME.fullmatch(name):
        raise SettingError(
            f"The name is {name!r}; give 1 to 64 letters, digits, dots, hyphens or underscores."
        )
    key = _KEY_PREFIX + secrets.token_urlsafe(32)
    return key, f"{name}:{hash_key(key)}"


def hash_key(key: str) -> str:
    """What the keys file holds of a key: one SHA-256, enough for what is random and long."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def read_keys(file: Path) -> KeyRing:
    """The keys of a file, one `name:sha256` a line; SettingError says which line is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SettingError(
            f"{variable('api_keys_file')} is {str(file)!r}, which cannot be read: {reason}."
        ) from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, hashed = (part.strip() for part in line.partition(":"))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (_NAME.fullmatch(name) and _HASH.fullmatch(hashed)) or name in hashes:
            raise SettingError(
                f"{file}:{number}: this is no `name:sha256`, or the name is there twice; "
                "`career-graph new-key NAME` makes a key and its line."
            )
        hashes[name] = hashed
    if not hashes:
        raise SettingError(
            f"{file} holds no key, so nobody could ask; `career-graph new-key NAME` makes one."
        )
    return KeyRing(hashes)


class RateLimit:
    """How much each client may ask for in a minute, in a window that slides."""

    def __init__(self, settings: Settings) -> None:
        """Count nothing yet."""
        self._settings = settings
        self._most = settings.requests_per_minute
        self._item = RateLimitItemPerMinute(self._most)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, client: str, weight: int = 1) -> None:
        """Count requests of a client; LimitExceededError where they are too many for a minute."""
        if await self._limiter.hit(self._item, client, cost=weight):
            return
        reset, _ = await self._limiter.get_window_stats(self._item, client)
        wait = max(1, math.ceil(reset - time.time()))
        problem = exceeded(self._settings, "requests_per_minute", None, retry_after=wait)
        raise LimitExceededError(problem)

    async def count_cost(self, client: str, cost: int) -> None:
        """Count what an answer costs beyond one request, at most a minute's worth."""
        weight = min(cost // _COST_OF_ONE, self._most - 1)
        if weight > 0:
            await self.count(client, weight)


def charging(rate: RateLimit | None, conn: HTTPConnection) -> Callable[[int], None]:
    """What a worker calls with the cost of an answer, to count it for who asks."""
    loop = asyncio.get_running_loop()
    if rate is None:
        return lambda _: None
    client: str = conn.user.name
    return lambda cost: asyncio.run_coroutine_threadsafe(
        rate.count_cost(client, cost), loop
    ).result()


@dataclass(frozen=True, slots=True)
class Client(BaseUser):
    """Who asks: by the name of a key, else by address."""

    name: str
    is_authenticated: bool

    @property
    def display_name(self) -> str:
        """The name."""
        return self.name


class _RefusedError(AuthenticationError):
    """A request that is not let in, and why."""

    def __init__(self, problem: GraphQLError) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Gatekeeper(AuthenticationBackend):
    """Lets in who has a key, where keys are asked for, and who has not asked too much."""

    def __init__(self, keys: KeyRing | None, rate: RateLimit | None) -> None:
        """Ask for one of these keys, and count by this limit, where there are any."""
        self._keys = keys
        self._rate = rate

    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, Client]:
        """Who asks; raises for who may not, or not now."""
        name = self._find_name(conn)
        client = Client(
            name or _find_network(conn.client.host if conn.client else ""), name is not None
        )
        try:
            if self._rate is not None:
                await self._rate.count(client.name)
        except LimitExceededError as over:
            raise _RefusedError(over.error) from None
        if self._keys is not None and name is None:
            raise _RefusedError(_ask_for_key(given="authorization" in conn.headers))
        return AuthCredentials(), client

    def _find_name(self, conn: HTTPConnection) -> str | None:
        """Whose key a request brings."""
        scheme, _, key = conn.headers.get("authorization", "").partition(" ")
        if self._keys is None or scheme.lower() != "bearer":
            return None
        return self._keys.find_name(key.strip())


def answer_refused(conn: HTTPConnection, error: AuthenticationError) -> Response:
    """The response to a request that was not let in."""
    if not isinstance(error, _RefusedError):
        raise error
    return refuse(conn, error.problem, media_type=find_media_type(conn) or PLAIN_JSON)


def _ask_for_key(*, given: bool) -> GraphQLError:
    said = "This key opens nothing" if given else "This service asks for a key"
    return make_problem(
        Code.UNAUTHENTICATED,
        f"{said}; send `Authorization: Bearer KEY`. Who runs the service makes keys with "
        "`career-graph new-key NAME`.",
    )


@lru_cache(_NETWORKS_KEPT)
def _find_network(host: str) -> str:
    """The address of a client; of one in IPv6 its network, all of whose addresses it has."""
    try:
        address = ip_address(host)
    except ValueError:  # a socket that is a file
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is not None:
            return str(mapped)
        return str(ip_network((address, _IPV6_NETWORK), strict=False))
    return host

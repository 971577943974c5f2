"""How much one address and one API key may ask for, counted in memory or in a Redis that several servers share."""

import asyncio
import ipaddress
import math
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage, Storage
from starlette.requests import HTTPConnection

from facevow.errors import LimitError, SettingsError
from facevow.log import get_logger
from facevow.server.door.counting import BoundedMemory
from facevow.server.settings import Settings

if TYPE_CHECKING:
    from redis.asyncio import BlockingConnectionPool

SHARED_SECONDS: Final = 0.5
"""How long a request waits for Redis before it is counted here."""

SHARED_CONNECTIONS: Final = 16
"""Connections to Redis at once; a question takes a fraction of a millisecond, further ones wait their turn."""

SHARED_AGAIN: Final = 5.0
"""Seconds for which a Redis that did not answer is not asked."""

UNKNOWN: Final = "unknown"
"""Whoever has no address, or is said by a proxy to have one that is none; they share one count."""

Answer = TypeVar("Answer")


def network_of(host: str) -> str:
    """What is counted as one address: an IPv4 address, or the /64 of an IPv6 one, which is what one customer gets."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def address_of(connection: HTTPConnection) -> str:
    """Where a request comes from, to count by.

    uvicorn has put the address there that a trusted proxy names (`settings.trusted_proxies`); anybody else's
    X-Forwarded-For counts for nothing.
    """
    return UNKNOWN if connection.client is None else network_of(connection.client.host)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an allowance: `remaining` of `limit` in `window` seconds, which begin anew in `reset` seconds.

    `remaining` is negative once more was asked for.
    """

    name: str
    limit: int
    window: int
    remaining: int
    reset: int

    def expect(self) -> None:
        """Go on only within the allowance.

        Raises:
            LimitError: `rate_limited`.
        """
        if self.remaining < 0:
            raise LimitError(
                f"expected at most {self.limit} requests in {self.window} s of one {self.name}; "
                f"try again in {self.reset} s",
                retry_after=self.reset,
            )


def headers_of(counts: Iterable[Left]) -> dict[str, str]:
    """RateLimit-Policy and RateLimit as in draft-ietf-httpapi-ratelimit-headers-09, one member for each allowance."""
    counted = list(counts)
    if not counted:
        return {}
    return {
        "RateLimit-Policy": ", ".join(f'"{one.name}";q={one.limit};w={one.window}' for one in counted),
        "RateLimit": ", ".join(f'"{one.name}";r={max(0, one.remaining)};t={one.reset}' for one in counted),
    }


@dataclass(frozen=True, slots=True)
class _Shared:
    """A Redis, its connections, and what is raised when it does not answer."""

    storage: RedisStorage
    pool: "BlockingConnectionPool"
    errors: tuple[type[Exception], ...]


class Limits:
    """Counts in fixed windows that begin with the first request. Used by the event loop's thread only.

    An open server, which only this machine reaches, counts only where its settings give a rate themselves.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        shared_seconds: float = SHARED_SECONDS,
    ) -> None:
        """Open nothing yet: Redis is asked with the first request.

        Raises:
            SettingsError: a Redis that cannot be understood, or the package for it is missing.
        """

        def rate(name: str) -> RateLimitItem | None:
            return parse(getattr(settings, name)) if settings.locked or name in settings.model_fields_set else None

        self._address, self._key, self._refused = rate("limit_address"), rate("limit_key"), rate("limit_refused")
        self._monotonic = monotonic
        self._own = BoundedMemory(monotonic)
        self._shared = _open_shared(settings.limit_storage, shared_seconds)
        self._shared_seconds = shared_seconds
        self._again = -math.inf
        self._down = False

    async def count_address(self, address: str) -> Left | None:
        """Count a request of an address; None where addresses are not counted."""
        return await self._count("address", self._address, address)

    async def count_key(self, key_id: str) -> Left | None:
        """Count a request of an API key; None where keys are not counted, or there are none."""
        return await self._count("key", self._key, key_id) if key_id else None

    async def expect_address(self, address: str) -> None:
        """Count a request of an address, and go on only within its allowance; raises LimitError."""
        left = await self.count_address(address)
        if left is not None:
            left.expect()

    async def count_refusal(self, address: str) -> None:
        """Count an API key or token that was refused."""
        await self._count("refused", self._refused, address)

    async def expect_refusals_left(self, address: str) -> None:
        """Go on only where not too many keys and tokens of this address were refused lately.

        Raises:
            LimitError: `rate_limited`.
        """
        item = self._refused
        if item is None:
            return
        key = item.key_for("refused", address)
        if await self._ask(lambda storage: storage.get(key)) < item.amount:
            return
        reset = await self._reset(key)
        raise LimitError(
            f"too many API keys or tokens of this address were refused; try again in {reset} s", retry_after=reset
        )

    async def close(self) -> None:
        """Let go of Redis."""
        if self._shared is not None:
            await self._shared.pool.aclose()

    async def _count(self, name: str, item: RateLimitItem | None, who: str) -> Left | None:
        if item is None:
            return None
        key, window = item.key_for(name, who), item.get_expiry()
        count = await self._ask(lambda storage: storage.incr(key, window))
        return Left(name, item.amount, window, item.amount - count, await self._reset(key))

    async def _reset(self, key: str) -> int:
        """Whole seconds, at least one, until a counter begins anew."""
        ends = await self._ask(lambda storage: storage.get_expiry(key))
        return max(1, math.ceil(ends - time.time()))

    async def _ask(self, question: Callable[[Storage], Awaitable[Answer]]) -> Answer:
        """Ask Redis if there is one and it answers, this process's own counters otherwise."""
        if self._shared is None or self._monotonic() < self._again:
            return await question(self._own)
        try:
            async with asyncio.timeout(self._shared_seconds):
                answer = await question(self._shared.storage)
        except self._shared.errors as error:
            self._again = self._monotonic() + SHARED_AGAIN
            if not self._down:
                get_logger("door").error("limits_counted_here", error=str(error) or repr(error))
            self._down = True
            return await question(self._own)
        if self._down:
            get_logger("door").info("limits_shared_again")
        self._down = False
        return answer


def _open_shared(url: str, seconds: float) -> _Shared | None:
    """The Redis of this address, not connected yet; None for memory."""
    if urlsplit(url).scheme == "memory":
        return None
    try:
        from redis.asyncio import BlockingConnectionPool  # noqa: PLC0415 - an optional extra
        from redis.asyncio.retry import Retry  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.exceptions import RedisError  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("limit_storage: expected the package for Redis: pip install facevow[redis]") from error
    try:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=SHARED_CONNECTIONS,
            timeout=seconds,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            protocol=2,  # all that we ask is in it, and older servers know no other
            retry=Retry(NoBackoff(), 0),  # we count here instead, at once
        )
    except ValueError as error:
        raise SettingsError(f"limit_storage: expected redis://host:port, {error}") from error
    options: dict[str, Any] = {"connection_pool": pool}
    storage = RedisStorage(f"async+{url}", implementation="redispy", **options)
    return _Shared(storage, pool, (RedisError, OSError))

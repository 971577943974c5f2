"""How much one address and one key may ask for."""

import asyncio
import math
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import HTTPConnection
from structlog.testing import capture_logs

from facevow.errors import LimitError, SettingsError
from facevow.server.door.limits import SHARED_AGAIN, UNKNOWN, Left, Limits, address_of, headers_of, network_of
from facevow.server.settings import Settings, load_settings
from tests.server.serving import HandClock


def locked_settings(**given: Any) -> Settings:  # noqa: ANN401
    """Settings of a server that counts."""
    return load_settings(access="locked", **given)


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:DB8:0001:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", UNKNOWN),
        ("unknown", UNKNOWN),
        ("_hidden", UNKNOWN),
        ("192.0.2.7:80", UNKNOWN),
        ("192.0.2.007", UNKNOWN),
        ("3221225991", UNKNOWN),
    ],
)
def test_what_is_counted_as_one_address(host: str, counted: str) -> None:
    """An IPv4 address however written, the /64 of an IPv6 one; all that is no address shares one count."""
    assert network_of(host) == counted


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_host_is_counted_as_something_short(host: str) -> None:
    """Whatever a proxy passes on, keys stay short, so nobody fills memory with long names."""
    assert len(network_of(host)) <= 43


def test_the_address_is_that_of_the_connection() -> None:
    """A header counts for nothing here: trusted ones were applied before."""
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"forwarded", b"for=203.0.113.9")]
    scope = {"type": "http", "headers": headers, "client": ("192.0.2.7", 5)}
    assert address_of(HTTPConnection(scope)) == "192.0.2.7"
    assert address_of(HTTPConnection({**scope, "client": None})) == UNKNOWN


def test_the_headers_are_those_of_the_draft() -> None:
    """One member for each allowance; never less than nothing is left."""
    counts = [Left("address", 300, 60, 299, 60), Left("key", 600, 60, -3, 12)]
    assert headers_of(counts) == {
        "RateLimit-Policy": '"address";q=300;w=60, "key";q=600;w=60',
        "RateLimit": '"address";r=299;t=60, "key";r=0;t=12',
    }
    assert headers_of([]) == {}


def test_the_allowance_of_an_address_is_its_own(hand: HandClock) -> None:
    """The third of two is refused with when to come again, another address is not, and a minute later all is new."""
    limits = Limits(locked_settings(limit_address="2/minute"), monotonic=hand)

    async def go() -> None:
        assert [await limits.count_address("a"), await limits.count_address("a")] == [
            Left("address", 2, 60, 1, 60),
            Left("address", 2, 60, 0, 60),
        ]
        hand.seconds = 45.5
        with pytest.raises(LimitError, match="try again in 15 s") as caught:
            await limits.expect_address("a")
        assert (caught.value.code, caught.value.retry_after) == ("rate_limited", 15)
        await limits.expect_address("b")
        hand.seconds = 60
        await limits.expect_address("a")

    asyncio.run(go())


def test_refusals_are_counted_apart(hand: HandClock) -> None:
    """After so many keys and tokens were refused an address is not asked any more; good requests do not count."""
    limits = Limits(locked_settings(limit_refused="2/minute"), monotonic=hand)

    async def go() -> None:
        await limits.count_address("a")
        for _ in range(2):
            await limits.expect_refusals_left("a")
            await limits.count_refusal("a")
        with pytest.raises(LimitError):
            await limits.expect_refusals_left("a")
        await limits.expect_refusals_left("b")
        hand.seconds = 60
        await limits.expect_refusals_left("a")

    asyncio.run(go())


def test_an_open_server_counts_only_what_it_is_told_to() -> None:
    """On a developer's machine nothing is limited, unless they try out how it is."""

    async def go(limits: Limits) -> list[Left | None]:
        await limits.expect_refusals_left("a")
        await limits.count_refusal("a")
        return [await limits.count_address("a"), await limits.count_key("k"), await limits.count_key("")]

    assert asyncio.run(go(Limits(load_settings()))) == [None, None, None]
    told = Limits(load_settings(limit_address="5/hour", limit_key="7/day"))
    assert asyncio.run(go(told)) == [Left("address", 5, 3600, 4, 3600), Left("key", 7, 86400, 6, 86400), None]


@pytest.mark.parametrize("url", ["memcached://localhost", "nonsense", "", "redis://host:port", "mongodb://x"])
def test_another_storage_is_refused(url: str) -> None:
    """At the start, not at the first request."""
    with pytest.raises(SettingsError, match="limit_storage"):
        Limits(locked_settings(limit_storage=url))


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port where somebody listens and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def test_without_redis_it_is_counted_here_and_said_once(hand: HandClock) -> None:
    """Limits hold all the same, the log says so once, and Redis is not asked again for a while."""
    url = f"redis://127.0.0.1:{closed_port()}"
    settings = locked_settings(limit_address="3/minute", limit_storage=url)
    limits = Limits(settings, monotonic=hand, shared_seconds=60)

    async def go() -> None:
        for expected in (2, 1, 0):
            left = await limits.count_address("a")
            assert left is not None
            assert left.remaining == expected
            hand.seconds += SHARED_AGAIN
        with pytest.raises(LimitError):
            await limits.expect_address("a")
        await limits.close()

    with capture_logs() as logged:
        asyncio.run(go())
    assert [event["event"] for event in logged] == ["limits_counted_here"]


def test_a_redis_that_never_answers_holds_nobody_up_for_long(hand: HandClock) -> None:
    """The first request waits half a second, the next ones not at all."""
    with deaf_port() as port:
        limits = Limits(locked_settings(limit_storage=f"redis://127.0.0.1:{port}"), monotonic=hand)

        async def go() -> None:
            async with asyncio.timeout(30):
                for _ in range(200):  # with half a second each this would last too long
                    await limits.count_address("a")
                await limits.close()

        asyncio.run(go())
    assert limits._again > -math.inf


class TinyRedis:
    """Speaks as much of Redis' protocol as a counter needs: scripts that add, and how long a key has to live."""

    def __init__(self, port: int = 0) -> None:
        self.counts: dict[bytes, int] = {}
        self.listening = socket.create_server(("127.0.0.1", port))
        self.port = self.listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            while head := lines.readline():
                words = []
                for _ in range(int(head[1:])):
                    words.append(lines.read(int(lines.readline()[1:])))
                    lines.readline()
                connection.sendall(self._answer(words))

    def _answer(self, words: list[bytes]) -> bytes:
        name = words[0].upper()
        if name in {b"EVALSHA", b"EVAL"}:
            key, amount = words[3], int(words[5])
            self.counts[key] = self.counts.get(key, 0) + amount
            return b":%d\r\n" % self.counts[key]
        if name == b"GET":
            value = b"%d" % self.counts.get(words[1], 0)
            return b"$%d\r\n%s\r\n" % (len(value), value)
        return b":60\r\n" if name == b"TTL" else b"+OK\r\n"


def test_a_redis_that_is_back_is_used_again_and_that_is_said(hand: HandClock) -> None:
    """After a while it is asked anew; meanwhile counts were kept here."""
    port = closed_port()
    settings = locked_settings(limit_address="10/minute", limit_storage=f"redis://127.0.0.1:{port}")
    limits = Limits(settings, monotonic=hand, shared_seconds=60)

    async def remaining() -> int:
        left = await limits.count_address("a")
        assert left is not None
        return left.remaining

    async def go() -> None:
        assert await remaining() == 9
        redis = TinyRedis(port)
        assert await remaining() == 8  # still counted here
        hand.seconds += SHARED_AGAIN
        assert await remaining() == 9
        redis.listening.close()
        await limits.close()

    with capture_logs() as logged:
        asyncio.run(go())
    assert [event["event"] for event in logged] == ["limits_counted_here", "limits_shared_again"]


def test_two_servers_share_their_counts_in_redis(hand: HandClock) -> None:
    """What one counted the other knows, and a count begins anew when Redis says so."""
    redis = TinyRedis()
    settings = locked_settings(limit_address="10/minute", limit_storage=f"redis://127.0.0.1:{redis.port}")
    one, other = (Limits(settings, monotonic=hand, shared_seconds=60) for _ in range(2))

    async def go() -> list[int]:
        seen = []
        for limits in (one, other, one, other):
            left = await limits.count_address("192.0.2.7")
            assert left is not None
            seen.append(left.remaining)
        await one.close()
        await other.close()
        return seen

    assert asyncio.run(go()) == [9, 8, 7, 6]
    assert list(redis.counts.values()) == [4]
    redis.listening.close()

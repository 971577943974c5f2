"""Whose word about a client is taken: proxies of ours by address, however it is written, and nobody else's."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from facevow.server.door.proxies import AGAIN, Proxied, Proxies
from tests.server.door.conftest import INITIAL, Lock, bearer
from tests.server.serving import HandClock


@pytest.mark.parametrize("peer", ["10.1.2.3", "::ffff:10.1.2.3", "192.0.2.7", "::ffff:192.0.2.7", "2001:db8::5", "::1"])
def test_a_proxy_is_known_however_its_address_is_written(peer: str) -> None:
    """A server that listens on :: sees IPv4 addresses mapped into IPv6."""
    assert peer in Proxies("10.0.0.0/8, 192.0.2.7,2001:db8::/64 ,::1")


@pytest.mark.parametrize("peer", ["11.1.2.3", "::ffff:11.0.0.1", "192.0.2.8", "2001:db8:1::5", "::2", "unknown", ""])
def test_others_are_not(peer: str) -> None:
    """Neighbours, and what is no address."""
    assert peer not in Proxies("10.0.0.0/8,192.0.2.7,2001:db8::/64,::1")


def test_a_mapped_entry_means_the_address_in_it() -> None:
    """Whoever copies the address from a log may find it in either way."""
    assert "192.0.2.7" in Proxies("::ffff:192.0.2.7")


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        "localhost",
        "10.9.9.9,garbage",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.256",
        "*,10.0.0.1",
        "proxy.example",
        "1",
        "[::1]",
        "10.0.0.1:80",
        "::1%eth0",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """A slip would otherwise trust nobody, silently; a network with an address inside may be another one."""
    with pytest.raises(ValueError, match="expected addresses or networks"):
        Proxies(text)


@pytest.mark.parametrize(
    "text", ["*", "0.0.0.0/0", "::/0", "10.0.0.1, 0.0.0.0/0", "0.0.0.0/1,128.0.0.0/1", "::ffff:0:0/96"]
)
def test_whoever_trusts_everybody_is_known(text: str) -> None:
    """By a star, or by networks that hold every address."""
    assert Proxies(text).everybody


@pytest.mark.parametrize("text", ["", "127.0.0.1,::1", "10.0.0.0/8", "0.0.0.0/1", "2000::/3"])
def test_others_do_not(text: str) -> None:
    """A large network is not everybody."""
    assert not Proxies(text).everybody


def passed_on(proxied: Proxied, peer: str, forwarded: str | None) -> str:
    """The client that the application behind sees."""
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    scope: dict[str, Any] = {"type": "http", "client": (peer, 1), "headers": headers, "scheme": "http"}

    async def nothing(*_: Any) -> Any:  # noqa: ANN401
        return None

    asyncio.run(proxied(scope, nothing, nothing))
    return str(scope["client"][0])


async def application(*_: Any) -> None:  # noqa: ANN401
    """Answers nobody."""


def test_a_proxy_that_nobody_named_is_told_of_once_a_minute() -> None:
    """With its address and what to set; and again a minute later, if it goes on."""
    hand = HandClock()
    proxied = Proxied(application, Proxies("192.0.2.1"), tell=True, monotonic=hand)
    with capture_logs() as logged:
        for seconds in (0.0, 1.0, AGAIN - 1, AGAIN + 1, AGAIN + 2):
            hand.seconds = seconds
            assert passed_on(proxied, "192.0.2.9", "203.0.113.9") == "192.0.2.9"
    assert [event["event"] for event in logged] == ["proxy_not_trusted"] * 2
    assert logged[0]["peer"] == "192.0.2.9"
    assert logged[0]["log_level"] == "error"
    assert "FACEVOW_TRUSTED_PROXIES" in logged[0]["meaning"]
    assert "203.0.113.9" not in str(logged)


def test_proxies_of_ours_and_direct_clients_are_not() -> None:
    """Neither hides anybody; nor is anybody told of an open server, which refuses such requests."""
    proxied = Proxied(application, Proxies("192.0.2.1"), tell=True)
    with capture_logs() as logged:
        assert passed_on(proxied, "192.0.2.1", "203.0.113.9") == "203.0.113.9"
        assert passed_on(proxied, "::ffff:192.0.2.1", "203.0.113.9") == "203.0.113.9"
        assert passed_on(proxied, "192.0.2.9", None) == "192.0.2.9"
        assert passed_on(Proxied(application, Proxies(""), tell=False), "192.0.2.9", "203.0.113.9") == "192.0.2.9"
    assert logged == []


def test_a_locked_server_tells_and_its_clients_share_a_count(lock: Lock) -> None:
    """The server itself, behind a proxy that is not in its settings."""
    with lock(trusted_proxies="192.0.2.1") as running, capture_logs() as logged:
        for number in range(3):
            headers = bearer(INITIAL) | {"X-Forwarded-For": f"203.0.113.{number}"}
            assert running.get("/v1/sessions", headers=headers).status_code == 200
    assert [event["peer"] for event in logged if event["event"] == "proxy_not_trusted"] == ["127.0.0.1"]


@pytest.mark.parametrize("words", ["127.0.0.1", "127.0.0.0/8"])
def test_on_every_address_an_ipv4_proxy_is_known(lock: Lock, words: str) -> None:
    """A socket on :: hands over ::ffff:127.0.0.1, which is the proxy that the settings name."""
    with lock(host="::", trusted_proxies=words, limit_address="2/hour") as running:

        def status(forwarded: str) -> int:
            return running.get("/v1/policies", headers={"X-Forwarded-For": forwarded}).status_code

        assert [status("203.0.113.9") for _ in range(3)] == [200, 200, 429]
        assert status("203.0.113.10") == 200

"""One attempt, at receivers of every kind."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from facevow.server.callbacks.addresses import Resolver
from facevow.server.callbacks.post import LONGEST_ERROR, Answer, Poster
from tests.server.callbacks.certificates import trusted_pair
from tests.server.callbacks.receiver import Behaviour, answer, endless, receiving, say, silent

BODY = b'{"type":"session.completed"}'
HEADERS = {"webhook-id": "evt_1"}
LONG = 30.0
"""Seconds for what should succeed, however slow the machine."""
SHORT = 0.4
"""Seconds for what never would."""


class Names:
    """A resolver that gives one answer after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The next answer."""
        self.asked.append((host, port))
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def attempt(
    url: str, *, seconds: float = LONG, allow_private: bool = True, ask: Resolver | None = None
) -> Answer:
    """Post once."""
    async with Poster(seconds, allow_private=allow_private, ask=ask or Names(["127.0.0.1"])) as poster:
        return await poster.post(url, HEADERS, BODY)


def meets(behaviour: Behaviour, *, seconds: float = LONG) -> Answer:
    """What an attempt at a receiver that behaves like this comes to."""

    async def go() -> Answer:
        async with receiving(behaviour) as receiver:
            return await attempt(receiver.url, seconds=seconds)

    return asyncio.run(go())


def test_the_receiver_gets_the_exact_body_and_headers() -> None:
    """A POST of JSON with the signature's headers; the connection is not kept."""

    async def go() -> None:
        async with receiving() as receiver:
            assert await attempt(receiver.url) == Answer(200)
        (request,) = receiver.requests
        assert request.line == "POST /told?by=facevow HTTP/1.1"
        assert request.body == BODY
        assert request.headers["webhook-id"] == "evt_1"
        assert request.headers["content-type"] == "application/json"
        assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
        assert request.headers["connection"] == "close"
        assert request.headers["user-agent"].startswith("facevow/")

    asyncio.run(go())


@pytest.mark.parametrize(("status", "delivered"), [(200, True), (204, True), (299, True), (400, False), (500, False)])
def test_only_2xx_is_delivered(status: int, *, delivered: bool) -> None:
    """Whatever else a receiver answers, it has not taken the callback."""
    found = meets(answer(status))
    assert (found.status, found.delivered) == (status, delivered)
    assert (found.error is None) is delivered


def test_gone_is_final() -> None:
    """410 asks to be left alone; no other status does."""
    assert meets(answer(410)).final
    assert not meets(answer(404)).final


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """A redirect is a failure, and the place it points to hears nothing."""

    async def go() -> None:
        async with receiving() as trap, receiving(answer(status, f"Location: {trap.url}")) as receiver:
            found = await attempt(receiver.url)
            assert found == Answer(status, "a redirect, which is not followed")
            assert trap.connections == 0

    asyncio.run(go())


@pytest.mark.parametrize(
    "behaviour",
    [
        silent,
        say(b"", b"HTTP/1.1 200 OK\r\n\r\n", pause=SHORT * 2),
        say(*(bytes([letter]) for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200), pause=0.05),
        endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    ],
    ids=["silent", "too late", "drop by drop", "endless preliminaries"],
)
def test_slow_receivers_are_left(behaviour: Behaviour) -> None:
    """The whole attempt has one time limit, whichever way it is drawn out."""
    assert meets(behaviour, seconds=SHORT) == Answer(None, "no answer within 0.4 s")


@pytest.mark.parametrize(
    "behaviour",
    [
        endless(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", b"x" * 65536),
        endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"4\r\nxxxx\r\n"),
        endless(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"\x1f\x8b" + b"\0" * 65536),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"),
    ],
    ids=["a terabyte", "chunks without end", "a gzip bomb", "cut off in the body"],
)
def test_the_body_of_an_answer_is_not_read(behaviour: Behaviour) -> None:
    """The status decides; a huge, endless, packed or broken body costs nothing."""
    assert meets(behaviour) == Answer(200)


@pytest.mark.parametrize(
    "behaviour",
    [
        say(),
        say(b"HTTP/1.1 200"),
        say(b"HTTP/1.1 200 OK\r\nContent-Le"),
        say(b"SSH-2.0-OpenSSH_9.6\r\n"),
        say(b"\0" * 1000),
        endless(b"HTTP/1.1 200 OK\r\n", b"X-Header: " + b"y" * 1000 + b"\r\n"),
    ],
    ids=["at once", "in the status", "in the headers", "another protocol", "garbage", "endless headers"],
)
def test_what_is_no_answer_is_a_failure(behaviour: Behaviour) -> None:
    """A connection closed in the middle, or something that is not HTTP: not delivered, and said in few words."""
    found = meets(behaviour)
    assert not found.delivered
    assert found.status is None
    assert found.error
    assert len(found.error) <= LONGEST_ERROR


def test_nobody_there_is_a_failure() -> None:
    """A port on which nobody listens."""

    async def go() -> Answer:
        async with receiving() as receiver:
            url = receiver.url
        return await attempt(url)

    found = asyncio.run(go())
    assert found.status is None
    assert found.error is not None
    assert "ConnectError" in found.error


def test_a_dead_address_is_passed_over() -> None:
    """Of several addresses the first that takes the connection gets the callback, once."""

    async def go() -> None:
        async with receiving(host="127.0.0.1") as receiver:
            url = f"http://shop.example.com:{receiver.port}/"
            found = await attempt(url, ask=Names(["127.0.0.9", "127.0.0.1", "127.0.0.8"]))
            assert found == Answer(200)
            assert len(receiver.requests) == 1

    asyncio.run(go())


def test_a_name_is_asked_for_once_and_rebinding_gains_nothing(tmp_path: Path) -> None:
    """The connection goes to the address that was judged; Host, SNI and the certificate are those of the name."""
    server, trusting = trusted_pair(tmp_path, "shop.example.com")

    async def go() -> None:
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        async with receiving(tls=server) as receiver, receiving(host="127.0.0.2") as trap:
            async with Poster(LONG, allow_private=True, ask=names, tls=trusting) as poster:
                found = await poster.post(f"https://shop.example.com:{receiver.port}/told", HEADERS, BODY)
            assert found == Answer(200)
            assert names.asked == [("shop.example.com", receiver.port)]
            assert receiver.names == ["shop.example.com"]
            assert receiver.requests[0].headers["host"] == f"shop.example.com:{receiver.port}"
            assert trap.connections == 0

    asyncio.run(go())


def test_a_name_that_turns_private_is_refused_then() -> None:
    """What the name pointed to when the session was made is not what counts: it is judged at every attempt."""

    async def go() -> None:
        async with receiving() as receiver:
            url = f"https://shop.example.com:{receiver.port}/"
            for private in ("127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"):
                found = await attempt(url, allow_private=False, ask=Names([private]))
                assert found.error is not None
                assert found.error.startswith("refused: expected public addresses only")
            assert receiver.connections == 0

    asyncio.run(go())


@pytest.mark.parametrize("name", ["http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "https://localhost:{port}/"])
def test_a_url_that_is_not_allowed_any_more_is_refused(name: str) -> None:
    """The URL is judged again too: the setting may have changed since."""

    async def go() -> None:
        async with receiving() as receiver:
            found = await attempt(name.format(port=receiver.port), allow_private=False)
            assert found.error is not None
            assert found.error.startswith("refused: ")
            assert receiver.connections == 0

    asyncio.run(go())


@pytest.mark.parametrize("name", ["other.example.com", "127.0.0.1"])
def test_a_certificate_of_another_name_is_refused(tmp_path: Path, name: str) -> None:
    """That the address is the right one does not make up for the certificate."""
    server, trusting = trusted_pair(tmp_path, "shop.example.com")

    async def go() -> None:
        async with (
            receiving(tls=server) as receiver,
            Poster(LONG, allow_private=True, ask=Names(["127.0.0.1"]), tls=trusting) as poster,
        ):
            found = await poster.post(f"https://{name}:{receiver.port}/", HEADERS, BODY)
            assert found.status is None
            assert found.error is not None
            assert "certificate" in found.error
            assert receiver.requests == []

    asyncio.run(go())


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve the name once more; the environment's is left alone."""

    async def go() -> None:
        async with receiving() as proxy, receiving() as receiver:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            assert await attempt(receiver.url) == Answer(200)
            assert proxy.connections == 0

    asyncio.run(go())


def test_a_resolver_that_fails_or_hangs_is_a_failure() -> None:
    """No address, or no answer in time: it may be there at the next attempt."""

    async def fails(host: str, port: int) -> Sequence[str]:
        raise OSError(f"no such name: {host} {port}")

    async def hangs(host: str, port: int) -> Sequence[str]:
        del host, port
        await asyncio.Event().wait()
        return ()

    failed = asyncio.run(attempt("http://shop.example.com/", ask=fails))
    assert failed.error == "OSError: no such name: shop.example.com 80"
    hung = asyncio.run(attempt("http://shop.example.com/", ask=hangs, seconds=SHORT))
    assert hung == Answer(None, "no answer within 0.4 s")

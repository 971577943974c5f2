"""Heads that are none, and requests inside requests."""

from collections.abc import Iterator

import pytest

from tests.server.door.knocking import GET, UPGRADE, answers_to
from tests.server.serving import Running, serving


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that soon gives up on what does not come to its end."""
    with serving(tmp_path_factory.mktemp("framing") / "facevow.db", receive_timeout=1.0) as running:
        yield running


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 20_000 + "\r\n\r\n", {400, 431}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n" * 101 + "\r\n", {431}),
        ("GET /?" + "x" * 9_000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n", {414}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x" * 1_000_000, {400}),
        ("nonsense\r\n\r\n", {400}),
        ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400}),
        ("GET / HTTP/1.1\r\n\r\n", {400}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", {400}),
        ("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", {505}),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {505}),
    ],
)
def test_a_head_that_is_none_is_refused(quick: Running, head: str, status: set[int]) -> None:
    """Too long, too many, no HTTP, no host or two; with one answer, whether it comes in one piece or several."""
    (answered,) = answers_to(quick, head)
    assert answered in status


@pytest.mark.parametrize(
    "head",
    [
        UPGRADE.replace("GET", "POST"),
        UPGRADE.replace("Version: 13", "Version: 7"),
        UPGRADE.replace("Key", "Lock"),
        UPGRADE.replace("AAAA", "A"),
        UPGRADE.replace("\r\n\r\n", "\r\nX: " + "x" * 9000 + "\r\n\r\n"),
        UPGRADE.replace("\r\n\r\n", "\r\n" + "X: y\r\n" * 500 + "\r\n"),
        UPGRADE.replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nGET /"),
        UPGRADE.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        UPGRADE.replace("HTTP/1.1", "HTTP/1.0"),
    ],
)
def test_a_change_of_protocols_that_is_none_ends(quick: Running, head: str) -> None:
    """With an answer that is no 101, and without leaving the connection open."""
    (status,) = answers_to(quick, head)
    assert 400 <= status < 500


SMUGGLED = GET.replace("/health/live", "/smuggled")


@pytest.mark.parametrize(
    "text",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 40\r\n\r\n",
        "Content-Length: 0, 40\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 0x0\r\n\r\n",
        "Content-Length : 40\r\n\r\n",
        "Content-Length: 99999999999999999999999999\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding\r\n : chunked\r\n\r\n",
        "X: a\rTransfer-Encoding: chunked\r\n\r\n",
        "X: a\0b\r\n\r\n",
    ],
)
def test_a_request_in_a_request_is_never_answered(quick: Running, text: str) -> None:
    """Whatever two programs could disagree on ends the connection, so that what follows is no request of its own."""
    answered = answers_to(quick, f"POST /health HTTP/1.1\r\nHost: localhost\r\n{text}{SMUGGLED}")
    assert len(answered) == 1
    assert 400 <= answered[0] < 500 or answered[0] == 501

"""What a page learns by WS /v1/preflight before it has a token."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from facevow.server.v1.wire import PROTOCOL
from tests.server.serving import Running, serving
from tests.server.v1.streaming import order, streaming


def asked(server: Running, *, origin: str | None = None) -> tuple[list[str], int, str]:
    """The types of the messages that came, and the code and reason of the close."""
    url = f"ws://127.0.0.1:{server.port}/v1/preflight"
    headers = {} if origin is None else {"Origin": origin}
    with connect(url, subprotocols=[Subprotocol(PROTOCOL)], additional_headers=headers) as socket:
        said: list[str] = []
        with suppress(ConnectionClosed):
            said.extend(json.loads(message)["type"] for message in socket)
        return said, socket.close_code or 0, socket.close_reason or ""


def test_a_server_with_room_says_that_it_is_ready(server: Running) -> None:
    """One pong, and a good close."""
    assert asked(server) == (["pong"], 1000, "ready")


def test_a_page_of_a_stranger_learns_that_it_is_one(server: Running) -> None:
    """The same close code as on a stream; a page that the settings name is let in."""
    assert asked(server, origin="https://elsewhere.example") == ([], 4403, "origin_refused")


def test_a_listed_page_is_let_in(database: Path) -> None:
    """As on the stream of a session."""
    with serving(database, allowed_origins="https://shop.example") as server:
        assert asked(server, origin="https://shop.example") == (["pong"], 1000, "ready")


def test_whoever_speaks_something_else_is_told(server: Running) -> None:
    """The subprotocol has to be offered: a proxy that drops it would break the stream as well."""
    url = f"ws://127.0.0.1:{server.port}/v1/preflight"
    with connect(url) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4400, "bad_message")


def test_a_full_server_says_so(database: Path) -> None:
    """A stream in progress takes the one place there is; the question itself takes none."""
    with serving(database, max_sessions=1) as server:
        assert asked(server)[1:] == (1000, "ready")
        with streaming(server, order(server)):
            assert asked(server) == ([], 4503, "server_full")
        assert server.services.live.capacity == 1


def test_asking_counts_as_a_request_of_the_address(database: Path) -> None:
    """A flood of questions ends as any other."""
    with serving(database, limit_address="2/hour") as server:
        answers = [asked(server)[1:] for _ in range(3)]
    assert answers == [(1000, "ready"), (1000, "ready"), (4429, "rate_limited")]

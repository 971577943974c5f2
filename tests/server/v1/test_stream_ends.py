"""How streams end that are not decided: by the person, by silence, by misbehaviour, by the network, by a stop."""

import asyncio
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from facevow.server.v1 import frames
from facevow.server.v1.course import MOST_ERRORS
from facevow.server.v1.ends import End
from facevow.server.v1.frames import BURST
from tests.server.serving import PATIENCE, HandClock, Running, serving, until
from tests.server.v1.streaming import Ordered, ended, order, stored, streaming


def is_no_pass(server: Running, made: Ordered, ended_by: str) -> None:
    """The session is ABORTED for that reason, and nothing in its record could be taken for a pass."""
    record = ended(server, made.id)
    assert (record.state, record.ended_by) == ("ABORTED", ended_by)
    assert (record.verdict, record.token, record.confidence, record.reasons) == (None, None, None, [])
    assert record.timings["seconds"] >= 0
    until(lambda: server.services.live.inside == 0)


def test_the_person_leaves(server: Running) -> None:
    """`leave` is answered by the last message and close code 1000."""
    made = order(server, reveal="token")
    with streaming(server, made) as streamer:
        streamer.show()
        assert streamer.ask({"type": "leave"}) == {"type": "ended", "state": "ABORTED", "ended_by": "left"}
        assert streamer.close_code() == (1000, "left")
    is_no_pass(server, made, "left")


@pytest.mark.parametrize("after", [0, 3])
def test_the_person_closes_the_page(server: Running, after: int) -> None:
    """A socket that is closed aborts the session, with frames or without."""
    made = order(server)
    with streaming(server, made) as streamer:
        for _ in range(after):
            streamer.show()
    is_no_pass(server, made, "disconnected")


def test_the_connection_is_reset(server: Running) -> None:
    """A TCP reset in the midst of a stream is a disconnection."""
    made = order(server)
    with streaming(server, made) as streamer:
        streamer.show()
        raw = streamer.connection.socket
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        streamer.send(streamer.frame(b""))
        raw.shutdown(socket.SHUT_RD)
        raw.close()
        is_no_pass(server, made, "disconnected")


def test_silence_is_told_by_name(timed: Running, hand: HandClock) -> None:
    """A client that says nothing for longer than the heartbeat is closed with 4408, however it is connected."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        hand.seconds += 15.5
        assert streamer.receive() == {"type": "ended", "state": "ABORTED", "ended_by": "silent"}
        assert streamer.close_code() == (4408, "silent")
    is_no_pass(timed, made, "silent")


def test_a_client_that_vanished_is_silent(database: Path) -> None:
    """Half-open: nothing comes any more and no end either; the place is free again after the heartbeat."""
    with serving(database, heartbeat=0.5) as server:
        made = order(server)
        with streaming(server, made):
            is_no_pass(server, made, "silent")


def test_pings_keep_a_stream_alive(timed: Running, hand: HandClock) -> None:
    """While the client says that it is there, it is; until the time of the session is over."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        for _ in range(8):
            hand.seconds += 10
            assert streamer.ask({"type": "ping"}) == {"type": "pong"}
        hand.seconds += 11
        assert streamer.receive() == {"type": "ended", "state": "COMPLETED"}
    assert stored(timed, made.id).verdict == "NO_RESPONSE"


def test_a_client_that_makes_no_sense_is_let_go(server: Running) -> None:
    """More than fifty messages in a row that cannot be used end the stream with 4400."""
    made = order(server)
    with streaming(server, made) as streamer:
        for _ in range(MOST_ERRORS + 1):
            assert streamer.ask("nonsense")["code"] == "not_json"
        assert streamer.receive() == {"type": "ended", "state": "ABORTED", "ended_by": "bad_messages"}
        assert streamer.close_code() == (4400, "bad_messages")
    is_no_pass(server, made, "bad_messages")


def test_a_flood_is_cut_off(timed: Running, hand: HandClock) -> None:
    """Messages beyond what a burst may be, while no time goes by, end the stream with 4429."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        for _ in range(round(BURST)):
            streamer.send({"type": "ping"})
            streamer.receive()
        streamer.send({"type": "ping"})
        assert streamer.receive() == {"type": "ended", "state": "ABORTED", "ended_by": "too_many_messages"}
        assert streamer.close_code() == (4429, "too_many_messages")
    is_no_pass(timed, made, "too_many_messages")


def test_messages_that_break_the_protocol_end_the_stream(server: Running) -> None:
    """A text that is no UTF-8, and a frame of an unknown kind: closed as RFC 6455 says, and aborted."""
    for wire, code in ((b"\x81\x82\0\0\0\0\xff\xfe", 1007), (b"\x83\x80\0\0\0\0", 1002)):
        made = order(server)
        with streaming(server, made) as streamer:
            streamer.connection.socket.sendall(wire)
            assert streamer.close_code()[0] == code
        is_no_pass(server, made, "bad_messages")


def test_a_client_that_never_reads_is_given_up(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent to it is not kept for ever: the session is aborted, and its place is free again.

    The answers to as many messages as one may send fit into the system's own buffers, so more are let through here.
    """
    monkeypatch.setattr(frames, "BURST", 1e6)
    with serving(database, send_timeout=0.3) as server:
        made = order(server)
        with upgraded(server, made) as raw:
            _ask_and_never_read(raw)
            is_no_pass(server, made, "not_reading")


@contextmanager
def upgraded(server: Running, made: Ordered) -> Iterator[socket.socket]:
    """A bare socket on a stream, with hardly any room for what comes."""
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        raw.connect(("127.0.0.1", server.port))
        raw.sendall(
            f"GET /v1/sessions/{made.id}/stream HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"Sec-WebSocket-Protocol: facevow.v1, facevow.token.{made.token}\r\n\r\n".encode()
        )
        assert raw.recv(12) == b"HTTP/1.1 101"
        yield raw


def _ask_and_never_read(raw: socket.socket) -> None:
    """Ask for what has long answers, until the server hangs up."""
    ping, wrong = b'{"type":"ping"}', b'{"type":"exclude","acts":["' + b"x" * 40 + b'"]}'
    raw.settimeout(PATIENCE)
    with suppress(ConnectionError):
        for number in range(1_000_000):
            text = ping if number % MOST_ERRORS == 0 else wrong
            raw.sendall(bytes([0x81, 0x80 + len(text)]) + bytes(4) + text)


def drain(server: Running, loop: asyncio.AbstractEventLoop, seconds: float) -> "Future[None]":
    """Begin what a stop of the server begins with."""
    return asyncio.run_coroutine_threadsafe(server.services.live.drain(seconds), loop)


@pytest.fixture
def loop(timed: Running) -> asyncio.AbstractEventLoop:
    """The loop that the server runs in."""
    found: Future[asyncio.AbstractEventLoop] = Future()

    async def tell() -> dict[str, str]:
        found.set_result(asyncio.get_running_loop())
        return {}

    timed.app.router.add_api_route("/loop-of-the-test", tell)
    timed.app.router.routes.insert(0, timed.app.router.routes.pop())
    timed.get("/loop-of-the-test")
    return found.result(60)


def test_a_stop_lets_sessions_finish(timed: Running, hand: HandClock, loop: asyncio.AbstractEventLoop) -> None:
    """Whoever is in the midst of it completes; the drain is over as soon as nobody is left."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        draining = drain(timed, loop, 600)
        assert streamer.follow()[-1] == {"type": "ended", "state": "COMPLETED"}
    draining.result(60)
    assert stored(timed, made.id).verdict == "BONA_FIDE"


def test_a_stop_aborts_the_others_by_name(timed: Running, hand: HandClock, loop: asyncio.AbstractEventLoop) -> None:
    """Whoever is not done in time is told, with close code 1001, and the record says why."""
    made = order(timed)
    with streaming(timed, made, hand=hand) as streamer:
        streamer.show()
        draining = drain(timed, loop, 0.05)
        assert streamer.receive() == {"type": "ended", "state": "ABORTED", "ended_by": "server_stopped"}
        assert streamer.close_code() == (1001, "server_stopped")
    draining.result(60)
    is_no_pass(timed, made, "server_stopped")


def test_an_erased_session_is_over(timed: Running, loop: asyncio.AbstractEventLoop) -> None:
    """Its stream is closed with 4410, and nothing of it is left: not even what was on its way into the log."""
    made = order(timed)
    with streaming(timed, made) as streamer:
        streamer.show()
        erased = timed.services.sessions.erase(made.id, actor="test", now=timed.services.clock.now())
        assert erased is not None
        streamer.show()
        loop.call_soon_threadsafe(timed.services.live.end, made.id, End.ERASED)
        assert streamer.close_code() == (4410, "session_unknown")
    until(lambda: timed.services.live.inside == 0)
    assert timed.services.sessions.get(made.id) is None
    assert timed.services.store.recent(10) == []

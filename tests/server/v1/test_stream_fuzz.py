"""A fuzzer of the stream over real sockets: whatever is sent, the server says why it ends, and goes on serving."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from facevow.server.v1.wire import Close
from tests.server.serving import Running, serving
from tests.server.v1.mutating import RUNS, hostile, lucks
from tests.server.v1.streaming import Streamer, code_of, ended, is_ended, order, streaming

KNOWN = frozenset(Close) | {1002, 1007}
"""How a stream may be closed: by us, or by the protocol's own rules."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for all of it."""
    database: Path = tmp_path_factory.mktemp("fuzz") / "facevow.db"
    with serving(database, send_timeout=5) as server:
        yield server


def send_all(streamer: Streamer, count: int, luck: random.Random) -> None:
    """So many messages of any kind, in frames of WebSocket of any kind."""
    for _ in range(count):
        message = hostile(streamer.sequence + 1, streamer.captured, luck)
        if luck.random() < 0.5:
            streamer.sequence += 1
            streamer.captured += luck.uniform(0, 0.3)
        if luck.random() < 0.01:
            streamer.connection.socket.sendall(luck.randbytes(luck.randrange(1, 40)))  # beneath the protocol
        elif luck.random() < 0.1 and message:
            cut = luck.randrange(len(message))
            streamer.connection.send([message[:cut], message[cut:]])
        else:
            streamer.send(message)


def settle(streamer: Streamer, told: Counter[str]) -> int | None:
    """Read what there is to read until the server has closed, or answered a last ping; the close code."""
    try:
        streamer.send({"type": "leave"})
        while True:
            told[streamer.receive()["type"]] += 1
    except ConnectionClosed as closed:
        return code_of(closed)[0] if closed.rcvd is not None else None


@settings(
    max_examples=RUNS or 40,
    deadline=None,
    derandomize=not RUNS,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(luck=lucks, count=st.integers(1, 80), passive=st.booleans())
def test_whatever_is_sent_the_server_stands(running: Running, luck: random.Random, count: int, passive: bool) -> None:
    """Each socket ends with a known close code, no session passes or breaks by it, and the next one is welcome."""
    made = order(running, policy="passive_only" if passive else "balanced")
    told: Counter[str] = Counter()
    code: int | None = None
    with streaming(running, made) as streamer:
        with suppress(ConnectionClosed, OSError):
            send_all(streamer, count, luck)
        code = settle(streamer, told)
    event(f"closed with {code}")
    assert code is None or code in KNOWN
    assert set(told) <= {"progress", "pong", "excluded", "error", "ended"}
    record = ended(running, made.id)
    event(f"{record.state} {record.ended_by}")
    assert record.ended_by != "broken"
    assert record.verdict in {None, "NO_RESPONSE", "ATTACK"} or record.timings["frames"]["analysed"] >= 8
    assert json.dumps(record.evidence, allow_nan=False)


def test_afterwards_an_honest_person_is_served(running: Running) -> None:
    """The same server, after all that: nothing is left of it, and a session completes."""
    made = order(running, policy="passive_only")
    with streaming(running, made) as streamer:
        assert running.services.live.inside == 1
        answers = streamer.show_until(is_ended)
    assert answers[-1] == {"type": "ended", "state": "COMPLETED"}
    assert ended(running, made.id).verdict == "BONA_FIDE"

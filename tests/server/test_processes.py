"""What several processes behind one port have in common: whichever is asked, the answer is the same."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from websockets.exceptions import ConnectionClosed

from facevow.store.database import Database
from facevow.store.records import AuditRecord, SessionRecord
from tests.conftest import lacking
from tests.server.analysers import FAKE, OTHER, REAL, in_base64, picture
from tests.server.serving import until
from tests.server.several import Several, several
from tests.server.v1.streaming import Ordered, code_of
from tests.store.conftest import empty_postgres, empty_url, file, file_url, server  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a system whose processes inherit sockets")

SESSIONS = 50


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    """A server of two processes for tests to which it does not matter what others have done on it."""
    folder = tmp_path_factory.mktemp("pair")
    with several(folder, f"sqlite:///{folder / 'facevow.db'}") as running:
        running.meet(2)
        yield running


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The URL of a Redis of its own."""
    program = shutil.which("redis-server")
    if program is None:
        lacking("redis", "needs the program redis-server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL) as running:  # noqa: S603 - a known program
        try:
            until(lambda: _answers(port))
            yield f"redis://127.0.0.1:{port}"
        finally:
            running.terminate()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def image(colour: tuple[int, int, int]) -> str:
    """A picture of one colour, exactly so, in base64."""
    return in_base64(picture(colour, "PNG"))


def stream(running: Several, number: int) -> tuple[str, str]:
    """One session from its order to its end: a bona fide one or an attack. Every answer has to be its own."""
    ordered = running.order(running.client())
    colour = FAKE if number % 2 else REAL
    with running.streaming(ordered) as streamer:
        welcome = streamer.receive()
        assert (welcome["type"], welcome["session"]) == ("welcome", ordered.id)
        streamer.sequence = 1000 * number
        while True:
            answer = streamer.show(colour)
            if answer["type"] == "ended":
                break
            assert answer["sequence"] == streamer.sequence
            time.sleep(0.1)  # with the STEP before each frame five a second: many sessions, no race
    return ordered.id, answer["state"]


def test_fifty_sessions_at_once_never_cross(tmp_path: Path, empty_url: str) -> None:  # noqa: F811 - a fixture
    """Each has its own answers, its own verdict by its own frames, and one end, on either kind of database."""
    with several(tmp_path, empty_url, heartbeat=300) as running:
        with ThreadPoolExecutor(SESSIONS) as threads:
            told = dict(threads.map(lambda number: stream(running, number), range(SESSIONS)))
        assert Counter(told.values()) == {"COMPLETED": SESSIONS}
        frames = [running.http.get(f"/v1/sessions/{session}/frames").json()["frames"] for session in told]
        assert all(frames)
    database = Database(empty_url)
    with database.read() as orm:
        records = list(orm.scalars(select(SessionRecord)))
        ends = Counter(orm.scalars(select(AuditRecord.target).where(AuditRecord.action == "session_ended")))
    database.close()
    assert Counter(record.verdict for record in records) == {"BONA_FIDE": SESSIONS // 2, "ATTACK": SESSIONS // 2}
    assert ends == dict.fromkeys(told, 1)


def test_a_token_opens_one_stream_whichever_process_is_asked(pair: Several) -> None:
    """Of ten sockets that show the same token at once one is let in."""
    ordered = pair.order()
    together = threading.Barrier(10)

    def try_it(_: int) -> str:
        with pair.streaming(ordered) as streamer:
            together.wait()
            try:
                return str(streamer.receive()["type"])
            except ConnectionClosed as closed:
                return code_of(closed)[1]

    with ThreadPoolExecutor(10) as threads:
        told = Counter(threads.map(try_it, range(10)))
    assert told == {"welcome": 1, "token_used": 9}


def test_an_idempotency_key_counts_for_all(pair: Several) -> None:
    """The same order by the same key is one session, whichever process takes it."""
    headers = {"Idempotency-Key": "an order of ours"}
    made = [
        client.post("/v1/sessions", json={"policy": "passive_only"}, headers=headers).json()["id"]
        for client in pair.by.values()
    ]
    assert len(made) == 2
    assert made[0] == made[1]


def test_what_one_erases_another_streams_no_more(pair: Several) -> None:
    """Wherever the stream is: each process is asked to erase a session, one of which the other one streams."""
    for eraser in pair.by.values():
        ordered = pair.order(policy="balanced")
        with pair.streaming(ordered) as streamer:
            assert streamer.receive()["type"] == "welcome"
            streamer.show()
            assert eraser.delete(f"/v1/sessions/{ordered.id}").status_code == 200
            assert streamer.close_code()[0] != 1000
        for client in pair.by.values():
            assert client.get(f"/v1/sessions/{ordered.id}").status_code == 404


def test_whoever_is_asked_tells_of_all_streams_and_counts(pair: Several) -> None:
    """/v1/live has the sessions of both processes, and /metrics the figures of each, once."""
    first, second = pair.order(), pair.order()
    with pair.streaming(first) as one, pair.streaming(second) as other:
        for streamer in (one, other):
            assert streamer.receive()["type"] == "welcome"
            streamer.show()
        for client in pair.by.values():
            until(partial(_streams, client, first.id, second.id))
            assert client.get("/v1/live").json()["capacity"] == 64
    for client in pair.by.values():
        lines = client.get("/metrics").text.splitlines()
        assert lines.count("# TYPE facevow_workers gauge") == 1
        assert {'facevow_workers{process="0"} 2.0', 'facevow_workers{process="1"} 2.0'} <= set(lines)


def _streams(client: httpx.Client, *sessions: str) -> bool:
    return _streamed(client) >= set(sessions)


def _streamed(client: httpx.Client) -> set[str]:
    return {one["session"] for one in client.get("/v1/live").json()["sessions"]}


def test_who_was_enrolled_by_one_is_found_by_the_other(pair: Several) -> None:
    """And found by none once it was erased."""
    one, other = pair.by.values()
    assert one.post("/v1/subjects/anna/enrol", json={"images": [image(OTHER)]}).status_code == 201
    asked = {"image": image(OTHER)}
    until(lambda: [found["subject"] for found in _found(other, asked)] == ["anna"])
    assert other.delete("/v1/gallery/anna").status_code == 200
    assert _found(one, asked) == _found(other, asked) == []


def _found(client: httpx.Client, asked: dict[str, str]) -> list[dict[str, str]]:
    answer = client.post("/v1/identifications", json=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, str]] = answer.json()["matches"]
    return found


def test_the_default_of_the_active_check_is_one_for_all(pair: Several) -> None:
    """Switched in one process it is soon switched in the other, and the next switch turns it back."""
    one, other = pair.by.values()
    before = one.get("/health").json()["active_check_enabled"]
    assert one.post("/toggle-active-check").status_code == 200
    until(lambda: other.get("/health").json()["active_check_enabled"] is not before)
    assert other.post("/toggle-active-check").status_code == 200
    until(lambda: one.get("/health").json()["active_check_enabled"] is before)


def test_a_rate_is_counted_for_all_in_redis(tmp_path: Path) -> None:
    """Of 30 requests to both processes as many are answered as one address may have."""
    with redis(tmp_path) as url:
        database = f"sqlite:///{tmp_path / 'facevow.db'}"
        with several(tmp_path, database, limit_address="20/day", limit_storage=url) as running:
            clients = [running.client() for _ in range(6)]
            told = Counter(clients[turn % 6].get("/v1/sessions").status_code for turn in range(30))
            assert told == {200: 20, 429: 10}


def test_a_process_that_dies_loses_its_streams_and_nothing_passes(tmp_path: Path) -> None:
    """Its session is never COMPLETED; one that another process streams is."""
    database = f"sqlite:///{tmp_path / 'facevow.db'}"
    with several(tmp_path, database, heartbeat=300) as running:
        running.meet(2)
        ordered = [running.order() for _ in range(8)]
        fallen = threading.Event()

        def serve(one: Ordered) -> str:
            with running.streaming(one) as streamer:
                try:
                    assert streamer.receive()["type"] == "welcome"
                    fallen.wait()
                    return str(streamer.follow()[-1]["state"])
                except ConnectionClosed:
                    return "lost"

        with ThreadPoolExecutor(8) as threads:
            done = {one.id: threads.submit(serve, one) for one in ordered}
            try:
                until(lambda: set().union(*running.streams().values()) == set(done))
                served = running.streams()
                victim = min(served, key=lambda pid: len(served[pid]) or SESSIONS)
                os.kill(victim, signal.SIGKILL)
            finally:
                fallen.set()
            ends = {session: one.result() for session, one in done.items()}
        assert ends == {one: "lost" if one in served[victim] else "COMPLETED" for one in ends}
        states = {one: running.client().get(f"/v1/sessions/{one}").json()["state"] for one in served[victim]}
        assert states == dict.fromkeys(served[victim], "IN_PROGRESS")

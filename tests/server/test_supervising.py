"""Several processes behind one port: their start, their deaths, and their end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from facevow.server.settings import load_settings
from facevow.server.supervising import FAILED, MOST_DEATHS, Supervisor, _Process
from tests.server.serving import PATIENCE, until
from tests.server.several import Several, several, until_gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a system whose processes inherit sockets")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Several]:
    """A server of two processes on a SQLite file, that has all the time that a slow machine needs."""
    given = {"stop_seconds": 600, "heartbeat": 300}
    with several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}", **given) as running:
        yield running


def refuses(port: int) -> bool:
    """Whether nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            return False
    except ConnectionError:
        return True


def test_who_is_killed_is_replaced_and_the_others_go_on(server: Several) -> None:
    """The port answers all the time, the log says who died, and another process takes the place.

    Where the supervisor is killed, which it cannot pass on, its processes stop by themselves, and the port is free.
    """
    server.meet(2)
    victim, other = server.pids
    os.kill(victim, signal.SIGKILL)
    assert server.by[other].get("/test/pid").json()["pid"] == other
    assert server.client().get("/health/live").status_code == 200
    until(lambda: len(server.events("process_started")) == 3)
    server.meet(2)
    assert victim not in server.pids
    assert other in server.pids
    assert str(victim) in server.events("process_died")[0]
    server.program.kill()
    server.program.wait()
    until_gone(server.pids)
    assert refuses(server.port)


def test_who_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    """A process whose event loop stands still says nothing, and is not waited for without end."""
    with several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}", hangs=3.0) as server:
        server.meet(2)
        victim = server.pids[0]
        with pytest.raises(httpx.TransportError):
            server.by[victim].get("/test/hang")
        until(lambda: len(server.events("process_started")) >= 3)
        assert any(str(victim) in line for line in server.events("process_hangs"))


def test_who_dies_again_and_again_stops_the_server(server: Several) -> None:
    """So that whoever looks after it notices, instead of a port behind which processes come and go."""
    for number in range(MOST_DEATHS + 1):
        until(partial(_started, server, 2 + number))
        os.kill(server.newest(), signal.SIGKILL)
    assert server.program.wait(PATIENCE) == FAILED
    assert "again and again" in server.events("processes_given_up")[0]
    assert refuses(server.port)


def _started(server: Several, several: int) -> bool:
    return len(server.events("process_started")) == several


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    """One that runs nothing yet; a silence of 60 s is too long for it."""
    settings = load_settings(database=f"sqlite:///{tmp_path / 'facevow.db'}", keyring=tmp_path / "keyring.json")
    with socket.socket() as listening:
        yield Supervisor(settings, listening, hangs_seconds=60.0)


@contextmanager
def one_of(supervisor: Supervisor, *, due: float, serves: bool) -> Iterator[_Process]:
    """A process that it watches, and that does nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as popen:
        supervisor._running[0] = process = _Process(0, popen, -1, due, serves)
        yield process
        popen.kill()


def test_a_supervisor_that_stood_still_kills_nobody(supervisor: Supervisor) -> None:
    """Neither after Ctrl+Z nor thawed: all have their time from then on. A silence that it listened to still counts."""
    with one_of(supervisor, due=1060.0, serves=True) as process:
        supervisor._end_what_hangs(1000.0)
        supervisor._end_what_hangs(5000.0)
        supervisor._end_what_hangs(5001.0)
        assert (process.due, process.popen.poll()) == (5060.0, None)
        for now in range(5002, 5062):
            supervisor._end_what_hangs(float(now))
        assert process.popen.wait(PATIENCE) == -signal.SIGKILL


def test_a_stop_during_which_it_stood_still_has_its_grace(supervisor: Supervisor) -> None:
    """What had to be over by then is not killed at once; what goes on still is, in the end."""
    with one_of(supervisor, due=9999.0, serves=True) as process:
        supervisor._deadline = 1010.0
        for now in (1000.0, 2000.0, 2001.0):
            supervisor._end_what_hangs(now)
        assert process.popen.poll() is None
        for now in range(2002, 2032):
            supervisor._end_what_hangs(float(now))
        assert process.popen.wait(PATIENCE) == -signal.SIGKILL


def test_who_hangs_in_its_start_is_killed(supervisor: Supervisor) -> None:
    """Once, and the log says so; what it left closes its pipe, and is replaced as any that died."""
    with one_of(supervisor, due=1000.5, serves=False) as process, capture_logs() as logs:
        for now in (1000.0, 1001.0, 1002.0):
            supervisor._end_what_hangs(now)
        assert process.popen.wait(PATIENCE) == -signal.SIGKILL
    assert [line["event"] for line in logs] == ["process_start_hangs"]


def test_processes_that_cannot_start_stop_the_server(tmp_path: Path) -> None:
    """They are not started again and again; the status says that it was the start."""
    (tmp_path / "dies").touch()
    with pytest.raises(AssertionError), several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}") as server:
        raise RuntimeError(f"it started, as {server.program.pid}")
    assert "could not start" in (tmp_path / "log").read_text()


def test_at_a_stop_sessions_may_finish(server: Several) -> None:
    """At SIGTERM nobody new is taken, a session goes on to its verdict, and then every process ends.

    What processes told each other nobody else could read, and it is gone with them.
    """
    server.meet(2)
    until(lambda: any(server.temporary.glob("facevow-*/live.*")))
    assert [path.stat().st_mode & 0o077 for path in server.temporary.glob("facevow-*")] == [0]
    ordered = server.order()
    with server.streaming(ordered) as streamer:
        assert streamer.receive()["type"] == "welcome"
        streamer.show()
        server.program.send_signal(signal.SIGTERM)
        until(lambda: refuses(server.port))
        answers = streamer.follow()
    assert answers[-1]["type"] == "ended"
    assert answers[-1]["state"] == "COMPLETED"
    assert server.program.wait(PATIENCE) == -signal.SIGTERM
    until_gone(server.pids)
    assert not list(server.temporary.iterdir())


def test_a_second_interrupt_ends_the_waiting(server: Several) -> None:
    """Ctrl+C once waits for sessions, twice ends them by name; the status is that of one process."""
    server.meet(2)
    with server.streaming(server.order()) as streamer:
        assert streamer.receive()["type"] == "welcome"
        streamer.show()
        server.program.send_signal(signal.SIGINT)
        until(lambda: refuses(server.port))
        assert streamer.show()["type"] == "progress"
        server.program.send_signal(signal.SIGINT)
        until(lambda: streamer.receive()["type"] == "ended")
    server.program.wait(PATIENCE)
    until_gone(server.pids)

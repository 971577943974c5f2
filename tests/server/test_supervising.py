"""Several processes behind one port: their start, their deaths, and their end."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from facevow.server.supervising import FAILED, MOST_DEATHS
from tests.server.serving import PATIENCE, until
from tests.server.several import Several, several, until_gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a system whose processes inherit sockets")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Several]:
    """A server of two processes on a SQLite file."""
    with several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}") as running:
        yield running


def refuses(port: int) -> bool:
    """Whether nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            return False
    except ConnectionError:
        return True


def test_connections_are_shared_evenly(server: Several) -> None:
    """Of 40 connections that stay open no process has more than a few above the other."""
    pids = [client.get("/test/pid").json()["pid"] for client in [server.client() for _ in range(40)]]
    counts = sorted(pids.count(pid) for pid in set(pids))
    assert len(counts) == 2
    assert counts[1] - counts[0] <= 6


def test_who_is_killed_is_replaced_and_the_others_go_on(server: Several) -> None:
    """The port answers all the time, the log says who died, and another process takes the place."""
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


def test_who_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    """A process whose event loop stands still says nothing, and is not waited for without end."""
    with several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}", hangs=3.0) as server:
        server.meet(2)
        victim, other = server.pids
        with pytest.raises(httpx.TransportError):
            server.by[victim].get("/test/hang")
        until(lambda: len(server.events("process_started")) == 3)
        assert str(victim) in server.events("process_hangs")[0]
        assert server.by[other].get("/health/live").status_code == 200


def test_who_dies_again_and_again_stops_the_server(server: Several) -> None:
    """So that whoever looks after it notices, instead of a port behind which processes come and go."""
    for _ in range(MOST_DEATHS + 1):
        server.meet(2)
        os.kill(server.pids[0], signal.SIGKILL)
        until(partial(_replaced_or_stopped, server, len(server.events("process_started"))))
    assert server.program.wait(PATIENCE) == FAILED
    assert "again and again" in server.events("processes_given_up")[0]
    assert refuses(server.port)


def _replaced_or_stopped(server: Several, started: int) -> bool:
    return len(server.events("process_started")) > started or server.program.poll() is not None


def test_processes_that_cannot_start_stop_the_server(tmp_path: Path) -> None:
    """They are not started again and again; the status says that it was the start."""
    (tmp_path / "dies").touch()
    with pytest.raises(AssertionError), several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}") as server:
        raise RuntimeError(f"it started, as {server.program.pid}")
    assert "could not start" in (tmp_path / "log").read_text()


def test_at_a_stop_sessions_may_finish(server: Several) -> None:
    """At SIGTERM nobody new is taken, a session goes on to its verdict, and then every process ends."""
    server.meet(2)
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


def test_a_second_interrupt_ends_the_waiting(tmp_path: Path) -> None:
    """Ctrl+C once waits for sessions, twice ends them by name; the status is that of one process."""
    with several(tmp_path, f"sqlite:///{tmp_path / 'facevow.db'}", stop_seconds=600) as server:
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


def test_without_a_supervisor_nobody_stays(server: Several) -> None:
    """Where it is killed, which it cannot pass on, its processes stop by themselves, and the port is free."""
    server.meet(2)
    server.program.kill()
    server.program.wait()
    until_gone(server.pids)
    assert refuses(server.port)


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path) -> None:
    """What processes tell each other is gone with them."""
    given = f"sqlite:///{tmp_path / 'facevow.db'}"
    with several(tmp_path, given) as server:
        environment = Path(f"/proc/{server.program.pid}/environ")
        if not environment.exists():
            pytest.skip("needs a system that shows the environment of a process")
        told = dict(line.split("=", 1) for line in environment.read_text().split("\0") if "=" in line)
        temporary = Path(told["TMPDIR"])
        until(lambda: any(temporary.glob("facevow-*/live.*")))
        assert [path.stat().st_mode & 0o077 for path in temporary.glob("facevow-*")] == [0]
        server.stop()
        assert not list(temporary.iterdir())

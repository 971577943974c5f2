"""Starting to listen, and stopping with grace."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from facevow.errors import SettingsError
from facevow.server.app import create_app
from facevow.server.running import address_of, listen, make_server
from facevow.server.services import Services
from facevow.server.settings import load_settings
from facevow.server.v1.live import Place
from tests.server.analysers import ColourAnalyser
from tests.server.serving import PATIENCE, until


@dataclass
class Stopping:
    """A server with a session under way that lasts until it is told to end, by the test or by the server."""

    server: uvicorn.Server
    thread: threading.Thread
    port: int
    services: Services
    finish: threading.Event = field(default_factory=threading.Event)
    places: list[Place] = field(default_factory=list)
    answers: list[httpx.Response] = field(default_factory=list)
    asking: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a session, and wait until it is inside."""
        inside = self.services.live.inside
        asking = threading.Thread(target=self._ask)
        self.asking.append(asking)
        asking.start()
        until(lambda: self.services.live.inside == inside + 1)

    def _ask(self) -> None:
        self.answers.append(httpx.get(f"http://127.0.0.1:{self.port}/session", timeout=PATIENCE))

    def until_refused(self) -> None:
        """Wait until nobody new is taken."""

        def refused() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE):
                    return False
            except ConnectionError:
                return True

        until(refused)

    async def session(self) -> dict[str, str | None]:
        """What a session does: it waits for its end, and says which it was."""
        with self.services.live.enter(f"fvs_{len(self.places)}", "192.0.2.7") as place:
            self.places.append(place)
            while not self.finish.is_set() and not place.stop.is_set():  # noqa: ASYNC110 - one end is another thread's
                await asyncio.sleep(0.01)
        return {"stopped_by": place.stopped_by}


@contextmanager
def stopping(folder: Path, **given: Any) -> Iterator[Stopping]:  # noqa: ANN401
    """A server that can be stopped; it is over at the end of the block."""
    settings = load_settings(
        port=0, database=f"sqlite:///{folder / 'facevow.db'}", keyring=folder / "keyring.json", **given
    )
    app = create_app(settings, analysers=ColourAnalyser)
    with listen(settings) as listening:
        server = make_server(app, settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        made = Stopping(server, thread, listening.getsockname()[1], app.state.services)
        _serve_sessions(app, made)
        thread.start()
        try:
            until(lambda: server.started or not thread.is_alive())
            yield made
        finally:
            made.finish.set()
            server.should_exit = server.force_exit = True
            thread.join(PATIENCE)
            for asking in made.asking:
                asking.join(PATIENCE)


def _serve_sessions(app: FastAPI, made: Stopping) -> None:
    app.add_api_route("/session", made.session)
    app.router.routes.insert(0, app.router.routes.pop())


def test_a_session_under_way_may_finish(tmp_path: Path) -> None:
    """New connections are refused at once, meanwhile it goes on, and the server stops as soon as it is over."""
    with stopping(tmp_path, stop_seconds=600) as made:
        made.begin()
        made.server.should_exit = True
        made.until_refused()
        until(lambda: made.services.live.draining)
        assert made.thread.is_alive()
        made.finish.set()
        made.thread.join(PATIENCE)
        assert not made.thread.is_alive()
        made.asking[0].join(PATIENCE)
        assert [answer.json() for answer in made.answers] == [{"stopped_by": None}]


def test_a_session_that_does_not_finish_is_ended_by_name(tmp_path: Path) -> None:
    """After the seconds of the settings, so that its record says why."""
    with stopping(tmp_path, stop_seconds=0.3) as made:
        made.begin()
        made.begin()
        began = time.monotonic()
        made.server.should_exit = True
        made.thread.join(PATIENCE)
        assert time.monotonic() - began >= 0.3
        for asking in made.asking:
            asking.join(PATIENCE)
        assert [answer.json() for answer in made.answers] == [{"stopped_by": "server_stopped"}] * 2


def test_without_sessions_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    """An idle server stops at once, however long sessions would have."""
    with stopping(tmp_path, stop_seconds=600) as made:
        made.server.should_exit = True
        made.thread.join(PATIENCE)
        assert not made.thread.is_alive()


def test_a_second_interrupt_ends_the_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses Ctrl+C twice is in a hurry; sessions are ended by name all the same."""
    closed: list[bool] = []
    with stopping(tmp_path, stop_seconds=600) as made:
        close = made.services.engine.close

        def note_and_close() -> None:
            closed.append(True)
            close()

        monkeypatch.setattr(made.services.engine, "close", note_and_close)
        made.begin()
        made.server.should_exit = True
        until(lambda: made.services.live.draining)
        made.server.force_exit = True
        made.thread.join(PATIENCE)
        assert not made.thread.is_alive()
        assert [place.stopped_by for place in made.places] == ["server_stopped"]
        assert closed  # all was closed in order, the log among it


def test_a_failure_while_sessions_are_seen_out_does_not_keep_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops as it would have without grace."""
    with stopping(tmp_path) as made:

        async def fail(seconds: float) -> None:
            raise RuntimeError(f"no patience of {seconds} s")

        monkeypatch.setattr(made.services.live, "drain", fail)
        made.server.should_exit = True
        made.thread.join(PATIENCE)
        assert not made.thread.is_alive()


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "localhost"), ("0.0.0.0", "localhost"), ("127.0.0.5", "127.0.0.5")],  # noqa: S104
)
def test_the_address_to_open_is_one_a_browser_takes(host: str, shown: str) -> None:
    """0.0.0.0 is where to listen, not where to go."""
    with listen(load_settings(host=host, port=0)) as listening:
        assert address_of(listening) == f"http://{shown}:{listening.getsockname()[1]}"


def test_a_host_of_another_machine_cannot_be_listened_on() -> None:
    """The message says which."""
    with pytest.raises(SettingsError, match=r"192\.0\.2\.7 port 0"):
        listen(load_settings(host="192.0.2.7", port=0))

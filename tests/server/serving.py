"""A real server on a free port, in a thread of the test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import httpx
from fastapi import FastAPI
from websockets.sync.client import ClientConnection, connect

from facevow.challenge.draw import Choose
from facevow.matching.opening import Matcher
from facevow.server.app import create_app
from facevow.server.engine import AnalyserFactory
from facevow.server.running import listen, make_server
from facevow.server.services import Clock, Services
from facevow.server.settings import Settings, load_settings
from facevow.store import BufferedStore, Patience, SqlStore
from tests.server.analysers import ColourAnalyser

PATIENCE = 60.0
"""Seconds that a test waits for an answer; a slow machine needs some, a broken server all of them."""

QUICK = Patience(gather=0.02, first_retry=0.02, last_retry=0.1)


@dataclass
class HandClock:
    """A clock that a test sets by hand, so that a slow machine sees the same course of things."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """Seconds since the test began."""
        return self.seconds


@dataclass
class Running:
    """A server under test."""

    app: FastAPI
    port: int
    http: httpx.Client

    @property
    def services(self) -> Services:
        """The parts of the server."""
        services: Services = self.app.state.services
        return services

    @property
    def url(self) -> str:
        """Where HTTP is spoken."""
        return str(self.http.base_url).rstrip("/")

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401
        """A GET request."""
        return self.http.get(path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401
        """A POST request."""
        return self.http.post(path, **options)

    def health(self) -> dict[str, Any]:
        """What /health says."""
        answer: dict[str, Any] = self.get("/health").json()
        return answer

    def logs(self, limit: int = 50) -> list[dict[str, Any]]:
        """What /logs says."""
        answer: list[dict[str, Any]] = self.get("/logs", params={"limit": limit}).json()["logs"]
        return answer

    @contextmanager
    def socket(self, **options: Any) -> Iterator["Client"]:  # noqa: ANN401
        """A WebSocket client."""
        with connect(f"ws://127.0.0.1:{self.port}/ws", open_timeout=PATIENCE, max_size=None, **options) as connection:
            yield Client(connection)


@dataclass
class Client:
    """Speaks the seed's messages."""

    connection: ClientConnection

    def send(self, message: object) -> None:
        """Send an object as JSON, a text or bytes as they are."""
        self.connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))

    def receive(self) -> dict[str, Any]:
        """The next message."""
        answer: dict[str, Any] = json.loads(self.connection.recv(timeout=PATIENCE))
        return answer

    def ask(self, message: object) -> dict[str, Any]:
        """Send a message and take its answer."""
        self.send(message)
        return self.receive()


def until(met: Callable[[], bool]) -> None:
    """Wait until the condition is met; fail after a generous while."""
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline, "the condition was not met in time"
        time.sleep(0.02)


@contextmanager
def serving(
    database: Path,
    *,
    analysers: AnalyserFactory = ColourAnalyser,
    matcher: Matcher | None = None,
    store: BufferedStore | None = None,
    page: Path | None = None,
    clock: Clock | None = None,
    choose: Choose | None = None,
    **given: Any,  # noqa: ANN401 - settings
) -> Iterator[Running]:
    """Run a server for the length of a block; `given` are settings. Unless `choose` draws, each draws the same.

    Every frame is scored unless the settings say otherwise, so that what a test sees depends on no luck.
    """
    usual = {"database": f"sqlite:///{database}", "keyring": database.parent / "keyring.json"}
    given = {"port": 0, "passive_every": 0} | usual | given
    settings: Settings = load_settings(**given)
    records = store or BufferedStore(
        SqlStore(settings.database), Patience(gather=0.02, first_retry=0.02, last_retry=0.1)
    )
    nowhere = database.parent / "no page"
    app = create_app(
        settings,
        analysers=analysers,
        matcher=matcher,
        store=records,
        page=page or nowhere,
        clock=clock,
        choose=choose or Random(20).randrange,
    )
    with listen(settings) as listening:
        server = make_server(app, settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            until(lambda: server.started or not thread.is_alive())
            assert server.started
            port = listening.getsockname()[1]
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, verify=False) as http:  # noqa: S501
                yield Running(app, port, http)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)

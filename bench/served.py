"""Starts, kills and looks at the server of `bench.serving`."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from select import select
from types import TracebackType
from typing import IO, Any, Final, Self

import httpx
from bench.serving import QuickTime

ROOT: Final = Path(__file__).resolve().parents[1]

PATIENCE: Final = 120.0
"""Seconds that a start may take on a machine with other things to do."""

NO_LIMITS: Final[dict[str, Any]] = {
    "limit_key": "1000000/minute", "limit_address": "1000000/minute", "limit_refused": "1000000/minute",
    "max_per_address": 10_000,
}  # fmt: skip
"""All clients may come from one address here."""


def free_port() -> int:
    """A free port below those that the system gives to clients: one of theirs may meet itself while nobody listens."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Served:
    """One server after the other on one database, each in a process of its own.

    folder: where the keyring and the log go.  speed: how fast its time runs.  given: settings.
    """

    def __init__(self, folder: Path, database: str, *, speed: float = 1.0, **given: Any) -> None:  # noqa: ANN401
        self.port = free_port()
        self.time = QuickTime(speed, time.time())
        self.keyring = folder / "keyring.json"
        self.log = folder / "server.log"
        self.pid: int | None = None
        own = {"port": self.port, "database": database, "keyring": str(self.keyring)}
        order = {"settings": own | NO_LIMITS | given, "speed": speed, "origin": self.time.origin}
        with self.log.open("ab") as told:
            self._nursery = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "bench.serving", json.dumps(order)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                cwd=ROOT,
                bufsize=0,  # so that what is not read yet is seen by `gone`
            )

    @property
    def url(self) -> str:
        """Where HTTP is spoken."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, ahead: float = 0.0, die: tuple[str, int] | None = None) -> None:
        """Start a server; it may not answer yet.

        `ahead` seconds is its date before everybody else's; `die` is where it kills itself, one of `FATAL`, and at
        which time that it comes there.
        """
        self._say(json.dumps({"ahead": ahead, "die": die}))
        self.pid = int(self._hear())

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > deadline:
                raise TimeoutError(f"expected the server to start, see {self.log}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            return httpx.get(f"{self.url}/health/live", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def gone(self) -> bool:
        """Whether it has ended by itself."""
        return bool(select([self._said()], [], [], 0)[0])

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it, if it has not ended; the exit status: the signal's number below zero where one ended it."""
        if self.pid is None:
            raise RuntimeError("expected a server that runs")
        if not self.gone():
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)
        self.pid = None
        return int(self._hear())

    def stop(self) -> int:
        """End it as an operator does; the exit status."""
        return self.kill(signal.SIGTERM)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid is not None:
            self.kill()
        self._nursery.communicate()

    def _say(self, line: str) -> None:
        if self._nursery.stdin is None:
            raise RuntimeError("expected a process that listens")
        self._nursery.stdin.write(f"{line}\n".encode())

    def _said(self) -> IO[bytes]:
        if self._nursery.stdout is None:
            raise RuntimeError("expected a process that speaks")
        return self._nursery.stdout

    def _hear(self) -> str:
        line = self._said().readline()
        if not line:
            raise RuntimeError(f"the process that starts servers is gone, see {self.log}")
        return line.decode()

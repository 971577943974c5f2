"""A server of several processes, in a program of its own, and what asks it. Its analysers read colours.

It is told settings, and after how many seconds of silence a process hangs, as JSON. It prints its port, and `ready`
once all processes take connections. `/test/pid` tells which process answers, and `/test/hang` has that one's event loop
stand still.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from websockets.sync.client import connect

from facevow import log
from facevow.server.app import create_app
from facevow.server.board import Board
from facevow.server.running import listen
from facevow.server.settings import Settings, load_settings
from facevow.server.supervising import Supervisor, prepare
from tests.server.analysers import colour_matcher, meshing
from tests.server.serving import PATIENCE, until
from tests.server.v1.streaming import Ordered, Streamer, offering

ROOT: Final = Path(__file__).resolve().parents[2]

PROGRAM: Final = "from tests.server.several import main; main()"
"""By its own name, as which `build` can be pickled."""

MOST_TRIES: Final = 200
"""Connections opened at most until one is with the process that is wanted."""


def build(settings: Settings, board: Board) -> FastAPI:
    """The application of one process; one that finds the file `dies` beside the keyring dies at its start."""
    if (settings.keyring.parent / "dies").exists():
        os._exit(9)
    app = create_app(
        settings, analysers=meshing, matcher=colour_matcher(), page=settings.keyring.parent / "no page", board=board
    )
    app.router.routes.insert(0, Route("/test/pid", _pid))
    app.router.routes.insert(0, Route("/test/hang", _hang))
    return app


async def _pid(request: Request) -> JSONResponse:
    del request
    return JSONResponse({"pid": os.getpid()})


async def _hang(request: Request) -> JSONResponse:
    del request
    time.sleep(PATIENCE)  # noqa: ASYNC251 - just that
    return JSONResponse({})


def main() -> None:
    """Serve until stopped."""
    order = json.loads(sys.argv[1])
    settings = load_settings(**order["settings"])
    log.configure(settings.log_level)
    with listen(settings) as listening:
        prepare(settings)
        _say(str(listening.getsockname()[1]))
        sys.exit(Supervisor(settings, listening, build=build, hangs_seconds=order["hangs"]).run(lambda: _say("ready")))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class Several:
    """A server of several processes under test. `http` keeps to one of them; `by` to each, by its process id."""

    port: int
    program: "subprocess.Popen[str]"
    http: httpx.Client
    folder: Path
    log: Path
    temporary: Path
    stack: ExitStack
    by: dict[int, httpx.Client] = field(default_factory=dict)

    @property
    def pids(self) -> list[int]:
        """The processes that answer."""
        return list(self.by)

    def client(self) -> httpx.Client:
        """Another connection."""
        return self.stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE))

    def meet(self, several: int, *, besides: int | None = None) -> None:
        """Have a client with each process."""
        self.by = {}
        for _ in range(MOST_TRIES):
            client = self.client()
            pid = client.get("/test/pid").json()["pid"]
            if pid != besides:
                self.by.setdefault(pid, client)
            if len(self.by) == several:
                return
        raise AssertionError(f"met {len(self.by)} processes of {several}")

    def order(self, client: httpx.Client | None = None, **wanted: Any) -> Ordered:  # noqa: ANN401 - of NewSession
        """Make a session."""
        answer = (client or self.http).post("/v1/sessions", json={"policy": "passive_only"} | wanted)
        assert answer.status_code == 201, answer.text
        body = answer.json()
        return Ordered(body["id"], body["client_token"])

    @contextmanager
    def streaming(self, ordered: Ordered) -> Iterator[Streamer]:
        """A socket on the stream of a session, which may be refused."""
        address = f"ws://127.0.0.1:{self.port}/v1/sessions/{ordered.id}/stream"
        options: dict[str, Any] = {"subprotocols": offering(ordered.token), "open_timeout": PATIENCE, "max_size": None}
        with connect(address, **options) as connection:
            yield Streamer(connection)

    def events(self, name: str) -> list[str]:
        """The lines of the log with this event."""
        return [line for line in self.log.read_text().splitlines() if name in line]

    def newest(self) -> int:
        """The process that was started last; it may not serve yet."""
        pid: int = json.loads(self.events("process_started")[-1])["pid"]
        return pid

    def streams(self) -> dict[int, set[str]]:
        """Which sessions each process serves, by its process id; what they last left for each other to tell."""
        told: dict[int, set[str]] = {}
        for line in self.events("process_started"):
            started = json.loads(line)
            for file in self.temporary.glob(f"facevow-*/live.{started['number']}"):
                told[started["pid"]] = {one["session"] for one in json.loads(file.read_bytes())["sessions"]}
        return told

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Stop it; the exit status."""
        self.program.send_signal(how)
        return self.program.wait(PATIENCE)


@contextmanager
def several(folder: Path, database: str, *, hangs: float = 60.0, **given: Any) -> Iterator[Several]:  # noqa: ANN401
    """Run one for the length of a block; `given` are settings. It is over at the end of the block."""
    own = {"port": 0, "processes": 2, "database": database, "keyring": str(folder / "keyring.json")}
    order = json.dumps({"settings": own | given, "hangs": hangs})
    with (folder / "log").open("ab") as told, tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        program = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-c", PROGRAM, order],
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": temporary},
        )
        stack.callback(_end, program)
        assert program.stdout is not None
        port, ready = program.stdout.readline(), program.stdout.readline()
        assert (port != "", ready) == (True, "ready\n"), (folder / "log").read_text()
        http = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port.strip()}", timeout=PATIENCE))
        yield Several(int(port), program, http, folder, folder / "log", Path(temporary), stack)


def _end(program: "subprocess.Popen[str]") -> None:
    program.kill()  # its processes notice
    program.communicate()


def gone(pid: int) -> bool:
    """Whether there is no such process any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def until_gone(pids: list[int]) -> None:
    """Wait until none of these processes is there."""
    until(lambda: all(map(gone, pids)))

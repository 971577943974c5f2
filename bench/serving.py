"""The server that the endurance tools put under load: all of it, but with the tests' colours in the place of networks.

    python -m bench.serving '{"settings": {"port": 20001, ...}, "speed": 4.0, "origin": 1750000000.0}'

What takes long is imported once. Each line on standard input then starts the server in a child of its own, which may
be killed in any way; the line is a JSON object with `ahead`, seconds by which the server's date is set forward, and
`die`, null or where it kills itself (`FATAL`) and at which time. Its process id is printed when it starts, its exit
status when it has ended. `/bench/tasks` counts the asyncio tasks.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.server.analysers import ColourAnalyser

from facevow import log
from facevow.server.app import create_app
from facevow.server.running import listen, make_server
from facevow.server.services import Clock, Services
from facevow.server.settings import load_settings

FATAL: Final = tuple(
    f"{when} {step}"
    for step in ("sessions.create", "sessions.begin", "sessions.end", "outbox.claim", "outbox.report")
    for when in ("before", "after")
)
"""Before a transaction begins, and once it is committed and nobody told: a kill from outside seldom falls there."""


@dataclass(frozen=True, slots=True)
class QuickTime:
    """Time that runs `speed` times as fast since `origin` (Unix seconds): a check takes a second instead of many.

    Every process of one run agrees on it, before and after a kill.
    """

    speed: float
    origin: float
    ahead: float = 0.0

    def steady(self) -> float:
        """Seconds of a clock that only goes forward."""
        return time.monotonic() * self.speed

    def now(self) -> datetime:
        """The date."""
        return datetime.fromtimestamp(self.origin + (time.time() - self.origin) * self.speed + self.ahead, UTC)


def main() -> None:
    """Start a server for each line, one after the other."""
    given: dict[str, Any] = json.loads(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        time_ = QuickTime(given["speed"], given["origin"], order["ahead"])
        child = os.fork()
        if child == 0:
            serve(given["settings"], time_, order["die"])
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def serve(given: dict[str, Any], time_: QuickTime, die: tuple[str, int] | None) -> None:
    """Run one server until it is stopped or killed, or comes to where it is to die."""
    settings = load_settings(**given)
    log.configure(settings.log_level)
    app = create_app(settings, analysers=ColourAnalyser, page=Path("/nowhere"), clock=Clock(time_.steady, time_.now))
    if die is not None:
        arm(app.state.services, *die)
    app.router.routes.insert(0, Route("/bench/tasks", _tasks))  # before the page, which answers every name
    with listen(settings) as listening:
        make_server(app, settings).run(sockets=[listening])


def arm(services: Services, where: str, time_: int) -> None:
    """Have the process killed where `FATAL` says, at the `time_`th time (from 1) that it comes there."""
    when, _, step = where.partition(" ")
    owner_name, _, name = step.partition(".")
    owner, times = getattr(services, owner_name), count(1)
    work: Callable[..., Any] = getattr(owner, name)

    def fatal(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - those of the method
        due = next(times) == time_
        if due and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = work(*given, **more)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, name, fatal)


async def _tasks(request: Request) -> JSONResponse:
    del request
    return JSONResponse({"tasks": len(asyncio.all_tasks())})


if __name__ == "__main__":
    main()

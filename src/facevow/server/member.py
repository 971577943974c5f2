"""One of several processes that serve behind one port. `supervising` starts it, tells it what to do, and watches it.

It is told by its standard input, which stays open for as long as the supervisor lives; and it says by a pipe that it
serves, again and again. What is read was pickled by the supervisor, and so is believed.
"""

import asyncio
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from facevow import log
from facevow.errors import FacevowError
from facevow.server.accepting import Accepting, Load
from facevow.server.app import create_app
from facevow.server.board import Board
from facevow.server.census import Census
from facevow.server.running import GracefulServer, make_server
from facevow.server.settings import Settings

CANNOT_START: Final = 2
"""The exit status of a process that could not start; its log says why."""

SERVES: Final = b"."
"""What it says while it takes connections and its event loop turns."""

BEAT_SECONDS: Final = 1.0
"""How often it says that."""

Build = Callable[[Settings, Board], FastAPI]
"""Makes the application of one process; it can be pickled."""


def build(settings: Settings, board: Board) -> FastAPI:
    """The server as it is; tests bring analysers of their own."""
    return create_app(settings, board=board)


@dataclass(frozen=True, slots=True)
class Order:
    """What one process is told: which it is (from 0) of how many, and the descriptors that it inherits.

    listening: the socket.  census: the file of the census.  tell: the end of the pipe that it says things into.
    """

    settings: Settings
    number: int
    several: int
    listening: int
    census: int
    tell: int
    folder: Path
    build: Build = build


def main() -> None:
    """Read the order and serve until told to stop. Exit status 2: it could not start."""
    told = sys.stdin.buffer
    sys.path[:] = pickle.load(told)  # noqa: S301 - from the supervisor, which is us
    order: Order = pickle.load(told)  # noqa: S301
    log.configure(order.settings.log_level, process=order.number)
    for descriptor in (order.listening, order.census, order.tell):
        os.set_inheritable(descriptor, False)
    with socket.socket(fileno=order.listening) as listening:
        server = _open(order, listening)
        threading.Thread(target=_stop_with, args=(told.fileno(),), name="facevow-supervised", daemon=True).start()
        asyncio.run(_serve(server, listening, order.tell))
    if not server.started:
        sys.exit(CANNOT_START)


def _open(order: Order, listening: socket.socket) -> GracefulServer:
    census = Census(order.census, order.several)

    def take(load: Load) -> Accepting:
        return Accepting(listening, census, order.number, load)

    try:
        app = order.build(order.settings, Board(order.folder, order.number))
        return make_server(app, order.settings, take)
    except FacevowError as error:
        log.get_logger("server").error("process_not_started", error=str(error))
        sys.exit(CANNOT_START)


async def _serve(server: GracefulServer, listening: socket.socket, tell: int) -> None:
    beating = asyncio.create_task(_beat(server, tell))
    try:
        await server.serve(sockets=[listening])
    finally:
        beating.cancel()


async def _beat(server: GracefulServer, tell: int) -> None:
    """Say that it serves, from its start on."""
    os.set_blocking(tell, False)
    while True:
        if server.started:
            with suppress(OSError):  # nobody reads: then standard input is closed, too
                os.write(tell, SERVES)
        await asyncio.sleep(BEAT_SECONDS if server.started else BEAT_SECONDS / 20)


def _stop_with(told: int) -> None:
    """Stop as if told to when the supervisor is gone: nobody else would, and the port would stay taken."""
    with suppress(OSError):
        while os.read(told, 1):  # not by `sys.stdin`, whose lock the interpreter wants at its end
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()

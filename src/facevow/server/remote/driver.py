"""The server's side of the driver (`driving`): starts it, asks it, and knows when it is gone."""

import asyncio
import multiprocessing
import threading
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from facevow.errors import ClusterError, FacevowError
from facevow.log import get_logger
from facevow.server.remote.driving import OPENED, drive
from facevow.server.remote.plan import Order
from facevow.server.remote.travel import Answers, Ask, Identity, ReplicaLost, pack, unpack_answers

PATIENCE: Final = 20.0
"""Seconds that the driver may take to leave the cluster, or to end its own, before it is killed."""

GONE: Final = "the driver of the Ray cluster is gone"


class Driver:
    """It is `remote.pool.Remote`. Used by several threads."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._pending: dict[int, Future[Any]] = {}
        self._numbers = count(OPENED + 1)
        self._lock = threading.Lock()
        self._reading: threading.Thread | None = None
        self._log = get_logger("remote")

    @property
    def gone(self) -> bool:
        """As of `Remote`: Ray ends the driver of a cluster that went away."""
        return self._pipe is None

    def open(self) -> Identity:
        """As of `Remote`."""
        self.close()
        opened: Future[Any] = Future()
        spawning = multiprocessing.get_context("spawn")  # a fork would take the threads' locks along
        ours, theirs = spawning.Pipe()
        with self._lock:
            self._process = spawning.Process(target=drive, args=(theirs, self._order), name="facevow-driver")
            self._pending[OPENED] = opened
            self._process.start()
            theirs.close()  # theirs alone: the pipe ends with the driver
            self._pipe = ours
            self._reading = threading.Thread(target=self._read, args=(ours,), name="facevow-driver", daemon=True)
            self._reading.start()
        try:
            identity: Identity = opened.result()
        except ReplicaLost as error:
            raise ClusterError("the driver of the Ray cluster ended while it began") from error
        return identity

    async def call(self, asks: tuple[Ask, ...]) -> Answers:
        """As of `travel.Call`."""
        return unpack_answers(await asyncio.wrap_future(self._ask("call", pack(asks))))

    async def well(self) -> int:
        """As of `Remote`."""
        number: int = await asyncio.wrap_future(self._ask("well", b""))
        return number

    def close(self) -> None:
        """As of `Remote`: the driver leaves the cluster when it sees the pipe's end, and ends one that it began."""
        with self._lock:
            process, pipe, reading = self._process, self._pipe, self._reading
            self._process = self._pipe = self._reading = None
        if pipe is not None:
            with suppress(OSError):
                pipe.send(None)
        if process is None:
            return
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
        if reading is not None:
            reading.join()
        process.close()

    def _ask(self, what: str, given: bytes) -> "Future[Any]":
        answer: Future[Any] = Future()
        with self._lock:
            if self._pipe is None:
                raise ReplicaLost(GONE)
            number = next(self._numbers)
            self._pending[number] = answer
            try:
                self._pipe.send((number, what, given))
            except OSError as error:
                self._pending.pop(number, None)
                raise ReplicaLost(GONE) from error
        return answer

    def _read(self, pipe: Connection) -> None:
        """Give each answer to whoever waits for it, until the driver ends; runs in a thread."""
        with suppress(EOFError, OSError):
            while True:
                number, result = pipe.recv()
                self._give(self._pending.pop(number, None), result)
        with self._lock:
            lost, self._pending = self._pending, {}
            if self._pipe is pipe:
                self._pipe = None
                self._log.error("driver_gone")
            pipe.close()
        for answer in lost.values():
            self._give(answer, ReplicaLost(GONE))

    def _give(self, answer: "Future[Any] | None", result: object) -> None:
        if answer is None or not answer.set_running_or_notify_cancel():
            return
        if isinstance(result, FacevowError):
            answer.set_exception(result)
        else:
            answer.set_result(result)

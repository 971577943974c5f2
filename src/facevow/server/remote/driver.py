"""The server's side of the driver (`driving`): starts it, asks it, and knows when it is gone."""

import asyncio
import atexit
import multiprocessing
import threading
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Final

from facevow.errors import ClusterError, FacevowError
from facevow.log import get_logger
from facevow.server.remote.driving import OPENED, drive
from facevow.server.remote.plan import Order
from facevow.server.remote.travel import Answers, Ask, Identity, ReplicaLost, pack, unpack_answers

PATIENCE: Final = 20.0
"""Seconds that the driver may take to leave the cluster, or to end its own, before it is killed."""

HASTE: Final = 2.0
"""The same for one that has not opened yet: it ends at once, and with it all that it began."""

HANGS: Final = 15.0
"""Seconds without an answer to how many replicas are well, after which the driver is taken to hang, and killed."""

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
        self._writing: SimpleQueue[Any] = SimpleQueue()
        self._opened = self._over = False
        self._log = get_logger("remote")

    @property
    def gone(self) -> bool:
        """As of `Remote`: Ray ends the driver of a cluster that went away."""
        return self._pipe is None

    def open(self) -> Identity:
        """As of `Remote`; not any more once it was closed."""
        self._end()
        opened: Future[Any] = Future()
        try:
            self._begin(opened)
            identity: Identity = opened.result()
        except ReplicaLost as error:
            self._end()
            raise ClusterError("the driver of the Ray cluster ended while it began") from error
        except BaseException:
            self._end()  # one that did not open has no replicas, and is gone
            raise
        self._opened = True
        return identity

    def _begin(self, opened: "Future[Any]") -> None:
        """Start the process, and the threads that read from it and write to it."""
        spawning = multiprocessing.get_context("spawn")  # a fork would take the threads' locks along
        ours, theirs = spawning.Pipe()
        pending, writing = {OPENED: opened}, SimpleQueue[Any]()
        with self._lock:
            if self._over:
                raise ClusterError("expected a Ray cluster that was not let go of yet")
            process = spawning.Process(target=drive, args=(theirs, self._order), name="facevow-driver")
            process.start()
            theirs.close()  # theirs alone: the pipe ends with the driver
            self._process, self._pipe, self._pending, self._writing = process, ours, pending, writing
        for work in (partial(self._read, ours, pending, writing), partial(_write, ours, writing)):
            threading.Thread(target=work, name="facevow-driver", daemon=True).start()
        atexit.register(self.close)  # or Python would wait for the process for ever, whoever forgot it

    async def call(self, asks: tuple[Ask, ...]) -> Answers:
        """As of `travel.Call`."""
        return unpack_answers(await asyncio.wrap_future(self._ask("call", pack(asks))))

    async def well(self) -> int:
        """As of `Remote`; a driver that hangs is killed."""
        try:
            async with asyncio.timeout(HANGS):
                number: int = await asyncio.wrap_future(self._ask("well", b""))
        except TimeoutError as error:
            self._kill()
            raise ReplicaLost(f"the driver of the Ray cluster was silent for {HANGS:.0f} s") from error
        return number

    def close(self) -> None:
        """As of `Remote`: the driver leaves the cluster when it sees the pipe's end, and ends one that it began."""
        with self._lock:
            self._over = True
        self._end()
        atexit.unregister(self.close)

    def _end(self) -> None:
        """Have the process end, in its own way or, after a while, in ours."""
        with self._lock:
            process, opened = self._process, self._opened
            self._process = self._pipe = None
            self._opened = False
            self._writing.put(None)
        if process is None:
            return
        process.join(PATIENCE if opened else HASTE)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()

    def _kill(self) -> None:
        with self._lock:
            self._pipe = None
            if self._process is not None:
                self._process.kill()

    def _ask(self, what: str, given: bytes) -> "Future[Any]":
        answer: Future[Any] = Future()
        with self._lock:
            if self._pipe is None:
                raise ReplicaLost(GONE)
            number = next(self._numbers)
            self._pending[number] = answer
            self._writing.put((number, what, given))
        return answer

    def _read(self, pipe: Connection, pending: dict[int, Future[Any]], writing: SimpleQueue[Any]) -> None:
        """Give each answer to whoever waits for it, until the driver ends; runs in a thread."""
        with suppress(EOFError, OSError):
            while True:
                number, result = pipe.recv()
                self._give(pending.pop(number, None), result)
        writing.put(None)
        with self._lock:  # from now on nothing is asked of it
            if self._pipe is pipe:
                self._pipe = None
                self._log.error("driver_gone")
        for answer in pending.values():
            self._give(answer, ReplicaLost(GONE))

    def _give(self, answer: "Future[Any] | None", result: object) -> None:
        if answer is None or not answer.set_running_or_notify_cancel():
            return
        if isinstance(result, FacevowError):
            answer.set_exception(result)
        else:
            answer.set_result(result)


def _write(pipe: Connection, requests: "SimpleQueue[Any]") -> None:
    """Send what is asked, and at last that it is over: in a thread, for a driver that hangs takes nothing."""
    with suppress(OSError):
        while (request := requests.get()) is not None:
            pipe.send(request)
        pipe.send(None)

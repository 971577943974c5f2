"""The driver: a process beside the server that belongs to the Ray cluster and passes bytes on.

    server (driver.py)              driver                          cluster
    (number, "call", asks) ──pipe─► handle.remote(asks) ─────────►  a replica
    (number, answers)      ◄─pipe── answers             ◄─────────

It is a process of its own because Ray ends a driver whose cluster goes away, without an exception that could be
caught: the server must outlive that, and end its sessions by name. The server also keeps its processor's time: a call
through Ray costs two milliseconds of Python.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from facevow import log
from facevow.errors import ClusterError, FacevowError
from facevow.server.remote.guarding import guard
from facevow.server.remote.plan import LOCAL, Order
from facevow.server.remote.travel import ReplicaLost

OPENED: Final = 0
"""The number of the driver's first word: the replicas' identity, or why there are none."""

_QUIET: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nobody is told that Ray is used
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # replicas run in this environment, not in one that is made for them
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # Ray's own advice against a warning that it prints otherwise
}


def drive(pipe: Connection, order: Order) -> None:
    """Open the cluster, say so, and answer until the pipe ends."""
    for name in (signal.SIGINT, signal.SIGTERM):  # the server hears them, too, and ends this when it is done
        signal.signal(name, lambda *_: None)
    os.dup2(2, 1)  # standard output is not for what Ray prints
    os.environ.update(_QUIET)
    if order.address == LOCAL:
        guard(os.environ)
    log.configure(order.plan.level)
    from facevow.server.remote.cluster import Cluster  # noqa: PLC0415 - imports Ray, which reads these at once

    asyncio.run(_Answering(pipe, Cluster(order)).run())


class _Answering:
    """Takes requests off the pipe and answers each when it is done, in whatever order.

    Reading and writing have a thread each: were one of them to wait for the other, and the server did so, too, both
    would wait for ever once the pipe is full.
    """

    def __init__(self, pipe: Connection, cluster: Any) -> None:  # noqa: ANN401 - naming `Cluster` would import Ray
        self._pipe = pipe
        self._cluster = cluster
        self._tasks: set[asyncio.Task[None]] = set()
        self._steering = ThreadPoolExecutor(1, thread_name_prefix="facevow-cluster")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="facevow-writing")

    async def run(self) -> None:
        """Until the server closes the pipe, or is no more."""
        over = asyncio.Event()
        threading.Thread(target=self._read, args=(asyncio.get_running_loop(), over), daemon=True).start()
        opening = asyncio.create_task(self._answer(OPENED, self._with_cluster(self._cluster.open)))
        ending = asyncio.create_task(over.wait())
        await asyncio.wait({opening, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not opening.done():
            os._exit(1)  # nobody waits any longer; what Ray began ends with this process
        await ending
        await self._with_cluster(self._cluster.close)

    def _with_cluster(self, work: Callable[[], object]) -> Awaitable[object]:
        """All that takes long is done by one thread: Ray has been seen to hang where another one left the cluster."""
        return asyncio.get_running_loop().run_in_executor(self._steering, work)

    def _read(self, loop: asyncio.AbstractEventLoop, over: asyncio.Event) -> None:
        with suppress(EOFError, OSError):
            while (request := self._pipe.recv()) is not None:
                loop.call_soon_threadsafe(self._begin, *request)
        loop.call_soon_threadsafe(over.set)

    def _begin(self, number: int, what: str, given: bytes) -> None:
        work = self._cluster.call(given) if what == "call" else self._with_cluster(self._cluster.well)
        task = asyncio.get_running_loop().create_task(self._answer(number, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, number: int, work: Awaitable[object]) -> None:
        result: object
        try:
            result = await work
        except Exception as error:  # noqa: BLE001 - the server tells it to whoever asked
            result = _sendable(error)
        with suppress(OSError):  # nobody is there any more
            await asyncio.get_running_loop().run_in_executor(self._writing, self._pipe.send, (number, result))


def _sendable(error: Exception) -> FacevowError:
    """An error that the server can read: its own as they are, all others as a text."""
    if isinstance(error, TimeoutError):
        return ReplicaLost("a replica was silent for too long")
    if isinstance(error, FacevowError):
        return error
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ClusterError(f"{type(error).__name__}: {lines[-1][:500] if lines else ''}")

"""The driver of a Ray cluster, in a process of its own: hands items to workers through Ray Data, tells what comes back.

Nothing else in this room knows Ray. A worker is an actor with one processor that opens what it needs once and then
takes blocks of items. A worker or machine that dies is replaced, and its block is worked on again; a block that kills
its worker time after time ends it all. No usage statistics are sent, and no dashboard is opened.
"""

import logging
import os
import pickle
import secrets
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from facevow.errors import ClusterError, FacevowError

Block = dict[str, NDArray[Any]]
"""Columns of some items, one row each."""

MOST_ROWS: Final = 32
"""Items of a block: what a kill loses for each worker, and some tenths of a second of scoring."""

_ROUNDS: Final = 8
"""Blocks that each worker gets at least, where there are items enough: the last ones then end at about one time."""

_MOST_BLOCKS: Final = 4000
"""Of one piece of work; above it blocks grow, because each costs the driver some milliseconds."""

_RETRIES: Final = 3
"""How often a block is given out again whose worker died."""

_TRIES: Final = 5
_BETWEEN: Final = 2.0
"""A head that does not answer so often, so many seconds apart, is gone: ten seconds outlast a network's hiccup, and
what was done is kept anyway."""

_STORE_BYTES: Final = 256 * 1024 * 1024
"""Of shared memory for a cluster of our own: items and results are small, and they are taken away as they come."""

_QUIET: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # workers run in this environment, not in one that is made for them
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # Ray's own advice against a warning that it prints otherwise
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # what matters comes back as an exception
}


def drive(pipe: Connection, address: str, workers: int, make: bytes, items: list[bytes]) -> None:
    """Have the items worked on, and send lists of (place, result); then a last word is waited for.

    What went wrong is sent as well: a FacevowError of the work as such, everything else as a text. The process ends
    when the other end of the pipe does.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends this
    os.dup2(2, 1)  # standard output is for the command's answer
    os.environ.update(_QUIET)
    over = threading.Event()
    threading.Thread(target=_end_with, args=(pipe, over), daemon=True).start()
    try:
        for results in _work(address, workers, make, items):
            pipe.send(results)
    except FacevowError as error:
        pipe.send(error)
    except Exception as error:  # noqa: BLE001 - Ray's errors share no base, and the parent is to hear of each
        pipe.send(_said(error))
    _leave()
    over.wait()


def _end_with(pipe: Connection, over: threading.Event) -> None:
    """End this process at once when the parent is gone; our own cluster's processes end with it."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(1)
    over.set()


def _work(address: str, workers: int, make: bytes, items: list[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Results as they come.

    Raises:
        ClusterError: there is no such cluster, or it has no processor.
        FacevowError: what the work raised.
    """
    if address not in {"auto", "local"} and not _answers(address):
        raise ClusterError(f"expected a Ray cluster at {address}, nobody answers there")
    import ray  # noqa: PLC0415 - takes a second, and is an extra
    import ray.data  # noqa: PLC0415
    from ray.util.annotations import RayDeprecationWarning  # noqa: PLC0415

    _open(address, workers)
    _hush()
    head = ray.get_runtime_context().gcs_address
    threading.Thread(target=_end_without, args=(head,), daemon=True).start()
    free = int(ray.available_resources().get("CPU", 0))  # type: ignore[no-untyped-call]
    if free < 1:
        raise ClusterError("expected a Ray cluster with a free processor, others use all; local makes one of its own")
    workers = min(workers or free, free, len(items))
    blocks = -(-len(items) // _rows(len(items), workers))
    rows = [{"place": place, "item": item} for place, item in enumerate(items)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RayDeprecationWarning)  # retries can be bounded in no other way yet
        done = ray.data.from_items(rows, override_num_blocks=blocks).map_batches(
            _Worker,
            fn_constructor_args=(make, version("facevow")),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=workers, initial_size=workers),
            batch_size=None,  # a block is a batch
            batch_format="numpy",
            num_cpus=1,
            max_restarts=-1,
            max_task_retries=_RETRIES,
        )
    for batch in done.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=0):
        yield list(_unpacked(batch))


def _end_without(head: str) -> None:
    """End this process at once when the cluster's head is gone; Ray itself would wait for it, minutes or for ever."""
    silent = 0
    while silent < _TRIES:
        time.sleep(_BETWEEN)
        silent = 0 if _answers(head) else silent + 1
    os._exit(1)


def _answers(head: str) -> bool:
    """Whether somebody listens at host:port."""
    host, _, port = head.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_BETWEEN).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _rows(items: int, workers: int) -> int:
    """How many items a block holds."""
    return max(min(items // (workers * _ROUNDS), MOST_ROWS), items // _MOST_BLOCKS, 1)


def _open(address: str, workers: int) -> None:
    """Join the cluster, or start one.

    Raises:
        ClusterError: nobody answers there, or it cannot be started.
    """
    import ray  # noqa: PLC0415

    quiet: dict[str, Any] = {"logging_level": logging.ERROR, "log_to_driver": False}
    own: dict[str, Any] = {"num_cpus": workers or None, "object_store_memory": _STORE_BYTES, "include_dashboard": False}
    try:
        with _silent():  # it says that it heeds the level of its log
            if address != "local" and _joined(address, quiet):
                return
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # Ray would keep one in the user's home
            ray.init("local", **quiet, **own)
    except Exception as error:
        token = "; it asks for a token: set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN" if _asks_token(error) else ""
        raise ClusterError(f"expected a Ray cluster at {address}: {_said(error)}{token}") from error


def _asks_token(error: BaseException | None) -> bool:
    """Whether a cluster did not know who asks; Ray tells it in a cause of the error."""
    return error is not None and ("InvalidAuthToken" in str(error) or _asks_token(error.__cause__))


def _joined(address: str, quiet: Mapping[str, Any]) -> bool:
    """Whether there is a cluster to join, and it is joined; only `auto` may find none.

    Raises:
        ConnectionError: nobody answers at the address.
    """
    import ray  # noqa: PLC0415

    try:
        ray.init(address, **quiet)
    except ConnectionError:
        if address != "auto":
            raise
        return False
    return True


def _hush() -> None:
    """Ray Data draws no bars and tells no errors: they come as exceptions."""
    import ray  # noqa: PLC0415

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False


@contextmanager
def _silent() -> Iterator[None]:
    """Standard error leads nowhere for a while, also that of libraries which are not Python."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)


def _leave() -> None:
    """Leave the cluster; one of our own ends."""
    if "ray" in sys.modules:
        import ray  # noqa: PLC0415

        ray.shutdown()


def _unpacked(block: Block) -> Iterator[tuple[int, bytes]]:
    """Places and results of a block.

    Raises:
        FacevowError: the work did.
    """
    for place, failed, result in zip(block["place"], block["failed"], block["result"], strict=True):
        if failed:
            raise pickle.loads(result)  # noqa: S301 - of our own workers
        yield int(place), result


def _said(error: BaseException) -> str:
    """The last line that tells something of an error: Ray's hold the whole traceback of a worker."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[-1][:500] if lines else ''}"


class _Worker:
    """Opens what the work needs with its first block, so that what goes wrong then is told as any other failure."""

    def __init__(self, make: bytes, expected: str) -> None:
        self._make = make
        self._expected = expected
        self._work: Callable[[Any], Any] | None = None

    def __call__(self, block: Block) -> Block:
        """A block of `place` and `item` (pickled) -> one of `place`, `failed` and `result` (pickled)."""
        answers = [self._answer(item) for item in block["item"]]
        failed = np.array([failed for failed, _ in answers])
        results = np.array([result for _, result in answers], dtype=object)  # as bytes, numpy would pad them
        return {"place": block["place"], "failed": failed, "result": results}

    def _answer(self, item: bytes) -> tuple[bool, bytes]:
        try:
            return False, pickle.dumps(self._opened()(pickle.loads(item)))  # noqa: S301 - of our own driver
        except FacevowError as error:
            return True, pickle.dumps(error)
        except Exception as error:  # noqa: BLE001 - told in our own words: Ray's would hold the whole traceback
            return True, pickle.dumps(ClusterError(f"the work failed on a worker: {type(error).__name__}: {error}"))

    def _opened(self) -> Callable[[Any], Any]:
        if self._work is None:
            found = version("facevow")
            if found != self._expected:
                raise ClusterError(f"expected facevow {self._expected} on every machine, a worker has {found}")
            self._work = pickle.loads(self._make)()  # noqa: S301 - of our own driver
        return self._work

"""One way to have many things worked on, whoever works: this process, or the workers of a Ray cluster.

    parent                         driver (a child process)            cluster
    spread(make, items) ── spawn ─► ray.init, Ray Data    ── items ──►  workers: work = make(); work(item)
    yields (place, result) ◄─ pipe ─ results as they come  ◄─ results ──

Ray runs in a child process. A driver whose cluster goes away is ended by Ray itself, without an exception that could be
caught; so is the child then, and the parent, which alone writes what is done, says so and loses nothing. It also
keeps Ray's threads, signal handlers and exit hooks out of the process that a user started.
"""

import multiprocessing
import pickle
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any, Final, Protocol, TypeVar

from facevow.errors import ClusterError, FacevowError, SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")

AUTO: Final = "auto"
LOCAL: Final = "local"

_PATIENCE: Final = 30.0
"""Seconds that a driver which has said its last word may take to leave the cluster, before it is killed."""


class Spread(Protocol):
    """Has every item worked on; the results come with the item's place, from 0, in whatever order they are ready.

    `make` opens what the work needs, once for each worker. An exception of the work ends it all.
    """

    def __call__(
        self, make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]
    ) -> Generator[tuple[int, Result], None, None]:
        """Work, lazily; closing the generator stops the work."""
        ...


def here(
    make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]
) -> Generator[tuple[int, Result], None, None]:
    """Work in this process, one item after the other, in order."""
    if not items:
        return
    work = make()
    for place, item in enumerate(items):
        yield place, work(item)


@dataclass(frozen=True, slots=True)
class OnRay:
    """Work on a Ray cluster.

    `make`, items and results travel, so they must be such as can be pickled; what they name by path must lie under the
    same path on every machine. Workers run the same version of this package.

    address: host:port of the cluster's head, told on a machine that belongs to the cluster; AUTO, the one that this
        machine belongs to, or else a new one; LOCAL, a new one of this machine's processors for the time of the work.
    workers: how many at most; 0 is one for each processor that is free.

    Raises:
        SettingsError: Ray is not installed, or the address is of a kind that is not served.
    """

    address: str = LOCAL
    workers: int = 0

    def __post_init__(self) -> None:
        """Refuse before anything is begun."""
        if find_spec("ray") is None or find_spec("pyarrow") is None:  # data sets need the second
            raise SettingsError("the engine ray needs Ray with its data sets: pip install 'facevow[ray]'")
        if not self.address or "://" in self.address:
            raise SettingsError(f"expected host:port of a Ray cluster, {AUTO} or {LOCAL}, got {self.address!r}")

    def __call__(
        self, make: Callable[[], Callable[[Item], Result]], items: Sequence[Item]
    ) -> Generator[tuple[int, Result], None, None]:
        """Work, lazily.

        Raises:
            ClusterError: no cluster answers, it went away, or a worker of it failed. What has come is complete.
            FacevowError: whatever the work raised of that kind.
        """
        if not items:
            return
        packed = [pickle.dumps(item) for item in items]
        missing = len(packed)
        with _driver(self, pickle.dumps(make), packed) as pipe:
            while missing:
                for place, result in _received(pipe):
                    missing -= 1
                    yield place, pickle.loads(result)  # noqa: S301 - of our own workers


@contextmanager
def _driver(on: OnRay, make: bytes, items: list[bytes]) -> Iterator[Connection]:
    """A child process that speaks to the cluster, and the pipe on which it tells what is done."""
    spawning = multiprocessing.get_context("spawn")  # a fork would take threads' locks along
    ours, theirs = spawning.Pipe()
    from facevow.distributing.driving import drive  # noqa: PLC0415 - it is the one module that knows Ray

    process = spawning.Process(target=drive, args=(theirs, on.address, on.workers, make, items), daemon=False)
    try:
        process.start()
        theirs.close()  # ours alone, the pipe ends when the child does
        yield ours
        with suppress(OSError):  # all results are here, whatever has become of the driver since
            ours.send(None)
        process.join(_PATIENCE)
    finally:
        ours.close()
        if process.is_alive():
            process.kill()
        process.join()
        process.close()


def _received(pipe: Connection) -> list[tuple[int, bytes]]:
    """The next results."""
    try:
        told: Any = pipe.recv()
    except (EOFError, OSError) as error:
        raise ClusterError("the Ray cluster went away; what was done is kept, begin again to go on") from error
    if isinstance(told, FacevowError):
        raise told
    if isinstance(told, str):
        raise ClusterError(f"the Ray cluster failed, what was done is kept: {told}")
    found: list[tuple[int, bytes]] = told
    return found

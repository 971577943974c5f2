"""Replicas without a cluster: those of the server, in this process, that can be lost as an order says."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from facevow.server.describing import DescriberFactory
from facevow.server.pool import AnalyserFactory, Observe
from facevow.server.remote.pool import RemotePool
from facevow.server.remote.replica import Replica
from facevow.server.remote.travel import Answers, Ask, Identity, ReplicaLost, pack, unpack_answers
from tests.server.analysers import ColourAnalyser

Trouble = Callable[[tuple[Ask, ...]], Exception | None]
"""What is to become of a call: None lets it through."""


@dataclass
class Near:
    """It is `remote.pool.Remote`: what travels is packed and unpacked as if it went far.

    `fault` is raised when it is opened; `trouble` may lose calls; `calls` are the numbers of frames that came together;
    `patch` changes who answers.
    """

    factory: AnalyserFactory = ColourAnalyser
    describers: DescriberFactory | None = None
    trouble: Trouble = lambda _: None
    patch: Callable[[Identity], Identity] = lambda identity: identity
    calls: list[int] = field(default_factory=list)
    opened: int = 0
    well_now: int = 1
    gone: bool = False
    fault: Exception | None = None
    _replica: Replica | None = None

    def open(self) -> Identity:
        """Have a replica."""
        self.close()
        self.opened += 1
        self.gone = True
        if self.fault is not None:
            raise self.fault
        self._replica = Replica(self.factory, self.describers, "a plan")
        self.gone = False
        return asyncio.run(self._replica.identity())

    async def call(self, asks: tuple[Ask, ...]) -> Answers:
        """Have it answer, unless there is trouble."""
        if self._replica is None:
            raise ReplicaLost("expected one that was opened")
        self.calls.append(len(asks))
        trouble = self.trouble(asks)
        if trouble is not None:
            raise trouble
        answers = unpack_answers(await self._replica(pack(asks)))
        return replace(answers, by=self.patch(answers.by))

    async def well(self) -> int:
        """As the test says."""
        if self._replica is None:
            raise ReplicaLost("expected one that was opened")
        return self.well_now

    def close(self) -> None:
        """End it."""
        if self._replica is not None:
            self._replica.close()
            self._replica = None


@contextmanager
def pooled(
    near: Near, *, replicas: int = 1, seconds: float = 20.0, observe: Observe | None = None, required: bool = True
) -> Iterator[RemotePool]:
    """A started pool for the length of a block."""
    pool = RemotePool(near, replicas=replicas, seconds=seconds, observe=observe, required=required)
    try:
        pool.start()
        yield pool
    finally:
        pool.close()

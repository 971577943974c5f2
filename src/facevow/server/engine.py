"""Analyses frames off the event loop, in a fixed number of threads."""

import asyncio
from concurrent.futures import Future
from typing import Protocol

from facevow.server.describing import NO_MATCHER, Describe
from facevow.server.gates import ServerFull
from facevow.server.pool import (
    NO_MODEL,
    Analyser,
    AnalyserFactory,
    AnalysisFailed,
    AnalysisTooLate,
    Load,
)
from facevow.types import FrameAnalysis
from facevow.vision.memory import Memory

__all__ = [
    "Analyser", "AnalyserFactory", "AnalysisFailed", "AnalysisTooLate", "Describe", "Engine", "Load", "Workers",
]  # fmt: skip


class Workers(Protocol):
    """Who does the work: threads of this process (`Pool`), or replicas elsewhere (`remote.pool`). See `Pool`."""

    @property
    def loaded(self) -> bool:
        """Whether they have their networks."""

    @property
    def model(self) -> str:
        """The name of the passive network, "" while there is none."""

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of its file in lower-case hex, "" while there is none."""

    @property
    def matcher(self) -> str:
        """Name and version of the matcher that describes faces, "" while there is none."""

    def start(self) -> None:
        """Wait until they have opened their networks."""

    def submit(
        self, load: Load, memory: Memory | None = None, *, judge: bool = True, describe: Describe = "never"
    ) -> "Future[FrameAnalysis]":
        """Have one frame decoded and analysed."""

    def close(self) -> None:
        """Forget what waits."""


class Engine:
    """What an event loop asks a pool of analysers through.

    Work is taken first come, first served. Whoever asks waits for an answer before asking again, so each connection
    has one frame here at most, and all of them get their turn, however fast one of them sends.
    """

    def __init__(self, pool: Workers, *, timeout: float) -> None:
        """Ask `pool`, which is not started yet; nobody waits longer than `timeout` seconds."""
        self._pool = pool
        self._timeout = timeout
        self._waiting = 0

    @property
    def loaded(self) -> bool:
        """Whether every worker has its networks."""
        return self._pool.loaded

    def expect_loaded(self) -> None:
        """Return if every worker has its networks.

        Raises:
            ServerFull: code `no_model`.
        """
        if not self.loaded:
            raise ServerFull(NO_MODEL, code="no_model")

    @property
    def model(self) -> str:
        """The name of the passive network, or nothing while there is none."""
        return self._pool.model

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of the passive network's file in lower-case hex, or nothing while there is none."""
        return self._pool.model_sha256

    @property
    def matcher(self) -> str:
        """Name and version of the matcher that describes faces, or nothing while there is none."""
        return self._pool.matcher

    @property
    def describes(self) -> bool:
        """Whether every worker can describe faces."""
        return self.loaded and bool(self.matcher)

    def expect_describes(self) -> None:
        """Return if every worker can describe faces.

        Raises:
            ServerFull: code `no_matcher`.
        """
        if not self.describes:
            raise ServerFull(NO_MATCHER, code="no_matcher")

    @property
    def waiting(self) -> int:
        """Frames that are being analysed or wait for it; each belongs to somebody who waits for the answer."""
        return self._waiting

    async def start(self) -> None:
        """Start every worker and wait until it has opened its networks; a failure is kept and told to whoever asks."""
        await asyncio.get_running_loop().run_in_executor(None, self._pool.start)

    async def analyse(
        self, load: Load, memory: Memory | None = None, *, judge: bool = True, describe: Describe = "never"
    ) -> FrameAnalysis:
        """Decode and analyse one frame; `judge` says whether it is scored, `describe` whether a template is wanted.

        A face that cannot be described has none, which is no error: `template` is None then. Whoever is raised anything
        but InputError must not use `memory` again: a thread may still have it.

        Raises:
            InputError: the picture cannot be used.
            ModelError: there is no network to analyse it with; code `no_matcher`: nor to describe its face with, which
                was wanted by other words than "try".
            AnalysisFailed: the analysis raised something else.
            AnalysisTooLate: no answer within the time-out; one that comes later is thrown away.
        """
        work = asyncio.wrap_future(self._pool.submit(load, memory, judge=judge, describe=describe))
        self._waiting += 1
        try:
            async with asyncio.timeout(self._timeout):
                return await work
        except TimeoutError as error:
            raise AnalysisTooLate.after(self._timeout) from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the workers finish what they are at, and forget what waits."""
        self._pool.close()

"""Analyses frames off the event loop, in a fixed number of threads."""

import asyncio

from facevow.server.gates import ServerFull
from facevow.server.pool import (
    NO_MODEL,
    Analyser,
    AnalyserFactory,
    AnalysisFailed,
    AnalysisTooLate,
    Load,
    Observe,
    Pool,
)
from facevow.types import FrameAnalysis
from facevow.vision.surroundings import Surroundings

__all__ = [
    "Analyser", "AnalyserFactory", "AnalysisFailed", "AnalysisTooLate", "Engine", "Load", "Observe",
]  # fmt: skip


class Engine:
    """What an event loop asks a pool of analysers through.

    Work is taken first come, first served. Whoever asks waits for an answer before asking again, so each connection
    has one frame here at most, and all of them get their turn, however fast one of them sends.
    """

    def __init__(
        self, factory: AnalyserFactory, *, workers: int, timeout: float, observe: Observe | None = None
    ) -> None:
        self._pool = Pool(factory, workers=workers, observe=observe)
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
    def waiting(self) -> int:
        """Frames that are being analysed or wait for it; each belongs to somebody who waits for the answer."""
        return self._waiting

    async def start(self) -> None:
        """Start every worker and wait until it has opened its networks; a failure is kept and told to whoever asks."""
        await asyncio.get_running_loop().run_in_executor(None, self._pool.start)

    async def analyse(self, load: Load, surroundings: Surroundings | None = None) -> FrameAnalysis:
        """Decode and analyse one frame.

        Whoever is raised anything but InputError must not use `surroundings` again: a thread may still have it.

        Raises:
            InputError: the picture cannot be used.
            ModelError: there is no network to analyse it with.
            AnalysisFailed: the analysis raised something else.
            AnalysisTooLate: no answer within the time-out; one that comes later is thrown away.
        """
        work = asyncio.wrap_future(self._pool.submit(load, surroundings))
        self._waiting += 1
        try:
            return await asyncio.wait_for(work, self._timeout)
        except TimeoutError as error:
            raise AnalysisTooLate.after(self._timeout) from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the workers finish what they are at, and forget what waits."""
        self._pool.close()

"""Analyses frames off the event loop, in a fixed number of threads."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from facevow.errors import FacevowError, InputError, ModelError
from facevow.log import get_logger
from facevow.types import Frame, FrameAnalysis
from facevow.vision.surroundings import Surroundings

NO_MODEL: Final = "this server has no model that it can use; its log says why"


class Analyser(Protocol):
    """What the pipeline looks like from here."""

    @property
    def model(self) -> str:
        """The name of the passive network."""

    def analyse(self, frame: Frame, surroundings: Surroundings | None = None) -> FrameAnalysis:
        """All that the frame shows, and how it moved against what `surroundings` remembers of its stream.

        Called by one thread only; `surroundings` is in nobody else's hands meanwhile.
        """


AnalyserFactory = Callable[[], Analyser]
"""Makes an analyser for the thread that calls it, or raises ModelError."""

Load = Callable[[], Frame]
"""Decodes a frame; runs in a worker, and may raise InputError."""


class AnalysisFailed(FacevowError):
    """The analysis itself broke down. It is a fault of this server, never of the picture, and never a pass."""

    code = "analysis_failed"


class AnalysisTooLate(FacevowError):
    """The server has more to do than it can."""

    code = "overloaded"


class _Worker(threading.local):
    """What belongs to one thread. It has no slots: those would be shared by all threads."""

    analyser: Analyser | None = None


class Engine:
    """A pool of threads, each with an analyser of its own.

    Work is taken first come, first served. Whoever asks waits for an answer before asking again, so each connection
    has one frame here at most, and all of them get their turn, however fast one of them sends.
    """

    def __init__(self, factory: AnalyserFactory, *, workers: int, timeout: float) -> None:
        self._factory = factory
        self._workers = workers
        self._timeout = timeout
        self._worker = _Worker()
        self._failure: Exception | None = None
        self._opened = False
        self._model = ""
        self._waiting = 0
        self._log = get_logger("engine")
        self._barrier = threading.Barrier(workers)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="facevow-worker", initializer=self._open)

    @property
    def loaded(self) -> bool:
        """Whether every worker has its networks."""
        return self._opened and self._failure is None

    @property
    def model(self) -> str:
        """The name of the passive network, or nothing while there is none."""
        return self._model

    @property
    def waiting(self) -> int:
        """Frames that are being analysed or wait for it; each belongs to somebody who waits for the answer."""
        return self._waiting

    async def start(self) -> None:
        """Start every worker and wait until it has opened its networks; a failure is kept and told to whoever asks."""
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._pool, self._barrier.wait) for _ in range(self._workers)))

    async def analyse(self, load: Load, surroundings: Surroundings | None = None) -> FrameAnalysis:
        """Decode and analyse one frame.

        Whoever is raised anything but InputError must not use `surroundings` again: a thread may still have it.

        Raises:
            InputError: the picture cannot be used.
            ModelError: there is no network to analyse it with.
            AnalysisFailed: the analysis raised something else.
            AnalysisTooLate: no answer within the time-out; one that comes later is thrown away.
        """
        if self._failure is not None:
            raise ModelError(NO_MODEL)
        work = asyncio.get_running_loop().run_in_executor(self._pool, self._run, load, surroundings)
        self._waiting += 1
        try:
            return await asyncio.wait_for(work, self._timeout)
        except TimeoutError as error:
            raise AnalysisTooLate(f"expected an analysis within {self._timeout} s; the server is too busy") from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the workers finish what they are at, and forget what waits."""
        self._barrier.abort()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _open(self) -> None:
        """The first thing that each worker does."""
        try:
            self._worker.analyser = self._factory()
            self._model = self._worker.analyser.model
            self._opened = True
        except Exception as error:  # noqa: BLE001 - whatever it is: without an analyser nobody passes
            self._failure = error
            self._log.exception("model_not_loaded")

    def _run(self, load: Load, surroundings: Surroundings | None) -> FrameAnalysis:
        if self._worker.analyser is None:
            raise ModelError(NO_MODEL)
        try:
            return self._worker.analyser.analyse(load(), surroundings)
        except InputError:
            raise
        except ModelError as error:
            self._log.exception("model_failed")
            raise ModelError(NO_MODEL) from error
        except Exception as error:
            self._log.exception("analysis_failed")
            raise AnalysisFailed("the analysis of this frame failed; the server's log says why") from error

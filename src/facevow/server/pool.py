"""A fixed number of threads, each with an analyser of its own. It knows no event loop: `engine` adds that."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, Protocol

from facevow.errors import FacevowError, InputError, ModelCorrupt, ModelError
from facevow.log import get_logger
from facevow.server.describing import NO_MATCHER, Describe, DescriberFactory, Describing
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory

NO_MODEL: Final = "this server has no model that it can use; its log says why"


class Analyser(Protocol):
    """What the pipeline looks like from here."""

    @property
    def model(self) -> str:
        """The name of the passive network."""

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of the passive network's file, in lower-case hex."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """All that the frame shows, held against what is remembered of its stream; scored only if `judge`.

        Called by one thread only; `memory` is in nobody else's hands meanwhile.
        """


AnalyserFactory = Callable[[], Analyser]
"""Makes an analyser for the thread that calls it, or raises ModelError."""

Load = Callable[[], Frame]
"""Decodes a frame; runs in a worker, and may raise InputError."""

Observe = Callable[[str, float], None]
"""Told of a stage and how many seconds it took: "wait" for a worker, "decode", and those of the analysis ("detect",
"mesh", "surroundings", "passive", "quality", "describe" and so on). Called by the workers' threads; must not raise."""


class AnalysisFailed(FacevowError):
    """The analysis itself broke down. It is a fault of this server, never of the picture, and never a pass."""

    code = "analysis_failed"


class AnalysisTooLate(FacevowError):
    """The server has more to do than it can."""

    code = "overloaded"

    @classmethod
    def after(cls, seconds: float) -> "AnalysisTooLate":
        """The one that says how long was waited."""
        return cls(f"expected an analysis within {seconds} s; the server is too busy")


class _Worker(threading.local):
    """What belongs to one thread. It has no slots: those would be shared by all threads."""

    analyser: Analyser | None = None


class Pool:
    """Takes work first come, first served, in `workers` threads; safe for use by many threads.

    `model` and `model_sha256` name the passive network and its file; both are empty while there is none. With
    `describers` each thread has one of those, too; where that fails nothing can be compared, and all else goes on.
    """

    def __init__(
        self,
        factory: AnalyserFactory,
        *,
        workers: int,
        observe: Observe | None = None,
        describers: DescriberFactory | None = None,
    ) -> None:
        self.model = self.model_sha256 = ""
        self._factory = factory
        self._workers = workers
        self._observe = observe
        self._describing = Describing(describers)
        self._worker = _Worker()
        self._failure: Exception | None = None
        self._opened = False
        self._log = get_logger("engine")
        self._naming = threading.Lock()
        self._barrier = threading.Barrier(workers)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="facevow-worker", initializer=self._open)

    @property
    def loaded(self) -> bool:
        """Whether every worker has its networks."""
        return self._opened and self._failure is None

    @property
    def matcher(self) -> str:
        """Name and version of the matcher that describes faces, "" while there is none."""
        return self._describing.matcher

    def start(self) -> None:
        """Start every worker and wait until it has opened its networks; a failure is kept and told to whoever asks."""
        wait([self._threads.submit(self._barrier.wait) for _ in range(self._workers)])

    def submit(
        self, load: Load, memory: Memory | None = None, *, judge: bool = True, describe: Describe = "never"
    ) -> "Future[FrameAnalysis]":
        """Have one frame decoded and analysed, and its face described where that is wanted.

        The answer is the analysis, or InputError when the picture cannot be used, ModelError when there is no network
        to analyse it with (code `no_matcher`: to describe it with), or AnalysisFailed when the analysis raised
        something else. Unless it was the analysis or InputError, `memory` must not be used again: a thread may
        still have it. A face that is there and cannot be described has no template; that is no error.

        Raises:
            ModelError: a worker has no network.
        """
        if self._failure is not None:
            raise ModelError(NO_MODEL)
        return self._threads.submit(self._run, load, memory, judge, describe, time.perf_counter())

    def close(self) -> None:
        """Let the workers finish what they are at, and forget what waits."""
        self._barrier.abort()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _open(self) -> None:
        """The first thing that each worker does."""
        try:
            analyser = self._factory()
            self._name(analyser)
            self._worker.analyser = analyser
        except Exception as error:  # noqa: BLE001 - whatever it is: without an analyser nobody passes
            self._failure = error
            self._log.exception("model_not_loaded")
        else:
            self._describing.open()

    def _name(self, analyser: Analyser) -> None:
        """Learn the network's name. All workers must have the same one: a signed verdict names the file by its hash."""
        name, digest = analyser.model, analyser.model_sha256
        with self._naming:
            if self._opened and digest != self.model_sha256:
                raise ModelCorrupt(f"expected the same passive network in every worker, {name} was replaced meanwhile")
            self.model, self.model_sha256 = name, digest
            self._opened = True

    def _run(self, load: Load, memory: Memory | None, judge: bool, describe: Describe, asked: float) -> FrameAnalysis:
        begun = time.perf_counter()
        if self._worker.analyser is None:
            raise ModelError(NO_MODEL)
        analysed = False
        try:
            frame = load()
            decoded = time.perf_counter()
            analysis = self._worker.analyser.analyse(frame, memory, judge=judge)
            analysed = True
            analysis = self._describing.add(frame, analysis, describe)
        except InputError:
            raise
        except ModelError as error:
            self._log.exception("model_failed")
            raise (ModelError(NO_MATCHER, code="no_matcher") if analysed else ModelError(NO_MODEL)) from error
        except Exception as error:
            self._log.exception("analysis_failed")
            raise AnalysisFailed("the analysis of this frame failed; the server's log says why") from error
        self._tell(analysis, wait=begun - asked, decode=decoded - begun)
        return analysis

    def _tell(self, analysis: FrameAnalysis, *, wait: float, decode: float) -> None:
        """Pass on how long each stage took, in seconds; the analysis itself says it in milliseconds."""
        if self._observe is None:
            return
        self._observe("wait", wait)
        self._observe("decode", decode)
        for stage, milliseconds in analysis.milliseconds.items():
            self._observe(stage, milliseconds / 1000)

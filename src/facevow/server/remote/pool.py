"""Looks like `server.pool.Pool` and has its frames analysed by replicas elsewhere."""

import asyncio
import threading
import time
from concurrent.futures import Future
from dataclasses import asdict, replace
from typing import Final, Protocol

from facevow.errors import ClusterError, FacevowError, ModelError
from facevow.log import get_logger
from facevow.server.describing import NO_MATCHER, Describe
from facevow.server.pool import NO_MODEL, Load, Observe
from facevow.server.remote.dispatch import Dispatcher, Job
from facevow.server.remote.travel import Answers, Ask, Identity, Told
from facevow.types import FrameAnalysis
from facevow.vision.memory import Memory

SLOTS: Final = 2
"""Calls under way for each replica: one at work, and one that is there when that is done."""

MOST: Final = 4
"""Frames in one call: with four, what a call costs is a quarter for each; more would only make the first one wait."""

WATCH: Final = 2.0
"""Seconds between two looks at how many replicas are well."""


AGAIN: Final = 10.0
"""Seconds before the cluster is looked for again where that failed; to begin one keeps a machine busy."""


class Remote(Protocol):
    """The replicas, as they are reached. `open` and `close` take long and belong to a thread."""

    def open(self) -> Identity:
        """Have the replicas ready and say what they analyse with; once more where `gone`.

        Raises:
            ClusterError: the cluster cannot be reached or has no room.
            ModelError: the replicas have no model.
        """

    async def call(self, asks: tuple[Ask, ...]) -> Answers:
        """As of `travel.Call`."""

    async def well(self) -> int:
        """How many replicas can work now; raises ReplicaLost where nothing is known of them."""

    @property
    def gone(self) -> bool:
        """Whether the way to the cluster is lost for good and has to be opened anew."""

    def close(self) -> None:
        """Let go of them for good; `open`, in another thread, ends soon."""


class RemotePool:
    """Safe for use by many threads; an event loop in a thread of its own does the sending."""

    def __init__(
        self, remote: Remote, *, replicas: int, seconds: float, observe: Observe | None = None, required: bool = True
    ) -> None:
        """Nothing is reached yet; a call is given up after `seconds`, and its frames are sent once more.

        `required` says whether it must not start without replicas; else it looks for them for as long as it runs.
        """
        self._remote = remote
        self._required = required
        self._observe = observe
        self._identity: Identity | None = None
        self._matcher = ""
        self._well = 0
        self._broken = False
        self._log = get_logger("remote")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="facevow-remote", daemon=True)
        self._sending = Dispatcher(remote.call, self._settle, slots=SLOTS * replicas, most=MOST, seconds=seconds)
        self._watching: asyncio.Task[None] | None = None

    @property
    def loaded(self) -> bool:
        """Whether some replica can work, and none was found that works with another network."""
        return self._identity is not None and not self._broken and self._well > 0

    @property
    def model(self) -> str:
        """The name of the passive network, "" while there is none."""
        return self._identity.model if self._identity else ""

    @property
    def model_sha256(self) -> str:
        """The SHA-256 of its file in lower-case hex, "" while there is none."""
        return self._identity.model_sha256 if self._identity else ""

    @property
    def matcher(self) -> str:
        """Name and version of the matcher that describes faces, "" while there is none, or not the same everywhere."""
        return self._matcher

    def start(self) -> None:
        """Reach the replicas and wait until they have their networks.

        Where they are not `required`, that there are none is told to whoever asks, for as long as there are none.

        Raises:
            ClusterError: the cluster cannot be reached or has no room for them.
            ModelError: they cannot open their networks.
        """
        try:
            self._known(self._remote.open())
            self._well = 1
        except BaseException as error:
            if self._required or not isinstance(error, ClusterError | ModelError):
                self._remote.close()  # nobody closes what did not start
                raise
            self._log.error("model_not_loaded", reason=str(error))
        self._thread.start()
        self._watching = asyncio.run_coroutine_threadsafe(self._begin_watch(), self._loop).result()

    def submit(
        self, load: Load, memory: Memory | None = None, *, judge: bool = True, describe: Describe = "never"
    ) -> "Future[FrameAnalysis]":
        """As `Pool.submit`; `load` and `memory` travel, and `memory` becomes the one that comes back.

        Raises:
            ModelError: the replicas have no network, or not the same.
        """
        if self._identity is None or self._broken:
            raise ModelError(NO_MODEL)
        job = Job(Ask(load, memory, judge, describe), Future())
        self._loop.call_soon_threadsafe(self._sending.put, job)
        return job.answer

    def close(self) -> None:
        """Forget what waits, and let go of the replicas."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()
        self._remote.close()

    async def _begin_watch(self) -> "asyncio.Task[None]":
        return asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """Know how many replicas are well, and find the cluster again where it was lost."""
        while True:
            lost, well = self._remote.gone, await self._count()
            if well != self._well:
                say = self._log.info if well > self._well else self._log.warning
                say("replicas", well=well, before=self._well)
            self._well = well
            await asyncio.sleep(AGAIN if lost and self._remote.gone else WATCH)

    async def _count(self) -> int:
        try:
            if self._remote.gone:
                self._well = 0
                self._known(await asyncio.to_thread(self._remote.open))
            return await self._remote.well()
        except FacevowError as error:
            self._log.warning("replicas_not_counted", code=error.code, reason=str(error))
        except Exception:  # noqa: BLE001 - it goes on looking, whatever it was
            self._log.exception("replicas_not_counted")
        return 0

    async def _end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._sending.close()
        await asyncio.to_thread(self._remote.close)  # a thread may be opening it, which may take minutes
        await self._loop.shutdown_default_executor()

    def _settle(self, job: Job, by: Identity, answer: Told | FacevowError) -> None:
        """Give an answer to whoever waits, if it came from a replica like all others."""
        self._compare(by)
        if self._broken:
            job.fail(ModelError(NO_MODEL))
        elif isinstance(answer, FacevowError):
            job.fail(answer)
        elif answer.analysis.template is not None and by.matcher != self._matcher:
            job.fail(ModelError(NO_MATCHER, code="no_matcher"))
        elif job.answer.set_running_or_notify_cancel():
            if job.ask.memory is not None and answer.memory is not None:
                job.ask.memory.become(answer.memory)
            self._tell(answer, time.perf_counter() - job.asked)
            job.answer.set_result(answer.analysis)

    def _known(self, by: Identity) -> None:
        """What it finds at first is what it works with."""
        if self._identity is None:
            self._identity, self._matcher = by, by.matcher
        self._compare(by)

    def _compare(self, by: Identity) -> None:
        """All replicas must work alike: a signed verdict names one network's file by its hash."""
        known = self._identity
        if known is None or by == known:
            return
        if replace(by, matcher=known.matcher) != known:
            self._broken = True
            self._log.error("replicas_differ", expected=asdict(known), found=asdict(by))
        elif self._matcher:
            self._matcher = ""
            self._log.error("matchers_differ", expected=known.matcher, found=by.matcher)

    def _tell(self, told: Told, elapsed: float) -> None:
        """Pass on how long each stage took, in seconds: what was no work is "wait", the way to the replica with it."""
        if self._observe is None:
            return
        stages = {stage: milliseconds / 1000 for stage, milliseconds in told.analysis.milliseconds.items()}
        self._observe("wait", max(elapsed - told.decode - sum(stages.values()), 0.0))
        self._observe("decode", told.decode)
        for stage, seconds in stages.items():
            self._observe(stage, seconds)

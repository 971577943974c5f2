"""Sends frames to replicas: few calls at once, several frames in a call where they wait, once more where one is lost.

A call costs both sides one to three milliseconds of a core, about as much as a small part of an analysis
(docs/ray.md). Frames that wait therefore go together. Nobody waits for company: a frame that finds a free slot goes
alone, at once.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from facevow.errors import FacevowError
from facevow.log import get_logger
from facevow.server.pool import AnalysisFailed
from facevow.server.remote.travel import Ask, Call, Identity, ReplicaLost, Told
from facevow.types import FrameAnalysis

LOSSES = 3
"""Replicas that one frame may lose before it is given up: what a picture does to the machine it may do to the next."""

PAUSE = 0.5
"""Seconds before a frame that was lost twice is sent a third time: the cluster may be busy with what happened."""

FAILED = "the analysis of this frame failed; the server's log says why"


@dataclass(slots=True, eq=False)
class Job:
    """A frame that somebody waits for; `losses` counts the replicas that were lost with it."""

    ask: Ask
    answer: "Future[FrameAnalysis]"
    asked: float = field(default_factory=time.perf_counter)
    losses: int = 0

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits any longer."""
        return self.answer.cancelled()

    def fail(self, error: Exception) -> None:
        """Tell whoever waits."""
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(error)


Settle = Callable[[Job, Identity, Told | FacevowError], None]
"""Given what came of a job, and from whom; it has to settle `job.answer`. It must not raise."""


class Dispatcher:
    """Belongs to one event loop; first come, first served."""

    def __init__(self, call: Call, settle: Settle, *, slots: int, most: int, seconds: float) -> None:
        """Make it.

        Args:
            call: reaches some replica.
            settle: given each answer.
            slots: calls under way at once: two for each replica, one at work and one that waits there.
            most: frames in one call; all of them wait for the last.
            seconds: after which a call is given up and its frames are sent once more. Nothing else notices a machine
                that went silent before the cluster does, which takes it longer than anybody here waits.
        """
        self._call = call
        self._settle = settle
        self._slots = slots
        self._most = most
        self._seconds = seconds
        self._waiting: deque[Job] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._log = get_logger("remote")

    def put(self, job: Job) -> None:
        """Have a frame analysed."""
        self._waiting.append(job)
        self._pump()

    async def close(self) -> None:
        """Forget what waits and what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        while self._waiting:
            self._waiting.popleft().answer.cancel()

    def _pump(self) -> None:
        """Begin as many calls as there are slots for."""
        while (free := self._slots - len(self._under_way)) > 0 and (jobs := self._take(free)):
            task = asyncio.get_running_loop().create_task(self._send(jobs))
            self._under_way.add(task)
            task.add_done_callback(self._done)

    def _take(self, free: int) -> list[Job]:
        """The next frames that somebody waits for: a fair part for each free slot, and a frame that was lost alone."""
        self._waiting = deque(job for job in self._waiting if not job.abandoned)
        if self._waiting and self._waiting[0].losses:
            return [self._waiting.popleft()]
        jobs: list[Job] = []
        part = min(self._most, -(-len(self._waiting) // free))
        while self._waiting and len(jobs) < part and not self._waiting[0].losses:
            jobs.append(self._waiting.popleft())
        return jobs

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            self._pump()

    async def _send(self, jobs: Sequence[Job]) -> None:
        try:
            await self._try(jobs)
        except asyncio.CancelledError:
            for job in jobs:
                job.answer.cancel()
            raise

    async def _try(self, jobs: Sequence[Job]) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                answers = await self._call(tuple(job.ask for job in jobs))
            pairs = tuple(zip(jobs, answers.each, strict=True))
        except (TimeoutError, ReplicaLost) as error:
            self._log.warning("replica_lost", frames=len(jobs), reason=str(error) or f"silent for {self._seconds} s")
            await self._once_more(jobs)
        except Exception:  # noqa: BLE001 - whatever it is: nobody passes, and nobody waits for ever
            self._log.exception("call_failed")
            for job in jobs:
                job.fail(AnalysisFailed(FAILED))
        else:
            for job, answer in pairs:
                self._settle(job, answers.by, answer)

    async def _once_more(self, jobs: Sequence[Job]) -> None:
        """First in the line again, each on its own: one of them may have been the reason."""
        again: list[Job] = []
        for job in jobs:
            job.losses += 1
            if job.losses < LOSSES:
                again.append(job)
            else:
                job.fail(AnalysisFailed(FAILED))
        if again:
            await asyncio.sleep(PAUSE * (max(job.losses for job in again) - 1))
            self._waiting.extendleft(reversed(again))

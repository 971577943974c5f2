"""Asks the same thing again and again, one question at a time, and waits for no answer for long."""

import asyncio
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from anyio import CapacityLimiter

from facevow.server.threads import in_thread

Answer = TypeVar("Answer")

FRESH: Final = 1.0
"""Seconds that an answer stands, so that no flood of requests becomes one of questions."""

GIVEN_UP: Final = 2.0
"""Seconds after which a question counts as not answered; whoever watches servers waits for some 5 to 10."""


class Question(Generic[Answer]):
    """A question that is asked in a thread of its own. Used by the event loop's thread only.

    While one that was given up is still under way no other is asked, and there is no answer.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.last: Answer | None = None
        self._clock = clock
        self._asked: float | None = None
        self._began = 0.0
        self._asking = asyncio.Lock()
        self._under_way: asyncio.Task[Answer] | None = None
        self._thread = CapacityLimiter(1)

    async def ask(self, work: Callable[[], Answer]) -> Answer | None:
        """What `work` returns, or did a moment ago; None where it does not return in time. Raises what it raises."""
        async with self._asking:
            if self._asked is None or self._clock() - self._asked >= FRESH:
                self.last = None  # whatever goes wrong, nothing old is taken for an answer
                self.last = await self._answer(work)
                self._asked = self._clock()
        return self.last

    async def _answer(self, work: Callable[[], Answer]) -> Answer | None:
        if self._under_way is None or self._under_way.done():
            self._began = self._clock()
            self._under_way = asyncio.create_task(in_thread(self._thread, work))
            self._under_way.add_done_callback(_look_at)
        left = max(0.0, self._began + GIVEN_UP - self._clock())
        done, _ = await asyncio.wait({self._under_way}, timeout=left)
        return self._under_way.result() if done else None


def _look_at(task: asyncio.Task[Answer]) -> None:
    """Have asyncio not complain of a failure that came when nobody waited for it any more."""
    if not task.cancelled():
        task.exception()

"""What was found out a moment ago, for all who ask the same: what takes long is done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

Answer = TypeVar("Answer")

SHARED: Final = timedelta(seconds=2)
"""How long an answer is told, from when it was asked for; nobody who looks at a page sees the difference."""


@dataclass(frozen=True, slots=True)
class _Found(Generic[Answer]):
    """An answer that is on its way or there, and when it was asked for."""

    asked: datetime
    task: "asyncio.Future[Answer]"

    def holds(self, now: datetime) -> bool:
        """Whether it is good for somebody who asks now; a failure is nobody's but of those who waited for it."""
        if not self.task.done():
            return True
        well = not self.task.cancelled() and self.task.exception() is None
        return well and timedelta(0) <= now - self.asked < SHARED


class Lately(Generic[Answer]):
    """Answers by what was asked. Used by the event loop's thread only."""

    def __init__(self) -> None:
        self._found: dict[Hashable, _Found[Answer]] = {}

    async def ask(self, what: Hashable, now: datetime, find: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer to `what`, which `find` finds unless somebody else has, or is at it; raises what `find` raises.

        Who asks may go away: the others who wait have their answer all the same.
        """
        self._found = {key: found for key, found in self._found.items() if found.holds(now)}
        if what not in self._found:
            self._found[what] = _Found(now, asyncio.ensure_future(find()))
        return await asyncio.shield(self._found[what].task)

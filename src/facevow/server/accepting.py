"""Takes connections from a socket that several processes listen on, so that each has as much to do as the others.

A system wakes all of them, and whoever comes first would have it all: an event loop takes what waits in one go. So who
has more to do than another stands back for a moment, in which the other comes first. After that it takes all who still
wait: of a rush, too, nobody waits longer than that moment for a process that hangs.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

from facevow.log import get_logger
from facevow.server.census import Census

STAND_BACK: Final = 0.02
"""Seconds that who has more to do leaves a connection to the others: their event loops turn in a few milliseconds."""

COUNT_SECONDS: Final = 0.02
"""How often a process tells how much it has to do: whoever left counts no more when they come again a moment later."""

AFTER_AN_ERROR: Final = 1.0
"""Seconds until the next attempt after the system gave no connection, for want of descriptors above all."""

Load = Callable[[], int]
"""How much this process has to do."""


class Accepting:
    """The part of one process. Used by the event loop's thread only."""

    def __init__(self, listening: socket.socket, census: Census, number: int, load: Load) -> None:
        """Take from `listening` as process `number` of the census; nothing is taken before `run`."""
        self._listening = listening
        self._census = census
        self._number = number
        self._load = load
        self._log = get_logger("server")

    async def run(self, make: Callable[[], asyncio.Protocol]) -> None:
        """Have a protocol of `make` serve each connection that is taken, until cancelled; then none is taken more."""
        self._listening.setblocking(False)
        self._count()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._keep_counting())
                both.create_task(self._take(make))
        finally:
            self._census.leave(self._number)

    async def _take(self, make: Callable[[], asyncio.Protocol]) -> None:
        while True:
            await self._somebody()
            self._count()
            if self._census.is_least(self._number):
                await self._take_one(make)
                continue
            await self._stand_back()
            while await self._take_one(make):  # the others, if they turn, take from the same socket meanwhile
                pass

    async def _stand_back(self) -> None:
        """Leave who waits to the others for a moment."""
        await asyncio.sleep(STAND_BACK)

    async def _take_one(self, make: Callable[[], asyncio.Protocol]) -> bool:
        """Take the next connection; whether there was one."""
        taken = await self._accepted()
        if taken is None:
            return False
        try:
            await asyncio.get_running_loop().connect_accepted_socket(make, taken)
        except OSError:  # it left again
            taken.close()
        self._count()
        return True

    async def _accepted(self) -> socket.socket | None:
        """The next connection; None where another process took it, or it left, or the system gives none."""
        try:
            taken, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return None
        except OSError as error:
            self._log.error("connection_not_taken", error=str(error))
            await asyncio.sleep(AFTER_AN_ERROR)
            return None
        taken.setblocking(False)
        return taken

    async def _somebody(self) -> None:
        """Wait until somebody waits to be taken."""
        loop = asyncio.get_running_loop()
        there = loop.create_future()
        loop.add_reader(self._listening.fileno(), _tell, there)
        try:
            await there
        finally:
            loop.remove_reader(self._listening.fileno())

    async def _keep_counting(self) -> None:
        while True:
            await asyncio.sleep(COUNT_SECONDS)
            self._count()

    def _count(self) -> None:
        self._census.tell(self._number, self._load())


def _tell(there: "asyncio.Future[None]") -> None:
    if not there.done():
        there.set_result(None)
